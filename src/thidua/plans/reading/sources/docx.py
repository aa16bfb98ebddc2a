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
_SKIPPED = {W + "del", W + "moveFrom", _FALLBACK, W + "pPr", W + "rPr", W + "instrText", W + "txbxContent"}
_BREAKS = {W + "br", W + "cr"}
_MAX_COLUMNS = 120


def load_docx(data: bytes, *, unpacked_limit: int) -> Loaded:
    """Read the bytes of a .docx. Raises Unreadable when damaged or when it unpacks beyond the limit (bytes)."""
    _check_archive(data, unpacked_limit)
    try:
        document = docx.Document(io.BytesIO(data))
        numbers = Numbers(_part_of(document, "/numbering"), _part_of(document, "/styles"))
        body = _Body(numbers)
        blocks = numbered(body.blocks(document.element.body))
    except Unreadable:
        raise
    except Exception as error:  # the libraries let errors of every kind through for malformed files
        raise Unreadable(Failure.DAMAGED) from error
    return Loaded(blocks, "docx", tracked=[block.id for block in body.tracked])


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


def _part_of(document: Any, kind: str) -> Any:
    """Return the element of a part such as the numbering, or None when the file has none."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(kind) and not relation.is_external:
            part = relation.target_part
            return part.element if hasattr(part, "element") else None
    return None


class _Body:
    """Goes through the body once; counts paragraphs and tables from 1 and notes the blocks with tracked changes."""

    def __init__(self, numbers: Numbers) -> None:
        self.tracked: list[Block] = []
        self._numbers = numbers
        self._table = self._line = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Yield the blocks in order."""
        for element in _children(parent):
            if element.tag == W + "p":
                self._line += 1
                yield from self._paragraphs(element)
            elif element.tag == W + "tbl":
                yield from self._rows(element)

    def _paragraphs(self, element: Any) -> Iterator[Paragraph]:
        """Yield a paragraph, and what stands in text boxes anchored to it as asides."""
        text = paragraph_text(element, self._numbers)
        if text.strip():
            cell = make_cell(text)
            paragraph = Paragraph(cell.text, cell.printed, {"line": self._line})
            self._note(paragraph, element)
            yield paragraph
        yield from self._boxes(element)

    def _boxes(self, element: Any) -> Iterator[Paragraph]:
        for box in element.iter(W + "txbxContent"):
            text = "" if _is_fallback(box) else "\n".join(paragraph_text(p, self._numbers) for p in box.iter(W + "p"))
            if text.strip():
                cell = make_cell(text)
                yield Paragraph(cell.text, cell.printed, {"line": self._line}, aside=True)

    def _rows(self, table: Any, *, nested: bool = False) -> Iterator[Block]:
        self._table += 1
        number = self._table
        above: dict[int, str] = {}
        rows = (row for row in _children(table) if row.tag == W + "tr" and row.find(f"{W}trPr/{W}del") is None)
        for position, element in enumerate(rows, start=1):
            inner = list(_tables_inside(element))
            if inner and not nested and _only_lays_out(element):
                yield from self._laid_out(element)
                continue
            row = Row(_cells(element, above, self._numbers), number, {"table": number, "row": position}, nested=nested)
            self._note(row, element)
            yield row
            yield from self._boxes(element)
            for within in inner if not nested else ():
                yield from self._rows(within, nested=True)

    def _laid_out(self, row: Any) -> Iterator[Block]:
        """Yield what a cell that only lays out the page holds, as if it stood in the body itself."""
        for cell in _children(row):
            if cell.tag == W + "tc":
                yield from self.blocks(cell)

    def _note(self, block: Block, element: Any) -> None:
        changes = (change for tag in ("ins", "del", "moveFrom", "moveTo") for change in element.iter(W + tag))
        if any(change.find(f".//{W}t") is not None or change.find(f".//{W}delText") is not None for change in changes):
            self.tracked.append(block)


def _is_fallback(box: Any) -> bool:
    return any(parent.tag == _FALLBACK for parent in box.iterancestors())


def _tables_inside(row: Any) -> Iterator[Any]:
    for cell in _children(row):
        if cell.tag == W + "tc":
            yield from (element for element in _children(cell) if element.tag == W + "tbl")


def _only_lays_out(row: Any) -> bool:
    """Tell whether the cells of a row hold a table of several columns and little else: they lay out the page."""
    cells = [cell for cell in _children(row) if cell.tag == W + "tc"]
    filled = [cell for cell in cells if any(text.text for text in cell.iter(W + "t"))]
    return len(filled) == 1


def _children(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables, looking through content controls and the like."""
    for element in parent:
        if element.tag in (W + "p", W + "tbl", W + "tr", W + "tc"):
            yield element
        elif element.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "smartTag", W + "ins"):
            yield from _children(element)


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
    """Return the text of a cell; a table inside it gives rows of its own."""
    return "\n".join(paragraph_text(element, numbers) for element in _children(cell) if element.tag == W + "p")


def paragraph_text(paragraph: Any, numbers: Numbers) -> str:
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
