"""Which reminder of a milestone is due on a working day: the most recent one, never those before it.

A step has a code that is part of the notice's key, so that each is told once. Who looks every working day tells each on
its own day; who was away for a month tells the most recent one alone, with the days left as they are now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.due import WorkdaysLeft, next_time
from thidua.plans.reminding.habits import Habits


class Level(StrEnum):
    """Who is told: those who carry the task, then also the head of the office, then also the leader of the city."""

    CARRIERS = "carriers"
    OFFICE_HEAD = "head"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder that is due. `code`: "d7", "d0", "late", "late2"…; `left`: working days left, negative when late.

    `previous`: the code of the weekly reminder before it, and `usual` the working day on which that one is told when
    nothing is in the way.
    """

    level: Level
    code: str
    left: int
    previous: str = ""
    usual: date | None = None


class Steps:
    """The steps due on one working day, worked out once for each deadline."""

    def __init__(self, calendar: OfficialCalendar, on: date, habits: Habits) -> None:
        self.calendar, self.on, self.habits = calendar, on, habits
        self._left = WorkdaysLeft(calendar, on)
        self._known: dict[date, tuple[Step, ...]] = {}

    def of_deadline(self, effective: date) -> tuple[Step, ...]:
        """What is due for a last working day: nothing, one step, or one a level when it is overdue."""
        if effective not in self._known:
            left = self._left.until(effective) or 0
            self._known[effective] = (
                self._ahead(left, self.habits.before) if effective >= self.on else self._late(effective, left)
            )
        return self._known[effective]

    def of_recurrence(self, rule: str, span: tuple[date, date] | None) -> tuple[date, tuple[Step, ...]] | None:
        """The working day of the next time of what recurs, and what is due for it; None when no time is near.

        `span`: from when to when the plan runs; other times are not its own. Nothing recurring is ever overdue: its
        times pass.
        """
        named = next_time(rule, self.on)
        if named is None or (span and not span[0] <= named <= span[1]):
            return None
        effective = self.calendar.effective(named)
        if effective < self.on:
            return None
        return effective, self._ahead(self._left.until(effective) or 0, self.habits.recurring)

    @staticmethod
    def _ahead(left: int, before: tuple[int, ...]) -> tuple[Step, ...]:
        crossed = min((threshold for threshold in (*before, 0) if threshold >= left), default=None)
        return () if crossed is None else (Step(Level.CARRIERS, f"d{crossed}", left),)

    def _late(self, effective: date, left: int) -> tuple[Step, ...]:
        levels = {
            Level.CARRIERS: 0,
            Level.OFFICE_HEAD: self.habits.office_head,
            Level.LEADER: self.habits.leader,
        }
        return tuple(self._late_step(level, effective, after, left) for level, after in levels.items() if -left > after)

    def _late_step(self, level: Level, effective: date, after: int, left: int) -> Step:
        """The most recent of the working day after the allowance and every so many days from it.

        As `on` is a working day, a reminder that fell on days off has passed on to `on` at the latest.
        """
        first = self.calendar.add(effective, after + 1)
        times = (self.on - first).days // self.habits.again
        if not times:
            return Step(level, "late", left)
        before = first + timedelta(days=(times - 1) * self.habits.again)
        usual = before if self.calendar.is_working_day(before) else self.calendar.add(before, 1)
        return Step(level, f"late{times + 1}", left, f"late{times}" if times > 1 else "late", usual)

    def too_soon(self, step: Step, told: date) -> bool:
        """Whether a weekly reminder follows too soon on the one before, which was told late: after days without a run."""
        return step.usual is not None and told > step.usual and self.on < told + timedelta(days=self.habits.again)
