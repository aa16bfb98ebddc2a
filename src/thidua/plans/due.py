"""Days of a milestone: the last one it names, the working day that counts, the next time of what recurs, how it stands.

Pure: dates in, dates and codes out. Days are calendar days in Vietnam.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # its stubs are not in the lock

from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.deadlines.school import NAMED as SCHOOL_YEAR
from thidua.plans.reading.deadlines.school import days_of
from thidua.plans.reading.flat import flat

SOON_WORKDAYS = 7
"""From how many working days left on a milestone is shown as near. A habit of the office, not a rule of law."""


class Standing(StrEnum):
    """How a milestone stands on a day."""

    LATE = "late"
    SOON = "soon"
    AHEAD = "ahead"
    UNDATED = "undated"
    DONE = "done"


def named_day(used: date | None, printed: date | None, month: str) -> date | None:
    """The last day the milestone names: the confirmed one, else the printed one, else the last of its month."""
    if used or printed:
        return used or printed
    if not month:
        return None
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def effective_day(day: date | None, relation: str, *, inclusive: bool, calendar: OfficialCalendar) -> date | None:
    """The last working day on which the work is in time.

    `inclusive` tells whether "trước ngày X" lets the work be done on X itself; it concerns that relation only.
    """
    if day is None:
        return None
    last = day - timedelta(days=1) if relation == "before" and not inclusive else day
    return calendar.effective(last)


def standing(effective: date | None, done_on: date | None, *, on: date, left: int | None) -> Standing:
    """How a milestone stands on a day, given the working days left."""
    if done_on:
        return Standing.DONE
    if effective is None or left is None:
        return Standing.UNDATED
    if effective < on:
        return Standing.LATE
    return Standing.SOON if left <= SOON_WORKDAYS else Standing.AHEAD


def next_time(rule: str, on: date) -> date | None:
    """The next day, `on` included, of a rule that names days ("FREQ=MONTHLY;BYMONTHDAY=25", the last working day of a
    month, every Friday); None for a rule without ("FREQ=MONTHLY") and for one that has no day in the two years from `on`.
    """
    for year in (on.year, on.year + 1):
        found = next((day for day in times_in(rule, year) if day >= on), None)
        if found:
            return found
    return None


@lru_cache(maxsize=4096)
def times_in(rule: str, year: int) -> tuple[date, ...]:
    """The days of a rule in a year, as calendar clients work them out; what recurs every so many months starts in January."""
    if "BYMONTHDAY" not in rule and "BYDAY" not in rule:
        return ()
    first = datetime(year, 1, 1)  # noqa: DTZ001 - the rule is expanded in days, which have no zone
    try:
        found = rrulestr(rule, dtstart=first)
    except ValueError:
        return ()
    return tuple(day.date() for day in found.between(first, datetime(year, 12, 31), inc=True))  # noqa: DTZ001 - same


def plan_span(year: int, title: str) -> tuple[date, date]:
    """From when to when a plan runs: its year, or the school year that its title names."""
    school = SCHOOL_YEAR.search(flat(title))
    if school and int(school[1]) == year and int(school[2]) == year + 1:
        return days_of(year)
    return date(year, 1, 1), date(year, 12, 31)


class WorkdaysLeft:
    """Working days from one day to others, each counted once: a board asks for the same few dates again and again."""

    def __init__(self, calendar: OfficialCalendar, on: date) -> None:
        self.calendar, self.on = calendar, on
        self._known: dict[date, int] = {}

    def until(self, day: date | None) -> int | None:
        """Working days after the day counted from, up to `day`; negative when `day` is past, 0 when only days off lie between."""
        if day is None:
            return None
        if day not in self._known:
            self._known[day] = self.calendar.between(self.on, day)
        return self._known[day]
