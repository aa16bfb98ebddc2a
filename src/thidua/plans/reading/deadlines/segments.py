"""The pieces of a deadline cell: lines, bullets, semicolons and brackets that hold a time of their own."""

from __future__ import annotations

import re

from thidua.plans.reading.deadlines.holding import holds_day, holds_time
from thidua.plans.reading.deadlines.patterns import ATOM, opens_occasion
from thidua.plans.reading.flat import flat
from thidua.plans.reading.sources.wrapping import glued

_BULLET = re.compile(r"^\s*(?:[-–+•*·▪]|\d{1,2}[.)](?!\d)|[a-zđ]\))\s*(?=\S)")
_BRACKETS = re.compile(r"\(([^()]*)(?:\)|$)")
_MOST_BRACKETS = 40
_INLINE = re.compile(r"(?<=[\d)\w])\s+[-–+]\s+(?=[A-ZĐÀ-Ỹ])|\s*[•▪]\s*")


def segments_of(text: str) -> list[str]:
    """Return the pieces of a cell that each stand for a milestone (or more, when run together)."""
    pieces: list[str] = []
    for line in _joined_lines(text):
        for part in _inline_parts(line):
            pieces.extend(_out_of_brackets(part))
    return _with_time_each([piece for piece in map(_bare, pieces) if piece])


def _bare(piece: str) -> str:
    text = " ".join(piece.split()).strip(" ;,")
    return _BULLET.sub("", text, count=1).strip(" ;,")


def _joined_lines(text: str) -> list[str]:
    """Join lines that the width of the cell cut; bullets and complete lines stay apart."""
    lines: list[str] = []
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            continue
        if lines and not _stands_alone(lines[-1], line):
            lines[-1] = glued(lines[-1], line)
        else:
            lines.append(line)
    return lines


def _stands_alone(above: str, line: str) -> bool:
    if _BULLET.match(line) or above.endswith(";"):
        return True
    if line[0].islower() or line[0] in "/(" or (line[0].isdigit() and not holds_time(above)):
        return False
    return holds_time(above) and holds_time(line)


def _inline_parts(line: str) -> list[str]:
    """Part a line at bullets inside it, where a complete time stands before the bullet."""
    parts, start = [], 0
    for match in _INLINE.finditer(line):
        before = line[start : match.start()]
        whole = before.count("(") <= before.count(")")
        if (
            holds_time(before)
            and whole
            and not _joins_range(line, start, match)
            and not _in_a_name(before, line, match)
        ):
            parts.append(line[start : match.start()])
            start = match.end()
    parts.append(line[start:])
    return [piece for part in parts for piece in _at_semicolons(part)]


def _joins_range(line: str, start: int, dash: re.Match[str]) -> bool:
    """Tell whether a dash stands between two bare times: "Quý I - Quý III"."""
    before = list(ATOM.finditer(flat(line[start : dash.start()]).rstrip()))
    after = ATOM.match(flat(line[dash.end() :]))
    return bool(before) and before[-1].end() == len(line[start : dash.start()].rstrip()) and after is not None


def _in_a_name(before: str, line: str, dash: re.Match[str]) -> bool:
    """Tell whether a dash stands inside the name of an occasion: "dịp Ngày Thương binh - Liệt sĩ 27/7"."""
    return opens_occasion(before) and dash.group().strip() in "-–" and holds_day(line[dash.end() :])


def _at_semicolons(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == ";" and depth <= 0:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def _out_of_brackets(text: str) -> list[str]:
    """Take brackets that hold a time of their own out of the text around them."""
    outside, taken = text, list[str]()
    for _ in range(_MOST_BRACKETS):
        found = next((match for match in _BRACKETS.finditer(outside) if _is_own_time(outside, match)), None)
        if found is None:
            break
        outside = f"{outside[: found.start()]} {outside[found.end() :]}".strip()
        taken.extend(piece for line in _joined_lines(found[1]) for piece in _at_semicolons(line))
    return [outside, *taken]


def _is_own_time(text: str, match: re.Match[str]) -> bool:
    if not holds_day(match[1]) or opens_occasion(text[: match.start()]):
        return False
    return holds_time(f"{text[: match.start()]} {text[match.end() :]}")


def _with_time_each(pieces: list[str]) -> list[str]:
    """Give pieces without a time to their neighbours: a beginning to the next one, an end to the one before."""
    kept: list[str] = []
    waiting = ""
    for piece in pieces:
        text = f"{waiting} {piece}".strip() if waiting else piece
        if holds_time(piece):
            kept.append(text)
            waiting = ""
        else:
            waiting = text
    if waiting and kept and flat(waiting) != "":
        kept[-1] = f"{kept[-1]}; {waiting}"
    elif waiting:
        kept.append(waiting)
    return kept
