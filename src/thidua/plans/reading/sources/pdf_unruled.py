"""Tables of a PDF drawn without lines: the columns are told from the header and the empty strips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from thidua.plans.reading.columns import raw_roles
from thidua.plans.reading.flat import words_of

Word = tuple[str, float, float, float]

_LEAST_COLUMNS = 3
_OF_NUMBERS = ("tt", "stt")  # the narrow first column, whose name stands close to the next
_GAP = 6.0  # points between two headers that stand in different columns
_NUMBER = re.compile(r"^(?:\d{1,4}|[IVX]{1,5}|[A-H])[.)]?$")


def unruled_rows(lines: Sequence[Sequence[Word]]) -> tuple[int, int, list[list[str]]] | None:
    """Return (first line, line after, rows) of a table without lines; None when there is no header.

    `lines` are words (text, left, right, top) in order. The header counts as row 0.
    """
    for position, line in enumerate(lines):
        heads = _segments(line)
        if len(heads) < _LEAST_COLUMNS:
            continue
        if _is_header([text for text, _, _ in heads]) or _is_header(
            _with_line_below(heads, lines[position + 1 : position + 2])
        ):
            end = next((n for n in range(position, len(lines)) if _closes(lines[n])), len(lines))
            return position, end, _rows(lines[position:end], heads)
    return None


def _closes(line: Sequence[Word]) -> bool:
    """Tell whether the list of recipients begins, beside the signature."""
    return words_of(" ".join(text for text, *_ in line[:2])) == "noi nhan"


def _with_line_below(heads: Sequence[tuple[str, float, float]], below: Sequence[Sequence[Word]]) -> list[str]:
    """Return the names of a header with the words that stand under them: "Cơ quan chủ" over "trì"."""
    segments = [segment for line in below for segment in _segments(line)]
    return [
        " ".join([text, *(more for more, left, right in segments if left < x1 and right > x0)])
        for text, x0, x1 in heads
    ]


def _is_header(texts: Sequence[str]) -> bool:
    """Tell whether a line is the header: two thirds of its parts are known, as a stretched line of prose has not."""
    roles = raw_roles(texts)
    return roles is not None and len(roles) * 3 >= len(texts) * 2


def _segments(line: Sequence[Word]) -> list[tuple[str, float, float]]:
    found: list[tuple[str, float, float]] = []
    for text, x0, x1, _ in line:
        if found and x0 - found[-1][2] < _GAP and found[-1][0].casefold() not in _OF_NUMBERS:
            found[-1] = (f"{found[-1][0]} {text}", found[-1][1], x1)
        else:
            found.append((text, x0, x1))
    return found


def _rows(lines: Sequence[Sequence[Word]], heads: list[tuple[str, float, float]]) -> list[list[str]]:
    borders = _borders(lines, heads)
    rows: list[list[str]] = []
    for line in lines:
        cells = [""] * len(heads)
        for text, x0, x1, _ in line:
            column = sum((x0 + x1) / 2 >= border for border in borders)
            cells[column] = f"{cells[column]} {text}".strip()
        if not rows or _opens_row(cells, rows):
            rows.append(cells)
        else:
            rows[-1] = [f"{old} {new}".strip() for old, new in zip(rows[-1], cells, strict=True)]
    return rows


def _opens_row(cells: list[str], rows: list[list[str]]) -> bool:
    return bool(_NUMBER.match(cells[0])) or (len(rows) == 1 and bool(cells[1]) and not cells[0])


def _borders(lines: Sequence[Sequence[Word]], heads: list[tuple[str, float, float]]) -> list[float]:
    """Return the places between neighbouring columns that the fewest words cross."""
    words = [(x0, x1) for line in lines for _, x0, x1, _ in line]
    borders = []
    for (_, first, left), (_, right, last) in pairwise(heads):
        start, stop = max(left - 20, (first + left) / 2), min(right + 20, (right + last) / 2)
        places = [start + step * (stop - start) / 40 for step in range(41)]
        borders.append(min(places, key=lambda x: (sum(a < x < b for a, b in words), abs(x - right + 4))))
    return borders
