"""Checks of single days: before the plan was signed, outside its year, off days, what is not one day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from thidua.foundation.dates import show_date, weekday_name
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.lint import remarks, years
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.lint.years import meant_year
from thidua.plans.reading.shapes import Flag, Milestone, Relation, Session, Severity, Task

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_TYPED = {
    Relation.RANGE: "Đây là khoảng thời gian, không phải một ngày hạn.",
    Relation.ON_OCCASION: "“Vào dịp” là ngày của sự kiện, không phải hạn cuối.",
    Relation.IN_MONTH: "Hạn là cả tháng, không nêu ngày.",
    Relation.WITHIN_QUARTER: "Hạn là cả quý, không nêu ngày.",
    Relation.BY_DOCUMENT: "Hạn theo tiến độ của văn bản khác, không có ngày riêng.",
    Relation.WHEN_ARISES: "Việc thường xuyên hoặc làm khi phát sinh, không có ngày.",
    Relation.MONTHLY_AS_ARISES: "Việc hằng tháng theo thực tế, không có ngày.",
    Relation.PERIODIC: "Việc định kỳ, không phải một ngày hạn.",
}


def checks(linted: Linted, calendar: OfficialCalendar) -> Iterator[Flag]:
    """Every check of this module."""
    yield from remarks.checks(linted, calendar)
    yield from years.checks(linted)
    said = remarks.told(linted)
    for row in linted.rows():
        for milestone in row.milestones:
            if milestone.key not in said:
                yield from _how_stated(milestone)
            yield from _when(linted, row, milestone, calendar)
    yield from _inclusive(linted)
    yield from _style(linted)
    yield from _between_appendices(linted)


def _how_stated(milestone: Milestone) -> Iterator[Flag]:
    if milestone.relation is Relation.UNREAD:
        yield Flag(
            "UNREAD_DEADLINE", _WARNING, milestone.key, milestone.printed,
            "Máy không hiểu ô thời hạn này; giữ nguyên như in để người soát ghi ngày.",
        )  # fmt: skip
    elif milestone.relation is Relation.UNSTATED:
        yield Flag(
            "NOT_STATED", _WARNING, milestone.key, milestone.printed,
            "Văn bản không nêu thời hạn. Máy không suy ra.",
        )  # fmt: skip
    elif milestone.relation in _TYPED:
        yield Flag("NOT_ONE_DAY", _WARNING, milestone.key, milestone.printed, _TYPED[milestone.relation])


def _when(linted: Linted, row: Task | Session, milestone: Milestone, calendar: OfficialCalendar) -> Iterator[Flag]:
    issued, year = linted.facts.issued_on, linted.facts.year
    if milestone.recurrence:
        yield from _recurring(milestone, year, calendar)
    day = milestone.last_day or _end_of_month(milestone.month)
    if day is None:
        return
    if issued and day < issued:
        yield _before_issue(linted, row, milestone, day, calendar)
        return
    if not linted.facts.covers(day.year):
        yield Flag(
            "DATE_OUTSIDE_PLAN_YEAR", _INFO, milestone.key, milestone.printed,
            f"Ngày {show_date(day)} không thuộc năm {year}"
            + (" nhưng sau ngày ký văn bản nên vẫn hợp lệ." if issued else "."),
        )  # fmt: skip
    held = milestone.relation in (Relation.BEFORE, Relation.BY, Relation.ON, Relation.RANGE)
    if milestone.last_day and held and not calendar.is_working_day(day):
        yield _off_day(milestone, day, calendar)


def _end_of_month(month: str | None) -> date | None:
    if not month:
        return None
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def _off_day(milestone: Milestone, day: date, calendar: OfficialCalendar) -> Flag:
    reason = calendar.off.get(day)
    last = calendar.effective(day)
    code = "HOLIDAY" if reason else "WEEKEND"
    what = f"là ngày nghỉ ({reason})" if reason else f"là {weekday_name(day)}"
    return Flag(
        code, _WARNING, milestone.key, milestone.printed,
        f"{show_date(day)} {what}; ngày làm việc cuối cùng trước đó là {weekday_name(last)}, "
        f"{show_date(last)}. Ngày in được giữ.",
    )  # fmt: skip


def _before_issue(
    linted: Linted, row: Task | Session, milestone: Milestone, day: date, calendar: OfficialCalendar
) -> Flag:
    """Why a day before the signature is doubtful, and what supports the proposal."""
    issued = linted.facts.issued_on or day
    named = f"Ngày in {show_date(day)}" if milestone.last_day else f"Tháng in {day.month}/{day.year}"
    parts = [f"{named} trước ngày ký văn bản {show_date(issued)}."]
    proposal = _in_year(day, meant_year(linted) or linted.facts.year)
    if proposal is None or proposal < issued:
        return Flag("DATE_BEFORE_ISSUE", _ERROR, milestone.key, milestone.printed, parts[0])
    for other in _counterparts(linted, row):
        if any(theirs.last_day == proposal for theirs in other.milestones):
            parts.append(f"Cùng việc ở {other.key} in {show_date(proposal)}.")
    if any(m.last_day and m.last_day.year == proposal.year for m in row.milestones):
        parts.append(f"Cùng ô có ngày thuộc năm {proposal.year}.")
    if milestone.last_day:
        moved = "" if calendar.is_working_day(proposal) else "; máy không tự dời"
        parts.append(f"Đề xuất {show_date(proposal)} ({weekday_name(proposal)}{moved}).")
    iso = proposal.isoformat() if milestone.last_day else f"{proposal:%Y-%m}"
    return Flag("DATE_BEFORE_ISSUE", _ERROR, milestone.key, milestone.printed, " ".join(parts), iso)


def _in_year(day: date, year: int | None) -> date | None:
    if year is None or (day.month, day.day) == (2, 29):
        return None
    return day.replace(year=year)


def _counterparts(linted: Linted, row: Task | Session) -> list[Task | Session]:
    """The same thing in the other appendix."""
    if isinstance(row, Session):
        return [task for task in linted.tasks if task.key == row.linked_task]
    return [session for session in linted.sessions if session.linked_task == row.key]


def _recurring(milestone: Milestone, year: int | None, calendar: OfficialCalendar) -> Iterator[Flag]:
    """The days of a recurrence that fall on days off in the year of the plan."""
    rule = milestone.recurrence or ""
    numbers = re.search(r"BYMONTHDAY=([\d,]+)", rule)
    if not numbers or year is None:
        return
    months = re.search(r"BYMONTH=([\d,]+)", rule)
    chosen = map(int, months[1].split(",")) if months else range(1, 13)
    days = [
        date(year, month, number)
        for month in chosen
        for number in map(int, numbers[1].split(","))
        if number <= monthrange(year, month)[1]
    ]
    off = [f"{day.day}/{day.month} ({calendar.reason_off(day)})" for day in days if not calendar.is_working_day(day)]
    if off:
        yield Flag(
            "RECURRENCE_OFF_DAYS", _WARNING, milestone.key, milestone.printed,
            f"Trong năm {year}, các ngày rơi vào ngày nghỉ: {', '.join(off)}.",
        )  # fmt: skip


def _inclusive(linted: Linted) -> Iterator[Flag]:
    before = [m for m in linted.milestones() if m.relation is Relation.BEFORE]
    if not before:
        return
    both = {bool(re.search(r"(?i)trước\s+ngày", m.printed)) for m in before}
    more = " Văn bản dùng cả hai cách viết “trước” và “trước ngày”." if len(both) > 1 else ""
    yield Flag(
        "INCLUSIVE_UNSTATED", _WARNING, "document", "trước (ngày) …",
        f"{len(before)} mốc ghi “trước ngày” mà không nói có tính ngày đó hay không; "
        f"theo một quy ước chung đặt ở trang soát.{more}",
        also=tuple(m.key for m in before),
    )  # fmt: skip


def _style(linted: Linted) -> Iterator[Flag]:
    """Months from March on with and without a zero, or only January and February with one (NĐ 30/2020)."""
    printed = " ".join(m.printed for m in linted.milestones())
    if re.search(r"/[3-9]/", printed) and re.search(r"/0[1-9]/", printed):
        yield Flag(
            "DATE_STYLE_MIXED", _INFO, "document", "",
            "Tháng khi ghi hai chữ số, khi ghi một chữ số; máy đọc được cả hai cách.",
        )  # fmt: skip


def _between_appendices(linted: Linted) -> Iterator[Flag]:
    """The same session with different days or partners in two appendices."""
    tasks = {task.key: task for task in linted.tasks}
    for session in linted.sessions:
        if not (task := tasks.get(session.linked_task or "")):
            continue
        theirs = next((m for m in session.milestones if m.last_day), None)
        own = next((m for m in task.milestones if m.last_day and theirs and m.relation == theirs.relation), None)
        if own and theirs and own.last_day and theirs.last_day and own.last_day != theirs.last_day:
            yield Flag(
                "CONFLICT_BETWEEN_APPENDICES", _ERROR, own.key, own.printed,
                f"{session.key} in cùng việc này là {show_date(theirs.last_day)}, "
                f"ở đây in {show_date(own.last_day)}.",
                _plausible(linted, own.last_day, theirs.last_day), (theirs.key,),
            )  # fmt: skip
        if session.coordinating and set(task.coordinating) != set(session.coordinating):
            yield Flag(
                "COORDINATORS_DIFFER", _WARNING, session.key, "; ".join(session.coordinating),
                f"{task.key} ghi đơn vị phối hợp: {'; '.join(task.coordinating)}.", also=(task.key,),
            )  # fmt: skip


def _plausible(linted: Linted, own: date, theirs: date) -> str | None:
    """The other appendix's day as a proposal: only when ours cannot be, or lies outside the year and theirs does not."""
    facts = linted.facts

    def doubtful(day: date) -> bool:
        return (facts.issued_on is not None and day < facts.issued_on) or not facts.covers(day.year)

    return theirs.isoformat() if doubtful(own) and not doubtful(theirs) else None
