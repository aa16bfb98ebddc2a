"""Blocks into paragraphs and tables of a DOCX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from thidua.documents.rendering.blocks import (
    Block,
    Closing,
    Fields,
    Head,
    Heading,
    Line,
    Para,
    ParaStyle,
    Sign,
    Signs,
    Table,
    Title,
    line,
)
from thidua.documents.rendering.typeface import typeface
from thidua.documents.rendering.word import styling
from thidua.documents.rendering.word.styling import Look
from thidua.documents.rendering.word.tables import Spot, add_row, element, grid, ledger

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

_MM = 25.4 / 72
_HEAD_RIGHT = 88.0
_CLOSING_RIGHT = 85.0
_LABEL = 62.0
_LINES_TO_SIGN = 4
_LOOKS = {
    ParaStyle.BODY: styling.BODY,
    ParaStyle.GROUND: styling.GROUND,
    ParaStyle.ADDRESS: styling.ADDRESS,
    ParaStyle.CENTRE: styling.MIDDLE,
    ParaStyle.NOTE: styling.ATTACHED,
}


class Sheet:
    """One part of a document, with text `width` millimetres wide."""

    def __init__(self, document: Document, width: float) -> None:
        self.document = document
        self.width = width

    def draw(self, block: Block) -> None:
        """Append a block."""
        drawers: dict[type, Callable[[Any], None]] = {
            Head: self._head,
            Title: self._title,
            Para: self._para,
            Heading: self._heading,
            Fields: self._fields,
            Table: self._ledger,
            Closing: self._closing,
            Signs: self._signs,
        }
        drawers[type(block)](block)

    def _head(self, block: Head) -> None:
        widths = [self.width - _HEAD_RIGHT, _HEAD_RIGHT]
        left = [(styling.PARENT, line(text)) for text in block.parent]
        left += [(styling.ISSUER, line(text)) for text in block.issuer]
        right = [(styling.NATION, line(NATION)), (styling.MOTTO, line(MOTTO))]
        table = grid(widths, ruled=False)
        add_row(table, widths, [Spot(left, middle=False), Spot(right, middle=False)])
        number = [(styling.NUMBER, line(text)) for text in (block.number, *filter(None, (block.about,)))]
        place = [(styling.PLACE, line(block.place_and_date))]
        add_row(table, widths, [Spot(number, middle=False), Spot(place, middle=False)])
        cells = table.findall(".//" + qn("w:tc"))
        issuer = max((_width(text, 12) for text in block.issuer), default=0) * 0.4
        cells[0].append(_rule(issuer, widths[0]))
        cells[1].append(_rule(_width(MOTTO, 13), widths[1]))
        self._add(table)

    def _title(self, block: Title) -> None:
        self._paragraph(styling.NAME, line(block.name), keep=True)
        for text in block.subject:
            self._paragraph(styling.SUBJECT, line(text), keep=True)
        if block.attached_to:
            self._paragraph(styling.ATTACHED, line(block.attached_to), keep=True)
        if block.ruled:
            last = block.attached_to or (block.subject or (block.name,))[-1]
            self._add(_rule(min(max(_width(last, 14) / 3, 25), 60), self.width))
        self._paragraph(styling.RULE, ())

    def _para(self, block: Para) -> None:
        self._paragraph(_LOOKS[block.style], block.text, keep=block.keep)

    def _heading(self, block: Heading) -> None:
        self.document.add_paragraph(block.text, style=f"Heading {block.level}")

    def _fields(self, block: Fields) -> None:
        widths = [_LABEL, self.width - _LABEL]
        table = grid(widths, ruled=False)
        for label, value in block.rows:
            cells = ((styling.FIELD, line(label + ":")), (styling.FIELD, line(value, bold=True)))
            add_row(table, widths, [Spot([cell], middle=False) for cell in cells])
        self._add(table)
        self._paragraph(styling.RULE, ())

    def _ledger(self, block: Table) -> None:
        self._add(ledger(block, self.width))
        self._paragraph(styling.RULE, ())

    def _closing(self, block: Closing) -> None:
        widths = [self.width - _CLOSING_RIGHT, _CLOSING_RIGHT]
        recipients = [(styling.RECIPIENT, line("Nơi nhận:", bold=True, italic=True))]
        recipients += [(styling.RECIPIENT, line(text)) for text in block.recipients]
        table = grid(widths, ruled=False)
        add_row(
            table,
            widths,
            [Spot(recipients, middle=False), Spot([*_posts(block.sign), *_name(block.sign)], middle=False)],
        )
        self._add(table)

    def _signs(self, block: Signs) -> None:
        across = len(block.rows[0])
        widths = [self.width / across] * across
        table = grid(widths, ruled=False)
        for row in block.rows:
            add_row(table, widths, [Spot(_posts(sign), middle=False, keep=True) for sign in row])
            add_row(table, widths, [Spot(_name(sign), middle=False) for sign in row])
        self._add(table)

    def _paragraph(self, look: Look, text: Line, *, keep: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph(style=look.name)
        for run in text:
            added = paragraph.add_run(run.text)
            if run.bold:
                added.bold = True
            if run.italic:
                added.italic = True
        paragraph.paragraph_format.keep_with_next = keep or None
        return paragraph

    def _add(self, made: BaseOxmlElement) -> None:
        self.document.element.body.insert_element_before(made, "w:sectPr")


def _posts(sign: Sign | None) -> list[tuple[Look, Line]]:
    if sign is None:
        return []
    lines = [(styling.SIGNER, line(text)) for text in sign.lines]
    return [*lines, (styling.HINT, line(sign.hint))] if sign.hint else lines


def _name(sign: Sign | None) -> list[tuple[Look, Line]]:
    if sign is None:
        return []
    return [*[(styling.SIGNER, line(""))] * _LINES_TO_SIGN, (styling.SIGNER, line(sign.name))]


def _rule(length: float, width: float) -> BaseOxmlElement:
    """Return a thin paragraph whose lower border is a line of `length` millimetres, centred in `width`."""
    made = element("p")
    properties = element("pPr")
    properties.append(element("pStyle", val=styling.RULE.key))
    border = element("pBdr")
    border.append(element("bottom", val="single", sz="6", space="1", color="000000"))
    properties.append(border)
    side = str(Mm(max(width - length, 0) / 2).twips)
    properties.append(element("ind", left=side, right=side, firstLine="0"))
    made.append(properties)
    return made


def _width(text: str, size: float) -> float:
    """Return the width of a bold text in millimetres."""
    return typeface(bold=True).width(text, size) * _MM
