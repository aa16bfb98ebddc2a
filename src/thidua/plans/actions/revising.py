"""While a plan is being reviewed: a task gets other words, is parted in two, or put together with another.

What the document prints is kept beside what a person confirmed (`Task.printed`), and milestones keep their printed words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Max, ProtectedError
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import decode_legacy, legacy_encoding, tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.assigning import units_named
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.models import CouncilRow, Flag, Milestone, Task
from thidua.plans.policies import may_resolve

FIELDS = ("number", "title", "directing", "implementing", "coordinating")


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


@transaction.atomic
def edit_task(task: Task, words: TaskWords, *, seen: str, by: Acting, at: datetime) -> Task:
    """Give a task of a draft other words; units are looked up anew where their names changed."""
    found = _for_revising(task, seen, by)
    new = _tidied(words)
    changed = [name for name in FIELDS if getattr(found, name) != new[name]]
    if not changed:
        raise Refused(_("Chưa có chữ nào khác. Chưa ghi gì."))
    _keep_printed(found, How.EDITED, by=by, at=at)
    _write(found, new)
    record(
        "plans.edit_task",
        found.key_in_journal,
        by=by.actor,
        at=at,
        data={"fields": changed, "plan": found.plan_id},
    )
    return found


def read_old_font(task: Task, title: str, *, by: Acting, at: datetime) -> None:
    """Give a task printed in an old font the title a person confirmed, and its other words as that font shows them.

    For who settles the flag, inside his transaction; the printed words stay beside them.
    """
    font = legacy_encoding(task.title)
    if font is None or not tidy(title):
        return
    new: dict[str, object] = {
        **_own(task),
        "title": tidy(title),
        "directing": decode_legacy(task.directing, font),
    }
    for name in ("implementing", "coordinating"):
        new[name] = [decode_legacy(one, font) for one in getattr(task, name)]
    _keep_printed(task, How.EDITED, by=by, at=at)
    _write(task, new)


def give_printed_back(task: Task) -> None:
    """Give an edited task the words of the document again, inside the transaction of who takes back what he settled."""
    if task.printed.get("how") == How.EDITED:
        old = {name: task.printed[name] for name in FIELDS}
        task.printed = {}
        _write(task, old)


@transaction.atomic
def restore_task(task: Task, *, seen: str, by: Acting, at: datetime) -> Task:
    """Give an edited task the words of the document again. One that was parted or put together stays so."""
    found = _for_revising(task, seen, by)
    if found.printed.get("how") != How.EDITED:
        raise Refused(_("Chỉ trả về như in được việc đã sửa chữ; việc đã tách, gộp thì sửa tiếp ở đây."))
    give_printed_back(found)
    record("plans.restore_task", found.key_in_journal, by=by.actor, at=at, data={"plan": found.plan_id})
    return found


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
    found = _for_revising(task, seen, by)
    title, new = tidy(first), _tidied(second)
    if not title:
        raise Refused(_("Việc thứ nhất đang để trống nội dung. Chưa tách gì."))
    _keep_printed(found, How.SPLIT, by=by, at=at)
    found.plan.tasks.filter(position__gt=found.position).update(position=F("position") + 1)
    other = Task(
        plan=found.plan, key=_free_key(found), position=found.position + 1, part=found.part, section=found.section,
        source=found.source, printed=found.printed,
    )  # fmt: skip
    _write(other, new)
    found.title = title
    found.save(update_fields=["title", "printed"])
    for row in list(found.milestones.order_by("position")):
        _hand_over(row, other, goes.get(row.pk, Goes.FIRST))
    data = {"plan": found.plan_id, "made": other.pk}
    record("plans.split_task", found.key_in_journal, by=by.actor, at=at, data=data)
    return other


@transaction.atomic
def merge_tasks(task: Task, other: Task, title: str, *, seen: str, by: Acting, at: datetime) -> Task:
    """Put another task of the same draft into this one: its milestones, units, flags and rows of the programme go over.

    `seen`: the marks of both, this one first, joined by a dot.
    """
    mine, _dot, theirs = seen.partition(".")
    found, gone = _for_revising(task, mine, by), _for_revising(other, theirs, by)
    words = tidy(title)
    if found.pk == gone.pk or found.plan_id != gone.plan_id:
        raise Refused(_("Hãy chọn một việc khác của cùng kế hoạch để gộp. Chưa gộp gì."))
    if not words:
        raise Refused(_("Việc gộp đang để trống nội dung. Chưa gộp gì."))
    _keep_both_printed(found, gone, by=by, at=at)
    new = {**_own(found), "title": words}
    for name in ("implementing", "coordinating"):
        new[name] = list(dict.fromkeys([*getattr(found, name), *getattr(gone, name)]))
    chosen = {
        name: [*getattr(found, name).all(), *getattr(gone, name).all()] for name in ("units", "partners")
    }
    _write(found, new)
    for name, units in chosen.items():
        getattr(found, name).add(*units)
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


def _for_revising(task: Task, seen: str, by: Acting) -> Task:
    plan = plan_for_writing(task.plan_id)
    insist(may_resolve(by, plan))
    found = Task.objects.select_related("plan").defer("plan__reading").filter(pk=task.pk).first()
    if found is None or mark_of(found) != seen:
        raise Conflict(_("Việc này vừa được người khác sửa. Bản của anh/chị chưa ghi; hãy xem lại trang."))
    return found


def _tidied(words: TaskWords) -> dict[str, object]:
    new: dict[str, object] = {**asdict(words)}
    for name in ("number", "title", "directing"):
        new[name] = tidy(str(new[name]))
    for name in ("implementing", "coordinating"):
        new[name] = list(dict.fromkeys(filter(None, map(tidy, getattr(words, name)))))
    if not new["title"]:
        raise Refused(_("Nội dung việc đang để trống. Chưa ghi gì."))
    return new


def _own(task: Task) -> dict[str, object]:
    return {name: getattr(task, name) for name in FIELDS}


def _keep_printed(task: Task, how: How, *, by: Acting, at: datetime) -> None:
    """Keep what the document prints, once; who confirmed other words, and when, is written each time."""
    before = task.printed.get("how")
    kept = {name: task.as_printed[name] for name in FIELDS}
    said = how if how is not How.EDITED or before is None else before
    task.printed = {**kept, "how": said, "by": str(by.user), "on": local_day(at).isoformat()}


def _keep_both_printed(task: Task, gone: Task, *, by: Acting, at: datetime) -> None:
    mine, theirs = task.as_printed, gone.as_printed
    _keep_printed(task, How.MERGED, by=by, at=at)
    task.printed |= {
        "number": "; ".join(filter(None, (mine["number"], theirs["number"]))),
        "title": f"{mine['title']}\n{theirs['title']}",
        "directing": "; ".join(dict.fromkeys(filter(None, (mine["directing"], theirs["directing"])))),
        "implementing": list(dict.fromkeys([*mine["implementing"], *theirs["implementing"]])),
        "coordinating": list(dict.fromkeys([*mine["coordinating"], *theirs["coordinating"]])),
    }
    blocks = dict.fromkeys([*task.source.get("blocks", ()), *gone.source.get("blocks", ())])
    task.source = {**task.source, "blocks": list(blocks)}


def _write(task: Task, new: Mapping[str, object]) -> None:
    """Write the words, and tie the task anew to the units whose names changed."""
    renamed = [
        name
        for name in ("implementing", "coordinating")
        if task.pk is None or getattr(task, name) != new[name]
    ]
    for name in FIELDS:
        setattr(task, name, new[name])
    units = units_named([*task.implementing, *task.coordinating]) if renamed else {}
    if "implementing" in renamed:
        task.unresolved = [name for name in task.implementing if not units[name]]
    if "coordinating" in renamed:
        task.unresolved_partners = [name for name in task.coordinating if not units[name]]
    task.save()
    for name, relation in (("implementing", "units"), ("coordinating", "partners")):
        if name in renamed:
            getattr(task, relation).set([unit for one in getattr(task, name) if (unit := units[one])])


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


def _take_over(task: Task, gone: Task) -> None:
    Milestone.objects.filter(task=gone).update(task=task)
    Flag.objects.filter(task=gone, milestone=None).update(task=task, where=task.key)
    Flag.objects.filter(task=gone).update(task=task)
    CouncilRow.objects.filter(task=gone).update(task=task)
