"""A table of a PDF drawn without lines: columns told from its heading and the empty strips. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from thidua.foundation.text import fold

_GAP: Final = 9.0  # points between two headings that stand in different columns
_CLOSE: Final = 0.9  # of the height of a line: a gap below which a line goes on with the row above
_WITHIN: Final = 0.6  # of the height: a gap as between the lines of one cell
_TELLING: Final = 0.05  # of the height: by so much the gap between two rows is wider than one within a row
_FIRST = re.compile(r"^(?:stt|s\.? ?tt|tt|so tt|so thu tu)\.?$")
_NUMBER = re.compile(r"^\d{1,4}[.)]?$")
_NAMES = re.compile(r"\bho\b.{0,6}\bten\b|\bten (?:tap the|don vi|ca nhan|ho)\b|\btap the\b|\bchu ho\b")

Words = Sequence[dict[str, Any]]
"""Words of one line, left to right, as pdfplumber gives them (`text`, `x0`, `x1`, `top`, `bottom`)."""


def unruled_rows(words: Words, borders: Sequence[float] = ()) -> tuple[float, list[float], list[list[str]]] | None:
    """(top of the table, borders between its columns, rows with the heading first); None when there is none.

    `borders` are those of the table on the page before: with them a page without a heading goes on with it.
    """
    lines = _lines(words)
    for place, line in enumerate(lines):
        heads = _segments(line)
        if len(heads) >= 3 and _FIRST.match(fold(heads[0][0])) and any(_NAMES.search(fold(h[0])) for h in heads):
            found = _borders(lines[place:], heads)
            return line[0]["top"], found, _rows(lines[place:], found)
    rows = _rows(lines, borders) if borders else []
    if rows and _NUMBER.match(rows[0][0]):
        return lines[0][0]["top"], list(borders), rows
    return None


def _lines(words: Words) -> list[list[dict[str, Any]]]:
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (w["top"], w["x0"])):
        if lines and abs(word["top"] - lines[-1][0]["top"]) < (word["bottom"] - word["top"]) * 0.5:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w["x0"]) for line in lines]


def _segments(line: Words) -> list[tuple[str, float, float]]:
    found: list[tuple[str, float, float]] = []
    for word in line:
        if found and word["x0"] - found[-1][2] < _GAP:
            found[-1] = (f"{found[-1][0]} {word['text']}", found[-1][1], word["x1"])
        else:
            found.append((word["text"], word["x0"], word["x1"]))
    return found


def _borders(lines: Sequence[Words], heads: Sequence[tuple[str, float, float]]) -> list[float]:
    """The places between neighbouring headings that the fewest words cross, as far right as may be."""
    spans = [(word["x0"], word["x1"]) for line in lines for word in line]
    borders = []
    for (_, left, _), (_, right, _) in pairwise(heads):
        places = [left + step * (right - left) / 40 for step in range(1, 41)]
        borders.append(min(places, key=lambda x: (sum(a < x < b for a, b in spans), abs(x - right + 2))))
    return borders


def _rows(lines: Sequence[Words], borders: Sequence[float]) -> list[list[str]]:
    """The lines of each row joined. A row has one line with something in its first column, the number; the lines
    that wrap around it stand under it, or over it where the cells are centred or set to the bottom."""
    cells = [_cells(line, borders) for line in lines]
    gaps = [0.0, *(_gap(above, line) for above, line in pairwise(lines)), 0.0]
    rows: list[list[str]] = []
    waiting: list[list[str]] = []
    for above, below in pairwise([-1, *(at for at, row in enumerate(cells) if row[0]), len(cells)]):
        if above >= 0:
            rows.append(_together([*waiting, cells[above]]))
        under, over = _shared(gaps, above, below, len(cells))
        if under > above + 1:
            rows[-1] = _together([rows[-1], *cells[above + 1 : under]])
        for at in range(under, over):
            if at > under and gaps[at] < _CLOSE:
                rows[-1] = _together([rows[-1], cells[at]])
            else:
                rows.append(cells[at])
        waiting = cells[over:below]
    return rows


def _cells(line: Words, borders: Sequence[float]) -> list[str]:
    cells = [""] * (len(borders) + 1)
    for word in line:
        column = sum(word["x0"] + 1 >= border for border in borders)
        cells[column] = f"{cells[column]} {word['text']}".strip()
    return cells


def _gap(above: Words, line: Words) -> float:
    """The white between two lines, in heights of the lower one."""
    first = line[0]
    return float((first["top"] - above[0]["bottom"]) / ((first["bottom"] - first["top"]) or 1.0))


def _shared(gaps: Sequence[float], above: int, below: int, end: int) -> tuple[int, int]:
    """Between two numbered lines: up to where the lines go on with the upper row, and from where they begin the lower."""
    under = above + 1
    while above >= 0 and under < below and gaps[under] < _CLOSE:
        under += 1
    over = below
    while below < end and over - 1 > above and gaps[over] < _WITHIN:
        over -= 1
    if over >= under:
        return under, over
    widest = max(range(above + 1, below + 1), key=lambda at: gaps[at])
    told_apart = gaps[widest] - min(gaps[above + 1 : below + 1]) >= _TELLING
    return (widest, widest) if told_apart else (below, below)


def _together(parts: Sequence[Sequence[str]]) -> list[str]:
    return ["\n".join(text for text in column if text) for column in zip(*parts, strict=True)]
