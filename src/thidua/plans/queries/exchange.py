"""The board in its exchange form, for machines."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from thidua.plans.models import Plan
from thidua.plans.queries.board import MilestoneLine, TaskLine, task_lines

SCHEMA: Final = "plan-board/1"


def board_json(plan: Plan, on: date) -> dict[str, Any]:
    """The board of a plan on a day: dates in ISO form, working days left as numbers, codes for how it stands."""
    rows = task_lines(plan, on)
    counts: dict[str, int] = {}
    for row in rows:
        for line in row.lines:
            counts[line.standing.value] = counts.get(line.standing.value, 0) + 1
    return {
        "schema": SCHEMA,
        "on": on.isoformat(),
        "plan": {
            "id": plan.pk, "number": plan.number, "issuer": plan.issuer, "title": plan.title, "year": plan.year,
            "before_is_inclusive": plan.before_is_inclusive,
        },
        "counts": counts,
        "tasks": [_task(row) for row in rows],
    }  # fmt: skip


def _task(row: TaskLine) -> dict[str, Any]:
    task = row.task
    return {
        "key": task.key,
        "part": task.part,
        "section": task.section,
        "number": task.number,
        "title": task.title,
        "directing": task.directing,
        "implementing": task.implementing,
        "coordinating": task.coordinating,
        "units": [unit.code for unit in row.units],
        "units_missing": row.missing,
        "milestones": [_milestone(line) for line in row.lines],
    }


def _milestone(line: MilestoneLine) -> dict[str, Any]:
    row = line.row
    return {
        "key": row.key,
        "label": row.label,
        "relation": row.relation,
        "printed": row.printed,
        "printed_date": _iso(row.printed_date),
        "used_date": _iso(row.used_date),
        "effective": _iso(row.effective),
        "working_days_left": line.left,
        "standing": line.standing.value,
        "done_on": _iso(row.done_on),
        "next_time": _iso(line.next_time),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
