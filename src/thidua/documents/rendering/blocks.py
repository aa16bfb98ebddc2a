"""A paper between its words and its file: blocks in reading order, the same for PDF and DOCX.

`composing` writes the words into blocks; `pdf` and `word` draw them. Texts are plain strings, never markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LONG_CELL = 700
"""Characters from which a table row may break over two pages instead of moving to the next one."""


@dataclass(frozen=True)
class Run:
    """A stretch of text in one cut."""

    text: str
    bold: bool = False
    italic: bool = False


Line = tuple[Run, ...]


def line(text: str, *, bold: bool = False, italic: bool = False) -> Line:
    """Return a line in one cut."""
    return (Run(text, bold, italic),)


def labelled(label: str, text: str) -> Line:
    """Return a line that begins with a bold label."""
    return (Run(label + " ", bold=True), Run(text))


class ParaStyle(StrEnum):
    """How a paragraph stands."""

    BODY = "body"  # justified, first line indented
    GROUND = "ground"  # căn cứ: as the body, italic
    ADDRESS = "address"  # kính gửi, one below the other
    CENTRE = "centre"
    NOTE = "note"  # centred, italic


@dataclass(frozen=True)
class Para:
    """A paragraph. `keep` holds it on the page of what follows."""

    text: Line
    style: ParaStyle = ParaStyle.BODY
    keep: bool = False
    kind: str = field(default="para", init=False)


@dataclass(frozen=True)
class Heading:
    """A numbered heading of the body: level 1 "I.", 2 "1.", 3 "1.1."."""

    text: str
    level: int
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Head:
    """The two-column head: issuing body and number at left, national title, motto and date at right.

    `about` stands under the number: what a letter (công văn) is about, as it has no title.
    """

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    number: str
    place_and_date: str
    about: str = ""
    kind: str = field(default="head", init=False)


@dataclass(frozen=True)
class Title:
    """Name of the kind of paper, its subject, a short rule, and for lists the paper it belongs to."""

    name: str
    subject: tuple[str, ...] = ()
    attached_to: str = ""
    ruled: bool = True
    kind: str = field(default="title", init=False)


@dataclass(frozen=True)
class Fields:
    """Label and value, line by line."""

    rows: tuple[tuple[str, str], ...]
    kind: str = field(default="fields", init=False)


class Align(StrEnum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` is its share of the whole, in any unit."""

    title: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Row:
    """A row of a table. A `group` row holds a mark and a text that runs over the other columns."""

    cells: tuple[tuple[Line, ...], ...]
    group: bool = False
    may_break: bool = False


def row(*cells: str | Sequence[str]) -> Row:
    """Return a row; a cell is one text or several lines."""
    lines = [
        [part for text in ([cell] if isinstance(cell, str) else cell) for part in text.split("\n")] for cell in cells
    ]
    return Row(
        tuple(tuple(line(text) for text in cell) for cell in lines),
        may_break=any(sum(map(len, cell)) > LONG_CELL for cell in lines),
    )


def group_row(mark: str, text: str) -> Row:
    """Return a bold row that opens a part of the table."""
    return Row(((line(mark, bold=True),), (line(text, bold=True),)), group=True)


@dataclass(frozen=True)
class Table:
    """A ruled table; its head is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Sign:
    """A place to sign: authority and post, a hint below, and the name."""

    lines: tuple[str, ...]
    name: str
    hint: str = ""


@dataclass(frozen=True)
class Closing:
    """The foot of a paper: recipients at left, signature at right."""

    recipients: tuple[str, ...]
    sign: Sign
    kind: str = field(default="closing", init=False)


@dataclass(frozen=True)
class Signs:
    """Signatures side by side, row by row; None leaves a place empty."""

    rows: tuple[tuple[Sign | None, ...], ...]
    kind: str = field(default="signs", init=False)


def side_by_side(*signs: Sign) -> Signs:
    """Return signatures two or three to a row; a row that is not full stands at the right."""
    across = min(len(signs), 2 if len(signs) == 4 else 3)
    rows = [signs[i : i + across] for i in range(0, len(signs), across)]
    return Signs(tuple((None,) * (across - len(row)) + row for row in rows))


@dataclass(frozen=True)
class Annex:
    """A new sheet whose pages are numbered from 1 again (Nghị định 30/2020, Phụ lục I)."""

    landscape: bool = False
    kind: str = field(default="annex", init=False)


Block = Para | Heading | Head | Title | Fields | Table | Closing | Signs | Annex


@dataclass(frozen=True)
class Paper:
    """A whole paper. `title` is the title in the properties of the file; `footer` stands on every page."""

    title: str
    made_at: datetime
    blocks: tuple[Block, ...]
    footer: str = ""
    landscape: bool = False
