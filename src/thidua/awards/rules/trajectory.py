"""Trajectory: what a recipient holds, which years are used, and which award comes within reach when.

The future is walked year by year under the rules of one day: every year not yet decided is assumed
good (title, rating, initiative), an award so reached is assumed given, and what was assumed is
said: "từ kỳ xét 2027, nếu …". Texts are Vietnamese.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .criteria import Criterion
from .criteria.base import YES, Case, listed
from .criteria.combine import AllOf, AnyOf
from .criteria.honours import Consecutive, Held, SinceAward
from .criteria.merit import SCOPE_WORDS
from .criteria.ratings import RatedAtLeast
from .facts import Facts, HeldHonour, Initiative, Rating, RecipientKind, Scope
from .findings import Finding, Status, Verdict
from .judge import judge
from .ruleset import Compiled, Ruleset

Json = Any  # a JSON value

ASSUMED = "assumed"
LEVELS = ("base", "commune", "city", "province", "state")  # lower awards are given first
YEARLY = {RecipientKind.INDIVIDUAL: ("LDTT", "CSTDCS"), RecipientKind.COLLECTIVE: ("TTLDTT", "TTLDXS")}
HALF_YEAR = 6  # up to June the round still looks at the year before


@dataclass(frozen=True)
class Strip:
    """Years of one prerequisite towards one award: held, missing in between, used, still free."""

    award: str
    towards: str
    name: str
    held: tuple[int, ...]
    gaps: tuple[int, ...]
    used: tuple[int, ...]
    unused: tuple[int, ...]

    def to_json(self) -> dict[str, Json]:
        """Lists of years."""
        lists = {key: list(getattr(self, key)) for key in ("held", "gaps", "used", "unused")}
        return {"award": self.award, "towards": self.towards, "name": self.name, **lists}


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


@dataclass(frozen=True)
class Trajectory:
    """Strips of years, and awards within reach, the nearest first."""

    recipient: str
    on: date
    strips: tuple[Strip, ...]
    reachable: tuple[Reach, ...]

    def to_json(self) -> dict[str, Json]:
        """Everything."""
        return {
            "recipient": self.recipient,
            "on": self.on.isoformat(),
            "strips": [strip.to_json() for strip in self.strips],
            "reachable": [reach.to_json() for reach in self.reachable],
        }


def _walk(criterion: Criterion) -> Iterator[Criterion]:
    yield criterion
    if isinstance(criterion, AnyOf):
        for route in criterion.routes:
            yield from _walk(route)
    elif isinstance(criterion, AllOf):
        for part in criterion.parts:
            yield from _walk(part)


def _chains(compiled: Compiled) -> Iterator[Consecutive | SinceAward | Held]:
    for condition in compiled.conditions:
        for criterion in _walk(condition.criterion):
            if isinstance(criterion, (Consecutive, SinceAward, Held)):
                yield criterion


def _counts_years(criterion: Criterion) -> bool:
    """Whether a criterion looks back over several years."""
    if isinstance(criterion, RatedAtLeast):
        return criterion.years > 1
    return isinstance(criterion, (Consecutive, SinceAward, Held))


def _candidates(facts: Facts, rules: Ruleset) -> list[Compiled]:
    """Awards for this kind of recipient that build on earlier honours, lowest level first."""
    found = []
    for code, declaration in rules.law.awards.items():
        fits = facts.kind is not None and facts.kind.value in declaration.recipients
        if not fits or not declaration.covers(rules.day):
            continue
        conditions = rules.compiled(code).conditions
        if any(_counts_years(each) for row in conditions for each in _walk(row.criterion)):
            found.append((LEVELS.index(declaration.level), code))
    return [rules.compiled(code) for _, code in sorted(found)]


def trajectory(facts: Facts, on: date, ruleset: Ruleset, horizon: int = 8) -> Trajectory:
    """Strips and awards within reach over the next ``horizon`` years.

    Facts without honours give empty strips and reaches that start from nothing.
    """
    known = facts if facts.honours is not None else replace(facts, honours=())
    candidates = _candidates(known, ruleset)
    strips = tuple(strip for compiled in candidates for strip in _strips(known, compiled, on))
    reaches: dict[str, Reach] = {}
    first = on.year - 1 if on.month <= HALF_YEAR else on.year
    future = known
    for period in range(first, first + horizon):
        future = _assume_year(future, period, on)
        for compiled in candidates:
            given, reach = _try(future, compiled, period, on, ruleset)
            if given is not None:
                future = given
            if reach is not None and compiled.award not in reaches:
                reaches[compiled.award] = reach
    ordered = sorted(reaches.values(), key=lambda reach: (reach.period, len(reach.needs), reach.award))
    return Trajectory(facts.recipient, on, strips, tuple(ordered))


def _strips(facts: Facts, compiled: Compiled, on: date) -> Iterator[Strip]:
    case = Case(facts, compiled.award, on.year, on, compiled.names)
    given = [row.honour.year for row in case.held(compiled.award) if row.strength]
    seen: set[str] = set()
    for chain in _chains(compiled):
        if chain.award in seen:
            continue
        seen.add(chain.award)
        held = sorted({row.honour.year for row in case.held(chain.award) if row.strength == YES})
        if not held:
            continue
        between = (year for year in range(held[0], held[-1]) if year not in held)
        gaps = tuple(year for year in between if not _bridged(chain, case, year))
        used = tuple(year for year in held if year <= max(given, default=0))
        free = tuple(year for year in held if year not in used)
        yield Strip(chain.award, compiled.award, case.name(chain.award), tuple(held), gaps, used, free)


def _bridged(chain: Consecutive | SinceAward | Held, case: Case, year: int) -> bool:
    """Whether two linked honours follow each other across a year without one."""
    if not isinstance(chain, Consecutive) or not chain.link_step:
        return False
    later = range(year + 1, year + chain.link_step)
    return any(case.in_year(chain.award, each) is not None and chain.linked(case, each) for each in later)


def _undecided(period: int, on: date) -> bool:
    """Whether yearly results of that year may still come."""
    return period >= on.year or (period == on.year - 1 and on.month <= HALF_YEAR)


def _assume_year(facts: Facts, period: int, on: date) -> Facts:
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


def _try(
    facts: Facts, compiled: Compiled, period: int, on: date, rules: Ruleset
) -> tuple[Facts | None, Reach | None]:
    """Judge one award for one future period; when in reach, the facts with it assumed given."""
    day = max(on, date(period, 12, 31))
    verdict = judge(facts, compiled.award, period, day, rules)
    if verdict.verdict is Status.FAIL or not _chains_hold(facts, compiled, verdict):
        return None, None
    needs = _needs(verdict, compiled)
    name = compiled.names[compiled.award]
    text = f"{name}: từ kỳ xét {period}" + (f", nếu {'; '.join(needs)}." if needs else ", đã đủ điều kiện.")
    given = replace(
        facts,
        honours=(*(facts.honours or ()), _assumed_honour(compiled.award, period)),
    )
    return given, Reach(compiled.award, name, period, needs, text)


def _chains_hold(facts: Facts, compiled: Compiled, verdict: Verdict) -> bool:
    """Whether no condition that counts earlier honours is open."""
    chained = {
        condition.id
        for condition in compiled.conditions
        if any(_counts_years(each) for each in _walk(condition.criterion))
    }
    found = [finding for finding in verdict.conditions if finding.id in chained]
    return bool(found) and all(finding.status is Status.PASS for finding in found)


def _needs(verdict: Verdict, compiled: Compiled) -> tuple[str, ...]:
    """What was assumed, and what is still open."""
    assumed: dict[str, set[int]] = {}
    said: list[str] = []
    for finding in verdict.conditions:
        for fact in finding.facts:
            honour = fact.get("honour")
            if honour and honour.get("decided_by") == ASSUMED:
                assumed.setdefault(honour["award"], set()).add(int(str(honour["period"])[-4:]))
        said += _assumed_merit(finding)
        if finding.status in (Status.UNKNOWN, Status.HOLD):
            said.append(finding.text.rstrip(".")[:1].lower() + finding.text.rstrip(".")[1:])
    titles = [f"đạt {compiled.names.get(code, code)} năm {listed(years)}" for code, years in assumed.items()]
    return tuple(dict.fromkeys([*titles, *said]))


def _assumed_merit(finding: Finding) -> Sequence[str]:
    """An assumed initiative counts as a need only when no real one carried the condition."""
    if finding.status is not Status.PASS:
        return ()
    rows = [fact["initiative"] for fact in finding.facts if "initiative" in fact]
    named = [row for row in rows if f"“{row['name']}”" in finding.text]
    return [f"có {row['name']}" for row in named if row.get("role") == ASSUMED]
