"""From rows to entries: headers mapped to roles, headings kept apart, rows cut by a page joined again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from thidua.plans.reading.captions import Caption, caption_of
from thidua.plans.reading.columns import Role, is_index_row, raw_roles, role_of, settled_roles
from thidua.plans.reading.flat import words_of
from thidua.plans.reading.sections import Heading, heading_of, heading_of_paragraph
from thidua.plans.reading.sources.blocks import Block, Cell, Paragraph, Row
from thidua.plans.reading.sources.wrapping import glued

_BULLET = re.compile(r"^[-–+•*]\s")
_CLOCK = re.compile(r"^(?:tu\s+)?\d{1,2}\s*(?:h|g|gio|:)\s*\d{0,2}\b(?!.*/)")
_BARE_PERIOD = re.compile(r"^[\dIVX][\dIVX\s,;/–-]*$")
_BARE_DAY = re.compile(r"^(?:ngày\s+)?\d", re.IGNORECASE)
_GROUP_NUMBER = re.compile(r"^\d{1,3}\.?$")


@dataclass(slots=True)
class Value:
    """The text of one role in one entry: for analysis, and as the file holds it."""

    text: str = ""
    printed: str = ""

    def add(self, cell: Cell, *, running: bool) -> None:
        """Add more text: as the rest of a running text, or on a line of its own."""
        run_on = running and not _BULLET.match(cell.text)
        self.text = _add(self.text, cell.text, run_on)
        self.printed = _add(self.printed, cell.printed, run_on)


@dataclass(slots=True)
class Timing:
    """The text of one deadline cell, and the words of the sub-row it belongs to."""

    value: Value
    label: str = ""


@dataclass(slots=True)
class Entry:
    """One task as it stands in the table: one row, or several that belong together."""

    number: str
    part: Heading | None
    section: Heading | None
    values: dict[Role, Value]
    timings: list[Timing]
    rows: list[Row]
    joins: list[str] = field(default_factory=list)
    spanning: list[str] = field(default_factory=list)

    def text(self, role: Role) -> str:
        """Return the text for analysis of a role, "" when the table has no such column."""
        value = self.values.get(role)
        return value.text if value else ""

    def printed(self, role: Role) -> str:
        """Return the text of a role as the file holds it."""
        value = self.values.get(role)
        return value.printed if value else ""


@dataclass(slots=True)
class Table:
    """One table of tasks (or of the council's programme)."""

    caption: Caption
    roles: dict[int, Role]
    headers: list[list[str]]
    entries: list[Entry] = field(default_factory=list)
    headings: list[tuple[Heading, Row]] = field(default_factory=list)
    repeats: list[Row] = field(default_factory=list)
    odd_rows: list[Row] = field(default_factory=list)

    def column_of(self, role: Role) -> int | None:
        """Return the first column of a role, or None."""
        return next((column for column, held in self.roles.items() if held is role), None)


def read_tables(blocks: Iterable[Block]) -> list[Table]:
    """Return the tables of tasks of a document, in order; other tables are left out."""
    reader = _Reader()
    for block in blocks:
        if isinstance(block, Paragraph):
            reader.paragraph(block)
        else:
            reader.row(block)
    reader.finish()
    return [table for table in reader.tables if table.entries and not _is_agenda(table)]


class _Reader:
    """Goes through the blocks once and holds where it stands."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._table: Table | None = None
        self._table_id = 0
        self._between: list[Paragraph] = []
        self._part: Heading | None = None
        self._section: Heading | None = None
        self._broken = False
        self._may_be_subheader = False

    def paragraph(self, block: Paragraph) -> None:
        self._between.append(block)

    def row(self, row: Row) -> None:
        texts = row.texts()
        if not any(text.strip() for text in texts):
            if any(cell.text for cell in row.cells if cell.merged_up) and self._table:
                self._attach_source(row)
            return
        if row.table != self._table_id and not self._continues(row):
            self._table = None
        self._table_id = row.table
        if self._is_repeat(texts):
            self._repeat(row)
        elif self._is_new_header(texts):
            self._open(row, texts)
        elif self._table and self._may_be_subheader and self._is_subheader(row):
            self._refine(self._table, row, texts)
        elif self._table and not is_index_row(texts):
            self._may_be_subheader = False
            self._data(self._table, row, texts)

    def finish(self) -> None:
        """Settle what needs the whole of a table."""
        for table in self.tables:
            table.entries = _grouped(table.entries)

    def _attach_source(self, row: Row) -> None:
        if self._table and self._table.entries:
            self._table.entries[-1].rows.append(row)

    def _continues(self, row: Row) -> bool:
        """Tell whether the next table of the file carries on the one before."""
        table = self._table
        if table is None or raw_roles(row.texts()):
            return table is not None
        words = sum(len(paragraph.text) for paragraph in self._between)
        if len(row.cells) != len(table.headers[0]) or words > 200 or self._new_appendix():
            return False
        self._take_heading()
        self._between.clear()
        return True

    def _new_appendix(self) -> bool:
        return any(caption_of([paragraph]).prefix for paragraph in self._between)

    def _take_heading(self) -> None:
        for paragraph in self._between[-2:]:
            if heading := heading_of_paragraph(paragraph.text):
                self._section = heading

    def _is_repeat(self, texts: list[str]) -> bool:
        if self._table is None or any(paragraph.text for paragraph in self._between):
            return False
        folded = [words_of(text) for text in texts]
        return any([words_of(text) for text in header] == folded for header in self._table.headers)

    def _is_new_header(self, texts: list[str]) -> bool:
        return raw_roles(texts) is not None

    def _repeat(self, row: Row) -> None:
        if self._table:
            self._table.repeats.append(row)
        self._broken = True

    def _open(self, row: Row, texts: list[str]) -> None:
        roles = raw_roles(texts) or {}
        same = self._table is not None and not self._between and settled_roles(_spread(row, roles)) == self._table.roles
        if same:
            self._repeat(row)
            return
        caption = caption_of(self._between)
        if not caption.prefix and self.tables and not self._between_is_new():
            caption = self.tables[-1].caption
        self._table = Table(caption, settled_roles(_spread(row, roles)), [texts])
        self.tables.append(self._table)
        self._part = self._section = None
        self._take_heading()
        self._between.clear()
        self._broken = False
        self._may_be_subheader = True

    def _between_is_new(self) -> bool:
        """Tell whether the lines before a table open something else than the next quarter or month."""
        return any(heading_of_paragraph(paragraph.text) is None for paragraph in self._between)

    def _is_subheader(self, row: Row) -> bool:
        """Tell whether a row only refines the header above: "Chủ trì" and "Phối hợp" under "Phân công"."""
        table = self._table
        own = [(column, cell.own_text) for column, cell in enumerate(row.cells) if cell.own_text.strip()]
        if table is None or len(own) < 2:
            return False
        outer = {table.column_of(Role.TITLE), table.column_of(Role.NUMBER)}
        return all(column not in outer and role_of(text) for column, text in own)

    def _refine(self, table: Table, row: Row, texts: list[str]) -> None:
        raw = raw_roles(table.headers[0]) or {}
        raw = _spread_over(raw, len(row.cells))
        raw.update({column: role for column, text in enumerate(texts) if text.strip() and (role := role_of(text))})
        table.roles = settled_roles(raw)
        table.headers.append(texts)
        self._may_be_subheader = False

    def _data(self, table: Table, row: Row, texts: list[str]) -> None:
        self._between.clear()
        number_column = table.column_of(Role.NUMBER)
        broken = self._broken or row.after_break
        self._broken = False
        if self._continues_entry(table, row, texts, broken):
            _extend(table.entries[-1], table, row, running=broken or _runs_on(table, row))
            return
        spans = _one_cell_spans(row)
        if heading := heading_of(texts, number_column=number_column, spans=spans):
            self._enter(heading)
            table.headings.append((heading, row))
            return
        if len(row.cells) > len(table.headers[0]) and any(texts[len(table.headers[0]) :]):
            table.odd_rows.append(row)
        entry = _entry(table, row, self._part, self._section)
        if named := " ".join(entry.text(Role.SECTION).split()):
            entry.section = self._section = Heading("", named, is_part=False)
        table.entries.append(entry)

    def _enter(self, heading: Heading) -> None:
        if heading.is_part:
            self._part, self._section = heading, None
        else:
            self._section = heading

    def _continues_entry(self, table: Table, row: Row, texts: list[str], broken: bool) -> bool:
        """Tell whether a row carries on the entry above it."""
        if not table.entries or _one_cell_spans(row):
            return False
        number, title = table.column_of(Role.NUMBER), table.column_of(Role.TITLE)
        if number is None or not _is_numbered(table):
            if title is None or not _at(texts, title):
                return bool(row.cells[title].merged_up) if title is not None and title < len(row.cells) else False
            return _at(texts, title)[:1].islower() and (broken or not table.entries[-1].timings[0].value.text)
        if number < len(row.cells) and row.cells[number].merged_up:
            return True
        if _at(texts, number):
            return False
        alone = sum(bool(text.strip()) for text in texts) == 1
        first = next(text for text in texts if text.strip())
        heads = alone and not broken and not first[:1].islower()
        return not (heads and heading_of(texts, number_column=number, spans=False))


def _is_numbered(table: Table) -> bool:
    """Tell whether the table numbers its rows; told from those seen so far."""
    recent = table.entries[-8:]
    return any(entry.number for entry in recent)


def _at(texts: list[str], column: int) -> str:
    return texts[column].strip() if column < len(texts) else ""


def _one_cell_spans(row: Row) -> bool:
    """Tell whether one cell reaches over the row, but for the column of numbers."""
    covered = sum(cell.covered for cell in row.cells)
    return len(row.cells) > 2 and covered >= len(row.cells) - 2


def _spread(row: Row, roles: dict[int, Role]) -> dict[int, Role]:
    """Give the grid columns that a header cell covers the role of that cell."""
    spread: dict[int, Role] = {}
    for column, cell in enumerate(row.cells):
        if column in roles:
            spread[column] = roles[column]
        elif cell.covered and column - 1 in spread:
            spread[column] = spread[column - 1]
    return spread


def _spread_over(roles: dict[int, Role], width: int) -> dict[int, Role]:
    return {column: role for column, role in roles.items() if column < width}


def _add(held: str, more: str, run_on: bool) -> str:
    if not held or not more:
        return held + more
    return glued(held, more) if run_on else f"{held}\n{more}"


def _by_role(table: Table, row: Row) -> dict[Role, list[Cell]]:
    held: dict[Role, list[Cell]] = {}
    for column, cell in enumerate(row.cells):
        role = table.roles.get(column)
        if role and not cell.covered and cell.text:
            held.setdefault(role, []).append(cell)
    return held


def _entry(table: Table, row: Row, part: Heading | None, section: Heading | None) -> Entry:
    values: dict[Role, Value] = {}
    for role, cells in _by_role(table, row).items():
        value = values.setdefault(role, Value())
        for cell in cells:
            value.add(cell, running=False)
    entry = Entry(
        number=values.get(Role.NUMBER, Value()).text,
        part=part,
        section=section,
        values=values,
        timings=[Timing(values.get(Role.DEADLINE, Value()))],
        rows=[row],
    )
    entry.spanning = _spanning(table, row)
    _say_period(table, entry)
    return entry


def _say_period(table: Table, entry: Entry) -> None:
    """Say in the text what the header says: "3" under "Tháng", a day under "Hoàn thành trước"; printed stays."""
    column = table.column_of(Role.DEADLINE)
    header = table.headers[0][column].strip() if column is not None and column < len(table.headers[0]) else ""
    value, start = entry.timings[0].value, entry.values.get(Role.START)
    if words_of(header) in ("thang", "quy") and _BARE_PERIOD.match(value.text):
        value.text = f"{header} {value.text}"
    elif words_of(header).endswith(("truoc", "truoc ngay")) and _BARE_DAY.match(value.text):
        value.text = f"trước {value.text}"
    elif start and start.text and value.text:
        entry.timings[0].value = Value(f"từ {start.text} đến {value.text}", f"{start.printed} | {value.printed}")


def _spanning(table: Table, row: Row) -> list[str]:
    """Return the texts of cells that reach over columns of different roles."""
    found = []
    for column, cell in enumerate(row.cells):
        covered = column + 1 < len(row.cells) and row.cells[column + 1].covered
        if cell.own_text and covered and table.roles.get(column) is not table.roles.get(column + 1):
            found.append(cell.printed)
    return found


def _runs_on(table: Table, row: Row) -> bool:
    """Tell whether a row without a number carries on a sentence, rather than adding a line of its own."""
    column = table.column_of(Role.TITLE)
    text = row.cells[column].own_text if column is not None and column < len(row.cells) else ""
    return text[:1].islower()


def _extend(entry: Entry, table: Table, row: Row, *, running: bool) -> None:
    """Add a row to the entry above: joined column by column, or as a sub-row with its own time."""
    entry.rows.append(row)
    cells = {
        role: [cell for cell in held if not cell.merged_up] for role, held in _by_role(table, row).items()
    }
    if running:
        entry.joins.extend(
            f"{entry.printed(role)[-60:]} | {held[0].printed[:60]}"
            for role, held in cells.items()
            if held and entry.printed(role)
        )
    label = cells[Role.TITLE][0].text if cells.get(Role.TITLE) else ""
    for role, held in cells.items():
        for cell in held:
            if role is Role.DEADLINE and not running and entry.timings[0].value.text:
                entry.timings.append(Timing(Value(cell.text, cell.printed), label))
            elif role is Role.DEADLINE and not running:
                entry.timings[0] = Timing(Value(cell.text, cell.printed), label)
            elif role is not Role.NUMBER:
                entry.values.setdefault(role, Value()).add(cell, running=running)
    if running and Role.DEADLINE in entry.values and not entry.timings[0].value.text:
        entry.timings[0] = Timing(entry.values[Role.DEADLINE])


def _grouped(entries: list[Entry]) -> list[Entry]:
    """Turn "1 Công tác thi đua" without anything else, before 1.1 and 1.2, into the heading of these."""
    kept: list[Entry] = []
    group: tuple[str, Heading] | None = None
    for position, entry in enumerate(entries):
        number = entry.number.rstrip(". ")
        following = entries[position + 1].number if position + 1 < len(entries) else ""
        only_title = set(entry.values) <= {Role.NUMBER, Role.TITLE}
        if only_title and _GROUP_NUMBER.match(entry.number) and following.startswith(f"{number}."):
            group = (f"{number}.", Heading(number, " ".join(entry.text(Role.TITLE).split()), is_part=False))
            continue
        if group and entry.number.startswith(group[0]):
            entry.section = group[1]
        kept.append(entry)
    return kept


def _is_agenda(table: Table) -> bool:
    """Tell whether the times are hours of one day: the programme of a meeting, not a plan."""
    times = [words_of(entry.text(Role.DEADLINE).replace(":", "h")) for entry in table.entries]
    return bool(times) and sum(bool(_CLOCK.match(text)) for text in times) * 2 > len(times)
