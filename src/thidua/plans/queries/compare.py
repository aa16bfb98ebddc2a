"""Two plans side by side: which tasks are the same, changed, new or dropped, and the days before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz, process

from thidua.foundation.text import fold
from thidua.plans.due import named_day
from thidua.plans.models import Milestone, Plan, Task

_YEAR = re.compile(r"\b20\d\d\b")
_VOLUME = re.compile(r"\btap \d+")
ALIKE = 72.0
"""From which likeness of folded titles (0 to 100) two tasks are taken for one. A habit of reading, no rule of law."""
SAME_NUMBER = 6.0
MOST_PAIRS = 4_000_000


class Fate(StrEnum):
    """What became of a task between the two plans."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Days:
    """One milestone in both plans. `moved` counts calendar days against the same day of the year; None without days."""

    label: str
    old: date | None
    new: date | None
    old_printed: str
    new_printed: str
    moved: int | None

    @property
    def sooner(self) -> int:
        """By how many days it is earlier; 0 when it is not."""
        return max(0, -(self.moved or 0))


@dataclass
class Pair:
    """A task of the old plan, of the new one, or of both."""

    old: Task | None
    new: Task | None
    fate: Fate
    likeness: float = 0.0
    title_changed: bool = False
    who_changed: bool = False
    days: list[Days] = field(default_factory=list)


@dataclass
class Comparison:
    """Both plans with their tasks paired, in the order of the new plan; dropped ones stand where they stood."""

    old: Plan
    new: Plan
    pairs: list[Pair]

    @property
    def counts(self) -> dict[Fate, int]:
        """How many pairs of each kind."""
        return {fate: sum(pair.fate is fate for pair in self.pairs) for fate in Fate}


def compare(old: Plan, new: Plan) -> Comparison:
    """Pair the tasks of two plans. Four queries."""
    before, after = _tasks(old), _tasks(new)
    old_days, new_days = _milestones(old), _milestones(new)
    matched = _matched(before, after)
    pairs = []
    for task in after:
        found = matched.get(task.pk)
        if found is None:
            pairs.append(Pair(None, task, Fate.NEW, days=list(_days([], new_days.get(task.pk, []), 0))))
            continue
        earlier, likeness = found
        by = (new.year or 0) - (old.year or 0)
        days = list(_days(old_days.get(earlier.pk, []), new_days.get(task.pk, []), by))
        pairs.append(_pair(earlier, task, likeness, days))
    _put_in(pairs, before, {found[0].pk for found in matched.values()}, old_days)
    return Comparison(old, new, pairs)


def _tasks(plan: Plan) -> list[Task]:
    return list(plan.tasks.order_by("position", "pk"))


def _milestones(plan: Plan) -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = {}
    for row in plan.milestones.filter(task__isnull=False, dropped_on=None).order_by("position", "pk"):
        found.setdefault(row.task_id or 0, []).append(row)
    return found


def _bare(title: str) -> str:
    """The folded title without its years and the number of a yearly volume: what stays from year to year."""
    return _VOLUME.sub("tap", _YEAR.sub("", fold(title)))


def _matched(before: list[Task], after: list[Task]) -> dict[int, tuple[Task, float]]:
    """By the new task's id the old one and the likeness. Equal titles first, then the most alike, each used once."""
    found: dict[int, tuple[Task, float]] = {}
    free: dict[str, list[Task]] = {}
    for task in before:
        free.setdefault(_bare(task.title), []).append(task)
    rest = []
    for task in after:
        same = free.get(_bare(task.title))
        if same:
            found[task.pk] = (same.pop(0), 100.0)
        else:
            rest.append(task)
    left = [task for tasks in free.values() for task in tasks]
    scored = sorted(_scores(left, rest), key=lambda row: (-row[0], row[1].position, row[2].position))
    used: set[int] = set()
    for score, earlier, task in scored:
        if task.pk not in found and earlier.pk not in used:
            used.add(earlier.pk)
            found[task.pk] = (earlier, min(100.0, score))
    return found


def _scores(before: list[Task], after: list[Task]) -> Iterator[tuple[float, Task, Task]]:
    """Likeness of every pair worth looking at; a shared number adds a little. Very long plans keep the nearest only."""
    titles = [_bare(task.title) for task in before]
    limit = None if len(before) * len(after) <= MOST_PAIRS else 3
    for task in after:
        near = process.extract(
            _bare(task.title), titles, scorer=fuzz.ratio, limit=limit, score_cutoff=ALIKE - SAME_NUMBER
        )
        for _title, likeness, place in near:
            score = likeness + (SAME_NUMBER if before[place].number == task.number else 0.0)
            if score >= ALIKE:
                yield score, before[place], task


def _pair(old: Task, new: Task, likeness: float, days: list[Days]) -> Pair:
    title = _bare(old.title) != _bare(new.title)
    who = _names(old) != _names(new)
    moved = any(day.moved or (day.moved is None and fold(day.old_printed) != fold(day.new_printed)) for day in days)
    fate = Fate.CHANGED if title or who or moved else Fate.SAME
    return Pair(old, new, fate, likeness, title, who, days)


def _names(task: Task) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return fold(task.directing), tuple(map(fold, task.implementing)), tuple(map(fold, task.coordinating))


def _days(before: list[Milestone], after: list[Milestone], by: int) -> Iterator[Days]:
    """Milestones paired by their words, else in order; what is left over stands alone."""
    free = list(before)
    for row in after:
        same = next((one for one in free if fold(one.label) == fold(row.label)), None) or (free[0] if free else None)
        if same:
            free.remove(same)
        yield _day(same, row, by)
    for one in free:
        yield _day(one, None, by)


def _day(old: Milestone | None, new: Milestone | None, by: int) -> Days:
    first, second = _named(old), _named(new)
    moved = (second - _years_on(first, by)).days if first and second else None
    if old and new and first is None and second is None and _YEAR.sub("", old.printed) == _YEAR.sub("", new.printed):
        moved = 0
    label = (new or old or Milestone()).label
    return Days(label, first, second, old.printed if old else "", new.printed if new else "", moved)


def _named(row: Milestone | None) -> date | None:
    return named_day(row.used_date, row.printed_date, row.month) if row else None


def _years_on(day: date, by: int) -> date:
    try:
        return day.replace(year=day.year + by)
    except ValueError:  # 29 February
        return day.replace(year=day.year + by, day=28)


def _put_in(pairs: list[Pair], before: Iterable[Task], matched: set[int], days: dict[int, list[Milestone]]) -> None:
    """Put each dropped task behind the pair of the one that stood before it."""
    place = -1
    at = {pair.old.pk: pair for pair in pairs if pair.old}
    for task in before:
        if task.pk in matched:
            place = pairs.index(at[task.pk])
            continue
        place += 1
        pairs.insert(place, Pair(task, None, Fate.DROPPED, days=list(_days(days.get(task.pk, []), [], 0))))
