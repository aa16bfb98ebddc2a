"""A nominee's row before it is judged: the words of each field, where they stand, what is around. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from thidua.foundation.text import fold
from thidua.register.reading.headings import BIRTH_PARTS, Header, Heading
from thidua.register.reading.kinds import kind_by_words
from thidua.register.reading.lines import is_group_mark
from thidua.register.reading.sheets import Sheet, column_letter

_TICKS = frozenset({"x", "v", "1", "co", "true", "✓", "✔", "√", "*", "+", "xx", "☑", "☒"})
_NOTHING = frozenset({"", "-", "–", "0", "khong", "false", "…", "...", "/", "ko"})
_LEADING = re.compile(r"^\s*(?:\d{1,4}\s*[.)]\s+|[-–+•*]\s*)")
_TRAILING = re.compile(r"\s*(?:\(\s*\*+\s*\)|\*+)\s*$")
# Filled from the first row of a merged area into the others; identifying fields never are.
SPREADING = frozenset(
    {"unit", "awards", "position", "position_unit", "rating", "achievement", "initiative", "note", "prior", "kind"}
)
# Short texts that may be split over two columns, in this order.
_JOINED_BY_SPACE = frozenset({"name"})
_UNREAD = frozenset({"unknown", "skipped"})


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a row says: `texts` by field, `printed` as in the file, `cells` by name, `hints` around it."""

    sheet: str
    row: int
    texts: Mapping[str, str]
    printed: Mapping[str, str]
    cells: Mapping[str, str]
    hints: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Piece:
    field: str
    text: str
    printed: str
    cell: str


def row_text(sheet: Sheet, row: int) -> tuple[str, bool]:
    """The words of a line that has hardly more than words, and whether they span three columns or more.

    Empty when the line has several texts, as rows of data do. "I" in one cell and "Khối trường học" in
    the next are one text; a count in a further cell does not make it data.
    """
    texts = [(column, text) for column, text in enumerate(sheet.cells[row]) if text]
    words = [(c, t) for c, t in texts if not re.fullmatch(r"\(?\d+([.,]\d+)?\)?(?:\s*(?:người|%|tập thể|cá nhân))?", t)]
    if not words or len(texts) > 3:
        return "", False
    column, text = words[0]
    if len(words) == 2 and is_group_mark(text):
        text = f"{text.rstrip('.)')}. {words[1][1]}"
    elif len(words) > 1:
        return "", False
    merge = sheet.merge_at(row, column)
    return text, bool(merge and merge[3] - merge[1] >= 2)


def draft_of(sheet: Sheet, header: Header, row: int, around: Mapping[str, str]) -> Draft:
    """The draft of one row of data; `around` is what groups, titles and the caller say."""
    pieces = [
        piece
        for column, heading in enumerate(header.columns)
        if (piece := _piece(sheet, row, column, heading, header)) is not None
    ]
    texts, printed, cells = _joined(pieces)
    hints = {key: value for key, value in around.items() if value}
    fields = {"birth" if h.field in BIRTH_PARTS else h.field for h in header.columns}
    hints["has"] = ",".join(sorted(fields - _UNREAD))
    if any(h.field == "cccd" and h.how == "content" for h in header.columns):
        hints["cccd_from"] = "content"
    for column in header.columns_of("name_collective", "name_household"):
        if sheet.cell(row, column):
            hints.setdefault("kind", header.columns[column].field.removeprefix("name_"))
    if kind := kind_by_words(texts.pop("kind", "")):
        hints["kind"], hints["kind_from"] = kind.value, "column"
    if broken := _broken(sheet, header, row):
        hints["broken"] = broken
    if sheet.legacy and any(sheet.raw[row][c] != sheet.cells[row][c].strip() for c in _decoded(sheet, row)):
        hints["legacy"] = sheet.legacy
    _birth_from_parts(texts, printed, cells)
    return Draft(sheet.name, sheet.number(row), texts, printed, cells, hints)


def _decoded(sheet: Sheet, row: int) -> list[int]:
    return [c for c, text in enumerate(sheet.raw[row]) if not text.isascii()]


def continue_draft(draft: Draft, sheet: Sheet, header: Header, row: int) -> Draft:
    """The draft with the words of a further row added to its fields."""
    more = draft_of(sheet, header, row, {})
    texts, printed = dict(draft.texts), dict(draft.printed)
    for name, text in more.texts.items():
        between = "; " if name == "awards" else " " if sheet.flowing or name == "name" else "\n"
        if text and text not in texts.get(name, "").split(between):
            texts[name] = between.join(t for t in (texts.get(name, ""), text) if t)
            printed[name] = between.join(t for t in (printed.get(name, ""), more.printed.get(name, "")) if t)
    return replace(draft, texts=texts, printed=printed, cells={**more.cells, **draft.cells})


def _piece(sheet: Sheet, row: int, column: int, heading: Heading, header: Header) -> _Piece | None:
    if heading.field in _UNREAD or heading.field == "stt" or (row, column) in sheet.broken:
        return None
    text, raw, at = sheet.cell(row, column), "", row
    if not text and heading.field in SPREADING:
        merge = sheet.merge_at(row, column)
        if merge and merge[0] > header.last and merge[0] < row:
            at = merge[0]
            text = sheet.cell(at, merge[1])
    if not text:
        return None
    raw = sheet.raw[at][column] if column < len(sheet.raw[at]) else text
    cell = f"{column_letter(column)}{sheet.number(at)}"
    return _meaning(heading, text, raw or text, cell)


def _meaning(heading: Heading, text: str, raw: str, cell: str) -> _Piece | None:
    field = heading.field
    ticked = fold(text) in _TICKS
    if field == "awards":
        if fold(text) in _NOTHING:
            return None
        return _Piece(field, heading.award if ticked and heading.award else text, raw, cell)
    if field in {"male", "female"}:
        return _Piece("sex" if ticked else f"birth_{field}", field if ticked else text, raw, cell)
    if field in {"name_collective", "name_household", "name_family", "name_given", "name_part"}:
        field = "name"
    if field == "name":
        text = without_marks(text)
    return _Piece(field, text, raw, cell)


def without_marks(name: str) -> str:
    """A name without a running number before it or a reference to a note after it."""
    return _TRAILING.sub("", _LEADING.sub("", name))


def _joined(pieces: list[_Piece]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    texts: dict[str, str] = {}
    printed: dict[str, str] = {}
    cells: dict[str, str] = {}
    for piece in pieces:
        name = piece.field
        if name in {"birth_male", "birth_female"}:
            texts["sex"] = name.removeprefix("birth_")
            name = "birth"
        between = " " if name in _JOINED_BY_SPACE else "; "
        if piece.text not in texts.get(name, "").split(between) or name == "name":
            texts[name] = between.join(t for t in (texts.get(name, ""), piece.text) if t)
        printed[name] = between.join(t for t in (printed.get(name, ""), piece.printed) if t)
        cells.setdefault(name, piece.cell)
    return texts, printed, cells


def birth_from_parts(texts: dict[str, str]) -> bool:
    """Day, month and year in three columns become one date of birth. Returns whether they did."""
    day, month, year = (texts.pop(part, "") for part in BIRTH_PARTS)
    if not (day or month or year) or texts.get("birth"):
        return False
    if day:  # a day without its month is shown with the gap, not passed over
        texts["birth"] = f"{day}/{month}/{year}"
    else:
        texts["birth"] = f"{month}/{year}" if month and year else year or month
    return True


def _birth_from_parts(texts: dict[str, str], printed: dict[str, str], cells: dict[str, str]) -> None:
    """The same, at the cell of the first."""
    raw = [printed.pop(part, "") for part in BIRTH_PARTS]
    places = [place for part in BIRTH_PARTS if (place := cells.pop(part, ""))]
    if not birth_from_parts(texts):
        return
    printed["birth"] = "/".join(filter(None, raw))
    cells["birth"] = places[0]


def _broken(sheet: Sheet, header: Header, row: int) -> str:
    found = []
    for column, heading in enumerate(header.columns):
        value = sheet.broken.get((row, column))
        if value and heading.field not in _UNREAD | {"stt", "other", "votes"}:
            field = "name" if heading.field.startswith("name") else heading.field
            field = "birth" if field in BIRTH_PARTS else field
            found.append(f"{field}|{column_letter(column)}{sheet.number(row)}|{value}")
    return "\n".join(found)
