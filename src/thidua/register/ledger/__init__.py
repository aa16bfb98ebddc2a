"""Reads old ledgers of honours (sổ khen thưởng) of any reasonable layout. Pure Python, no Django.

`read_ledger` turns a file into lines, one for each honour, with problems and proposals; `Mapping` holds what a person
said about columns, award words and doubts; `bad_lines_workbook` gives back what still needs mending.
"""

from thidua.register.ledger.entry import LEDGER_LIMITS, read_ledger
from thidua.register.ledger.giveback import bad_lines_workbook
from thidua.register.ledger.mapping import CHOICES, Mapping, WrongMap, mapping_from_json
from thidua.register.ledger.sameness import collective_name, honour_key, rivals, unit_key
from thidua.register.ledger.shapes import SCHEMA, LedgerReading, Line, Standing, tally
from thidua.register.ledger.values import number_key

__all__ = [
    "CHOICES",
    "LEDGER_LIMITS",
    "SCHEMA",
    "LedgerReading",
    "Line",
    "Mapping",
    "Standing",
    "WrongMap",
    "bad_lines_workbook",
    "collective_name",
    "honour_key",
    "mapping_from_json",
    "number_key",
    "read_ledger",
    "rivals",
    "tally",
    "unit_key",
]
