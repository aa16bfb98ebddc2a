"""A named time and the days it stands for: a day, a month, a quarter, a half-year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from thidua.foundation.dates import ImpossibleDate, ReadDate, read_date

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_OWN_YEAR = re.compile(r"20\d\d")
_RUNNING = re.compile(r"-|\bden\b")
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

    @property
    def year(self) -> int | None:
        """The year of its last day."""
        return self.last_day.year if self.last_day else None

    @property
    def month(self) -> str | None:
        """The month as "2025-12", when there is one."""
        return f"{self.first_day:%Y-%m}" if self.first_day else None


def named_time(match: re.Match[str], year: int | None) -> Named:
    """Return what a match of ATOM names; `year` completes one printed without."""
    kind = match.lastgroup or ""
    text = match.group()
    if kind == "sep":
        kind = "full"
    if kind in ("iso", "words", "full", "day"):
        return _day(text, year)
    if kind in ("month", "bare_month"):
        return _month(text, year)
    return _span(text, kind, year)


def named_times(match: re.Match[str], year: int | None) -> list[tuple[int, int, Named]]:
    """Return the times of a match of ATOM with their places: "tháng 3, tháng 9" names two, "tháng 5, 6" one span."""
    kind = match.lastgroup or ""
    listed = _listed(match.group(), kind)
    if len(listed) < 2:
        return [(match.start(), match.end(), named_time(match, year))]
    own = _OWN_YEAR.search(match.group())
    chosen = int(own.group()) if own else year
    size = 1 if kind == "month" else 3
    if any(not 1 <= number * size <= 12 for _, _, number in listed):
        return [(match.start(), match.end(), Named(kind, impossible=True))]
    groups = _neighbours(listed, running=bool(_RUNNING.search(match.group()[: listed[-1][0]])))
    found = []
    for position, group in enumerate(groups):
        last = position == len(groups) - 1
        start = match.start() + (group[0][0] if position else 0)
        end = match.end() if last else match.start() + group[-1][1]
        found.append((start, end, _spread(kind, group[0][2], group[-1][2], size, chosen, assumed=own is None)))
    return found


def _listed(text: str, kind: str) -> list[tuple[int, int, int]]:
    """Return (start, end, number) of each month or quarter that a text lists."""
    if kind not in _LISTED:
        return []
    year = re.search(r"(?:[/.-]\s{0,2}|nam\s+)20\d\d$", text)
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
    own = _OWN_YEAR.search(text)
    chosen = int(own.group()) if own else year
    number = re.search(r"\d{1,2}", text)
    if number is None or not 1 <= int(number.group()) <= 12:
        return Named("month", impossible=True)
    if chosen is None:
        return Named("month")
    month = int(number.group())
    last = date(chosen, month, monthrange(chosen, month)[1])
    return Named("month", date(chosen, month, 1), last, year_assumed=own is None)


def _span(text: str, kind: str, year: int | None) -> Named:
    """Return the days of a quarter (or two), or of a half-year."""
    own = _OWN_YEAR.search(text)
    chosen = int(own.group()) if own else year
    if chosen is None:
        return Named(kind)
    if kind == "half":
        first, last = (1, 6) if "dau" in text else (7, 12)
    else:
        plain = text[: own.start()] if own else text
        found = [_QUARTERS[q] for q in re.findall(r"(?:(?<!\w)|(?<=q))(iv|i{1,3}|[1-4])(?!\w)", plain)]
        first, last = min(found) * 3 - 2, max(found) * 3
    end = date(chosen, last, monthrange(chosen, last)[1])
    return Named(kind, date(chosen, first, 1), end, year_assumed=own is None)
