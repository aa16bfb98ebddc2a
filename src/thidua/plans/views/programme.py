"""Where the council's programme and the tasks it repeats differ."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from thidua.accounts.once import acts_once
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.models import CouncilRow


@require_POST
@login_required
@acts_once
def settle(request: ActingRequest, pk: int) -> HttpResponse:
    """Settle one difference of a row with the reason."""
    rows = CouncilRow.objects.filter(plan__in=queries.plans(request.acting)).select_related("plan")
    row = visible_or_404(rows, pk=pk)
    demand(policies.may_settle(request.acting, row.plan))
    try:
        actions.settle(row, request.POST.get("code", ""), request.POST.get("reason", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã ghi điều thống nhất; chữ in hai phụ lục giữ nguyên."))
    return redirect(f"{reverse('plans:board', args=[row.plan_id])}?xem=hoi-dong#{row.key}")
