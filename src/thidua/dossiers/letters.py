"""The number and day of the letter a list goes with, where the list itself says so: "Kèm theo Tờ trình số 41/TTr-UBND ngày 06/01/2026"."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date

import docx
from python_calamine import CalamineWorkbook

from thidua.foundation.dates import ImpossibleDate, find_dates
from thidua.foundation.text import tidy

ABOVE = 15
"""Rows above and at the beginning of a table in which a list names its letter."""
NAMED = re.compile(r"tờ\s+trình\s+số\s*:?\s*([0-9]+\s*/\s*[^\s,;()]+)(.*)", re.IGNORECASE | re.DOTALL)


def letter_in(data: bytes, kind: str, on: date) -> tuple[str, date | None]:
    """Number and day of the letter named in the head of a list; ("", None) when none is. A day after `on` is left out.

    Reads Excel and Word; a file of another kind, or one that cannot be opened, names nothing.
    """
    for text in _lines(data, kind):
        if found := NAMED.search(tidy(text)):
            return found[1].replace(" ", ""), _day(found[2], on)
    return "", None


def _day(text: str, on: date) -> date | None:
    for _start, _end, read in find_dates(text):
        day = None if isinstance(read, ImpossibleDate) else read.as_date()
        if day is not None and day <= on:
            return day
    return None


def _lines(data: bytes, kind: str) -> Iterable[str]:
    if kind in ("xlsx", "xls"):
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            rows = book.get_sheet_by_index(0).iter_rows()
        except Exception:  # the reader of lists has said what is wrong; here nothing is named
            return []
        return [" ".join(str(cell) for cell in row if cell != "") for row, _n in zip(rows, range(ABOVE), strict=False)]
    if kind == "docx":
        try:
            return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs[: 2 * ABOVE]]
        except Exception:  # same
            return []
    return []
