"""All writes of the room."""

from thidua.decisions.actions.drafting import (
    cancel,
    draft_grant,
    draft_of_round,
    draft_revocation,
    remove_line,
    set_signer,
)
from thidua.decisions.actions.issuing import draw_number, issue, mark_printed

__all__ = [
    "cancel",
    "draft_grant",
    "draft_of_round",
    "draft_revocation",
    "draw_number",
    "issue",
    "mark_printed",
    "remove_line",
    "set_signer",
]
