"""Tables of a Word file as sheets of text. Pure Python; the bytes must have passed `documents.checks`."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from thidua.register.reading.shapes import Unreadable
from thidua.register.reading.sheets import Merge, Sheet

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_ABOVE = 40


def word_sheets(data: bytes, max_rows: int) -> list[Sheet]:
    """Every table of a .docx file in reading order, named "Bảng 1", "Bảng 2"… Raises `Unreadable`."""
    body = _body(data)
    sheets: list[Sheet] = []
    above: list[str] = []
    for element in _blocks(body):
        if element.tag == f"{_W}p":
            if text := _paragraph(element).strip():
                above.append(text)
            continue
        sheet = _table(element, f"Bảng {len(sheets) + 1}", tuple(above[-_ABOVE:]))
        if len(sheet.raw) > max_rows:
            raise Unreadable("TOO_MANY_ROWS", f"{sheet.name} có hơn {max_rows} dòng. Đề nghị chia danh sách.")
        sheets.append(sheet)
        above = []
    return sheets


def _body(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            xml = package.read("word/document.xml").replace(_STRICT[1:-1].encode(), _W[1:-1].encode())
        root = etree.fromstring(xml, parser)
    except (KeyError, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, ValueError, RuntimeError) as error:
        raise Unreadable("DAMAGED", "Tệp Word bị hỏng. Đề nghị mở thử trên máy rồi gửi lại.") from error
    return root


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs outside tables and all tables (an inner table after the one around it), in order."""
    for child in parent:
        if child.tag == f"{_W}tbl":
            yield child
            for cell in child.iter(f"{_W}tc"):
                if _owner(cell) is child:
                    yield from (inner for inner in _blocks(cell) if inner.tag == f"{_W}tbl")
        elif child.tag == f"{_W}p":
            yield child
        elif child.tag not in (f"{_W}del", f"{_W}moveFrom"):
            yield from _blocks(child)


def _owner(element: etree._Element) -> etree._Element | None:
    parent = element.getparent()
    while parent is not None and parent.tag != f"{_W}tbl":
        parent = parent.getparent()
    return parent


def _table(table: etree._Element, name: str, above: tuple[str, ...]) -> Sheet:
    rows: list[list[str]] = []
    merges: list[Merge] = []
    open_merges: dict[int, tuple[int, int]] = {}
    counters: dict[str, int] = {}
    for row in table.iter(f"{_W}tr"):
        if _owner(row) is table and row.find(f"{_W}trPr/{_W}del") is None:
            rows.append(_row(row, len(rows), merges, open_merges, counters))
    _close(open_merges, len(rows) - 1, merges, frozenset())
    width = max((len(row) for row in rows), default=0)
    return Sheet(name=name, raw=[row + [""] * (width - len(row)) for row in rows], merges=tuple(merges), above=above)


def _row(
    row: etree._Element,
    index: int,
    merges: list[Merge],
    open_merges: dict[int, tuple[int, int]],
    counters: dict[str, int],
) -> list[str]:
    """Cells of one row, laid on the grid; vertical merges still open are carried in `open_merges`."""
    texts = [""] * _skipped(row, "gridBefore")
    continued: set[int] = set()
    for cell in (c for c in row.iter(f"{_W}tc") if _row_of(c) is row):
        column, span = len(texts), _span(cell)
        vertical = cell.find(f"{_W}tcPr/{_W}vMerge")
        if vertical is not None and vertical.get(f"{_W}val", "continue") != "restart":
            continued.add(column)
            texts += [""] * span
            continue
        _close({column: open_merges.pop(column)} if column in open_merges else {}, index - 1, merges, frozenset())
        if vertical is not None:
            open_merges[column] = (index, span)
            continued.add(column)
        elif span > 1:
            merges.append((index, column, index, column + span - 1))
        texts += [_cell(cell, counters), *[""] * (span - 1)]
    _close(open_merges, index - 1, merges, frozenset(continued))
    return texts


def _close(open_merges: dict[int, tuple[int, int]], last: int, merges: list[Merge], kept: frozenset[int]) -> None:
    for column in [c for c in open_merges if c not in kept]:
        first, span = open_merges.pop(column)
        if last > first or span > 1:
            merges.append((first, column, max(first, last), column + span - 1))


def _row_of(cell: etree._Element) -> etree._Element | None:
    parent = cell.getparent()
    while parent is not None and parent.tag != f"{_W}tr":
        parent = parent.getparent()
    return parent


def _number(element: etree._Element | None, default: int) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return min(int(value), 200) if value.isdigit() and len(value) < 6 else default


def _span(cell: etree._Element) -> int:
    return max(1, _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1))


def _skipped(row: etree._Element, tag: str) -> int:
    return _number(row.find(f"{_W}trPr/{_W}{tag}"), 0)


def _cell(cell: etree._Element, counters: dict[str, int]) -> str:
    lines = []
    for paragraph in cell.iter(f"{_W}p"):
        owner = paragraph.getparent()
        while owner is not None and owner.tag != f"{_W}tc":
            owner = owner.getparent()
        if owner is cell:
            lines.append(_paragraph(paragraph) or _auto_number(paragraph, counters))
    return "\n".join(line for line in lines if line.strip())


def _auto_number(paragraph: etree._Element, counters: dict[str, int]) -> str:
    """The number Word itself puts before an empty numbered paragraph (a usual STT column)."""
    found = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    if found is None or found.get(f"{_W}val", "0") == "0":
        return ""
    key = found.get(f"{_W}val", "")
    counters[key] = counters.get(key, 0) + 1
    return str(counters[key])


def _paragraph(paragraph: etree._Element) -> str:
    """Text as it reads with tracked changes accepted."""
    pieces: list[str] = []
    for element in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}cr", f"{_W}tab", f"{_W}noBreakHyphen"):
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag == f"{_W}tab":
            parent = element.getparent()
            stop = parent is not None and parent.tag == f"{_W}tabs"  # where a tab stops, not a tab typed
            pieces.append("" if stop else " ")
        elif element.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        else:
            pieces.append("\n")
    return "".join(pieces)
