"""One task or milestone with what surrounds it, and what the journal tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from thidua.accounts.models import User
from thidua.audit.models import Event
from thidua.audit.queries import history_of
from thidua.plans.due import WorkdaysLeft
from thidua.plans.models import Milestone, Plan, Task
from thidua.plans.queries.board import MilestoneLine, milestone_line
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.source import place_of
from thidua.plans.words import VERBS

HISTORY = 30


def lines_of(rows: Iterable[Milestone], on: date) -> list[MilestoneLine]:
    """Milestones as they stand on a day. One query for the calendar."""
    found = list(rows)
    left = WorkdaysLeft(calendar_of([on, *(row.effective or row.printed_date or on for row in found)]), on)
    return [milestone_line(row, left) for row in found]


def milestone_page(row: Milestone, on: date) -> dict[str, object]:
    """What the page of a milestone shows: itself, its task or council row, its sisters, the flags settled about it."""
    (line,) = lines_of([row], on)
    owner = row.owner
    sisters = (
        Milestone.objects.filter(task=row.task, council_row=row.council_row)
        .exclude(pk=row.pk)
        .order_by("position")
    )
    return {
        "line": line,
        "milestone": row,
        "owner": owner,
        "plan": row.plan,
        "sisters": lines_of(sisters, on),
        "flags": row.flags.select_related("resolved_by").order_by("position"),
        "units": list(row.task.units.order_by("name_fold", "id")) if row.task else [],
        "place": _place(row.plan_id, owner.key),
    }


def task_page(task: Task, on: date) -> dict[str, object]:
    """What the page of a task shows: its milestones, units, rows of the council's programme, flags."""
    return {
        "task": task,
        "plan": task.plan,
        "lines": lines_of(task.milestones.order_by("position"), on),
        "units": list(task.units.order_by("name_fold", "id")),
        "sessions": task.council_rows.order_by("position"),
        "flags": task.flags.select_related("resolved_by").order_by("position"),
        "place": _place(task.plan_id, task.key),
    }


def _place(plan_id: int, key: str) -> str:
    """Where the row stands in the document; the large result of reading is fetched for this alone."""
    return place_of(Plan.objects.only("reading").get(pk=plan_id), key)


@dataclass(frozen=True)
class Told:
    """One line of history: when, who, what, why."""

    at: datetime
    who: str
    verb: str
    reason: str


def history(*subjects: str) -> list[Told]:
    """What the journal tells of the subjects, newest first. Two queries."""
    events = list(history_of(*subjects)[:HISTORY])
    names = _names(events)
    return [
        Told(event.at, names.get(event.actor, ""), VERBS.get(event.verb, event.verb), event.reason)
        for event in events
    ]


def _names(events: Iterable[Event]) -> dict[str, str]:
    keys = {int(event.actor.split(":")[1]) for event in events if event.actor.startswith("user:")}
    return {user.key: user.full_name for user in User.objects.filter(pk__in=keys)}
