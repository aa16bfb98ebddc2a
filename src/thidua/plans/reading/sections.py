"""Headings inside a table: parts (A, B), sections (I, II), quarters and months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thidua.plans.reading.flat import flat, one_line, words_of

_LETTER = r"[A-HĐ]"
_ROMAN = r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})"
_CODE = re.compile(rf"^({_LETTER}|{_ROMAN})\s*[.)/:]?$")
_DIGITS = re.compile(r"^(\d{1,3})\s*[.)]?$")
_CODE_AND_LABEL = re.compile(rf"^({_LETTER}|{_ROMAN})\s*[.)/:-]?\s+(\S.*)$", re.DOTALL)
_PART_LINE = re.compile(rf"^(?:Phần\s+|PHẦN\s+)?({_LETTER})\s*[.)/:-]\s+(\S.*)$", re.DOTALL)
_LONGEST_PART_LINE = 120
_PERIOD = re.compile(
    r"^(?:(?:[ivx]+|[a-h]|\d{1,2}) )?(?:(?:cac )?(?:nhiem vu|cong viec|noi dung|cong tac)(?: trong tam)? )?(?:trong )?"
    r"(?:quy (?:i{1,3}|iv|[1-4])(?: (?:va |quy )*(?:i{1,3}|iv|[1-4]))*|thang \d{1,2}(?: (?:va |thang )*\d{1,2})?"
    r"|(?:6|sau) thang (?:dau|cuoi) nam)(?: nam)?(?: \d{4})?$"
)
_QUARTER = re.compile(r"\bquy\s+(iv|i{1,3}|[1-4])\b")
_MONTH = re.compile(r"\bthang\s+(\d{1,2})\b")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_LONGEST_CODE_LABEL = 200


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading row: its numeral (may be empty), its words, and whether both stood in one cell."""

    code: str
    label: str
    is_part: bool
    in_one_cell: bool = False

    @property
    def shown(self) -> str:
        """The words, or the numeral when there are none."""
        return self.label or self.code


def heading_of(texts: Sequence[str], *, number_column: int | None, spans: bool) -> Heading | None:
    """Return the heading that a row holds, or None when it is another kind of row.

    `texts` are the row's own texts by column; `spans` tells that one cell reaches over the whole row.
    """
    filled = [(column, one_line(text)) for column, text in enumerate(texts) if text.strip()]
    if not filled or len(filled) > 2:
        return None
    first_column, first = filled[0]
    if len(filled) == 2:
        code = _CODE.match(first) or (_DIGITS.match(first) if spans else None)
        return _heading(code[1], filled[1][1]) if code and first_column == (number_column or 0) else None
    if code := _CODE.match(first):
        return _heading(code[1], "") if first_column == (number_column or 0) else None
    both = _CODE_AND_LABEL.match(first)
    if both and (spans or first_column == 0) and _may_be_label(both[2]):
        return _heading(both[1], both[2], in_one_cell=number_column is not None)
    if is_period(first) or spans or _is_upper(first):
        return Heading("", first, is_part=_is_upper(first) and not is_period(first))
    return None


def heading_of_paragraph(text: str) -> Heading | None:
    """Return the quarter or month that a line between two tables names, or None."""
    line = one_line(text)
    if not is_period(line):
        return None
    both = _CODE_AND_LABEL.match(line)
    return _heading(both[1], both[2]) if both else Heading("", line, is_part=False)


def part_of_paragraph(text: str) -> Heading | None:
    """Return the part that a line before a table opens, "B. NHIỆM VỤ THƯỜNG XUYÊN", or None."""
    line = one_line(text)
    match = _PART_LINE.match(line)
    if not match or len(line) > _LONGEST_PART_LINE or line.endswith((".", ";", ":", ",")):
        return None
    return Heading(match[1], match[2], is_part=True)


def is_period(text: str) -> bool:
    """Tell whether a heading names only a quarter, a month or a half-year."""
    return bool(_PERIOD.match(words_of(text)))


def months_of(label: str) -> range | None:
    """Return the months that a heading covers (1 to 12), or None."""
    if not is_period(label):
        return None
    bare = flat(label)
    if quarters := [_QUARTERS[found] for found in _QUARTER.findall(bare)]:
        return range(min(quarters) * 3 - 2, max(quarters) * 3 + 1) if len(quarters) == 1 else None
    months = [int(found) for found in _MONTH.findall(bare)]
    if len(months) == 1 and 1 <= months[0] <= 12:
        return range(months[0], months[0] + 1)
    return None


def _heading(code: str, label: str, *, in_one_cell: bool = False) -> Heading:
    is_part = code in "ABCDEFGHĐ" and not is_period(label)
    return Heading(code, label, is_part=is_part, in_one_cell=in_one_cell)


def _may_be_label(text: str) -> bool:
    return len(text) <= _LONGEST_CODE_LABEL and (text[0].isupper() or text[0] in '“"0123456789')


def _is_upper(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 6 and all(character.isupper() for character in letters)
