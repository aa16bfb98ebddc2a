"""Where things lie on a timeline: days as places from left to right, marks and words that do not cover each other, arrows.

Pure: dates and numbers in, units of the drawing out. Days are calendar days in Vietnam.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from thidua.foundation.words import mark
from thidua.foundation.workdays import OfficialCalendar

WIDTH = 720
"""Units across when they suffice: thirteen months beside the names, on a page of 1280, none cut off."""
EDGE = 12
"""Room right of the last day, so that its mark is whole."""
LEAST_DAY, MOST_DAY = 1.5, 4.0
"""Units that a day takes at least and at most; a longer span than the width allows is scrolled."""
MOST_MONTHS = 24
"""Months drawn; what lies before or after stands at the edge, with its day in words."""
ROW, GROUP, MONTHS, LANE = 36, 30, 26, 18
"""Heights: of a task, of a heading, of the names of the months, of a line of names of sessions."""
REACH = 8
"""Half the width of a mark."""
LETTER = 6.9
"""Units that a letter of a day takes."""


@dataclass(frozen=True)
class Scale:
    """The days drawn, first and last included, and the units a day takes."""

    first: date
    last: date
    day: float

    @property
    def width(self) -> int:
        """Units from the first day to the end of the last."""
        return round(((self.last - self.first).days + 1) * self.day)

    def left(self, day: date) -> int:
        """Where a day begins; days outside stand at the edge."""
        return round((min(max(day, self.first), self.last) - self.first).days * self.day)

    def middle(self, day: date) -> int:
        """Where the mark of a day stands."""
        return round(((min(max(day, self.first), self.last) - self.first).days + 0.5) * self.day)

    def right(self, day: date) -> int:
        """Where a day ends."""
        return round(((min(max(day, self.first), self.last) - self.first).days + 1) * self.day)


def scale_for(days: Iterable[date], year: int) -> Scale:
    """Whole months around the days, at most `MOST_MONTHS` from the one before the plan's year on."""
    known = sorted(days) or [date(year, 1, 1), date(year, 12, 31)]
    first, end = _month(known[0]), _next_month(_month(known[-1]))
    if _months_between(first, end) > MOST_MONTHS:
        first = max(first, date(year - 1, 12, 1)) if known[-1] >= date(year - 1, 12, 1) else first
        end = min(end, _months_on(first, MOST_MONTHS))
    length = (end - first).days
    return Scale(first, end - timedelta(days=1), min(MOST_DAY, max(LEAST_DAY, WIDTH / length)))


def months_of(scale: Scale) -> list[tuple[date, int, int]]:
    """The first day of each month drawn, where it begins and how wide it is."""
    found, month = [], scale.first
    while month <= scale.last:
        after = _next_month(month)
        end = scale.right(after - timedelta(days=1))
        found.append((month, scale.left(month), end - scale.left(month)))
        month = after
    return found


MONTH_LETTER, MONTH_ROOM = 7.4, 13
"""Units that a letter of a month's name takes, and the room before and behind the name."""
_MONTH_FORMS = (mark("Tháng {0.month}"), mark("Th. {0.month}"), mark("T{0.month}"))
_YEAR_FORMS = (
    mark("Tháng {0.month}/{0.year}"),
    "{0.month}/{0.year}",
    mark("T{0.month}/{0:%y}"),
    mark("T{0.month}"),
)


def month_names(months: Sequence[tuple[date, int, int]], translated: Callable[[str], str] = str) -> list[str]:
    """The names of months drawn side by side, all in the longest form in which none runs into the next.

    The first month, and January, are named with their year. `translated` turns a form into the reader's language.
    """
    with_year = [not place or month.month == 1 for place, (month, _x, _width) in enumerate(months)]
    forms = {flag: _fitting(list(map(translated, forms)), [one for one, has in zip(months, with_year, strict=True) if has is flag])
             for flag, forms in ((True, _YEAR_FORMS), (False, _MONTH_FORMS))}  # fmt: skip
    return [forms[flag].format(month) for (month, _x, _width), flag in zip(months, with_year, strict=True)]


def _fitting(forms: Sequence[str], months: Sequence[tuple[date, int, int]]) -> str:
    def fits(form: str) -> bool:
        return all(len(form.format(month)) * MONTH_LETTER + MONTH_ROOM <= width for month, _x, width in months)

    return next((form for form in forms if fits(form)), forms[-1])


@dataclass(frozen=True)
class Shade:
    """Days off side by side: where they begin, how wide they are, the holidays' names ("" for an ordinary weekend)."""

    x: int
    width: int
    name: str


def shades_of(scale: Scale, calendar: OfficialCalendar) -> list[Shade]:
    """Weekends and holidays."""
    days = [scale.first + timedelta(days=n) for n in range((scale.last - scale.first).days + 1)]
    shades = []
    for off, run in groupby(days, lambda day: not calendar.is_working_day(day)):
        if off:
            free = list(run)
            names = dict.fromkeys(calendar.off[day] for day in free if day in calendar.off)
            shades.append(Shade(scale.left(free[0]), scale.right(free[-1]) - scale.left(free[0]), ", ".join(names)))
    return shades


@dataclass(frozen=True)
class Words:
    """Words beside a mark: where they begin or end, and which of the two."""

    x: int
    anchor: str
    text: str


def words_beside(
    places: Sequence[int], begins: Sequence[int], texts: Sequence[Sequence[str]], width: int
) -> list[Words | None]:
    """Words beside the marks of one row, right of them if there is room, else left, else none.

    `places` go from left to right; each mark has its texts, the longest first, and `begins` is where what belongs to
    it starts: its bar, else the mark itself.
    """
    taken_to = 0.0
    found: list[Words | None] = []
    for number, (x, begin, choices) in enumerate(zip(places, begins, texts, strict=True)):
        after = places[number + 1] - REACH if number + 1 < len(places) else width
        words = None
        for text in choices:
            size = len(text) * LETTER + 4
            if x + REACH + size <= after:
                words = Words(x + REACH + 3, "start", text)
            elif min(begin, x - REACH) - size >= taken_to:
                words = Words(min(begin, x - REACH) - 3, "end", text)
            if words:
                break
        found.append(words)
        taken_to = x + REACH + (len(words.text) * LETTER + 4 if words and words.anchor == "start" else 0)
    return found


def lanes_for(spans: Sequence[tuple[int, int]]) -> list[int]:
    """The line of each name over the drawing, given where it begins and ends, so that none covers another."""
    ends: list[int] = []
    lanes = [0] * len(spans)
    for number in sorted(range(len(spans)), key=lambda n: spans[n]):
        start, end = spans[number]
        lane = next((place for place, taken in enumerate(ends) if taken <= start), len(ends))
        ends[lane : lane + 1] = [end]
        lanes[number] = lane
    return lanes


@dataclass(frozen=True)
class Arrow:
    """From one mark to another: its line and its head as the `d` of SVG paths."""

    d: str
    head: str


def arrow(x1: int, y1: int, x2: int, y2: int) -> Arrow:
    """Out of the first mark up or down, along into the second from its left; from above or below when it is not to the right."""
    away = 1 if y2 >= y1 else -1
    if y1 == y2:
        back = -1 if x2 < x1 else 1
        end = x2 - back * REACH
        return Arrow(f"M{x1 + back * REACH} {y1}H{end}", _head(end, y2, back, 0))
    start = y1 + away * REACH
    if x2 - x1 > 2 * REACH:
        return Arrow(f"M{x1} {start}V{y2}H{x2 - REACH - 5}", _head(x2 - REACH, y2, 1, 0))
    turn, end = y2 - away * ROW // 2, y2 - away * REACH
    return Arrow(f"M{x1} {start}V{turn}H{x2}V{end - away * 5}", _head(x2, end, 0, away))


def _head(x: int, y: int, right: int, down: int) -> str:
    if right:
        return f"M{x} {y}L{x - 7 * right} {y - 4}V{y + 4}z"
    return f"M{x} {y}L{x - 4} {y - 7 * down}H{x + 4}z"


def _month(day: date) -> date:
    return day.replace(day=1)


def _next_month(month: date) -> date:
    return _months_on(month, 1)


def _months_on(month: date, count: int) -> date:
    place = month.year * 12 + month.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def _months_between(first: date, end: date) -> int:
    return (end.year - first.year) * 12 + end.month - first.month
