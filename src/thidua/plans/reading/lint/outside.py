"""Checks against dated facts outside the document: law that changes, levels that end, a ministry's own deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from thidua.foundation.dates import show_date
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.flat import flat, words_of
from thidua.plans.reading.lint.context import Linted, LintRules
from thidua.plans.reading.shapes import Flag, Severity

_WARNING, _INFO = Severity.WARNING, Severity.INFO


def checks(linted: Linted, calendar: OfficialCalendar, rules: LintRules) -> Iterator[Flag]:
    """Every check of this module."""
    year = linted.facts.year
    if year is None:
        return
    yield from _law_changes(linted, rules, year)
    yield from _ended(linted, rules, year)
    yield from _ministry(linted, calendar, rules, year)
    yield from _gaps(linted, rules)


def _law_changes(linted: Linted, rules: LintRules, year: int) -> Iterator[Flag]:
    for change in rules["legal_changes"]:
        meetings = [row for row in linted.tasks if "hop hoi dong" in flat(row.title)] or linted.tasks
        days = [m.last_day for row in meetings for m in row.milestones if m.last_day and m.last_day.year == year]
        before, after = [d for d in days if d < change["on"]], [d for d in days if d >= change["on"]]
        if before and after:
            yield Flag("LEGAL_BASE_CHANGES", _WARNING, "document", "", f"Từ {show_date(change['on'])}, {change['text']} ({change['source']}): các việc trước và sau ngày này theo hai bộ quy định.")


def _ended(linted: Linted, rules: LintRules, year: int) -> Iterator[Flag]:
    for rule, code in ((rules["ended_levels"], "DISTRICT_LEVEL_ENDED"), (rules["changed_groups"], "GROUP_CHANGED")):
        for fact in rule:
            for row in linted.rows():
                text = words_of(" ".join([row.title, *row.coordinating, *getattr(row, "implementing", [])]))
                late = [m.last_day for m in row.milestones if m.last_day and m.last_day >= fact["on"]]
                if year >= fact["on"].year and any(word in text for word in fact["words"]) and (late or code == "GROUP_CHANGED"):
                    yield Flag(code, _WARNING, row.key, fact["shown"], f"Từ {show_date(fact['on'])}, {fact['text']} ({fact['source']}); dữ liệu đơn vị phải theo ngày.")


def _ministry(linted: Linted, calendar: OfficialCalendar, rules: LintRules, year: int) -> Iterator[Flag]:
    for fact in rules["outside_cutoffs"]:
        cutoff = date(year, fact["month"], fact["day"])
        for row in linted.tasks:
            if "hop hoi dong" not in flat(row.title) or not all(word in words_of(row.title) for word in fact["words"]):
                continue
            for milestone in row.milestones:
                day = milestone.day
                if day is None or "ho so" in flat(milestone.label):
                    continue
                day = day.replace(year=year) if day.year != year else day
                left = calendar.between(day, cutoff)
                if 0 <= left < fact["needs"]:
                    yield Flag("SHORT_TIME_TO_MINISTRY", _WARNING, row.key, milestone.printed, f"Sau phiên chỉ còn {left} ngày làm việc đến hạn nhận của Bộ {show_date(cutoff)} ({fact['source']}).")


def _gaps(linted: Linted, rules: LintRules) -> Iterator[Flag]:
    """What the body asks for and no task does, and the other way round."""
    body = linted.body()
    tables = " ".join(words_of(row.title) for row in linted.rows())
    if len(body) < 2000:
        return
    for topic in rules["body_topics"]:
        if any(word in body for word in topic["words"]) and not any(word in tables for word in topic["words"]):
            yield Flag("BODY_WITHOUT_TASK", _WARNING, "document", topic["name"], f"Phần lời có “{topic['name']}” nhưng bảng không có việc nào.")
    for topic in rules["task_topics"]:
        rows = [row.key for row in linted.rows() if any(word in words_of(row.title) for word in topic["words"])]
        if rows and not any(word in body for word in topic["words"]):
            yield Flag("TASK_WITHOUT_BODY", _INFO, rows[0], topic["name"], f"Bảng có “{topic['name']}” nhưng phần lời không nhắc.", also=tuple(rows[1:]))
