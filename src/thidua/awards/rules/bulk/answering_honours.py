"""Columnar answers of the conditions on honours already held."""

import numpy as np

from ..criteria.base import MAYBE, NO, YES
from ..criteria.honours import OTHER_ACHIEVEMENT, Consecutive, Held, NotBefore, SameYear
from ..criteria.intervals import FiledInTime, SinceAward
from .answering import answers
from .answering_years import year_strengths
from .asking import FAIL, OF_STRENGTH, OPEN, PASS, Ask, Weighed
from .columns import UNKNOWN, Codes, Ints, Mask, marked
from .evaluating import statuses

Way = tuple[Codes, Ints]  # strength of a chain, and its first year


def _when_known(ask: Ask, found: Codes) -> Codes:
    """The answer where honours are known; unknown honours answer nothing."""
    known = ask.columns.known["honours"]
    return found if known.all() else np.where(known, found, OPEN).astype(np.int8)


@answers.register
def _consecutive(criterion: Consecutive, ask: Ask, asked: Mask) -> Codes:
    strength, start = _best_chain(criterion, ask)
    if criterion.reuse != "allow":
        held = ask.held(ask.compiled.award)
        if held is not None:
            capped = {"doubt": MAYBE, "refuse": NO}[criterion.reuse]
            used = (strength > NO) & (start <= last_year(held, ask))
            strength = np.where(used, capped, strength).astype(np.int8)
    found = _when_known(ask, OF_STRENGTH[strength])
    wide = ask.wide(criterion.award)
    return found if wide is None else ask.singly(criterion, asked & wide, found)


def last_year(held: Weighed, ask: Ask) -> Ints:
    """The latest year before the period for which the award is held (0: none)."""
    last = np.zeros(ask.columns.size, np.int32)
    rows = held.until(ask.period - 1)
    owner, year, strength = held.owner[rows], held.year[rows], held.strength[rows]
    if held.plain:
        last[owner] = year  # ordered by year: the later is written over the earlier
    else:
        last[owner[strength > NO]] = year[strength > NO]
    return last


def _best_chain(criterion: Consecutive, ask: Ask) -> Way:
    known: dict[tuple[int, int], Way] = {}
    best = _chain(criterion, ask, ask.period, criterion.times, known)
    for end in range(ask.period - 1, ask.period - criterion.lag - 1, -1):
        best = _stronger(best, _chain(criterion, ask, end, criterion.times, known))
    return best


def _stronger(one: Way, other: Way) -> Way:
    """The first unless the other is stronger."""
    better = other[0] > one[0]
    return np.where(better, other[0], one[0]), np.where(better, other[1], one[1])


def _chain(criterion: Consecutive, ask: Ask, end: int, times: int, known: dict[tuple[int, int], Way]) -> Way:
    key = (end, times)
    if key not in known:
        here = ask.strength(criterion.award, end)
        if times == 1:
            known[key] = here, np.full(ask.columns.size, end, np.int32)
        else:
            strength, start = _before(criterion, ask, end, times - 1, known)
            known[key] = np.minimum(here, strength), start
    return known[key]


def _before(criterion: Consecutive, ask: Ask, year: int, times: int, known: dict[tuple[int, int], Way]) -> Way:
    best = _chain(criterion, ask, year - 1, times, known)
    if not criterion.link_step:
        return best
    step = year - criterion.link_step
    linked = ask.in_year(criterion.award, step) > 0
    for each in range(step + 1, year + 1):
        linked = linked & (ask.in_year(criterion.link_award, each) == YES + 1)
    strength, start = _chain(criterion, ask, step, times, known)
    return _stronger(best, (np.where(linked, strength, NO).astype(np.int8), start))


@answers.register
def _held(criterion: Held, ask: Ask, asked: Mask) -> Codes:
    found, held = ask.full(FAIL if criterion.times else PASS), ask.given(criterion.award)
    if held is not None:
        rows = held.until(ask.period)
        owner, strength = held.owner[rows], held.strength[rows]
        for least, code in ((MAYBE, OPEN), (YES, PASS)):
            count = np.bincount(owner[strength >= least], minlength=ask.columns.size)
            found[count >= criterion.times] = code
    return _when_known(ask, found)


@answers.register
def _same_year(criterion: SameYear, ask: Ask, asked: Mask) -> Codes:
    strength = ask.strength(criterion.award, ask.period)
    standard = ask.full(PASS)
    for condition in ask.compiled.standards.get(criterion.award, ()):
        standard = np.maximum(standard, statuses(condition, ask, asked & (strength == NO)))
    proposed = ask.columns.tables["proposed_with"]
    together = proposed["award"] == ask.columns.vocabulary.seen("award", criterion.award)
    asked_with = marked(ask.columns.size, proposed["owner"][together])
    found = np.where(asked_with, standard, FAIL)
    found = np.where(ask.columns.known["honours"], found, OPEN)
    found = np.where(standard == FAIL, FAIL, found)
    return np.where(strength > NO, OF_STRENGTH[strength], found).astype(np.int8)


@answers.register
def _not_before(criterion: NotBefore, ask: Ask, asked: Mask) -> Codes:
    found, known = ask.full(PASS), ask.columns.known["honours"]
    rows = ask.columns.honours.get(ask.compiled.award)
    if rows is not None:
        here = slice(None) if criterion.ever else rows.years(ask.period)
        stands = ~rows.revoked[here] & (rows.decided[here] <= ask.day)
        found[rows.owner[here][stands]] = OPEN if criterion.doubt else FAIL
        if criterion.doubt:  # whether another achievement is claimed: the single judge looks
            stated = (ask.columns.flags["claims_complete"] == 1) | (ask.stated(OTHER_ACHIEVEMENT) != UNKNOWN)
            found = ask.singly(criterion, asked & stated & (found == OPEN), found)
    silent = known if criterion.ever else known | ask.columns.vouched
    found[~silent] = OPEN
    beside = asked & meets_beside(criterion, ask)
    return ask.singly(criterion, beside, found) if beside.any() else found


def meets_beside(criterion: NotBefore, ask: Ask) -> Mask:
    """Who has, or is proposed for, one of the other awards in the period: the single judge looks."""
    met = np.zeros(ask.columns.size, np.bool_)
    for award in criterion.beside:
        rows = ask.columns.honours.get(award)
        if rows is not None:
            met[rows.owner[rows.years(ask.period)]] = True
    proposed = ask.columns.tables["proposed_with"]
    seen = ask.columns.vocabulary.seen
    numbers = [seen("award", award) for award in criterion.beside]
    met[proposed["owner"][np.isin(proposed["award"], numbers)]] = True
    return met


@answers.register
def _filed_in_time(criterion: FiledInTime, ask: Ask, asked: Mask) -> Codes:
    held, found = ask.held(criterion.award), ask.full(OPEN)
    if held is None:
        return found
    rows = held.until(ask.period)
    counts = held.strength[rows] > NO
    decided = np.zeros(ask.columns.size, np.int32)
    decided[held.owner[rows][counts]] = ask.columns.honours[criterion.award].decided[rows][counts]
    in_time = ask.on.year <= (decided >> 9) + criterion.within
    return np.where(decided > 0, np.where(in_time, PASS, FAIL), OPEN).astype(np.int8)


@answers.register
def _since_award(criterion: SinceAward, ask: Ask, asked: Mask) -> Codes:
    """The best answer over the honours that lie far enough back; after discipline, or where one is only supposed, the single judge counts."""
    found, held = ask.full(FAIL), ask.given(criterion.award)
    if held is None:
        return _when_known(ask, found)
    rows = held.until(min(ask.period - criterion.years, ask.period - 1))
    counts = (held.strength[rows] > NO) & asked[held.owner[rows]]
    owner, year, own = held.owner[rows][counts], held.year[rows][counts], held.strength[rows][counts]
    best = ask.full(NO)
    for start in np.unique(year).tolist():
        strength, since = own[year == start], _since(criterion, ask, start + 1)
        for each in (MAYBE, YES):  # the stronger is written over the weaker
            here = owner[year == start][strength >= each]
            best[here] = np.maximum(best[here], np.minimum(each, since[here]))
    found = _when_known(ask, OF_STRENGTH[best])
    alone = (ask.disciplined | ask.columns.supposed) & marked(ask.columns.size, owner)
    return ask.singly(criterion, asked & alone, found)


def _since(criterion: SinceAward, ask: Ask, start: int) -> Codes:
    """Per recipient: strength of the years from ``start`` to the period."""
    span, recent = range(start, ask.period + 1), ask.period - criterion.years
    worst = ask.full(YES)
    for year in span:
        rating = criterion.rating if year > recent else "HTT"
        strength = year_strengths(ask, year, rating, criterion.or_award, criterion.implied)
        worst = np.minimum(worst, strength)
    if criterion.excellent:
        excellent = [year_strengths(ask, year, "HTXS", "") for year in span]
        worst = np.minimum(worst, _at_least(criterion.excellent, excellent, ask))
    if criterion.titles:
        ways = [
            [_at_least(times, [ask.strength(code, year) for year in span], ask) for code, times in way.items()]
            for way in criterion.titles
        ]
        worst = np.minimum(worst, np.max([np.min(way, axis=0) for way in ways], axis=0))
    return worst


def _at_least(times: int, strengths: list[Codes], ask: Ask) -> Codes:
    """Strength of the ``times`` strongest of several years."""
    found = ask.full(NO)
    for least in (MAYBE, YES):
        count = np.sum([each >= least for each in strengths], axis=0)
        found[count >= times] = least
    return found
