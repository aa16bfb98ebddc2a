"""Next year's plan drafted from this year's: what moves, what stays, what is dropped, each with its reason.

Pure Python, no Django. `reading` is the exchange form `plan-read/1`; texts that come out are Vietnamese sentences.
Nothing is decided here: every change is a proposal that a person takes, edits or leaves.
"""

from thidua.plans.rolling.paper import Paper, paper_of
from thidua.plans.rolling.proposals import Kind, Proposal, proposals
from thidua.plans.rolling.rules import RollRules
from thidua.plans.rolling.taking import Choice, ready_choices, taken
from thidua.plans.rolling.used import as_used

__all__ = [
    "Choice",
    "Kind",
    "Paper",
    "Proposal",
    "RollRules",
    "as_used",
    "paper_of",
    "proposals",
    "ready_choices",
    "taken",
]
