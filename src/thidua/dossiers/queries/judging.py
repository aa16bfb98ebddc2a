"""Verdicts of many dossiers at once: the same answers as one by one, in a handful of queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.awards.inforce import law_in_force
from thidua.awards.listing import facts_of
from thidua.awards.queries import facts_for, facts_for_many
from thidua.awards.rules import Law, LawInvalid, facts_to_json, judge, rules_in_force
from thidua.dossiers.models import Dossier, Hold
from thidua.dossiers.policies.holding import read_holds, with_holds

Json = Any  # a verdict as it is stored


@dataclass(frozen=True)
class Judged:
    """The record to store and the verdict it comes to: pass, fail, unknown or hold."""

    record: dict[str, Json]
    code: str


def verdicts_of(dossiers: Iterable[Dossier], on: date) -> dict[int, Judged]:
    """The verdict of each dossier by the rules of a day; the record's `problem` holds the reason where there is none.

    Read the dossiers with `round` and `recipient__person`. Nominees nobody has in the ledger and who declare the same
    share one record.
    """
    rows = list(dossiers)
    held = facts_for_many({row.recipient_id: row.recipient for row in rows if row.recipient}.values())
    matters = read_holds(rows)
    law = law_in_force()
    found: dict[int, Judged] = {}
    known: dict[str, Judged] = {}
    for row in rows:
        holds = matters.get(row.pk, [])
        key = (
            ""
            if row.recipient or holds
            else json.dumps([row.award, row.kind, row.round.period, row.facts], sort_keys=True)
        )
        if not key or key not in known:
            found[row.pk] = known[key] = _verdict(row, held, holds, on, law)
        else:
            found[row.pk] = known[key]
    return found


def _verdict(row: Dossier, held: dict[int, Any], holds: Sequence[Hold], on: date, law: Law) -> Judged:
    declared = with_holds(row.facts, holds)
    try:
        facts = facts_of(row.recipient, declared, held) if row.recipient else facts_for(None, declared, kind=row.kind)
        verdict = judge(facts, row.award, row.round.period, on, rules_in_force(on, row.award, law=law))
    except (LawInvalid, ValueError) as error:
        return Judged({"conditions": [], "problem": str(error)}, "unknown")
    record = {**verdict.to_record(), "facts": facts_to_json(facts)}
    code = str(record["verdict"])
    return Judged(record, "hold" if holds and code != "fail" else code)
