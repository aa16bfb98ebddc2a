"""What can be read in a paper before another agency is lent it. Pure Python; the bytes passed `documents.checks`."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final
from xml.etree import ElementTree

import pypdfium2
import pypdfium2.raw as pdfium

from thidua.foundation.text import tidy


class Reading(StrEnum):
    """What reading a paper for identity numbers came to."""

    CLEAN = "clean"
    NUMBER = "number"
    UNREAD = "unread"
    """Some of it is a picture, or cannot be read, or holds what may be an identity number: a person has to look."""


_NUMBER: Final = re.compile(
    r"(?<!\d)(?:\d{12}|0\d\d([ .-])\d{3}\1\d{3}\1\d{3}|0\d{3}([ .-])\d{4}\2\d{4}|0(?: \d){11})(?!\d)"
)
_OLD: Final = re.compile(
    r"(?:cmnd|cmt|chứng minh|căn cước|cccd|định danh)[^\d\n]{0,40}\d(?:[ .-]?\d){8}(?!\d)", re.IGNORECASE
)
"""A number of nine digits, as identity cards had until 2016, where its name stands before it."""
_PERHAPS_OLD: Final = re.compile(r"(?<![\d.,])\d{9}(?![.,]?\d)")
"""Nine digits by themselves may be such a number, and may be a sum of money or a file's number."""
_LONGEST_TEXT: Final = 20_000_000
_PICTURES: Final = ("/media/", "/embeddings/", "/drawings/", "/charts/")


def shows_number(text: str) -> bool:
    """Whether an identity number stands in a text: of twelve digits, also in groups or digit by digit
    (`001 085 000 123`), or of nine, where its name stands before it (`CMND số 012345678`)."""
    return _told(text) is Reading.NUMBER


def _told(text: str) -> Reading:
    plain = tidy(text)
    if _NUMBER.search(plain) or _OLD.search(plain):
        return Reading.NUMBER
    return Reading.UNREAD if _PERHAPS_OLD.search(plain) else Reading.CLEAN


def read(data: bytes, kind: str) -> Reading:
    """Look through a whole paper. What cannot be read is never called clean."""
    reader = {"pdf": _pdf, "docx": _word, "xlsx": _sheet, "txt": _text}.get(kind)
    if reader is None:
        return Reading.UNREAD
    try:
        return reader(data)
    except Exception:  # the libraries raise anything on damaged files; such a paper is for a person to look at
        return Reading.UNREAD


def _text(data: bytes) -> Reading:
    return _told(data.decode("utf-8"))


def _pdf(data: bytes) -> Reading:
    document, doubtful = pypdfium2.PdfDocument(data), False
    try:
        for page in document:
            told = _told(page.get_textpage().get_text_range())
            if told is Reading.NUMBER:
                return told
            doubtful = doubtful or told is Reading.UNREAD or _has_picture(page)
    finally:
        document.close()
    return Reading.UNREAD if doubtful else Reading.CLEAN


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    """A picture may show a number no text layer tells of; a page without a letter may be drawn as curves."""
    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=8)
    return next(pictures, None) is not None or not page.get_textpage().get_text_range().strip()


def _word(data: bytes) -> Reading:
    """Every part of a Word file: body, tables, headers, footers, notes, comments, text boxes. A paragraph is one text."""

    def lines(root: ElementTree.Element) -> Iterator[str]:
        for element in root.iter():
            if _local(element.tag) == "p":
                yield _words(element)
            elif _local(element.tag) == "tr":  # a number written one digit to a box
                boxes = [_words(each).strip() for each in element if _local(each.tag) == "tc"]
                yield "".join(box if re.fullmatch(r"\d", box) else "|" for box in boxes)

    return _zipped(data, lines)


def _words(element: ElementTree.Element) -> str:
    return "".join(each.text or "" for each in element.iter() if _local(each.tag) in ("t", "delText", "instrText"))


def _sheet(data: bytes) -> Reading:
    """Every part of an Excel file, hidden sheets too: texts, notes, and numbers as they are stored."""
    doubtful = False

    def lines(root: ElementTree.Element) -> Iterator[str]:
        nonlocal doubtful
        for element in root.iter():
            name = _local(element.tag)
            if name in ("si", "is", "comment", "p", "f"):
                yield "".join(element.itertext())
            elif name == "c" and element.get("t", "n") in ("n", "str"):
                value = "".join(each.text or "" for each in element if _local(each.tag) == "v")
                doubtful = doubtful or bool(re.fullmatch(r"\d{10,11}(\.0+)?|\d(\.\d+)?E\+?(9|10|11)", value))
                yield value

    found = _zipped(data, lines)
    return Reading.UNREAD if doubtful and found is Reading.CLEAN else found


def _zipped(data: bytes, lines: Callable[[ElementTree.Element], Iterator[str]]) -> Reading:
    left, doubtful = _LONGEST_TEXT, False
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for part in book.infolist():
            doubtful = doubtful or any(where in part.filename and not part.is_dir() for where in _PICTURES)
            if not part.filename.endswith(".xml"):
                continue
            left -= part.file_size
            if left < 0:
                return Reading.UNREAD
            root = ElementTree.fromstring(book.read(part))  # noqa: S314 - entities were refused by documents.checks
            told = {_told(line) for line in lines(root)}
            if Reading.NUMBER in told:
                return Reading.NUMBER
            doubtful = doubtful or Reading.UNREAD in told
    return Reading.UNREAD if doubtful else Reading.CLEAN


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
