"""What several actions share: the plan locked for writing, and the working day that counts for each milestone."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from thidua.foundation.answers import Conflict
from thidua.plans.due import effective_day, named_day
from thidua.plans.models import Milestone, Plan
from thidua.plans.queries.calendars import calendar_of


def plan_for_writing(pk: int) -> Plan:
    """The plan, locked until the transaction ends: who writes second sees what the first one wrote."""
    plan = Plan.objects.select_for_update().filter(pk=pk).first()
    if plan is None:
        raise Conflict(_("Kế hoạch này vừa được bỏ. Chưa ghi gì."))
    return plan


def count_effective(plan: Plan, milestones: Iterable[Milestone]) -> None:
    """Set the effective working day of each milestone, without saving."""
    rows = [(row, named_day(row.used_date, row.printed_date, row.month)) for row in milestones]
    calendar = calendar_of(day for _row, day in rows if day)
    for row, day in rows:
        row.effective = effective_day(day, row.relation, inclusive=plan.before_is_inclusive, calendar=calendar)
