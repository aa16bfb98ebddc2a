"""The calendar of a plan."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.foundation.clock import today
from thidua.foundation.numbers import whole_number
from thidua.foundation.workdays import FIRST_YEAR, LAST_YEAR
from thidua.organisation.access import visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import queries
from thidua.plans.queries.monthly import month_of
from thidua.plans.views.listing import Links, filters_of, frame_of


@require_safe
@login_required
def monthly(request: ActingRequest, pk: int) -> HttpResponse:
    """One month of a plan (`thang=2025-06`), narrowed by the board's filters."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    asked, day = filters_of(request), today()
    typed = request.GET.get("thang", "")
    page = month_of(plan, day, asked, _month(typed))
    links = Links(request.path, asked)
    context = {
        **frame_of(request, plan, page.board, asked, "lich", thang=f"{page.month:%Y-%m}"),
        "view": "lich",
        "page": page,
        "board": page.board,
        "day": day,
        "not_read": bool(typed and _month(typed) is None),
        "earlier_url": links.to(thang=f"{page.earlier:%Y-%m}"),
        "later_url": links.to(thang=f"{page.later:%Y-%m}"),
        "now_url": links.to(thang=f"{day:%Y-%m}"),
    }
    return render(request, "plans/monthly.html", context)


def _month(text: str) -> date | None:
    """The first day of a month written 2025-06; None when it is no month of the calendar."""
    first, _dash, second = text.partition("-")
    year, month = whole_number(first), whole_number(second)
    if year is None or month is None or not (FIRST_YEAR < year < LAST_YEAR and 1 <= month <= 12):
        return None
    return date(year, month, 1)
