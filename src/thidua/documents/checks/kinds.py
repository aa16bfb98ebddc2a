"""What a file is, told by its content. Names are never believed, only compared. Pure Python."""

from __future__ import annotations

import re
import zlib
from typing import Final

import puremagic

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
)
# Kinds that the application has a use for; all others are refused.
ACCEPTED: Final = frozenset({"docx", "xlsx", "xls", "pdf", "png", "jpeg", "text"})
# Extensions that may stand on each kind. An extension outside this table is not compared.
EXTENSIONS: Final[dict[str, frozenset[str]]] = {
    "docx": frozenset({".docx"}),
    "xlsx": frozenset({".xlsx"}),
    "xls": frozenset({".xls"}),
    "doc": frozenset({".doc"}),
    "pdf": frozenset({".pdf"}),
    "png": frozenset({".png"}),
    "jpeg": frozenset({".jpg", ".jpeg"}),
    "text": frozenset({".txt", ".md", ".csv", ".json", ".yaml", ".yml"}),
}
KNOWN_EXTENSIONS: Final = frozenset().union(*EXTENSIONS.values())
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|\?xml|\?php|body|iframe)", re.IGNORECASE)
_FORBIDDEN_IN_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def utf16(name: str) -> bytes:
    """A storage name as compound files (.xls, .doc) write it."""
    return name.encode("utf-16-le")


def kind_of(data: bytes) -> str:
    """A short code of the content: docx, xlsx, xls, doc, pdf, png, jpeg, text, zip, html, svg, unknown…"""
    if not data:
        return "empty"
    head = data[:1024]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if head.startswith(OLE):
        return _ole_kind(data)
    if b"%PDF-" in head:
        return "pdf"
    for magic, kind in _PICTURES:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return _text_kind(data) or _named_by_magic(data)


def _zip_kind(data: bytes) -> str:
    """Which Office kind the package is, by the part names in its directory; `zip` when none."""
    tail = data[-(1 << 22) :]
    if b"word/document" in tail or b"word/" in tail:
        return "docx"
    if b"xl/workbook" in tail or b"xl/" in tail:
        return "xlsx"
    if b"ppt/" in tail:
        return "pptx"
    return "odf" if b"mimetypeapplication/vnd.oasis" in data[:200] else "zip"


def _ole_kind(data: bytes) -> str:
    if utf16("EncryptedPackage") in data:
        return "encrypted-office"
    if utf16("WordDocument") in data:
        return "doc"
    if utf16("Workbook") in data or utf16("Book") in data:
        return "xls"
    return "ole"


def _text_kind(data: bytes) -> str | None:
    head = data[:4096]
    if _MARKUP.search(head):
        if re.search(rb"<\s*svg", data[:65536], re.IGNORECASE):
            return "svg"
        return "html" if re.search(rb"<\s*(html|script|body|iframe|!doctype html)", head, re.I) else "xml"
    if _FORBIDDEN_IN_TEXT.search(data):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "text"


def _named_by_magic(data: bytes) -> str:
    """A name for what is refused anyway, so that the sentence can say what came in."""
    try:
        guess = str(puremagic.from_string(data[:65536]))
    except (puremagic.PureError, ValueError, OSError, zlib.error):
        return "unknown"
    return guess.lstrip(".") or "unknown"
