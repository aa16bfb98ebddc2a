"""Post and place of work out of one cell: "Kế toán, Văn phòng Sở". Pure Python."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from thidua.foundation.text import tidy
from thidua.register.reading.lexicon import words

_HEADS: Final = frozenset({"trưởng", "phó"})  # with the word after them these are a post: "Trưởng Phòng"
_NO_UNITS: Final = ("xã hội", "tổ chức", "phòng chống", "đội ngũ")
"""Words that only begin like a unit: "Công chức Văn hóa - Xã hội" names no commune."""
_SURNAME_SCHOOL: Final = re.compile(r"Trường \w+$")  # no school has so short a name: "THCS Nguyễn ⏎ Trường Tộ"


@lru_cache(maxsize=4096)
def split_post(text: str) -> tuple[str, str]:
    """(position, unit); either may be empty. The order in the cell does not matter."""
    pieces = [piece for piece in re.split(r"\s*[,;\n]\s*", _undashed(_unwrapped(text.strip(" ,;\n")))) if piece]
    if not pieces:
        return "", ""
    if len(pieces) == 1:
        return _one_piece(pieces[0])
    if _opens(pieces[0], "unit_starts") and not _opens(pieces[0], "positions"):
        return _unit_first(pieces)
    inside = _unit_inside(pieces[0])
    post, place = pieces[0][:inside].strip(), ", ".join([pieces[0][inside:], *pieces[1:]])
    if inside and post.split()[-1].casefold() == place.split()[0].casefold():
        return post, place  # "Trưởng phòng Phòng …": whatever the commas after it
    for at in range(1, len(pieces)):
        if _opens(pieces[at], "unit_starts") and not _opens(pieces[at], "positions"):
            return ", ".join(pieces[:at]), ", ".join(pieces[at:])
    posts = 1
    while posts < len(pieces) - 1 and _opens(pieces[posts], "positions"):
        posts += 1
    if posts < len(pieces) and all(_opens(piece, "positions") for piece in pieces[posts:]):
        return ", ".join(pieces), ""
    if posts == 1 and inside:
        return post, place
    return ", ".join(pieces[:posts]), ", ".join(pieces[posts:])


def _unit_inside(post: str) -> int:
    """Where a place of work whose own name has commas begins after the post, or 0.

    "Trưởng phòng Phòng Văn hóa, Khoa học": the capital tells the place from "Trưởng Phòng", which is one post.
    """
    if not _opens(post, "positions"):
        return 0
    for match in re.finditer(r"(?<=\s)[^\W\d_]", post):
        before = post[: match.start()].rsplit(maxsplit=1)[-1].casefold()
        if match.group().isupper() and before not in _HEADS and _opens(post[match.start() :], "unit_starts"):
            return match.start()
    return 0


def _undashed(text: str) -> str:
    """A comma for the dash between a post and its place: "Tổ trưởng - Trường THPT Ba Vì"; other dashes stay."""
    for match in re.finditer(r"\s+[-–]\s+", text):
        post, place = text[: match.start()], text[match.end() :]
        if _opens(post, "positions") and _opens(place, "unit_starts") and not _opens(place, "positions"):
            return text if _inner_unit().search(post) else f"{post}, {place}"
    return text


def _unit_first(pieces: list[str]) -> tuple[str, str]:
    for at in range(1, len(pieces)):
        if _opens(pieces[at], "positions"):
            return ", ".join(pieces[at:]), ", ".join(pieces[:at])
    return "", ", ".join(pieces)


def _one_piece(text: str) -> tuple[str, str]:
    if _opens(text, "positions"):
        match = _inner_unit().search(text)
        if match and match.start() > 0:
            return text[: match.start()].strip(), text[match.start() :].strip()
        return text, ""
    return ("", text) if _opens(text, "unit_starts") else (text, "")


@lru_cache(maxsize=1)
def _inner_unit() -> re.Pattern[str]:
    units = "|".join(re.escape(w) for w in sorted(words("inner_units"), key=len, reverse=True))
    return re.compile(rf"(?<=\s)(?:{units})\s+(?=\S)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _opens(text: str, group: str) -> bool:
    lower = text.casefold()
    if _head_of_unit().match(lower):
        return group == "positions"
    if group == "unit_starts" and lower.startswith(_NO_UNITS):
        return False
    return lower.startswith(words(group)) and any(
        lower.startswith(word) and (len(lower) == len(word) or not lower[len(word)].isalnum()) for word in words(group)
    )


@lru_cache(maxsize=1)
def _head_of_unit() -> re.Pattern[str]:
    """ "Chi cục trưởng", "Hội phó": words that begin like a unit and name who heads it."""
    units = "|".join(re.escape(w) for w in sorted(words("unit_starts"), key=len, reverse=True))
    return re.compile(rf"(?:{units})\s+(?:trưởng|phó)(?!\w)")


def in_one_line(text: str) -> str:
    """A place of work written over several lines: a comma only before a line that names a further place."""
    joined, ended = "", False
    for line in text.split("\n"):
        words_of = " ".join(tidy(line).split())
        piece = words_of.strip(",; ")
        if not piece:
            ended = ended or bool(words_of)
            continue
        further = ended or (piece[0].isupper() and _opens(piece, "unit_starts") and not _SURNAME_SCHOOL.match(piece))
        joined += (", " if further else " ") + piece if joined else piece
        ended = words_of.endswith((",", ";"))
    return joined


def _unwrapped(text: str) -> str:
    """Lines that only the width of the cell broke, joined: "UBND phường ⏎ Bến Đò" is one place."""
    joined = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        between = "\n" if joined and not _goes_on(joined, line) else " "
        joined = f"{joined}{between}{line}" if joined else line
    return joined


def _goes_on(before: str, line: str) -> bool:
    """Whether a line is the rest of the words before it: a small letter, or the rest of a place's name."""
    if before.endswith((",", ";")) or not line[0].isalpha():
        return False
    if line[0].islower():
        return True
    last = re.split(r"\s*[,;\n]\s*", before)[-1]
    begun = _opens(last, "unit_starts") or bool(_inner_unit().search(last)) or before.endswith((" -", " –"))
    return (
        begun
        and (not _opens(line, "unit_starts") or bool(_SURNAME_SCHOOL.match(line)))
        and not _opens(line, "positions")
    )


def without_labels(text: str) -> str:
    """The text without the words that only name what follows: "Chức vụ:", "Đơn vị:"."""
    for label in ("Chức vụ:", "Đơn vị công tác:", "Đơn vị:", "Nơi công tác:", "Chức danh:", "Cơ quan:"):
        text = text.replace(label, "")
    return text
