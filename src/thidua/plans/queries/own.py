"""A unit's own plan: the units inside it, and the people who decide in it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from thidua.organisation.models import Duty, DutyCode, Unit
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.validity import valid_on
from thidua.plans.models import Plan
from thidua.plans.policies import KEEPERS


def units_within(plan: Plan) -> QuerySet[Unit]:
    """The unit whose own plan it is and the collectives within it; no unit for a plan the office keeps."""
    inside = Q(pk=plan.unit_id) | Q(parent=plan.unit_id)
    return Unit.objects.filter(inside) if plan.unit_id else Unit.objects.none()


def deciders(plan: Plan, on: date, *, but: int) -> set[int]:
    """Ids of the users who decide on a request of the user `but`: the heads, or who keeps the plan when no other head is there."""
    rows = Duty.objects.filter(valid_on(on), user__is_active=True).exclude(user=but)
    head, keepers = DutyCode.OFFICE_HEAD, KEEPERS
    if plan.unit_id:
        rows, head, keepers = rows.filter(unit=plan.unit_id), DutyCode.UNIT_HEAD, UNIT_DUTIES
    heads = set(rows.filter(code=head).values_list("user_id", flat=True))
    return heads or set(rows.filter(code__in=keepers).values_list("user_id", flat=True))
