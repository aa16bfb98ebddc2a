"""While a plan is being reviewed: a task gets other words, is parted in two, or put together with another.

What the document prints is kept beside what a person confirmed (`Task.printed`), and milestones keep their printed words.
"""

from thidua.plans.actions.revising.editing import edit_task, give_printed_back, read_old_font
from thidua.plans.actions.revising.joining import merge_tasks
from thidua.plans.actions.revising.parting import split_task
from thidua.plans.actions.revising.restoring import mark_of_rows, restore_task
from thidua.plans.actions.revising.words import Goes, How, TaskWords, mark_of

__all__ = [
    "Goes",
    "How",
    "TaskWords",
    "edit_task",
    "give_printed_back",
    "mark_of",
    "mark_of_rows",
    "merge_tasks",
    "read_old_font",
    "restore_task",
    "split_task",
]
