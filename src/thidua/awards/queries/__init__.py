"""The one bridge from the database to the law: facts of a recipient, verdicts, thresholds, names, money."""

from thidua.awards.queries.entries import (
    VoteThreshold,
    award_choices,
    award_level,
    award_name,
    bonus,
    is_title,
    needs_check,
    short_name,
    vote_threshold,
)
from thidua.awards.queries.facts import facts_for, facts_for_many, facts_of_nominees
from thidua.awards.queries.verdicts import replayed, verdict_by, verdict_for

__all__ = [
    "VoteThreshold",
    "award_choices",
    "award_level",
    "award_name",
    "bonus",
    "facts_for",
    "facts_for_many",
    "facts_of_nominees",
    "is_title",
    "needs_check",
    "replayed",
    "short_name",
    "verdict_by",
    "verdict_for",
    "vote_threshold",
]
