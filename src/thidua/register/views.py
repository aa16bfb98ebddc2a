"""Pages of the ledger."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from thidua.foundation.clock import now, today
from thidua.organisation.access import demand, visible_or_404
from thidua.register import policies, queries
from thidua.register.actions import look_at
from thidua.register.models import Recipient
from thidua.register.timeline import timeline_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Find who holds honours, as people type. An identity number travels by POST only: never in an address."""
    acting = request.acting  # type: ignore[attr-defined]  # put there by ActingMiddleware
    demand(policies.may_search(acting))
    text = (request.POST or request.GET).get("q", "").strip()
    page = queries.search(text, seen=policies.seen_by(acting), after=request.GET.get("sau", ""))
    return render(request, "register/search.html", {"page": page, "text": text})


@require_safe
@login_required
def recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """One recipient: timeline drawn, the same facts as a table. Looking is recorded."""
    acting = request.acting  # type: ignore[attr-defined]  # put there by ActingMiddleware
    demand(policies.may_search(acting))
    rows = Recipient.objects.filter(policies.seen_by(acting)).select_related("person", "unit")
    found = visible_or_404(rows, pk=pk)
    honours = list(queries.honours_of(found))
    look_at(found, by=acting, at=now())
    context = {
        "recipient": found,
        "honours": honours,
        "timeline": timeline_of(honours, this_year=today().year),
    }
    return render(request, "register/recipient.html", context)
