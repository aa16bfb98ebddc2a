"""Word documents (.docx): paragraphs and table rows, with merged cells and automatic numbers resolved."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx

from thidua.plans.reading.failures import Failure, Unreadable
from thidua.plans.reading.sources.blocks import Block, Cell, Loaded, Paragraph, Row, make_cell, numbered
from thidua.plans.reading.sources.docx_numbers import Numbers

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {W + "del", W + "moveFrom", _FALLBACK, W + "pPr", W + "rPr", W + "instrText"}
_BREAKS = {W + "br", W + "cr"}
_MAX_COLUMNS = 120


def load_docx(data: bytes, *, unpacked_limit: int) -> Loaded:
    """Read the bytes of a .docx. Raises Unreadable when damaged or when it unpacks beyond the limit (bytes)."""
    _check_archive(data, unpacked_limit)
    try:
        document = docx.Document(io.BytesIO(data))
        numbers = Numbers(_numbering_of(document))
        blocks = numbered(_blocks(document.element.body, numbers))
    except Unreadable:
        raise
    except Exception as error:  # the libraries let errors of every kind through for malformed files
        raise Unreadable(Failure.DAMAGED) from error
    return Loaded(blocks, "docx")


def _check_archive(data: bytes, unpacked_limit: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(Failure.DAMAGED) from error
    if "word/document.xml" not in {member.filename for member in members}:
        raise Unreadable(Failure.WRONG_KIND)
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable(Failure.ENCRYPTED)
    if sum(member.file_size for member in members) > unpacked_limit:
        raise Unreadable(Failure.UNPACKS_TOO_LARGE, limit=unpacked_limit // 1_000_000)


def _numbering_of(document: Any) -> Any:
    """Return the element that defines the automatic numbers, or None when the file has none."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return relation.target_part.element
    return None


def _blocks(body: Any, numbers: Numbers) -> Iterator[Block]:
    """Yield the blocks of the body in order; `paragraph` and `table` count from 1."""
    table = paragraph = 0
    for element in _children(body):
        if element.tag == W + "p":
            paragraph += 1
            text = _paragraph_text(element, numbers)
            if text.strip():
                cell = make_cell(text)
                yield Paragraph(cell.text, cell.printed, {"line": paragraph})
        elif element.tag == W + "tbl":
            table += 1
            yield from _rows(element, table, numbers)


def _children(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables, looking through content controls and the like."""
    for element in parent:
        if element.tag in (W + "p", W + "tbl", W + "tr", W + "tc"):
            yield element
        elif element.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "smartTag", W + "ins"):
            yield from _children(element)


def _rows(table: Any, number: int, numbers: Numbers) -> Iterator[Row]:
    above: dict[int, str] = {}
    for position, element in enumerate((e for e in _children(table) if e.tag == W + "tr"), start=1):
        cells = _cells(element, above, numbers)
        yield Row(cells, number, {"table": number, "row": position})


def _cells(row: Any, above: dict[int, str], numbers: Numbers) -> list[Cell]:
    """Return the cells of a row laid out on the grid; `above` remembers the text of vertical merges."""
    cells: list[Cell] = [make_cell("", covered=True) for _ in range(_grid_before(row))]
    for element in (e for e in _children(row) if e.tag == W + "tc"):
        properties = element.find(W + "tcPr")
        wide, falls = _spans(properties)
        column = len(cells)
        if falls == "continue" and column in above:
            text = above[column]
        else:
            text = _cell_text(element, numbers)
            above.pop(column, None)
            if falls == "restart":
                above[column] = text
        merged_up = falls == "continue"
        cells.append(make_cell(text, merged_up=merged_up))
        cells.extend(make_cell("", covered=True) for _ in range(wide - 1))
    return cells


def _grid_before(row: Any) -> int:
    element = row.find(f"{W}trPr/{W}gridBefore")
    return _number(element, 0)


def _spans(properties: Any) -> tuple[int, str | None]:
    """Return how many grid columns a cell takes, and "restart", "continue" or None for the vertical merge."""
    if properties is None:
        return 1, None
    wide = max(1, _number(properties.find(W + "gridSpan"), 1))
    falls = properties.find(W + "vMerge")
    return wide, None if falls is None else falls.get(W + "val", "continue")


def _number(element: Any, default: int) -> int:
    value = None if element is None else element.get(W + "val")
    return min(int(value), _MAX_COLUMNS) if value and value.isdigit() else default


def _cell_text(cell: Any, numbers: Numbers) -> str:
    lines: list[str] = []
    for element in _children(cell):
        if element.tag == W + "p":
            lines.append(_paragraph_text(element, numbers))
        elif element.tag == W + "tbl":
            lines.extend(
                _cell_text(inner, numbers)
                for row in _children(element)
                for inner in _children(row)
                if inner.tag == W + "tc"
            )
    return "\n".join(lines)


def _paragraph_text(paragraph: Any, numbers: Numbers) -> str:
    """Return the text of a paragraph with its automatic number or bullet in front."""
    parts: list[str] = []
    _collect(paragraph, parts)
    label = numbers.next_label(paragraph)
    return f"{label} {''.join(parts)}" if label else "".join(parts)


def _collect(element: Any, parts: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag == W + "t":
            parts.append(child.text or "")
        elif tag == W + "tab":
            parts.append(" ")
        elif tag in _BREAKS:
            parts.append(" " if child.get(W + "type") == "page" else "\n")
        elif tag == W + "noBreakHyphen":
            parts.append("-")
        elif tag not in _SKIPPED:
            _collect(child, parts)
