"""Times counted from a day, "sau 30 ngày kể từ 01/3/2026": what is counted, for a proposal only."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.deadlines import patterns as p
from thidua.plans.reading.deadlines.atoms import atoms
from thidua.plans.reading.deadlines.bare import bare
from thidua.plans.reading.deadlines.named import named_time

_BEFORE = -1


@dataclass(frozen=True, slots=True)
class Counted:
    """So many days, weeks or months from a day; a negative count goes back."""

    start: date
    count: int
    unit: str  # ngay, tuan, thang
    working: bool

    def reached(self, calendar: OfficialCalendar) -> date:
        """Return the day counted to; the first day is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 2)."""
        if self.unit == "thang":
            return _months_on(self.start, self.count)
        if self.working:
            return calendar.add(self.start, self.count)
        return self.start + timedelta(days=self.count * (7 if self.unit == "tuan" else 1))


def counted_in(printed: str, year: int | None) -> Counted | None:
    """Return what the printed words of a time count; None when they count nothing from a day."""
    plain = bare(printed)
    for atom in atoms(plain, p.masked(plain.text)):
        before = plain.text[: atom.start]
        back = p.COUNTED_BACK.search(before)
        match = back or p.COUNTED.search(before)
        named = named_time(atom, year)
        start = named.last_day if not back else named.first_day
        if match and start:
            count = int(match["count"]) * (_BEFORE if back else 1)
            return Counted(start, count, match["unit"], bool(match["working"]))
    return None


def _months_on(day: date, count: int) -> date:
    number = day.year * 12 + day.month - 1 + count
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
