"""Walks the sheets of a ledger as the list reader does, and keeps its rows to be read column by column. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from thidua.register.ledger.shapes import Line
from thidua.register.ledger.values import read_decision, spans_in
from thidua.register.reading.assemble import Assembled, Options, SheetReader, assemble
from thidua.register.reading.headings import NAMES, Header, Heading, Headings
from thidua.register.reading.lines import is_note, is_number, is_signature, is_total
from thidua.register.reading.shapes import Column
from thidua.register.reading.sheets import Sheet

_OF_HONOURS: Final = ("awards", "year_awards", "period", "decision", "decision_number")
_MAY_HOLD_AWARDS: Final = frozenset({"achievement", "prior", "route", "note", "unknown", "other", "skipped"})
_MOST: Final = 0.5  # share of its values that must name an award for a column to be taken for that of awards
_MOST_YEARS: Final = 0.6
_SOON: Final = 2  # years from an achievement to its decision, where a column is guessed; of no law
_LONGEST_YEARS: Final = 24
_LOOKED_AT: Final = 300
_YOUNGEST: Final = 15  # a bound of plausibility for the age of a recipient, where columns are guessed


@dataclass(slots=True)
class Around:
    """What titles, the sheet's name and the open group lines say of the rows under them; innermost first."""

    context: Mapping[str, str]
    words: Sequence[str]


@dataclass(slots=True)
class Entry:
    """One row of honours: its index and its number, the row that names the person, rows that run on, what is around."""

    index: int
    row: int
    owner: int
    around: Around
    more: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """Rows under one heading."""

    sheet: Sheet
    header: Header
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Found(Assembled):
    """What was found in all sheets together."""

    tables: list[Table] = field(default_factory=list)


def tables_of(sheets: Sequence[Sheet], options: Options) -> Found:
    """Every table of honours in the visible sheets, in order."""
    found = Found()
    assemble(sheets, options, _LedgerReader, found)
    return found


class _LedgerReader(SheetReader):
    """A row without a name goes on with the honours of the person above it."""

    result: Found

    def __init__(self, sheet: Sheet, headings: Headings, options: Options, result: Assembled) -> None:
        super().__init__(sheet, headings, options, result)
        self.table: Table | None = None
        self.around: Around | None = None
        self.context: Mapping[str, str] = {}
        self.stt: int | None = None
        self.named_by: list[int] = []
        self.hidden: set[int] = set()

    def understood(self, header: Header, rows: Sequence[int]) -> Header:
        """A column of other words that mostly name awards is taken for the awards, where no column is."""
        header = self._unnamed_years(self._years(header, rows), rows)
        if header.has("awards", "year_awards"):
            return header
        columns = list(header.columns)
        for at, heading in enumerate(columns):
            values = [text for row in rows[:_LOOKED_AT] if (text := self.sheet.cell(row, at))]
            told = sum(
                bool(found.codes or found.unclear) for text in values if (found := self.options.names.find(text))
            )
            if heading.how != "chosen" and heading.field in _MAY_HOLD_AWARDS and values and told >= _MOST * len(values):
                columns[at] = Heading(heading.text, "awards", "content")
                break
        return Header(header.first, header.last, tuple(columns))

    def _years(self, header: Header, rows: Sequence[int]) -> Header:
        """Years told by what they hold are those of the honours when nobody born then could have one."""
        place = header.column("birth")
        if place is None or header.columns[place].how != "content" or header.has("period"):
            return header
        spans = [spans_in(text) for row in rows[:_LOOKED_AT] if (text := self.sheet.cell(row, place))]
        dated = any("/" in self.sheet.cell(row, place) for row in rows[:_LOOKED_AT])
        latest = max((years[-1][1] for years in spans if years), default=0)
        if dated or not all(spans) or latest < int(self.options.on[:4] or 0) - _YOUNGEST:
            return header
        columns = list(header.columns)
        columns[place] = Heading(columns[place].text, "period", "content")
        return Header(header.first, header.last, tuple(columns))

    def _unnamed_years(self, header: Header, rows: Sequence[int]) -> Header:
        """Years under a heading nobody knows are those of the honours when most decisions followed them closely."""
        if header.has("period", "period_from", "year_awards"):
            return header
        decided = header.columns_of("decision_date", "decision", "decision_number")
        for place, heading in enumerate(header.columns):
            if heading.field != "unknown" or heading.how == "chosen":
                continue
            texts = [(text, row) for row in rows[:_LOOKED_AT] if (text := self.sheet.cell(row, place))]
            near = sum(self._follows(text, row, decided) for text, row in texts)
            if len(texts) > 1 and near >= _MOST_YEARS * len(texts):
                columns = list(header.columns)
                columns[place] = Heading(heading.text, "period", "content")
                return Header(header.first, header.last, tuple(columns))
        return header

    def _follows(self, text: str, row: int, decided: Sequence[int]) -> bool:
        """Whether a cell holds years alone and the day of the decision in this row lies shortly after them."""
        spans = spans_in(text) if len(text) <= _LONGEST_YEARS and "/" not in text else []
        days = [read_decision(self.sheet.cell(row, place), "").day.year for place in decided]
        return bool(spans) and any(0 <= year - spans[-1][1] <= _SOON for year in days if year)

    def begin(self, header: Header) -> None:
        """A new section: its rows are kept under its heading."""
        self.table = Table(self.sheet, header)
        self.result.tables.append(self.table)
        self.around = None
        self.stt = header.column("stt")
        self.named_by = header.columns_of(*NAMES)
        self.hidden = {number - self.sheet.first_row for number in self.sheet.hidden_rows}

    def _row(self, header: Header, row: int, context: Mapping[str, str], numbered: bool) -> None:
        self.context = context
        if self._plain(row):
            self._nominee(header, row, context)
            return
        super()._row(header, row, context, numbered)
        self.around = None if self.around and self.around.words != self._words() else self.around

    def _plain(self, row: int) -> bool:
        """A numbered row with a name, below another: nothing else it could be."""
        cells = self.sheet.cells[row]
        if self.stt is None or not self.own or not cells[self.stt].isdigit() or row in self.hidden:
            return False
        return any(cells[column] for column in self.named_by) and not is_total(cells[self.stt + 1 : self.stt + 3])

    def _words(self) -> list[str]:
        return [*self.groups.words(), *reversed(self.over), self.sheet.name]

    def _nominee(self, header: Header, row: int, context: Mapping[str, str]) -> None:
        self._keep(row, row)

    def _unit(self) -> str:
        return self.options.default_unit or self.result.unit

    def _keep(self, row: int, owner: int) -> None:
        assert self.table is not None
        if self.around is None:  # a group line or a heading came before it
            told = {**self.context, **self.groups.context(), "unit_default": self._unit()}
            self.around = Around(told, self._words())
        entry = Entry(row, self.sheet.number(row), owner, self.around)
        self.table.entries.append(entry)
        self.own.append(entry)  # type: ignore[arg-type]  # the walk only asks whether there is one above

    def _is_data(self, header: Header, row: int) -> bool:
        """Two cells that tell an honour make a row of honours, whoever signed: "Giám đốc" stands in rows of data too."""
        return super()._is_data(header, row) or (self.named and self._honours(header, row) > 1)

    def _continues(self, header: Header, row: int, numbered: bool) -> bool:
        """A further honour of the person above, or words that run on."""
        if not self.own or not self.table or not self.table.entries or is_number(self._stt(header, row)):
            return False
        if not self._name(header, row) and (told := self._honours(header, row)):
            return told > 1 or not self._group_label(header, row, numbered)
        return super()._continues(header, row, numbered)

    def _honours(self, header: Header, row: int) -> int:
        """How many cells tell an honour: award, year, decision. None in a total or a note."""
        cells = self.sheet.cells[row]
        texts = [text for text in cells if text]
        if not texts or is_total(texts) or is_note(texts[0]):
            return 0
        told = sum(bool(cells[column]) for column in header.columns_of(*_OF_HONOURS))
        return told if told > 1 or not is_signature(texts) else 0

    def _continue(self, header: Header, row: int) -> None:
        assert self.table is not None
        last = self.table.entries[-1]
        if not self._name(header, row) and self._honours(header, row) and not self.sheet.flowing:
            self._keep(row, last.owner)
        else:
            last.more.append(row)
            self._ignore(row, f"Dòng viết tiếp của dòng {last.row}.")


def column_years(heading: Heading) -> str:
    """The words of a heading that may name the year of all honours in its column: "Danh hiệu năm 2019"."""
    if heading.field == "year_awards":
        return heading.award
    return heading.text if heading.field == "awards" and re.search(r"(?:19|20)\d\d", heading.text) else ""


def printed_by_field(line: Line, columns: Iterable[Column]) -> dict[str, str]:
    """The cells of a line as in the file, by the field they were read as; the first of several."""
    printed: dict[str, str] = {}
    for column in columns:
        place = column_place(column.column)
        if column.sheet == line.sheet and place < len(line.printed) and line.printed[place]:
            printed.setdefault(column.field, line.printed[place])
    return printed


def column_place(letter: str) -> int:
    """ "A" → 0, "AA" → 26."""
    place = 0
    for character in letter:
        place = place * 26 + ord(character) - 64
    return place - 1
