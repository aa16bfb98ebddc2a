"""Numbers as addresses and forms carry them, and Roman numerals, by which Vietnamese documents number their parts."""

from __future__ import annotations

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


MOST_FIGURES = 9
"""Of a number taken from outside; nothing stored has a number as long, and every database takes one."""


def whole_number(text: str | None) -> int | None:
    """Return the whole number that an address or a form carries: "42" → 42.

    None for anything else: nothing, a sign, a space, a point, a figure that is no decimal ("²"), too many of them.
    """
    return int(text) if text and text.isdecimal() and len(text) <= MOST_FIGURES else None


def show_roman(number: int) -> str:
    """Return a whole number as a Roman numeral: 14 → "XIV"; ValueError outside 1–3999."""
    if not 1 <= number <= 3999:
        raise ValueError(f"{number} has no Roman numeral")
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral
