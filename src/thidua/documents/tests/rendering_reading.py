"""Reads finished files back: what a person would see on the page, what Word would show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import docx
import pdfplumber
import pypdfium2
from docx.oxml.ns import qn


def pages_of(data: bytes) -> list[str]:
    """The text of every page of a PDF, runs of white space as one space."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [flat(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def text_of_pdf(data: bytes) -> str:
    return " ".join(pages_of(data))


def fonts_of(data: bytes) -> set[str]:
    """The families of the fonts the characters of a PDF are set in."""
    with pdfplumber.open(BytesIO(data)) as document:
        names = {char["fontname"] for page in document.pages for char in page.chars}
    return {re.sub(r"^[A-Z]{6}\+", "", name).partition("-")[0] for name in names}


def text_of_docx(data: bytes) -> str:
    """All paragraphs of the body in order, tables included."""
    return flat(" ".join(paragraphs_of(data)))


def paragraphs_of(data: bytes) -> Iterator[str]:
    body = docx.Document(BytesIO(data)).element.body
    for paragraph in body.iter(qn("w:p")):
        pieces = paragraph.iter(qn("w:t"), qn("w:br"))
        yield "".join(piece.text or "" if piece.tag == qn("w:t") else "\n" for piece in pieces)


def flat(text: str) -> str:
    return " ".join(text.split())


def placed(data: bytes, word: str, page: int = 0) -> tuple[float, float]:
    """Where a word begins on a page, in millimetres from its left and upper edge."""
    with pdfplumber.open(BytesIO(data)) as document:
        found = next(w for w in document.pages[page].extract_words() if w["text"] == word)
    return found["x0"] * 25.4 / 72, found["top"] * 25.4 / 72
