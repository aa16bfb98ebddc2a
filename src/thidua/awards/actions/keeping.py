"""Writing: keeping the rules a verdict was given by."""

from __future__ import annotations

from datetime import date, datetime

from thidua.awards.inforce import rules_of_day
from thidua.awards.models import RuleSnapshot


def keep_rules(award: str, *, received_on: date, at: datetime) -> str:
    """Keep the rules in force for an award on the day of receipt; return their digest. Doing it again changes nothing."""
    rules = rules_of_day(received_on, award)
    digest = rules.digest(award)
    RuleSnapshot.objects.get_or_create(
        digest=digest, defaults={"award": award, "content": dict(rules.snapshot(award)), "kept_at": at}
    )
    return digest
