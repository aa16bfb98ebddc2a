"""From rows to entries: headers mapped to roles, headings kept apart, rows cut by a page joined again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from thidua.plans.reading.captions import caption_of
from thidua.plans.reading.columns import Role, is_index_row, raw_roles, role_of, settled_roles
from thidua.plans.reading.entries import Entry, Table, at, entry_of, extend, grouped, runs_on
from thidua.plans.reading.flat import words_of
from thidua.plans.reading.sections import Heading, heading_of, heading_of_paragraph
from thidua.plans.reading.sources.blocks import Block, Paragraph, Row

__all__ = ["Entry", "Table", "read_tables"]

_CLOCK = re.compile(r"^(?:tu\s+)?\d{1,2}\s*(?:h|g|gio|:)\s*\d{0,2}\b(?!.*/)")


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
            table.entries = grouped(table.entries)

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
            extend(table.entries[-1], table, row, running=broken or runs_on(table, row))
            return
        spans = _one_cell_spans(row)
        if heading := heading_of(texts, number_column=number_column, spans=spans):
            self._enter(heading)
            table.headings.append((heading, row))
            return
        if len(row.cells) > len(table.headers[0]) and any(texts[len(table.headers[0]) :]):
            table.odd_rows.append(row)
        entry = entry_of(table, row, self._part, self._section)
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
            if title is None or not at(texts, title):
                return bool(row.cells[title].merged_up) if title is not None and title < len(row.cells) else False
            return at(texts, title)[:1].islower() and (broken or not table.entries[-1].timings[0].value.text)
        if number < len(row.cells) and row.cells[number].merged_up:
            return True
        if at(texts, number):
            return False
        alone = sum(bool(text.strip()) for text in texts) == 1
        first = next(text for text in texts if text.strip())
        heads = alone and not broken and not first[:1].islower()
        return not (heads and heading_of(texts, number_column=number, spans=False))


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
