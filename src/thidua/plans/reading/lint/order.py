"""Checks of order: rows inside a section, what should come before what, too little time between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from thidua.foundation.dates import show_date
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.flat import flat, words_of
from thidua.plans.reading.lint.context import Linted, LintRules
from thidua.plans.reading.shapes import Flag, Milestone, Relation, Severity, Task

_WARNING, _INFO = Severity.WARNING, Severity.INFO


def checks(linted: Linted, calendar: OfficialCalendar, rules: LintRules) -> Iterator[Flag]:
    """Every check of this module."""
    yield from _in_section(linted)
    yield from _ranked_before_reviewed(linted)
    yield from _same_day(linted)
    yield from _contest(linted)
    yield from _short_lead(linted, calendar, rules)
    yield from _many_cutoffs(linted, rules)
    yield from _mid_year(linted)


def last_day(task: Task) -> date | None:
    """The last day among a task's milestones that are not for handing in dossiers."""
    days = [m.last_day for m in task.milestones if m.last_day and "ho so" not in flat(m.label)]
    return max(days, default=None)


def _in_section(linted: Linted) -> Iterator[Flag]:
    for (_part, section), group in groupby(linted.tasks, key=lambda task: (task.part, task.section)):
        days = [(task, day) for task in group if (day := last_day(task))]
        for (first, earlier), (second, later) in zip(days, days[1:], strict=False):
            if later < earlier and earlier.year == later.year:
                yield Flag("ORDER_IN_SECTION", _INFO, second.key, show_date(later), f"Trong mục {section or 'này'}, việc này đến hạn trước {first.key} ({show_date(earlier)}) dù đứng sau. Không đánh số lại.", also=(first.key,))


def _windows(linted: Linted) -> list[tuple[Task, Milestone]]:
    """Windows in which units hand in and conclude."""
    return [
        (task, m) for task in linted.tasks for m in task.milestones
        if m.relation is Relation.RANGE and m.end and "trinh khen thuong" in flat(f"{task.title} {m.label}")
    ]  # fmt: skip


def _ranked_before_reviewed(linted: Linted) -> Iterator[Flag]:
    for window_task, window in _windows(linted):
        for task in linted.tasks:
            bare = flat(f"{task.title} {' '.join(task.implementing)}")
            day = last_day(task)
            if "binh xet" in bare and "cum" in bare and day and window.end and day < window.end:
                yield Flag("SEQUENCE_INVERTED", _WARNING, task.key, show_date(day), f"Cụm, khối bình xét xong {show_date(day)} trong khi đơn vị còn được tổng kết, trình đến {show_date(window.end)} ({window_task.key}).", also=(window_task.key,))


def _same_day(linted: Linted) -> Iterator[Flag]:
    renewed = [t for t in linted.tasks if "kien toan" in flat(t.title) and "cum" in flat(t.title)]
    sent = [t for t in linted.tasks if "cum truong" in flat(t.title) or "khoi truong" in flat(t.title)]
    for first in renewed:
        for second in sent:
            if last_day(first) and last_day(first) == last_day(second):
                yield Flag("SAME_DAY_DEPENDENCY", _WARNING, second.key, "", f"Đơn vị gửi Cụm trưởng, Khối trưởng cùng ngày với việc kiện toàn cụm, khối ({first.key}); nơi nhận có thể đổi.", also=(first.key,))


def _contest(linted: Linted) -> Iterator[Flag]:
    awarded = [(t, m) for t in linted.tasks for m in t.milestones if m.last_day and "trao giai" in flat(f"{m.label}")]
    for task, milestone in awarded:
        for other in linted.tasks:
            bare = flat(other.title)
            day = last_day(other)
            if other is not task and "tong ket" in bare and "cuoc thi" in bare and day and milestone.last_day and day > milestone.last_day:
                yield Flag("SEQUENCE_INVERTED", _WARNING, other.key, show_date(day), f"Thành phố trao giải {show_date(milestone.last_day)} ({task.key}) trước khi đơn vị tổng kết Cuộc thi.", also=(task.key,))


def _days_needed(rules: LintRules, on: date) -> tuple[int, str] | None:
    for row in rules["consultation"]:
        if row["from"] <= on <= (row.get("to") or date.max):
            return int(row["days"]), str(row["source"])
    return None


def _short_lead(linted: Linted, calendar: OfficialCalendar, rules: LintRules) -> Iterator[Flag]:
    """Too few working days between the end of a window of submission and the session that decides on it."""
    for window_task, window in _windows(linted):
        for task in linted.tasks:
            meeting = next((m for m in task.milestones if m.day and "ho so" not in flat(m.label)), None)
            if "hop hoi dong" not in flat(task.title) or meeting is None or meeting.day is None or window.end is None:
                continue
            needed = _days_needed(rules, meeting.day)
            left = calendar.between(window.end, meeting.day)
            if needed and 0 <= left < needed[0]:
                yield Flag("SHORT_LEAD_TIME", _WARNING, task.key, meeting.printed, f"Từ hạn trình {show_date(window.end)} ({window_task.key}) đến phiên chỉ còn {left} ngày làm việc, riêng lấy ý kiến Nhân dân cần {needed[0]} ngày ({needed[1]}).", also=(window_task.key,))


def _many_cutoffs(linted: Linted, rules: LintRules) -> Iterator[Flag]:
    for sector in rules["sectors"]:
        found: dict[date, str] = {}
        for task in linted.tasks:
            title = words_of(task.title)
            if any(word in title for word in sector["words"]) and not any(word in title for word in sector.get("but", ())):
                found.update({m.last_day: m.key for m in task.milestones if m.last_day and "ho so" in flat(m.label)})
        if len(found) > 1:
            shown = ", ".join(f"{show_date(day)} ({key})" for day, key in sorted(found.items()))
            severity = _WARNING if len(found) > 2 else _INFO
            yield Flag("SEVERAL_CUTOFFS", severity, sorted(found.items())[0][1], "", f"{sector['name']} có {len(found)} hạn gửi hồ sơ khác nhau: {shown}.", also=tuple(found.values()))


def _mid_year(linted: Linted) -> Iterator[Flag]:
    reviews = [(task, day) for task in linted.tasks if "so ket 6 thang" in flat(task.title) and (day := last_day(task)) and "ke hoach" not in flat(task.title)]
    days = {day for _task, day in reviews}
    if len(days) > 1:
        latest = max(reviews, key=lambda pair: pair[1])
        yield Flag("REVIEWS_APART", _INFO, latest[0].key, "", "Các cuộc sơ kết 6 tháng có hạn khác nhau: " + ", ".join(f"{task.key} {show_date(day)}" for task, day in reviews) + ".")
