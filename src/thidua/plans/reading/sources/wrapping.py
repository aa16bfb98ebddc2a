"""Joining what a page or a column cut: lines of a cell, and the two halves of a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_OPENS_DATE = re.compile(r"(?:^|[^\d])\d{1,2}\s?/(?:\s?\d{1,2}\s?/)?$")
_CUT_YEAR = re.compile(r"/\d{1,2}/(?:19|20)$")
_END = 24  # characters that can hold the half of a date
_CUT_RANGE = re.compile(r"\d[-–]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text and the widths that tell why it ended (points)."""

    text: str
    width: float
    first_word: float
    space: float


def joined(lines: Sequence[Line], room: float) -> str:
    """Return the lines as text; a line end stays only where the next word would have fitted in `room`."""
    if not lines:
        return ""
    text = lines[0].text
    for above, line in pairwise(lines):
        fits = above.width + above.space + line.first_word <= room + 0.1
        text = text + "\n" + line.text if fits else glued(text, line.text)
    return text


def glued(first: str, second: str) -> str:
    """Return two halves of one running text joined: with a space, except inside a date or "2024-2025"."""
    if not first or not second:
        return first + second
    end = first[-_END:]
    if second[0].isdigit() and (_OPENS_DATE.search(end) or _CUT_RANGE.search(end) or _CUT_YEAR.search(end)):
        return first + second
    if second[0] == "/" and first[-1].isdigit():
        return first + second
    return f"{first} {second}"
