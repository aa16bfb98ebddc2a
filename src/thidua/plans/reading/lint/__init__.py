"""Checks of a plan: what is doubtful is flagged with a severity and, where there is one, a proposal.

An error blocks activation until a person confirms, a warning is shown, information is recorded. No check changes
anything. Dated facts come from `data/lint.yaml` or from the caller, never from code.
"""

from __future__ import annotations

from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.lint import (
    bodies,
    circles,
    days,
    leftovers,
    order,
    outside,
    structure,
    wanting,
    words,
)
from thidua.plans.reading.lint.context import Linted, LintRules
from thidua.plans.reading.shapes import Flag, Severity

__all__ = ["LintRules", "Linted", "found_by_lint"]

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def found_by_lint(linted: Linted, calendar: OfficialCalendar, rules: LintRules) -> list[Flag]:
    """Run every check; errors first, then in the order of the document."""
    found = [
        *days.checks(linted, calendar),
        *structure.checks(linted),
        *leftovers.checks(linted),
        *wanting.checks(linted),
        *order.checks(linted, calendar, rules),
        *bodies.checks(linted),
        *circles.checks(linted),
        *outside.checks(linted, calendar, rules),
        *words.checks(linted, rules),
    ]
    found = [flag for flag in found if not _is_said_elsewhere(flag, found)]
    place = {key: number for number, key in enumerate(linted.keys_in_order())}
    return sorted(found, key=lambda flag: (_WEIGHT[flag.severity], place.get(flag.where, -1)))


def _is_said_elsewhere(flag: Flag, found: list[Flag]) -> bool:
    """Tell whether "no time is stated" would be untrue: a day stands elsewhere in the row."""
    return flag.code == "NOT_STATED" and any(
        other.code == "DATE_OUTSIDE_DEADLINE" and other.where == flag.where for other in found
    )
