"""The document itself beside what was read from it: the rows around a place, with the questioned words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from thidua.plans.models import Flag, Plan

Json = dict[str, Any]
Marked = list[tuple[str, bool]]

BEFORE, AFTER = 2, 3
NARROW_COLUMNS = 4


@dataclass
class SourceRow:
    """A paragraph or table row: its anchor, its cells (one for a paragraph) cut into marked and plain parts."""

    id: str
    is_row: bool
    cells: list[Marked]
    chosen: bool = False
    head: bool = False


@dataclass
class SourceBlock:
    """Rows of one table, or one paragraph."""

    is_table: bool
    rows: list[SourceRow] = field(default_factory=list)


@dataclass
class SourceView:
    """A part of the document: where it is, its blocks, the anchors to go on from, how many columns are left out."""

    place: str
    blocks: list[SourceBlock]
    earlier: str
    later: str
    hidden: int
    chosen: str


def source_view(plan: Plan, *, flag: Flag | None = None, at: str = "", marks: Iterable[str] = ()) -> SourceView | None:
    """The rows around a flag, or around the block `at`. None when the source was not kept."""
    source: list[Json] = plan.reading.get("source", [])
    if not source:
        return None
    places = {block["id"]: number for number, block in enumerate(source)}
    chosen = _rows_of(source, flag) if flag else []
    middle = places.get(at) if at in places else (places[chosen[0]] if chosen else _first_row(source))
    assert middle is not None
    first, last = max(0, middle - BEFORE), min(len(source), middle + max(AFTER, len(chosen)) + 1)
    part = source[first:last]
    head = _header_of(source, part)
    words = [*marks, *([flag.printed] if flag else [])]
    columns, hidden = _columns(part, words)
    rows = [_row(block, chosen, words, columns) for block in part]
    if head:
        rows.insert(0, _row(head, [], [], columns, head=True))
    return SourceView(
        place=_place(source[middle]),
        blocks=_blocks(rows),
        earlier=source[max(0, first - AFTER)]["id"] if first else "",
        later=source[min(len(source) - 1, last + BEFORE)]["id"] if last < len(source) else "",
        hidden=hidden,
        chosen=chosen[0] if chosen else source[middle]["id"],
    )


def whole_source(plan: Plan) -> list[SourceBlock]:
    """The whole document, every row with its anchor."""
    rows = [_row(block, [], [], None) for block in plan.reading.get("source", [])]
    return _blocks(rows)


def _rows_of(source: Sequence[Json], flag: Flag) -> list[str]:
    """The anchors of what a flag is about: the block itself, or the rows of its task or council row."""
    owner = flag.task or flag.council_row
    wanted = {flag.where, owner.key if owner else ""} - {""}
    return [block["id"] for block in source if block["id"] == flag.where or block.get("belongs_to") in wanted]


def _first_row(source: Sequence[Json]) -> int:
    return next((number for number, block in enumerate(source) if block.get("belongs_to")), 0)


def _header_of(source: Sequence[Json], part: Sequence[Json]) -> Json | None:
    """The first row of the table shown, when it lies before the part."""
    table = next((block["table"] for block in part if block.get("cells") and block.get("table")), None)
    first = next((block for block in source if table and block.get("table") == table and block.get("cells")), None)
    return first if first is not None and first not in part else None


def _columns(part: Sequence[Json], words: Sequence[str]) -> tuple[list[int] | None, int]:
    """The columns that fit beside the flags: the first, the fullest, the last and those with marked words."""
    cells = [block["cells"] for block in part if block.get("cells")]
    width = max(map(len, cells), default=0)
    if width <= NARROW_COLUMNS:
        return None, 0
    size = [sum(len(row[n]) for row in cells if n < len(row)) for n in range(width)]
    keep = {0, max(range(width), key=lambda n: size[n]), width - 1}
    keep |= {n for row in cells for n in range(len(row)) for word in words if word and word in row[n]}
    return sorted(keep), width - len(keep)


def _row(
    block: Json, chosen: Sequence[str], words: Sequence[str], columns: list[int] | None, *, head: bool = False
) -> SourceRow:
    cells = block.get("cells")
    texts = [block["text"]] if not cells else [cells[n] for n in (columns or range(len(cells))) if n < len(cells)]
    is_chosen = block["id"] in chosen
    # Only the chosen row is marked: the same words may stand rightly elsewhere.
    parts = [_marked(text, words if is_chosen else []) for text in texts]
    return SourceRow(block["id"], bool(cells), parts, is_chosen, head)


def _marked(text: str, words: Iterable[str]) -> Marked:
    """The text cut where the words stand, longest words first; white space between words may differ."""
    patterns = [
        r"\s+".join(map(re.escape, word.split())) for word in sorted(set(words), key=len, reverse=True) if word.strip()
    ]
    if not patterns or len(text) > 20_000:
        return [(text, False)]
    parts = re.split(f"({'|'.join(patterns)})", text)
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def _blocks(rows: Iterable[SourceRow]) -> list[SourceBlock]:
    blocks: list[SourceBlock] = []
    for row in rows:
        same = blocks and blocks[-1].is_table and row.is_row and len(blocks[-1].rows[0].cells) == len(row.cells)
        if not same:
            blocks.append(SourceBlock(row.is_row))
        blocks[-1].rows.append(row)
    return blocks


def _place(block: Json) -> str:
    """Where a block stands, in the words a person looks for: page, row of a table, line of the file."""
    if block.get("page"):
        return _("trang %(page)s") % {"page": block["page"]}
    if block.get("table") and block.get("row"):
        return _("bảng %(table)s, hàng %(row)s") % {"table": block["table"], "row": block["row"]}
    if block.get("line"):
        return _("dòng %(line)s") % {"line": block["line"]}
    return ""


def place_of(plan: Plan, key: str) -> str:
    """Where the task or council row with this key of the document stands in it."""
    block = next((row for row in plan.reading.get("source", []) if row.get("belongs_to") == key), None)
    return _place(block) if block else ""
