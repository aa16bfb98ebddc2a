"""Columnar answers of the conditions on yearly results: ratings, members, clusters, months worked."""

from datetime import date

import numpy as np

from ..criteria.base import MAYBE, NO, YES
from ..criteria.ratings import LeadsCluster, MemberCount, MemberShare, RatedAtLeast, WorkedMonths
from ..criteria.service import months_between
from ..facts import RATING_ORDER, Rating
from .answering import answers
from .asking import FAIL, OF_STRENGTH, OPEN, PASS, Ask
from .columns import UNKNOWN, Codes, Ints, Mask, marked


def year_strengths(ask: Ask, year: int, least: str, or_award: str, implied: tuple[str, ...] = ()) -> Codes:
    """Per recipient: how far a year is rated ``least`` or better, or carries the title ``or_award``.

    ``implied``: titles that speak for a good rating where none is known.
    """
    rating = ask.rated(year)
    strength = np.where(rating >= RATING_ORDER[Rating(least)], YES, NO).astype(np.int8)
    strength[rating == UNKNOWN] = MAYBE
    if RATING_ORDER[Rating(least)] <= RATING_ORDER[Rating.GOOD]:
        for title in implied:
            strength[(rating == UNKNOWN) & (ask.in_year(title, year) == YES + 1)] = YES
    strength = np.minimum(strength, ask.undisciplined(year))
    if or_award:
        strength[ask.in_year(or_award, year) == YES + 1] = YES
    return strength


@answers.register
def _rated(criterion: RatedAtLeast, ask: Ask, asked: Mask) -> Codes:
    first = ask.period - criterion.lag - criterion.years + 1
    years = [year_strengths(ask, year, criterion.least, criterion.or_award) for year in range(first, ask.period + 1)]
    best = ask.full(NO)
    for start in range(criterion.lag + 1):
        worst = years[start]
        for each in years[start + 1 : start + criterion.years]:
            worst = np.minimum(worst, each)
        best = np.maximum(best, worst)
    return OF_STRENGTH[best]


def _of_period(ask: Ask, name: str, column: str) -> Ints:
    """A yearly number of the period, -1 unknown."""
    table = ask.columns.tables[name]
    found = np.full(ask.columns.size, UNKNOWN, np.int32)
    here = table["year"] == ask.period
    found[table["owner"][here]] = table[column][here]
    return found


@answers.register
def _member_share(criterion: MemberShare, ask: Ask, asked: Mask) -> Codes:
    total = _of_period(ask, "members", "total").astype(np.int64)
    count = _of_period(ask, "members", criterion.part).astype(np.int64)
    share = criterion.share
    reached = count * share.denominator >= total * share.numerator
    clear = (total > 0) & (count != UNKNOWN) & (count <= total)
    return np.where(clear, np.where(reached, PASS, FAIL), OPEN).astype(np.int8)


@answers.register
def _member_count(criterion: MemberCount, ask: Ask, asked: Mask) -> Codes:
    count = _of_period(ask, "members", criterion.part)
    fine = count >= criterion.least
    if criterion.most is not None:
        fine &= count <= criterion.most
    total = _of_period(ask, "members", "total")
    clear = (count != UNKNOWN) & ((total == UNKNOWN) | (count <= total))
    found = np.where(clear, np.where(fine, PASS, FAIL), OPEN).astype(np.int8)
    if criterion.part == "disciplined":
        found[(count == UNKNOWN) & ask.columns.vouched & ask.columns.known["members"]] = PASS
    return found


@answers.register
def _leads_cluster(criterion: LeadsCluster, ask: Ask, asked: Mask) -> Codes:
    rank = _of_period(ask, "clusters", "rank")
    leads = (rank <= criterion.rank) & (_of_period(ask, "clusters", "acclaimed") != 0)
    return np.where(rank != UNKNOWN, np.where(leads, PASS, FAIL), OPEN).astype(np.int8)


@answers.register
def _worked_months(criterion: WorkedMonths, ask: Ask, asked: Mask) -> Codes:
    """Whole months from the first day of work; whoever was away on leave that does not count is judged alone."""
    columns, leave = ask.columns, ask.columns.tables["leave"]
    end = date(ask.period, 12, 31)
    days = (date.fromordinal(each) for each in range(date(ask.period, 1, 1).toordinal(), end.toordinal() + 1))
    latest = max((day for day in days if months_between(day, end) >= criterion.months), default=date.min)
    stated = (columns.employed != UNKNOWN) | leave.has(columns.size)
    silent = np.where(columns.vouched, PASS, OPEN)
    enough = np.where(columns.employed <= latest.toordinal(), PASS, FAIL)  # unknown is before every day
    found = np.where(stated, enough, silent).astype(np.int8)
    counted = [columns.vocabulary.seen("leave", kind) for kind in criterion.counted]
    away = marked(columns.size, leave["owner"][~np.isin(leave["kind"], counted)])
    return ask.singly(criterion, asked & away, found)
