"""The list "Đến kỳ mà chưa đề nghị"."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.awards.queries import award_choices
from thidua.awards.queries.reaching import present_period
from thidua.dossiers.policies.seeing import may_see_due
from thidua.dossiers.queries.due import Asked, due_page
from thidua.foundation.clock import today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand
from thidua.organisation.acting import ActingRequest
from thidua.organisation.models import Unit
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.queries import valid_on
from thidua.register.models import RecipientKind

YEARS = 3  # periods that can be chosen


@require_safe
@login_required
def due_list(request: ActingRequest) -> HttpResponse:
    """Who is due and not proposed: a unit sees its own people, the office everybody, narrowed by unit."""
    acting, day = request.acting, today()
    demand(may_see_due(acting))
    asked = asked_for(request)
    own = acting.holds(*UNIT_DUTIES)
    page = due_page(acting, asked, day)
    context = {
        "page": page,
        "next_url": asked.query(sau=page.next_after) if page.next_after else "",
        "asked": asked,
        "own": own,
        "units": [] if own else Unit.objects.filter(valid_on(day)).order_by("name_fold", "id"),
        "awards": award_choices(day),
        "kinds": RecipientKind.choices,
        "periods": [present_period(day) - back for back in range(YEARS)],
    }
    return render(request, "dossiers/due.html", context)


def asked_for(request: ActingRequest) -> Asked:
    """The filters as typed into the address; what cannot be read is left out."""
    get, latest = request.GET, present_period(today())
    year, unit = (whole_number(get.get(name, "")) for name in ("ky", "don-vi"))
    period = year if year and latest - YEARS < year <= latest else latest
    known = Unit.objects.filter(pk=unit).first() if unit else None
    kind = get.get("loai", "")
    return Asked(
        period,
        None if request.acting.holds(*UNIT_DUTIES) else known,
        get.get("danh-hieu", ""),
        kind if kind in RecipientKind.values else "",
        get.get("sau", ""),
    )
