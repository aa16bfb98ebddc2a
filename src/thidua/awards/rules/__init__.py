"""The law as pure rules: facts in, verdicts out. No Django, no clock, no database."""

from .dated import DatedValue, LawInvalid
from .judge import judge, judge_many, replay
from .law import Law, NoRulesInForce, load_law
from .ruleset import Ruleset, rules_in_force
from .shapes import (
    Citation,
    Facts,
    Finding,
    HeldHonour,
    Initiative,
    RecipientKind,
    Status,
    Verdict,
    facts_from_json,
    facts_to_json,
    merge_facts,
)
from .votes import minimum_yes, passes

__all__ = [
    "Citation",
    "DatedValue",
    "Facts",
    "Finding",
    "HeldHonour",
    "Initiative",
    "Law",
    "LawInvalid",
    "NoRulesInForce",
    "RecipientKind",
    "Ruleset",
    "Status",
    "Verdict",
    "facts_from_json",
    "facts_to_json",
    "judge",
    "judge_many",
    "load_law",
    "merge_facts",
    "minimum_yes",
    "passes",
    "replay",
    "rules_in_force",
]
