"""Structural walk of an Office package (docx, xlsx) without opening it in an office library. Pure Python."""

from __future__ import annotations

import io
import itertools
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from thidua.documents.checks.images import pixels
from thidua.documents.checks.verdict import Findings, Limits

_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']\s*External", re.IGNORECASE)
_TYPE = re.compile(rb"\bType\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_TARGET = re.compile(rb"\bTarget\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_SAFE_TARGET = re.compile(rb"\s*(?:https?:|mailto:|tel:|#)", re.IGNORECASE)
_DDE = re.compile(rb"\bDDE(?:AUTO)?\b\s|<ddeLink\b|<oleLink\b")
_REMOTE_FIELD = re.compile(rb"\b(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT)\s+(?:&quot;|\")?\s*(?:https?:|file:|\\\\)")
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_XML_NAMES: Final = (".xml", ".rels", ".vml")
_CHUNK: Final = 1 << 20
_END: Final = b"PK\x05\x06"


@dataclass
class Budget:
    """Bytes that may still be unpacked; shared by a package and the packages inside it."""

    left: int


class OverrunError(Exception):
    """The package unpacks to more than its budget."""


def walk_package(data: bytes, found: Findings, limits: Limits, budget: Budget | None = None, depth: int = 0) -> None:
    """Check one package; adds reasons to `found`, raises nothing."""
    budget = budget or Budget(limits.max_unpacked)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _walk(package, data, found, limits, budget, depth)
    except OverrunError:
        found.add("BOMB")
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        ValueError,
        NotImplementedError,
        OSError,
        RuntimeError,
        OverflowError,
    ):
        found.add("DAMAGED")


def _walk(package: zipfile.ZipFile, data: bytes, found: Findings, limits: Limits, budget: Budget, depth: int) -> None:
    parts = package.infolist()
    if len(parts) > limits.max_entries:
        found.add("TOO_MANY_PARTS")
        return
    if any(part.flag_bits & 0x1 for part in parts):
        found.add("PASSWORD")
        return
    _check_frame(package, data, parts, found)
    _check_sizes(parts, found, limits)
    if found.has("BOMB"):
        return
    for part in parts:
        _check_name(part.filename, found)
        _check_part(package, part, found, limits, budget, depth)


def _check_frame(package: zipfile.ZipFile, data: bytes, parts: list[zipfile.ZipInfo], found: Findings) -> None:
    """Nothing before, between or after what the directory lists: two kinds in one file show up here."""
    if not parts:
        found.add("DAMAGED")
        return
    end = data.rfind(_END)
    tail = len(data) - end - 22
    if package.comment or tail > 0:
        found.add("POLYGLOT")
    spans = sorted((p.header_offset, p.header_offset + 30 + p.compress_size) for p in parts)
    if spans[0][0] != 0:
        found.add("POLYGLOT")
    for (_, stop), (start, _) in itertools.pairwise(spans):
        if start < stop:
            found.add("BOMB")  # entries that share bytes: the overlapping kind of bomb
    names = [p.filename for p in parts]
    if len(names) != len(set(names)):
        found.add("DAMAGED")
    for part in parts:
        if data[part.header_offset : part.header_offset + 4] != b"PK\x03\x04":
            found.add("DAMAGED")


def _check_sizes(parts: list[zipfile.ZipInfo], found: Findings, limits: Limits) -> None:
    if sum(part.file_size for part in parts) > limits.max_unpacked:
        found.add("BOMB")
    for part in parts:
        if _too_dense(part.file_size, part, limits):
            found.add("BOMB")


def _too_dense(size: int, part: zipfile.ZipInfo, limits: Limits) -> bool:
    dense = size > limits.ratio_from and size > limits.max_ratio * max(part.compress_size, 1)
    return dense or size > limits.max_part


def _check_name(name: str, found: Findings) -> None:
    path = name.replace("\\", "/")
    if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path):
        found.add("PART_PATH")
    lower = path.casefold()
    if "vbaproject" in lower or "vbadata" in lower or "/macrosheets/" in lower or "/dialogsheets/" in lower:
        found.add("MACRO")
    if "/activex/" in lower or "/ctrlprops/" in lower:
        found.add("ACTIVE_CONTENT", what="ActiveX")
    if "/externallinks/" in lower:
        found.add("EXTERNAL_LINK", what="sổ tính khác")
    if "/attachedtoolbars" in lower or "/customui/" in lower or lower.startswith("customui/"):
        found.add("ACTIVE_CONTENT", what="thanh công cụ tự tạo")


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits, budget: Budget) -> bytes:
    """The unpacked part, counted while it unpacks: declared sizes may lie."""
    pieces: list[bytes] = []
    size = 0
    with package.open(part) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            budget.left -= len(piece)
            if budget.left < 0 or _too_dense(size, part, limits):
                raise OverrunError
            pieces.append(piece)
    return b"".join(pieces)


def _check_part(
    package: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    found: Findings,
    limits: Limits,
    budget: Budget,
    depth: int,
) -> None:
    content = _read(package, part, limits, budget)
    lower = part.filename.replace("\\", "/").casefold()
    if lower.endswith(_XML_NAMES) or content[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        _check_xml(lower, content, found)
    elif content.startswith(b"PK\x03\x04"):
        _check_inner(content, found, limits, budget, depth)
    elif content.startswith(b"\xd0\xcf\x11\xe0") or "/embeddings/" in lower:
        found.add("EMBEDDED", what="đối tượng OLE")
    elif content.startswith((b"MZ", b"\x7fELF")):
        found.add("EMBEDDED", what="chương trình")
    elif (size := pixels(content)) and size > limits.max_pixels:
        found.add("HUGE_IMAGE")


def _check_inner(content: bytes, found: Findings, limits: Limits, budget: Budget, depth: int) -> None:
    """A package inside the package: a chart's own table is usual, a tower of them is not."""
    if depth + 1 >= limits.max_depth:
        found.add("BOMB")
        return
    walk_package(content, found, limits, budget, depth + 1)


def _check_xml(name: str, content: bytes, found: Findings) -> None:
    # A plain search for bytes that must be there comes first: a long sheet is read through once, not three times slowly.
    text = _as_utf8(content)
    if b"<!" in text and _DTD.search(text):
        found.add("EXTERNAL_ENTITY")
    if name.endswith(".rels"):
        _check_relations(text, found)
    elif name == "[content_types].xml" and _MACRO_TYPE.search(text):
        found.add("MACRO")
    elif (b"instrText" in text or b"<ddeLink" in text or b"fldSimple" in text) and _DDE.search(text):
        found.add("ACTIVE_CONTENT", what="DDE")
    if (b"INCLUDE" in text or b"IMPORT" in text) and _REMOTE_FIELD.search(text):
        found.add("EXTERNAL_LINK", what="trường Word")


def _as_utf8(content: bytes) -> bytes:
    """XML in UTF-16 or UTF-32 would hide its declarations from a byte search."""
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"<\x00", "utf-16-le"),
        (b"\x00<", "utf-16-be"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace").encode()
    return content


def _check_relations(text: bytes, found: Findings) -> None:
    for match in _RELATIONSHIP.finditer(text):
        element = match.group()
        kind = _first(_TYPE, element).rsplit(b"/", 1)[-1].lower()
        target = _first(_TARGET, element)
        if kind in {b"vbaproject", b"wordvbadata", b"xlmacrosheet"}:
            found.add("MACRO")
        outside = bool(_EXTERNAL.search(element))
        if outside and not (kind == b"hyperlink" and _SAFE_TARGET.match(target)):
            found.add("EXTERNAL_LINK", what=_named(kind))


def _first(pattern: re.Pattern[bytes], element: bytes) -> bytes:
    match = pattern.search(element)
    return match.group(1) if match else b""


def _named(kind: bytes) -> str:
    names = {
        b"attachedtemplate": "mẫu Word ở nơi khác",
        b"image": "ảnh ở nơi khác",
        b"oleobject": "đối tượng OLE",
        b"externallinkpath": "sổ tính khác",
        b"hyperlink": "tệp trên máy",
    }
    return names.get(kind, "nội dung ngoài tệp")
