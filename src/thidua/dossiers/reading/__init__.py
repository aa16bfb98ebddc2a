"""Reads units' lists of nominees (Excel, CSV, Word annexes, PDF tables). Pure Python, no Django.

`read_list` turns a file into rows with problems and proposals; `correct`, `accept`, `keep` and `leave_out` let
the officer mend it in place; `carry_over` follows when he says what a column is; `bad_rows_workbook` gives back
what still needs the unit. Messages are Vietnamese.
"""

from thidua.dossiers.reading.awardnames import AwardNames, AwardsFound
from thidua.dossiers.reading.choosing import CHOICES, Carried, carry_over, choices_of
from thidua.dossiers.reading.correcting import (
    EDITABLE,
    accept,
    accept_many,
    correct,
    keep,
    leave_out,
    leave_out_many,
    with_twins,
)
from thidua.dossiers.reading.entry import ListLimits, read_list
from thidua.dossiers.reading.giveback import bad_rows_workbook
from thidua.dossiers.reading.headings import FIELDS, heading_key
from thidua.dossiers.reading.judging import TWINS
from thidua.dossiers.reading.messages import keepable
from thidua.dossiers.reading.ratings import rating_code
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
from thidua.dossiers.reading.single import check_nominee

__all__ = [
    "CHOICES",
    "EDITABLE",
    "FIELDS",
    "TWINS",
    "AwardNames",
    "AwardsFound",
    "Carried",
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
    "accept_many",
    "bad_rows_workbook",
    "carry_over",
    "check_nominee",
    "choices_of",
    "correct",
    "heading_key",
    "keep",
    "keepable",
    "leave_out",
    "leave_out_many",
    "rating_code",
    "read_list",
    "with_twins",
]
