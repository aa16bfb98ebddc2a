"""Checks of single days: before the plan was signed, outside its year, off days, what is not one day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from thidua.foundation.dates import show_date, weekday_name
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.deadlines import Remark
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.shapes import Flag, Milestone, Relation, Session, Severity, Task

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_TYPED = {
    Relation.RANGE: "Đây là khoảng thời gian, không phải một ngày hạn.",
    Relation.ON_OCCASION: "“Vào dịp” là ngày của sự kiện, không phải hạn cuối.",
    Relation.IN_MONTH: "Hạn là cả tháng, không nêu ngày.",
    Relation.WITHIN_QUARTER: "Hạn là cả quý, không nêu ngày.",
    Relation.BY_DOCUMENT: "Hạn theo tiến độ của văn bản khác, không có ngày riêng.",
    Relation.WHEN_ARISES: "Việc làm khi phát sinh, không có ngày.",
    Relation.MONTHLY_AS_ARISES: "Việc hằng tháng theo thực tế, không có ngày.",
    Relation.PERIODIC: "Việc định kỳ, không nêu ngày.",
}
_REMARKS = {
    Remark.RUN_TOGETHER: ("RUN_TOGETHER", _WARNING, "Nhiều mốc viết liền trong một ô; máy tách theo từng việc, cần xem lại chỗ tách."),
    Remark.YEAR_ASSUMED: ("YEAR_ASSUMED", _WARNING, "Ngày in không có năm; máy lấy năm của kế hoạch để theo dõi."),
    Remark.IMPOSSIBLE_DATE: ("IMPOSSIBLE_DATE", _ERROR, "Ngày này không có thật. Ô được giữ nguyên như in."),
    Remark.VAGUE: ("VAGUE_DAY", _WARNING, "Chỉ nói đầu, giữa hoặc cuối tháng; không có ngày cụ thể."),
    Remark.OPEN_RANGE: ("OPEN_RANGE", _INFO, "Khoảng thời gian chỉ có một đầu."),
    Remark.BACKWARD_RANGE: ("BACKWARD_RANGE", _ERROR, "Ngày bắt đầu sau ngày kết thúc."),
    Remark.NO_CUE: ("RECURRENCE_UNCLEAR", _WARNING, "Việc lặp hằng tháng nhưng không rõ là ngày chốt hồ sơ hay ngày quyết định, từ khi nào đến khi nào."),
    Remark.CUT_SHORT: ("CELL_TOO_LONG", _WARNING, "Ô quá dài; máy chỉ đọc phần đầu."),
}


def checks(linted: Linted, calendar: OfficialCalendar) -> Iterator[Flag]:
    """Every check of this module."""
    for milestone, remark in linted.remarks:
        code, severity, message = _REMARKS[remark]
        yield Flag(code, severity, milestone.key, milestone.printed, message)
    for row in linted.rows():
        for milestone in row.milestones:
            yield from _of_milestone(linted, row, milestone, calendar)
    yield from _inclusive(linted)
    yield from _style(linted)
    yield from _between_appendices(linted)


def _of_milestone(linted: Linted, row: Task | Session, milestone: Milestone, calendar: OfficialCalendar) -> Iterator[Flag]:
    issued, year = linted.facts.issued_on, linted.facts.year
    day = milestone.last_day
    if milestone.relation is Relation.UNREAD:
        yield Flag("UNREAD_DEADLINE", _WARNING, milestone.key, milestone.printed, "Máy không hiểu ô thời hạn này; giữ nguyên như in để người soát ghi ngày.")
    elif milestone.relation is Relation.UNSTATED:
        yield Flag("DEADLINE_EMPTY", _WARNING, milestone.key, milestone.printed, "Ô thời hạn để trống.")
    elif milestone.relation in _TYPED:
        yield Flag("NOT_ONE_DAY", _WARNING, milestone.key, milestone.printed, _TYPED[milestone.relation])
    if milestone.recurrence:
        yield from _recurring(milestone, year, calendar)
    if day is None:
        return
    if issued and day < issued:
        proposal = _in_year(day, year)
        yield Flag("DATE_BEFORE_ISSUE", _ERROR, milestone.key, milestone.printed, _before_issue(linted, row, day, issued, proposal, calendar), proposal.isoformat() if proposal else None)
    elif year and day.year != year:
        yield Flag("DATE_OUTSIDE_PLAN_YEAR", _INFO, milestone.key, milestone.printed, f"Ngày {show_date(day)} không thuộc năm {year} nhưng sau ngày ký văn bản nên vẫn hợp lệ.")
    elif not calendar.is_working_day(day) and milestone.relation is not Relation.ON_OCCASION:
        yield _off_day(milestone, day, calendar)


def _off_day(milestone: Milestone, day: date, calendar: OfficialCalendar) -> Flag:
    reason = calendar.off.get(day)
    last = calendar.effective(day)
    code = "HOLIDAY" if reason else "WEEKEND"
    what = f"là ngày nghỉ ({reason})" if reason else f"là {weekday_name(day)}"
    return Flag(code, _WARNING, milestone.key, milestone.printed, f"{show_date(day)} {what}; ngày làm việc cuối cùng trước đó là {weekday_name(last)}, {show_date(last)}. Ngày in được giữ.")


def _in_year(day: date, year: int | None) -> date | None:
    if year is None:
        return None
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def _before_issue(linted: Linted, row: Task | Session, day: date, issued: date, proposal: date | None, calendar: OfficialCalendar) -> str:
    """Why a day before the signature is doubtful, and what supports the proposal."""
    parts = [f"Ngày in {show_date(day)} trước ngày ký văn bản {show_date(issued)}."]
    if proposal is None:
        return parts[0]
    for other in _counterparts(linted, row):
        for milestone in other.milestones:
            if milestone.last_day == proposal:
                parts.append(f"Cùng việc ở {other.key} in {show_date(proposal)}.")
    if any(m.last_day and m.last_day.year == proposal.year for m in row.milestones):
        parts.append(f"Cùng ô có ngày thuộc năm {proposal.year}.")
    parts.append(f"Đề xuất {show_date(proposal)} ({weekday_name(proposal)}{'' if calendar.is_working_day(proposal) else '; máy không tự dời'}).")
    return " ".join(parts)


def _counterparts(linted: Linted, row: Task | Session) -> list[Task | Session]:
    """The same thing in the other appendix."""
    if isinstance(row, Session):
        return [task for task in linted.tasks if task.key == row.linked_task]
    return [session for session in linted.sessions if session.linked_task == row.key]


def _recurring(milestone: Milestone, year: int | None, calendar: OfficialCalendar) -> Iterator[Flag]:
    found = re.search(r"BYMONTHDAY=(\d+)", milestone.recurrence or "")
    if not found or year is None:
        return
    off = []
    for month in range(1, 13):
        try:
            day = date(year, month, int(found[1]))
        except ValueError:
            continue
        if not calendar.is_working_day(day):
            off.append(f"{day.day}/{month} ({calendar.reason_off(day)})")
    if off:
        yield Flag("RECURRENCE_OFF_DAYS", _WARNING, milestone.key, milestone.printed, f"Trong năm {year}, các ngày rơi vào ngày nghỉ: {', '.join(off)}.")


def _inclusive(linted: Linted) -> Iterator[Flag]:
    before = [m for m in linted.milestones() if m.relation is Relation.BEFORE]
    if not before:
        return
    both = {bool(re.search(r"(?i)trước\s+ngày", m.printed)) for m in before}
    more = " Văn bản dùng cả hai cách viết “trước” và “trước ngày”." if len(both) == 2 else ""
    yield Flag("INCLUSIVE_UNSTATED", _WARNING, "document", "trước (ngày) …", f"{len(before)} mốc ghi “trước ngày” mà không nói có tính ngày đó hay không; theo một quy ước chung đặt ở trang soát.{more}", also=tuple(m.key for m in before))


def _style(linted: Linted) -> Iterator[Flag]:
    printed = " ".join(m.printed for m in linted.milestones())
    padded = re.findall(r"/0[3-9]/", printed)
    bare = re.findall(r"/[3-9]/", printed)
    small = re.findall(r"/0[12]/", printed)
    if bare and (padded or small):
        yield Flag("DATE_STYLE_MIXED", _INFO, "document", "", "Tháng khi ghi hai chữ số, khi ghi một chữ số; máy đọc được cả hai cách.")


def _between_appendices(linted: Linted) -> Iterator[Flag]:
    """The same session with different days or partners in two appendices."""
    tasks = {task.key: task for task in linted.tasks}
    for session in linted.sessions:
        task = tasks.get(session.linked_task or "")
        if task is None:
            continue
        other = next((m for m in session.milestones if m.last_day), None)
        own = next((m for m in task.milestones if m.last_day and m.relation == (other.relation if other else None)), None)
        if own and other and own.last_day and other.last_day and own.last_day != other.last_day:
            yield Flag(
                "CONFLICT_BETWEEN_APPENDICES", _ERROR, own.key, own.printed,
                f"{session.key} in cùng việc này là {show_date(other.last_day)}, ở đây in {show_date(own.last_day)}.",
                other.last_day.isoformat(), (other.key,),
            )  # fmt: skip
        if set(task.coordinating) != set(session.coordinating):
            yield Flag("COORDINATORS_DIFFER", _WARNING, session.key, "; ".join(session.coordinating), f"{task.key} ghi đơn vị phối hợp: {'; '.join(task.coordinating)}.", also=(task.key,))
