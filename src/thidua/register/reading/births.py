"""Dates of birth in every form that lists hold them. Pure Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from thidua.foundation.dates import ImpossibleDate, ReadDate, find_dates, read_date

# Bounds of plausibility for a living or recently deceased nominee, not of any law.
OLDEST: Final = 1900
YOUNGEST: Final = 2020
# Two digits up to this are of this century, others of the last: people are nominated at every age.
_CENTURY_TURN: Final = 20
_SERIAL_START: Final = date(1899, 12, 30)

_LABEL = re.compile(r"^(?:(?:sinh|sn|ngày|năm|n\.|s\.)\s*)*(?:sinh|sn)\s*(?:ngày|năm)?\s*[:.]?\s*", re.IGNORECASE)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_DAY = re.compile(r"^(\d{1,2})\s*[./\-, ]\s*(\d{1,2})\s*[./\-, ]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{1,2})$")
_MONTH = re.compile(r"^(\d{1,2})\s*[./\-]\s*(\d{4})$")
_ONLY_YEAR = re.compile(r"^\D*?(?:\b0{0,2}\s*[/.\-]\s*){0,2}((?:19|20)\d{2})\D*$")
_DIGITS = re.compile(r"^\d{5,8}$")


@dataclass(frozen=True, slots=True)
class Birth:
    """`value` is an ISO date, a year, or empty; `code` names the problem; `proposal` what was meant."""

    value: str = ""
    code: str = ""
    proposal: str = ""

    @property
    def year(self) -> int | None:
        """Year of birth when one is known."""
        return int(self.value[:4]) if self.value else None


def read_birth(text: str, on: str = "") -> Birth:
    """Read one cell; never raises. `on` is the day of reading (ISO), after which nobody is born yet.

    Codes: IMPOSSIBLE_DATE, BIRTH_ORDER, BIRTH_SHORT, BIRTH_UNREADABLE, BIRTH_UNLIKELY, BIRTH_FUTURE.
    """
    plain = _TIME.sub("", _LABEL.sub("", text.replace("\n", " ").strip().strip("'’‘`()")).strip("'’‘` "))
    if not plain or plain in {"-", "…", "...", "x", "X", "không rõ"}:
        return Birth()
    return _checked(_numeric(plain) or _worded(plain, text), on)


def _checked(birth: Birth, on: str) -> Birth:
    year = birth.year
    if on and birth.value and birth.value > on[: len(birth.value)]:
        return Birth(birth.value, "BIRTH_FUTURE")
    if year is not None and not OLDEST <= year <= YOUNGEST and not birth.code:
        return Birth(birth.value, "BIRTH_UNLIKELY")
    return birth


def _numeric(plain: str) -> Birth | None:
    if _DIGITS.match(plain):
        return _bare_digits(plain)
    if match := _DAY.match(plain):
        day, month, year = match.groups()
        return _day(int(day), int(month), _year(year))
    if match := _ISO.match(plain):
        year, month, day = match.groups()
        return _day(int(day), int(month), int(year))
    if (match := _MONTH.match(plain)) and 1 <= int(match.group(1)) <= 12:
        return Birth(f"{match.group(2)}-{int(match.group(1)):02d}")
    if match := _ONLY_YEAR.match(plain):
        return Birth(match.group(1))
    if re.fullmatch(r"\d{4}", plain):
        return Birth(plain)
    if re.fullmatch(r"\d{2}", plain):
        return Birth("", "BIRTH_SHORT", str(_year(plain)))
    return None


def _bare_digits(plain: str) -> Birth | None:
    """31178 is a day as Excel counts them; 28041999 and 4071985 are days typed without separators."""
    if len(plain) == 5:
        day = _SERIAL_START + timedelta(days=int(plain))
        return Birth(day.isoformat()) if OLDEST <= day.year <= YOUNGEST else None
    if len(plain) == 8 and plain[:2] in {"19", "20"} and 1 <= int(plain[4:6]) <= 12:
        return _day(int(plain[6:]), int(plain[4:6]), int(plain[:4]))
    padded = plain.zfill(8)
    return _day(int(padded[:2]), int(padded[2:4]), int(padded[4:])) if len(plain) >= 7 else None


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year <= _CENTURY_TURN else 1900)


def _day(day: int, month: int, year: int) -> Birth:
    if not day and not month:
        return Birth(f"{year:04d}")
    try:
        return Birth(date(year, month, day).isoformat())
    except ValueError:
        return _wrong_day(day, month, year)


def _wrong_day(day: int, month: int, year: int) -> Birth:
    """A day that no calendar has. 04/28/1999 is a day written the American way round."""
    if month > 12 and 1 <= day <= 12:
        try:
            return Birth("", "BIRTH_ORDER", date(year, day, month).isoformat())
        except ValueError:
            pass
    return Birth("", "IMPOSSIBLE_DATE", str(year) if OLDEST <= year <= YOUNGEST else "")


def _worded(plain: str, text: str) -> Birth:
    try:
        found = read_date(plain)
        dates: list[ReadDate | ImpossibleDate] = [found] if found else [d for _, _, d in find_dates(plain)]
    except ImpossibleDate:
        return _impossible(plain)
    if len(dates) != 1:
        return Birth("", "BIRTH_UNREADABLE", _only_year(text))
    only = dates[0]
    return _impossible(text) if isinstance(only, ImpossibleDate) else Birth(only.iso())


def _impossible(text: str) -> Birth:
    return Birth("", "IMPOSSIBLE_DATE", _only_year(text))


def _only_year(text: str) -> str:
    """The one plausible year among the words, which may still be kept; empty when there are none or several."""
    years = {y for y in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text) if OLDEST <= int(y) <= YOUNGEST}
    return years.pop() if len(years) == 1 else ""
