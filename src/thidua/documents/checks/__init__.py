"""Structural check of uploads, by content, before anything opens them.

Pure Python, no Django, no network, no file written. In: the bytes and the name the person gave.
Out: a `FileVerdict`; reasons are Vietnamese sentences with stable codes. Never raises on bad input.
"""

from __future__ import annotations

import re
import struct
from typing import Final

from thidua.documents.checks.images import pixels
from thidua.documents.checks.kinds import ACCEPTED, kind_of, utf16
from thidua.documents.checks.names import check_name, extension_of
from thidua.documents.checks.pdfs import walk_pdf
from thidua.documents.checks.verdict import FileVerdict, Findings, Limits, Reason
from thidua.documents.checks.zips import walk_package

__all__ = ["DEFAULT_LIMITS", "FileVerdict", "Limits", "Reason", "check_file"]

DEFAULT_LIMITS: Final = Limits()
_BIFF_START: Final = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00")
_MEBIBYTE: Final = 1024 * 1024


def check_file(data: bytes, filename: str, limits: Limits = DEFAULT_LIMITS) -> FileVerdict:
    """Whether the file may be opened at all.

    `filename` is the name as sent (used for honesty checks only). An accepted verdict has no reasons.
    """
    found = Findings()
    kind = kind_of(data, filename)
    check_name(filename, kind, found, limits)
    if not data:
        found.add("EMPTY")
    elif len(data) > limits.max_bytes:
        found.add("TOO_LARGE", limit=max(1, limits.max_bytes // _MEBIBYTE))
    else:
        _check_content(data, kind, filename, found, limits)
    reasons = found.all()
    return FileVerdict(accepted=not reasons, kind=kind, reasons=reasons)


def _check_content(data: bytes, kind: str, filename: str, found: Findings, limits: Limits) -> None:
    if kind in {"docx", "xlsx"}:
        walk_package(data, found, limits)
        _check_package_root(data, kind, found)
    elif kind == "pdf":
        walk_pdf(data, found, limits)
    elif kind == "xls":
        _check_compound(data, found)
    elif kind == "encrypted-office":
        found.add("PASSWORD")
    elif kind in {"png", "jpeg"}:
        _check_picture(data, kind, found, limits)
    if kind not in ACCEPTED and kind != "encrypted-office" and not found.has("NAME_PROGRAM"):
        found.add("KIND", wording=_wording(kind, extension_of(filename)))


def _wording(kind: str, extension: str) -> str:
    """Which sentence tells the person what to do with a kind that is not taken."""
    if kind == "doc" or (kind == "ole" and extension == ".doc"):
        return "KIND_DOC"
    if kind in {"html", "xml"} and extension in {".xls", ".xlsx", ".doc", ".docx"}:
        return "KIND_PAGE_WORD" if extension.startswith(".doc") else "KIND_PAGE_EXCEL"
    return "KIND"


def _check_package_root(data: bytes, kind: str, found: Findings) -> None:
    main = {"docx": b"word/document", "xlsx": b"xl/workbook"}[kind]
    if main not in data or b"[Content_Types].xml" not in data:
        found.add("DAMAGED")


def _check_compound(data: bytes, found: Findings) -> None:
    """Old binary Office files: macros, passwords, packages inside."""
    if utf16("_VBA_PROJECT") in data or utf16("Macros") in data:
        found.add("MACRO")
    if utf16("\x01Ole10Native") in data or utf16("ObjectPool") in data:
        found.add("EMBEDDED", what="đối tượng OLE")
    for match in _BIFF_START.finditer(data):
        after = data[match.end() + 12 : match.end() + 16]
        if len(after) == 4 and struct.unpack("<H", after[:2])[0] == 0x2F:
            found.add("PASSWORD")
    if len(data) < 1536:
        found.add("DAMAGED")


def _check_picture(data: bytes, kind: str, found: Findings, limits: Limits) -> None:
    end = b"IEND\xaeB`\x82" if kind == "png" else b"\xff\xd9"
    at = data.rfind(end)
    if at < 0 or (kind == "png" and data[12:16] != b"IHDR"):
        found.add("DAMAGED")
        return
    if pixels(data) > limits.max_pixels:
        found.add("HUGE_IMAGE")
    if len(data) - at - len(end) > 64 or b"PK\x05\x06" in data[at:]:
        found.add("POLYGLOT")
