"""Who may do what with rounds, submissions and dossiers, and who may see which.

The steps of a dossier are judged from the flow table; beside it stand only the rules a table cannot say:
whose unit it is, who wrote it, whose own file it is, when the window is open.
"""

from thidua.dossiers.policies.beside import is_own_file, own_files
from thidua.dossiers.policies.content import (
    may_answer,
    may_change_person,
    may_declare,
    may_edit,
    may_edit_details,
    may_judge,
    may_match,
    may_print_appraisal,
    may_replace,
    may_reveal_number,
)
from thidua.dossiers.policies.seeing import (
    may_see_due,
    may_view,
    may_view_file,
    of_unit,
    rounds_seen_by,
    seen_by,
    submissions_seen_by,
)
from thidua.dossiers.policies.steps import (
    may,
    may_conclude,
    may_hand_over,
    may_put_on_agenda,
    may_resubmit,
    may_return,
    may_step,
    may_take,
    may_take_off_agenda,
)
from thidua.dossiers.policies.windows import (
    may_discard_list,
    may_draw_up,
    may_keep_rounds,
    may_submit,
    may_work_on,
    may_write_letter,
    window_open,
)

__all__ = [
    "is_own_file",
    "may",
    "may_answer",
    "may_change_person",
    "may_conclude",
    "may_declare",
    "may_discard_list",
    "may_draw_up",
    "may_edit",
    "may_edit_details",
    "may_hand_over",
    "may_judge",
    "may_keep_rounds",
    "may_match",
    "may_print_appraisal",
    "may_put_on_agenda",
    "may_replace",
    "may_resubmit",
    "may_return",
    "may_reveal_number",
    "may_see_due",
    "may_step",
    "may_submit",
    "may_take",
    "may_take_off_agenda",
    "may_view",
    "may_view_file",
    "may_work_on",
    "may_write_letter",
    "of_unit",
    "own_files",
    "rounds_seen_by",
    "seen_by",
    "submissions_seen_by",
    "window_open",
]
