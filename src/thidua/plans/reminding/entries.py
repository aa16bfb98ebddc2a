"""A person's milestones as entries of his calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thidua.foundation.clock import HANOI
from thidua.foundation.workdays import OfficialCalendar
from thidua.notices.ics import Entry
from thidua.plans.due import plan_span, times_in
from thidua.plans.reminding.habits import Habits
from thidua.plans.reminding.steps import Level, Step
from thidua.plans.reminding.words import Deadline, detail_of, joined, task_name


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone as the calendar needs it. `uid` is the same for ever; `stamp`: when the plan came into force.

    Either `effective` (a day) or `rule` (an RRULE, within the days `span` of its plan) is given.
    """

    uid: str
    number: str
    name: str
    printed: str
    plan: str
    url: str
    stamp: datetime
    effective: date | None = None
    done: bool = False
    rule: str = ""
    span: tuple[date, date] | None = None
    label: str = ""


def entry_of(mark: Mark, calendar: OfficialCalendar, habits: Habits, *, on: date) -> Entry | None:
    """The entry of a milestone as of a day; None for one without a day."""
    if mark.rule:
        return _recurring(mark, calendar, habits)
    return _single(mark, calendar, habits, on) if mark.effective else None


def _single(mark: Mark, calendar: OfficialCalendar, habits: Habits, on: date) -> Entry:
    assert mark.effective is not None  # asked by entry_of
    name = task_name(mark.number, mark.name, mark.label)
    stands = "Đã xong" if mark.done else "Quá hạn" if mark.effective < on else "Hạn"
    alarms = () if mark.done else _alarms(mark.effective, calendar, habits)
    return Entry(
        uid=mark.uid, day=mark.effective, title=f"{stands} · {name}",
        stamp=mark.stamp, detail=_detail(mark, mark.effective), url=mark.url, closes=habits.closes, alarms=alarms,
    )  # fmt: skip


def _alarms(effective: date, calendar: OfficialCalendar, habits: Habits) -> tuple[timedelta, ...]:
    """How long before the close of the day each alarm rings: counted in working days, said in hours."""
    closes = datetime.combine(effective, habits.closes, HANOI)
    return tuple(
        closes - datetime.combine(calendar.add(effective, -left), habits.rings, HANOI) for left in habits.alarms
    )


def _recurring(mark: Mark, calendar: OfficialCalendar, habits: Habits) -> Entry | None:
    """What recurs while its plan runs; a time on a day off is moved to the working day before it."""
    times = _times(mark.rule, mark.span or plan_span(mark.stamp.astimezone(HANOI).year, ""))
    if not times:
        return None
    moved = {day: calendar.effective(day) for day in times if not calendar.is_working_day(day)}
    closes, rings = (datetime.combine(times[0], hour, HANOI) for hour in (habits.closes, habits.rings))
    return Entry(
        uid=mark.uid, day=times[0], title=f"Định kỳ · {task_name(mark.number, mark.name, mark.label)}", stamp=mark.stamp,
        detail=_detail(mark, None), url=mark.url, closes=habits.closes,
        alarms=(closes - rings + timedelta(days=1), closes - rings), rule=mark.rule, until=times[-1], moved=moved,
    )  # fmt: skip


def _times(rule: str, span: tuple[date, date]) -> list[date]:
    first, last = span
    return [day for year in range(first.year, last.year + 1) for day in times_in(rule, year) if first <= day <= last]


def _detail(mark: Mark, effective: date | None) -> str:
    if effective is None:
        return joined(mark.printed, f"Theo {mark.plan}" if mark.plan else "")
    row = Deadline(mark.number, mark.name, mark.printed, mark.plan, effective)
    return detail_of(row, Step(Level.CARRIERS, "", 0))
