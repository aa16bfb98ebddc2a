"""The timeline of a plan."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.foundation.clock import today
from thidua.organisation.access import visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import queries
from thidua.plans.queries.timeline import timeline as drawn
from thidua.plans.views.listing import filters_of, frame_of


@require_safe
@login_required
def timeline(request: ActingRequest, pk: int) -> HttpResponse:
    """Tasks under each other, months across; narrowed by the board's filters or to what leads to one goal (`dich`)."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    asked, day = filters_of(request), today()
    page = drawn(plan, day, asked, request.GET.get("dich", ""))
    goal = {"dich": page.goal.key} if page.goal else {}
    context = {
        **frame_of(request, plan, page.board, asked, "thoi-gian", **goal),
        "view": "thoi-gian",
        "page": page,
        "board": page.board,
        "day": day,
    }
    return render(request, "plans/timeline.html", context)
