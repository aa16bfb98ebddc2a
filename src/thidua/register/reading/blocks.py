"""A table whose headings say nothing known: its rows are shown, and a person names the columns. Pure Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from thidua.register.reading.columns import heading_at
from thidua.register.reading.headings import NAMES, Header, Heading, Headings
from thidua.register.reading.lines import is_motto, is_note, is_signature, is_total
from thidua.register.reading.sheets import Sheet

_DEEPEST: Final = 3  # rows a heading may have
_FULL: Final = 0.6  # share of the widest row's cells from which a row belongs to the block
_OF_NAMES: Final = NAMES | {"name_given", "name_part"}


def block_header(sheet: Sheet, headings: Headings) -> Header | None:
    """The heading of the first block of two rows and two columns or more; None when there is none.

    The first rows without digits are the heading; when the first row has some, there is none (`last` before `first`).
    """
    block = _block(sheet)
    if not block:
        return None
    last = _last_heading(sheet, block)
    if last is None:
        return Header(block[0], block[0] - 1, tuple(Heading("", "unknown", "unknown") for _ in range(sheet.width)))
    return heading_at(sheet, block[0], headings, last)


def without_names(header: Header) -> Header:
    """The header in which no column is the name unless a person said so."""
    columns = tuple(
        Heading(h.text, "unknown", "unknown") if h.field in _OF_NAMES and h.how != "chosen" else h
        for h in header.columns
    )
    return replace(header, columns=columns)


def is_line(texts: Sequence[str]) -> bool:
    """Whether a row of the block may be a nominee: two cells or more, no total, note or signature."""
    return len(texts) >= 2 and not is_total(texts) and not is_note(texts[0]) and not is_signature(texts)


def _block(sheet: Sheet) -> list[int]:
    """The first run of full rows, two at least."""
    counts = [_count(row) for row in sheet.cells]
    pairs = [min(pair) for pair in pairwise(counts)]
    least = max(2.0, _FULL * max(pairs, default=0))
    run: list[int] = []
    for row, count in enumerate(counts):
        if count >= least:
            run.append(row)
        elif len(run) >= 2:
            break
        else:
            run = []
    if len(run) < 2:
        return []
    while run[0] and counts[run[0] - 1] >= 2 and _heads(sheet, run[0] - 1, run[0]):
        run.insert(0, run[0] - 1)  # a heading over several columns has fewer cells
    return run


def _count(row: Sequence[str]) -> int:
    texts = [text for text in row if text]
    return len(texts) if not any(is_motto(text) for text in texts) and is_line(texts) else 0


def _last_heading(sheet: Sheet, block: Sequence[int]) -> int | None:
    """The last of the first rows without digits; a second one only where it fills gaps of, or is merged with, the first."""
    if _has_digits(sheet, block[0]):
        return None
    last = block[0]
    for row in block[1 : min(_DEEPEST, len(block) - 1)]:
        if _has_digits(sheet, row) or not _goes_on(sheet, last, row):
            break
        last = row
    return last


def _heads(sheet: Sheet, above: int, row: int) -> bool:
    return not _has_digits(sheet, above) and not _has_digits(sheet, row) and _goes_on(sheet, above, row)


def _has_digits(sheet: Sheet, row: int) -> bool:
    return any(c.isdigit() for text in sheet.cells[row] for c in text)


def _goes_on(sheet: Sheet, above: int, row: int) -> bool:
    merged = any(merge[3] > merge[1] or merge[2] >= row for merge in sheet.merged_rows.get(above, ()))
    return merged or any(sheet.cell(row, c) and not sheet.cell(above, c) for c in range(sheet.width))
