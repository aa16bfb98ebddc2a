"""The working days each step needs, by the day of the session: data/lead_times.yaml, with document and confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from thidua.foundation.text import fold


class Step(StrEnum):
    """A step on the way to a session, or after it."""

    DOSSIERS = "dossiers"
    APPRAISAL = "appraisal"
    CONCURRENCE = "concurrence"
    CONSULTATION = "consultation"
    PAPERS = "papers"
    OPINION = "opinion"
    CERTIFICATES = "certificates"


class Confidence(StrEnum):
    """How sure it is that the text says so."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class Rule:
    """A lead time in force between two days, both included (`valid_to` None: still)."""

    step: Step
    days: int
    needs: str
    valid_from: date
    valid_to: date | None
    document: str
    article: str
    confidence: Confidence
    note: str

    def in_force(self, day: date) -> bool:
        """Whether the rule holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


EVERY = "every"


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule on file."""
    return tuple(_rule(Step(name), row) for name, rows in _data()["steps"].items() for row in rows)


def rule_on(step: Step, day: date, kinds: Iterable[str] = ()) -> Rule | None:
    """The rule of a step for a session on `day` with subjects of these kinds; the longest of several. None: none."""
    wanted = {EVERY, *kinds}
    found = [rule for rule in rules() if rule.step is step and rule.needs in wanted and rule.in_force(day)]
    return max(found, key=lambda rule: rule.days, default=None)


def lead(needs: Iterable[str], day: date, kinds: Iterable[str] = ()) -> int:
    """The working days that steps take together before something on `day`; a step without a rule takes none."""
    found = [rule_on(Step(step), day, kinds) for step in needs]
    return sum(rule.days for rule in found if rule)


def kinds_of(subjects: Iterable[str]) -> frozenset[str]:
    """Of which kinds the subjects of a session are, by their words: "state", "agreed", "citizen"."""
    text = fold(" ; ".join(subjects))
    return frozenset(kind for kind, words in _data()["kinds"].items() if _any(words, text))


def brings_dossiers(label: str, title: str) -> bool:
    """Whether a milestone is, by its words, one on which units hand dossiers in."""
    words = _data()["dossiers"]
    return _any(words["label"], fold(label)) or _any(words["title"], fold(title))


def _any(words: Iterable[str], text: str) -> bool:
    return any(fold(word) in text for word in words)


def _rule(step: Step, row: dict[str, Any]) -> Rule:
    return Rule(
        step, row["days"], row["needs"], row["valid_from"], row.get("valid_to"), row["document"],
        row.get("article", ""), Confidence(row["confidence"]), row.get("note", ""),
    )  # fmt: skip


@cache
def _data() -> dict[str, Any]:
    text = files("thidua.plans.backplan").joinpath("data", "lead_times.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
