"""Bare days under the name of their month: "Tháng 6" over rows that say "Ngày 15", or at the head of a cell."""

from __future__ import annotations

import re

from thidua.plans.reading.deadlines.reading import read_deadline
from thidua.plans.reading.deadlines.result import Reading, Remark
from thidua.plans.reading.flat import flat
from thidua.plans.reading.shapes import Relation

_MONTH = r"thang\s+(?P<month>\d{1,2})(?:\s*[/.-]\s*(?P<year>20\d\d)|\s*,?\s*nam\s+(?P<of_year>20\d\d))?"
_HEADING = re.compile(rf"^(?:trong\s+)?{_MONTH}\s*:?$")
_HEAD_OF_CELL = re.compile(rf"^\s*(?:trong\s+)?{_MONTH}\s*(?::\s*|\n)")
_ANOTHER = re.compile(r"\bthang\b|\d\s*[/.]\s*\d|\bquy\b|\b20\d\d\b|\bhang\b|\bhang ngay\b")
_NUMBERS = r"\d{1,2}(?:\s*(?:,|va|-|den|toi)\s*(?:het\s+)?(?:ngay\s+)?\d{1,2})*"
_DAYS = re.compile(
    rf"(?:\bngay\s+|^\s*(?:truoc\s+|tu\s+|den\s+)?){_NUMBERS}(?!\d)(?!\s*(?:ngay|tuan|lan|nam|%|gio|h\b))"
)
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LATEST = 31


def month_of(heading: str | None) -> str | None:
    """Return the month that a heading is, "6" or "6/2026"; None for any other heading."""
    match = _HEADING.match(" ".join(flat(heading or "").split()))
    return _named(match) if match else None


def _named(match: re.Match[str]) -> str | None:
    year = match["year"] or match["of_year"]
    if not 1 <= int(match["month"]) <= 12:
        return None
    return f"{int(match['month'])}/{year}" if year else str(int(match["month"]))


def read_under(text: str, month: str | None, *, year: int | None) -> list[Reading]:
    """Return the readings of a cell, bare days taken as those of the month over it.

    The month is that of the heading of its rows (`month`, of which a remark tells) or the one that the cell begins with.
    """
    head = _HEAD_OF_CELL.match(_kept_lines(text))
    if head and (own := _named(head)) and _has_bare_days(text[head.end() :]):
        return _in_month(text[head.end() :], own, year, [])
    if month and _has_bare_days(text):
        return _in_month(text, month, year, [Remark.MONTH_OF_HEADING])
    return read_deadline(text, year=year)


def _kept_lines(text: str) -> str:
    """The bare text with its line breaks, of the same length."""
    return "".join("\n" if one == "\n" else bare for one, bare in zip(text, flat(text), strict=True))


def _has_bare_days(text: str) -> bool:
    bare = flat(text)
    return not _ANOTHER.search(bare) and any(_possible(match.group()) for match in _DAYS.finditer(bare))


def _possible(days: str) -> bool:
    return all(1 <= int(found) <= _LATEST for found in _NUMBER.findall(days))


def _in_month(text: str, month: str, year: int | None, remarks: list[Remark]) -> list[Reading]:
    """Read the cell with the month behind each of its days, and give the printed words back without it."""
    parts, end, bare = [], 0, flat(text)
    for days in _DAYS.finditer(bare):
        for number in _NUMBER.finditer(bare, *days.span()):
            parts += [text[end : number.end()], f"/{month}"]
            end = number.end()
    readings = read_deadline("".join([*parts, text[end:]]), year=year)
    whole = " ".join(text.split())
    for reading in readings:
        printed = re.sub(rf"(?<=\d)/{re.escape(month)}(?!\d)", "", reading.printed)
        reading.printed = printed if printed in whole else whole
        if reading.relation is not Relation.UNREAD:
            reading.remarks.extend(remarks)
    return readings
