"""Full reasons for many: the single judge speaks once for all who share a sentence.

What differs from one to the next, the honours named as facts, is put in from each one's own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ..conditions import Condition
from ..facts import Facts
from ..findings import Finding, Verdict
from ..ruleset import Ruleset
from .asking import STATUSES, Ask
from .columns import Columns, Ints, Json, Mask
from .evaluating import Outcome, applied, evaluate
from .filling import columns_of
from .marking import Key, marks

MOST = 1 << 40  # signatures are packed anew before they grow beyond this
CHUNK = 50_000  # recipients judged together


def judge_bulk(facts: Iterable[Facts], award: str, period: int, on: date, ruleset: Ruleset) -> Iterator[Verdict]:
    """The verdicts the single judge gives, in order, with reasons. Memory stays at one chunk.

    Raises :class:`~..dated.LawInvalid` when the rule set does not know the award.
    """
    needed = ruleset.compiled(award).names
    chunk: list[Facts] = []
    for each in facts:
        chunk.append(each)
        if len(chunk) == CHUNK:
            yield from sheets(evaluate(columns_of(chunk, needed), award, period, on, ruleset))
            chunk = []
    yield from sheets(evaluate(columns_of(chunk, needed), award, period, on, ruleset))


def sheets(outcome: Outcome) -> Iterator[Verdict]:
    """The verdict of every recipient of an evaluation, with reasons."""
    compiled, ask = outcome.compiled, outcome.ask
    columns = [_findings(condition, ask) for condition in compiled.conditions]
    always = all(None not in column for column in columns)
    found = zip(*columns, strict=True) if columns else iter([()] * ask.columns.size)
    for code, row in zip(outcome.verdict.tolist(), found, strict=True):
        findings = row if always else tuple(each for each in row if each is not None)
        yield Verdict(
            STATUSES[code],
            findings,
            compiled.digest,
            compiled.award,
            ask.period,
            ask.on,
            compiled.ruleset,
            compiled.provisional,
        )


def _findings(condition: Condition, ask: Ask) -> list[Finding | None]:
    """The finding of one condition for every recipient; None where it is not asked."""
    size = ask.columns.size
    found: list[Finding | None] = [None] * size
    applies = applied(condition, ask)
    asked = np.ones(size, np.bool_) if applies is None else applies
    if not asked.any():
        return found
    read = marks(condition.criterion, ask)
    own = np.logical_or.reduce(read.own) if read.own else np.zeros(size, np.bool_)
    for row in np.flatnonzero(asked & own).tolist():
        found[row] = condition.find(ask.case(row))
    _shared(condition, ask, asked & ~own, read.keys, found)
    return found


def _shared(condition: Condition, ask: Ask, rows: Mask, keys: list[Key], found: list[Finding | None]) -> None:
    """One finding for all with the same marks, put in place."""
    places = np.flatnonzero(rows)
    if not len(places):
        return
    signature = packed([key[places] for key in keys], len(places))
    order = np.argsort(signature, kind="stable")
    starts = np.flatnonzero(np.diff(signature[order], prepend=signature[order][0] - 1))
    honours = Honours(ask.columns)
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        alike = places[order[start:end]]
        said = condition.find(ask.case(int(alike[0])))
        if said is not None:
            honours.spread(said, alike, found)


def packed(keys: Sequence[Key], size: int) -> NDArray[np.int64]:
    """One number per recipient, equal where all keys are equal."""
    found, span = np.zeros(size, np.int64), 1
    for key in keys:
        low, high = int(key.min()), int(key.max())
        if low == high:
            continue
        if span * (high - low + 1) > MOST:
            found = np.unique(found, return_inverse=True)[1].reshape(size)
            span = int(found.max()) + 1
        found = found * (high - low + 1) + (key.astype(np.int64) - low)
        span *= high - low + 1
    return found if span <= size else np.unique(found, return_inverse=True)[1].reshape(size)


@dataclass
class Honours:
    """Puts each recipient's own honours where a shared finding names those of the first."""

    columns: Columns
    _places: dict[tuple[str, int], Ints] = field(default_factory=dict)

    def spread(self, said: Finding, rows: NDArray[np.intp], found: list[Finding | None]) -> None:
        """The finding for each of these recipients."""
        named = [_named(fact) for fact in said.facts]
        if not any(named):
            for row in rows.tolist():
                found[row] = said
            return
        parts = [
            self._described(key, rows) if key else [fact] * len(rows)
            for key, fact in zip(named, said.facts, strict=True)
        ]
        head, tail = (said.id, said.status, said.text, said.citation), (said.why, said.confidence)
        for row, facts in zip(rows.tolist(), zip(*parts, strict=True), strict=True):
            found[row] = Finding(*head, facts, *tail)

    def _described(self, key: tuple[str, int], rows: NDArray[np.intp]) -> list[Json]:
        """Each one's honour of that award and year, as a fact."""
        held = self.columns.honours[key[0]]
        if key not in self._places:
            here = held.years(key[1])
            places = np.zeros(self.columns.size, np.int32)
            places[held.owner[here]] = np.arange(here.start, here.stop)
            self._places[key] = places
        described = held.described
        return [{"honour": described(place)} for place in self._places[key][rows].tolist()]


def _named(fact: Json) -> tuple[str, int] | None:
    """Award and year of an honour named as a fact."""
    honour = fact.get("honour")
    return (honour["award"], int(honour["period"].split("-")[-1])) if honour else None
