"""Judging: facts and rules in, verdict out. No clock, no database."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from .criteria import Case
from .facts import Facts
from .findings import Verdict, overall
from .ruleset import Compiled, Ruleset, compile_snapshot

Json = Any  # a JSON value


def judge(facts: Facts, award_code: str, period_year: int, on: date, ruleset: Ruleset) -> Verdict:
    """Judge one recipient for one award and achievement year, as known on a day.

    Raises :class:`~.dated.LawInvalid` when the rule set does not know the award.
    """
    return _judge(ruleset.compiled(award_code), facts, period_year, on)


def judge_many(facts: Iterable[Facts], award_code: str, period_year: int, on: date, ruleset: Ruleset) -> list[Verdict]:
    """The same answers as :func:`judge`, one per recipient, in order."""
    compiled = ruleset.compiled(award_code)
    return [_judge(compiled, each, period_year, on) for each in facts]


def replay(facts: Facts, snapshot: Mapping[str, Json], period_year: int, on: date) -> Verdict:
    """Judge again from stored facts and a stored snapshot of the rules."""
    return _judge(compile_snapshot(snapshot), facts, period_year, on)


def _judge(compiled: Compiled, facts: Facts, period: int, on: date) -> Verdict:
    case = Case(facts, compiled.award, period, on, compiled.names, compiled.standards, compiled.district_until)
    found = (condition.find(case) for condition in compiled.conditions)
    findings = tuple(finding for finding in found if finding is not None)
    return Verdict(
        verdict=overall(finding.status for finding in findings),
        conditions=findings,
        digest=compiled.digest,
        award=compiled.award,
        period=period,
        on=on,
        ruleset=compiled.ruleset,
        provisional=compiled.provisional,
    )
