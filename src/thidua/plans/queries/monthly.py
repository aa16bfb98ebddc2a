"""A month of a plan: days from Monday to Sunday, holidays by name, milestones on their working day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby

from thidua.plans.due import Standing, next_time
from thidua.plans.models import Plan
from thidua.plans.queries.board import Board, Filters, MilestoneLine, TaskLine, board
from thidua.plans.queries.calendars import calendar_of

IN_A_DAY = 3
"""Milestones shown inside one day of the grid; the others are in the list under it."""
MOST_IN_LIST = 300
"""Milestones in the list of one month."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Item:
    """A milestone on a day. `again` marks one time of what recurs by a rule."""

    row: TaskLine
    line: MilestoneLine
    day: date
    again: bool = False


@dataclass
class Day:
    """A day of the grid. `off` is the holiday's name, or "" on an ordinary day or weekend.

    In the list, where a holiday of several days stands once, `until` is its last day.
    """

    day: date
    inside: bool
    working: bool
    off: str
    items: list[Item] = field(default_factory=list)
    until: date | None = None

    @property
    def shown(self) -> list[Item]:
        """What fits into its place."""
        return self.items[:IN_A_DAY]

    @property
    def more(self) -> int:
        """How many do not."""
        return max(0, len(self.items) - IN_A_DAY)


@dataclass
class Month:
    """What the page of a month shows. `earlier` and `later` are months with milestones still to come in that direction."""

    board: Board
    month: date
    weeks: list[list[Day]]
    agenda: list[Day]
    earlier: date
    later: date
    count: int
    undated: int
    cut: bool


def month_of(plan: Plan, on: date, asked: Filters, month: date | None = None) -> Month:
    """A month of a plan as it stands on a day; without a month, the one of the day or the nearest with milestones.

    Six queries.
    """
    # One page of the board is not enough for a month: the whole plan is narrowed, then its days are picked.
    shown = board(plan, on, replace(asked, view="bang", after=0), page=None)
    rows = [row for group in shown.groups for row in group.tasks]
    first = (month or _nearest(rows, on)).replace(day=1)
    start, end = _monday(first), _monday(_next(first) - _DAY) + 6 * _DAY
    days = _days(start, end, first)
    for item in _items(rows, start, end):
        days[item.day].items.append(item)
    inside = [day for day in days.values() if day.inside]
    count = sum(len(day.items) for day in inside)
    line = list(days.values())
    return Month(
        board=shown, month=first, weeks=[line[n : n + 7] for n in range(0, len(line), 7)],
        agenda=list(_agenda(inside)), earlier=(first - _DAY).replace(day=1), later=_next(first), count=count,
        undated=sum(item.standing is Standing.UNDATED for row in rows for item in row.lines if item.matches),
        cut=count > MOST_IN_LIST,
    )  # fmt: skip


def _nearest(rows: Iterable[TaskLine], on: date) -> date:
    """The day itself if the plan has milestones in or around its month, else the nearest day of a milestone."""
    known = [line.row.effective for row in rows for line in row.lines if line.row.effective]
    return min(known, key=lambda day: (abs((day.year - on.year) * 12 + day.month - on.month), day), default=on)


def _days(start: date, end: date, month: date) -> dict[date, Day]:
    """The days of the grid with their holidays. One query."""
    calendar = calendar_of([start, end])
    found = {}
    for number in range((end - start).days + 1):
        day = start + timedelta(days=number)
        found[day] = Day(day, day.month == month.month, calendar.is_working_day(day), calendar.off.get(day, ""))
    return found


def _items(rows: Iterable[TaskLine], start: date, end: date) -> Iterator[Item]:
    for row in rows:
        for line in row.lines:
            if not line.matches:
                continue
            day = line.row.effective
            if day and start <= day <= end:
                yield Item(row, line, day)
            elif day is None and line.row.recurrence and not line.row.done_on:
                for again in _times(line.row.recurrence, start, end):
                    yield Item(row, line, again, again=True)


def _times(rule: str, start: date, end: date) -> Iterator[date]:
    """The days of a rule between two days, both included."""
    day = next_time(rule, start)
    while day and day <= end:
        yield day
        day = next_time(rule, day + _DAY)


def _agenda(days: Iterable[Day]) -> Iterator[Day]:
    """The days with milestones or a holiday, cut where the list is long enough; a holiday of several days once."""
    left = MOST_IN_LIST
    for off, run in groupby(days, lambda day: day.off if not day.items else ""):
        found = list(run)
        if off:
            yield replace(found[0], until=found[-1].day)
            continue
        for day in found:
            if day.items and left > 0:
                yield replace(day, items=day.items[:left])
                left -= len(day.items)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
