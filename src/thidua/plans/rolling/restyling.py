"""Other days in the words of a document: the style of the printed day is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from thidua.foundation.dates import ImpossibleDate, Precision, ReadDate, find_dates

Move = Callable[[ReadDate], ReadDate | None]
_DIGITS = re.compile(r"\d+")


def restyled(text: str, move: Move, *, year: int | None) -> str:
    """Return `text` with each date that `move` answers written anew; the rest stays letter by letter.

    `year` completes days printed without one, which are written without one again.
    """
    parts, end = [], 0
    for start, stop, found in find_dates(text, default_year=year):
        other = None if isinstance(found, ImpossibleDate) else move(found)
        if other is not None and not isinstance(found, ImpossibleDate):
            parts += [text[end:start], _written(text[start:stop], found, other)]
            end = stop
    return "".join([*parts, text[end:]])


def to_days(days: dict[date, date]) -> Move:
    """A move of exactly these days."""

    def move(found: ReadDate) -> ReadDate | None:
        day = found.as_date()
        return ReadDate.of(days[day]) if day in days else None

    return move


def _written(token: str, old: ReadDate, new: ReadDate) -> str:
    """The digits of a printed date replaced one by one: "05/6/2024" becomes "13/3/2026", "3/2025" "3/2026"."""
    groups = [match.group() for match in _DIGITS.finditer(token)]
    names = {
        Precision.DAY: ["day", "month", "year"][: len(groups)],
        Precision.MONTH: ["month", "year"][: len(groups)],
        Precision.YEAR: ["year"],
    }[old.precision]
    if len(groups[0]) == 4 and len(groups) > 1:
        names = names[::-1]
    pieces = [_digits(name, printed, old, new) for name, printed in zip(names, groups, strict=False)]
    queue = iter(pieces)
    return _DIGITS.sub(lambda match: next(queue, match.group()), token)


def _digits(name: str, printed: str, old: ReadDate, new: ReadDate) -> str:
    value = getattr(new, name) or getattr(old, name)
    if name == "year":
        return f"{value:04d}"[-len(printed) :]
    is_short = len(printed) == 1
    if name == "day":
        return str(value) if is_short else f"{value:02d}"
    # Months 1 and 2 take a zero, later ones none (NĐ 30/2020), unless the document prints them otherwise.
    old_month = old.month or 1
    always = printed.startswith("0") and old_month > 2
    never = is_short and old_month <= 2
    return f"{value:02d}" if always or (value <= 2 and not never) else str(value)
