"""Cells of a ledger to values: years of achievement, decisions, days, standing. Pure Python; never raises on odd words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from thidua.foundation.dates import ImpossibleDate, ReadDate, find_dates, read_date
from thidua.foundation.text import fold
from thidua.register.ledger.shapes import Standing

# Bounds of plausibility, not of any law: before these nobody kept such ledgers.
EARLIEST: Final = 1945
LONGEST_PERIOD: Final = 60
_SERIAL_START: Final = date(1899, 12, 30)

_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_SHORT_RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–/]\s*(\d\d)(?!\d)")
_BETWEEN = re.compile(r"\s*(?:[-–—/]|->|→|đến|den|tới|toi)(?:\s*(?:hết\s*)?năm(?:\s*học)?)?\s*$", re.IGNORECASE)
_NOT_YEARS = frozenset({"", "-", "–", "…", "...", "x", "không", "không rõ"})
_SERIAL = re.compile(r"^\d{5}(?:\.0+)?$")
_SLASHED = re.compile(r"^(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{4}|\d{2})$")
# A number of a decision: digits, then a slash or hyphen and a sign with letters; "12/QĐ-UBND", "1234/2019/QĐ-TTg".
_NUMBER = re.compile(
    r"(?<![\d/])(?!\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})(\d{1,6}[a-zA-ZđĐ]{0,2}\s*[/\-]\s*(?:\d{4}\s*/\s*)?(?=[\d/.\-]*[^\W\d_])[\w.&]+"
    r"(?:\s?[-–/]\s?(?!\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2})[\w.&]+)*)"
)
_USUAL_NUMBER = re.compile(r"^\d{1,6}/[A-ZĐ]{1,4}(?:-[A-ZĐƯ]{1,12})?$")
_USUAL_DAY = re.compile(r"^(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)$")
_BARE_NUMBER = re.compile(r"(?:số|so)\s*[:.]?\s*(\d{1,6}[a-zA-Z]?)(?![\d/])", re.IGNORECASE)
_OF = re.compile(r"\bcủa\s+(.+)$", re.IGNORECASE | re.DOTALL)
_SPACES_INSIDE = re.compile(r"\s*([/\-–])\s*")
_NOT_KEY = re.compile(r"[^a-z0-9/]+")
_GONE = re.compile(r"thu hoi|huy bo|bi huy|\bhuy\b|bai bo|tuoc|mat hieu luc|het hieu luc|khong con")
_MENDED = re.compile(r"dinh chinh|sua doi|cai chinh")
_AGAIN = re.compile(r"cap lai|cap doi|doi bang")
_STANDS = re.compile(
    r"^(?:x|v|1|con|dung|ok|duoc tang|binh thuong|da (?:tang|trao|khen|nhan|cap)|.*hieu luc.*|.*(?:ap dung|cong nhan).*)$"
)
_REVOKED_NOTE = re.compile(r"(?<!khong )(?:\bthu hoi\b|\bbi huy\b|\bhuy bo\b|\btuoc\b)")


@dataclass(frozen=True, slots=True)
class Period:
    """Years of achievement as read; several when one cell lists them. `code` names the problem."""

    spans: tuple[tuple[int, int], ...] = ()
    code: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as an ISO date, or empty; `code` names the problem. `year` also when only the year is known."""

    value: str = ""
    year: int = 0
    code: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Number, day and author named in one cell."""

    number: str = ""
    day: Day = Day()
    signer: str = ""


@lru_cache(maxsize=65536)
def read_period(text: str, on: str) -> Period:
    """The years in a cell: 2019, 2019-2020, "năm học 2019-2020", "2016, 2018", a day. `on`: ISO day of reading.

    Codes: PERIOD_SERIAL, PERIOD_ORDER, PERIOD_UNLIKELY, PERIOD_FUTURE, PERIOD_UNREADABLE.
    """
    plain = " ".join(text.split())
    if plain.casefold() in _NOT_YEARS:
        return Period()
    if serial := _serial_year(plain):
        return Period(code="PERIOD_SERIAL", proposal=str(serial))
    spans = spans_in(plain)
    if not spans:
        return Period(code="PERIOD_UNREADABLE")
    return _plausible(spans, int(on[:4]) if on else 0)


def _serial_year(plain: str) -> int:
    """2016 in a cell that shows days is 08/07/1905."""
    match = _SLASHED.match(plain)
    if not match or not match.group(3).startswith("190"):
        return 0
    day = read_day(plain, "")
    count = (date.fromisoformat(day.value) - _SERIAL_START).days if day.value else 0
    return count if EARLIEST <= count < 2100 else 0


def spans_in(plain: str) -> list[tuple[int, int]]:
    """The years and spans of years in a text, in order; nothing is judged."""
    if short := _SHORT_RANGE.search(plain):
        first = int(short.group(1))
        last = first - first % 100 + int(short.group(2))
        if last == first + 1 or ("hoc" in fold(plain) and last > first):
            return [(first, last)]
    found = list(_YEAR.finditer(plain))
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(found):
        first = last = int(found[at].group())
        if at + 1 < len(found) and _BETWEEN.match(plain[found[at].end() : found[at + 1].start()]):
            at += 1
            last = int(found[at].group())
        spans.append((first, last))
        at += 1
    return list(dict.fromkeys(spans))


def _plausible(spans: list[tuple[int, int]], this_year: int) -> Period:
    for first, last in spans:
        if last < first:
            return Period(code="PERIOD_ORDER", proposal=f"{last}-{first}")
        if first < EARLIEST or last - first > LONGEST_PERIOD:
            return Period(tuple(spans), "PERIOD_UNLIKELY")
        if this_year and last > this_year:
            return Period(tuple(spans), "PERIOD_FUTURE")
    return Period(tuple(spans))


def years_in(text: str) -> tuple[int, int] | None:
    """The one year or span of years named in a title, days and numbers of decisions left out; None when several."""
    rest = _NUMBER.sub(" ", text)
    for start, end, _found in reversed(find_dates(rest)):
        if "/" in rest[start:end] or "ngày" in rest[start:end].casefold():
            rest = rest[:start] + " " + rest[end:]
    spans = spans_in(rest)
    return spans[0] if len(spans) == 1 and spans[0][0] <= spans[0][1] else None


@lru_cache(maxsize=65536)
def read_day(text: str, on: str) -> Day:
    """One day: 03/04/2019, "ngày 3 tháng 4 năm 2019", 43558 as Excel counts. `on`: ISO day of reading, or empty."""
    plain = " ".join(text.split()).strip("'’` ")
    if plain.casefold() in _NOT_YEARS:
        return Day()
    if usual := _USUAL_DAY.match(plain):
        day, month, year = map(int, usual.groups())
        if day <= 28 and 1 <= month <= 12 and day:
            return _within(f"{year}-{month:02d}-{day:02d}", on)
    if _SERIAL.match(plain):
        return _within((_SERIAL_START + timedelta(days=int(float(plain)))).isoformat(), on)
    try:
        found = read_date(plain)
    except ImpossibleDate:
        return _impossible(plain)
    if found is None:
        inside = [each for _s, _e, each in find_dates(plain)]
        if len(inside) != 1:
            return Day(code="DECISION_DATE_UNREADABLE")
        if isinstance(inside[0], ImpossibleDate):
            return Day(code="DECISION_DATE_IMPOSSIBLE")
        found = inside[0]
    return _of(found, on)


def _of(found: ReadDate, on: str) -> Day:
    day = found.as_date()
    return _within(day.isoformat(), on) if day else Day("", found.year, "DECISION_DATE_PART")


def _within(iso: str, on: str) -> Day:
    year = int(iso[:4])
    if on and iso > on:
        return Day(iso, year, "DECISION_DATE_FUTURE")
    return Day(iso, year, "DECISION_DATE_UNLIKELY" if year < EARLIEST else "")


def _impossible(plain: str) -> Day:
    """04/28/2019 is a day written the American way round; 31/02/2019 is none."""
    match = _SLASHED.match(plain)
    if match and int(match.group(2)) > 12 and 1 <= int(match.group(1)) <= 12 and len(match.group(3)) == 4:
        try:
            turned = date(int(match.group(3)), int(match.group(1)), int(match.group(2)))
        except ValueError:
            return Day(code="DECISION_DATE_IMPOSSIBLE")
        return Day(code="DECISION_ORDER", proposal=turned.strftime("%d/%m/%Y"))
    return Day(code="DECISION_DATE_IMPOSSIBLE")


@lru_cache(maxsize=65536)
def read_decision(text: str, on: str) -> Decision:
    """Number, day and author in one text: "Quyết định số 12/QĐ-UBND ngày 3/4/2019 của Chủ tịch UBND Thành phố"."""
    plain = " ".join(text.split())
    if plain.casefold() in _NOT_YEARS:
        return Decision()
    if _USUAL_NUMBER.match(plain):
        return Decision(plain)
    match = _NUMBER.search(plain)
    number = match.group(1) if match else ""
    rest = plain.replace(number, " ", 1) if number else plain
    dates = find_dates(rest)
    day = _only_day(dates, on)
    if not number:
        bare = _BARE_NUMBER.search(rest)
        number = bare.group(1) if bare else ""
    if not number and not dates and re.fullmatch(r"\d{1,6}[a-zA-Z]?|[\w./\-]*\d[\w./\-]*", plain):
        number = plain
    of = _OF.search(rest)
    signer = of.group(1).strip(" .,;)") if of else ""
    for start, end, _found in find_dates(signer):
        signer = (signer[:start] + signer[end:]).strip(" .,;)")
    return Decision(_SPACES_INSIDE.sub(r"\1", number.strip(" .,;")), day, signer)


def number_in(text: str) -> str:
    """The first number of a decision in a text as written, or nothing."""
    match = _NUMBER.search(text)
    return match.group(1) if match else ""


def tells_something(text: str) -> bool:
    """Whether a cell says more than that there is nothing to say."""
    return " ".join(text.split()).casefold().strip(" .") not in _NOT_YEARS


def _only_day(dates: list[tuple[int, int, ReadDate | ImpossibleDate]], on: str) -> Day:
    if not dates:
        return Day()
    first = dates[0][2]
    return Day(code="DECISION_DATE_IMPOSSIBLE") if isinstance(first, ImpossibleDate) else _of(first, on)


@lru_cache(maxsize=65536)
def number_key(number: str) -> str:
    """The form in which numbers of decisions are compared: "012 /QĐ-UBND" and "12/qđ-ubnd" are one."""
    return _NOT_KEY.sub("", fold(number)).lstrip("0")


@lru_cache(maxsize=8192)
def read_standing(text: str) -> Standing | None:
    """What a cell of the column "Tình trạng" says; None when it says something unknown."""
    plain = fold(text)
    if not plain or plain in {"-", "0", "khong"}:
        return Standing.VALID
    if _GONE.search(plain) and not re.match(r"(chua|khong) (bi )?(thu hoi|huy)", plain):
        return Standing.REVOKED
    if _MENDED.search(plain):
        return Standing.CORRECTED
    if _AGAIN.search(plain):
        return Standing.REISSUED
    return Standing.VALID if _STANDS.match(plain) or re.match(r"(chua|khong) (bi )?(thu hoi|huy)", plain) else None


@lru_cache(maxsize=8192)
def tells_revoked(note: str) -> bool:
    """Whether a note says the honour was taken back."""
    return bool(_REVOKED_NOTE.search(fold(note)))


@lru_cache(maxsize=8192)
def money_in(text: str) -> int | None:
    """An amount in đồng: "1.000.000", "300000 đ"; None when the cell is no such amount."""
    match = re.fullmatch(
        r"(\d{1,3}(?:[. ,]\d{3})+|\d{4,11})(?:[.,]0+)?\s*(?:đ|d|đồng|vnđ|vnd)?\.?",
        text.strip(),
        re.IGNORECASE,
    )
    return int(re.sub(r"\D", "", match.group(1))) if match else None
