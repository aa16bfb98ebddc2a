"""Trajectory: what a recipient holds, which years are used, and which award comes within reach when.

The future is walked year by year under the rules of one day: every year not yet decided is assumed
good (title, rating, initiative), an award so reached is assumed given, and what was assumed is
said: "từ kỳ xét 2027, nếu …". Texts are Vietnamese.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .criteria.base import YES, Case
from .criteria.honours import Consecutive, Held
from .criteria.intervals import SinceAward
from .facts import Facts, RecipientKind
from .reach import HALF_YEAR, Reach, assume_year, chains, counts_years, step, walk
from .ruleset import Compiled, Ruleset, rules_in_force

Json = Any  # a JSON value

LEVELS = ("base", "commune", "city", "province", "state")  # lower awards are given first


@dataclass(frozen=True)
class Standing:
    """The achievement years for which an award is held and stands."""

    award: str
    name: str
    years: tuple[int, ...]

    def to_json(self) -> dict[str, Json]:
        """Years as a list."""
        return {"award": self.award, "name": self.name, "years": list(self.years)}


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
class Trajectory:
    """What is held, strips of years, and awards within reach, the nearest first."""

    recipient: str
    on: date
    held: tuple[Standing, ...]
    strips: tuple[Strip, ...]
    reachable: tuple[Reach, ...]

    def to_json(self) -> dict[str, Json]:
        """Everything."""
        return {
            "recipient": self.recipient,
            "on": self.on.isoformat(),
            "held": [row.to_json() for row in self.held],
            "strips": [strip.to_json() for strip in self.strips],
            "reachable": [reach.to_json() for reach in self.reachable],
        }


def candidates_for(kind: RecipientKind | None, rules: Ruleset) -> list[Compiled]:
    """Awards for this kind of recipient that build on earlier honours, lowest level first."""
    found = []
    for code, declaration in rules.law.awards.items():
        fits = kind is not None and kind.value in declaration.recipients
        if not fits or not declaration.covers(rules.day):
            continue
        conditions = rules.compiled(code).conditions
        if any(counts_years(each) for row in conditions for each in walk(row.criterion)):
            found.append((LEVELS.index(declaration.level), code))
    return [rules.compiled(code) for _, code in sorted(found)]


def trajectory(facts: Facts, on: date, ruleset: Ruleset | None = None, horizon: int = 8) -> Trajectory:
    """What is held, strips, and awards within reach over the next ``horizon`` years.

    ``ruleset``: the rules in force on that day when left out. Facts without honours give empty strips and
    reaches that start from nothing. Raises :class:`~.dated.LawInvalid` when no rules cover the day.
    """
    rules = ruleset or rules_in_force(on)
    known = facts if facts.honours is not None else replace(facts, honours=())
    candidates = candidates_for(known.kind, rules)
    strips = tuple(strip for compiled in candidates for strip in _strips(known, compiled, on))
    reaches: dict[str, Reach] = {}
    first = on.year - 1 if on.month <= HALF_YEAR else on.year
    future = known
    for period in range(first, first + horizon):
        future = assume_year(future, period, on)
        for compiled in candidates:
            told = compiled.award in reaches
            given, reach = step(known, future, compiled, period, on, rules, tell=not told)
            if given is not None:
                future = given
            if reach is not None:
                reaches[compiled.award] = reach
    ordered = sorted(reaches.values(), key=lambda reach: (reach.period, len(reach.needs), reach.award))
    return Trajectory(facts.recipient, on, tuple(_standing(known, on, rules)), strips, tuple(ordered))


def _standing(facts: Facts, on: date, rules: Ruleset) -> Iterator[Standing]:
    """Honours that are not revoked and were decided by the day, by award, in the order of the catalogue."""
    held = [row for row in facts.honours or () if row.status != "revoked"]
    held = [row for row in held if row.decision_date is None or row.decision_date <= on]
    for code in sorted({row.award for row in held}):
        declared = rules.law.awards.get(code)
        years = sorted({row.year for row in held if row.award == code})
        yield Standing(code, declared.name if declared else code, tuple(years))


def _strips(facts: Facts, compiled: Compiled, on: date) -> Iterator[Strip]:
    case = Case(facts, compiled.award, on.year, on, compiled.names, district_until=compiled.district_until)
    given = [row.honour.year for row in case.held(compiled.award) if row.strength]
    seen: set[str] = set()
    for chain in chains(compiled):
        if chain.award in seen:
            continue
        seen.add(chain.award)
        held = sorted({row.honour.year for row in case.held(chain.award) if row.strength == YES})
        if not held:
            continue
        between = (year for year in range(held[0], held[-1]) if year not in held)
        strict = isinstance(chain, Consecutive)  # other criteria ask for a number of honours, not for years in a row
        gaps = tuple(year for year in between if strict and not _bridged(chain, case, year))
        used = tuple(year for year in held if year <= max(given, default=0))
        free = tuple(year for year in held if year not in used)
        yield Strip(chain.award, compiled.award, case.name(chain.award), tuple(held), gaps, used, free)


def _bridged(chain: Consecutive | SinceAward | Held, case: Case, year: int) -> bool:
    """Whether two linked honours follow each other across a year without one."""
    if not isinstance(chain, Consecutive) or not chain.link_step:
        return False
    later = range(year + 1, year + chain.link_step)
    return any(case.in_year(chain.award, each) is not None and chain.linked(case, each) for each in later)
