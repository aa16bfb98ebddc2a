"""The entry of the ledger reader: bytes of a file in, a `LedgerReading` out. Pure Python, no Django."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from thidua.documents.checks import DEFAULT_LIMITS
from thidua.register.ledger.awards import AwardReader
from thidua.register.ledger.facts import FactReader
from thidua.register.ledger.lines import TableReader
from thidua.register.ledger.mapping import Mapping
from thidua.register.ledger.people import PersonReader
from thidua.register.ledger.sameness import compare
from thidua.register.ledger.shapes import LedgerReading
from thidua.register.ledger.tables import tables_of
from thidua.register.reading.assemble import Options
from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.entry import ListLimits, sheets_of

_NOTHING_SAID: Final = Mapping()
LEDGER_LIMITS: Final = ListLimits(
    file=replace(DEFAULT_LIMITS, max_part=400 * 1024 * 1024, max_unpacked=600 * 1024 * 1024), max_rows=300_000
)


def read_ledger(
    data: bytes,
    filename: str,
    *,
    mapping: Mapping = _NOTHING_SAID,
    default_unit: str = "",
    on: date | None = None,
    limits: ListLimits = LEDGER_LIMITS,
) -> LedgerReading:
    """Read the honours of an .xlsx, .xls, .csv, .docx or .pdf ledger, of several sheets and any order of columns.

    `default_unit`: for rows that name none. `on`: the day of reading, after which nothing can have happened yet.
    Raises `Unreadable` (code, Vietnamese sentence) when the file may not or cannot be opened.
    """
    day = on.isoformat() if on else ""
    names = AwardNames.standard()
    accepted = frozenset(code for code, answer in mapping.settled.items() if answer == "accept")
    awards = AwardReader(names, mapping.awards, accepted, day)
    kind, sheets = sheets_of(data, filename, limits)
    options = Options(awards.names, default_unit, "", mapping.columns, mapping.places, day, ledger=True)
    found = tables_of(sheets, options)
    people, facts = PersonReader(awards.names, mapping.settled, day), FactReader(mapping.settled, day)
    lines = [line for table in found.tables for line in TableReader(table, people, awards, facts).lines()]
    compare(lines, kept=frozenset(code for code, answer in mapping.settled.items() if answer == "keep"))
    return LedgerReading(lines, tuple(found.columns), tuple(found.ignored), filename, kind, default_unit or found.unit)
