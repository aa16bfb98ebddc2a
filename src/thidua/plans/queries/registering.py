"""What units hand in under a task: who has, who is missing, how late; what one unit still has to hand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import ngettext

from thidua.foundation.clock import local_day
from thidua.foundation.workdays import OfficialCalendar
from thidua.organisation.acting import Acting
from thidua.organisation.models import Unit
from thidua.plans.models import Collection, Plan, PlanState, Registration, RegistrationKind, Task
from thidua.plans.policies import registrations_seen_by
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.rosters import Roster, roster_of, rosters
from thidua.plans.registering import labels

HISTORY = 20


@dataclass(frozen=True)
class Handed:
    """What stands for a unit: its own paper, or that of the one it took over from. `late` counts working days."""

    row: Registration
    is_late: bool
    late: int

    @property
    def titles(self) -> list[tuple[str, int]]:
        """Names of the titles registered for, with their counts."""
        names = labels()
        return [(names.get(code, code), count) for code, count in self.row.titles.items()]


@dataclass(frozen=True)
class Line:
    """One unit of the roster: what it handed in for each kind asked for (None: missing)."""

    unit: Unit
    handed: dict[str, Handed | None]

    @property
    def missing(self) -> list[str]:
        """The kinds still missing."""
        return [kind for kind, found in self.handed.items() if found is None]

    @property
    def cells(self) -> list[tuple[str, Handed | None]]:
        """The kinds in words, each with what was handed in."""
        return [(str(RegistrationKind(kind).label), found) for kind, found in self.handed.items()]


@dataclass(frozen=True)
class Count:
    """How many units handed one kind in, of how many, and how many of them late."""

    kind: str
    label: str
    handed: int
    late: int
    whole: int


@dataclass(frozen=True)
class Collected:
    """A task opened for handing in as it stands on a day. `days` are the working days past the day due."""

    collection: Collection
    lines: list[Line]
    gone: list[Unit]
    due: date | None
    is_due: bool
    days: int

    @property
    def missing(self) -> list[Line]:
        """The roster minus those who handed everything in."""
        return [line for line in self.lines if line.missing]

    @property
    def counts(self) -> list[Count]:
        """By kind, in the order opened."""
        return [self._count(kind) for kind in self.collection.kinds]

    def _count(self, kind: str) -> Count:
        found = [one for line in self.lines if (one := line.handed[kind])]
        late = sum(one.is_late for one in found)
        return Count(kind, str(RegistrationKind(kind).label), len(found), late, len(self.lines))


RELATED = ("task__plan", "milestone", "opened_by")


def collection_of(task: Task) -> Collection | None:
    """What is collected under a task, if it was opened for that."""
    return Collection.objects.filter(task=task).select_related(*RELATED).defer("task__plan__reading").first()


def open_collections() -> QuerySet[Collection]:
    """What is collected now: under open tasks of plans in force."""
    return (
        Collection.objects.filter(task__plan__state=PlanState.ACTIVE, task__closed_on=None)
        .select_related(*RELATED)
        .defer("task__plan__reading")
        .order_by("milestone__effective", "pk")
    )


def missing_counts(collections: Iterable[Collection], on: date) -> dict[int, int]:
    """By task: how many units of the roster have not handed everything in. No query of its own when nothing is collected."""
    return {one.collection.task_id: len(one.missing) for one in collected(collections, on) if one.missing}


def collections_of(plan: Plan) -> QuerySet[Collection]:
    """What is or was collected under the tasks of a plan, closed ones too."""
    return Collection.objects.filter(task__plan=plan).select_related(*RELATED).defer("task__plan__reading")


def missing_words(count: int) -> str:
    """How many units are missing, in words."""
    return ngettext("còn thiếu %(n)s đơn vị", "còn thiếu %(n)s đơn vị", count) % {"n": count}


def missing_under(task: Task, on: date) -> int:
    """How many units of one task are missing; 0 when nothing is collected under it."""
    return missing_counts(Collection.objects.filter(task=task).select_related(*RELATED), on).get(task.pk, 0)


def registrations(acting: Acting) -> QuerySet[Registration]:
    """What a person may read of what was handed in."""
    return Registration.objects.filter(registrations_seen_by(acting)).select_related("task__plan", "unit", "by", "file")


def collected(collections: Iterable[Collection], on: date) -> list[Collected]:
    """How each stands on a day. At most five queries, however many tasks and units."""
    asked = list(collections)
    if not asked:
        return []
    tasks = [row.task_id for row in asked]
    lists = rosters(tasks, on)
    papers: dict[tuple[int, str], dict[int, Registration]] = defaultdict(dict)
    in_force = Registration.objects.filter(task__in=tasks, replaced_at=None)
    for row in in_force.select_related("unit", "by", "file").order_by("at", "pk"):
        papers[row.task_id, row.kind][row.unit_id] = row
    days = [row.milestone.effective for row in asked if row.milestone.effective]
    calendar = calendar_of([on, *days, *(local_day(row.at) for rows in papers.values() for row in rows.values())])
    return [_collected(row, lists[row.task_id], papers, calendar, on) for row in asked]


def _collected(
    row: Collection, roster: Roster, papers: dict[tuple[int, str], dict[int, Registration]],
    calendar: OfficialCalendar, on: date,
) -> Collected:  # fmt: skip
    due = None if row.milestone.dropped_on else row.milestone.effective
    lines = [
        Line(unit, {
            kind: handed(paper, due, calendar) if paper else None
            for kind in row.kinds
            for paper in [_standing_for(unit.pk, roster.stands_for[unit.pk], papers[row.task_id, kind])]
        })
        for unit in roster.units
    ]  # fmt: skip
    is_due = bool(due and due < on)
    return Collected(row, lines, roster.gone, due, is_due, calendar.between(due, on) if due and is_due else 0)


def _standing_for(unit: int, named: set[int], papers: dict[int, Registration]) -> Registration | None:
    """The unit's own paper; for a unit that took over, the newest of those it stands for, when all of them handed in."""
    if unit in papers or unit in named:
        return papers.get(unit)
    found = [papers[one] for one in named if one in papers]
    return max(found, key=lambda row: row.at) if len(found) == len(named) else None


def handed(row: Registration, due: date | None, calendar: OfficialCalendar) -> Handed:
    """A paper with how late it came: after its day it is still taken."""
    day = local_day(row.at)
    is_late = due is not None and day > due
    return Handed(row, is_late, calendar.between(due, day) if due and is_late else 0)


@dataclass(frozen=True)
class OwnPage:
    """What one unit handed in under a task: by kind what counts now, and the versions that were replaced."""

    collected: Collected
    line: Line | None
    earlier: list[Registration]


def own_page(collection: Collection, unit: Unit | None, on: date) -> OwnPage:
    """The page of one unit; `line` is None when the unit is not on the roster. At most six queries."""
    (found,) = collected([collection], on)
    line = next((line for line in found.lines if unit and line.unit.pk == unit.pk), None)
    earlier = Registration.objects.filter(task=collection.task, unit=unit).exclude(replaced_at=None)
    return OwnPage(found, line, list(earlier.select_related("by", "file")[:HISTORY]) if line else [])


def roster_ids(task: Task, on: date) -> set[int]:
    """The ids of the units that hand in under a task on a day."""
    return {unit.pk for unit in roster_of(task, on).units}


def to_hand_in(unit: Unit, on: date) -> list[tuple[Collection, Line, Collected]]:
    """What a unit still has to hand in, nearest day first, for its list of things to do. At most six queries."""
    rows = collected(open_collections(), on)
    return [(row.collection, line, row) for row in rows for line in row.missing if line.unit.pk == unit.pk]
