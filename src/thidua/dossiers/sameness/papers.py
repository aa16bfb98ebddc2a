"""The running text of a report sent as PDF or Word. Pure Python; the bytes passed `documents.checks` when they came."""

from __future__ import annotations

import io
from typing import Final

import docx
import pypdfium2

MAX_PAGES: Final = 60
"""Pages that are read: a report is shorter, what follows are copies of decisions."""
MAX_LETTERS: Final = 200_000


def text_of(data: bytes, kind: str) -> str:
    """The text of a paper; empty when it has none (a scan), is damaged, or is of another kind."""
    try:
        text = {"pdf": _pdf, "docx": _word}.get(kind, _none)(data)
    except Exception:  # the libraries raise anything on damaged files; such a paper is simply not compared
        return ""
    return text[:MAX_LETTERS]


def _none(_data: bytes) -> str:
    return ""


def _pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        pages = range(min(len(document), MAX_PAGES))
        return "\n".join(document[place].get_textpage().get_text_range() for place in pages)
    finally:
        document.close()


def _word(data: bytes) -> str:
    paper = docx.Document(io.BytesIO(data))
    lines = [paragraph.text for paragraph in paper.paragraphs]
    lines += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)
