"""From a cell to the bodies it names: split where the cell surely lists, kept whole where it may not."""

from __future__ import annotations

import re

from thidua.plans.reading.flat import flat, one_line

# How the name of a body begins. A comma parts two bodies only before one of these.
_BODY = re.compile(
    r"^(?:cac )?(?:so(?=[ ,:])|ban(?! hanh)|bo(?=[ ,:])|van phong|cong an|ubnd|uy ban|hoi(?=[ ,:])|hoi dong|dai(?=[ ,:])|doan(?=[ ,:])"
    r"|thanh doan|tinh doan|thanh uy|tinh uy|huyen uy|dang uy|dang bo|thuong truc|lien doan|bao(?=[ ,:])|phong(?=[ ,:])|truong(?=[ ,:])"
    r"|cuc(?=[ ,:])|chi cuc|tong cong ty|cong ty|thanh tra|kho bac|bao hiem|toa an|vien(?=[ ,:])|mat tran|mttq|trung tam|benh vien"
    r"|quan(?=[ ,:])|huyen(?=[ ,:])|thi xa|xa(?=[ ,:])|phuong(?=[ ,:])|chu tich|pho chu tich|giam doc|thu truong|lanh dao|truong cac"
    r"|cum(?=[ ,:])|khoi(?=[ ,:])|nganh(?=[ ,:])|nganh|don vi|co quan|dia phuong|to chuc|doanh nghiep|hiep hoi|lien hiep|bi thu|to(?=[ ,:])"
    r"|nha (?:xuat ban|hat|van hoa)|hoc vien|dai hoc|tap doan|ngan hang|bqp|vksnd|tand|vp(?=[ ,:])|cong doan|hdnd|sngv|chanh van phong)"
)
_OPEN_GROUP = re.compile(
    r"^cac (?:\w++[ ,]*+){0,6}?(?:nganh|don vi|co quan|dia phuong|to chuc|so|xa|phuong|doan the|cum|truong|doanh nghiep)\b"
)
_AND_BODY = re.compile(
    r"\s+va\s+(?=(?:so|van phong|cong an|ubnd|uy ban nhan dan|lien doan|ban thi dua|cac (?:co quan|don vi|so))\s)"
)
# One office that serves two bodies: "Văn phòng HĐND và UBND phường".
_SHARED_OFFICE = re.compile(r"van phong (?:\w+ ){0,4}(?:hdnd|hoi dong nhan dan|dbqh|quoc hoi)(?: \w+){0,3}$")
_LONGEST_CELL = 4000  # no list of bodies is longer; such a cell is only parted at semicolons
_BULLET = re.compile(r"^\s*(?:[-–+•*·▪]|\d{1,2}[.)]|[a-zđ][.)])\s+")
_INLINE_BULLET = re.compile(r"\s+[-–+•]\s+(?=\S)")
_SPLIT_OPEN = re.compile(r"(?:[-–,(:]|\bva|\bcua|\bvoi|\bthuoc)\s*$")


def split_bodies(cell: str) -> tuple[list[str], bool]:
    """Return the bodies that a cell names, in order, and whether a comma had to be read as a separator.

    A semicolon, a bullet and a line end part bodies; a comma or "và" only before the beginning of
    another body's name. Nothing inside brackets is parted. Names stay as printed.
    """
    if len(cell) > _LONGEST_CELL:
        return [body for body in map(_trimmed, cell.split(";")) if body], False
    bodies: list[str] = []
    by_comma = False
    for piece in _pieces(cell):
        parts = _by_comma(piece)
        by_comma = by_comma or len(parts) > 1
        bodies.extend(parts)
    return [body for body in map(_trimmed, bodies) if body], by_comma


def directing_text(cell: str) -> str:
    """Return the directing level as one string, as printed."""
    return one_line(cell)


def _pieces(cell: str) -> list[str]:
    """Return the parts of a cell between semicolons, bullets and line ends."""
    lines: list[str] = []
    for line in cell.split("\n"):
        if lines and not _BULLET.match(line) and _belongs_to_line_above(lines[-1], line):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
    pieces: list[str] = []
    for line in lines:
        bulleted = _BULLET.match(line)
        inside = _INLINE_BULLET.split(line[bulleted.end() :]) if bulleted else [line]
        if bulleted and not all(begins_body(part) for part in inside):
            inside = [line[bulleted.end() :]]
        for part in inside:
            pieces.extend(_outside_brackets(part, ";"))
    return pieces


def _belongs_to_line_above(above: str, line: str) -> bool:
    text = line.strip()
    if not text:
        return True
    bare = flat(above)
    opened = above.count("(") > above.count(")")
    return opened or bool(_SPLIT_OPEN.search(bare)) or not (begins_body(text) and text[0].isupper())


def _by_comma(piece: str) -> list[str]:
    held: list[str] = []
    for part in _outside_brackets(piece, ","):
        if held and not _begins_another(part.strip()):
            held[-1] = f"{held[-1]},{part}"
        else:
            held.append(part)
    return [body for part in held for body in _by_and(part)]


def _begins_another(part: str) -> bool:
    """Tell whether what follows a comma is the name of another body for sure."""
    bare = flat(part)
    if part[:1].isupper():
        return bool(_BODY.match(bare))
    return bare.startswith("cac ") and bool(_OPEN_GROUP.match(bare))


def _by_and(part: str) -> list[str]:
    """Part "Sở Nội vụ và Văn phòng UBND tỉnh": only before what opens another body's name or an open group."""
    start, found = 0, []
    for match in _AND_BODY.finditer(flat(part)):
        depth = part[: match.start()].count("(") - part[: match.start()].count(")")
        open_group = flat(part[match.end() :]).startswith("cac ") and not flat(part.lstrip()).startswith("cac ")
        shared = _SHARED_OFFICE.search(flat(part[start : match.start()]))
        if depth == 0 and not shared and (part[match.end()].isupper() or open_group):
            found.append(part[start : match.start()])
            start = match.end()
    return [*found, part[start:]]


def begins_body(text: str) -> bool:
    """Tell whether a text begins as the name of a body does."""
    return bool(_BODY.match(flat(text.strip())))


def _outside_brackets(text: str, separator: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == separator and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def _trimmed(body: str) -> str:
    bare = _BULLET.sub("", one_line(body)).strip(" ;,")
    return bare[:-1].rstrip() if bare.endswith(".") else bare
