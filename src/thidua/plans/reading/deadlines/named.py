"""A named time and the days it stands for: a day, a month, a quarter, a half-year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from thidua.foundation.dates import ImpossibleDate, ReadDate, read_date

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_OWN_YEAR = re.compile(r"20\d\d")


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
        found = [_QUARTERS[q] for q in re.findall(r"(?<!\w)(iv|i{1,3}|[1-4])(?!\w)", plain)]
        first, last = min(found) * 3 - 2, max(found) * 3
    end = date(chosen, last, monthrange(chosen, last)[1])
    return Named(kind, date(chosen, first, 1), end, year_assumed=own is None)
