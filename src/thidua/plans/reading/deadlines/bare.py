"""The text that times are looked for in: unmarked, lower case, of the same length; numerals in words as figures.

"tháng tư" becomes "thang  4" and "O5/6/2026" becomes "05/6/2026", so that one grammar reads them; where letters stood
for digits is kept, because such a day is proposed, not taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thidua.plans.reading.flat import flat

_NUMERALS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
# "mỗi tháng một lần" counts times, "hằng tháng, năm" lists periods; neither numbers a month.
_NUMBERED = re.compile(
    r"(?<!\w)(?<!hằng )(?<!hàng )(?<!mỗi )(?:tháng|quý)(?P<number>\s+"
    rf"(?:mười\s+một|mười\s+hai|{'|'.join(word for word in _NUMERALS if ' ' not in word)}))(?!\w)(?!\s+lần)",
    re.IGNORECASE,
)
_LOOKALIKES = str.maketrans("ol", "01")
_PART = r"(?:\d[ol]|[ol]\d|\d{1,2})"
_YEAR = r"2[0o][\do]{2}"
_MISPRINT = re.compile(
    rf"(?<![\w/.-]){_PART}\s?/\s?{_PART}(?:\s?/\s?{_YEAR})?(?![\w/])|(?:(?<=/)|(?<=nam )){_YEAR}(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Bare:
    """Text for the grammar of times, and the places where letters were taken for digits."""

    text: str
    misprints: tuple[tuple[int, int], ...] = ()

    def misprinted(self, start: int, end: int) -> bool:
        """Tell whether a letter stands for a digit between two places."""
        return any(start < last and first < end for first, last in self.misprints)


def bare(text: str) -> Bare:
    """Return `text` as the grammar of times reads it; the length is kept."""
    plain = flat(_NUMBERED.sub(_figures, text))
    found = [match for match in _MISPRINT.finditer(plain) if not set("ol").isdisjoint(match.group())]
    for match in found:
        plain = plain[: match.start()] + match.group().translate(_LOOKALIKES) + plain[match.end() :]
    return Bare(plain, tuple(match.span() for match in found))


def mended(text: str) -> str:
    """Return a printed day with digits where letters stand for them: "O5/6/2026" as "05/6/2026"."""
    return bare(text).text


def _figures(match: re.Match[str]) -> str:
    words = match["number"]
    number = _NUMERALS[" ".join(words.lower().split())]
    return match.group()[: -len(words)] + str(number).rjust(len(words))
