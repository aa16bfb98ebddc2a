"""A table of a PDF drawn without lines: columns told from its heading and the empty strips. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from thidua.foundation.text import fold

_GAP: Final = 9.0  # points between two headings that stand in different columns
_CLOSE: Final = 0.9  # of the height of a line: a gap below which a line goes on with the row above
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
    rows: list[list[str]] = []
    bottom = 0.0
    for line in lines:
        cells = [""] * (len(borders) + 1)
        for word in line:
            column = sum(word["x0"] + 1 >= border for border in borders)
            cells[column] = f"{cells[column]} {word['text']}".strip()
        height = line[0]["bottom"] - line[0]["top"]
        if rows and not cells[0] and line[0]["top"] - bottom < height * _CLOSE:
            rows[-1] = [f"{old}\n{new}".strip() for old, new in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
        bottom = line[0]["bottom"]
    return rows
