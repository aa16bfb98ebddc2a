"""From the rows of a table to lines, one for each honour. Every distinct text is understood once. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from thidua.register.ledger.awards import AwardReader, Told
from thidua.register.ledger.facts import FactReader
from thidua.register.ledger.people import PersonReader
from thidua.register.ledger.shapes import Line
from thidua.register.ledger.tables import Around, Entry, Table, column_years
from thidua.register.reading.drafts import SPREADING
from thidua.register.reading.headings import LEDGER_FIELDS, NAMES, Heading
from thidua.register.reading.judging import LONGEST
from thidua.register.reading.messages import problem
from thidua.register.reading.people import with_capital
from thidua.register.reading.posts import in_one_line, split_post, without_labels
from thidua.register.reading.shapes import Problem
from thidua.register.reading.sheets import column_letter

_NAME_PARTS: Final = NAMES | {"name_given", "name_part"}
_SPREADS: Final = SPREADING | LEDGER_FIELDS
_UNIMPORTANT: Final = frozenset(
    {"unknown", "skipped", "stt", "other", "votes", "note", "bonus", "address", "phone", "email"}
)
_SEVERAL: Final = frozenset({"note", "achievement"})


class TableReader:
    """Reads the entries of one table."""

    def __init__(self, table: Table, people: PersonReader, awards: AwardReader, facts: FactReader) -> None:
        self.table, self.people, self.awards, self.facts = table, people, awards, facts
        self.cells = self._filled()
        columns = table.header.columns
        self.at = {heading.field: place for place, heading in reversed(list(enumerate(columns)))}
        self.names = [place for place, heading in enumerate(columns) if heading.field in _NAME_PARTS]
        self.several = {field: [p for p, h in enumerate(columns) if h.field == field] for field in _SEVERAL}
        self.given = [(p, h, column_years(h)) for p, h in enumerate(columns) if h.field in {"awards", "year_awards"}]
        self.person_at = people.columns_of(columns)
        self.broken_rows = {row for row, _column in table.sheet.broken}

    def _filled(self) -> list[list[str]]:
        """The cells with merged values repeated down their area, for what may be the same on many rows."""
        sheet, header = self.table.sheet, self.table.header
        fields = [heading.field for heading in header.columns]
        cells = sheet.cells
        copied: dict[int, list[str]] = {}
        for top, left, bottom, _right in sheet.merges:
            if top <= header.last or bottom == top or left >= len(fields) or fields[left] not in _SPREADS:
                continue
            for row in range(top + 1, min(bottom + 1, len(cells))):
                if not cells[row][left]:
                    copied.setdefault(row, list(cells[row]))[left] = cells[top][left]
        return [copied.get(row, line) for row, line in enumerate(cells)] if copied else cells

    def lines(self) -> Iterator[Line]:
        """The lines of every entry, in order."""
        sheet = self.table.sheet
        raw = sheet.raw
        for entry in self.table.entries:
            cells, doubts = self._cells(entry)
            owner = cells if entry.owner == entry.index else self.cells[entry.owner]
            yield from self._lines(entry, cells, owner, doubts, raw[entry.index])

    def _cells(self, entry: Entry) -> tuple[list[str], list[Problem]]:
        """The texts of an entry with those of the rows that run on, without cells whose value is lost."""
        cells = self.cells[entry.index]
        if not entry.more and entry.index not in self.broken_rows:
            return cells, []
        cells = list(cells)
        for row in entry.more:
            for column, text in enumerate(self.cells[row]):
                cells[column] = " ".join(filter(None, (cells[column], text)))
        doubts = []
        for column, heading in enumerate(self.table.header.columns):
            value = self.table.sheet.broken.get((entry.index, column))
            if value:
                cells[column] = ""
                doubts += [] if heading.field in _UNIMPORTANT else [_lost(heading, column, entry.row, value)]
        return cells, doubts

    def _text(self, cells: Sequence[str], field: str) -> str:
        place = self.at.get(field)
        return cells[place] if place is not None else ""

    def _joined(self, cells: Sequence[str], field: str) -> str:
        places = self.several[field]
        if len(places) == 1:
            return cells[places[0]]
        return "; ".join(text for place in places if (text := cells[place]))

    def _lines(
        self, entry: Entry, cells: list[str], owner: list[str], doubts: list[Problem], raw: list[str]
    ) -> Iterator[Line]:
        given = self._given(cells, entry.around)
        weak = self.awards.kind_of(given[0][0].name) if given and given[0][0].code else ""
        who = self.people.read(self.person_at, owner, entry.around.context, weak, self.table.sheet.legacy, raw)
        position, unit = self._post(owner, who.rest, entry.around, who.kind.value)
        note = "; ".join(filter(None, (self._joined(cells, "note"), self._joined(cells, "achievement"))))
        facts = self.facts
        common = facts.common(self.at, cells, entry.around, note)
        part = 0
        for named, years in given:
            told = self.awards.fitted(self.awards.at_level(named, common.authority), who.kind.value)
            decision, periods, found = facts.of_honour(self.at, cells, entry.around, told, years, note)
            route = facts.route(told, common, entry.around, note, found)
            for first, last in periods:
                line = Line(
                    self.table.sheet.name, entry.row, part, who.kind.value, who.name, who.birth, who.sex, who.number, position,
                    unit, told.code, told.name, first, last, decision.number, decision.day.value, common.signer,
                    common.authority or decision.signer, common.standing.value, common.change.number,
                    common.change.day.value, common.certificate, common.bonus, note[:1000], raw,
                )  # fmt: skip
                line.year = decision.day.year if decision.day.code != "DECISION_DATE_UNLIKELY" else 0
                line.owner = entry.owner
                line.route = route
                if doubts or who.problems or told.problems or found or common.problems:
                    line.problems = [*doubts, *who.problems, *told.problems, *found, *common.problems]
                facts.contradictions(line)
                if len(unit) > LONGEST or len(position) > LONGEST:
                    line.problems.append(problem("TEXT_LONG", field="unit", count=LONGEST))
                part += 1
                yield line

    def _given(self, cells: Sequence[str], around: Around) -> list[tuple[Told, str]]:
        """The awards of a row, each with the words of its heading that may name the year; one without code when none is named."""
        found: list[tuple[Told, str]] = []
        above = around.context.get("awards", "")
        for place, heading, years in self.given:
            if text := cells[place]:
                own = "" if heading.field == "year_awards" else heading.award
                found += [(told, years) for told in self.awards.read(text, own or above)]
        if found or any(years for _place, _heading, years in self.given):
            return found  # a row of a table of years may name no award at all
        if not above:
            return [(Told(problems=(problem("AWARD_MISSING"),)), "")]
        return [(self._from_above(told, around), "") for told in self.awards.read(above)]

    @staticmethod
    def _from_above(told: Told, around: Around) -> Told:
        if around.context.get("awards_from") not in {"title", "sheet"}:
            return told
        remark = problem("AWARD_FROM_TITLE", printed=_short(around.context["awards"]))
        return replace(told, problems=(*told.problems, remark))

    def _post(self, owner: Sequence[str], rest: str, around: Around, kind: str) -> tuple[str, str]:
        position, unit = _one_line(self._text(owner, "position")), _one_line(self._text(owner, "unit"))
        both = self._text(owner, "position_unit") or ("" if position or kind != "individual" else rest)
        if both:
            left, right = _split(both)
            position, unit = position or left, unit or right
        if kind != "individual" and position and not unit:
            position, unit = "", position
        if self.table.sheet.legacy:
            position, unit = with_capital(position), with_capital(unit)
        return position, unit or around.context.get("unit", "") or around.context.get("unit_default", "")


def _lost(heading: Heading, column: int, row: int, value: str) -> Problem:
    field = "name" if heading.field in _NAME_PARTS else heading.field
    code = "FORMULA_EMPTY" if value == "=" else "CELL_ERROR"
    return problem(code, field=field, printed=f"{column_letter(column)}{row}", choices=value)


def _short(text: str) -> str:
    return " ".join(text.split())[:120]


@lru_cache(maxsize=65536)
def _one_line(text: str) -> str:
    return in_one_line(text) if text else ""


@lru_cache(maxsize=16384)
def _split(text: str) -> tuple[str, str]:
    return split_post(without_labels(text))
