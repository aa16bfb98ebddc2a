"""Days that stand apart from their month: "ngày 15, 16/6/2025", "từ 01 đến 15/4", "Tháng 4 (trước ngày 20)"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from thidua.foundation.lunar import to_lunar
from thidua.plans.reading.deadlines import patterns as p
from thidua.plans.reading.deadlines.named import Named
from thidua.plans.reading.deadlines.relations import Sense, how_it_stands
from thidua.plans.reading.deadlines.result import Reading, Remark, Stated
from thidua.plans.reading.shapes import Relation


def with_days_before(one: Stated, named: Named, piece: str, text: str, left: int, at: int) -> list[Stated]:
    """Return the time whose date begins at `at`, with the days of its month that stand before it.

    Days that follow one another are a range, others each a time of its own.
    """
    reading, last, before = one.reading, named.first_day, text[left:at]
    first_too = reading.relation is Relation.BY and p.FROM_DAY_TO.search(before)
    if named.kind != "day" or last is None or not (first_too or reading.relation in (Relation.ON, Relation.RANGE)):
        return [one]
    if match := p.FIRST_DAY.search(before):
        first = _in_month(int(match["day"]), named)
        return [_as_range(one, first, left + match.start(), piece)] if first else [one]
    match = p.DAY_LIST.search(before)
    if match is None:
        return [one]
    places = [
        (left + match.start("days") + found.start(), found.group()) for found in re.finditer(r"\d+", match["days"])
    ]
    days = [day for _, printed in places if (day := _in_month(int(printed), named))]
    if len(days) < len(places) or any(later <= earlier for earlier, later in pairwise([*days, last])):
        return [one]
    standing = how_it_stands(text[left : places[0][0]], "day")
    start = left + standing.start
    in_a_row = all(later - earlier == timedelta(days=1) for earlier, later in pairwise([*days, last]))
    if standing.relation is Relation.ON and in_a_row:
        return [_as_range(one, days[0], start, piece)]
    reading.relation = standing.relation
    listed = [_listed_day(reading, day, start if not place else at_day, at_day + len(printed), piece)
              for place, (day, (at_day, printed)) in enumerate(zip(days, places, strict=True))]  # fmt: skip
    return [*listed, one]


def _in_month(number: int, named: Named) -> date | None:
    """Return day `number` of the (lunar) month of a day, when it lies before that day."""
    last = named.first_day
    if last is None or not 0 < number < (own := to_lunar(last).day if named.lunar else last.day):
        return None
    return last - timedelta(days=own - number)


def _as_range(one: Stated, first: date, start: int, piece: str) -> Stated:
    reading = one.reading
    reading.start, reading.end = first, reading.day or reading.start
    reading.relation, reading.day = Relation.RANGE, None
    reading.printed = piece[start : one.end].strip()
    if Remark.OPEN_RANGE in reading.remarks:
        reading.remarks.remove(Remark.OPEN_RANGE)
    return Stated(start, one.end, reading, one.kind)


def _listed_day(like: Reading, day: date, start: int, end: int, piece: str) -> Stated:
    reading = Reading("", like.relation, piece[start:end].strip(), day=day, remarks=list(like.remarks))
    return Stated(start, end, reading, "day")


def with_day_behind(one: Stated, named: Named, piece: str, text: str) -> Stated:
    """Return a month with the day, or days, of it that are named behind: "Tháng 4 (trước ngày 20)"."""
    reading, month = one.reading, named.first_day
    if named.kind != "month" or month is None or named.lunar or reading.relation is not Relation.IN_MONTH:
        return one
    if match := p.DAYS_BEHIND.match(text, one.end):
        days = [_day_of(month, int(match["first"])), _day_of(month, int(match["last"]))]
        reading.relation, reading.month = Relation.RANGE, None
        reading.start, reading.end = days
        if None in days:
            reading.forget_days()
    elif (match := p.DAY_BEHIND.match(text, one.end)) and not _lone_words(match["how"]):
        standing = how_it_stands(match["how"], "day")
        if standing.sense is not Sense.PLAIN or p.ANOTHER_DAY.search(text, match.end()):
            return one
        reading.relation, reading.month = standing.relation, None
        reading.day = _day_of(month, int(match["day"]))
    else:
        return one
    if not reading.day and not reading.end:
        reading.remarks.append(Remark.IMPOSSIBLE_DATE)
    reading.printed = piece[one.start : match.end()].strip()
    return Stated(one.start, match.end(), reading, "day")


def _lone_words(how: str) -> str:
    """Return the words before a day that do not say how it stands: then it is the day of something else."""
    return how[: how_it_stands(how, "day").start].strip()


def _day_of(month: date, number: int) -> date | None:
    try:
        return month.replace(day=number)
    except ValueError:
        return None
