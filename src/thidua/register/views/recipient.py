"""One recipient's page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.foundation.clock import now, today
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.register import policies, queries
from thidua.register.actions import look_at
from thidua.register.models import Recipient
from thidua.register.timeline import timeline_of


@require_safe
@login_required
def recipient(request: ActingRequest, pk: int) -> HttpResponse:
    """One recipient: timeline drawn, the same facts as a table. Looking is recorded."""
    acting = request.acting
    demand(policies.may_search(acting))
    rows = Recipient.objects.filter(policies.seen_by(acting)).select_related("person", "unit", "collective")
    found = visible_or_404(rows, pk=pk)
    look_at(found, by=acting, at=now())
    shown = queries.honours_shown(found, acting)
    honours = [row.honour for row in shown["rows"]]
    context = {
        "recipient": found,
        "shown": shown,
        "timeline": timeline_of(honours, this_year=today().year),
        "count": len(honours),
    }
    return render(request, "register/recipient.html", context)
