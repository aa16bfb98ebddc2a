"""For what kind of achievement an honour was given, as the words of a ledger tell it. Pure Python."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from thidua.foundation.text import fold

MERIT: Final = "merit"
# What is sudden or themed does not feed awards for merit, so these words count wherever they stand.
_TOLD: Final = (
    ("sudden", re.compile(r"\bdot xuat\b")),
    ("themed", re.compile(r"\bchuyen de\b")),
)
# These count only in a column of their own: elsewhere they are words of praise.
_NAMED: Final = (
    *_TOLD,
    ("themed", re.compile(r"phong trao|dot thi dua|thi dua theo dot|\bcd\b")),
    ("sudden", re.compile(r"^dx$")),
    ("service", re.compile(r"cong hien|nien han")),
    ("external", re.compile(r"doi ngoai")),
    (MERIT, re.compile(r"cong trang|thuong xuyen|thanh tich cong tac|hang nam|tong ket nam|nam hoc|ca nam")),
)


@lru_cache(maxsize=16384)
def route_in(text: str) -> str:
    """The route told by running words: "sudden", "themed", or nothing."""
    return _first(_TOLD, fold(text))


@lru_cache(maxsize=4096)
def route_named(text: str) -> str:
    """The route that a cell of the column "Loại hình khen thưởng" names; nothing when it names none."""
    return _first(_NAMED, fold(text))


def _first(known: tuple[tuple[str, re.Pattern[str]], ...], plain: str) -> str:
    return next((code for code, pattern in known if pattern.search(plain)), "")
