"""Certificates: one PDF for a whole batch, one page each.

What must be decided before drawing is decided here, so that it can be reported: how large a name is set, where
it breaks, whether the lines under it will fit. Contents of a certificate: Nghị định 98/2023/NĐ-CP Điều 104.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from thidua.documents.rendering.checking import checked
from thidua.documents.rendering.contexts import Certificate, CertificatesContext, NameSize
from thidua.documents.rendering.kinds import ContextError
from thidua.documents.rendering.pdf import compiled, forget, showable
from thidua.documents.rendering.qr import qr_path
from thidua.documents.rendering.typeface import typeface
from thidua.documents.rendering.wording import ended, joined, long_day, made_at

POINT = 25.4 / 72
"""Millimetres in a point."""

_SIZES_MM = {"A4": (297.0, 210.0), "A3": (420.0, 297.0), "360x237": (360.0, 237.0)}
_NAME_PT: dict[str, NameSize] = {
    "A4": {"largest": 30, "smallest": 24},
    "360x237": {"largest": 30, "smallest": 24},
    "A3": {"largest": 42, "smallest": 34},
}
# Measures of the A4 sheet; other sheets scale by their height.
_NAME_WIDTH = 225.0
_AWARD_WIDTH = 235.0
_AWARD_PT = (40.0, 24.0)
_AUTHORITY_PT = (18.0, 11.0)
_TEXT_WIDTH = 215.0
_TEXT_PT = 16.0
_TEXT_LINES = 4
_LARGE_BATCH = 200
"""Certificates from which a batch is not left in memory for the next one (about 0.15 MB each)."""
_LEAST_PT, _MOST_PT = 12, 96
"""Bounds of the size of a name, in points."""


@dataclass(frozen=True)
class Fitted:
    """A text broken into lines that fit, and its size in points."""

    lines: tuple[str, ...]
    size: float


def print_sheets(context: Mapping[str, Any]) -> tuple[bytes, list[str]]:
    """Return the PDF of a batch and the notes on names and texts that want a look."""
    batch: CertificatesContext = checked(CertificatesContext, context)  # type: ignore[assignment]  # just checked
    if not batch["certificates"]:
        raise ContextError("certificates", "chưa có bằng nào để in")
    sheet, notes = laid_out(batch)
    data, missing = showable(sheet)
    made = compiled("certificates.typ", data, made_at(batch["made_at"]))
    if len(batch["certificates"]) >= _LARGE_BATCH:
        forget()
    return made, [*missing, *notes]


def laid_out(batch: CertificatesContext) -> tuple[dict[str, Any], list[str]]:
    """Return what the template draws, everything decided, and the notes on names and texts."""
    width, height = _SIZES_MM[batch["paper"]]
    scale = height / 210
    sizes = _sizes(batch)
    room = _TEXT_WIDTH * width / 297 / POINT / (_TEXT_PT * scale)
    notes: list[str] = []
    cards = []
    for index, one in enumerate(batch["certificates"]):
        name = fitted_name(one["name"], sizes, _NAME_WIDTH * width / 297)
        notes += name_notes(index, name, sizes)
        texts = _texts(one, room)
        if sum(_lines_taken(text, room) for text in texts) > _TEXT_LINES:
            notes.append(f"text_long:{index}")
        cards.append(_card(one, name, texts, scale, width))
    return _sheet(batch, width, height, cards), notes


def _sizes(batch: CertificatesContext) -> NameSize:
    sizes = batch.get("name_pt") or _NAME_PT[batch["paper"]]
    if not _LEAST_PT <= sizes["smallest"] <= sizes["largest"] <= _MOST_PT:
        raise ContextError("name_pt", f"cỡ chữ phải từ {_LEAST_PT} đến {_MOST_PT}, cỡ nhỏ nhất không quá cỡ lớn nhất")
    return sizes


def fitted_name(name: str, sizes: NameSize, width_mm: float) -> Fitted:
    """Return the name in the largest size that fits on one line; else broken before the last word.

    Where the first part is still too wide more words move down. What does not fit on two lines, and a single word
    that is too wide, is set smaller than the smallest size.
    """
    face, room = typeface(bold=True), width_mm / POINT
    size = sizes["largest"]
    unit = face.width(name, 1)
    if unit * size <= room:
        return Fitted((name,), size)
    if unit * sizes["smallest"] <= room:
        return Fitted((name,), _half_point_below(room / unit))
    size = sizes["smallest"]
    lines = _broken(name.split(), room / size)
    while len(lines) > 2 and size > _LEAST_PT:
        size -= 0.5
        lines = _broken(name.split(), room / size)
    widest = max(face.width(text, 1) for text in lines)
    return Fitted(lines, size if widest * size <= room else _half_point_below(room / widest))


def name_notes(index: int, name: Fitted, sizes: NameSize) -> list[str]:
    """Return what should be looked at about a name, as codes (see `Rendered.notes`)."""
    notes = []
    if len(name.lines) > 1:
        notes.append(f"name_broken:{index}")
    if name.size < sizes["smallest"]:
        notes.append(f"name_below_min:{index}:{name.size:g}")
    elif name.size < sizes["largest"] and len(name.lines) == 1:
        notes.append(f"name_shrunk:{index}:{name.size:g}")
    return notes


def _broken(words: list[str], room: float) -> tuple[str, ...]:
    """Break before the last word; while the upper line does not fit, move its last word down or break it too.

    `room` is the width of a line in sizes of the type.
    """

    def fits(text: str) -> bool:
        return typeface(bold=True).width(text, 1) <= room

    for cut in range(len(words) - 1, 0, -1):
        upper, lower = " ".join(words[:cut]), " ".join(words[cut:])
        if fits(upper) and fits(lower):
            return upper, lower
    lines, current = [], ""
    for word in words:
        longer = f"{current} {word}".strip()
        if current and not fits(longer):
            lines.append(current)
            longer = word
        current = longer
    return (*lines, current)


def _half_point_below(size: float) -> float:
    return int(size * 2) / 2


@lru_cache(maxsize=64)
def _one_line(text: str, largest: float, smallest: float, width_mm: float) -> float:
    """Return the size in which a bold text fits on one line, not below the smallest."""
    fits = _half_point_below(width_mm / POINT / typeface(bold=True).width(text, 1)) if text else largest
    return max(min(largest, fits), smallest)


@lru_cache(maxsize=64)
def _award(text: str, scale: float, width_mm: float) -> Fitted:
    largest, smallest = (size * scale for size in _AWARD_PT)
    size = _one_line(text, largest, smallest, width_mm)
    if typeface(bold=True).width(text, size) * POINT <= width_mm:
        return Fitted((text,), size)
    return Fitted(_halved(text.split()), size)


def _halved(words: list[str]) -> tuple[str, ...]:
    """Break into two lines as equal as can be."""
    cuts = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    if not cuts:
        return tuple(words)
    return min(cuts, key=lambda lines: max(typeface(bold=True).width(line, 1) for line in lines))


def _texts(one: Certificate, room: float) -> list[str]:
    """Return the lines under the name; the period keeps to one line."""
    achievement = ended(one["achievement"], "")
    whole = joined([achievement, one["period"]])
    parts = [whole] if _lines_taken(whole, room) == 1 else [f"{achievement},", one["period"]]
    return [text for text in (joined([one.get("role"), one.get("unit")]), *parts) if text]


@lru_cache(maxsize=1024)
def _lines_taken(text: str, room: float) -> int:
    """Return about how many lines a text takes; `room` is the width of a line in sizes of the type."""
    return int(typeface().width(text, 1) // room) + 1


def _card(one: Certificate, name: Fitted, texts: list[str], scale: float, width: float) -> dict[str, Any]:
    award = _award(one["award"].upper(), scale, _AWARD_WIDTH * width / 297)
    side, path = qr_path(one["url"])
    return {
        "name": name.lines,
        "name_size": name.size,
        "verb": one["verb"].upper(),
        "award": award.lines,
        "award_size": award.size,
        "texts": texts,
        "number": one["number"],
        "code": one.get("code", ""),
        "site": _site(one),
        "side": side,
        "path": path,
    }


def _site(one: Certificate) -> str:
    """The address under which the code is typed by hand: what the QR says, without the code."""
    code = one.get("code", "")
    return one["url"].partition(code)[0].rstrip("/") if code and code in one["url"] else ""


def _sheet(batch: CertificatesContext, width: float, height: float, cards: list[dict[str, Any]]) -> dict[str, Any]:
    authority = batch["authority"].upper()
    offset = batch.get("offset_mm") or {"right": 0.0, "down": 0.0}
    return {
        "title": batch["title"],
        "full": batch["mode"] == "full",
        "guides": batch.get("guides", False),
        "width": width,
        "height": height,
        "right": offset["right"],
        "down": offset["down"],
        "authority": authority,
        "authority_size": _one_line(
            authority, *(pt * height / 210 for pt in _AUTHORITY_PT), _AWARD_WIDTH * width / 297
        ),
        "decision": f"Quyết định số {batch['decision']}",
        "decided": long_day(batch["decided"], "decided"),
        "place_and_date": f"{batch['place']}, {long_day(batch['dated'], 'dated')}",
        "posts": [line.upper() for line in batch["signature"]["lines"]],
        "signer": batch["signature"]["name"],
        "cards": cards,
    }
