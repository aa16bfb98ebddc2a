"""Reads units' lists of nominees (Excel, Word annexes, PDF tables). Pure Python, no Django.

`read_list` turns a file into rows with problems and proposals; `correct`, `accept` and `leave_out` let the
officer mend it in place; `bad_rows_workbook` gives back what still needs the unit. Messages are Vietnamese.
"""

from thidua.dossiers.reading.awardnames import AwardNames, AwardsFound
from thidua.dossiers.reading.columns import FIELDS, heading_key
from thidua.dossiers.reading.correcting import EDITABLE, accept, correct, leave_out
from thidua.dossiers.reading.entry import ListLimits, read_list
from thidua.dossiers.reading.giveback import bad_rows_workbook
from thidua.dossiers.reading.judging import rating_code
from thidua.dossiers.reading.shapes import (
    Column,
    Ignored,
    Key,
    Kind,
    ListReading,
    Problem,
    Row,
    Sameness,
    SameRows,
    Status,
    Unreadable,
)

__all__ = [
    "EDITABLE",
    "FIELDS",
    "AwardNames",
    "AwardsFound",
    "Column",
    "Ignored",
    "Key",
    "Kind",
    "ListLimits",
    "ListReading",
    "Problem",
    "Row",
    "SameRows",
    "Sameness",
    "Status",
    "Unreadable",
    "accept",
    "bad_rows_workbook",
    "correct",
    "heading_key",
    "leave_out",
    "rating_code",
    "read_list",
]
