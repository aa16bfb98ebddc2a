"""The conditions of an award put to all recipients at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from ..conditions import DEFAULT_CLASS, Condition
from ..findings import Status
from ..ruleset import Compiled, Ruleset
from .answering import answers
from .asking import CODE_OF, NOT_ASKED, OPEN, PASS, QUIET, STATUSES, Ask
from .columns import UNKNOWN, Codes, Columns, Mask


@dataclass(frozen=True)
class Outcome:
    """Status codes (places in ``STATUSES``): of the whole, and of each condition (-1: not asked)."""

    verdict: Codes
    conditions: tuple[Codes, ...]
    compiled: Compiled
    ask: Ask

    def status(self, row: int) -> Status:
        """The verdict of one recipient."""
        return STATUSES[self.verdict[row]]

    def reasons(self, row: int) -> Mapping[str, Status]:
        """Status of each condition asked of one recipient, by its id."""
        each = zip(self.compiled.conditions, self.conditions, strict=True)
        return {condition.id: STATUSES[codes[row]] for condition, codes in each if codes[row] != NOT_ASKED}

    def counts(self) -> dict[str, int]:
        """How many of each verdict."""
        found = np.bincount(self.verdict, minlength=len(STATUSES)).tolist()
        return {status.value: found[code] for status, code in CODE_OF.items()}


def evaluate(columns: Columns, award: str, period: int, on: date, ruleset: Ruleset) -> Outcome:
    """Judge every recipient for one award, period and day: the same answers as the single judge.

    Raises :class:`~..dated.LawInvalid` when the rule set does not know the award.
    """
    compiled = ruleset.compiled(award)
    ask = Ask(columns, compiled, period, on)
    everybody = np.ones(columns.size, np.bool_)
    found = tuple(statuses(condition, ask, everybody) for condition in compiled.conditions)
    verdict = ask.full(PASS)
    for codes in found:
        np.maximum(verdict, codes, out=verdict)
    return Outcome(verdict, found, compiled, ask)


def statuses(condition: Condition, ask: Ask, asked: Mask) -> Codes:
    """Status codes of one condition; NOT_ASKED where it is not for the recipient."""
    applies = applied(condition, ask)
    wanted = asked if applies is None else asked & applies
    if not wanted.any():
        return ask.full(NOT_ASKED)
    found = answers(condition.criterion, ask, wanted)
    found[found == QUIET] = OPEN
    if applies is not None:
        found[~applies] = NOT_ASKED
    return found


def applied(condition: Condition, ask: Ask) -> Mask | None:
    """Who is asked; None for everybody."""
    words, seen = ask.columns.words, ask.columns.vocabulary.seen
    masks = []
    if condition.kinds:
        masks.append(np.isin(words["kind"], [seen("kind", word) for word in condition.kinds]))
    if condition.classes:
        numbers = [seen("recipient_class", word) for word in condition.classes]
        if DEFAULT_CLASS in condition.classes:
            numbers.append(UNKNOWN)
        masks.append(np.isin(words["recipient_class"], numbers))
    return np.logical_and.reduce(masks) if masks else None
