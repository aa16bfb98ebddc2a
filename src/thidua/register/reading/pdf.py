"""Tables of a PDF with a text layer as sheets of text. Pure Python; the bytes must have passed `documents.checks`."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber

from thidua.register.reading.pdf_unruled import unruled_rows
from thidua.register.reading.shapes import Unreadable
from thidua.register.reading.sheets import Sheet

_ABOVE = 40
_RULED = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
_UNRULED = {"vertical_strategy": "text", "horizontal_strategy": "text", "min_words_vertical": 3}


def pdf_sheets(data: bytes, max_pages: int, max_rows: int) -> list[Sheet]:
    """Every table of the document in reading order; a table that goes on over a page end is one sheet.

    Raises `Unreadable` when the file is damaged, too long, or only pictures.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > max_pages:
                raise Unreadable("TOO_MANY_PAGES", f"Tệp PDF có hơn {max_pages} trang. Đề nghị chia danh sách.")
            pages = _pages(document.pages)
    except Unreadable:
        raise
    except Exception as error:  # the PDF libraries raise anything on damaged files; the person gets one sentence
        raise Unreadable("DAMAGED", "Tệp PDF bị hỏng hoặc có mật khẩu. Đề nghị xuất lại từ Word hoặc Excel.") from error
    if not any(text.strip() for text, _tables in pages):
        raise Unreadable("NO_TEXT_LAYER", "Tệp PDF chỉ có ảnh quét, không có lớp chữ. Đề nghị gửi bản Excel hoặc Word.")
    sheets = _joined(pages)
    if any(len(sheet.raw) > max_rows for sheet in sheets):
        raise Unreadable("TOO_MANY_ROWS", f"Bảng có hơn {max_rows} dòng. Đề nghị chia danh sách.")
    return sheets


Found = tuple[list[list[str]], list[str]]
"""Rows of one table, and the lines of text above it on its page."""


def _pages(pages: Any) -> list[tuple[str, list[Found]]]:
    """The text of each page and its tables: ruled ones, else one told from its heading, else from the text's columns."""
    found: list[tuple[str, list[Found]]] = []
    borders: list[float] = []
    for page in pages:
        text = page.extract_text() or ""
        tables = page.find_tables(_RULED) or []
        unruled = None if tables else unruled_rows(page.extract_words(), borders)
        if unruled:
            top, borders, rows = unruled
            found.append((text, [(rows, _above(page, top))]))
            continue
        borders = []
        if not tables and len(text.splitlines()) > 3:
            tables = [table for table in page.find_tables(_UNRULED) if len(table.rows) > 2]
        found.append((text, [(_rows(table), _above(page, table.bbox[1])) for table in tables]))
    return found


def _rows(table: Any) -> list[list[str]]:
    return [[(cell or "").strip() for cell in row] for row in table.extract()]


def _above(page: Any, top: float) -> list[str]:
    """The lines of text above a table on its page."""
    top = max(0.0, min(top, page.height))
    text = page.crop((0, 0, page.width, top)).extract_text() if top > 1 else ""
    return [line for line in (text or "").splitlines() if line.strip()]


def _joined(pages: list[tuple[str, list[Found]]]) -> list[Sheet]:
    """Number the tables; a first table on a page with the width of the last one before goes on with it."""
    sheets: list[Sheet] = []
    for place, (rows, above, first) in enumerate(_all(pages)):
        last = sheets[-1] if sheets else None
        if first and place and last is not None and last.width == max(map(len, rows), default=0) and len(above) < 3:
            header = last.raw[0] if last.raw else []
            last.raw.extend(row for row in rows[_repeated(last.raw, rows) :] if row != header)
            continue
        sheets.append(Sheet(name=f"Bảng {len(sheets) + 1}", raw=rows, above=tuple(above[-_ABOVE:]), flowing=True))
    return sheets


def _repeated(above: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> int:
    """How many rows of the heading, which may have two or three, are printed again at the top of the page."""
    return next((at for at, pair in enumerate(zip(above, rows, strict=False)) if pair[0] != pair[1]), 0)


def _all(pages: list[tuple[str, list[Found]]]) -> Iterator[tuple[list[list[str]], list[str], bool]]:
    for _text, tables in pages:
        for place, (rows, above) in enumerate(tables):
            if rows:
                yield rows, above, place == 0
