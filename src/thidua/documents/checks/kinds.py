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
# How a kind is called in a sentence to the person.
KIND_WORDS: Final[dict[str, str]] = {
    "docx": "Word (.docx)", "xlsx": "Excel (.xlsx)", "xls": "Excel đời cũ (.xls)", "doc": "Word đời cũ (.doc)",
    "pdf": "PDF", "png": "ảnh PNG", "jpeg": "ảnh JPEG", "text": "chữ thường", "encrypted-office": "tệp đặt mật khẩu",
    "html": "trang web", "xml": "XML", "unknown": "loại khác", "zip": "tệp nén",
}  # fmt: skip
KNOWN_EXTENSIONS: Final = frozenset().union(*EXTENSIONS.values())
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|\?xml|\?php|body|iframe)", re.IGNORECASE)
_FORBIDDEN_IN_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def utf16(name: str) -> bytes:
    """A storage name as compound files (.xls, .doc) write it."""
    return name.encode("utf-16-le")


def kind_of(data: bytes, filename: str = "") -> str:
    """A short code of the content: docx, xlsx, xls, doc, pdf, png, jpeg, text, zip, html, svg, unknown…

    `filename` only lets bytes of an old Vietnamese encoding pass as text, where the name says it is a table of text.
    """
    if not data:
        return "empty"
    head = data[:1024]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if head.startswith(OLE):
        return _ole_kind(data)
    if kind := _marked_kind(head):
        return kind
    if text := _text_kind(data):
        return text
    old = filename.casefold().endswith((".csv", ".txt")) and _is_old_text(data)
    return "text" if old else _named_by_magic(data)


def _marked_kind(head: bytes) -> str:
    """The kinds that the first bytes name: PDF and pictures."""
    if b"%PDF-" in head:
        return "pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return next((kind for magic, kind in _PICTURES if head.startswith(magic)), "")


def _is_old_text(data: bytes) -> bool:
    """Lines of eight-bit text (Windows-1258, TCVN3, VNI): no control bytes, most letters plain."""
    plain = sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in data[:65536])
    return not _FORBIDDEN_IN_TEXT.search(data) and b"\n" in data and plain >= 0.6 * len(data[:65536])


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
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16_kind(data)
    if _FORBIDDEN_IN_TEXT.search(data):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "text"


def _utf16_kind(data: bytes) -> str | None:
    """Text as Excel saves it under "Unicode Text"."""
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        return None
    plain = text.encode()
    return None if _MARKUP.search(plain[:4096]) or _FORBIDDEN_IN_TEXT.search(plain) else "text"


def _named_by_magic(data: bytes) -> str:
    """A name for what is refused anyway, so that the sentence can say what came in."""
    try:
        guess = str(puremagic.from_string(data[:65536]))
    except (puremagic.PureError, ValueError, OSError, zlib.error):
        return "unknown"
    return guess.lstrip(".") or "unknown"
