"""Two days of the law compared, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.awards.queries.law import DOUBTS, citation_words
from thidua.awards.rules import Law
from thidua.awards.rules.amending import GENERAL
from thidua.awards.rules.catalogue import Change, diff
from thidua.awards.rules.findings import Citation
from thidua.awards.rules.labels import label_of
from thidua.awards.rules.typed import shown
from thidua.foundation.words import mark

Json = Any  # a JSON value


@dataclass(frozen=True)
class Difference:
    """One point that differs between two days, in words."""

    label: str
    change: Change
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def before_cite(self) -> str:
        """Where the earlier one stands."""
        return citation_words(self.change.before_citation)

    @property
    def after_cite(self) -> str:
        """Where the later one stands."""
        return citation_words(self.change.after_citation)

    @property
    def doubt(self) -> str:
        """Why the later one is still to be checked."""
        return DOUBTS[self.change.confidence]


@dataclass(frozen=True)
class OwnerDiff:
    """What differs in one award (or in what all share)."""

    code: str
    name: str
    real: list[Difference]
    only_source: list[Difference]


def compare(law: Law, first: date, second: date) -> list[OwnerDiff]:
    """The differences between two days by award, what all share first. Raises NoRulesInForce for a day too early."""
    found: dict[str, list[Difference]] = {}
    for change in diff(first, second, law).changes:
        found.setdefault(change.owner, []).append(_difference(law, change))
    rows = []
    for owner in sorted(found, key=lambda code: (code != GENERAL, law.awards[code].name if code in law.awards else "")):
        name = law.awards[owner].name if owner in law.awards else mark("Quy định chung")
        real = [each for each in found[owner] if not each.change.only_source]
        rows.append(OwnerDiff(owner, name, real, [each for each in found[owner] if each.change.only_source]))
    return sorted(rows, key=lambda row: (row.code != GENERAL, not row.real))


def _difference(law: Law, change: Change) -> Difference:
    labels = {
        "ruleset": mark("Bộ quy định"),
        "award": mark("Còn được xét tặng"),
        "condition": mark("Điều kiện"),
    }
    label = labels.get(change.sort) or label_of(change.key)
    return Difference(
        label,
        change,
        _side(change, change.before, change.before_citation),
        _side(change, change.after, change.after_citation),
    )


def _side(change: Change, value: Json, citation: Citation | None) -> tuple[str, ...]:
    if change.sort == "award":
        return (mark("có"),) if value else (mark("không"),)
    if value is None and citation is None:
        return (mark("chưa có"),)
    return tuple(shown(change.key, value).splitlines()) if change.sort == "value" else (str(value),)
