"""What reading a deadline cell gives: readings, and the remarks the reader makes on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from thidua.plans.reading.shapes import Relation


class Remark(StrEnum):
    """What the reader adds to a reading; each becomes a flag."""

    RUN_TOGETHER = "run_together"
    YEAR_ASSUMED = "year_assumed"
    NEXT_YEAR = "next_year"
    IMPOSSIBLE_DATE = "impossible_date"
    LETTER_FOR_DIGIT = "letter_for_digit"
    LUNAR = "lunar"
    LUNAR_UNSURE = "lunar_unsure"
    WEEKDAY_MISMATCH = "weekday_mismatch"
    VAGUE = "vague"
    ABOUT = "about"
    OPEN_RANGE = "open_range"
    BACKWARD_RANGE = "backward_range"
    AFTER = "after"
    BEFORE_EVENT = "before_event"
    COUNTED = "counted"
    SAME_AS_ABOVE = "same_as_above"
    NO_CUE = "no_cue"
    CUT_SHORT = "cut_short"
    SCHOOL_YEAR = "school_year"
    MONTH_OF_HEADING = "month_of_heading"


@dataclass(slots=True)
class Reading:
    """One time read from a cell. `printed` is the part of the cell that states it."""

    label: str
    relation: Relation
    printed: str
    day: date | None = None
    start: date | None = None
    end: date | None = None
    month: str | None = None
    recurrence: str | None = None
    remarks: list[Remark] = field(default_factory=list)

    def forget_days(self) -> None:
        """Leave the reading without days: what is printed names none of its own."""
        self.day = self.start = self.end = self.month = None


@dataclass(slots=True)
class Stated:
    """A time with the words around it: where it begins and ends in the piece, and what it says."""

    start: int
    end: int
    reading: Reading
    kind: str = ""
