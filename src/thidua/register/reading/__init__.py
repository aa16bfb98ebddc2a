"""Reads units' lists of nominees (Excel, CSV, Word annexes, PDF tables). Pure Python, no Django.

`read_list` turns a file into rows with problems and proposals; `correct`, `accept`, `keep` and `leave_out` let
the officer mend it in place; `carry_over` follows when he says what a column is; `bad_rows_workbook` gives back
what still needs the unit. Messages are Vietnamese.
"""

from thidua.register.reading.awardnames import AwardNames, AwardsFound
from thidua.register.reading.choosing import CHOICES, Carried, carry_over, choices_of
from thidua.register.reading.correcting import (
    EDITABLE,
    accept,
    accept_many,
    correct,
    keep,
    leave_out,
    leave_out_many,
    with_twins,
)
from thidua.register.reading.entry import ListLimits, read_list
from thidua.register.reading.giveback import bad_rows_workbook
from thidua.register.reading.headings import FIELDS, heading_key
from thidua.register.reading.judging import TWINS
from thidua.register.reading.messages import keepable
from thidua.register.reading.ratings import rating_code
from thidua.register.reading.shapes import (
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
from thidua.register.reading.single import check_nominee

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
