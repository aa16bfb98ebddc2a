"""The leader's board of a plan: one A3 sheet across, whatever it holds.

The size of the type is found by the template: the largest in which every row has its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thidua.documents.rendering.checking import checked
from thidua.documents.rendering.contexts import PlanBoardContext
from thidua.documents.rendering.kinds import ContextError
from thidua.documents.rendering.pdf import compiled, showable
from thidua.documents.rendering.wording import made_at

COLUMNS = 7


def print_board(context: Mapping[str, Any]) -> tuple[bytes, list[str]]:
    """Return the PDF of the sheet and the notes on characters the typeface lacks."""
    board: PlanBoardContext = checked(PlanBoardContext, context)  # type: ignore[assignment]  # just checked
    if len(board["heads"]) != COLUMNS:
        raise ContextError("heads", f"phải có {COLUMNS} tên cột")
    data, missing = showable(board)
    return compiled("board.typ", data, made_at(board["made_at"])), missing
