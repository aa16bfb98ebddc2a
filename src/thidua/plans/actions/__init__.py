"""All writes of the room, one function a verb."""

from thidua.plans.actions.amending import amend
from thidua.plans.actions.assigning import choose_partners, choose_units, set_accountable
from thidua.plans.actions.chaining import accept_proposals, add_dependency, mark_goal, remove_dependency
from thidua.plans.actions.dispatching import dispatch, open_dispatch, remind_unread
from thidua.plans.actions.extending import ask_extension, grant_extension, refuse_extension
from thidua.plans.actions.importing import (
    AlreadyImported,
    ReadDocument,
    import_plan,
    keep_plan,
    read_document,
)
from thidua.plans.actions.noting import add_note
from thidua.plans.actions.registering import DayPassed, collect, hand_in
from thidua.plans.actions.reporting import close_task, reopen_task, report_done, undo_done
from thidua.plans.actions.resolving import keep_all_as_printed, read_all_old_fonts, reopen_flag, resolve_flag
from thidua.plans.actions.revising import TaskWords, edit_task, merge_tasks, restore_task, split_task
from thidua.plans.actions.rolling import file_name, keep_next, read_next, roll_over, write_next
from thidua.plans.actions.saving import delete_view, rename_view, save_view
from thidua.plans.actions.settling import settle
from thidua.plans.actions.stages import activate, close_plan, discard_plan, recount, set_counting
from thidua.plans.actions.urging import Letter, Urged, draft_letter, urge

__all__ = [
    "AlreadyImported",
    "DayPassed",
    "Letter",
    "ReadDocument",
    "TaskWords",
    "Urged",
    "accept_proposals",
    "activate",
    "add_dependency",
    "add_note",
    "amend",
    "ask_extension",
    "choose_partners",
    "choose_units",
    "close_plan",
    "close_task",
    "collect",
    "delete_view",
    "discard_plan",
    "dispatch",
    "draft_letter",
    "edit_task",
    "file_name",
    "grant_extension",
    "hand_in",
    "import_plan",
    "keep_all_as_printed",
    "keep_next",
    "keep_plan",
    "mark_goal",
    "merge_tasks",
    "open_dispatch",
    "read_all_old_fonts",
    "read_document",
    "read_next",
    "recount",
    "refuse_extension",
    "remind_unread",
    "remove_dependency",
    "rename_view",
    "reopen_flag",
    "reopen_task",
    "report_done",
    "resolve_flag",
    "restore_task",
    "roll_over",
    "save_view",
    "set_accountable",
    "set_counting",
    "settle",
    "split_task",
    "undo_done",
    "urge",
    "write_next",
]
