"""From the bytes of a file to blocks: what kind of file it is, and which reader takes it."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.plans.reading.failures import Failure, Unreadable
from thidua.plans.reading.sources.blocks import Loaded, decode_all
from thidua.plans.reading.sources.docx import load_docx
from thidua.plans.reading.sources.pdf import load_pdf
from thidua.plans.reading.sources.text import load_text

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_TEXT_ENDINGS = (".txt", ".md", ".markdown", ".text", ".tsv")
_OTHER_KINDS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"MZ", b"\x1f\x8b", b"BM", b"II*\x00",
    b"{\\rtf", b"SQLite format 3",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: bytes as sent, bytes when unpacked, pages of a PDF."""

    sent: int = 20_000_000
    unpacked: int = 200_000_000
    pages: int = 400


def load(data: bytes, filename: str, limits: Limits) -> Loaded:
    """Read the blocks of a file. Raises Unreadable with a sentence for the person."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Unreadable(Failure.EMPTY)
    if len(data) > limits.sent:
        raise Unreadable(Failure.TOO_LARGE, limit=limits.sent // 1_000_000)
    loaded = _by_kind(data, filename.lower(), limits)
    if not loaded.blocks:
        raise Unreadable(Failure.EMPTY)
    decode_all(loaded.blocks)
    return loaded


def _by_kind(data: bytes, name: str, limits: Limits) -> Loaded:
    if data.startswith(_OLE):
        raise Unreadable(_ole_kind(data, name))
    if b"%PDF-" in data[:1024]:
        return load_pdf(data, page_limit=limits.pages)
    if data.startswith(b"PK"):
        return load_docx(data, unpacked_limit=limits.unpacked)
    if data.startswith(_OTHER_KINDS):
        raise Unreadable(Failure.WRONG_KIND)
    if name.endswith((".pdf", ".docx")):
        raise Unreadable(Failure.DAMAGED)
    if not name.endswith(_TEXT_ENDINGS):
        raise Unreadable(Failure.WRONG_KIND)
    return load_text(data)


def _ole_kind(data: bytes, name: str) -> Failure:
    if _PACKAGE in data:
        return Failure.ENCRYPTED
    old_word = "WordDocument".encode("utf-16-le") in data or name.endswith(".doc")
    return Failure.OLD_WORD if old_word else Failure.WRONG_KIND
