"""What a reminder run reads: open milestones piece by piece, and who is to be told on the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from thidua.organisation.models import Duty, DutyCode
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.validity import valid_on
from thidua.plans.models import Milestone, PlanState, Task
from thidua.plans.policies import KEEPERS
from thidua.plans.reminding.people import Roster


@dataclass(frozen=True, slots=True)
class Due:
    """An open milestone of a plan in force, as a run needs it. Without a task it is a row of the council's programme.

    `own_of`: the unit whose own plan it is in, if it is not in the city's.
    """

    pk: int
    effective: date | None
    recurrence: str
    printed: str
    task: int | None
    number: str
    title: str
    accountable: int | None
    row_title: str
    plan: str
    plan_title: str
    year: int | None
    own_of: int | None
    label: str


FIELDS = (
    "pk", "effective", "recurrence", "printed", "task_id", "task__number", "task__title", "task__accountable_id",
    "council_row__title", "plan__number", "plan__title", "plan__year", "plan__unit_id",
    "label",
)  # fmt: skip


def open_on(day: date) -> Q:
    """Condition: the milestone belongs to a plan in force and is not done, dropped or closed with its task.

    A row of the council's programme that repeats a task is not counted a second time.
    """
    return (
        Q(plan__state=PlanState.ACTIVE, done_on=None)
        & (Q(dropped_on=None) | Q(dropped_on__gt=day))
        & (Q(task__isnull=False, task__closed_on=None) | Q(task=None, council_row__task=None))
    )


def due_until(day: date, until: date, *, after: int, limit: int) -> list[Due]:
    """The next open milestones by id, after the one a run got to: those with a working day up to `until` or a rule."""
    rows = (
        Milestone.objects.filter(open_on(day), Q(effective__lte=until) | ~Q(recurrence=""), pk__gt=after)
        .order_by("pk")
        .values_list(*FIELDS)
    )
    return [Due(*row) for row in rows[:limit]]


def oldest_open(day: date) -> date | None:
    """The earliest working day of an open milestone: how far back the calendar must reach."""
    found: date | None = Milestone.objects.filter(open_on(day)).aggregate(day=Min("effective"))["day"]
    return found


def units_of(tasks: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """The units that carry each task, id and name. One query."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    links = Task.units.through.objects.filter(task_id__in=set(tasks)).order_by("unit__name_fold", "unit_id")
    for task, unit, name in links.values_list("task_id", "unit_id", "unit__name"):
        found[task].append((unit, name))
    return found


def roster_on(day: date) -> Roster:
    """Who holds which duty on a day, among accounts in use. One query, as large as the list of officials."""
    by_code: dict[str, set[int]] = defaultdict(set)
    by_unit: dict[int, set[int]] = defaultdict(set)
    heads: dict[int, set[int]] = defaultdict(set)
    rows = Duty.objects.filter(valid_on(day), user__is_active=True).order_by()
    for user, code, unit in rows.values_list("user_id", "code", "unit_id"):
        by_code[code].add(user)
        if code in UNIT_DUTIES or code in KEEPERS:  # the office is reached through those who keep its plans
            by_unit[unit].add(user)
        if code == DutyCode.UNIT_HEAD:
            heads[unit].add(user)
    return Roster(
        holders=frozenset().union(*by_code.values()),
        keepers=frozenset().union(*(by_code[code] for code in KEEPERS)),
        office_heads=frozenset(by_code[DutyCode.OFFICE_HEAD]),
        leaders=frozenset(by_code[DutyCode.LEADER]),
        units={unit: frozenset(users) for unit, users in by_unit.items()},
        unit_heads={unit: frozenset(users) for unit, users in heads.items()},
    )
