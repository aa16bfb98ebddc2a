"""A task that was edited, parted or put together says again what the document prints.

What was read of the document (`Plan.reading`) tells which tasks its rows make: the tasks of a draft that share rows
with one another go back to those together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.acting import Acting
from thidua.plans.actions.revising.editing import give_printed_back
from thidua.plans.actions.revising.words import CHANGED, FIELDS, How, for_revising, mark_of, write
from thidua.plans.models import CouncilRow, Flag, Milestone, Plan, Task

Json = dict[str, Any]


def mark_of_rows(task: Task) -> str:
    """What every task says now that goes back together with this one, as a short mark."""
    said = ".".join(mark_of(one) for one in _sharing(task))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@transaction.atomic
def restore_task(task: Task, *, seen: str, by: Acting, at: datetime) -> Task:
    """Give a task the words of the document again; parts go together again, what was put together goes apart.

    `seen`: `mark_of_rows`. Milestones keep the days confirmed; one written twice stays once. Returns the task, or what
    it was a part of.
    """
    found = for_revising(task, mark_of(task), by)
    if mark_of_rows(found) != seen:
        raise Conflict(_(CHANGED))
    if not found.printed:
        raise Refused(_("Việc này đang như in. Chưa ghi gì."))
    if found.printed.get("how") == How.EDITED:
        give_printed_back(found)
        back = [found]
    else:
        back = _rows_again(found)
    data = {"plan": found.plan_id, "tasks": [one.pk for one in back]}
    record("plans.restore_task", found.key_in_journal, by=by.actor, at=at, data=data)
    return next((one for one in back if one.pk == found.pk), back[0])


def _sharing(task: Task) -> list[Task]:
    """The task with all that share rows of the document with it, one by way of another."""
    rows = list(task.plan.tasks.order_by("position", "pk"))
    shared, together = set(task.source.get("blocks", ())), {task.pk}
    while more := [one for one in rows if one.pk not in together and shared & set(one.source.get("blocks", ()))]:
        together |= {one.pk for one in more}
        shared |= {block for one in more for block in one.source.get("blocks", ())}
    return [one for one in rows if one.pk in together]


def _rows_again(task: Task) -> list[Task]:
    """The tasks as read, in the place of those that share their rows."""
    plan, now = task.plan, _sharing(task)
    shared = {block for one in now for block in one.source.get("blocks", ())}
    read = [row for row in plan.reading.get("tasks", ()) if shared & set(row["source"].get("blocks", ()))]
    if not read:
        raise Refused(_("Bản đọc của văn bản không có việc này nên chưa trả về được. Chưa ghi gì."))
    standing = {one.key: one for one in now}
    back = [_as_read(standing.get(row["key"]), task, row) for row in read]
    by_key = {one.key: one for one in back}
    _give_back(plan, now, by_key, read)
    try:
        Task.objects.filter(pk__in=[one.pk for one in now if one.key not in by_key]).delete()
    except ProtectedError as used:
        raise Refused(_("Một phần đã tách đang gắn với một đợt nhận hồ sơ nên chưa trả về được.")) from used
    _in_order(plan)
    return back


def _as_read(task: Task | None, like: Task, row: Json) -> Task:
    found = task or Task(plan=like.plan, key=row["key"], position=like.position)
    found.part, found.section = row["part"] or "", row["section"] or ""
    found.source, found.printed = row["source"], {}
    write(found, {name: row[name] or "" for name in FIELDS[:3]} | {name: row[name] for name in FIELDS[3:]})
    return found


def _give_back(plan: Plan, now: Collection[Task], by_key: dict[str, Task], read: Iterable[Json]) -> None:
    """Milestones, what was asked and rows of the programme go where the document has them; what was written twice goes."""
    owner = {item["key"]: by_key[row["key"]] for row in read for item in row["milestones"]}
    for milestone in Milestone.objects.filter(task__in=now):
        if milestone.key in owner:
            milestone.task = owner[milestone.key]
            milestone.save(update_fields=["task"])
        else:
            milestone.delete()
    flags = plan.reading.get("flags", ())
    for flag in Flag.objects.filter(task__in=now).select_related("milestone"):
        read_at = flags[flag.position - 1]["where"] if flag.position <= len(flags) else flag.where
        flag.task = flag.milestone.task if flag.milestone else by_key.get(read_at, next(iter(by_key.values())))
        flag.where = flag.where if flag.milestone else read_at[:80]
        flag.save(update_fields=["task", "where"])
    tied = {row["key"]: row["linked_task"] for row in plan.reading.get("sessions", ())}
    for row in CouncilRow.objects.filter(task__in=now):
        row.task = by_key.get(tied.get(row.key) or "")
        row.save(update_fields=["task"])


def _in_order(plan: Plan) -> None:
    """Every task at its place in the document; a part stands after what it was parted from."""
    places = {row["key"]: place for place, row in enumerate(plan.reading["tasks"])}
    rows = sorted(plan.tasks.all(), key=lambda one: (places.get(one.key.split("+")[0], one.position), one.position))
    for position, row in enumerate(rows, start=1):
        row.position = position
    Task.objects.bulk_update(rows, ["position"], batch_size=500)
