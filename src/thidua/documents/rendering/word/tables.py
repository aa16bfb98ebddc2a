"""Tables written straight as elements: a list of hundreds of rows must not take seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from thidua.documents.rendering.blocks import Align, Line, Table, line
from thidua.documents.rendering.word.styling import CELL, CELL_CENTRE, CELL_HEAD, CELL_RIGHT, Look

_TWIPS = 1440 / 25.4
_LOOKS = {Align.LEFT: CELL, Align.CENTRE: CELL_CENTRE, Align.RIGHT: CELL_RIGHT}


@dataclass(frozen=True)
class Spot:
    """What stands in a cell: lines, each in a style."""

    lines: Sequence[tuple[Look, Line]]
    span: int = 1
    middle: bool = True
    keep: bool = False  # on the page of the next row


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Return an element of WordprocessingML."""
    made = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def paragraph(look: Look, text: Line, *, keep: bool = False) -> BaseOxmlElement:
    """Return a paragraph in a style; the text of its runs is plain text. `keep` holds it to what follows."""
    made = element("p")
    properties = element("pPr")
    properties.append(element("pStyle", val=look.key))
    if keep:
        properties.append(element("keepNext"))
    made.append(properties)
    for run in text:
        piece = element("r")
        form = element("rPr")
        if run.bold:
            form.append(element("b"))
        if run.italic:
            form.append(element("i"))
        if len(form):
            piece.append(form)
        for number, part in enumerate(run.text.split("\n")):
            if number:
                piece.append(element("br"))
            words = element("t")
            words.set(qn("xml:space"), "preserve")
            words.text = part
            piece.append(words)
        made.append(piece)
    return made


def grid(widths: Sequence[float], *, ruled: bool) -> BaseOxmlElement:
    """Return an empty table with columns of the given millimetres."""
    table = element("tbl")
    properties = element("tblPr")
    if ruled:
        properties.append(element("tblStyle", val="TableGrid"))
    properties.append(element("tblW", w=_twips(sum(widths)), type="dxa"))
    properties.append(element("jc", val="center"))
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    side = "75" if ruled else "0"
    for name, value in (
        ("top", "40" if ruled else "0"),
        ("left", side),
        ("bottom", "40" if ruled else "0"),
        ("right", side),
    ):
        margins.append(element(name, w=value, type="dxa"))
    properties.append(margins)
    table.append(properties)
    columns = element("tblGrid")
    for width in widths:
        columns.append(element("gridCol", w=_twips(width)))
    table.append(columns)
    return table


def add_row(
    table: BaseOxmlElement,
    widths: Sequence[float],
    spots: Sequence[Spot],
    *,
    head: bool = False,
    whole: bool = True,
) -> None:
    """Append a row. `head` rows repeat on every page; `whole` rows do not break over pages."""
    row = element("tr")
    properties = element("trPr")
    if whole:
        properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    row.append(properties)
    at = 0
    for spot in spots:
        cell = element("tc")
        form = element("tcPr")
        form.append(element("tcW", w=_twips(sum(widths[at : at + spot.span])), type="dxa"))
        if spot.span > 1:
            form.append(element("gridSpan", val=str(spot.span)))
        if spot.middle:
            form.append(element("vAlign", val="center"))
        cell.append(form)
        for look, text in spot.lines or [(CELL, ())]:
            cell.append(paragraph(look, text, keep=spot.keep))
        row.append(cell)
        at += spot.span
    table.append(row)


def ledger(block: Table, width: float) -> BaseOxmlElement:
    """Return a ruled table as wide as the text, its head repeated."""
    share = width / sum(column.width for column in block.columns)
    widths = [column.width * share for column in block.columns]
    table = grid(widths, ruled=True)
    heads = [Spot([(CELL_HEAD, line(column.title))]) for column in block.columns]
    add_row(table, widths, heads, head=True)
    looks = [_LOOKS[column.align] for column in block.columns]
    for row in block.rows:
        if row.group:
            mark, text = row.cells
            spots = [
                Spot([(CELL_CENTRE, part) for part in mark]),
                Spot([(CELL, part) for part in text], span=len(widths) - 1),
            ]
        else:
            spots = [Spot([(look, part) for part in cell]) for look, cell in zip(looks, row.cells, strict=True)]
        add_row(table, widths, spots, whole=not row.may_break)
    return table


def _twips(millimetres: float) -> str:
    return str(round(millimetres * _TWIPS))
