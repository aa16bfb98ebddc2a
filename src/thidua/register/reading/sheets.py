"""A table as text cells: the one shape that Excel, Word and PDF files are brought to. Pure Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from thidua.foundation.text import decode_legacy, legacy_encoding, tidy

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; counted from 0."""

_UNICODE_ONLY: Final = frozenset("ăđơưĂĐƠƯ")


@dataclass(frozen=True)
class Sheet:
    """One table. `raw` holds the text as in the file, `cells` the same decoded and tidied.

    `first_row` is the number of `cells[0]` as the person sees it; `above` are the lines of text between
    the previous table and this one (Word, PDF); `broken` names cells holding an error or a formula that
    was never calculated; `flowing` tells that rows may run on over a page end (PDF).
    """

    name: str
    raw: list[list[str]]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    above: tuple[str, ...] = ()
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    flowing: bool = False
    first_row: int = 1
    cells: list[list[str]] = field(default_factory=list)
    legacy: str = ""
    merged_rows: dict[int, list[Merge]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.raw), default=0)

    def number(self, index: int) -> int:
        """The row number people see for `cells[index]`."""
        return self.first_row + index

    def cell(self, row: int, column: int) -> str:
        """Text of a cell; empty outside the table."""
        if 0 <= row < len(self.cells) and 0 <= column < len(self.cells[row]):
            return self.cells[row][column]
        return ""

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged area that covers this cell."""
        for merge in self.merged_rows.get(row, ()):
            if merge[1] <= column <= merge[3]:
                return merge
        return None

    def prepared(self) -> Sheet:
        """The sheet with its text decoded from old encodings and tidied, and its merges indexed."""
        encodings = _Encodings(self.raw)
        cells = [[encodings.read(text) for text in row] for row in self.raw]
        above = tuple(encodings.read(line) for line in self.above)
        by_row: dict[int, list[Merge]] = {}
        for merge in self.merges:
            for row in range(merge[0], min(merge[2], len(cells)) + 1):
                by_row.setdefault(row, []).append(merge)
        return replace(self, cells=cells, above=above, legacy=encodings.main or "", merged_rows=by_row)


class _Encodings:
    """Decides per sheet which old encoding is in use, then per cell whether the cell is in it."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        texts = {text for row in rows for text in row if not text.isascii()}
        self._known: dict[str, str] = {}
        votes = Counter(found for text in texts if (found := legacy_encoding(text)))
        self.main = votes.most_common(1)[0][0] if votes else None

    def read(self, text: str) -> str:
        if text not in self._known:
            self._known[text] = tidy(self._decoded(text))
        return self._known[text]

    def _decoded(self, text: str) -> str:
        if self.main is None or text.isascii() or _is_unicode_vietnamese(text):
            return text
        return decode_legacy(text, self.main)


def _is_unicode_vietnamese(text: str) -> bool:
    return any(c in _UNICODE_ONLY or "\u1ea0" <= c <= "\u1ef9" or "\u0300" <= c <= "\u0323" for c in text)


def column_letter(index: int) -> str:
    """0 → "A", 26 → "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_text(value: object) -> str:
    """A cell's value as a person would type it: whole numbers without ".0", days as 16/06/2025."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime):
        moment = "" if value.time() == time(0) else value.strftime(" %H:%M")
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}{moment}"
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, timedelta | time | int):
        return str(value)
    return str(value)
