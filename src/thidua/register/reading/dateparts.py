"""A date of birth in columns of its own, told by what they hold once a person named some of them. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

from thidua.register.reading.births import OLDEST, YOUNGEST
from thidua.register.reading.headings import BIRTH_PARTS, Heading
from thidua.register.reading.sheets import Sheet

_MOST: Final = 0.8  # share of the values that must fit, for lists have slips
_WHOLE: Final = (frozenset(BIRTH_PARTS), frozenset(BIRTH_PARTS[1:]))


def parts_named(
    sheet: Sheet, rows: Sequence[int], columns: Sequence[Heading], told: Mapping[int, str]
) -> dict[int, str]:
    """The part of the date each column holds, where several are called the birth and none holds a whole date.

    `told`: what a person said of columns, by place; nothing is split unless he named one of these. Empty when
    the columns do not hold day, month and year (or month and year) from left to right.
    """
    fields = [told.get(place, heading.field) for place, heading in enumerate(columns)]
    births = {place for place, field in enumerate(fields) if field in {"birth", *BIRTH_PARTS}}
    fixed = {place: field for place, field in told.items() if field in BIRTH_PARTS}
    free = {place: values for place in sorted(births - fixed.keys()) if (values := _values(sheet, rows, place))}
    if not births & told.keys() or len(free) + len(fixed) < 2:
        return {}
    missing = [part for part in BIRTH_PARTS if part not in fixed.values()]
    for parts in combinations(missing, len(free)):
        fits = all(_holds(part, values) for part, values in zip(parts, free.values(), strict=True))
        if fits and frozenset((*parts, *fixed.values())) in _WHOLE:
            return dict(zip(free, parts, strict=True))
    return {}


def _values(sheet: Sheet, rows: Sequence[int], column: int) -> list[str]:
    return [text for row in rows if (text := sheet.cell(row, column))]


def _holds(part: str, values: Sequence[str]) -> bool:
    return sum(_fits(part, text) for text in values) >= _MOST * len(values)


def _fits(part: str, text: str) -> bool:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return False
    if part == "birth_year":
        return len(text) == 2 or OLDEST <= int(text) <= YOUNGEST
    return 1 <= int(text) <= (31 if part == "birth_day" else 12)
