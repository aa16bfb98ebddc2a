"""Checks of a plan that stands already, printed or as used: the reader's own checks run anew, and those it lacks.

Pure Python, no Django. `reading` is the exchange form `plan-read/1`. Messages are Vietnamese sentences. Nothing is
changed: a finding has a code, a severity, where, the printed words, a message and, where there is one, a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.linting import added, stale
from thidua.plans.linting.rebuilt import flag_of, linted_of
from thidua.plans.reading.lint import LintRules, bodies, circles, days, order, outside, words
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.shapes import Flag, Severity

__all__ = ["SCHEMA", "findings", "lint_json"]

SCHEMA: Final = "plan-lint/1"

Json = dict[str, Any]
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def findings(
    reading: Json, *, calendar: OfficialCalendar, used: Mapping[str, date] | None = None,
    settled: Iterable[tuple[str, str]] = (), rules: LintRules | None = None,
) -> list[Flag]:  # fmt: skip
    """Return what is doubtful in a plan: errors first, then in the order of the document.

    `used` gives by milestone key the days that a person confirmed; they are checked in place of the printed ones.
    `settled` are findings (code, where) that a person decided to leave; they are not told again. What only the paper
    shows (cut rows, numbers used twice, unread cells) is taken from the reading; the rest is checked anew.
    """
    facts = rules or LintRules.standard()
    as_printed = {(flag.code, flag.where) for flag in _again(linted_of(reading, {}), calendar, facts)}
    kept = [flag_of(row) for row in reading["flags"] if (row["code"], row["where"]) not in as_printed]
    linted = linted_of(reading, used or {})
    found = [
        *kept, *_again(linted, calendar, facts), *added.checks(linted, calendar, facts), *stale.checks(linted, facts),
    ]  # fmt: skip
    known = set(settled)
    place = {key: number for number, key in enumerate(linted.keys_in_order())}
    told = {(flag.code, flag.where, flag.message): flag for flag in found if (flag.code, flag.where) not in known}
    return sorted(told.values(), key=lambda flag: (_WEIGHT[flag.severity], place.get(flag.where, -1)))


def _again(linted: Linted, calendar: OfficialCalendar, rules: LintRules) -> list[Flag]:
    """The reader's checks that need no more than what was read."""
    return [
        *days.checks(linted, calendar),
        *order.checks(linted, calendar, rules),
        *bodies.checks(linted),
        *circles.checks(linted),
        *outside.checks(linted, calendar, rules),
        *words.checks(linted, rules),
    ]


def lint_json(reading: Json, found: Iterable[Flag]) -> Json:
    """Return the findings in their exchange form."""
    rows = [flag.to_json() for flag in found]
    counts = {severity.value: sum(row["severity"] == severity for row in rows) for severity in Severity}
    return {"schema": SCHEMA, "document": reading["document"], "counts": counts, "findings": rows}
