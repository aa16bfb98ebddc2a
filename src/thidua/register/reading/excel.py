"""Excel files as sheets of text. Pure Python; the bytes must have passed `documents.checks`."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

import python_calamine as calamine

from thidua.register.reading.shapes import Unreadable
from thidua.register.reading.sheets import Sheet, cell_text

_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*?)/?>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*?)/?>")
_ROW_OR_CELL = re.compile(r"<(?:\w+:)?(row|c)\b([^>]*?)(/?)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*\"([^\"]*)\"|([\w:]+)\s*=\s*'([^']*)'")
_COLUMN = re.compile(r" r=\"([A-Z]{1,3})\d")
# Nothing of what `_scan` looks for can be in a sheet without one of these.
_MARKED = re.compile(r"<(?:\w+:)?f[\s/>]|t=[\"']e[\"']|hidden=[\"'](?:1|true)")
_WORST = 4_000_000  # cells a sheet may span before it is refused: one stray cell far away spans millions


@dataclass
class _Marks:
    """What the values alone do not tell about one sheet."""

    hidden_rows: set[int] = field(default_factory=set)
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0


def excel_sheets(data: bytes, max_rows: int) -> list[Sheet]:
    """Every sheet of an .xlsx or .xls file, hidden ones marked. Raises `Unreadable`."""
    marks = dict(_marks(data)) if data.startswith(b"PK") else {}
    for name, mark in marks.items():
        if mark.last_row * mark.last_column > _WORST:
            raise Unreadable("TOO_SPREAD", f"Trang tính “{name}” có ô nằm quá xa bảng. Đề nghị xóa các ô thừa.")
    book = _opened(data)
    sheets = []
    for meta in book.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheets.append(_sheet(book, meta, marks.get(meta.name, _Marks()), max_rows))
    return sheets


def _opened(data: bytes) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise Unreadable("PASSWORD", "Tệp đặt mật khẩu. Đề nghị bỏ mật khẩu rồi gửi lại.") from error
    except Exception as error:
        raise _damaged() from error
    except BaseException as error:
        # The library is native code: on some damaged files it panics, which is not an Exception.
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise _damaged() from error


def _damaged() -> Unreadable:
    return Unreadable("DAMAGED", "Tệp bị hỏng hoặc chưa tải lên hết. Đề nghị mở thử trên máy rồi gửi lại.")


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, mark: _Marks, max_rows: int) -> Sheet:
    try:
        table = book.get_sheet_by_name(meta.name)
        if table.total_height > max_rows:
            raise _too_many(meta.name, max_rows)
        rows = [[cell_text(value) for value in row] for row in table.to_python(skip_empty_area=False)]
        ranges = table.merged_cell_ranges or []
    except (calamine.CalamineError, calamine.WorksheetNotFound, ValueError, OverflowError) as error:
        raise _damaged() from error
    for (row, column), text in mark.broken.items():
        _put(rows, row, column, text)
    return Sheet(
        name=meta.name,
        raw=rows,
        merges=tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges),
        hidden_rows=frozenset(mark.hidden_rows),
        hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
        broken=mark.broken,
    )


def _too_many(name: str, max_rows: int) -> Unreadable:
    text = f"Trang tính “{name}” có hơn {max_rows} dòng. Đề nghị chia danh sách thành nhiều tệp."
    return Unreadable("TOO_MANY_ROWS", text)


def _put(rows: list[list[str]], row: int, column: int, text: str) -> None:
    if row < len(rows) and column < len(rows[row]) and not rows[row][column]:
        rows[row][column] = text


def _marks(data: bytes) -> Iterator[tuple[str, _Marks]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name, part in _parts(package):
            yield name, _scan(package.read(part).decode("utf-8", "replace"))


def _parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Sheet names and the parts that hold them."""
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    relations = {
        a.get("Id", ""): a.get("Target", "")
        for a in map(
            _attributes, _RELATION.findall(package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace"))
        )
    }
    for text in _SHEET.findall(package.read("xl/workbook.xml").decode("utf-8", "replace")):
        found = _attributes(text)
        target = relations.get(next((v for k, v in found.items() if k.endswith(":id")), ""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            yield unescape(found.get("name", "")), part


def _attributes(text: str) -> dict[str, str]:
    return {a or c: b or d for a, b, c, d in _ATTRIBUTE.findall(text)}


def _scan(xml: str) -> _Marks:
    """Hidden rows, errors and formulas without a value, found without building a tree."""
    if not _MARKED.search(xml) and _spread(xml) <= _WORST:
        return _Marks()
    mark = _Marks()
    row = column = 0
    for match in _ROW_OR_CELL.finditer(xml):
        attributes = match.group(2)
        if match.group(1) == "row":
            row, column = _row_number(attributes, row + 1), 0
            if 'hidden="1"' in attributes or 'hidden="true"' in attributes:
                mark.hidden_rows.add(row)
            continue
        column = _column_number(attributes, column + 1)
        if not match.group(3):
            stop = xml.find("c>", match.end())
            while stop > 0 and xml[stop - 1] not in "/:":
                stop = xml.find("c>", stop + 2)
            _scan_cell(mark, row, column, attributes, xml[match.end() : stop if stop >= 0 else None])
    return mark


def _spread(xml: str) -> int:
    """Cells a sheet spans at most, by the last row and the widest column named in it; many when none are named."""
    rows = re.search(r"\br=\"(\d{1,7})\"", xml[xml.rfind("<row") :]) if "<row " in xml else None
    letters = max(set(_COLUMN.findall(xml)), key=lambda found: (len(found), found), default="")
    if rows is None or not letters:
        return _WORST + 1
    return int(rows.group(1)) * _column_number(f' r="{letters}1"', 0)


def _scan_cell(mark: _Marks, row: int, column: int, attributes: str, body: str) -> None:
    value = re.search(r"<(?:\w+:)?(?:v|t)\b[^>/]*>([^<]+)", body)
    has_formula = "<f" in body or ":f" in body
    if not value and not has_formula:
        return
    mark.last_row = max(mark.last_row, row)
    mark.last_column = max(mark.last_column, column)
    if 't="e"' in attributes:
        mark.broken[(row - 1, column - 1)] = unescape(value.group(1)) if value else "#VALUE!"
    elif not value and 't="str"' not in attributes:
        mark.broken[(row - 1, column - 1)] = "="


def _row_number(attributes: str, default: int) -> int:
    found = re.search(r"\br=\"(\d{1,7})\"", attributes)
    return int(found.group(1)) if found else default


def _column_number(attributes: str, default: int) -> int:
    found = re.search(r"\br=\"([A-Z]{1,3})\d", attributes)
    if not found:
        return default
    number = 0
    for letter in found.group(1):
        number = number * 26 + ord(letter) - 64
    return number
