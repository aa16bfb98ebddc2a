"""Where the heading of a table stands, and what each column under it holds. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from thidua.foundation.text import fold
from thidua.register.reading.headings import (
    BIRTH_PARTS,
    DATE_PARTS,
    MANY,
    NAMES,
    Header,
    Heading,
    Headings,
    heading_key,
    sex_heading,
)
from thidua.register.reading.kinds import opens_collective
from thidua.register.reading.lines import is_group_mark
from thidua.register.reading.sheets import Sheet

_NUMBERED = re.compile(r"^\(?\s*(?:\d{1,2}|[A-H])\s*\)?$")
_LONGEST_HEADING: Final = 130
# What stands in cells of data and in no heading: a day, an identity number, the number of a decision.
_DATA = re.compile(
    r"^(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d\d-\d\d|(?:\d[ .]?){9,12}|\d{1,6}[/\-](?:\d{4}/)?QĐ[^\s]*)$",
    re.IGNORECASE,
)


def find_header(sheet: Sheet, start: int, headings: Headings, *, again: bool = False) -> Header | None:
    """The next heading rows at or below `start`; None when there are none.

    `again` looks for a second heading among data: only headings known word for word count, as a row of
    data may hold words that look like one.
    """
    for row in range(start, len(sheet.cells)):
        if _heads_again(sheet, row, headings) if again else _may_head(sheet, row, headings):
            header = _best_header(sheet, row, headings)
            if header:
                return header
    return None


def looks_heading(sheet: Sheet, row: int, headings: Headings) -> bool:
    """Whether a row holds headings and nothing of a nominee: most of its words known as headings, no digits but those of a year beside an award."""
    texts = [text for text in sheet.cells[row] if text]
    if len(texts) < 2 or any(len(text) > _LONGEST_HEADING or _counts(text, headings) for text in texts):
        return False
    exact = sum(bool(headings.exact(text)) for text in texts)
    known = sum(headings.of(text).field != "unknown" for text in texts)
    return exact >= 2 and known >= 0.6 * len(texts)


def _counts(text: str, headings: Headings) -> bool:
    """Whether a text has digits that no heading has: "LĐTT 2019" may head a column of a ledger."""
    if not any(c.isdigit() for c in text):
        return False
    return not headings.ledger or text.isdigit() or not (headings.of(text).award and re.search(r"(?:19|20)\d\d", text))


def heading_at(sheet: Sheet, row: int, headings: Headings, last: int | None = None) -> Header:
    """The columns as this row (or the rows down to `last`) heads them, whatever they are."""
    end = row if last is None else last
    return Header(row, end, _columns(sheet, row, end, headings))


def _may_head(sheet: Sheet, row: int, headings: Headings) -> bool:
    """A cheap look: two cells or more, short, and at least one that is a heading word for word."""
    texts = [text for text in sheet.cells[row] if text]
    if len(texts) < 2 or any(len(text) > _LONGEST_HEADING for text in texts):
        return False
    if any((text.isdigit() and len(text) > 4) or _DATA.match(text) for text in texts):
        return False
    firsts = {headings.of(text).field for text in texts if len(text) <= _LONGEST_HEADING}
    return bool(firsts & (NAMES | {"stt", "unit", "position_unit"})) or any(
        fold(text).split(" ")[0] in {"ho", "ten", "so"} for text in texts
    )


def _heads_again(sheet: Sheet, row: int, headings: Headings) -> bool:
    texts = [text for text in sheet.cells[row] if text]
    if len(texts) < 2 or any(text.isdigit() or len(text) > _LONGEST_HEADING for text in texts):
        return False
    fields = [field for text in texts if (field := headings.exact(text))]
    return len(set(fields)) >= 2 and bool(set(fields) & (NAMES | {"stt", "unit"}))


def _best_header(sheet: Sheet, row: int, headings: Headings) -> Header | None:
    best: Header | None = None
    best_score = 0.0
    for last in range(row, min(row + 3, len(sheet.cells))):
        if last > row and not _may_continue(sheet, row, last, headings):
            break
        columns = _columns(sheet, row, last, headings)
        score = _score(columns)
        if score and score >= best_score:
            best, best_score = Header(row, last, columns), score
    return best


def _may_continue(sheet: Sheet, first: int, row: int, headings: Headings) -> bool:
    """Whether this row still belongs to the heading: no data in it, and it stands under gaps or merges."""
    cells = sheet.cells[row]
    texts = [text for text in cells if text]
    if not texts or any(len(text) > _LONGEST_HEADING for text in texts):
        return False
    if all(_NUMBERED.match(text) for text in texts) or _opens_group(texts):
        return False
    if any(re.fullmatch(r"\d+([.,]\d+)?", t) and headings.of(t).field != "year_awards" for t in texts):
        return False
    if len(texts) == 1 and len(texts[0].split()) > 2 and opens_collective(texts[0]) and not headings.exact(texts[0]):
        return False  # the unit whose people follow
    whole = sheet.merge_at(row, next(i for i, t in enumerate(cells) if t))
    if len(texts) == 1 and (cells[0] or (whole and whole[3] - whole[1] >= 2)):
        return False
    return all(_fits_below(sheet, first, row, column, headings) for column, text in enumerate(cells) if text)


def _opens_group(texts: Sequence[str]) -> bool:
    """ "I" in one cell, "CÁ NHÂN" in the next: the first group of the list, no second row of the heading."""
    return len(texts) == 2 and is_group_mark(texts[0]) and len(texts[1]) > 1


def _fits_below(sheet: Sheet, first: int, row: int, column: int, headings: Headings) -> bool:
    above = [sheet.cell(r, column) for r in range(first, row)]
    merge = sheet.merge_at(row - 1, column)
    if merge and merge[3] > merge[1]:
        return True
    if not any(above):
        return True
    if sheet.merges and not any(headings.exact(text) for text in above):
        return True
    right = sheet.cell(row - 1, column + 1) if column + 1 < sheet.width else "x"
    if not right and sheet.cell(row, column + 1):
        return True  # an unmerged parent heading with its children under it and to the right
    joined = " ".join([*(a for a in above if a), sheet.cell(row, column)])
    return bool(headings.exact(joined)) or not headings.exact(above[-1])


def _columns(sheet: Sheet, first: int, last: int, headings: Headings) -> tuple[Heading, ...]:
    levels = [_level(sheet, row, first, last) for row in range(first, last + 1)]
    stacks = [list(dict.fromkeys(level[column] for level in levels if level[column])) for column in range(sheet.width)]
    return _without_doubles(sheet, _in_parts([headings.under(stack) for stack in stacks], stacks), first, last)


# "Nam" without its mark is the year between Ngay and Thang, whatever it is elsewhere.
_OF_BIRTH: Final = frozenset({"birth", *BIRTH_PARTS})
_MAY_BE_PART: Final = _OF_BIRTH | {"unknown", "year", "period", "male"}


def _in_parts(found: list[Heading], stacks: Sequence[Sequence[str]]) -> list[Heading]:
    """Ngày, Tháng, Năm side by side are one date of birth; Nam beside Nữ are the sex.

    `stacks`: the headings over each column, top first.
    """
    result = list(found)
    last = [stack[-1] if stack else "" for stack in stacks]
    named = [DATE_PARTS.get(heading_key(text), "") for text in last]
    elsewhere = any(h.field == "birth" and not part for h, part in zip(found, named, strict=True))
    for column in () if elsewhere else _side_by_side(found, stacks, named):
        result[column] = replace(found[column], field=named[column], how="known")
    for left, right in ((at, at + 1) for at in range(len(found) - 1)):
        pair = [sex_heading(last[left]), sex_heading(last[right])]
        if sorted(pair) == ["female", "male"] and all(
            result[c].field in {"unknown", "year", "period"} for c in (left, right)
        ):
            result[left] = replace(found[left], field=pair[0], how="known")
            result[right] = replace(found[right], field=pair[1], how="known")
    return result


def _side_by_side(found: Sequence[Heading], stacks: Sequence[Sequence[str]], named: Sequence[str]) -> Sequence[int]:
    """The columns of one date: day, month and year in any order; month and year alone only under a heading of the birth."""
    for at in range(len(found) - 1):
        for columns in (range(at, min(at + 3, len(found))), range(at, at + 2)):
            parts = sorted(named[column] for column in columns)
            if not all(found[column].field in _MAY_BE_PART for column in columns):
                continue
            under_birth = all(len(stacks[column]) > 1 and found[column].field in _OF_BIRTH for column in columns)
            if parts == sorted(BIRTH_PARTS) or (parts == sorted(BIRTH_PARTS[1:]) and under_birth):
                return columns
    return ()


def _level(sheet: Sheet, row: int, first: int, last: int) -> list[str]:
    """Texts of one heading row, merged ones repeated over the columns they span."""
    texts: list[str] = []
    for column in range(sheet.width):
        text = sheet.cell(row, column)
        merge = sheet.merge_at(row, column)
        if not text and merge and first <= merge[0]:
            text = sheet.cell(merge[0], merge[1])
        elif not text and row < last and column and sheet.cell(row + 1, column) and not merge:
            below_left = sheet.cell(row + 1, column - 1)
            text = texts[-1] if below_left else ""
        texts.append(text)
    return texts


def _without_doubles(sheet: Sheet, found: list[Heading], first: int, last: int) -> tuple[Heading, ...]:
    seen: dict[str, int] = {}
    result: list[Heading] = []
    asked = any(h.field == "awards" and "de nghi" in fold(h.text) for h in found)
    for column, heading in enumerate(found):
        kept = heading
        if heading.field == "awards" and asked and re.search(r"\bnam\b.*\d{4}|truoc", fold(heading.text)):
            kept = heading if "de nghi" in fold(heading.text) else replace(heading, field="prior")
        if kept.field in seen and kept.field not in MANY:
            same_cell = _one_cell(sheet, first, last, seen[kept.field], column)
            kept = replace(kept, field="name_part" if kept.field in NAMES and same_cell else "unknown")
        seen.setdefault(kept.field, column)
        result.append(kept)
    return _named(result)


def _one_cell(sheet: Sheet, first: int, last: int, left: int, right: int) -> bool:
    """Whether one merged heading covers both columns (a name typed in two columns under one heading)."""
    for row in range(first, last + 1):
        merge = sheet.merge_at(row, left)
        if merge and merge[1] <= left and right <= merge[3]:
            return True
    return False


def _named(columns: list[Heading]) -> tuple[Heading, ...]:
    """A table of collectives has no column of names: its column of units is one."""
    fields = {heading.field for heading in columns}
    beside = fields & {"stt", "awards", "achievement", "prior", "position"}
    if "unit" in fields and beside and not fields & (NAMES | {"birth", "cccd", "sex"}):
        at = next(i for i, heading in enumerate(columns) if heading.field == "unit")
        columns[at] = replace(columns[at], field="name_collective")
    return tuple(columns)


def _score(columns: Sequence[Heading]) -> float:
    fields = {heading.field: heading.how for heading in columns if heading.field != "unknown"}
    if not fields.keys() & NAMES or len(fields.keys() - {"other", "note"}) < 2:
        return 0.0
    return sum(1.0 if how in {"known", "learnt"} else 0.6 for how in fields.values())
