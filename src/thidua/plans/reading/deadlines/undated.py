"""What a piece without a named day says of time: a year, a part of it, another document, as things arise."""

from __future__ import annotations

import re
from datetime import date

from thidua.plans.reading.deadlines import patterns as p
from thidua.plans.reading.deadlines.result import Reading, Remark
from thidua.plans.reading.deadlines.school import school_year
from thidua.plans.reading.shapes import Relation

_BY_SOMETHING = re.compile(r"(?<!\w)theo\s+\w+")
# Matched against the text with its marks: "sáu" and "ngày" are other words than "sau" and "ngay".
_TO_EVENT = re.compile(
    r"^\s*(?:(?:hoàn thành|xong)\s+)?(?:(?P<before>trước)|(?:ngay\s+)?sau)\s+(?!đó\b|đây\b)[^\W\d]", re.IGNORECASE
)


def undated(piece: str, bare: str, year: int | None) -> Reading:
    """Return the reading of a piece that names no day, month or quarter."""
    printed = piece.strip()
    if p.SAME_AS_ABOVE.match(bare):
        return Reading("", Relation.UNREAD, printed, remarks=[Remark.SAME_AS_ABOVE])
    if p.BY_DOCUMENT.match(bare):
        return Reading("", Relation.BY_DOCUMENT, printed)
    if found := school_year(printed, bare) or _of_a_year(printed, bare, year):
        return found
    if p.AS_ARISES.search(bare):
        return Reading("", Relation.WHEN_ARISES, printed)
    if _BY_SOMETHING.search(bare):
        return Reading("", Relation.BY_DOCUMENT, printed)
    if p.NO_DATE_OCCASION.search(bare):
        return Reading("", Relation.ON_OCCASION, printed)
    return _to_event(printed) or Reading("", Relation.UNREAD, printed)


def _to_event(printed: str) -> Reading | None:
    """Before or after something that names no day."""
    match = _TO_EVENT.match(printed)
    if match is None:
        return None
    if match["before"]:
        return Reading("", Relation.BEFORE, printed, remarks=[Remark.BEFORE_EVENT])
    return Reading("", Relation.RANGE, printed, remarks=[Remark.AFTER])


def _of_a_year(printed: str, bare: str, year: int | None) -> Reading | None:
    if several := p.YEARS.match(bare):
        first, last = int(several["first"]), int(several["last"])
        return Reading("", Relation.RANGE, printed, start=date(first, 1, 1), end=date(last, 12, 31))
    if part := p.PART_OF_YEAR.match(bare):
        return _part(printed, part["part"], part["year"], year)
    if not p.WHOLE_YEAR.match(bare):
        return None
    own = re.search(r"20\d\d", bare)
    chosen = int(own.group()) if own else year
    if not chosen:
        return Reading("", Relation.UNREAD, printed)
    remarks = [] if own else [Remark.YEAR_ASSUMED]
    return Reading("", Relation.RANGE, printed, start=date(chosen, 1, 1), end=date(chosen, 12, 31), remarks=remarks)


def _part(printed: str, part: str, own: str | None, year: int | None) -> Reading:
    """ "Đầu năm" names the day it begins with, "cuối năm" the one it ends with, and no more."""
    reading = Reading("", Relation.RANGE, printed, remarks=[Remark.VAGUE])
    chosen = int(own) if own else year
    if chosen and part == "dau":
        reading.start = date(chosen, 1, 1)
    elif chosen and part == "cuoi":
        reading.end = date(chosen, 12, 31)
    if not own and part != "giua":
        reading.remarks.append(Remark.YEAR_ASSUMED)
    return reading
