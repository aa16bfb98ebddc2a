"""A task of a draft is parted in two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Refused
from thidua.foundation.text import tidy
from thidua.organisation.acting import Acting
from thidua.plans.actions.revising.words import (
    Goes,
    How,
    TaskWords,
    for_revising,
    keep_printed,
    tidied,
    write,
)
from thidua.plans.models import Flag, Milestone, Task


@transaction.atomic
def split_task(
    task: Task,
    first: str,
    second: TaskWords,
    goes: Mapping[int, Goes],
    *,
    seen: str,
    by: Acting,
    at: datetime,
) -> Task:
    """Part a task: it keeps the title `first`, a new one after it gets the words `second`. Returns the new one.

    `goes` tells by milestone id to which of the two it goes; one not named stays, one for both is written twice.
    """
    found = for_revising(task, seen, by)
    title, new = tidy(first), tidied(second)
    if not title:
        raise Refused(_("Việc thứ nhất đang để trống nội dung. Chưa tách gì."))
    keep_printed(found, How.SPLIT, by=by, at=at)
    found.plan.tasks.filter(position__gt=found.position).update(position=F("position") + 1)
    other = Task(
        plan=found.plan, key=_free_key(found), position=found.position + 1, part=found.part, section=found.section,
        source=found.source, printed=found.printed,
    )  # fmt: skip
    write(other, new)
    found.title = title
    found.save(update_fields=["title", "printed"])
    for row in list(found.milestones.order_by("position")):
        _hand_over(row, other, goes.get(row.pk, Goes.FIRST))
    data = {"plan": found.plan_id, "made": other.pk}
    record("plans.split_task", found.key_in_journal, by=by.actor, at=at, data=data)
    return other


def _free_key(task: Task) -> str:
    taken = set(task.plan.tasks.filter(key__startswith=f"{task.key[:50]}+").values_list("key", flat=True))
    return next(key for n in range(2, len(taken) + 3) if (key := f"{task.key[:50]}+{n}") not in taken)


def _free_milestone_key(task: Task) -> str:
    taken = set(task.plan.milestones.filter(key__startswith=f"{task.key}.").values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := f"{task.key}.{n}") not in taken)


def _hand_over(row: Milestone, to: Task, goes: Goes) -> None:
    """Give a milestone, with what is asked about it, to another task, or write it a second time there."""
    if goes is Goes.SECOND:
        Milestone.objects.filter(pk=row.pk).update(task=to)
        Flag.objects.filter(milestone=row).update(task=to)
    elif goes is Goes.BOTH:
        flags = list(Flag.objects.filter(milestone=row))
        last = to.plan.milestones.aggregate(n=Max("position"))["n"] or 0
        row.pk, row.task, row.key, row.position = None, to, _free_milestone_key(to), last + 1
        row.save()
        for flag in flags:
            flag.pk, flag.task, flag.milestone, flag.where = None, to, row, row.key
        Flag.objects.bulk_create(flags)
