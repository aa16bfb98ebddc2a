"""Who is to be urged: the units that are late with a milestone, and those missing where units hand something in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.organisation.models import Unit
from thidua.plans.models import Collection, Milestone, Plan, RegistrationKind, Task
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.registering import Collected, collected, open_collections
from thidua.plans.queries.reminding import open_on, roster_on
from thidua.plans.queries.rosters import rosters


@dataclass(frozen=True)
class Owed:
    """One milestone a unit is late with. `days` counts working days past it; `kinds` is what it has not handed in.

    `accountable`: who answers for the task and is told beside the people of the unit, while he holds a duty."""

    milestone: Milestone
    days: int
    is_late: bool
    kinds: tuple[str, ...] = ()
    accountable: int | None = None

    @property
    def task(self) -> Task:
        """Its task."""
        assert self.milestone.task is not None  # only milestones of tasks are asked for
        return self.milestone.task

    @property
    def what(self) -> str:
        """What is owed, in words."""
        kinds = ", ".join(str(RegistrationKind(kind).label) for kind in self.kinds)
        text = " - ".join(filter(None, (self.task.headline, self.milestone.label, kinds)))
        return _("Việc %(n)s: %(what)s") % {"n": self.task.number, "what": text}

    @property
    def part(self) -> str:
        """What of its task is owed, in words: the kinds not handed in, else the milestone."""
        kinds = ", ".join(str(RegistrationKind(kind).label) for kind in self.kinds)
        return kinds or self.milestone.label or self.milestone.printed

    @property
    def words(self) -> str:
        """How late, in words."""
        if not self.is_late:
            return _("chưa nộp, chưa đến hạn")
        if not self.days:
            return _("vừa quá hạn")
        return ngettext("chậm %(n)s ngày làm việc", "chậm %(n)s ngày làm việc", self.days) % {"n": self.days}


@dataclass
class Owing:
    """A unit with everything it owes, the longest late first, and the ids of its people who are told of all of it."""

    unit: Unit
    owed: list[Owed] = field(default_factory=list)
    people: frozenset[int] = frozenset()

    @property
    def told(self) -> frozenset[int]:
        """Everyone who is told of something the unit owes."""
        return self.people | {owed.accountable for owed in self.owed if owed.accountable}


def urged_by_milestone(row: Milestone, on: date) -> list[Owing]:
    """The units late with a milestone, or missing among those who hand in by it."""
    return _owing(Q(pk=row.pk), open_collections().filter(milestone=row), on, late_only=False)


def urged_by_task(task: Task, on: date) -> list[Owing]:
    """The units late with any milestone of a task, or missing among those who hand in under it."""
    return _owing(Q(task=task), open_collections().filter(task=task), on, late_only=False)


def urged_by_plan(plan: Plan, on: date) -> list[Owing]:
    """All units late with anything of a plan."""
    return _owing(Q(plan=plan), open_collections().filter(task__plan=plan), on, late_only=True)


def _owing(which: Q, collections: QuerySet[Collection], on: date, *, late_only: bool) -> list[Owing]:
    """At most eight queries, however many units, tasks and milestones."""
    gathered = collected(collections, on)
    rows = [row for row in _late(which, on) if row.pk not in {one.collection.milestone_id for one in gathered}]
    lists = rosters({row.task_id or 0 for row in rows}, on)
    calendar = calendar_of([on, *(row.effective for row in rows if row.effective)])
    roster = roster_on(on)
    found: dict[int, Owing] = {}
    for row in rows:
        assert row.effective is not None  # narrowed by the query
        person = row.task.accountable_id if row.task else None
        owed = Owed(
            row, calendar.between(row.effective, on), is_late=True, accountable=person if person in roster.holders else None
        )  # fmt: skip
        for unit in lists[row.task_id or 0].units:
            found.setdefault(unit.pk, Owing(unit)).owed.append(owed)
    for unit, owed in _missing(gathered, late_only=late_only):
        found.setdefault(unit.pk, Owing(unit)).owed.append(owed)
    for one in found.values():
        one.owed.sort(key=lambda owed: (-owed.days, owed.milestone.pk))
        one.people = roster.units.get(one.unit.pk, frozenset())
    return sorted(found.values(), key=lambda one: (one.unit.name_fold, one.unit.pk))


def _late(which: Q, on: date) -> list[Milestone]:
    """The open milestones whose working day is past."""
    rows = Milestone.objects.filter(which, open_on(on), task__isnull=False, effective__lt=on)
    return list(rows.select_related("task").order_by("effective", "pk"))


def _missing(gathered: Iterable[Collected], *, late_only: bool) -> Iterable[tuple[Unit, Owed]]:
    for one in gathered:
        if late_only and not one.is_due:
            continue
        milestone = one.collection.milestone
        milestone.task = one.collection.task
        owed: dict[tuple[str, ...], Owed] = {}
        for line in one.missing:
            kinds = tuple(line.missing)
            yield line.unit, owed.setdefault(kinds, Owed(milestone, one.days, one.is_due, kinds))


def tasks_of(owing: Iterable[Owing]) -> list[Task]:
    """The tasks that are owed, each once, in the order printed."""
    found = {owed.task.pk: owed.task for one in owing for owed in one.owed}
    return sorted(found.values(), key=lambda task: (task.position, task.pk))


def milestones_by_person(owing: Iterable[Owing]) -> dict[tuple[int, int], tuple[Owed, list[str]]]:
    """By person and milestone: what is owed, and the names of his units that owe it."""
    found: dict[tuple[int, int], tuple[Owed, list[str]]] = {}
    names: dict[tuple[int, int], list[str]] = defaultdict(list)
    for one in owing:
        for owed in one.owed:
            for user in sorted(one.people | ({owed.accountable} if owed.accountable else set())):
                names[user, owed.milestone.pk].append(one.unit.name)
                found[user, owed.milestone.pk] = (owed, names[user, owed.milestone.pk])
    return found
