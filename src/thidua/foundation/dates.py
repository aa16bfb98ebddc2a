"""Dates as Vietnamese offices write them, read and printed.

Readable alone or in running text: 16/6/2025, 16-06-2025, 16.6.2025, 16/6/25, 2025-06-16, "ngày 16 tháng 6
năm 2025", "tháng 12/2025", "T12/2025", "12/2025", "năm 2025". Text may be decomposed Unicode and hold
non-breaking spaces. What might be something else (a decision number, a phone number, a share such as
2/3, a span of years such as 2020-2025, a lunar date) is not read.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from thidua.foundation.words import mark

# A two-digit year below the pivot is of this century: 25 → 2025, 39 → 2039, 40 → 1940, 68 → 1968. People
# now in service were born from the 1950s on, and no plan looks beyond the 2030s with two digits.
TWO_DIGIT_PIVOT = 40

# A four-digit number outside these bounds is not a year that an office means.
_YEARS = range(1800, 2200)


class Precision(StrEnum):
    """How much of the date was written."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date as read: the characters printed, and the parts they name."""

    printed: str
    precision: Precision
    year: int
    month: int | None
    day: int | None

    @classmethod
    def of(cls, value: date) -> Self:
        """Return the reading of a calendar day, printed as `show_date` prints it."""
        return cls(show_date(value), Precision.DAY, value.year, value.month, value.day)

    def as_date(self) -> date | None:
        """Return the calendar day, or None when only a month or a year was written."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    def iso(self) -> str:
        """Return "2025-06-16", "2025-12" or "1985", as far as the date was written."""
        month = f"-{self.month:02d}" if self.month else ""
        return f"{self.year:04d}{month}" + (f"-{self.day:02d}" if self.day else "")


class ImpossibleDate(ValueError):  # noqa: N818 - also returned as a finding, not only raised
    """What is written as a date and stands in no calendar, such as 31/02/2025; `printed` is as written."""

    def __init__(self, printed: str) -> None:
        super().__init__(f"Không có ngày “{printed}” trong lịch.")
        self.printed = printed


@dataclass(frozen=True)
class _Shape:
    """One way of writing a date, over unmarked lower-case text, and how far it can be trusted."""

    pattern: re.Pattern[str]
    inside_text: bool = True  # may be taken from running text, not only from a cell of its own
    surely_a_date: bool = False  # an impossible day is then an error, not another kind of number
    needs_cue: bool = False  # in running text, only behind "ngày", "dịp", "trước"
    may_be_a_number: bool = False  # "số 12/2025", "đợt 2/2025": not behind a word that counts


def _shape(pattern: str, **marks: bool) -> _Shape:
    return _Shape(re.compile(pattern), **marks)


_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4})"
_START = r"(?<![\da-z/])(?<!\d[.,])"  # not inside a longer number, code or fraction
_START_STRICT = _START + r"(?<!\d-)"
_END = r"(?!\d)(?!\s?/)"
_END_STRICT = _END + r"(?![.,-]\d)(?!-[a-z])"
_SLASH = r"\s{0,2}/\s{0,2}"

_SHAPES = (
    _shape(
        rf"{_START}(?:ngay\s+)?(?:m[uo]ng\s+)?{_DAY}\s*,?\s*thang\s+{_MONTH}"
        rf"(?:\s*,?\s*nam\s+{_YEAR}|\s*[/.,-]\s*(?P<year2>\d{{4}}))?(?!\d)(?!\s+ngay\b)",
        surely_a_date=True,
    ),
    _shape(rf"{_START}{_DAY}{_SLASH}{_MONTH}{_SLASH}{_YEAR}{_END}", surely_a_date=True),
    _shape(rf"{_START}{_DAY}{_SLASH}{_MONTH}{_SLASH}(?P<year>\d\d){_END_STRICT}"),
    _shape(rf"{_START_STRICT}{_DAY}([.-]){_MONTH}\2{_YEAR}{_END_STRICT}", surely_a_date=True),
    _shape(rf"{_START_STRICT}{_DAY}([.-]){_MONTH}\2(?P<year>\d\d){_END_STRICT}", needs_cue=True),
    _shape(rf"{_START_STRICT}{_YEAR}([/-]){_MONTH}\2{_DAY}{_END_STRICT}", surely_a_date=True),
    _shape(rf"{_START}thang\s+{_MONTH}(?:\s*,?\s*nam\s+|\s*[/.-]\s*){_YEAR}{_END}", surely_a_date=True),
    _shape(rf"{_START}thang {{1,2}}{_MONTH}(?!\d)(?!\s*[/.-]\s*\d)(?!\s+ngay\b)"),
    _shape(rf"{_START}t\.?\s?{_MONTH}[/.-]{_YEAR}{_END}"),
    _shape(rf"{_START_STRICT}{_MONTH}{_SLASH}{_YEAR}{_END_STRICT}", may_be_a_number=True),
    _shape(rf"{_MONTH}-{_YEAR}", inside_text=False),
    _shape(rf"{_YEAR}-(?P<month>\d\d)", inside_text=False),
    _shape(rf"{_START}{_DAY}{_SLASH}{_MONTH}{_END_STRICT}", needs_cue=True),
    _shape(rf"{_START}nam\s+{_YEAR}{_END}(?!\s?-\s?\d)"),
    _shape(_YEAR, inside_text=False),
)

_CUE = re.compile(r"\b(?:ngay|dip|truoc)\s+$")
_COUNTED = re.compile(
    r"\b(?:so|dot|quy|ky|lan|khoa|phien|luat|nghi dinh|nghi quyet|quyet dinh|thong tu|chi thi|ke hoach"
    r"|huong dan|cong van|thong bao|to trinh|phap lenh|qd|nd|nq|tt|kh|hd|ct)\s*:?\s*$"
)
_LUNAR = re.compile(r"\s*\(?\s*(?:am lich|al\b)")
_ALSO = re.compile(r"\s*(?:[,;]|va|den|-)\s*(?:ngay\s+)?")  # between the days of one list
_LOOK_BACK = 24  # characters, enough for the longest cue

_WEEKDAY = re.compile(r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\s*,?\s+(?=\S)")
_ALONE_CUE = re.compile(r"ngay\s+(?=\d)")
_MIDNIGHT = re.compile(r"[t ]0?0:00(?::00(?:\.0+)?)?$")  # a day that passed through a spreadsheet
_WRAPPING = " \t\n.,;:()[]"


def read_date(text: str, *, default_year: int | None = None) -> ReadDate | None:
    """Read `text` as one date and nothing else; None when it is not a date.

    `default_year` completes "25/4" or "16 tháng 6"; without it they are not dates. `printed` of the
    result is `text` without the white space around it. Raises ImpossibleDate for 31/02/2025.
    """
    printed = text.strip()
    plain = _WEEKDAY.sub("", _Mirror(printed).plain.strip(_WRAPPING), count=1)
    plain = _ALONE_CUE.sub("", _MIDNIGHT.sub("", plain), count=1)
    for shape in _SHAPES:
        if match := shape.pattern.fullmatch(plain):
            return _reading(match, printed, shape, default_year)
    return None


def typed_day(text: str, *, default_year: int | None = None) -> date | None:
    """Return the whole day a person typed; None for anything else: a month, a year, no date, a day in no calendar."""
    try:
        read = read_date(text, default_year=default_year)
    except ImpossibleDate:
        return None
    return read.as_date() if read else None


def find_dates(text: str, *, default_year: int | None = None) -> list[tuple[int, int, ReadDate | ImpossibleDate]]:
    """Return every date in running text as (start, end, date), in order; positions are those of `text`.

    Days without a year ("trước ngày 25/4", "10/3 và 16/6" after it) are found only with `default_year`.
    In "từ ngày 16-18/6/2025" only the last day is found. Impossible dates are returned, not raised.
    """
    mirror = _Mirror(text)
    found: list[tuple[int, int, ReadDate | ImpossibleDate]] = []
    taken = -1
    for match, shape in _matches(mirror.plain):
        if match.start() < taken:
            continue
        linked = taken >= 0 and bool(_ALSO.fullmatch(mirror.plain, taken, match.start()))
        start, end = mirror.span(match)
        if _LUNAR.match(mirror.plain, match.end()):
            taken = match.end()
        elif result := _found(match, shape, text[start:end], default_year, linked):
            taken = match.end()
            found.append((start, end, result))
    return found


def show_date(value: date) -> str:
    """Return the day as printed in lists: "16/06/2025"."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def show_iso(text: str) -> str:
    """Turn a stored day, month or year (ISO text: 1985-06-16, 1985-06, 1985) into how it is read: 16/06/1985."""
    return "/".join(reversed(text.split("-")))


def show_long_date(value: date) -> str:
    """Return the day as official documents write it: "ngày 05 tháng 02 năm 2025", "ngày 16 tháng 6 năm 2025".

    Days below 10 and months 1 and 2 take a leading zero: NĐ 30/2020/NĐ-CP, Appendix I, part II, point 4.
    """
    month = f"{value.month:02d}" if value.month <= 2 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


_WEEKDAYS = (
    mark("Thứ Hai"), mark("Thứ Ba"), mark("Thứ Tư"), mark("Thứ Năm"), mark("Thứ Sáu"), mark("Thứ Bảy"), mark("Chủ nhật"),
)  # fmt: skip


def weekday_name(value: date) -> str:
    """Return the Vietnamese name of the day of the week, "Thứ Hai" to "Chủ nhật"."""
    return _WEEKDAYS[value.weekday()]


class _Mirror:
    """Text without marks or case, and where each of its characters stands in the original."""

    def __init__(self, text: str) -> None:
        characters: list[str] = []
        self._positions: list[int] = []
        for position, original in enumerate(text):
            if bare := _bare(original):
                characters.append(bare)
                self._positions.append(position)
        self.plain = "".join(characters)

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Return the place of a match in the original text."""
        return self._positions[match.start()], self._positions[match.end() - 1] + 1


def _bare(character: str) -> str:
    """Return the one character that stands for `character` in a mirror, or "" for an invisible one."""
    if character.isspace():
        return "\n" if character in "\r\n" else " "
    if character in "đĐ":
        return "d"
    if character in "\u2010\u2011\u2012\u2013\u2014\u2212":
        return "-"
    base = unicodedata.normalize("NFD", character)[0]
    return "" if unicodedata.category(base) in ("Mn", "Cf") else base.lower()[0]


def _matches(plain: str) -> Iterator[tuple[re.Match[str], _Shape]]:
    """Yield what looks like a date in running text, by place, the longest first."""
    every = [(match, shape) for shape in _SHAPES if shape.inside_text for match in shape.pattern.finditer(plain)]
    yield from sorted(every, key=lambda pair: (pair[0].start(), -pair[0].end()))


def _found(
    match: re.Match[str], shape: _Shape, printed: str, default_year: int | None, linked: bool
) -> ReadDate | ImpossibleDate | None:
    before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    if shape.needs_cue and not linked and not _CUE.search(before):
        return None
    if shape.may_be_a_number and _COUNTED.search(before):
        return None
    try:
        return _reading(match, printed, shape, default_year)
    except ImpossibleDate as impossible:
        return impossible


def _reading(match: re.Match[str], printed: str, shape: _Shape, default_year: int | None) -> ReadDate | None:
    """Return the date a match names; None when it needs a year or is another kind of number."""
    parts = match.groupdict()
    year = _year(parts.get("year") or parts.get("year2")) or default_year
    if year is None:
        return None
    month = int(parts["month"]) if parts.get("month") else None
    day = int(parts["day"]) if parts.get("day") else None
    if _exists(year, month, day):
        return ReadDate(printed, _precision(month, day), year, month, day)
    if shape.surely_a_date and year in _YEARS:
        raise ImpossibleDate(printed)
    return None


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    if len(written) > 2:
        return int(written)
    return int(written) + (2000 if int(written) < TWO_DIGIT_PIVOT else 1900)


def _exists(year: int, month: int | None, day: int | None) -> bool:
    if year not in _YEARS or (month is not None and not 1 <= month <= 12):
        return False
    return day is None or (month is not None and 1 <= day <= monthrange(year, month)[1])


def _precision(month: int | None, day: int | None) -> Precision:
    if month is None:
        return Precision.YEAR
    return Precision.MONTH if day is None else Precision.DAY
