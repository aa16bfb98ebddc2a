"""The officer says what a column is: choices laid over a heading, and corrections carried into the new reading.

Pure Python. A choice is named by sheet and letter of the column, as the person sees them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.correcting import LEFT_OUT, corrected, with_rows
from thidua.register.reading.dateparts import parts_named
from thidua.register.reading.headings import BIRTH_PARTS, MANY, NAMES, Header, Heading
from thidua.register.reading.shapes import Column, Ignored, Key, ListReading, Row
from thidua.register.reading.sheets import Sheet, column_letter

CHOICES: Final = (
    "name", "birth", *BIRTH_PARTS, "cccd", "position", "unit", "awards", "rating", "achievement", "initiative", "sex", "skipped",
)  # fmt: skip
Choices = Mapping[tuple[str, str], str]
"""(sheet, letter) → field of `CHOICES`."""
_SAMPLES: Final = 3
_SAMPLE_LENGTH: Final = 60
# Columns that say the same as the chosen one, or a part of it, and make way for it.
_MAKE_WAY: Final = {
    "name": NAMES | {"name_given", "name_part"},
    "birth": frozenset({"birth", "birth_day", "birth_month", "birth_year", "male", "female"}),
    "sex": frozenset({"sex", "male", "female"}),
    **{part: frozenset({"birth", part}) for part in BIRTH_PARTS},
}


def choices_of(columns: Iterable[Column]) -> dict[tuple[str, str], str]:
    """The choices a reading was made with."""
    return {(column.sheet, column.column): column.field for column in columns if column.how == "chosen"}


def with_choices(header: Header, sheet: Sheet, rows: Sequence[int], chosen: Choices) -> Header:
    """The header with the columns that a person named; others holding the same make way.

    Several columns named the birth that hold its day, month and year (in `rows`) are its parts.
    """
    columns = list(header.columns)
    told = {i: field for i in range(len(columns)) if (field := chosen.get((sheet.name, column_letter(i))))}
    fields = {**told, **parts_named(sheet, rows, columns, told)}
    for field in fields.values():
        way = _MAKE_WAY.get(field, frozenset({field} - MANY))
        columns = [
            Heading(h.text, "unknown", "unknown") if h.field in way and i not in fields else h
            for i, h in enumerate(columns)
        ]
    for i, field in fields.items():
        columns[i] = replace(columns[i], field=field, how="chosen" if i in told else "content")
    return replace(header, columns=tuple(columns))


def columns_of(sheet: Sheet, header: Header, rows: Sequence[int]) -> list[Column]:
    """The columns that have a heading, a meaning or content; of those not read, the first values."""
    found = []
    for index, heading in enumerate(header.columns):
        unread = heading.field in {"unknown", "skipped"}
        samples = _samples(sheet, index, rows) if unread else ()
        if heading.text or not unread or samples:
            found.append(Column(sheet.name, column_letter(index), heading.text, heading.field, heading.how, samples))
    return found


def _samples(sheet: Sheet, column: int, rows: Sequence[int]) -> tuple[str, ...]:
    values: dict[str, None] = {}
    for row in rows:
        if text := " ".join(sheet.cell(row, column).split()):
            values[text[:_SAMPLE_LENGTH]] = None
        if len(values) == _SAMPLES:
            break
    return tuple(values)


@dataclass(frozen=True, slots=True)
class Carried:
    """A list read again: the reading, how many corrected cells were carried over and how many were not."""

    reading: ListReading
    kept: int
    lost: int


def carry_over(
    current: ListReading, before: ListReading, after: ListReading, *, names: AwardNames | None = None
) -> Carried:
    """What the officer did to `before` until it became `current`, done to `after` (the same file, read anew).

    Rows taken in or left out meanwhile stay away; cells typed anew and values agreed to are kept where the row
    is still there.
    """
    here = {row.key: row for row in current.rows}
    old = {row.key: row for row in before.rows}
    gone = old.keys() - here.keys()
    new = {row.key: row for row in after.rows if row.key not in gone}
    changed: dict[Key, Row] = {}
    kept = lost = 0
    for key, row in here.items():
        mended = _mended(row, old.get(key))
        if key not in new:
            lost += len(mended)
            continue
        kept += len(mended)
        if mended or row.waived:
            changed[key] = _mend(new[key], mended, row.waived)
    reading = replace(after, rows=tuple(new.values()), ignored=_ignored(current, after))
    return Carried(with_rows(reading, changed, names), kept, lost)


def _mended(row: Row, old: Row | None) -> dict[str, str]:
    """Fields the officer typed anew: their words differ from the file's and from what the file was understood as."""
    if old is None:
        return {}
    words = {name: text for name, text in row.texts.items() if text != old.texts.get(name, "")}
    return {name: text for name, text in words.items() if text != getattr(old, name, None)}


def _mend(row: Row, mended: Mapping[str, str], waived: Sequence[str]) -> Row:
    for field, text in mended.items():
        row = corrected(row, field, text)
    return replace(row, waived=tuple(waived))


def _ignored(current: ListReading, after: ListReading) -> tuple[Ignored, ...]:
    """Lines that are no nominees: as read anew, and those the officer left out before."""
    return (*after.ignored, *(line for line in current.ignored if line.why == LEFT_OUT))
