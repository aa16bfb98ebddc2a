"""Turns of phrase shared by all papers: dates with room for handwriting, numbers, shares, endings.

Legal source of the forms: Nghị định 30/2020/NĐ-CP, Phụ lục I. Returns Vietnamese text as printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from thidua.documents.rendering.checking import iso_day, iso_moment
from thidua.foundation.clock import HANOI
from thidua.foundation.dates import show_long_date

ROOM = "\u00a0" * 6
"""Room left for a handwritten figure: spaces that do not collapse."""

END = "./."


def long_day(day: str | None, where: str) -> str:
    """Return "ngày 02 tháng 10 năm 2026", with room for handwriting where the day is unknown."""
    if day is None:
        return f"ngày{ROOM}tháng{ROOM}năm{ROOM}"
    return show_long_date(iso_day(day, where))


def moment(text: str, where: str) -> str:
    """Return "14 giờ 00 phút, ngày 12 tháng 6 năm 2025"."""
    at = iso_moment(text, where)
    return f"{at.hour:02d} giờ {at.minute:02d} phút, {show_long_date(at.date())}"


def made_at(text: str) -> datetime:
    """Return the moment a file is said to have been made; without an offset it is read as Hà Nội time."""
    at = iso_moment(text, "made_at")
    return at if at.tzinfo else at.replace(tzinfo=HANOI)


def full_number(number: str | None, symbol: str) -> str:
    """Return "4127/QĐ-UBND"; numbers below ten take a leading zero; unknown ones leave room."""
    printed = ROOM if number is None else number.zfill(2) if number.isdigit() else number
    return f"{printed}/{symbol}"


def share(votes: int, total: int) -> str:
    """Return "92,00 %": a share of the whole membership with two decimals."""
    if total == 0:
        return "–"
    basis = (votes * 100_000 // total + 5) // 10
    return f"{basis // 100},{basis % 100:02d}\u00a0%"


def ended(text: str, mark: str) -> str:
    """Return `text` closed with `mark` in place of whatever it ends with."""
    return text.rstrip(" .;,/") + mark


def listed(items: Sequence[str]) -> tuple[str, ...]:
    """Return the items of a list on paper: every line closed with ";", the last with "."."""
    last = len(items) - 1
    return tuple(ended(item, "." if i == last else ";") for i, item in enumerate(items))


def joined(parts: Iterable[str | None], mark: str = ", ") -> str:
    """Join what is there."""
    return mark.join(part for part in parts if part)


def lines_of(text: str | None) -> tuple[str, ...]:
    """Return the lines of a text."""
    return tuple(text.split("\n")) if text else ()


def roman(number: int) -> str:
    """Return a small number in Roman figures."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
