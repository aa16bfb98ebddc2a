"""What if the law said otherwise: a draft laid over the law for every day, and the verdicts that it turns. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..amending import GENERAL, Act, Change, Sort, amended
from ..dated import LawInvalid
from ..facts import Facts
from ..findings import Citation, Confidence, Verdict
from ..judge import judge
from ..law import ConditionVersion, Law
from ..ruleset import Ruleset, rules_in_force
from .asking import STATUSES
from .evaluating import evaluate
from .filling import columns_of

Json = Any  # a JSON value
NO_RULES = "none"  # in place of a status: no rules cover that day, or the award is not given then
DRAFT = "Dự thảo"


@dataclass(frozen=True)
class Draft:
    """What a draft says otherwise.

    ``values``: key of a dated value to its value. ``conditions``: "CSTDT.sang-kien" to the condition's row as
    criteria.yaml has it, also one that is new. ``dropped``: conditions no longer asked.
    """

    values: Mapping[str, Json] = field(default_factory=dict)
    conditions: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    document: str = DRAFT

    def to_json(self) -> dict[str, Json]:
        """To be kept and sent."""
        return {
            "values": dict(self.values),
            "conditions": {key: dict(row) for key, row in self.conditions.items()},
            "dropped": list(self.dropped),
            "document": self.document,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "Draft":
        """Inverse of :meth:`to_json`."""
        return cls(data["values"], data["conditions"], tuple(data["dropped"]), data["document"])

    def __bool__(self) -> bool:
        return bool(self.values or self.conditions or self.dropped)


def drafted(law: Law, draft: Draft) -> Law:
    """The law as it would be had the draft stood from the first day on.

    Raises :class:`LawInvalid` for a key or condition the law does not have, and for a row that cannot be read.
    """
    start = min(span.valid_from for span in law.spans)
    source = Citation(draft.document or DRAFT)
    changes = []
    for key, value in draft.values.items():
        if not law.values.series(key):
            raise LawInvalid(f"Không có giá trị “{key}”.")
        changes.append(_change(Sort.VALUE, Act.CHANGE, key, {"value": value}, start, source))
    for key, row in draft.conditions.items():
        _owned(law, key)
        changes.append(_change(Sort.CONDITION, Act.CHANGE, key, row, start, source))
    for key in draft.dropped:
        if not any(row.id == key.partition(".")[2] for row in _owned(law, key)):
            raise LawInvalid(f"Không có điều kiện “{key}”.")
        changes.append(_change(Sort.CONDITION, Act.CLOSE, key, {}, start, source))
    return amended(law, changes)


def _owned(law: Law, key: str) -> Sequence[ConditionVersion]:
    owner = key.partition(".")[0]
    return law.general if owner == GENERAL else law.award(owner).conditions


def _change(sort: Sort, act: Act, key: str, content: Json, start: date, source: Citation) -> Change:
    first = min(start, date(start.year, 1, 1))
    return Change(sort, act, key, content, first, None, source, Confidence.UNKNOWN)


@dataclass(frozen=True)
class Question:
    """One verdict to be given under both laws. ``received``: whose rules; ``on``: the day known."""

    facts: Facts
    award: str
    period: int
    received: date
    on: date


@dataclass
class Comparison:
    """How verdicts move: (before, after) to their number, and the places of those that turn."""

    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    turned: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, places: Sequence[int], before: Sequence[str], after: Sequence[str]) -> None:
        """More verdicts."""
        for place, old, new in zip(places, before, after, strict=True):
            self.moves[old, new] += 1
            if old != new:
                self.turned.append((place, old, new))


def compare(questions: Sequence[Question], old: Law, new: Law) -> Comparison:
    """Every question answered under both laws, by the bulk path; ``turned`` in the order asked."""
    grouped: dict[tuple[str, int, date, date], list[int]] = defaultdict(list)
    for place, asked in enumerate(questions):
        grouped[asked.award, asked.period, asked.received, asked.on].append(place)
    found = Comparison()
    for (award, period, received, on), places in grouped.items():
        facts = [questions[place].facts for place in places]
        first, second = (_rules(law, award, received) for law in (old, new))
        before = _answers(facts, award, period, on, first)
        after = before if _alike(first, second, award) else _answers(facts, award, period, on, second)
        found.add(places, before, after)
    found.turned.sort()
    return found


def _rules(law: Law, award: str, received: date) -> Ruleset | None:
    try:
        return rules_in_force(received, award, law=law)
    except LawInvalid:
        return None


def _alike(first: Ruleset | None, second: Ruleset | None, award: str) -> bool:
    """Whether the draft leaves the rules of an award as they are."""
    if first is None or second is None:
        return first is second
    return first.digest(award) == second.digest(award)


def _answers(facts: Sequence[Facts], award: str, period: int, on: date, rules: Ruleset | None) -> list[str]:
    if rules is None:
        return [NO_RULES] * len(facts)
    outcome = evaluate(columns_of(facts, rules.compiled(award).names), award, period, on, rules)
    return [STATUSES[code].value for code in outcome.verdict.tolist()]


@dataclass(frozen=True)
class Reason:
    """One condition whose answer is another one under the draft; a status is empty where it is not asked."""

    id: str
    before: str
    after: str
    text_before: str
    text_after: str


def reasons(asked: Question, old: Law, new: Law) -> list[Reason]:
    """Which conditions turn a verdict, with what they say before and after."""
    before, after = (_verdict(asked, law) for law in (old, new))
    had = {each.id: each for each in before.conditions} if before else {}
    has = {each.id: each for each in after.conditions} if after else {}
    found = []
    for code in dict.fromkeys([*had, *has]):
        one, other = had.get(code), has.get(code)
        statuses = (one.status.value if one else "", other.status.value if other else "")
        if statuses[0] != statuses[1]:
            found.append(Reason(code, *statuses, one.text if one else "", other.text if other else ""))
    return found


def _verdict(asked: Question, law: Law) -> Verdict | None:
    rules = _rules(law, asked.award, asked.received)
    return judge(asked.facts, asked.award, asked.period, asked.on, rules) if rules else None
