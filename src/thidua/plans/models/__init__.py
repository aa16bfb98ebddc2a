"""A plan as printed and as used, and what happens to it while it is carried out."""

from thidua.plans.models.document import (
    CouncilRow,
    Flag,
    Milestone,
    Plan,
    PlanState,
    Resolution,
    Severity,
    Task,
)
from thidua.plans.models.life import (
    Amendment,
    Change,
    ChangedField,
    Dependency,
    Extension,
    ExtensionState,
    Note,
    Origin,
    Registration,
    RegistrationKind,
    SavedView,
)

__all__ = [
    "Amendment",
    "Change",
    "ChangedField",
    "CouncilRow",
    "Dependency",
    "Extension",
    "ExtensionState",
    "Flag",
    "Milestone",
    "Note",
    "Origin",
    "Plan",
    "PlanState",
    "Registration",
    "RegistrationKind",
    "Resolution",
    "SavedView",
    "Severity",
    "Task",
]
