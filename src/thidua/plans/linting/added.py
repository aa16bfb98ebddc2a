"""Checks that the reader does not make: what needs the whole plan beside itself, as printed or as used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from thidua.foundation.dates import show_date
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.flat import clipped, flat, one_line, words_of
from thidua.plans.reading.lint.context import Linted, LintRules, is_for_dossiers
from thidua.plans.reading.lint.order import last_day
from thidua.plans.reading.shapes import Flag, Milestone, Relation, Session, Severity, Task
from thidua.plans.reading.sources.blocks import Paragraph

_WARNING, _INFO = Severity.WARNING, Severity.INFO
_QUARTER = re.compile(r"^quy (i{1,3}|iv|[1-4])\b")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_SERIES = re.compile(
    r"\b(lan|phien|phien hop|ky hop)(?: hoi dong)? (?:thu )?(nhat|hai|ba|tu|nam|sau|bay|tam|\d{1,2})\b"
)
_ORDINALS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_PREPARES = re.compile(r"^(?:(?:phoi hop|lap|xay dung|ban hanh|soan|xd|trinh) )+ke hoach (?:to chuc )?(.+)$")
_HOLDS = re.compile(r"^(?:(?:phoi hop|to chuc|chuan bi|du|tham du|noi dung|cac noi dung|va) )+(.+)$")
_ALIKE = 5  # words that a plan of something and the thing itself must share from the first on
_QUOTED = re.compile(r"[“\"]([^”\"]{4,80})[”\"]")
_YEAR = re.compile(r"\bnam (20\d\d)\b")
_APPENDIX = re.compile(r"^phu luc\b")
_OPENING = re.compile(r"^(?:(?:xet|duyet|de nghi|tang|thuong|cong nhan|danh hieu) )+(?=.)")
_MEETS = re.compile(r"\b(?:phien|ky) hop\b")


def checks(linted: Linted, calendar: OfficialCalendar, rules: LintRules) -> Iterator[Flag]:
    """Every check of this module."""
    yield from _far_years(linted)
    yield from _outside_section(linted)
    yield from _appendix_years(linted)
    yield from _cutoffs(linted)
    yield from _reserve(linted, calendar, rules)
    yield from _series(linted.tasks)
    yield from _series(linted.sessions)
    yield from _planned_after_held(linted)
    yield from _told_before_decided(linted)
    yield from _between_appendices(linted)


def _far_years(linted: Linted) -> Iterator[Flag]:
    """A year that lies beyond the next one: a slip of the pen rather than a deadline."""
    year = linted.facts.year
    for milestone in linted.milestones() if year else ():
        day = milestone.last_day
        if year and day and day.year > (linted.facts.last_year or year) + 1 and (day.month, day.day) != (2, 29):
            proposal = day.replace(year=year)
            yield Flag(
                "YEAR_TOO_FAR", _WARNING, milestone.key, milestone.printed,
                f"Năm {day.year} cách năm của kế hoạch ({year}) hơn một năm; có thể in nhầm. Đề xuất {show_date(proposal)}.",
                proposal.isoformat(),
            )  # fmt: skip


def _outside_section(linted: Linted) -> Iterator[Flag]:
    """A task under a quarter that is due only after it has ended."""
    year = linted.facts.year
    for task in linted.tasks:
        quarter, day = _QUARTER.match(words_of(task.section or "")), last_day(task)
        if year is None or quarter is None or day is None or day.year != year:
            continue
        number = _QUARTERS[quarter[1]]
        if (day.month + 2) // 3 > number:
            yield Flag(
                "DATE_OUTSIDE_SECTION", _WARNING, task.key, show_date(day),
                f"Việc đứng ở {one_line(task.section or '')} nhưng đến hạn {show_date(day)}, sau khi quý đã hết.",
            )  # fmt: skip


def _appendix_years(linted: Linted) -> Iterator[Flag]:
    """A year in the title of an appendix that is not that of the document."""
    year, near = linted.facts.year, 0
    for block in linted.blocks:
        if not isinstance(block, Paragraph):
            near = 0
            continue
        near = 3 if _APPENDIX.match(flat(block.text)) else near - 1
        named = _YEAR.findall(flat(block.text)) if near > 0 and "kem theo" not in flat(block.text)[:12] else []
        if year and named and all(not linted.facts.covers(int(found)) for found in named):
            yield Flag(
                "APPENDIX_YEAR_DIFFERS", _WARNING, block.id, clipped(block.text),
                f"Tên phụ lục ghi năm {named[0]}, kế hoạch là năm {year}.", str(year),
            )  # fmt: skip


def _cutoffs(linted: Linted) -> Iterator[Flag]:
    """Dossiers due after what they serve: the decision of the same task, or the session that the other appendix prints."""
    meetings = {task.key for task in linted.meetings}
    sessions = {row.linked_task: row for row in linted.sessions if row.linked_task}
    for task in linted.tasks:
        own = last_day(task)
        session = sessions.get(task.key)
        held = min((m.last_day for m in session.milestones if m.last_day), default=None) if session else None
        for milestone in filter(is_for_dossiers, task.milestones):
            day = milestone.last_day
            if day and own and day > own and task.key not in meetings:
                yield Flag(
                    "CUTOFF_AFTER_DECISION", _WARNING, milestone.key, milestone.printed,
                    f"Hạn gửi hồ sơ {show_date(day)} sau ngày phải xong việc {show_date(own)}.",
                )  # fmt: skip
            if day and held and session and day > held:
                yield Flag(
                    "CUTOFF_AFTER_SESSION", _WARNING, milestone.key, milestone.printed,
                    f"Hạn gửi hồ sơ {show_date(day)} sau phiên họp {show_date(held)} mà hồ sơ phục vụ ({session.key}).",
                    also=(session.key,),
                )  # fmt: skip


def _days(rules: LintRules, on: date) -> tuple[int, int] | None:
    """Working days of consultation in force on a day, and of sending the papers before a session."""
    consultation = next(
        (int(row["days"]) for row in rules["consultation"] if row["from"] <= on <= (row.get("to") or date.max)), None
    )
    papers = rules["papers_days"]
    return (consultation, int(papers["days"])) if consultation and papers else None


def _reserve(linted: Linted, calendar: OfficialCalendar, rules: LintRules) -> Iterator[Flag]:
    """Time for consultation, but none left to send the papers to the members before the session."""
    for task in linted.meetings:
        cutoff = max((m.day for m in task.milestones if m.day and is_for_dossiers(m)), default=None)
        meeting = last_day(task)
        needed = _days(rules, meeting) if meeting else None
        if not (cutoff and meeting and needed and cutoff <= meeting):
            continue
        left = calendar.between(cutoff, meeting)
        if needed[0] <= left < sum(needed):
            yield Flag(
                "LITTLE_RESERVE", _WARNING, task.key, show_date(cutoff),
                f"Từ hạn gửi hồ sơ {show_date(cutoff)} đến phiên {show_date(meeting)} có {left} ngày làm việc: đủ lấy ý kiến "
                f"({needed[0]}) nhưng không đủ để gửi tài liệu trước phiên ({needed[1]}).",
            )  # fmt: skip


def _series(rows: Iterable[Task | Session]) -> Iterator[Flag]:
    """Meetings numbered one after another whose days are not."""
    found: dict[tuple[str, str], list[tuple[int, date, str]]] = defaultdict(list)
    for row in rows:
        words = words_of(row.title)
        match = _SERIES.search(words[:160])
        day = last_day(row) if isinstance(row, Task) else min((m.day for m in row.milestones if m.day), default=None)
        if match and day:
            number = int(match[2]) if match[2].isdigit() else _ORDINALS[match[2]]
            found[words[: match.start()], match[1]].append((number, day, row.key))
    for numbered in found.values():
        for (first, earlier, key), (second, later, other) in pairwise(sorted(numbered)):
            if first < second and later <= earlier:
                yield Flag(
                    "SERIES_INVERTED", _WARNING, other, show_date(later),
                    f"Lần {second} ({show_date(later)}) không sau lần {first} ({show_date(earlier)}, {key}).", also=(key,),
                )  # fmt: skip


def _planned_after_held(linted: Linted) -> Iterator[Flag]:
    """The plan of something due after the thing itself."""
    held: dict[str, list[tuple[str, Task]]] = defaultdict(list)
    for task in linted.tasks:
        if match := _HOLDS.match(linted.words(task)):
            held[_first_words(match[1])].append((match[1], task))
    for task in linted.tasks:
        match, due = _PREPARES.match(linted.words(task)), last_day(task)
        if match is None or due is None:
            continue
        for name, other in held.get(_first_words(match[1]), ()):
            day = last_day(other)
            alike = name.startswith(match[1]) or match[1].startswith(name)
            if alike and day and other is not task and due > day:
                yield Flag(
                    "SEQUENCE_INVERTED", _WARNING, task.key, show_date(due),
                    f"Kế hoạch đến hạn {show_date(due)}, sau chính việc mà kế hoạch chuẩn bị ({other.key}, {show_date(day)}).",
                    also=(other.key,),
                )  # fmt: skip


def _first_words(words: str) -> str:
    return " ".join(words.split()[:_ALIKE])


def _told_before_decided(linted: Linted) -> Iterator[Flag]:
    """A result reported, or an honour handed over, before the council has considered it."""
    decided: dict[str, tuple[date, Task]] = {}
    for task in linted.meetings:
        day = last_day(task)
        for name in {words_of(quoted) for quoted in _QUOTED.findall(task.title)} if day else ():
            if day and (name not in decided or day < decided[name][0]):
                decided[name] = (day, task)
    for task in linted.tasks if decided else ():
        words, day = linted.words(task), last_day(task)
        tells = ("bao cao" in words and "ket qua" in words) or "vinh danh" in words or "trao tang" in words
        for name in {words_of(quoted) for quoted in _QUOTED.findall(task.title)} if tells and day else ():
            if name in decided and day and day < decided[name][0] and decided[name][1] is not task:
                meeting, other = decided[name]
                yield Flag(
                    "SEQUENCE_INVERTED", _WARNING, task.key, show_date(day),
                    f"Báo cáo, vinh danh {show_date(day)} trước khi Hội đồng xét ({other.key}, {show_date(meeting)}).",
                    also=(other.key,),
                )  # fmt: skip


def _between_appendices(linted: Linted) -> Iterator[Flag]:
    """Sessions that only one of the appendices has; points that a session takes up and its task does not name."""
    if not linted.sessions:
        return
    linked = {row.linked_task for row in linted.sessions}
    for task in linted.meetings:
        if task.key not in linked:
            yield Flag(
                "MEETING_WITHOUT_SESSION", _WARNING, task.key, clipped(task.title),
                "Phiên họp này không có dòng tương ứng trong chương trình của Hội đồng.",
            )  # fmt: skip
    tasks = {task.key: task for task in linted.tasks}
    for row in linted.sessions:
        repeated = tasks.get(row.linked_task or "")
        if repeated is None:
            if _MEETS.search(words_of(row.title)[:60]) and any(map(_is_dated, row.milestones)):
                yield Flag(
                    "SESSION_WITHOUT_TASK", _WARNING, row.key, row.title,
                    "Phiên họp này không có nhiệm vụ tương ứng trong bảng tiến độ.",
                )  # fmt: skip
            continue
        said = words_of(repeated.title)
        missing = [point for point in row.contents if _OPENING.sub("", words_of(point)) not in said]
        if missing:
            yield Flag(
                "CONTENTS_DIFFER", _WARNING, row.key, clipped("; ".join(missing), 200),
                f"Chương trình nêu nội dung mà {repeated.key} không nêu.", also=(repeated.key,),
            )  # fmt: skip


def _is_dated(milestone: Milestone) -> bool:
    return milestone.last_day is not None and milestone.relation is not Relation.UNREAD
