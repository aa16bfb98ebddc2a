"""Two tasks of a draft are put together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Refused
from thidua.foundation.text import tidy
from thidua.organisation.acting import Acting
from thidua.plans.actions.revising.words import (
    FIELDS,
    OF_UNITS,
    How,
    for_revising,
    keep_printed,
    own_words,
    write,
)
from thidua.plans.models import CouncilRow, Flag, Milestone, Task


@transaction.atomic
def merge_tasks(task: Task, other: Task, title: str, *, seen: str, by: Acting, at: datetime) -> Task:
    """Put another task of the same draft into this one: its milestones, units, flags and rows of the programme go over.

    `seen`: the marks of both, this one first, joined by a dot.
    """
    mine, _dot, theirs = seen.partition(".")
    found, gone = for_revising(task, mine, by), for_revising(other, theirs, by)
    words = tidy(title)
    if found.pk == gone.pk or found.plan_id != gone.plan_id:
        raise Refused(_("Hãy chọn một việc khác của cùng kế hoạch để gộp. Chưa gộp gì."))
    if not words:
        raise Refused(_("Việc gộp đang để trống nội dung. Chưa gộp gì."))
    _keep_both_printed(found, gone, by=by, at=at)
    new = {**own_words(found), "title": words}
    for of in OF_UNITS:
        new[of.names] = list(dict.fromkeys([*getattr(found, of.names), *getattr(gone, of.names)]))
    chosen = {of.relation: [*getattr(found, of.relation).all(), *getattr(gone, of.relation).all()] for of in OF_UNITS}
    write(found, new)
    for relation, units in chosen.items():
        getattr(found, relation).add(*units)
    _take_over(found, gone)
    record(
        "plans.merge_tasks",
        found.key_in_journal,
        by=by.actor,
        at=at,
        data={"plan": found.plan_id, "taken": gone.key},
    )
    try:
        gone.delete()
    except ProtectedError as used:
        raise Refused(_("Việc gộp vào đang gắn với một đợt nhận hồ sơ nên chưa gộp được.")) from used
    return found


def _keep_both_printed(task: Task, gone: Task, *, by: Acting, at: datetime) -> None:
    """Keep what the document prints for both; where one is a part of the other's rows, it prints its words once."""
    mine, theirs = task.as_printed, gone.as_printed
    own, taken = ([*one.source.get("blocks", ())] for one in (task, gone))
    keep_printed(task, How.MERGED, by=by, at=at)
    if own and set(own) <= set(taken):
        task.printed |= {name: theirs[name] for name in FIELDS}
    elif not (taken and set(taken) <= set(own)):
        task.printed |= _side_by_side(mine, theirs)
    task.source = {**task.source, "blocks": list(dict.fromkeys([*own, *taken]))}


def _side_by_side(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, object]:
    return {
        "number": "; ".join(filter(None, (mine["number"], theirs["number"]))),
        "title": f"{mine['title']}\n{theirs['title']}",
        "directing": "; ".join(dict.fromkeys(filter(None, (mine["directing"], theirs["directing"])))),
        "implementing": list(dict.fromkeys([*mine["implementing"], *theirs["implementing"]])),
        "coordinating": list(dict.fromkeys([*mine["coordinating"], *theirs["coordinating"]])),
    }


def _take_over(task: Task, gone: Task) -> None:
    Milestone.objects.filter(task=gone).update(task=task)
    Flag.objects.filter(task=gone, milestone=None).update(task=task, where=task.key)
    Flag.objects.filter(task=gone).update(task=task)
    CouncilRow.objects.filter(task=gone).update(task=task)
