"""The rows that still need the unit's hand, given back as a workbook with the reason beside each cell.

Pure Python. Words of the user are written as text cells only: nothing in the file is a formula or a link.
"""

from __future__ import annotations

import io
from typing import Any, Final

import xlsxwriter

from thidua.register.reading.shapes import ListReading, Row, Status

_COLUMNS: Final = (
    ("name", "Họ và tên / Tên tập thể", 28),
    ("sex", "Giới tính", 9),
    ("birth", "Ngày sinh", 13),
    ("cccd", "Số CCCD", 16),
    ("position", "Chức vụ", 22),
    ("unit", "Đơn vị công tác", 30),
    ("awards", "Danh hiệu, hình thức đề nghị", 30),
    ("rating", "Mức hoàn thành nhiệm vụ", 22),
    ("initiative", "Sáng kiến", 24),
    ("achievement", "Tóm tắt thành tích", 36),
)
_SEX: Final = {"male": "Nam", "female": "Nữ"}


def bad_rows_workbook(reading: ListReading) -> bytes:
    """An .xlsx of the flagged rows; it can be mended and read again as any list."""
    out = io.BytesIO()
    options = {
        "constant_memory": True,  # writes inline strings: no shared table, no interpretation
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        _write(book, [row for row in reading.rows if row.status is Status.FLAGGED])
    return out.getvalue()


def _write(book: Any, rows: list[Row]) -> None:
    sheet = book.add_worksheet("Cần sửa")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8E8E8", "border": 1})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True, "border": 1})
    marked = book.add_format(
        {
            "num_format": "@",
            "text_wrap": True,
            "valign": "top",
            "quote_prefix": True,
            "border": 1,
            "bg_color": "#FFF1CC",
        }
    )
    headings = ["STT", *(title for _, title, _ in _COLUMNS), "Điều cần sửa", "Vị trí trong tệp gốc"]
    sheet.set_column(0, 0, 6)
    for index, (_, _, width) in enumerate(_COLUMNS, 1):
        sheet.set_column(index, index, width)
    sheet.set_column(len(_COLUMNS) + 1, len(_COLUMNS) + 1, 60)
    sheet.set_column(len(_COLUMNS) + 2, len(_COLUMNS) + 2, 24)
    sheet.freeze_panes(1, 2)
    for column, title in enumerate(headings):
        sheet.write_string(0, column, title, head)
    for number, row in enumerate(rows, 1):
        _write_row(sheet, number, row, plain, marked)


def _write_row(sheet: Any, number: int, row: Row, plain: Any, marked: Any) -> None:
    by_field: dict[str, list[str]] = {}
    for problem in row.problems:
        by_field.setdefault(problem.field, []).append(problem.message)
    sheet.write_string(number, 0, str(number), plain)
    for column, (field, _, _) in enumerate(_COLUMNS, 1):
        wrong = by_field.get(field, [])
        sheet.write_string(number, column, _words(row, field), marked if wrong else plain)
        if wrong:
            sheet.write_comment(number, column, "\n".join(wrong))
    reasons = [
        f"{p.message} Đề xuất: {p.proposal}." if p.proposal else p.message for p in row.problems if p.blocking
    ]
    sheet.write_string(number, len(_COLUMNS) + 1, "\n".join(reasons), plain)
    sheet.write_string(number, len(_COLUMNS) + 2, f"{row.sheet}, dòng {row.row}", plain)


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
