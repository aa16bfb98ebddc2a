"""A person's milestones for his calendar."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from thidua.accounts.models import User
from thidua.notices.ics import Entry
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import OFFICE_DUTIES, UNIT_DUTIES
from thidua.organisation.validity import duties_on
from thidua.plans.due import plan_span
from thidua.plans.models import Milestone, PlanState, Task
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.reminding.entries import Mark, entry_of
from thidua.plans.reminding.habits import habits_on

SEES_ALL = (*OFFICE_DUTIES, DutyCode.LEADER)
MOST_ENTRIES = 2000


def calendar_entries(user: User, on: date) -> list[Entry]:
    """The milestones of plans in force that concern a person by the duties he holds on the day. Three queries.

    The office and the leader have all of them; others those of tasks they answer for, or that a unit of theirs carries
    or helps with.
    """
    rows = _concerning(user, on)
    days = [row.effective for row in rows if row.effective]
    years = {
        day for row in rows if row.recurrence and row.plan.year for day in plan_span(row.plan.year, row.plan.title)
    }
    calendar, habits = calendar_of([on, *days, *years]), habits_on(on)
    entries = (entry_of(_mark(row), calendar, habits, on=on) for row in rows)
    return [entry for entry in entries if entry]


def _concerning(user: User, on: date) -> list[Milestone]:
    duties = list(duties_on(user, on))
    if not duties:
        return []
    condition = Q(plan__state=PlanState.ACTIVE) & (Q(dropped_on=None) | Q(dropped_on__gt=on))
    condition &= Q(effective__isnull=False) | ~Q(recurrence="")
    condition &= Q(task__isnull=False) | Q(council_row__task=None)
    if not any(duty.code in SEES_ALL for duty in duties):
        units = [duty.unit_id for duty in duties if duty.code in UNIT_DUTIES]
        mine = Task.objects.filter(Q(accountable=user) | Q(units__in=units) | Q(partners__in=units))
        condition &= Q(task__in=mine.values("pk"))
    rows = Milestone.objects.filter(condition).select_related("plan", "task", "council_row")
    return list(rows.defer("plan__reading").order_by("effective", "pk")[:MOST_ENTRIES])


def _mark(row: Milestone) -> Mark:
    owner, plan = row.owner, row.plan
    return Mark(
        # The document's own hash and key: the same for ever, on whatever machine the plan is taken in.
        uid=f"{plan.content_sha256[:20]}-{row.key}@thidua",
        number=owner.number if row.task_id else "",
        name=owner.title,
        printed=row.printed,
        plan=plan.number or plan.title,
        url=settings.BASE_URL + reverse("plans:milestone", args=[row.pk]),
        stamp=plan.activated_at or plan.imported_at,
        effective=row.effective,
        done=row.done_on is not None or bool(row.task and row.task.closed_on),
        rule=row.recurrence,
        span=plan_span(plan.year, plan.title) if plan.year else None,
        label=row.label,
    )
