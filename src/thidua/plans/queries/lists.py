"""Plans a person sees, the one shown first, and open milestones for the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from thidua.organisation.acting import Acting
from thidua.organisation.models import Unit
from thidua.plans.models import Flag, Milestone, Plan, PlanState, Severity, Task
from thidua.plans.policies import seen_by, tasks_seen_by

MOST_PLANS = 200


def plans(acting: Acting) -> QuerySet[Plan]:
    """The plans a person sees, newest year first; the large result of reading is left out until asked for."""
    return (
        Plan.objects.filter(seen_by(acting))
        .defer("reading")
        .select_related("imported_by", "activated_by", "file", "unit")
    )


def tasks(acting: Acting) -> QuerySet[Task]:
    """The tasks of the plans a person sees."""
    return Task.objects.filter(tasks_seen_by(acting)).select_related("plan__unit")


def milestones(acting: Acting) -> QuerySet[Milestone]:
    """The milestones of the plans a person sees."""
    related = ("plan__unit", "task", "council_row", "done_by", "evidence")
    return Milestone.objects.filter(tasks_seen_by(acting)).select_related(*related).defer("plan__reading")


def main_plan(acting: Acting, on: date) -> Plan | None:
    """The plan in force to show first: the city's programme of this year, else of the nearest year; without one, the
    other plan put in force last, units' own plans last of all."""
    rows = list(plans(acting).filter(state=PlanState.ACTIVE).order_by("-activated_at", "-id")[:MOST_PLANS])
    return min(
        rows,
        key=lambda plan: (not plan.yearly, plan.unit_id is not None, abs((plan.year or 0) - on.year)),
        default=None,
    )


@dataclass(frozen=True)
class PlanLine:
    """One plan in the list, with how much it holds and what is open."""

    plan: Plan
    tasks: int
    blocking: int
    late: int


def years_of_plans(acting: Acting, on: date) -> list[tuple[int | None, list[PlanLine]]]:
    """The plans a person sees by year, newest first, with their counts. One query."""
    rows = plans(acting).annotate(
        task_count=_count(Task.objects.filter(plan=OuterRef("pk"))),
        blocking_count=_count(Flag.objects.filter(plan=OuterRef("pk"), severity=Severity.ERROR, resolution="")),
        late_count=_count(
            Milestone.objects.filter(
                plan=OuterRef("pk"), task__isnull=False, done_on=None, dropped_on=None, effective__lt=on
            )
        ),
    )
    lines = [
        PlanLine(row, row.task_count, row.blocking_count, row.late_count if row.state == PlanState.ACTIVE else 0)
        for row in rows.order_by("-year", "-imported_at", "-id")[:MOST_PLANS]
    ]
    return [(year, list(group)) for year, group in groupby(lines, key=lambda line: line.plan.year)]


def _count(rows: QuerySet[Task] | QuerySet[Flag] | QuerySet[Milestone]) -> Coalesce:
    """A count as a subquery: joins to several tables at once would multiply the rows."""
    counted = rows.order_by().values("plan").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def open_milestones(
    *,
    plan: Plan | None = None,
    unit: Unit | None = None,
    until: date | None = None,
    since: date | None = None,
) -> QuerySet[Milestone]:
    """Milestones of plans in force that are not done and have a working day, nearest first.

    Only tasks' milestones: the council's programme repeats them. Narrowed to a plan, to the tasks a unit carries,
    and to effective working days from `since` to `until`, both included.
    """
    condition = Q(
        plan__state=PlanState.ACTIVE, task__isnull=False, done_on=None, dropped_on=None, effective__isnull=False
    )
    if plan is not None:
        condition &= Q(plan=plan)
    if unit is not None:
        condition &= Q(task__in=Task.objects.filter(units=unit))
    if since is not None:
        condition &= Q(effective__gte=since)
    if until is not None:
        condition &= Q(effective__lte=until)
    return Milestone.objects.filter(condition).select_related("task").order_by("effective", "id")
