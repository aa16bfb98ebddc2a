"""From the day of a session back to the last days of what must be ready before it. Pure: no Django."""

from thidua.plans.backplan.rules import Confidence, Rule, Step, brings_dossiers, kinds_of, rule_on
from thidua.plans.backplan.steps import (
    BackPlan,
    CutOff,
    Overlap,
    Printed,
    Warned,
    WarningCode,
    back_plan,
)

__all__ = [
    "BackPlan",
    "Confidence",
    "CutOff",
    "Overlap",
    "Printed",
    "Rule",
    "Step",
    "Warned",
    "WarningCode",
    "back_plan",
    "brings_dossiers",
    "kinds_of",
    "rule_on",
]
