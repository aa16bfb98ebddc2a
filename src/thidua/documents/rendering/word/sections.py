"""Sheets of a DOCX: size, margins, page number at the top centre except on the first page of each part."""

from __future__ import annotations

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from thidua.documents.rendering.word.styling import FOOT, PAGE

_SHORT, _LONG = 210, 297


def first_section(document: Document, footer: str, *, landscape: bool) -> float:
    """Lay out the first sheet; return the width of the text in millimetres."""
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.style = document.styles[PAGE.name]
    _page_field(header)
    if footer:
        for place in (section.footer, section.first_page_footer):
            paragraph = place.paragraphs[0]
            paragraph.style = document.styles[FOOT.name]
            paragraph.add_run(footer)
    return _lay_out(section, landscape)


def next_section(document: Document, *, landscape: bool) -> float:
    """Begin a sheet whose pages are numbered from 1; return the width of the text in millimetres."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    numbers = section._sectPr.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = OxmlElement("w:pgNumType")
        section._sectPr.insert_element_before(
            numbers,
            "w:cols",
            "w:formProt",
            "w:vAlign",
            "w:noEndnote",
            "w:titlePg",
            "w:textDirection",
            "w:docGrid",
        )
    numbers.set(qn("w:start"), "1")
    return _lay_out(section, landscape)


def _lay_out(section: Section, landscape: bool) -> float:
    width, height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    top, bottom, left, right = (30, 15, 20, 20) if landscape else (20, 20, 30, 15)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance, section.footer_distance = Mm(top / 2), Mm(8)
    section.different_first_page_header_footer = True
    return width - left - right


def _page_field(paragraph: Paragraph) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()._r
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run.append(mark)
