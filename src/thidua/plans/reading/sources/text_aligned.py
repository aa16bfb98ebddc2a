"""Tables in plain text whose columns are only held apart: by runs of spaces, or by semicolons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thidua.plans.reading.columns import raw_roles

_GAP = re.compile(r"\s{2,}")
_WORD = re.compile(r"\S+(?: \S+)*")
_LEAST_COLUMNS = 3
_PARTED = ";"
_HEADING = re.compile(r"(?:(?:[IVX]+|[A-HĐ])\s*[.)/]\s|(?:Quý|QUÝ|Tháng|THÁNG)\s).{0,120}$")


def header_starts(line: str) -> list[int] | None:
    """Return where the columns begin when a line is a header whose names stand apart by spaces, else None."""
    words = list(_WORD.finditer(line.expandtabs()))
    if len(words) < _LEAST_COLUMNS or len(_GAP.split(line.strip())) != len(words):
        return None
    return [word.start() for word in words] if _is_header([word.group() for word in words]) else None


def aligned_cells(line: str, starts: Sequence[int]) -> list[str] | None:
    """Return the cells of a line under a header, or None when the line is prose: the table ends before it."""
    words = list(_WORD.finditer(line.expandtabs()))
    cells = [""] * len(starts)
    if len(words) == 1 and words[0].start() <= starts[0] + 1 and len(words[0].group()) > starts[1] - starts[0]:
        cells[0] = words[0].group()
        return cells if _HEADING.match(cells[0]) else None
    for word in words:
        column = max(0, sum(start <= word.start() + 1 for start in starts) - 1)
        nearest = min(range(len(starts)), key=lambda number: abs(starts[number] - word.start()))
        if nearest != column and cells[column]:
            column = nearest
        cells[column] = f"{cells[column]} {word.group()}".strip()
    return cells


def goes_on(line: str, starts: Sequence[int]) -> bool:
    """Tell whether a line that stands after some prose keeps to the columns of the table before it."""
    words = list(_WORD.finditer(line.expandtabs()))
    return len(words) >= _LEAST_COLUMNS and all(
        min(abs(start - word.start()) for start in starts) <= 1 for word in words
    )


def parted_header(line: str) -> bool:
    """Tell whether a line is a header whose names semicolons part."""
    cells = parted_cells(line)
    return cells is not None and _is_header(cells)


def parted_cells(line: str) -> list[str] | None:
    """Return the cells of a line that semicolons part, or None when there are too few."""
    cells = [cell.strip() for cell in line.split(_PARTED)]
    return cells if len(cells) >= _LEAST_COLUMNS else None


def _is_header(texts: Sequence[str]) -> bool:
    """Tell whether most of the names are known: a stretched line of prose has no such names."""
    roles = raw_roles(texts)
    return roles is not None and len(roles) * 3 >= len(texts) * 2
