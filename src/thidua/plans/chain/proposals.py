"""Which links a plan as printed suggests. Only suggested: a person takes each one up or leaves it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from thidua.foundation.text import fold
from thidua.plans.chain.orders import Order, bare, orders_on, session_needs


class Why(StrEnum):
    """On what ground a link is suggested."""

    IN_ORDER = "in_order"
    DOSSIERS = "dossiers"
    PROGRAMME = "programme"
    SERIES = "series"
    ORDER = "order"


@dataclass(frozen=True)
class Dated:
    """A milestone of a row with its working day and its label as printed."""

    key: int
    day: date | None
    label: str = ""


@dataclass(frozen=True)
class TaskRow:
    """A task with its milestones in the order printed. `session`: the programme of the council repeats it."""

    key: str
    title: str
    milestones: Sequence[Dated]
    session: bool = False


@dataclass(frozen=True)
class ProgrammeRow:
    """A row of the council's programme, with the key of the task it repeats ("" when none)."""

    task: str
    milestones: Sequence[Dated]


@dataclass(frozen=True)
class Proposal:
    """A link that is suggested, and why. Of an order on file: its ground in words, the steps that lie between, and
    whether it is inferred."""

    before: int
    after: int
    why: Why
    text: str = ""
    needs: tuple[str, ...] = ()
    inferred: bool = False


_DOSSIERS = "gui ho so"
_ORDINALS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_TIME = re.compile(rf"\(?\blan (?:thu )?(\d{{1,2}}|{'|'.join(_ORDINALS)})\b\)?")


def proposals(tasks: Sequence[TaskRow], programme: Iterable[ProgrammeRow], on: date) -> list[Proposal]:
    """Every link the printed rows suggest, each once. `on`: the first day of the plan's year.

    The milestones of one task in their order when their days ascend, else dossiers before what they are for; the last
    milestone of a task before the row of the programme that repeats it; meetings counted "lần 1", "lần 2" under one
    title; the orders on file (data/orders.yaml). Never one whose second day lies before the first.
    """
    found: dict[tuple[int, int], Proposal] = {}
    for one in (
        *_in_tasks(tasks),
        *_in_programme(tasks, programme),
        *_in_series(tasks),
        *_on_file(tasks, on),
    ):
        found.setdefault((one.before, one.after), one)
    return list(found.values())


def _in_tasks(tasks: Iterable[TaskRow]) -> Iterator[Proposal]:
    for task in tasks:
        dated = [row for row in task.milestones if row.day]
        if len(dated) > 1 and all(_precedes(a, b) for a, b in pairwise(dated)):
            yield from (Proposal(a.key, b.key, Why.IN_ORDER, needs=_between(task, a)) for a, b in pairwise(dated))
        else:
            yield from _dossiers_first(task, dated)


def _between(task: TaskRow, row: Dated) -> tuple[str, ...]:
    """The steps between dossiers and the session they are for."""
    return session_needs() if task.session and _DOSSIERS in fold(row.label) else ()


def _dossiers_first(task: TaskRow, dated: Sequence[Dated]) -> Iterator[Proposal]:
    """Where the day of the work is printed before the days for handing in."""
    main = [row for row in dated if _DOSSIERS not in fold(row.label)]
    if len(main) == 1:
        for row in dated:
            if row is not main[0] and _precedes(row, main[0]):
                yield Proposal(row.key, main[0].key, Why.DOSSIERS, needs=_between(task, row))


def _precedes(first: Dated, second: Dated) -> bool:
    return bool(first.day and second.day and first.day < second.day)


def _last(rows: Sequence[Dated]) -> Dated | None:
    return max((row for row in rows if row.day), key=lambda row: row.day or date.min, default=None)


def _in_programme(tasks: Iterable[TaskRow], programme: Iterable[ProgrammeRow]) -> Iterator[Proposal]:
    by_key = {task.key: task for task in tasks}
    for row in programme:
        task = by_key.get(row.task)
        before, after = _last(task.milestones) if task else None, _last(row.milestones)
        if before and after and before.day and after.day and before.day <= after.day:
            yield Proposal(before.key, after.key, Why.PROGRAMME)


def _in_series(tasks: Iterable[TaskRow]) -> Iterator[Proposal]:
    series: dict[str, dict[int, list[Dated]]] = defaultdict(lambda: defaultdict(list))
    for task in tasks:
        title = fold(task.title)
        time, last = _TIME.search(title), _last(task.milestones)
        if time and last:
            stem = " ".join(_TIME.sub(" ", title).split())
            series[stem][_ORDINALS.get(time[1]) or int(time[1])].append(last)
    for times in series.values():
        # Two rows with one number under one title: which of them comes first cannot be told.
        known = [times[number][0] for number in sorted(times) if len(times[number]) == 1]
        yield from (Proposal(a.key, b.key, Why.SERIES) for a, b in pairwise(known) if _precedes(a, b))


def _on_file(tasks: Sequence[TaskRow], on: date) -> Iterator[Proposal]:
    """A task and the nearest later one that an order names, each the nearest to the other."""
    titles = [(bare(task.title), task) for task in tasks]
    for order in orders_on(on):
        before = [task for title, task in titles if order.before.fits(title)]
        after = [task for title, task in titles if order.after.fits(title) and not order.before.fits(title)]
        yield from _nearest(_meant(before, order.from_first), _meant(after, order.to_first), order)


def _nearest(before: list[Dated], after: list[Dated], order: Order) -> Iterator[Proposal]:
    """What waits for another document has no day of its own: it comes last."""
    before = sorted((row for row in before if row.day), key=_day)
    after = sorted(after, key=_day)
    for first in before:
        place = bisect_left(after, _day(first), key=_day)
        if place < len(after):
            latest = before[bisect_right(before, _day(after[place]), key=_day) - 1]
            if latest.day == first.day:
                yield Proposal(first.key, after[place].key, Why.ORDER, order.why, order.needs, order.inferred)


def _day(row: Dated) -> date:
    return row.day or date.max


def _meant(tasks: Iterable[TaskRow], first: bool) -> list[Dated]:
    """The milestone of each task that an order is about; a task without any day stands by its only milestone."""
    found = []
    for task in tasks:
        dated = [row for row in task.milestones if row.day] or list(task.milestones)[:1]
        if dated:
            found.append(min(dated, key=_day) if first else max(dated, key=_day))
    return found
