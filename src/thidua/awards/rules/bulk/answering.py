"""How each kind of condition answers for all recipients at once.

:func:`answers` is open: a kind without a columnar form is put to the single judge, recipient by recipient.
``asked`` marks the recipients whose answer is wanted; what stands for the others means nothing.
"""

from functools import singledispatch

import numpy as np
from numpy.typing import NDArray

from ..criteria.base import Criterion
from ..criteria.combine import AllOf, AnyOf, DecidedBy, NotRead, RulesUsed
from ..criteria.merit import Attested, HasInitiative, NotForService
from ..criteria.person import (
    DISCIPLINE_ORDER,
    Living,
    NationalityIs,
    NeverDisciplined,
    NothingPending,
    NotProsecuted,
    NotUnderDiscipline,
    RecipientIs,
    ResidesIn,
)
from ..criteria.service import ServedInPost, ServedYears
from ..facts import SCOPE_ORDER, RecipientKind, Scope
from .asking import FAIL, HOLD, OPEN, PASS, QUIET, Ask
from .columns import UNKNOWN, Codes, Ints, Mask, marked

BEST = np.array([0, 3, 2, 1, 4], np.int8)  # by code, the order of preference among routes
OF_BEST = np.argsort(BEST).astype(np.int8)


@singledispatch
def answers(criterion: Criterion, ask: Ask, asked: Mask) -> Codes:
    """The status code of a criterion for every recipient."""
    return ask.singly(criterion, asked, ask.full(PASS))


@answers.register
def _any_of(criterion: AnyOf, ask: Ask, asked: Mask) -> Codes:
    best, failed = ask.full(int(BEST[FAIL])), np.zeros(ask.columns.size, np.bool_)
    for route in criterion.routes:
        still = asked & (best != PASS)
        if still.any():
            found = answers(route, ask, still)
            best = np.where(still, np.minimum(best, BEST[found]), best)
            failed |= found == FAIL
    complete = (ask.columns.flags["claims_complete"] == 1) & ask.columns.vouched
    best[complete & failed & (best == BEST[QUIET])] = BEST[FAIL]  # what nobody claims is not met
    return OF_BEST[best]


@answers.register
def _all_of(criterion: AllOf, ask: Ask, asked: Mask) -> Codes:
    worst = ask.full(PASS)
    for part in criterion.parts:
        worst = np.maximum(worst, answers(part, ask, asked & (worst != FAIL)))
    return worst


@answers.register
def _not_read(criterion: NotRead, ask: Ask, asked: Mask) -> Codes:
    return _said(ask.stated(f"manual:{ask.compiled.award}"))


@answers.register(RulesUsed)
@answers.register(DecidedBy)
def _told(criterion: RulesUsed | DecidedBy, ask: Ask, asked: Mask) -> Codes:
    return ask.full(PASS)


@answers.register
def _attested(criterion: Attested, ask: Ask, asked: Mask) -> Codes:
    stated = ask.stated(criterion.code)
    found = _said(stated, silent=QUIET)
    if criterion.presumed:
        found[(stated == UNKNOWN) & ask.columns.vouched] = PASS
    return found


@answers.register
def _not_for_service(criterion: NotForService, ask: Ask, asked: Mask) -> Codes:
    """Whoever holds one of the orders is answered by the single judge: its route counts."""
    found = answers(Attested(criterion.code, criterion.label, presumed=True), ask, asked)
    holds = np.zeros(ask.columns.size, np.bool_)
    for award in criterion.awards:
        if award in ask.columns.honours:
            holds[ask.columns.honours[award].owner] = True
    return ask.singly(criterion, asked & holds, found)


def _said(stated: Codes, silent: int = OPEN) -> Codes:
    return np.array([FAIL, PASS, silent], np.int8)[stated]  # by 0 no, 1 yes, -1 nothing said


def _fits(fits: Mask, known: Mask) -> Codes:
    return np.where(known, np.where(fits, PASS, FAIL), OPEN).astype(np.int8)


def _word_in(ask: Ask, sort: str, wanted: tuple[str, ...]) -> Mask:
    numbers = [ask.columns.vocabulary.seen(sort, word) for word in wanted]
    return np.isin(ask.columns.words[sort], numbers)


@answers.register
def _recipient(criterion: RecipientIs, ask: Ask, asked: Mask) -> Codes:
    kinds = criterion.kinds
    if "collective" in kinds:
        kinds = (*kinds, RecipientKind.ENTERPRISE.value)
    return _fits(_word_in(ask, "kind", kinds), ask.columns.words["kind"] != UNKNOWN)


@answers.register
def _nationality(criterion: NationalityIs, ask: Ask, asked: Mask) -> Codes:
    met = ask.columns.vocabulary.numbers.get("nationality", {})
    home = tuple(word for word in met if word.upper() in ("VN", "VNM"))
    fits = _word_in(ask, "nationality", home) == (criterion.want == "vietnamese")
    return _fits(fits, ask.columns.words["nationality"] != UNKNOWN)


@answers.register
def _residence(criterion: ResidesIn, ask: Ask, asked: Mask) -> Codes:
    known = ask.columns.words["residence"] != UNKNOWN
    return _fits(_word_in(ask, "residence", (criterion.want,)), known)


@answers.register
def _living(criterion: Living, ask: Ask, asked: Mask) -> Codes:
    dead, kinds = ask.columns.flags["deceased"], ask.columns.words["kind"]
    person = (kinds == UNKNOWN) | _word_in(ask, "kind", (RecipientKind.INDIVIDUAL.value,))
    found = ask.full(PASS)
    found[(dead == UNKNOWN) & ~ask.columns.vouched & person] = OPEN
    found[dead == 1] = FAIL
    return found


def _silence(ask: Ask, name: str) -> Codes:
    """Nothing said about a list: fine when the unit vouches, else unknown. Known: fine so far."""
    return np.where(ask.columns.known[name] | ask.columns.vouched, PASS, OPEN).astype(np.int8)


@answers.register
def _nothing_pending(criterion: NothingPending, ask: Ask, asked: Mask) -> Codes:
    table = ask.columns.tables["pending"]
    found = _silence(ask, "pending")
    running = (table["since"] <= ask.day) & ((table["resolved"] == 0) | (table["resolved"] > ask.day))
    found[table["owner"][running]] = HOLD
    return found


@answers.register
def _not_under_discipline(criterion: NotUnderDiscipline, ask: Ask, asked: Mask) -> Codes:
    table = ask.columns.tables["discipline"]
    found = _silence(ask, "discipline")
    running = (table["since"] <= ask.day) & ((table["until"] == 0) | (ask.day <= table["until"]))
    found[table["owner"][running]] = HOLD
    return found


@answers.register
def _never_disciplined(criterion: NeverDisciplined, ask: Ask, asked: Mask) -> Codes:
    table = ask.columns.tables["discipline"]
    found = _silence(ask, "discipline")
    heavy = (table["since"] <= ask.day) & (table["form"] >= DISCIPLINE_ORDER[criterion.least])
    found[table["owner"][heavy]] = FAIL
    return found


@answers.register
def _not_prosecuted(criterion: NotProsecuted, ask: Ask, asked: Mask) -> Codes:
    stated = ask.columns.flags["prosecuted"]
    found = ask.full(PASS)
    found[(stated == UNKNOWN) & ~ask.columns.vouched] = OPEN
    found[stated == 1] = FAIL
    return found


@answers.register
def _initiative(criterion: HasInitiative, ask: Ask, asked: Mask) -> Codes:
    table, known = ask.columns.tables["initiatives"], ask.columns.known["initiatives"]
    found = np.where(known, FAIL, OPEN).astype(np.int8)
    if not len(table):
        return found
    sort = table["sort"] == ask.columns.vocabulary.seen("sort", criterion.sort)
    refused = _refused(criterion, ask)
    doubted = _doubted(criterion, ask)
    possible = _single(sort & ~refused, ask)
    sure = _single(sort & ~refused & ~doubted, ask)
    found[known & (possible >= criterion.times)] = OPEN
    found[known & (sure >= criterion.times)] = PASS
    return found


def _single(counted: Mask, ask: Ask) -> NDArray[np.intp]:
    """How many initiatives each has among those counted; one written down twice is one."""
    table, names = ask.columns.tables["initiatives"], len(ask.columns.vocabulary.numbers["name"])
    named = table["owner"][counted].astype(np.int64) * names + table["name"][counted]
    return np.bincount(np.unique(named) // names, minlength=ask.columns.size)


def _recognisers(criterion: HasInitiative, ask: Ask) -> Ints:
    seen = ask.columns.vocabulary.seen
    return np.array([seen("by", word) for word in criterion.by], np.int32)


def _refused(criterion: HasInitiative, ask: Ask) -> Mask:
    """Which initiatives cannot count."""
    table, bound = ask.columns.tables["initiatives"], SCOPE_ORDER[Scope(criterion.scope)]
    refused = (table["scope"] != UNKNOWN) & (table["scope"] < bound)
    refused |= table["day"] > ask.day
    if criterion.by:
        refused |= (table["by"] != UNKNOWN) & ~np.isin(table["by"], _recognisers(criterion, ask))
    refused |= table["effective"] == 0
    if criterion.scope != Scope.BASE:
        refused |= table["replicable"] == 0
    refused |= table["nothing"] == 1
    uses, award = ask.columns.tables["uses"], ask.columns.vocabulary.seen("award", ask.compiled.award)
    spent = (uses["award"] == award) & (uses["year"] != ask.period)
    refused |= marked(len(table), uses["owner"][spent])
    return np.asarray(refused, np.bool_)


def _doubted(criterion: HasInitiative, ask: Ask) -> Mask:
    """Which initiatives need a look."""
    table = ask.columns.tables["initiatives"]
    doubted = (table["scope"] == UNKNOWN) | (table["day"] == 0)
    if criterion.scope == Scope.PROVINCE:
        doubted |= (table["ministry"] == 1) & ~np.isin(table["by"], _recognisers(criterion, ask))
    if criterion.within is not None:
        doubted |= (table["day"] >> 9) < ask.period - criterion.within + 1
    return np.asarray(doubted, np.bool_)


@answers.register(ServedInPost)
@answers.register(ServedYears)
def _served(criterion: ServedInPost | ServedYears, ask: Ask, asked: Mask) -> Codes:
    """Months of service are counted by the single judge; without posts there is nothing to count."""
    known = ask.columns.known["posts"]
    silent = QUIET if isinstance(criterion, ServedInPost) else OPEN
    found = np.where(known, FAIL, silent).astype(np.int8)
    posts = ask.columns.tables["posts"]
    if len(posts):
        found = ask.singly(criterion, asked & posts.has(ask.columns.size), found)
    return found
