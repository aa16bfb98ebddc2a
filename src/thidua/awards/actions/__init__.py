"""All writes of the room: keeping the rules a verdict was given by, and amending the law."""

from thidua.awards.actions.amending import (
    Source,
    add_ruleset,
    change_condition,
    change_value,
    confirm,
    end_condition,
    withdraw,
)
from thidua.awards.actions.keeping import keep_rules

__all__ = [
    "Source",
    "add_ruleset",
    "change_condition",
    "change_value",
    "confirm",
    "end_condition",
    "keep_rules",
    "withdraw",
]
