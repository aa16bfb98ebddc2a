"""Working days of Vietnamese public offices: which they are, and counting in them.

`OfficialCalendar` is the arithmetic. `statutory_calendar` derives a year from the law,
`announced_calendar` gives the days really announced for a year, `calendar_for` prefers the latter.
The law and the announcements are dated data, in data/statutory.yaml and data/announced.yaml. A week has
five working days, Monday to Friday.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from thidua.foundation.dates import weekday_name
from thidua.foundation.lunar import from_lunar

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5

FIRST_YEAR, LAST_YEAR = 1985, 2100


@dataclass(frozen=True)
class OfficialCalendar:
    """Days off (with the Vietnamese name of the reason) and Saturdays or Sundays worked in exchange.

    Years that the two sets say nothing about have ordinary weeks. `worked` wins over `off`.
    """

    off: Mapping[date, str] = field(hash=False, default_factory=dict)
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on `day`."""
        return day in self.worked or (day not in self.off and day.weekday() < _SATURDAY)

    def reason_off(self, day: date) -> str | None:
        """Return the name of the holiday, "Thứ Bảy" or "Chủ nhật"; None on a working day."""
        return None if self.is_working_day(day) else self.off.get(day) or weekday_name(day)

    def effective(self, day: date) -> date:
        """Return the day itself, else the last working day before it: what a deadline on a day off means."""
        return self._nearest(day, -_ONE_DAY)

    def add(self, day: date, count: int) -> date:
        """Return the working day `count` working days after `day` (before it when negative).

        The day itself is not counted, the result is; a day off counts as the working day before it, so
        `add(day, 0)` is `effective(day)` and `between(day, add(day, count))` is always `count`.
        """
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        reached = self.effective(day)
        for _ in range(abs(count)):
            reached = self._nearest(reached + step, step)
        return reached

    def between(self, start: date, end: date) -> int:
        """Return the number of working days after `start` up to and including `end`.

        Negative when `end` is before `start`: then `-between(end, start)`.
        """
        if end < start:
            return -self.between(end, start)
        return sum(map(self.is_working_day, _days(start + _ONE_DAY, end)))

    def changed(self, *, off: Mapping[date, str], worked: Iterable[date] = ()) -> OfficialCalendar:
        """Return this calendar with these days off and these worked, whatever it said of them before."""
        more_worked = frozenset(worked)
        kept = {day: name for day, name in self.off.items() if day not in more_worked}
        return OfficialCalendar(kept | dict(off), (self.worked - off.keys()) | more_worked)

    def _nearest(self, day: date, step: timedelta) -> date:
        while not self.is_working_day(day):
            day += step
        return day


@dataclass(frozen=True)
class Announcement:
    """What was announced for one year, by whom, and how sure that is ("agreed" or "recalled")."""

    year: int
    source: str
    confidence: str
    calendar: OfficialCalendar


def calendar_for(years: Iterable[int]) -> OfficialCalendar:
    """Return the calendar of `years`: as announced where that is known, else by the law."""
    return _union(announced_calendar(year) or statutory_calendar([year]) for year in years)


def announced_calendar(year: int) -> OfficialCalendar | None:
    """Return the days announced for `year`, or None when no announcement is on file."""
    found = announcements().get(year)
    return found.calendar if found else None


@cache
def announcements() -> dict[int, Announcement]:
    """Return every announcement on file, by year."""
    return {row["year"]: _announcement(row) for row in _data("announced.yaml")}


def statutory_calendar(years: Iterable[int]) -> OfficialCalendar:
    """Return the calendar the law gives `years` (1985–2100), before anybody announced an exchange of days.

    Holidays on a Saturday or Sunday move to the next working day (Labour Code 2019, art. 111.3). Where
    the law leaves a choice of the adjacent day (2 September since 2021), it is the one that makes the
    longest run of days off; of two equal ones, the first listed, hence the day before. ValueError for
    other years.
    """
    return _union(map(_statutory_year, years))


@cache
def _statutory_year(year: int) -> OfficialCalendar:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no statutory calendar for {year}: only {FIRST_YEAR}–{LAST_YEAR}")
    holidays: dict[date, str] = {}
    for rule in _data("statutory.yaml"):
        if rule["first"] <= year <= rule.get("last", LAST_YEAR):
            holidays |= dict.fromkeys(_days_off(rule, year), rule["name"])
    return OfficialCalendar(_with_substitutes(holidays))


def _days_off(rule: dict[str, Any], year: int) -> list[date]:
    day, month = map(int, rule["day"].split("/"))
    base = from_lunar(day, month, year) if rule["calendar"] == "lunar" else date(year, month, day)
    fixed = [base + timedelta(days=offset) for offset in rule["offsets"]]
    choices = [[*fixed, base + timedelta(days=offset)] for offset in rule.get("adjacent", ())]
    return max(choices, key=_length_of_run) if choices else fixed


def _length_of_run(holidays: list[date]) -> int:
    """Return how many days in a row offices rest around `holidays`; `max` keeps the first of equals."""
    calendar = OfficialCalendar(_with_substitutes(dict.fromkeys(holidays, "")))
    last_worked = calendar.effective(holidays[0])
    return (calendar.add(last_worked, 1) - last_worked).days


def _with_substitutes(holidays: Mapping[date, str]) -> dict[date, str]:
    """Add for each holiday at a weekend a day off in its stead, in the order of the calendar."""
    off = dict(sorted(holidays.items()))
    for day, name in sorted(holidays.items()):
        if day.weekday() >= _SATURDAY:
            instead = OfficialCalendar(off).add(day, 1)
            off[instead] = f"Nghỉ bù {name}"
    return off


def _announcement(row: dict[str, Any]) -> Announcement:
    off = {day: span["name"] for span in row["free"] for day in _days(span["from"], span["to"])}
    calendar = OfficialCalendar(off, frozenset(row["worked"]))
    return Announcement(row["year"], row["source"], row["confidence"], calendar)


def _union(calendars: Iterable[OfficialCalendar]) -> OfficialCalendar:
    off: dict[date, str] = {}
    worked: set[date] = set()
    for calendar in calendars:
        off |= calendar.off
        worked |= calendar.worked
    return OfficialCalendar(off, frozenset(worked))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


@cache
def _data(name: str) -> list[dict[str, Any]]:
    text = files("thidua.foundation").joinpath("data", name).read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(text)
    return rows
