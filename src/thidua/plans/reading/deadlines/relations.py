"""How a named time stands, by the words before it: before, by, on, from, after, so many days from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from thidua.plans.reading.deadlines import patterns as p
from thidua.plans.reading.shapes import Relation


class Sense(StrEnum):
    """What the words make of the named days."""

    PLAIN = "plain"
    FROM = "from"
    AFTER = "after"
    COUNTED = "counted"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Standing:
    """The relation, where the words for it begin, and what they make of the days. `said` when there are such words."""

    relation: Relation
    start: int
    sense: Sense = Sense.PLAIN
    said: bool = True


# In this order: "trước 10 ngày so với ngày 20/5" before "ngày 20/5", "trước dịp 2/9" before "dịp 2/9".
_WORDS: tuple[tuple[re.Pattern[str], Relation, Sense], ...] = (
    (p.COUNTED_BACK, Relation.BEFORE, Sense.COUNTED),
    (p.COUNTED, Relation.BY, Sense.COUNTED),
    (p.BEFORE_EVENT, Relation.BEFORE, Sense.EVENT),
    (p.AFTER_EVENT, Relation.RANGE, Sense.AFTER),
    (p.OCCASION, Relation.ON_OCCASION, Sense.PLAIN),
    (p.BEFORE, Relation.BEFORE, Sense.PLAIN),
    (p.FROM, Relation.RANGE, Sense.FROM),
    (p.BY, Relation.BY, Sense.PLAIN),
    (p.AFTER, Relation.RANGE, Sense.AFTER),
)
_OF_KIND = {
    "month": Relation.IN_MONTH, "quarter": Relation.WITHIN_QUARTER, "half": Relation.RANGE, "span": Relation.RANGE,
}  # fmt: skip


def how_it_stands(before: str, kind: str) -> Standing:
    """Return how a named time of a kind stands after the text before it."""
    for pattern, relation, sense in _WORDS:
        if match := pattern.search(before):
            open_end = pattern is p.COUNTED and match["after"]
            return Standing(Relation.RANGE if open_end else relation, match.start(), sense)
    match = (p.ON if kind == "day" else p.INSIDE).search(before)
    start = match.start() if match else len(before)
    return Standing(_OF_KIND.get(kind, Relation.ON), start, said=False)
