"""One step into the future: what is assumed of a year not yet decided, and which award comes within reach.

An assumption that carried the answer is found by taking it away again and judging anew. Texts are Vietnamese.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from .criteria import Criterion
from .criteria.base import listed
from .criteria.combine import AllOf, AnyOf
from .criteria.honours import Consecutive, Held
from .criteria.intervals import SinceAward
from .criteria.merit import SCOPE_WORDS
from .criteria.ratings import RATING_NAMES, RatedAtLeast
from .facts import ASSUMED, Facts, HeldHonour, Initiative, Rating, RecipientKind, Scope
from .findings import Finding, Status, Verdict
from .judge import judge
from .ruleset import Compiled, Ruleset

Json = Any  # a JSON value

YEARLY = {RecipientKind.INDIVIDUAL: ("LDTT", "CSTDCS"), RecipientKind.COLLECTIVE: ("TTLDTT", "TTLDXS")}
HALF_YEAR = 6  # up to June the round still looks at the year before


@dataclass(frozen=True)
class Reach:
    """An award within reach from ``period`` on, and what must come true before. ``ready``: nothing."""

    award: str
    name: str
    period: int
    needs: tuple[str, ...]
    text: str

    @property
    def ready(self) -> bool:
        """Nothing is lacking."""
        return not self.needs

    def to_json(self) -> dict[str, Json]:
        """For the recipient page and the API."""
        return {
            "award": self.award,
            "name": self.name,
            "period": self.period,
            "needs": list(self.needs),
            "ready": self.ready,
            "text": self.text,
        }


def walk(criterion: Criterion) -> Iterator[Criterion]:
    """A criterion and every criterion inside it."""
    yield criterion
    if isinstance(criterion, AnyOf):
        for route in criterion.routes:
            yield from walk(route)
    elif isinstance(criterion, AllOf):
        for part in criterion.parts:
            yield from walk(part)


def chains(compiled: Compiled) -> Iterator[Consecutive | SinceAward | Held]:
    """The criteria of an award that build on honours of earlier years."""
    for condition in compiled.conditions:
        for criterion in walk(condition.criterion):
            if isinstance(criterion, (Consecutive, SinceAward, Held)):
                yield criterion


def counts_years(criterion: Criterion) -> bool:
    """Whether a criterion looks back over several years."""
    if isinstance(criterion, RatedAtLeast):
        return criterion.years > 1
    return isinstance(criterion, (Consecutive, SinceAward, Held))


def _undecided(period: int, on: date) -> bool:
    """Whether yearly results of that year may still come."""
    return period >= on.year or (period == on.year - 1 and on.month <= HALF_YEAR)


def assume_year(facts: Facts, period: int, on: date) -> Facts:
    """Assume a good year wherever nothing is known of it yet."""
    if not _undecided(period, on):
        return facts
    kind = facts.kind or RecipientKind.INDIVIDUAL
    honours = facts.honours or ()
    have = {honour.award for honour in honours if honour.year == period}
    added = tuple(_assumed_honour(code, period) for code in YEARLY.get(kind, ()) if code not in have)
    ratings: Mapping[int, Rating] = {period: Rating.EXCELLENT, **(facts.ratings or {})}
    ideas = (facts.initiatives or ()) + tuple(_assumed_initiative(scope, period) for scope in ASSUMED_SCOPES)
    return replace(facts, honours=honours + added, ratings=ratings, initiatives=ideas)


def _assumed_honour(award: str, period: int) -> HeldHonour:
    return HeldHonour(award, period, period, decision_date=date(period, 12, 31), decided_by=ASSUMED)


ASSUMED_SCOPES = (Scope.BASE, Scope.PROVINCE, Scope.NATIONAL)


def _assumed_initiative(scope: Scope, period: int) -> Initiative:
    words = f"sáng kiến {SCOPE_WORDS[scope]}"
    return Initiative(words, scope, date(period, 12, 1), recognised_by="city", role=ASSUMED)


@dataclass(frozen=True)
class Question:
    """One award asked about for one future period. ``known`` are the facts without assumptions."""

    known: Facts
    compiled: Compiled
    period: int
    day: date
    rules: Ruleset

    def judge(self, facts: Facts) -> Verdict:
        """The verdict on some facts."""
        return judge(facts, self.compiled.award, self.period, self.day, self.rules)

    def holds(self, facts: Facts) -> bool:
        """Whether nothing fails and no condition that counts earlier years is open."""
        verdict = self.judge(facts)
        chained = {
            condition.id
            for condition in self.compiled.conditions
            if any(counts_years(each) for each in walk(condition.criterion))
        }
        found = [finding for finding in verdict.conditions if finding.id in chained]
        chains_pass = bool(found) and all(finding.status is Status.PASS for finding in found)
        return verdict.verdict is not Status.FAIL and chains_pass


def step(
    known: Facts, facts: Facts, compiled: Compiled, period: int, on: date, rules: Ruleset, tell: bool = True
) -> tuple[Facts | None, Reach | None]:
    """Judge one award for one future period; when in reach, the facts with it assumed given.

    ``tell``: also say what it takes; left out where that was said for an earlier period.
    """
    question = Question(known, compiled, period, max(on, date(period, 12, 31)), rules)
    if not question.holds(facts):
        return None, None
    given = replace(facts, honours=(*(facts.honours or ()), _assumed_honour(compiled.award, period)))
    if not tell:
        return given, None
    needs = _needs(question, facts)
    name = compiled.names[compiled.award]
    text = f"{name}: từ kỳ xét {period}" + (f", nếu {'; '.join(needs)}." if needs else ", đã đủ điều kiện.")
    return given, Reach(compiled.award, name, period, needs, text)


def _needs(question: Question, facts: Facts) -> tuple[str, ...]:
    """What was assumed, and what is still open."""
    facts = _lean(question, facts)
    assumed: dict[str, set[int]] = {}
    said: list[str] = []
    for finding in question.judge(facts).conditions:
        for fact in finding.facts:
            honour = fact.get("honour")
            if honour and honour.get("decided_by") == ASSUMED:
                assumed.setdefault(honour["award"], set()).add(int(str(honour["period"])[-4:]))
        said += _assumed_merit(finding)
        if finding.status in (Status.UNKNOWN, Status.HOLD):
            said.append(finding.text.rstrip(".")[:1].lower() + finding.text.rstrip(".")[1:])
    names = question.compiled.names
    titles = [f"đạt {names.get(code, code)} năm {listed(years)}" for code, years in assumed.items()]
    times = _counted_titles(question, facts, assumed)
    return tuple(dict.fromkeys([*titles, *times, *_needed_ratings(question, facts), *said]))


def _lean(question: Question, facts: Facts) -> Facts:
    """The facts less every assumption the answer does not need: merits first, then ratings, then titles."""
    full = question.judge(facts).verdict
    codes = {row.award for row in facts.honours or () if row.decided_by == ASSUMED}
    fewer: list[Callable[[Facts], Facts]] = [
        lambda now: replace(now, initiatives=question.known.initiatives),
        lambda now: _unrated(now, question.known),
        *(partial(_without, award=code) for code in sorted(codes - set(_as_good_as_rated(facts)))),
    ]
    for drop in fewer:
        tried = drop(facts)
        if question.holds(tried) and question.judge(tried).verdict is full:
            facts = tried
    return facts


def _as_good_as_rated(facts: Facts) -> tuple[str, ...]:
    """Yearly titles of a collective stand for its rating and are assumed together with it."""
    return YEARLY[RecipientKind.COLLECTIVE] if facts.kind is RecipientKind.COLLECTIVE else ()


def _unrated(facts: Facts, known: Facts) -> Facts:
    """The facts less the assumed yearly results."""
    for code in _as_good_as_rated(facts):
        facts = _without(facts, code)
    return replace(facts, ratings=known.ratings)


def _without(facts: Facts, award: str) -> Facts:
    """The facts less what was assumed of one award."""
    kept = (row for row in facts.honours or () if row.award != award or row.decided_by != ASSUMED)
    return replace(facts, honours=tuple(kept))


def _counted_titles(question: Question, facts: Facts, told: Mapping[str, set[int]]) -> Iterator[str]:
    """Titles asked for within an interval: how many of the assumed ones it takes, beyond those already told."""
    wanted: set[str] = set()
    for chain in chains(question.compiled):
        if isinstance(chain, SinceAward):
            wanted |= {code for each in chain.titles for code in each}
        elif isinstance(chain, Consecutive) and chain.link_award:
            wanted.add(chain.link_award)
    for code in sorted(wanted):
        every = [row for row in facts.honours or () if row.award == code and row.decided_by == ASSUMED]
        mine = [row for row in every if row.year not in told.get(code, ())]
        kept = [row for row in every if row not in mine]
        rest = _without(facts, code)
        rest = replace(rest, honours=(*(rest.honours or ()), *kept))
        for count in range(len(mine) + 1):
            honours = (*(rest.honours or ()), *mine[len(mine) - count :])
            if question.holds(replace(rest, honours=honours)):
                if count:
                    name = question.compiled.names.get(code, code)
                    yield f"thêm {count} lần đạt {name} đến năm {question.period}"
                break


def _needed_ratings(question: Question, facts: Facts) -> Iterator[str]:
    """The lowest ratings of the years ahead with which the chain still holds; nothing when none is needed."""
    known = question.known.ratings or {}
    ahead = sorted(year for year in facts.ratings or {} if year not in known and year <= question.period)
    bare = _unrated(facts, question.known)
    if not ahead or question.holds(bare):
        return

    def holds(years: Sequence[int], rating: Rating, best: int = 0) -> bool:
        ratings = {**known, **dict.fromkeys(years, rating)}
        ratings.update(dict.fromkeys(years[len(years) - best :], Rating.EXCELLENT))
        return question.holds(replace(bare, ratings=ratings))

    while len(ahead) > 1 and holds(ahead[1:], Rating.EXCELLENT):
        ahead = ahead[1:]
    tries = [(Rating.DONE, 0), *((Rating.GOOD, best) for best in range(len(ahead)))]
    for rating, best in tries:
        if holds(ahead, rating, best):
            excellent = f", trong đó {best} năm {RATING_NAMES[Rating.EXCELLENT]}" if best else ""
            yield f"{RATING_NAMES[rating]} trở lên năm {_span(ahead)}{excellent}"
            return
    if holds(ahead, Rating.EXCELLENT):
        yield f"{RATING_NAMES[Rating.EXCELLENT]} năm {_span(ahead)}"


def _span(years: Sequence[int]) -> str:
    """2025–2029 for a run of more than two years."""
    return f"{min(years)}–{max(years)}" if len(years) > 2 else listed(years)


def _assumed_merit(finding: Finding) -> Sequence[str]:
    """An assumed initiative counts as a need only when no real one carried the condition."""
    if finding.status is not Status.PASS:
        return ()
    rows = [fact["initiative"] for fact in finding.facts if "initiative" in fact]
    named = [row for row in rows if f"“{row['name']}”" in finding.text]
    return [f"có {row['name']}" for row in named if row.get("role") == ASSUMED]
