"""The entry of the plan reader: bytes of a file in, a `PlanReading` out. Nothing is corrected, only flagged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from thidua.foundation.workdays import FIRST_YEAR, LAST_YEAR, OfficialCalendar, calendar_for
from thidua.plans.reading.columns import Role
from thidua.plans.reading.deadlines import Reading, Remark, month_of, read_under
from thidua.plans.reading.failures import Unreadable
from thidua.plans.reading.flat import clipped, one_line, words_of
from thidua.plans.reading.guessing import card_table
from thidua.plans.reading.head import read_head, settle_year
from thidua.plans.reading.in_lines import tasks_in_lines
from thidua.plans.reading.linking import SESSION, link, sorted_tables
from thidua.plans.reading.lint import Linted, LintRules, found_by_lint
from thidua.plans.reading.lint.context import is_meeting
from thidua.plans.reading.organisations import directing_text, split_bodies
from thidua.plans.reading.roles_in_cell import parted
from thidua.plans.reading.shapes import (
    DocumentFacts,
    Flag,
    Milestone,
    PlanReading,
    Session,
    Severity,
    SourceBlock,
    Task,
)
from thidua.plans.reading.sources import Limits, load
from thidua.plans.reading.sources.blocks import Block, Paragraph, Row
from thidua.plans.reading.tables import Entry, Table, read_tables
from thidua.plans.reading.unread import first_cells

__all__ = ["Limits", "LintRules", "Unreadable", "read_plan"]

_YEAR = re.compile(r"\b(20\d\d)\b")
# A list opens on a line of its own or after a colon; once open, a dash in the running line goes on with it. The dash in
# the name of the trade itself ("Thi đua - Khen thưởng") is none.
_OPENING_BULLET = re.compile(r"(?:^|\n|(?<=[:;])\s*)[-–+•]\s+(?=[A-ZĐÀ-Ỹ])")
_INNER_BULLET = re.compile(r"(?<!(?i:thi đua))\s[-–+•]\s+(?=[A-ZĐÀ-Ỹ])")
_LISTED = re.compile(r"\(((?:[^(),;]+[,;]){2,}[^()]+)\)")
_LONGEST_LIST = 2000
_BETWEEN_POINTS = re.compile(r"[,;]|\svà\s(?=[A-ZĐÀ-Ỹ])")
_YEARS_AROUND = 10
_SCHOOL_YEAR_BEGINS = 8  # August
_SAID_OF_ALL = ("CONFLICT_BETWEEN_APPENDICES", "GROUP_OPEN")
_NO_TABLE = (
    "Không tìm thấy bảng nhiệm vụ trong văn bản: không có bảng nào có cột nội dung cùng cột thời hạn hoặc đơn vị. "
    "Chưa đọc được nhiệm vụ nào."
)
_TABLE_SEEN = "Có bảng nhưng không nhận ra cột nội dung cùng cột thời hạn hoặc đơn vị (bảng bắt đầu bằng: {}). Chưa đọc được nhiệm vụ nào."
_IN_LINES = "Văn bản không có bảng nhiệm vụ; {} việc được đọc từ các đoạn đánh số. Hãy đối chiếu số việc, đơn vị và thời hạn với văn bản gốc."


def read_plan(
    data: bytes,
    filename: str,
    *,
    calendar: OfficialCalendar | None = None,
    lint: LintRules | None = None,
    limits: Limits | None = None,
) -> PlanReading:
    """Read a plan document (.docx, .pdf with a text layer, .txt, .md).

    `calendar` tells working days (default: announced or statutory days of the years around the plan), `lint` the dated
    facts the checks compare with. Raises `Unreadable` with a sentence when the file cannot be read; a file without a
    table of tasks, or numbered paragraphs that say who or when, gives no tasks and one flag that says so.
    """
    loaded = load(data, filename, limits or Limits())
    found = read_tables(loaded.blocks)
    tables = found.tables or _without_a_table(loaded.blocks)
    facts = read_head(loaded.blocks)
    settle_year(
        facts,
        [int(year) for table in tables for entry in table.entries for year in _YEAR.findall(entry.text(Role.DEADLINE))],
    )
    tasks_of, sessions_of = sorted_tables(tables)
    keys = _Keys()
    linted = Linted(facts=facts, blocks=loaded.blocks, tables=tables, loaded=loaded, unread=found.unread)
    for table in tasks_of:
        for entry in table.entries:
            linted.tasks.append(_task(table, entry, keys, linted))
    for table in sessions_of:
        for entry in table.entries:
            linted.sessions.append(_session(table, entry, keys, linted))
    link(linted.tasks, linted.sessions, lambda task: is_meeting(linted.words(task)))
    flags = _flags(linted, calendar, lint)
    if linted.tasks and not found.tables:
        flags.append(Flag("TASKS_IN_LINES", Severity.WARNING, "document", "", _IN_LINES.format(len(linted.tasks))))
    _attach(flags, linted)
    return PlanReading(facts, linted.tasks, linted.sessions, flags, _source(loaded.blocks, linted))


def _flags(linted: Linted, calendar: OfficialCalendar | None, lint: LintRules | None) -> list[Flag]:
    if not linted.tasks:
        seen = first_cells(linted.unread[0]) if linted.unread else ""
        return [
            Flag(
                "NO_TASK_TABLE",
                Severity.ERROR,
                "document",
                clipped(seen),
                _TABLE_SEEN.format(clipped(seen, 90)) if seen else _NO_TABLE,
            )
        ]
    return found_by_lint(linted, calendar or _calendar_around(linted), lint or LintRules.standard())


def _without_a_table(blocks: Sequence[Block]) -> list[Table]:
    """The tasks of a plan that prints them as numbered paragraphs, as one table without columns."""
    entries = tasks_in_lines(block for block in blocks if isinstance(block, Paragraph))
    return [card_table(entries)] if entries else []


class _Keys:
    """Gives every task and row a key of its own: appendix, section when numbers start again, number."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    def of(self, *parts: str) -> str:
        key = ".".join(part.strip(". ") for part in parts if part and part.strip(". "))
        self.taken[key] += 1
        return key if self.taken[key] == 1 else f"{key}~{self.taken[key]}"


def _milestones(key: str, entry: Entry, linted: Linted) -> list[Milestone]:
    found: list[Milestone] = []
    month = month_of(entry.section.shown if entry.section else None)
    for timing in entry.timings:
        value = timing.value
        for reading in _readings(value.text, linted.facts, month):
            milestone = Milestone(
                key=f"{key}.{len(found) + 1}", label=reading.label or one_line(timing.label), relation=reading.relation,
                printed=_printed(reading, value.text, value.printed), day=reading.day, start=reading.start, end=reading.end,
                month=reading.month, recurrence=reading.recurrence,
            )  # fmt: skip
            linted.remarks.extend((milestone, remark) for remark in reading.remarks)
            found.append(milestone)
    return found


def _readings(text: str, facts: DocumentFacts, month: str | None) -> list[Reading]:
    """Read a cell; in a school year a day printed without a year lies in the half that is not over before it begins."""
    readings = read_under(text, month, year=facts.year)
    later = read_under(text, month, year=facts.last_year) if facts.last_year else []
    if facts.year is None or len(later) != len(readings):
        return readings
    begins = date(facts.year, _SCHOOL_YEAR_BEGINS, 1)
    return [
        second if Remark.YEAR_ASSUMED in first.remarks and _is_over(first, begins) else first
        for first, second in zip(readings, later, strict=True)
    ]


def _is_over(reading: Reading, by: date) -> bool:
    last = reading.day or reading.end
    return last < by if last else bool(reading.month) and f"{reading.month}" < f"{by:%Y-%m}"


def _printed(reading: Reading, text: str, printed: str) -> str:
    """The printed words of a time; of a text in an old encoding the whole cell as the file holds it."""
    return reading.printed if text == printed else one_line(printed)


def _first_words(entry: Entry) -> str:
    return one_line(entry.printed(Role.TITLE))


def _units(*cells: str) -> list[str]:
    """The bodies that cells name, each once."""
    return list(dict.fromkeys(body for cell in cells for body in split_bodies(cell)[0]))


def _carrying_out(entry: Entry) -> tuple[list[str], list[str]]:
    """Who carries out and who takes part; one cell may name both."""
    leading, taking_part = parted(entry.printed(Role.IMPLEMENTING) or entry.printed(Role.ADVISING))
    return _units(leading), _units(taking_part, entry.printed(Role.COORDINATING))


def _number(entry: Entry) -> str | None:
    return entry.number.strip().rstrip(".)").strip() or None


def _task(table: Table, entry: Entry, keys: _Keys, linted: Linted) -> Task:
    number = _number(entry)
    key = keys.of(table.caption.prefix, number or f"r{len(linted.tasks) + 1}")
    implementing, coordinating = _carrying_out(entry)
    task = Task(
        key=key,
        part=entry.part.shown if entry.part else None,
        section=entry.section.shown if entry.section else None,
        number=number,
        title=_first_words(entry),
        directing=directing_text(entry.printed(Role.DIRECTING)),
        implementing=implementing,
        coordinating=coordinating,
        milestones=_milestones(key, entry, linted),
        source=_place(entry.rows),
        contents=_contents(entry),
    )
    linted.entries[key] = (table, entry)
    return task


def _session(table: Table, entry: Entry, keys: _Keys, linted: Linted) -> Session:
    which = one_line(entry.printed(Role.SESSION))
    number = _number(entry) or (which if which.isdigit() else None)
    section = entry.section
    key = keys.of(table.caption.prefix, section.code if section else "", number or f"r{len(linted.sessions) + 1}")
    title, contents = _title_and_contents(entry)
    if which:
        column = table.column_of(Role.SESSION)
        title, contents = (
            _named_session(which, table.name_of(column) if column is not None else ""),
            contents or [title],
        )
    advising, taking_part = parted(entry.printed(Role.ADVISING) or entry.printed(Role.IMPLEMENTING))
    session = Session(
        key=key,
        section=section.shown if section else None,
        number=number,
        title=title,
        contents=contents,
        advising=_units(advising),
        coordinating=_units(taking_part, entry.printed(Role.COORDINATING)),
        milestones=_milestones(key, entry, linted),
        source=_place(entry.rows),
    )
    linted.entries[key] = (table, entry)
    return session


def _named_session(which: str, column: str) -> str:
    """Name a session that only has a number by the name of its column as well: "Phiên 2"."""
    return which if words_of(which).startswith(words_of(column)) or len(which) > len("XVIII.") else f"{column} {which}"


def _contents(entry: Entry) -> list[str]:
    """The points of a list inside a title: what follows a bullet before a capital letter."""
    text = entry.printed(Role.TITLE)
    if opened := _OPENING_BULLET.search(text):
        parts = _INNER_BULLET.split(text[opened.end() :])
        return [point for part in parts if (point := one_line(part).strip(" ;"))]
    head, colon, rest = one_line(text).partition(":")
    return [rest.strip(" .;")] if colon and rest.strip() and SESSION.search(words_of(head)) else []


def _title_and_contents(entry: Entry) -> tuple[str, list[str]]:
    """Part a row of the programme: what it is called, and the points it takes up; a list in brackets counts too."""
    whole, contents = _first_words(entry), _contents(entry)
    head, colon, _rest = whole.partition(":")
    if contents and colon and SESSION.search(words_of(head)):
        return head.strip(), contents
    if not contents and (listed := _LISTED.search(whole[:_LONGEST_LIST])):
        contents = [point.strip() for point in _BETWEEN_POINTS.split(listed[1])]
    return whole, contents


def _place(rows: Sequence[Row]) -> dict[str, object]:
    return {"blocks": [row.id for row in rows], **rows[0].place}


def _calendar_around(linted: Linted) -> OfficialCalendar:
    """The calendar of the years that the deadlines name, as far as they lie near the plan's own."""
    issued, own = linted.facts.issued_on, linted.facts.year
    middle = own or (issued.year if issued else None)
    if middle is None:
        return OfficialCalendar()
    named = {day.year for m in linted.milestones() if (day := m.last_day)}
    near = {year for year in (middle, *named) if abs(year - middle) <= _YEARS_AROUND}
    wanted = near | {year - 1 for year in near}
    return calendar_for(sorted(year for year in wanted if FIRST_YEAR <= year <= LAST_YEAR))


def _attach(flags: Sequence[Flag], linted: Linted) -> None:
    """Name each flag on the milestone, task or session it is about; a conflict or an open group on all."""
    owners: dict[str, tuple[list[str], ...]] = {}
    for row in linted.rows():
        owners[row.key] = (row.flags,)
        owners.update({m.key: (m.flags, row.flags) for m in row.milestones})
    for flag in flags:
        places = (flag.where, *(flag.also if flag.code in _SAID_OF_ALL else ()))
        for held in (held for place in places for held in owners.get(place, ())):
            if flag.code not in held:
                held.append(flag.code)


def _source(blocks: Sequence[Block], linted: Linted) -> list[SourceBlock]:
    owner = {row.id: key for key, (_table, entry) in linted.entries.items() for row in entry.rows}
    return [
        SourceBlock(block.id, "paragraph", block.printed, None, block.place, owner.get(block.id))
        if isinstance(block, Paragraph)
        else SourceBlock(
            block.id, "row", " | ".join(cell.printed for cell in block.cells if not cell.covered),
            [cell.printed for cell in block.cells if not cell.covered], {"table": block.table, **block.place}, owner.get(block.id),
        )
        for block in blocks
    ]  # fmt: skip
