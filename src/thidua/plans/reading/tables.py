"""From rows to entries: headers mapped to roles, headings kept apart, rows cut by a page joined again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from thidua.plans.reading.captions import Caption, caption_of
from thidua.plans.reading.columns import Role, is_index_row, months_named, raw_roles, role_of, settled_roles
from thidua.plans.reading.entries import (
    Entry,
    Table,
    at,
    entry_of,
    extend,
    grouped,
    is_of_its_own,
    is_point,
    runs_on,
)
from thidua.plans.reading.flat import words_of
from thidua.plans.reading.guessing import card_table, cards, guessed_roles
from thidua.plans.reading.headers import closes, is_header, is_numeral, is_subheader
from thidua.plans.reading.sections import Heading, heading_of, heading_of_paragraph, part_of_paragraph
from thidua.plans.reading.sources.blocks import Block, Paragraph, Row
from thidua.plans.reading.unread import may_hold_tasks

__all__ = ["Entry", "Found", "Table", "read_tables"]

_LINES_ABOVE = 3  # the last lines before a table, where its part or period stands

_CLOCK = re.compile(r"^(?:tu\s+)?\d{1,2}\s*(?:h|g|gio|:)\s*\d{0,2}\b(?!.*/)")


@dataclass(slots=True)
class Found:
    """The tables of tasks of a document in order, and the rows of those that could not be read as such."""

    tables: list[Table]
    unread: list[list[Row]] = field(default_factory=list)


def read_tables(blocks: Iterable[Block]) -> Found:
    """Return the tables of tasks of a document, in order, and those with rows that may be tasks but were not read."""
    reader = _Reader()
    for block in blocks:
        if isinstance(block, Paragraph):
            reader.paragraph(block)
        else:
            reader.row(block)
    reader.finish()
    kept = [table for table in reader.tables if table.entries and not _is_agenda(table)]
    return Found(kept, [rows for rows in reader.unread.values() if may_hold_tasks(rows)])


class _Reader:
    """Goes through the blocks once and holds where it stands."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.unread: dict[int, list[Row]] = {}
        self._table: Table | None = None
        self._table_id = 0
        self._between: list[Paragraph] = []
        self._part: Heading | None = None
        self._section: Heading | None = None
        self._broken = False
        self._may_be_subheader = False

    def paragraph(self, block: Paragraph) -> None:
        if not block.aside:
            self._between.append(block)

    def row(self, row: Row) -> None:
        texts = row.texts()
        if row.nested or not any(text.strip() for text in texts):
            if row.nested or any(cell.text for cell in row.cells if cell.merged_up):
                self._attach_source(row)
            return
        inside = row.table == self._table_id
        if not inside and not self._continues(row):
            self._table = None
        self._table_id = row.table
        if self._is_repeat(texts):
            self._repeat(row)
        elif is_header(texts, self._table, inside=inside and bool(self._table or self.unread.get(row.table))):
            self._open(row, texts)
        elif self._table and self._may_be_subheader and is_subheader(self._table, row):
            self._refine(self._table, row, texts)
        elif self._table is None:
            self.unread.setdefault(row.table, []).append(row)
        elif not is_index_row(texts):
            self._may_be_subheader = False
            self._data(self._table, row, texts)

    def finish(self) -> None:
        """Settle what needs the whole of a table; where no header was found look at the cells themselves."""
        carded = [table for table, rows in self.unread.items() if cards(rows)]
        if carded:
            self.tables.append(card_table([entry for table in carded for entry in cards(self.unread.pop(table))]))
        if not self.tables:
            self._guess()
        for table in self.tables:
            table.entries = grouped(table.entries)

    def _guess(self) -> None:
        for number, rows in list(self.unread.items()):
            if roles := guessed_roles(rows):
                self._part = self._section = None
                table = Table(Caption(), roles, [[""] * len(rows[0].cells)], guessed=True)
                self.tables.append(table)
                for row in self.unread.pop(number):
                    self._data(table, row, row.texts())

    def _attach_source(self, row: Row) -> None:
        if self._table and self._table.entries:
            self._table.entries[-1].rows.append(row)

    def _continues(self, row: Row) -> bool:
        """Tell whether the next table of the file carries on the one before."""
        table = self._table
        if table is None or is_header(row.texts(), table, inside=False):
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
        for paragraph in self._between[-_LINES_ABOVE:]:
            if heading := heading_of_paragraph(paragraph.text):
                self._section = heading
            elif part := part_of_paragraph(paragraph.text):
                self._part, self._section = part, None

    def _is_repeat(self, texts: list[str]) -> bool:
        if self._table is None or any(paragraph.text for paragraph in self._between):
            return False
        folded = [words_of(text) for text in texts]
        return any([words_of(text) for text in header] == folded for header in self._table.headers)

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
        self._table = Table(caption, settled_roles(_spread(row, roles)), [texts], months=months_named(texts))
        self.tables.append(self._table)
        self.unread.pop(row.table, None)
        self._part = self._part if self._table_goes_on() else None
        self._section = None
        self._take_heading()
        self._between.clear()
        self._broken = False
        self._may_be_subheader = True

    def _between_is_new(self) -> bool:
        """Tell whether the lines before a table open something else than the next quarter or month."""
        return not all(heading_of_paragraph(line.text) or part_of_paragraph(line.text) for line in self._between)

    def _table_goes_on(self) -> bool:
        return len(self.tables) > 1 and not self._between_is_new()

    def _refine(self, table: Table, row: Row, texts: list[str]) -> None:
        raw = raw_roles(table.headers[0]) or {}
        raw = _spread_over(raw, len(row.cells))
        raw.update({column: role for column, text in enumerate(texts) if text.strip() and (role := role_of(text))})
        table.months = months_named(texts) or table.months
        raw.update(dict.fromkeys(table.months, Role.MONTH))
        table.roles = settled_roles(raw)
        table.headers.append(texts)
        self._may_be_subheader = False

    def _data(self, table: Table, row: Row, texts: list[str]) -> None:
        self._between.clear()
        number_column = table.column_of(Role.NUMBER)
        broken = self._broken or row.after_break
        self._broken = False
        if closes(texts, table):
            table.left_out.append(row)
            return
        if _continues_entry(table, row, texts, broken):
            extend(table.entries[-1], table, row, running=broken or runs_on(table, row))
            return
        spans = _one_cell_spans(row)
        if heading := heading_of(texts, number_column=number_column, spans=spans):
            self._enter(heading)
            table.headings.append((heading, row))
            return
        if len(row.cells) > len(table.headers[0]) and any(texts[len(table.headers[0]) :]):
            table.odd_rows.append(row)
        self._enter_row(table, row)

    def _enter_row(self, table: Table, row: Row) -> None:
        entry = entry_of(table, row, self._part, self._section)
        number = table.column_of(Role.NUMBER)
        entry.shares_number = number is not None and number < len(row.cells) and row.cells[number].merged_up
        named = " ".join(entry.text(Role.SECTION).split())
        if (
            entry.number
            and not is_numeral(entry.number)
            and number is not None
            and words_of(table.name_of(number)) == "muc"
        ):
            named, entry.number = " ".join(entry.number.split()), ""
        if named:
            entry.section = self._section = Heading("", named, is_part=False)
        table.entries.append(entry)

    def _enter(self, heading: Heading) -> None:
        if heading.is_part:
            self._part, self._section = heading, None
        else:
            self._section = heading


def _continues_entry(table: Table, row: Row, texts: list[str], broken: bool) -> bool:
    """Tell whether a row carries on the entry above it."""
    if not table.entries or _one_cell_spans(row):
        return False
    number, title = table.column_of(Role.NUMBER), table.column_of(Role.TITLE)
    if number is None or not _is_numbered(table):
        if title is None or not at(texts, title):
            return bool(row.cells[title].merged_up) if title is not None and title < len(row.cells) else False
        return at(texts, title)[:1].islower() and (broken or not table.entries[-1].timings[0].value.text)
    if number < len(row.cells) and row.cells[number].merged_up:
        return not is_of_its_own(table, row, broken=broken)
    if at(texts, number) or is_of_its_own(table, row, broken=broken):
        return False
    first = next(text for text in texts if text.strip())
    alone = sum(bool(text.strip()) for text in texts) == 1
    if not alone or broken or first[:1].islower():
        return True
    return is_point(first) or not (at(texts, title) if title is not None else "")


def _is_numbered(table: Table) -> bool:
    """Tell whether the table numbers its rows; told from those seen so far."""
    recent = table.entries[-8:]
    return any(entry.number for entry in recent)


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


def _is_agenda(table: Table) -> bool:
    """Tell whether the times are hours of one day: the programme of a meeting, not a plan."""
    times = [words_of(entry.text(Role.DEADLINE).replace(":", "h")) for entry in table.entries]
    return bool(times) and sum(bool(_CLOCK.match(text)) for text in times) * 2 > len(times)
