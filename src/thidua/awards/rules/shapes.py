"""The shapes of the law room in one place: facts in, findings and verdicts out."""

from .facts import (
    ClusterRank,
    Discipline,
    Facts,
    HeldHonour,
    Initiative,
    Leave,
    Members,
    Pending,
    Post,
    Rating,
    RecipientKind,
    Scope,
    achievement_years,
)
from .facts_json import FactsInvalid, facts_from_json, facts_to_json, merge_facts
from .findings import Citation, Confidence, Finding, Status, Verdict, overall

__all__ = [
    "Citation",
    "ClusterRank",
    "Confidence",
    "Discipline",
    "Facts",
    "FactsInvalid",
    "Finding",
    "HeldHonour",
    "Initiative",
    "Leave",
    "Members",
    "Pending",
    "Post",
    "Rating",
    "RecipientKind",
    "Scope",
    "Status",
    "Verdict",
    "achievement_years",
    "facts_from_json",
    "facts_to_json",
    "merge_facts",
    "overall",
]
