"""PDF with a text layer: ruled tables by their lines, prose by its lines, wrapped lines joined again.

A line of a PDF ends either because the paragraph ends or because the next word did not fit. The second
kind is told from the widths and joined; only the first kind stays a line end.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pypdfium2

from thidua.plans.reading.failures import Failure, Unreadable
from thidua.plans.reading.sources.blocks import Block, Cell, Loaded, Paragraph, Row, make_cell, numbered
from thidua.plans.reading.sources.pdf_tables import tables_of
from thidua.plans.reading.sources.pdf_unruled import unruled_rows
from thidua.plans.reading.sources.wrapping import Line, glued, joined

# Its warnings quote the content of the document, which must not reach a log.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_PASSWORD_ERROR = 4
_FEW_CHARACTERS = 20
_PAGE_NUMBER = re.compile(r"^[-–\s]*(?:Trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*$")
_COLUMN_GAP = 2.2  # times the height of the letters: a gap that parts columns, not words
_PARAGRAPH_GAP = 1.0
_LEAST_WIDTH = 0.6  # of the page: the text is never narrower
_FULL_LINE = 0.8  # of the width of the text: such a line ended because the margin came
_OPENS_PARAGRAPH = re.compile(r"[-–+•*]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[IVX]+\.\s|[a-zđ]\)\s")


@dataclass(slots=True)
class _Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


def load_pdf(data: bytes, *, page_limit: int) -> Loaded:
    """Read the bytes of a PDF. Raises Unreadable for a password, damage, no text layer, too many pages."""
    _check(data, page_limit)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            blocks = numbered(_without_running_lines(list(_blocks(document))))
    except Unreadable:
        raise
    except Exception as error:  # the library lets errors of every kind through for malformed files
        raise Unreadable(Failure.DAMAGED) from error
    return Loaded(blocks, "pdf")


def _check(data: bytes, page_limit: int) -> None:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower()
        raise Unreadable(Failure.ENCRYPTED if locked else Failure.DAMAGED) from error
    try:
        if len(document) > page_limit:
            raise Unreadable(Failure.TOO_MANY_PAGES, limit=page_limit)
        if not _has_text(document):
            raise Unreadable(Failure.NO_TEXT_LAYER)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(Failure.DAMAGED) from error
    finally:
        document.close()


def _has_text(document: Any) -> bool:
    characters = 0
    for page in document:
        characters += len(page.get_textpage().get_text_bounded().strip())
        if characters >= _FEW_CHARACTERS:
            return True
    return False


def _blocks(document: Any) -> Iterator[Block]:
    table = 0
    for number, page in enumerate(document.pages, start=1):
        words = [
            _Word(word["text"], word["x0"], word["x1"], word["top"], word["bottom"])
            for word in page.extract_words(x_tolerance=1.5, y_tolerance=2)
        ]
        for part in _parts(words, tables_of(page)):
            if isinstance(part, list):
                yield from _prose(part, number, float(page.width) * _LEAST_WIDTH)
                continue
            table += 1
            yield from _table_rows(part, words, number, table)
        page.close()


def _parts(words: list[_Word], tables: Sequence[Any]) -> Iterator[Any]:
    """Yield, from top to bottom, lists of the words outside tables and the tables themselves."""
    outside = [word for word in words if not any(_inside(word.middle, found.bbox) for found in tables)]
    for found in tables:
        above = [word for word in outside if word.middle[1] < found.bbox[1]]
        outside = [word for word in outside if word.middle[1] >= found.bbox[1]]
        yield above
        yield found
    yield outside


def _inside(point: tuple[float, float], box: Sequence[float]) -> bool:
    x, y = point
    return box[0] - 0.5 <= x <= box[2] + 0.5 and box[1] - 0.5 <= y <= box[3] + 0.5


def _table_rows(found: Any, words: list[_Word], page: int, table: int) -> Iterator[Row]:
    inside = [word for word in words if _inside(word.middle, found.bbox)]
    padding = _padding(found, inside)
    columns = _columns(found)
    boxes = [cell for row in found.rows for cell in row.cells if cell]
    texts = {box: _cell_text(box, inside, padding) for box in boxes}
    for position, row in enumerate(found.rows, start=1):
        cells = [_cell(column, row, boxes, texts) for column in columns]
        place = {"page": page, "table": table, "row": position}
        yield Row(cells, table, place, after_break=position == 1)


def _columns(found: Any) -> list[tuple[float, float]]:
    edges = sorted({round(cell[0], 0) for row in found.rows for cell in row.cells if cell})
    right = max(cell[2] for row in found.rows for cell in row.cells if cell)
    kept = [edge for i, edge in enumerate(edges) if i == 0 or edge - edges[i - 1] > 3]
    return list(zip(kept, [*kept[1:], right], strict=True))


def _cell(column: tuple[float, float], row: Any, boxes: list[Any], texts: dict[Any, str]) -> Cell:
    """Return the cell of a row that stands in a column: its own, covered from the left, or from above."""
    middle = (column[0] + column[1]) / 2
    for box in filter(None, row.cells):
        if box[0] - 2 <= middle <= box[2] + 2:
            first = abs(box[0] - column[0]) <= 3
            return make_cell(texts[box], covered=False) if first else make_cell("", covered=True)
    height = (row.bbox[1] + row.bbox[3]) / 2
    for box in boxes:
        if box[0] <= middle <= box[2] and box[1] <= height <= box[3]:
            if abs(box[0] - column[0]) > 3:
                return make_cell("", covered=True)
            return make_cell(texts[box], merged_up=True)
    return make_cell("")


def _padding(found: Any, words: list[_Word]) -> float:
    """Return the room between a cell's edge and its text, told from all cells."""
    gaps = [
        min((word.x0 - cell[0] for word in words if _inside(word.middle, cell)), default=99.0)
        for row in found.rows
        for cell in row.cells
        if cell
    ]
    return max(0.0, min([gap for gap in gaps if gap < 12], default=5.4))


def _cell_text(box: Any, words: list[_Word], padding: float) -> str:
    lines = [_line(line) for line in _lines([word for word in words if _inside(word.middle, box)])]
    return joined(lines, box[2] - box[0] - 2 * padding)


def _lines(words: list[_Word]) -> list[list[_Word]]:
    """Return the words line by line, from top to bottom and left to right."""
    lines: list[list[_Word]] = []
    for word in sorted(words, key=lambda w: (w.middle[1], w.x0)):
        height = word.bottom - word.top
        if lines and abs(word.middle[1] - lines[-1][0].middle[1]) < height * 0.5:
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda w: w.x0)
    return lines


def _line(words: list[_Word]) -> Line:
    first = words[0]
    space = 0.25 * (first.bottom - first.top)
    return Line(
        text=" ".join(word.text for word in words),
        width=words[-1].x1 - first.x0,
        first_word=first.x1 - first.x0,
        space=space,
    )


def _prose(words: list[_Word], page: int, least: float) -> Iterator[Block]:
    """Yield the paragraphs of the words outside tables; two columns side by side are read one after the other."""
    lines = _lines(words)
    rows = unruled_rows([[(w.text, w.x0, w.x1, w.top) for w in line] for line in lines])
    if rows is not None:
        first, last, cells = rows
        yield from _paragraphs(lines[:first], page, least)
        for position, row in enumerate(cells, start=1):
            place = {"page": page, "table": 10_000 + page, "row": position}
            yield Row([make_cell(text) for text in row], 10_000 + page, place, after_break=position == 1)
        yield from _paragraphs(lines[last:], page, least)
        return
    yield from _paragraphs(lines, page, least)


def _paragraphs(lines: list[list[_Word]], page: int, least: float) -> Iterator[Paragraph]:
    if not lines:
        return
    width = max(least, max(line[-1].x1 for line in lines) - min(line[0].x0 for line in lines))
    for group in _side_by_side(lines):
        held: list[list[_Word]] = []
        for line in group:
            if held and _starts_anew(held[-1], line):
                yield from _as_paragraphs(held, width, page)
                held = []
            held.append(line)
        yield from _as_paragraphs(held, width, page)


def _as_paragraphs(lines: list[list[_Word]], width: float, page: int) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines without a gap between them; a line that reaches the margin runs on."""
    parts: list[str] = []
    above: list[_Word] | None = None
    for line in lines:
        text = " ".join(word.text for word in line)
        if above and _runs_on(above, width) and not _OPENS_PARAGRAPH.match(text):
            parts[-1] = glued(parts[-1], text)
        else:
            parts.append(text)
        above = line
    for position, part in enumerate(filter(str.strip, parts)):
        cell = make_cell(part)
        yield Paragraph(cell.text, cell.printed, {"page": page}, gap_before=position == 0)


def _runs_on(line: list[_Word], width: float) -> bool:
    return line[-1].x1 - line[0].x0 > width * _FULL_LINE and line[-1].text[-1] not in ".;:"


def _starts_anew(above: list[_Word], line: list[_Word]) -> bool:
    height = line[0].bottom - line[0].top
    return line[0].top - above[0].bottom > height * _PARAGRAPH_GAP


def _side_by_side(lines: list[list[_Word]]) -> Iterator[list[list[_Word]]]:
    """Yield groups of lines; where two columns stand side by side the left one comes first."""
    plain: list[list[_Word]] = []
    left: list[list[_Word]] = []
    right: list[list[_Word]] = []
    border = 0.0
    for line in lines:
        if cut := _gap_at(line):
            border = line[cut].x0 if not right else min(border, line[cut].x0)
            left.append(line[:cut])
            right.append(line[cut:])
        elif right and line[0].x0 >= border - 60 and line[0].x0 > max(part[0].x0 for part in left) + 40:
            right.append(line)
        elif right and line[-1].x1 <= border + 10 and line[0].x0 < max(part[0].x0 for part in left) + 40:
            left.append(line)
        else:
            plain.append(line)
        if plain and right:
            last = plain.pop() if plain[-1] is line else None
            yield from filter(None, (plain, left if last else None, right if last else None))
            plain = [last] if last else []
            left, right = ([], []) if last else (left, right)
    yield from filter(None, (plain, left, right))


def _gap_at(line: list[_Word]) -> int | None:
    """Return where a line falls into two columns, or None."""
    for position in range(1, len(line)):
        height = line[position].bottom - line[position].top
        if line[position].x0 - line[position - 1].x1 > height * _COLUMN_GAP:
            return position
    return None


def _without_running_lines(blocks: list[Block]) -> list[Block]:
    """Leave out page numbers and the lines that repeat on most pages."""
    pages = {block.place["page"] for block in blocks}
    seen = Counter(block.text for block in blocks if isinstance(block, Paragraph) and len(block.text) < 100)
    often = {text for text, count in seen.items() if count >= 3 and count * 2 > len(pages)}
    return [
        block
        for block in blocks
        if isinstance(block, Row) or not (_PAGE_NUMBER.match(block.text) or block.text in often)
    ]
