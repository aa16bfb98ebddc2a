"""A draft of the law put to the verdicts of a year: which of them would be others.

Each dossier is judged by the facts its stored verdict rests on, so that the only thing that moves is the law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from thidua.awards.rules import Law, facts_from_json
from thidua.awards.rules.bulk.whatif import Comparison, Draft, Question, Reason, compare, drafted, reasons
from thidua.awards.rules.facts_json import FactsInvalid
from thidua.dossiers.models import Dossier

Json = Any  # a JSON value
LISTED = 50  # turned verdicts of one page
MOST = 20_000  # verdicts looked at for one answer


@dataclass(frozen=True)
class Turned:
    """A dossier whose verdict the draft turns, and by which conditions."""

    dossier: Dossier
    before: str
    after: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Trial:
    """What a draft does to the verdicts of a year. `left_out`: dossiers never judged, or beyond the most looked at."""

    looked_at: int = 0
    left_out: int = 0
    moves: list[tuple[str, str, int]] = field(default_factory=list)
    turned: int = 0
    rows: list[Turned] = field(default_factory=list)
    next_after: int | None = None

    def to_json(self) -> dict[str, Json]:
        """As the console gives it (schema law-whatif-1); no names."""
        return {
            "looked_at": self.looked_at,
            "left_out": self.left_out,
            "turned": self.turned,
            "moves": [{"before": old, "after": new, "count": n} for old, new, n in self.moves],
            "dossiers": [
                {
                    "dossier": each.dossier.code, "award": each.dossier.award, "before": each.before, "after": each.after,
                    "conditions": [
                        {"id": row.id, "before": row.before or None, "after": row.after or None, "text": row.text_after or row.text_before}
                        for row in each.reasons
                    ],
                }
                for each in self.rows
            ],
        }  # fmt: skip


def periods_judged() -> list[int]:
    """The achievement years that have verdicts, newest first."""
    rows = _judged().order_by("-round__period").values_list("round__period", flat=True).distinct()
    return list(rows)


def _judged() -> QuerySet[Dossier]:
    return Dossier.objects.filter(sent_at__isnull=False).exclude(verdict_code="")


def tried(
    law: Law, draft: Draft, period: int, award: str = "", *, after: int = 0, listed: int | None = LISTED
) -> Trial:
    """The verdicts of a year under the law and under the draft; ``listed`` None names every one that turns.

    Raises LawInvalid for a draft that does not fit the law.
    """
    new = drafted(law, draft)
    rows = _judged().filter(round__period=period)
    if award:
        rows = rows.filter(award=award)
    keys, questions = [], []
    for key, question in _questions(rows.order_by("pk")[:MOST]):
        keys.append(key)
        questions.append(question)
    found = compare(questions, law, new)
    turned = [(keys[place], place, old, gone) for place, old, gone in found.turned if keys[place] > after]
    page = turned if listed is None else turned[:listed]
    dossiers = Dossier.objects.select_related("unit").defer("verdict", "facts", "cccd_sealed", "achievement")
    named = dossiers.in_bulk([key for key, *_ in page])
    return Trial(
        looked_at=len(questions), left_out=rows.count() - len(questions), moves=_moves(found), turned=len(found.turned),
        rows=[Turned(named[key], old, gone, tuple(reasons(questions[place], law, new))) for key, place, old, gone in page],
        next_after=page[-1][0] if len(page) < len(turned) else None,
    )  # fmt: skip


def _moves(found: Comparison) -> list[tuple[str, str, int]]:
    """Verdicts that turn first, the most frequent first."""
    rows = [(old, new, count) for (old, new), count in found.moves.items()]
    return sorted(rows, key=lambda row: (row[0] == row[1], -row[2], row))


def _questions(rows: QuerySet[Dossier]) -> Iterator[tuple[int, Question]]:
    stored = rows.values_list("pk", "award", "round__period", "verdict__on", "verdict__facts")
    for key, award, period, on, facts in stored.iterator(chunk_size=1000):
        if not on or facts is None:
            continue
        try:
            known = facts_from_json(facts)
        except FactsInvalid:  # stored by an older release: left out, and counted so
            continue
        day = date.fromisoformat(on)
        yield key, Question(known, award, period, day, day)
