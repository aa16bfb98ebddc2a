"""Days of a milestone: the last one it names, the working day that counts, the next time of what recurs, how it stands.

Pure: dates in, dates and codes out. Days are calendar days in Vietnam.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from thidua.foundation.workdays import OfficialCalendar

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


def effective_day(
    day: date | None, relation: str, *, inclusive: bool, calendar: OfficialCalendar
) -> date | None:
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
    """The next day, `on` included, of a rule with BYMONTHDAY ("FREQ=MONTHLY;BYMONTHDAY=25"); None for other rules."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    if "BYMONTHDAY" not in parts:
        return None
    days = [int(day) for day in parts["BYMONTHDAY"].split(",")]
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month]
    for ahead in range(14):
        year, month = on.year + (on.month + ahead - 1) // 12, (on.month + ahead - 1) % 12 + 1
        if months and month not in months:
            continue
        length = monthrange(year, month)[1]
        named = sorted(
            date(year, month, day if day > 0 else length + 1 + day) for day in days if abs(day) <= length
        )
        found = next((day for day in named if day >= on), None)
        if found:
            return found
    return None


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
