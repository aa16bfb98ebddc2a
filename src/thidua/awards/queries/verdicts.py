"""Verdicts by the law in force, and stored ones given again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from thidua.awards.inforce import rules_of_day
from thidua.awards.models import RuleSnapshot
from thidua.awards.queries.facts import facts_for
from thidua.awards.rules import (
    Facts,
    Law,
    LawInvalid,
    Verdict,
    facts_from_json,
    facts_to_json,
    judge,
    replay,
    rules_in_force,
)
from thidua.register.models import Recipient

Json = Any  # a JSON value, as stored


def verdict_for(
    recipient: Recipient | None,
    declared: Mapping[str, Json],
    award: str,
    period: int,
    on: date,
    *,
    kind: str = "individual",
) -> dict[str, Json]:
    """Judge a nominee by the rules in force on the day of receipt. Returns the record to store: verdict, conditions
    with reasons, the facts used, the digest of the rules. Raises LawInvalid when no rules cover the day or award.
    """
    facts = facts_for(recipient, declared, kind=kind)
    verdict = judge(facts, award, period, on, rules_of_day(on, award))
    return {**verdict.to_record(), "facts": facts_to_json(facts)}


def verdict_by(law: Law, facts: Facts, award: str, period: int, on: date) -> Verdict | None:
    """The answer another law gives to facts already read: to compare before and after an act. None: no rules that day."""
    try:
        return judge(facts, award, period, on, rules_in_force(on, award, law=law))
    except LawInvalid:
        return None


def replayed(record: Mapping[str, Json]) -> Verdict | None:
    """Give a stored verdict again from its stored facts and rules; None when its rules were not kept."""
    kept = RuleSnapshot.objects.filter(digest=record["digest"]).first()
    if kept is None:
        return None
    facts = facts_from_json(record["facts"])
    return replay(facts, kept.content, int(record["period"]), date.fromisoformat(record["on"]))
