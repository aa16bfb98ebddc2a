"""The rows that still need the unit's hand, given back as a workbook with the reason beside each cell.

Pure Python. Words of the user are written as text cells only: nothing in the file is a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

from thidua.register.reading.shapes import ListReading, Problem, Row, Status


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the workbook: the field it holds, its heading, its width in characters."""

    field: str
    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Returned:
    """One row given back: its words by field, what is wrong, and where it stood."""

    words: Mapping[str, str]
    problems: Sequence[Problem]
    where: str


_COLUMNS: Final = (
    Heading("name", "Họ và tên / Tên tập thể", 28),
    Heading("sex", "Giới tính", 9),
    Heading("birth", "Ngày sinh", 13),
    Heading("cccd", "Số CCCD", 16),
    Heading("position", "Chức vụ", 22),
    Heading("unit", "Đơn vị công tác", 30),
    Heading("awards", "Danh hiệu, hình thức đề nghị", 30),
    Heading("rating", "Mức hoàn thành nhiệm vụ", 22),
    Heading("initiative", "Sáng kiến", 24),
    Heading("achievement", "Tóm tắt thành tích", 36),
)
_SEX: Final = {"male": "Nam", "female": "Nữ"}


def bad_rows_workbook(reading: ListReading) -> bytes:
    """An .xlsx of the flagged rows; it can be mended and read again as any list."""
    flagged = (row for row in reading.rows if row.status is Status.FLAGGED)
    return workbook(
        _COLUMNS, (Returned(_words_of(row), row.problems, f"{row.sheet}, dòng {row.row}") for row in flagged)
    )


def workbook(columns: Sequence[Heading], rows: Iterable[Returned]) -> bytes:
    """An .xlsx of rows, each cell that is wrong marked with a comment, the reasons in a column of their own."""
    out = io.BytesIO()
    options = {
        "constant_memory": True,  # writes inline strings: no shared table, no interpretation
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        _write(book, columns, rows)
    return out.getvalue()


def _write(book: Any, columns: Sequence[Heading], rows: Iterable[Returned]) -> None:
    sheet = book.add_worksheet("Cần sửa")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8E8E8", "border": 1})
    look = {"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True, "border": 1}
    plain, marked = book.add_format(look), book.add_format({**look, "bg_color": "#FFF1CC"})
    headings = ["STT", *(column.title for column in columns), "Điều cần sửa", "Vị trí trong tệp gốc"]
    for place, width in enumerate((6, *(column.width for column in columns), 60, 24)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 2)
    for place, title in enumerate(headings):
        sheet.write_string(0, place, title, head)
    for number, row in enumerate(rows, 1):
        _write_row(sheet, number, columns, row, plain, marked)


def _write_row(sheet: Any, number: int, columns: Sequence[Heading], row: Returned, plain: Any, marked: Any) -> None:
    by_field: dict[str, list[str]] = {}
    for problem in row.problems:
        by_field.setdefault(problem.field, []).append(problem.message)
    sheet.write_string(number, 0, str(number), plain)
    for place, column in enumerate(columns, 1):
        wrong = by_field.get(column.field, [])
        sheet.write_string(number, place, row.words.get(column.field, ""), marked if wrong else plain)
        if wrong:
            sheet.write_comment(number, place, "\n".join(wrong))
    reasons = [f"{p.message} Đề xuất: {p.proposal}." if p.proposal else p.message for p in row.problems if p.blocking]
    sheet.write_string(number, len(columns) + 1, "\n".join(reasons), plain)
    sheet.write_string(number, len(columns) + 2, row.where, plain)


def _words_of(row: Row) -> dict[str, str]:
    return {column.field: _words(row, column.field) for column in _COLUMNS}


def _words(row: Row, field: str) -> str:
    """What the officer last saw in the field: the words of the file, decoded, or his own."""
    text = row.texts.get(field, "")
    if field == "position":
        return text or row.position
    if field == "unit":
        return text or row.unit
    if field == "sex":
        return _SEX.get(row.sex, text)
    if field == "birth":
        return text or row.birth
    if field == "awards":
        return text or row.hints.get("awards", "")
    return text
