"""Workbooks made for tests: rows of cells, merged areas, several sheets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter


def book(*sheets: tuple[str, Sequence[Sequence[Any]], Sequence[str]]) -> bytes:
    """An .xlsx of these sheets: name, rows, merged areas. Text beginning with "=" is a formula whose value is 2015."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows, merges in sheets:
            sheet = made.add_worksheet(name)
            for area in merges:
                sheet.merge_range(area, "")
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, datetime):
                        sheet.write_datetime(at, column, value, day)
                    elif isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(at, column, value, None, 2015)
                    elif value != "":
                        sheet.write(at, column, value)
    return out.getvalue()


def one(*rows: Sequence[Any], merges: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet."""
    return book(("Sổ", rows, merges))


HEAD = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Số CCCD",
    "Đơn vị",
    "Danh hiệu",
    "Năm",
    "Số QĐ",
    "Ngày ký",
    "Tình trạng",
    "Ghi chú",
)


def ledger(*rows: Sequence[Any]) -> bytes:
    """A plain ledger under HEAD; rows are numbered."""
    return one(HEAD, *((number, *row) for number, row in enumerate(rows, 1)))
