"""Checks against dated facts outside the document: law that changes, levels that end, a ministry's deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from thidua.foundation.dates import show_date
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.flat import words_of
from thidua.plans.reading.lint.context import Linted, LintRules, is_for_dossiers
from thidua.plans.reading.shapes import Flag, Session, Severity, Task

_WARNING, _INFO = Severity.WARNING, Severity.INFO
_BODY_WORTH_COMPARING = 2000


def checks(linted: Linted, calendar: OfficialCalendar, rules: LintRules) -> Iterator[Flag]:
    """Every check of this module."""
    year = linted.facts.year
    if year is None:
        return
    yield from _law_changes(linted, rules, year)
    for fact in rules["ended_levels"]:
        yield from _told(linted, "DISTRICT_LEVEL_ENDED", fact, year)
    for fact in rules["changed_groups"]:
        yield from _told(linted, "GROUP_CHANGED", fact, year)
    yield from _ministry(linted, calendar, rules, year)
    yield from _gaps(linted, rules)


def _law_changes(linted: Linted, rules: LintRules, year: int) -> Iterator[Flag]:
    tasks = linted.meetings or linted.tasks
    days = [m.last_day for task in tasks for m in task.milestones if m.last_day and m.last_day.year == year]
    for change in rules["legal_changes"]:
        if any(day < change["on"] for day in days) and any(day >= change["on"] for day in days):
            yield Flag(
                "LEGAL_BASE_CHANGES", _WARNING, "document", "",
                f"Từ {show_date(change['on'])}, {change['text']} ({change['source']}): "
                "các việc trước và sau ngày này theo hai bộ quy định.",
            )  # fmt: skip


def _told(linted: Linted, code: str, fact: dict[str, Any], year: int) -> Iterator[Flag]:
    """Rows that name what has ended or changed by then; of a level that ended only those due after its end."""
    if year < fact["on"].year:
        return
    for row in linted.rows():
        named = [*row.coordinating, *(row.implementing if isinstance(row, Task) else row.advising)]
        text = " ".join([linted.words(row), *map(words_of, named)])
        if any(word in text for word in fact["words"]) and (code == "GROUP_CHANGED" or _due_from(row, fact["on"])):
            yield Flag(
                code, _WARNING, row.key, fact["shown"],
                f"Từ {show_date(fact['on'])}, {fact['text']} ({fact['source']}); dữ liệu đơn vị phải theo ngày.",
            )  # fmt: skip


def _due_from(row: Task | Session, on: date) -> bool:
    return any(m.last_day and m.last_day >= on for m in row.milestones)


def _ministry(linted: Linted, calendar: OfficialCalendar, rules: LintRules, year: int) -> Iterator[Flag]:
    """Too few working days between a session and the day after which a ministry takes no more dossiers."""
    for fact in rules["outside_cutoffs"]:
        cutoff = date(year, fact["month"], fact["day"])
        for task in linted.meetings:
            if not all(word in linted.words(task) for word in fact["words"]):
                continue
            for milestone in task.milestones:
                day = milestone.day
                if day is None or is_for_dossiers(milestone) or (day.month, day.day) == (2, 29):
                    continue
                left = calendar.between(day.replace(year=year), cutoff)
                if 0 <= left < fact["needs"]:
                    yield Flag(
                        "SHORT_TIME_TO_MINISTRY", _WARNING, task.key, milestone.printed,
                        f"Sau phiên chỉ còn {left} ngày làm việc đến hạn nhận của Bộ {show_date(cutoff)} "
                        f"({fact['source']}).",
                    )  # fmt: skip


def _gaps(linted: Linted, rules: LintRules) -> Iterator[Flag]:
    """What the body asks for and no task does, and the other way round."""
    body = linted.body
    if len(body) < _BODY_WORTH_COMPARING:
        return
    rows = [(row.key, linted.words(row)) for row in linted.rows()]
    for topic in rules["body_topics"]:
        named = any(word in words for _key, words in rows for word in topic["words"])
        if any(word in body for word in topic["words"]) and not named:
            yield Flag(
                "BODY_WITHOUT_TASK", _WARNING, "document", topic["name"],
                f"Phần lời có “{topic['name']}” nhưng bảng không có việc nào.",
            )  # fmt: skip
    for topic in rules["task_topics"]:
        keys = [key for key, words in rows if any(word in words for word in topic["words"])]
        if keys and not any(word in body for word in topic["words"]):
            yield Flag(
                "TASK_WITHOUT_BODY", _INFO, keys[0], topic["name"],
                f"Bảng có “{topic['name']}” nhưng phần lời không nhắc.", also=tuple(keys[1:]),
            )  # fmt: skip
