"""Working days as places on a line: adding and comparing them costs one addition."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

from thidua.foundation.workdays import OfficialCalendar

FARTHEST = 5_000
"""How many working days beyond either end of the line a day is still told; farther ones are told as this far."""


class Workline:
    """The working days of an official calendar, numbered. Days are calendar days in Vietnam.

    `place` and `day` agree with the calendar: `place(b) - place(a)` is `calendar.between(a, b)`, and
    `day(place(a) + n)` is `calendar.add(a, n)`. A day off has the place of the last working day before it.
    """

    def __init__(self, calendar: OfficialCalendar, days: Iterable[date]) -> None:
        known = sorted(set(days)) or [date(2000, 1, 3)]
        self.calendar = calendar
        first = calendar.effective(known[0])
        span = (known[-1] - first).days
        everything = (first + timedelta(days=n) for n in range(span + 1))
        self._days = [day for day in everything if calendar.is_working_day(day)]

    def place(self, day: date) -> int:
        """The place of a day; outside the line it is counted from the nearer end."""
        first, last = self._days[0], self._days[-1]
        if day < first:
            return -self.calendar.between(day, first)
        if day > last:
            return len(self._days) - 1 + self.calendar.between(last, day)
        return bisect_right(self._days, day) - 1

    def day(self, place: int) -> date:
        """The working day at a place."""
        size = len(self._days)
        if place < 0:
            return self.calendar.add(self._days[0], max(place, -FARTHEST))
        if place >= size:
            return self.calendar.add(self._days[-1], min(place - size + 1, FARTHEST))
        return self._days[place]
