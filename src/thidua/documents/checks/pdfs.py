"""Structural walk of a PDF by its bytes, without rendering it. Pure Python.

The walk fails closed: long action names are searched everywhere, also inside unpacked object
streams and with `#xx` escapes undone; a page destination in /OpenAction is harmless and allowed.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

from thidua.documents.checks.verdict import Findings, Limits

_STREAM = re.compile(rb"stream\r?\n")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_END_OF_NAME: Final = rb"(?![A-Za-z0-9_.\-])"
_ACTIVE: Final = (
    (rb"/JavaScript", "mã lệnh JavaScript"),
    (rb"/Launch", "lệnh mở chương trình"),
    (rb"/SubmitForm", "lệnh gửi dữ liệu"),
    (rb"/ImportData", "lệnh nạp dữ liệu"),
    (rb"/RichMedia", "nội dung đa phương tiện"),
    (rb"/GoToE", "lệnh mở tệp nhúng"),
    (rb"/GoToR", "lệnh mở tệp khác"),
)
# Short enough to turn up by chance, in a document's random /ID too: they count only with a value behind
# them that can act, and only outside packed bytes.
_VALUE: Final = _END_OF_NAME + rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*[\r\n])*"
_SHORT: Final = (
    (rb"/JS" + _VALUE + rb"[(<\d]", "mã lệnh JavaScript"),
    (rb"/AA" + _VALUE + rb"(?:<<|\d)", "hành động tự động"),
    (rb"/XFA" + _VALUE + rb"[\[<(\d]", "biểu mẫu XFA"),
)
_EMBEDDED = re.compile(rb"/EmbeddedFiles?" + _END_OF_NAME)
_OPEN = re.compile(rb"/OpenAction\s*(\[[^\]]*\]|<<.{0,400}?>>|\d+\s+\d+\s+R|)", re.DOTALL)
_DESTINATION = re.compile(rb"\[\s*(?:\d+\s+\d+\s+R|\d+|null)\s*/(?:XYZ|Fit[BHVR]{0,2})\b")
_GOTO = re.compile(rb"/S\s*/GoTo(?![A-Za-z])")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_ENCRYPT = re.compile(rb"/Encrypt(?=\s*(?:\d+\s+\d+\s+R|<<))")
_SIZE = re.compile(rb"/(Width|Height)\s+(\d+)")
_MARKUP = re.compile(rb"<\s*(?:html|script|iframe|\?php|!doctype\s+html)", re.IGNORECASE)


def walk_pdf(data: bytes, found: Findings, limits: Limits) -> None:
    """Check one PDF; adds reasons to `found`, raises nothing."""
    _check_frame(data, found)
    outside, dictionaries, streams = _split(data)
    body = outside + b"\n" + _object_streams(dictionaries, streams, found, limits)
    plain = _unescape(body)
    raw = _unescape(data)
    if _ENCRYPT.search(plain):
        found.add("PASSWORD")
    for name, what in _ACTIVE:
        if any(re.search(name + _END_OF_NAME, text) for text in (raw, plain)):
            found.add("ACTIVE_CONTENT", what=what)
    for key_and_value, what in _SHORT:
        if re.search(key_and_value, plain):
            found.add("ACTIVE_CONTENT", what=what)
    if _EMBEDDED.search(raw) or _EMBEDDED.search(plain):
        found.add("EMBEDDED", what="tệp đính kèm trong PDF")
    _check_open_action(plain, found)
    if len(_PAGE.findall(plain)) > limits.max_pages:
        found.add("TOO_MANY_PAGES", limit=limits.max_pages)
    _check_pictures(dictionaries, found, limits)
    if _MARKUP.search(outside):
        found.add("POLYGLOT")


def _check_frame(data: bytes, found: Findings) -> None:
    if not data.startswith(b"%PDF-"):
        found.add("POLYGLOT")
    end = data.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in data:
        found.add("DAMAGED")
    elif data[end + 5 :].strip(b"\r\n\t \x00"):
        found.add("POLYGLOT")
    if b"PK\x03\x04" in data and b"PK\x05\x06" in data[-70_000:]:
        found.add("POLYGLOT")


def _split(data: bytes) -> tuple[bytes, list[bytes], list[bytes]]:
    """The bytes outside streams, each stream's dictionary (the 2,000 bytes before it) and its bytes."""
    outside: list[bytes] = []
    dictionaries: list[bytes] = []
    streams: list[bytes] = []
    at = 0
    while match := _STREAM.search(data, at):
        if data[max(0, match.start() - 3) : match.start()] == b"end":
            outside.append(data[at : match.end()])
            at = match.end()
            continue
        stop = data.find(b"endstream", match.end())
        if stop < 0:
            break
        before = data[at : match.start()]
        outside.append(before)
        dictionaries.append(before[before.rfind(b"obj") + 3 :][-2_000:])
        streams.append(data[match.end() : stop])
        at = stop + len(b"endstream")
    outside.append(data[at:])
    return b"\n".join(outside), dictionaries, streams


def _object_streams(dictionaries: list[bytes], streams: list[bytes], found: Findings, limits: Limits) -> bytes:
    """Unpacked object streams; every other packed stream is only measured, against one budget."""
    left = limits.max_unpacked
    objects: list[bytes] = []
    for dictionary, stream in zip(dictionaries, streams, strict=True):
        names = _unescape(dictionary)
        if len(re.findall(rb"/(?:FlateDecode|Fl)\b", names)) > 1 or b"/Crypt" in names:
            found.add("BOMB")
        if b"/FlateDecode" not in names:
            if b"/ObjStm" in names:
                objects.append(stream)
            continue
        keep = b"/ObjStm" in names
        unpacked, size = _inflate(stream, min(left, limits.max_ratio * 1000 * 1000), keep)
        left -= size
        ratio = size > limits.ratio_from and size > max(limits.max_ratio, 500) * max(len(stream), 1)
        if left <= 0 or ratio:
            found.add("BOMB")
            break
        objects.append(unpacked)
    return b"\n".join(objects)


def _inflate(packed: bytes, cap: int, keep: bool) -> tuple[bytes, int]:
    """Unpack up to `cap` bytes; returns (bytes when kept, size)."""
    unpacker = zlib.decompressobj()
    pieces: list[bytes] = []
    size = 0
    data = packed
    try:
        while data and size < cap:
            piece = unpacker.decompress(data, 1 << 20)
            size += len(piece)
            if keep:
                pieces.append(piece)
            if unpacker.eof or (not piece and not unpacker.unconsumed_tail):
                break
            data = unpacker.unconsumed_tail
    except zlib.error:
        pass  # a broken stream is the reader's matter, not a danger
    return b"".join(pieces), size


def _unescape(data: bytes) -> bytes:
    """Names with `#xx` escapes undone: /J#61vaScript reads as /JavaScript."""
    if b"#" not in data:
        return data
    return _ESCAPE.sub(lambda m: bytes([int(m.group(1), 16)]), data)


def _check_open_action(plain: bytes, found: Findings) -> None:
    for match in _OPEN.finditer(plain):
        value = match.group(1)
        if reference := re.fullmatch(rb"(\d+)\s+(\d+)\s+R", value):
            value = _object(plain, reference.group(1), reference.group(2))
        if not (_DESTINATION.search(value) or _GOTO.search(value)):
            found.add("ACTIVE_CONTENT", what="hành động tự chạy khi mở tệp")


def _object(plain: bytes, number: bytes, generation: bytes) -> bytes:
    opening = rb"(?<!\d)" + number + rb"\s+" + generation + rb"\s+obj"
    match = re.search(opening + rb"(.{0,600}?)endobj", plain, re.DOTALL)
    return match.group(1) if match else b""


def _check_pictures(dictionaries: list[bytes], found: Findings, limits: Limits) -> None:
    for dictionary in dictionaries:
        sizes = {name: int(value[:9]) for name, value in _SIZE.findall(dictionary)}
        if sizes.get(b"Width", 0) * sizes.get(b"Height", 0) > limits.max_pixels:
            found.add("HUGE_IMAGE")
