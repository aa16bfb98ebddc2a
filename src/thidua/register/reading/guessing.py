"""Columns told by what they hold, where no heading says it. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.births import read_birth
from thidua.register.reading.columns import heading_at, looks_heading
from thidua.register.reading.headings import NAMES, Header, Heading, Headings
from thidua.register.reading.identity import read_identity
from thidua.register.reading.kinds import kind_by_words, opens_collective
from thidua.register.reading.lexicon import words
from thidua.register.reading.people import has_surname, is_name, read_person, sex_word
from thidua.register.reading.posts import split_post
from thidua.register.reading.sheets import Sheet

_KIND_LONGEST = 20
_TWELVE = re.compile(r"^\D{0,3}(?:\d[\s.]?){12}$")


def guess_columns(sheet: Sheet, header: Header, rows: Sequence[int], names: AwardNames) -> Header:
    """The header with unknown columns named by their content, where a field is still missing."""
    columns = list(header.columns)
    for column, heading in enumerate(columns):
        if heading.how not in {"guessed", "unknown"} and not _doubtful(heading, columns):
            continue
        values = [text for row in rows[:200] if (text := sheet.cell(row, column))]
        if values and all(len(text) < _KIND_LONGEST and kind_by_words(text) for text in values):
            columns[column] = Heading(heading.text, "kind", "content")  # "Đối tượng khen thưởng" is no award
            continue
        if heading.field != "unknown" and not _doubtful(heading, columns):
            continue
        field = _field_of(values, names)
        if heading.field != "unknown" and field not in {"name", "cccd"}:
            continue
        if field and not any(h.field == field or (field == "name" and h.field in NAMES) for h in columns):
            columns[column] = Heading(heading.text, field, "content")
        elif not heading.text and column and columns[column - 1].field in NAMES and _given_names(values):
            columns[column] = Heading("", "name_part", "content")
    return replace(header, columns=tuple(columns))


def _doubtful(heading: Heading, columns: Sequence[Heading]) -> bool:
    """A column whose heading says little: it may hold the names or the identity numbers nobody named."""
    if heading.field == "other":
        return not any(h.field == "cccd" for h in columns)
    return heading.how == "guessed" and heading.field not in NAMES and not any(h.field in NAMES for h in columns)


def guess_header(sheet: Sheet, names: AwardNames, headings: Headings) -> Header | None:
    """Columns of a table whose heading is missing or says too little; None when it is no list of people.

    A row of headings among the first is never taken for a nominee.
    """
    rows = [i for i, row in enumerate(sheet.cells) if sum(bool(text) for text in row) >= 3]
    blank = Header(0, -1, tuple(Heading("", "unknown", "unknown") for _ in range(sheet.width)))
    at = next((row for row in rows[:15] if looks_heading(sheet, row, headings)), None)
    if at is not None:
        rows, blank = [row for row in rows if row > at], heading_at(sheet, at, headings)
    header = guess_columns(sheet, blank, rows, names)
    if (
        len(rows) < (2 if at is None else 1)
        or not header.has("name")
        or not header.has("birth", "cccd", "awards", "birth_year")
    ):
        return None
    return header if at is not None else replace(header, first=rows[0], last=rows[0] - 1)


def _field_of(values: Sequence[str], names: AwardNames) -> str:
    if len(values) < 2 and not (values and _TWELVE.match(values[0])):
        return ""
    for field, fits in (
        ("cccd", _looks_identity),
        ("sex", lambda text: bool(sex_word(text))),
        ("birth", _looks_birth),
        ("awards", lambda text: bool(names.find(text).codes) and len(text) < 120),
        ("name", lambda text: is_name(name := read_person(text).name) and has_surname(name)),
        ("stt", lambda text: text.isdigit() and len(text) < 4),
        ("position_unit", lambda text: all(split_post(text))),
        ("position", lambda text: bool(split_post(text)[0]) and not split_post(text)[1] and len(text) < 40),
        ("unit", opens_collective),
    ):
        if sum(fits(text) for text in values) >= 0.7 * len(values):
            return "" if field == "position" and not _posts(values) else field
    return ""


def _looks_identity(text: str) -> bool:
    """Twelve digits, or what Excel leaves of them; telephone numbers and old numbers of nine digits are not."""
    return (
        len(text) < 40
        and read_identity(text, None, "").code in {"", "CCCD_ZERO_LOST"}
        and sum(map(str.isdigit, text)) >= 10
    )


def _posts(values: Sequence[str]) -> bool:
    return sum(text.casefold().startswith(words("positions")) for text in values) >= 0.5 * len(values)


def _looks_birth(text: str) -> bool:
    return len(text) < 40 and bool(read_birth(text).value) and not (text.isdigit() and len(text) < 4)


def _given_names(values: Sequence[str]) -> bool:
    return bool(values) and sum(len(text.split()) == 1 and text[:1].isupper() for text in values) >= 0.8 * len(values)
