"""All writes of the room, one function a verb."""

from thidua.plans.actions.importing import (
    AlreadyImported,
    ReadDocument,
    import_plan,
    keep_plan,
    read_document,
)
from thidua.plans.actions.reporting import choose_units, report_done, undo_done
from thidua.plans.actions.resolving import keep_all_as_printed, reopen_flag, resolve_flag
from thidua.plans.actions.stages import activate, close_plan, discard_plan, recount, set_counting

__all__ = [
    "AlreadyImported",
    "ReadDocument",
    "activate",
    "choose_units",
    "close_plan",
    "discard_plan",
    "import_plan",
    "keep_all_as_printed",
    "keep_plan",
    "read_document",
    "recount",
    "reopen_flag",
    "report_done",
    "resolve_flag",
    "set_counting",
    "undo_done",
]
