"""Days of a plan moved to another year, each with the reason in a sentence."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from thidua.foundation.dates import show_date, weekday_name
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.rolling.rules import RollRules

_OCCASION = re.compile(r"\b(?:dip|ky niem|ngay truyen thong|ngay sinh)\b")
_HELD = ("before", "by", "on", "range")


@dataclass(frozen=True)
class Moved:
    """Where a day goes, and why there."""

    day: date
    reason: str


@dataclass(frozen=True)
class Shift:
    """From one plan year to another, by the official calendar of both."""

    old_year: int
    new_year: int
    calendar: OfficialCalendar
    rules: RollRules

    @property
    def years(self) -> int:
        """By how many years everything moves."""
        return self.new_year - self.old_year

    def same_day(self, day: date) -> date:
        """The same day of the year; the last day of February stays the last one."""
        year = day.year + self.years
        if day.month == 2 and day.day == monthrange(day.year, 2)[1]:
            return date(year, 2, monthrange(year, 2)[1])
        return day.replace(year=year)

    def moved(self, day: date, relation: str, words: str) -> Moved:
        """Where a milestone's day goes. `words` are the bare words of its cell and title.

        On an occasion and where a rule prints the day it stays; else a day off gives way to the working day before it.
        """
        same = self.same_day(day)
        name = self.rules.occasion(day.day, day.month)
        if relation == "on_occasion" or (name and _OCCASION.search(words)):
            of = f" ({name})" if name else ""
            return Moved(
                same, f"Theo dịp {day.day}/{day.month}{of} nên giữ đúng ngày; năm {same.year} là {weekday_name(same)}."
            )
        for row in self.rules["fixed_days"]:
            if (row["day"], row["month"]) == (day.day, day.month) and all(word in words for word in row["words"]):
                return Moved(
                    same, f"Ngày do quy định ấn định ({row['source']}) nên giữ đúng ngày, {weekday_name(same)}."
                )
        return self.on_working_day(same) if relation in _HELD else Moved(same, self._plain(same))

    def on_working_day(self, same: date) -> Moved:
        """The day itself, or the working day before it with what the day is."""
        reason = self.calendar.reason_off(same)
        if reason is None:
            return Moved(same, self._plain(same))
        last = self.calendar.effective(same)
        off = f"là ngày nghỉ ({reason})" if same in self.calendar.off else f"là {reason}"
        return Moved(
            last, f"{show_date(same)} {off}; dời về ngày làm việc liền trước, {weekday_name(last)} {show_date(last)}."
        )

    def before_session(self, cutoff: date, session: date, new_session: date) -> Moved:
        """A cut-off for dossiers: as many working days before the session as it was."""
        distance = self.calendar.between(cutoff, session)
        day = self.calendar.add(new_session, -distance)
        return Moved(
            day,
            f"Giữ {distance} ngày làm việc trước phiên họp {show_date(new_session)} "
            f"(năm {self.old_year}: {show_date(cutoff)} trước {show_date(session)}); {weekday_name(day)}.",
        )

    def _plain(self, day: date) -> str:
        made_up = " (ngày làm bù)" if day in self.calendar.worked else ""
        return f"Cùng ngày của năm {day.year}, {weekday_name(day)}{made_up}."
