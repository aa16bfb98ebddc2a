"""A named time and the days it stands for: a day, a month, a quarter, a half-year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from thidua.foundation.dates import ImpossibleDate, ReadDate, read_date
from thidua.foundation.lunar import FIRST_YEAR, LAST_YEAR, from_lunar
from thidua.plans.reading.deadlines.atoms import Atom

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_OWN_YEAR = re.compile(r"20\d\d")
_SHORT_YEAR = re.compile(r"/\s?([23]\d)$")
_RUNNING = re.compile(r"-|\b(?:den|toi)\b")
_HALVES = re.compile(r"(?P<count>\d|ba|sau|chin)\s+thang\s+(?P<part>dau|cuoi)")
_COUNTS = {"ba": 3, "sau": 6, "chin": 9}
_LISTED = {
    "month": re.compile(r"(?:thang|t\.)?\s*(?<![\w])(\d{1,2})(?!\d)"),
    "quarter": re.compile(r"(?:quy\s+)?(?<!\w)(iv|i{1,3}|[1-4])(?!\w)"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """The days that a named time stands for; without days when it is impossible or has no year."""

    kind: str
    first_day: date | None = None
    last_day: date | None = None
    impossible: bool = False
    year_assumed: bool = False
    next_year: bool = False
    misprint: bool = False
    lunar: bool = False

    @property
    def year(self) -> int | None:
        """The year of its last day."""
        return self.last_day.year if self.last_day else None

    @property
    def month(self) -> str | None:
        """The month as "2025-12", when there is one."""
        return f"{self.first_day:%Y-%m}" if self.first_day else None


def named_time(atom: Atom, year: int | None) -> Named:
    """Return what an atom names; `year` completes one printed without."""
    if atom.misprint:
        return Named(atom.kind, misprint=True)
    if atom.next_year:
        return replace(_plain_time(atom, year + 1 if year else None), year_assumed=False, next_year=True)
    return _plain_time(atom, year)


def _plain_time(atom: Atom, year: int | None) -> Named:
    if atom.lunar:
        return lunar_time(atom.text, atom.kind, year)
    if atom.kind == "day":
        return _day(atom.text, year)
    if atom.kind == "month":
        return _month(atom.text, year)
    return _span(atom.text, atom.kind, year)


def named_times(atom: Atom, year: int | None) -> list[tuple[int, int, Named]]:
    """Return the times of an atom with their places: "tháng 3, tháng 9" names two, "tháng 5, 6" one span."""
    listed = [] if atom.lunar or atom.misprint else _listed(atom.text, atom.kind)
    if len(listed) < 2:
        return [(atom.start, atom.end, named_time(atom, year))]
    own = own_year(atom.text)
    chosen = own or (year + 1 if year and atom.next_year else year)
    size = 1 if atom.kind == "month" else 3
    if any(not 1 <= number * size <= 12 for _, _, number in listed):
        return [(atom.start, atom.end, Named(atom.kind, impossible=True))]
    groups = _neighbours(listed, running=bool(_RUNNING.search(atom.text[: listed[-1][0]])))
    found = []
    for position, group in enumerate(groups):
        last = position == len(groups) - 1
        start = atom.start + (group[0][0] if position else 0)
        end = atom.end if last else atom.start + group[-1][1]
        found.append((start, end, _spread(atom.kind, group[0][2], group[-1][2], size, chosen, assumed=own is None)))
    return found


def own_year(text: str) -> int | None:
    """Return the year that a month, a quarter or a half-year is printed with; two digits are of this century."""
    if found := _OWN_YEAR.search(text):
        return int(found.group())
    short = _SHORT_YEAR.search(text)
    return 2000 + int(short[1]) if short else None


def _listed(text: str, kind: str) -> list[tuple[int, int, int]]:
    """Return (start, end, number) of each month or quarter that a text lists."""
    if kind not in _LISTED:
        return []
    year = re.search(r"(?:[/.-]\s{0,2}|nam\s+)20\d\d$", text) or _SHORT_YEAR.search(text)
    plain = text[: year.start()] if year else text
    return [
        (found.start(), found.end(), _QUARTERS[found[1]] if kind == "quarter" else int(found[1]))
        for found in _LISTED[kind].finditer(plain)
    ]


def _neighbours(listed: list[tuple[int, int, int]], *, running: bool) -> list[list[tuple[int, int, int]]]:
    """Put together the numbers that follow one another; all of them when "-" or "đến" runs through them."""
    groups: list[list[tuple[int, int, int]]] = []
    for item in listed:
        if groups and (running or item[2] == groups[-1][-1][2] + 1):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def lunar_time(text: str, kind: str, year: int | None) -> Named:
    """Return the solar day (or month) of a lunar one; without days when two could be meant or none exists.

    Without a year of its own it is the one that falls in `year`: "23 tháng Chạp" of a plan for 2026 is in February 2026.
    """
    own = own_year(text)
    plain = re.sub(r"20\d\d", "", text).replace("ram", "15").replace("gieng", "1").replace("chap", "12")
    numbers = [int(number) for number in re.findall(r"\d+", plain)]
    days = numbers[0:1] if len(numbers) > 1 else []
    meant = [own] if own else [year - 1, year] if year else []
    found = [
        (first, last)
        for lunar_year in meant
        for first, last in _lunar_days(days, numbers[-1] if numbers else 0, lunar_year)
        if own or first.year == year
    ]
    if len(found) != 1:
        return Named(kind, lunar=True)
    kind = "day" if days else "span"
    return Named(kind, *found[0], year_assumed=own is None, lunar=True)


def _lunar_days(days: list[int], month: int, year: int) -> list[tuple[date, date]]:
    """Return the first and last solar day of a lunar day, or of a lunar month when `days` is empty."""
    if not FIRST_YEAR < year < LAST_YEAR:
        return []
    for last in days or (30, 29):
        try:
            return [(from_lunar(days[0] if days else 1, month, year), from_lunar(last, month, year))]
        except ValueError:
            continue
    return []


def _spread(kind: str, first: int, last: int, size: int, year: int | None, *, assumed: bool) -> Named:
    """Return the days from the first month or quarter to the last one."""
    several = kind if first == last else ("span" if kind == "month" or last - first > 1 else kind)
    if year is None:
        return Named(several)
    begin, finish = first * size - size + 1, last * size
    end = date(year, finish, monthrange(year, finish)[1])
    return Named(several, date(year, begin, 1), end, year_assumed=assumed)


def adjoining(first: Named, second: Named) -> bool:
    """Tell whether the second time begins on the day after the first ends."""
    if first.last_day is None or second.first_day is None:
        return False
    return second.first_day - first.last_day == timedelta(days=1)


def _day(text: str, year: int | None) -> Named:
    plain = re.sub(r"(\d{1,2})\s*/\s*(\d{1,2})\s*nam\s+", r"\1/\2/", text)
    try:
        read = read_date(plain, default_year=year)
    except ImpossibleDate:
        return Named("day", impossible=True)
    day = read.as_date() if isinstance(read, ReadDate) else None
    if day is None:
        return Named("day", impossible=year is not None or bool(_OWN_YEAR.search(text)))
    assumed = len(re.findall(r"\d+", text)) < 3
    return Named("day", day, day, year_assumed=assumed)


def _month(text: str, year: int | None) -> Named:
    own = own_year(text)
    chosen = own or year
    number = re.search(r"\d{1,2}", text)
    if number is None or not 1 <= int(number.group()) <= 12:
        return Named("month", impossible=True)
    if chosen is None:
        return Named("month")
    month = int(number.group())
    last = date(chosen, month, monthrange(chosen, month)[1])
    return Named("month", date(chosen, month, 1), last, year_assumed=own is None)


def _span(text: str, kind: str, year: int | None) -> Named:
    """Return the days of a quarter (or two), or of some months at an end of the year."""
    own = own_year(text)
    chosen = own or year
    if chosen is None:
        return Named(kind)
    if half := _HALVES.search(text):
        count = _COUNTS.get(half["count"]) or int(half["count"])
        first, last = (1, count) if half["part"] == "dau" else (13 - count, 12)
    else:
        plain = re.sub(r"(?:20\d\d|/\s?[23]\d)$", "", text)
        found = [_QUARTERS[q] for q in re.findall(r"(?:(?<!\w)|(?<=q))(iv|i{1,3}|[1-4])(?!\w)", plain)]
        first, last = min(found) * 3 - 2, max(found) * 3
    end = date(chosen, last, monthrange(chosen, last)[1])
    return Named(kind, date(chosen, first, 1), end, year_assumed=own is None)
