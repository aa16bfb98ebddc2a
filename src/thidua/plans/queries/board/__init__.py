"""The board of a plan: its tasks with their milestones, how each stands today, in the order asked for.

The same number of queries for one task and for five thousand: everything of the plan is read by kind, then put together.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from thidua.plans.due import Standing
from thidua.plans.models import Plan
from thidua.plans.queries.board.arranging import arranged, narrowed, paged
from thidua.plans.queries.board.lines import milestone_line, task_lines
from thidua.plans.queries.board.shapes import LOCS, Board, Filters, Group, MilestoneLine, TaskLine

__all__ = [
    "LOCS",
    "PAGE",
    "Board",
    "Filters",
    "Group",
    "MilestoneLine",
    "TaskLine",
    "board",
    "milestone_line",
    "narrowed",
    "task_lines",
]

PAGE = 200


def board(
    plan: Plan,
    on: date,
    filters: Filters | None = None,
    *,
    within: Container[int] | None = None,
    page: int | None = PAGE,
) -> Board:
    """Everything the board of a plan shows on a day. Five queries.

    `within` leaves only the tasks with these ids, `page` is how many rows one page holds (None: all).
    """
    asked = filters or Filters()
    rows = task_lines(plan, on)
    counts = dict.fromkeys(Standing, 0)
    for row in rows:
        for line in row.lines:
            counts[line.standing] += 1
    shown = [row for row in narrowed(rows, asked) if within is None or row.task.pk in within]
    groups, done = arranged(shown, asked)
    cut, next_after = paged(groups, asked.after, page)
    return Board(
        plan=plan, on=on, groups=cut, counts=counts, task_count=len(rows),
        milestone_count=sum(counts.values()), shown_tasks=len(shown),
        shown_milestones=sum(line.matches for row in shown for line in row.lines),
        units=sorted({unit for row in rows for unit in row.units}, key=lambda unit: (unit.name_fold, unit.pk)),
        parts=list(dict.fromkeys(row.task.part for row in rows if row.task.part)),
        next_after=next_after, before=max(0, asked.after - (page or 0)) if asked.after else None, done=done,
    )  # fmt: skip
