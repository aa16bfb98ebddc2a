"""What an answer's words rest on: recipients with equal marks read the same sentence.

:func:`marks` is open: a kind that is not named here is answered by the single judge, recipient by recipient.
"""

from dataclasses import dataclass, field
from functools import singledispatch

import numpy as np
from numpy.typing import NDArray

from ..criteria.base import YES, Criterion
from ..criteria.combine import AllOf, AnyOf, DecidedBy, NotRead, RulesUsed
from ..criteria.honours import Consecutive, Held, NotBefore
from ..criteria.intervals import SinceAward
from ..criteria.merit import Attested, HasInitiative, NotForService
from ..criteria.person import (
    Living,
    NationalityIs,
    NeverDisciplined,
    NothingPending,
    NotProsecuted,
    NotUnderDiscipline,
    RecipientIs,
    ResidesIn,
)
from ..criteria.ratings import LeadsCluster, MemberCount, MemberShare, RatedAtLeast, WorkedMonths
from ..criteria.service import ServedInPost, ServedYears
from .answering import answers
from .answering_honours import last_year, meets_beside
from .asking import FAIL, Ask
from .columns import UNKNOWN, Mask, marked

YEARS_NAMED = 2  # a broken chain names so many years more than it asks for
YEARS_MARKED = 40  # years of honours told apart in one mark; whoever holds older ones is answered alone

Key = NDArray[np.integer]


@dataclass
class Marks:
    """``keys``: numbers that settle the sentence. ``own``: whose sentence rests on more than the keys."""

    keys: list[Key] = field(default_factory=list)
    own: list[Mask] = field(default_factory=list)

    def add(self, other: "Marks") -> "Marks":
        """Both together."""
        return Marks(self.keys + other.keys, self.own + other.own)


@singledispatch
def marks(criterion: Criterion, ask: Ask) -> Marks:
    """The marks of a criterion; by default everybody is answered alone."""
    return Marks([], [np.ones(ask.columns.size, np.bool_)])


def _together(parts: list[Marks]) -> Marks:
    found = Marks()
    for part in parts:
        found = found.add(part)
    return found


@marks.register
def _any_of(criterion: AnyOf, ask: Ask) -> Marks:
    complete = Marks([ask.columns.flags["claims_complete"], ask.columns.flags["vouched"]])
    return _together([complete, *(marks(route, ask) for route in criterion.routes)])


@marks.register
def _all_of(criterion: AllOf, ask: Ask) -> Marks:
    return _together([marks(part, ask) for part in criterion.parts])


@marks.register
def _not_read(criterion: NotRead, ask: Ask) -> Marks:
    return Marks([ask.stated(f"manual:{ask.compiled.award}")])


@marks.register(RulesUsed)
@marks.register(DecidedBy)
def _told(criterion: RulesUsed | DecidedBy, ask: Ask) -> Marks:
    return Marks()


@marks.register
def _attested(criterion: Attested, ask: Ask) -> Marks:
    return Marks([ask.stated(criterion.code), ask.columns.flags["vouched"]])


@marks.register
def _not_for_service(criterion: NotForService, ask: Ask) -> Marks:
    held = [ask.columns.honours[award].owner for award in criterion.awards if award in ask.columns.honours]
    own = [marked(ask.columns.size, owner) for owner in held]
    return Marks([ask.stated(criterion.code), ask.columns.flags["vouched"]], own)


@marks.register
def _recipient(criterion: RecipientIs, ask: Ask) -> Marks:
    return Marks([ask.columns.words["kind"]])


@marks.register
def _nationality(criterion: NationalityIs, ask: Ask) -> Marks:
    return Marks([ask.columns.words["nationality"]])


@marks.register
def _residence(criterion: ResidesIn, ask: Ask) -> Marks:
    return Marks([ask.columns.words["residence"]])


@marks.register
def _living(criterion: Living, ask: Ask) -> Marks:
    columns = ask.columns
    return Marks([columns.flags["deceased"], columns.words["kind"], columns.flags["vouched"]])


@marks.register
def _not_prosecuted(criterion: NotProsecuted, ask: Ask) -> Marks:
    return Marks([ask.columns.flags["prosecuted"], ask.columns.flags["vouched"]])


def _silent(ask: Ask, name: str) -> Marks:
    """A list that most leave out or empty; whoever has rows in it is answered alone."""
    columns, table = ask.columns, ask.columns.tables[name]
    keys: list[Key] = [columns.known[name].astype(np.int8), columns.flags["vouched"]]
    return Marks(keys, [table.has(columns.size)] if len(table) else [])


@marks.register(NotUnderDiscipline)
@marks.register(NeverDisciplined)
def _discipline(criterion: Criterion, ask: Ask) -> Marks:
    return _silent(ask, "discipline")


@marks.register
def _pending(criterion: NothingPending, ask: Ask) -> Marks:
    return _silent(ask, "pending")


@marks.register
def _initiatives(criterion: HasInitiative, ask: Ask) -> Marks:
    return _silent(ask, "initiatives")


@marks.register(MemberShare)
@marks.register(MemberCount)
def _members(criterion: Criterion, ask: Ask) -> Marks:
    return _silent(ask, "members")


@marks.register
def _clusters(criterion: LeadsCluster, ask: Ask) -> Marks:
    return _silent(ask, "clusters")


@marks.register(ServedInPost)
@marks.register(ServedYears)
def _posts(criterion: Criterion, ask: Ask) -> Marks:
    return _silent(ask, "posts")


@marks.register
def _worked(criterion: WorkedMonths, ask: Ask) -> Marks:
    return _silent(ask, "leave").add(Marks([], [ask.columns.employed != UNKNOWN]))


@marks.register
def _rated(criterion: RatedAtLeast, ask: Ask) -> Marks:
    years = range(ask.period - criterion.lag - criterion.years + 1, ask.period + 1)
    found = Marks([ask.rated(year) for year in years], [ask.disciplined])
    return found.add(honour_years(criterion.or_award, ask, years)) if criterion.or_award else found


@marks.register
def _consecutive(criterion: Consecutive, ask: Ask) -> Marks:
    reach = (criterion.times - 1) * max(1, criterion.link_step) + criterion.lag
    years = range(ask.period - reach, ask.period + 1)
    found = _known(ask).add(honour_years(criterion.award, ask, years))
    if criterion.link_step:
        found = found.add(honour_years(criterion.link_award, ask, years))
    wide = ask.wide(criterion.award)
    if wide is not None:
        found.own.append(wide)
    failed = answers(criterion, ask, np.ones(ask.columns.size, np.bool_)) == FAIL
    found = found.add(_latest(criterion.award, criterion.times + YEARS_NAMED, ask, failed))
    held = ask.held(ask.compiled.award)
    if criterion.reuse != "allow" and held is not None:
        used = np.where(failed, 0, np.maximum(last_year(held, ask), years.start - 1))
        found.keys.append(used)
        found.own.append(uneven(ask.compiled.award, ask))
    return found


def _latest(award: str, most: int, ask: Ask, wanted: Mask) -> Marks:
    """The last years of an award up to the period, so many at most, of those wanted."""
    rows = ask.columns.honours.get(award)
    if rows is None:
        return Marks()
    first = max(int(rows.last[0]), ask.period - YEARS_MARKED)
    bits = np.zeros(ask.columns.size, np.int64)
    count = np.where(wanted, 0, most)
    for place, year in enumerate(range(ask.period, first - 1, -1)):
        here = (ask.in_year(award, year) > 0) & (count < most)
        bits |= here.astype(np.int64) << place
        count += here
    older = marked(ask.columns.size, rows.owner[rows.last < first])
    return Marks([bits], [older & (count < most)])


@marks.register
def _held(criterion: Held, ask: Ask) -> Marks:
    return _known(ask).add(_all_years(criterion.award, ask))


@marks.register
def _not_before(criterion: NotBefore, ask: Ask) -> Marks:
    found, rows = _known(ask), ask.columns.honours.get(ask.compiled.award)
    found.keys.append(ask.columns.flags["vouched"])
    if rows is not None:
        here = slice(None) if criterion.ever else rows.years(ask.period)
        found.own.append(marked(ask.columns.size, rows.owner[here]))
    if criterion.beside:
        found.own.append(meets_beside(criterion, ask))
    return found


@marks.register
def _since_award(criterion: SinceAward, ask: Ask) -> Marks:
    found = _known(ask).add(_silent(ask, "ratings"))
    found.own += [ask.disciplined, ask.columns.supposed]
    named = [code for wanted in criterion.titles for code in wanted]
    for code in dict.fromkeys([criterion.award, *named, criterion.or_award, *criterion.implied]):
        found = found.add(_all_years(code, ask))
    return found


def _known(ask: Ask) -> Marks:
    return Marks([ask.columns.known["honours"].astype(np.int8)])


def _all_years(award: str, ask: Ask) -> Marks:
    """Every year of an award up to the period; older than can be marked: answered alone."""
    rows = ask.columns.honours.get(award)
    if rows is None:
        return Marks()
    first = max(int(rows.last[0]), ask.period - YEARS_MARKED)
    found = honour_years(award, ask, range(first, ask.period + 1))
    found.own.append(marked(ask.columns.size, rows.owner[rows.last < first]))
    return found


def honour_years(award: str, ask: Ask, years: range) -> Marks:
    """Which of the years carry the award; whoever holds a doubtful or a second one is answered alone."""
    if award not in ask.columns.honours:
        return Marks()
    bits = np.zeros(ask.columns.size, np.int64)
    for place, year in enumerate(years):
        bits |= (ask.in_year(award, year) > 0).astype(np.int64) << place
    return Marks([bits], [uneven(award, ask)])


def uneven(award: str, ask: Ask) -> Mask:
    """Who holds one that does not count in full, or two of one year."""
    size, held = ask.columns.size, ask.held(award)
    found = np.zeros(size, np.bool_)
    if held is None:
        return found
    found[held.owner[held.strength != YES]] = True
    rows = ask.columns.honours[award]
    for year in np.unique(rows.last).tolist():
        owner = rows.owner[rows.years(year)]
        found |= np.bincount(owner, minlength=size) > 1
    return found
