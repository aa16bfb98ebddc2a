"""Draws a paper as DOCX: named Word styles, tables whose head repeats, page numbers as fields.

Set in Times New Roman, the typeface the decree names; Tinos is declared as its equal for machines without it.
"""

from __future__ import annotations

from datetime import UTC
from io import BytesIO

import docx
from docx.document import Document

from thidua.documents.rendering.blocks import Annex, Paper
from thidua.documents.rendering.word.drawing import Sheet
from thidua.documents.rendering.word.packing import packed
from thidua.documents.rendering.word.sections import first_section, next_section
from thidua.documents.rendering.word.styling import style

__all__ = ["written"]


def written(paper: Paper) -> bytes:
    """Return the DOCX file of a paper. Same paper, same bytes."""
    document = docx.Document()
    style(document)
    width = first_section(document, paper.footer, landscape=paper.landscape)
    sheet = Sheet(document, width)
    for block in paper.blocks:
        if isinstance(block, Annex):
            sheet = Sheet(document, next_section(document, landscape=block.landscape))
        else:
            sheet.draw(block)
    _describe(document, paper)
    plain = BytesIO()
    document.save(plain)
    return packed(plain.getvalue())


def _describe(document: Document, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = paper.title[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "vi-VN"
    properties.created = properties.modified = paper.made_at.astimezone(UTC).replace(tzinfo=None)
    properties.revision = 1
