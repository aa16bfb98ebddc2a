"""What a task of a draft says: read, checked against what a person saw, written with its units, printed words kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import tidy
from thidua.foundation.words import mark
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.assigning import units_named
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.models import Task
from thidua.plans.policies import may_resolve

CHANGED = mark("Việc này vừa được người khác sửa. Bản của anh/chị chưa ghi; hãy xem lại trang.")
FIELDS = ("number", "title", "directing", "implementing", "coordinating")


class Of(NamedTuple):
    """The printed names of units, the units they are tied to, and those of them that are no unit's."""

    names: str
    relation: str
    unresolved: str


OF_UNITS = (Of("implementing", "units", "unresolved"), Of("coordinating", "partners", "unresolved_partners"))


@dataclass(frozen=True)
class TaskWords:
    """The words of a task. A title may go on in points, one a line."""

    number: str
    title: str
    directing: str
    implementing: tuple[str, ...]
    coordinating: tuple[str, ...]


class Goes(StrEnum):
    """To which of the two tasks a milestone goes when one is parted."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


class How(StrEnum):
    """What was done with a task whose words differ from those printed."""

    EDITED = "edited"
    SPLIT = "split"
    MERGED = "merged"


def mark_of(task: Task) -> str:
    """What a task says now, as a short mark: who sends it back has seen this and nothing newer."""
    rows = sorted(task.milestones.values_list("pk", flat=True))
    said = json.dumps([[getattr(task, name) for name in FIELDS], rows], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def for_revising(task: Task, seen: str, by: Acting) -> Task:
    """The task as it stands, for writing; Conflict when it says something else than was seen."""
    plan = plan_for_writing(task.plan_id)
    insist(may_resolve(by, plan))
    found = Task.objects.select_related("plan").defer("plan__reading").filter(pk=task.pk).first()
    if found is None or mark_of(found) != seen:
        raise Conflict(_(CHANGED))
    return found


def tidied(words: TaskWords) -> dict[str, object]:
    """The words without stray spaces; Refused without a title."""
    new: dict[str, object] = {**asdict(words)}
    for name in ("number", "title", "directing"):
        new[name] = tidy(str(new[name]))
    for name in ("implementing", "coordinating"):
        new[name] = list(dict.fromkeys(filter(None, map(tidy, getattr(words, name)))))
    if not new["title"]:
        raise Refused(_("Nội dung việc đang để trống. Chưa ghi gì."))
    return new


def own_words(task: Task) -> dict[str, object]:
    """The words of a task, by field."""
    return {name: getattr(task, name) for name in FIELDS}


def keep_printed(task: Task, how: How, *, by: Acting, at: datetime) -> None:
    """Keep what the document prints, once; who confirmed other words, and when, is written each time."""
    before = task.printed.get("how")
    kept = {name: task.as_printed[name] for name in FIELDS}
    said = how if how is not How.EDITED or before is None else before
    task.printed = {**kept, "how": said, "by": str(by.user), "on": local_day(at).isoformat()}


def write(task: Task, new: Mapping[str, object]) -> None:
    """Write the words, and tie the task anew to the units whose names changed."""
    renamed = [of for of in OF_UNITS if task.pk is None or getattr(task, of.names) != new[of.names]]
    for name in FIELDS:
        setattr(task, name, new[name])
    units = units_named(task.plan, [*task.implementing, *task.coordinating]) if renamed else {}
    for of in renamed:
        setattr(task, of.unresolved, [name for name in getattr(task, of.names) if not units[name]])
    task.save()
    for of in renamed:
        getattr(task, of.relation).set([unit for name in getattr(task, of.names) if (unit := units[name])])
