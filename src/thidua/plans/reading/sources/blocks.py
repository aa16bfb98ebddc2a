"""What every source gives: paragraphs and table rows in the order of the document, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import unescape
from re import compile as pattern

from thidua.foundation.text import Encoding, decode_legacy, legacy_encoding, tidy

Place = dict[str, int]

_TAG = pattern(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_LEAST_CAPITALS = 4  # in a line: fewer may be the first letters of a name
_BREAKING_TAG = pattern(r"(?i)<(?:br|/?p|/?li|/?div|/?tr|/?ul|/?ol)(?:\s[^<>]*)?/?>")


@dataclass(slots=True)
class Cell:
    """One grid column of a row. `text` is for analysis, `printed` what the file holds.

    They differ only for text in an old encoding. `covered` marks a column that belongs to the cell on
    its left, `merged_up` one whose text belongs to the cell above (and is repeated here).
    """

    text: str = ""
    printed: str = ""
    covered: bool = False
    merged_up: bool = False
    encoding: Encoding | None = None

    @property
    def own_text(self) -> str:
        """The text that stands in this very cell."""
        return "" if self.covered or self.merged_up else self.text


@dataclass(slots=True)
class Paragraph:
    """A line or paragraph outside tables. `aside` tells of a text box beside the text."""

    text: str
    printed: str
    place: Place
    id: str = ""
    gap_before: bool = False
    encoding: Encoding | None = None
    aside: bool = False


@dataclass(slots=True)
class Row:
    """A table row. `table` counts the tables of the file; `after_break` tells that a page may end before it.

    `nested` tells of a row of a table that stands inside a cell of the row before.
    """

    cells: list[Cell]
    table: int
    place: Place
    id: str = ""
    after_break: bool = False
    nested: bool = False

    def texts(self) -> list[str]:
        """Return the texts that stand in this row itself, column by column."""
        return [cell.own_text for cell in self.cells]


Block = Paragraph | Row


@dataclass(slots=True)
class Loaded:
    """A whole file. `html` counts the cells and lines with HTML tags, `decomposed` tells of NFD text.

    `tracked` are the blocks with tracked changes, which are read as if they had been accepted.
    """

    blocks: list[Block]
    form: str
    html: list[str] = field(default_factory=list)
    decomposed: bool = False
    tracked: list[str] = field(default_factory=list)


def make_cell(raw: str, *, covered: bool = False, merged_up: bool = False) -> Cell:
    """Return a cell for the raw characters of one grid column."""
    printed = tidy(raw)
    return Cell(text=printed, printed=printed, covered=covered, merged_up=merged_up)


def without_html(text: str) -> tuple[str, bool]:
    """Return `text` with tags as text breaks or nothing and entities resolved, and whether there were tags."""
    if "<" not in text and "&" not in text:
        return text, False
    broken = _BREAKING_TAG.sub("\n", text)
    bare = _TAG.sub("", broken)
    return unescape(bare), bare != text


def numbered(blocks: Iterable[Block]) -> list[Block]:
    """Give every block its id, "s1" onwards, and return them as a list."""
    listed = list(blocks)
    for position, block in enumerate(listed, start=1):
        block.id = f"s{position}"
    return listed


def decode_all(blocks: Sequence[Block]) -> None:
    """Set `text` of what is in an old encoding to the decoded text; `printed` stays."""
    whole = _encoding_of_all(blocks)
    for block in blocks:
        if isinstance(block, Paragraph):
            block.encoding = _encoding(block.printed, whole)
            if block.encoding:
                block.text = _decoded(block.printed, block.encoding)
            continue
        row = legacy_encoding(" ".join(cell.printed for cell in block.cells)) or whole
        for cell in block.cells:
            lines = cell.printed.split("\n")
            found = [_encoding(line, row) for line in lines]
            cell.encoding = next(filter(None, found), None)
            if cell.encoding:
                cell.text = "\n".join(
                    _decoded(line, own) if own else line for line, own in zip(lines, found, strict=True)
                )


def _decoded(text: str, encoding: Encoding) -> str:
    """Return text in Unicode. TCVN3 draws marked capitals from small letters: a line of capitals is all capitals."""
    plain = tidy(decode_legacy(text, encoding))
    if encoding != "tcvn3":
        return plain
    return "\n".join(line.upper() if _is_drawn_in_capitals(line) else line for line in plain.split("\n"))


def _is_drawn_in_capitals(line: str) -> bool:
    letters = [letter for letter in line if letter.isascii() and letter.isalpha()]
    return len(letters) >= _LEAST_CAPITALS and all(map(str.isupper, letters))


def _encoding_of_all(blocks: Sequence[Block]) -> Encoding | None:
    """Return the old encoding of the file as a whole, told from its first part."""
    sample: list[str] = []
    size = 0
    for block in blocks:
        cells = [block.printed] if isinstance(block, Paragraph) else [cell.printed for cell in block.cells]
        sample.extend(cells)
        size += sum(map(len, cells))
        if size > 20_000:
            break
    return legacy_encoding("\n".join(sample))


def _encoding(text: str, around: Encoding | None) -> Encoding | None:
    """Return the old encoding of one text; a short one follows what stands around it."""
    if text.isascii():
        return None
    if found := legacy_encoding(text):
        return found
    return (
        around
        if around
        and all(ord(character) < 0x250 or ord(character) > 0x2000 for character in text)
        and not _has_vietnamese(text)
        else None
    )


def _has_vietnamese(text: str) -> bool:
    """Tell whether letters occur that only Unicode Vietnamese has."""
    return any(0x1EA0 <= ord(c) <= 0x1EF9 or c in "ăĂđĐơƠưƯĩĨũŨ" for c in text)
