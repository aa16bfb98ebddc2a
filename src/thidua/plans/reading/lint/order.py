"""Checks of order: rows inside a section, what should come before what, too little time between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise

from thidua.foundation.dates import show_date
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.flat import words_of
from thidua.plans.reading.lint.context import Linted, LintRules, is_for_dossiers
from thidua.plans.reading.shapes import Flag, Milestone, Relation, Severity, Task

_WARNING, _INFO = Severity.WARNING, Severity.INFO
_Window = tuple[Task, date]


def checks(linted: Linted, calendar: OfficialCalendar, rules: LintRules) -> Iterator[Flag]:
    """Every check of this module."""
    yield from _in_section(linted)
    yield from _ranked_before_reviewed(linted)
    yield from _same_day(linted)
    yield from _contest(linted)
    yield from _short_lead(linted, calendar, rules)
    yield from _dossiers_after_meeting(linted)
    yield from _many_cutoffs(linted, rules)
    yield from _mid_year(linted)


def last_day(task: Task) -> date | None:
    """The last day among a task's milestones that are not for handing in dossiers."""
    return max((m.day for m in task.milestones if m.day and not is_for_dossiers(m)), default=None)


def _in_section(linted: Linted) -> Iterator[Flag]:
    for (_part, section), group in groupby(linted.tasks, key=lambda task: (task.part, task.section)):
        days = [(task, day) for task in group if (day := last_day(task))]
        for (first, earlier), (second, later) in pairwise(days):
            if later < earlier and earlier.year == later.year:
                yield Flag(
                    "ORDER_IN_SECTION", _INFO, second.key, show_date(later),
                    f"Trong mục {section or 'này'}, việc này đến hạn trước {first.key} ({show_date(earlier)}) "
                    "dù đứng sau. Không đánh số lại.",
                    also=(first.key,),
                )  # fmt: skip


def _windows(linted: Linted) -> list[_Window]:
    """The windows in which units hand in and conclude, each with its last day."""
    return [
        (task, m.end)
        for task in linted.tasks
        for m in task.milestones
        if m.relation is Relation.RANGE and m.end and "trinh khen thuong" in f"{linted.words(task)} {words_of(m.label)}"
    ]


def _ranked_before_reviewed(linted: Linted) -> Iterator[Flag]:
    window = max(_windows(linted), key=lambda pair: pair[1], default=None)
    if window is None:
        return
    other, end = window
    for task in linted.tasks:
        words, day = linted.words(task), last_day(task)
        if "binh xet" in words and "cum" in words and day and day < end:
            yield Flag(
                "SEQUENCE_INVERTED", _WARNING, task.key, show_date(day),
                f"Cụm, khối bình xét xong {show_date(day)} trong khi đơn vị còn được tổng kết, "
                f"trình đến {show_date(end)} ({other.key}).",
                also=(other.key,),
            )  # fmt: skip


def _same_day(linted: Linted) -> Iterator[Flag]:
    """What is sent to the heads of clusters on the very day the clusters are formed anew."""
    renewed = {
        day: task
        for task in linted.tasks
        if "kien toan" in linted.words(task) and "cum" in linted.words(task) and (day := last_day(task))
    }
    for task in linted.tasks if renewed else ():
        words, sent = linted.words(task), last_day(task)
        first = renewed.get(sent) if sent else None
        if first and first is not task and ("cum truong" in words or "khoi truong" in words):
            yield Flag(
                "SAME_DAY_DEPENDENCY", _WARNING, task.key, show_date(sent) if sent else "",
                f"Đơn vị gửi Cụm trưởng, Khối trưởng cùng ngày với việc kiện toàn cụm, khối ({first.key}); "
                "nơi nhận có thể đổi.",
                also=(first.key,),
            )  # fmt: skip


def _contest(linted: Linted) -> Iterator[Flag]:
    """A contest that is awarded before the units have summed it up."""
    awarded = [
        (m.day, task) for task in linted.tasks for m in task.milestones if m.day and "trao giai" in words_of(m.label)
    ]
    if not awarded:
        return
    first, awarding = min(awarded, key=lambda pair: pair[0])
    for task in linted.tasks:
        words, day = linted.words(task), last_day(task)
        if task is not awarding and "tong ket" in words and "cuoc thi" in words and day and day > first:
            yield Flag(
                "SEQUENCE_INVERTED", _WARNING, task.key, show_date(day),
                f"Trao giải {show_date(first)} ({awarding.key}) trước khi đơn vị tổng kết Cuộc thi.",
                also=(awarding.key,),
            )  # fmt: skip


def _days_needed(rules: LintRules, on: date) -> tuple[int, str] | None:
    for row in rules["consultation"]:
        if row["from"] <= on <= (row.get("to") or date.max):
            return int(row["days"]), str(row["source"])
    return None


def _short_lead(linted: Linted, calendar: OfficialCalendar, rules: LintRules) -> Iterator[Flag]:
    """Too few working days between the end of taking dossiers and the session that decides on them.

    The end is the session's own day for dossiers, else the last window of submission before it.
    """
    windows = _windows(linted)
    for task in linted.meetings:
        meeting = _meeting_day(task)
        if meeting is None or meeting.day is None or not (needed := _days_needed(rules, meeting.day)):
            continue
        until = _taken_until(task, meeting.day, windows)
        left = calendar.between(until[1], meeting.day) if until else needed[0]
        if until and left < needed[0]:
            yield Flag(
                "SHORT_LEAD_TIME", _WARNING, task.key, meeting.printed,
                f"Từ hạn trình {show_date(until[1])} ({until[0].key}) đến phiên chỉ còn {left} ngày làm việc, "
                f"riêng lấy ý kiến Nhân dân cần {needed[0]} ngày ({needed[1]}).",
                also=(until[0].key,),
            )  # fmt: skip


def _meeting_day(task: Task) -> Milestone | None:
    return next((m for m in task.milestones if m.day and not is_for_dossiers(m)), None)


def _taken_until(task: Task, meeting: date, windows: list[_Window]) -> _Window | None:
    own = [(task, m.day) for m in task.milestones if m.day and is_for_dossiers(m) and m.day <= meeting]
    return max(own or [w for w in windows if w[1] <= meeting], key=lambda pair: pair[1], default=None)


def _dossiers_after_meeting(linted: Linted) -> Iterator[Flag]:
    """Dossiers of a session due after the session."""
    for task in linted.meetings:
        meeting = _meeting_day(task)
        for own in task.milestones:
            if meeting and meeting.day and own.day and is_for_dossiers(own) and own.day > meeting.day:
                yield Flag(
                    "SEQUENCE_INVERTED", _WARNING, own.key, own.printed,
                    f"Hạn gửi hồ sơ {show_date(own.day)} sau ngày họp {show_date(meeting.day)}.",
                    also=(meeting.key,),
                )  # fmt: skip


def _many_cutoffs(linted: Linted, rules: LintRules) -> Iterator[Flag]:
    """One sector whose dossiers are due on several days."""
    for sector in rules["sectors"]:
        found: dict[date, str] = {}
        for task in linted.tasks:
            words = linted.words(task)
            left_out = any(word in words for word in sector.get("but", ()))
            if any(word in words for word in sector["words"]) and not left_out:
                found.update({m.day: m.key for m in task.milestones if m.day and is_for_dossiers(m)})
        if len(found) > 1:
            shown = ", ".join(f"{show_date(day)} ({key})" for day, key in sorted(found.items())[:6])
            yield Flag(
                "SEVERAL_CUTOFFS", _WARNING if len(found) > 2 else _INFO, min(found.items())[1], "",
                f"{sector['name']} có {len(found)} hạn gửi hồ sơ khác nhau: {shown}.",
                also=tuple(found.values()),
            )  # fmt: skip


def _mid_year(linted: Linted) -> Iterator[Flag]:
    """Reviews of the same half-year that end on different days."""
    reviews = [
        (task, day)
        for task in linted.tasks
        if "so ket 6 thang" in linted.words(task) and "ke hoach" not in linted.words(task) and (day := last_day(task))
    ]
    if len({day for _task, day in reviews}) > 1:
        shown = ", ".join(f"{task.key} {show_date(day)}" for task, day in reviews[:6])
        latest = max(reviews, key=lambda pair: pair[1])[0]
        yield Flag("REVIEWS_APART", _INFO, latest.key, "", f"Các cuộc sơ kết 6 tháng có hạn khác nhau: {shown}.")
