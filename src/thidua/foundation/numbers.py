"""Numbers as words and as Roman numerals, the way Vietnamese documents write them."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9


def vietnamese_words(number: int) -> str:
    """Return a whole number in words: 1500000 → "một triệu năm trăm nghìn".

    The words of the north, as Hanoi's papers have them: "nghìn", "linh", "tỷ". No capital, no unit.
    """
    if number < 0:
        return f"âm {vietnamese_words(-number)}"
    return _words(number, led=False) or _DIGITS[0]


def _words(number: int, *, led: bool) -> str:
    """Return the words of `number`, "" for 0; `led` when larger units stand before it."""
    if number >= _BILLION:
        billions, rest = divmod(number, _BILLION)
        return _joined(f"{_words(billions, led=led)} tỷ", _words(rest, led=True))
    for size, unit in ((10**6, "triệu"), (10**3, "nghìn")):
        if number >= size:
            group, rest = divmod(number, size)
            return _joined(f"{_below_thousand(group, led)} {unit}", _words(rest, led=True))
    return _below_thousand(number, led)


def _below_thousand(number: int, led: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if not number or not (hundreds or led):
        return _below_hundred(rest)
    tail = f"linh {_DIGITS[rest]}" if 0 < rest < 10 else _below_hundred(rest)
    return _joined(f"{_DIGITS[hundreds]} trăm", tail)


def _below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return _DIGITS[unit] if unit else ""
    ending = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(unit, _DIGITS[unit])
    return _joined("mười" if tens == 1 else f"{_DIGITS[tens]} mươi", ending)


def _joined(first: str, second: str) -> str:
    return f"{first} {second}".strip()


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def show_roman(number: int) -> str:
    """Return a whole number as a Roman numeral: 14 → "XIV"; ValueError outside 1–3999."""
    if not 1 <= number <= 3999:
        raise ValueError(f"{number} has no Roman numeral")
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def read_roman(text: str) -> int | None:
    """Return the value of a Roman numeral in either case, white space around it ignored; else None.

    Only the regular form is read: "IX", not "VIIII".
    """
    numeral = text.strip().upper()
    value, rest = 0, numeral
    for size, letters in _ROMAN:
        while rest.startswith(letters):
            value, rest = value + size, rest[len(letters) :]
    return value if 1 <= value <= 3999 and show_roman(value) == numeral else None
