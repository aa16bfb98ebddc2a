"""A plan in force is changed by a document that amends it: everything the document says at once, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.documents.models import StoredFile
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.assigning import units_named
from thidua.plans.actions.counting import count_effective, plan_for_writing
from thidua.plans.actions.extending import drop_requests, move_day
from thidua.plans.actions.keeping import link_units, milestone_from
from thidua.plans.actions.noting import kept_file
from thidua.plans.drafts import AmendingDocument, Draft, Dropped, NewDay, NewTask, NewTitle, NewUnits
from thidua.plans.models import Amendment, Change, ChangedField, Milestone, Plan, Task
from thidua.plans.policies import may_amend
from thidua.plans.queries.extending import present_day
from thidua.plans.reading.deadlines import Reading, Remark, read_deadline
from thidua.plans.reading.shapes import Milestone as ReadMilestone
from thidua.plans.reading.shapes import Relation


@dataclass(frozen=True)
class _Ground:
    """What every change of one amendment shares."""

    plan: Plan
    amendment: Amendment
    since: date
    by: Acting
    at: datetime

    def keep(self, field: ChangedField, task: Task | None, before: str, after: str, **more: object) -> Change:
        """Write one change."""
        return Change.objects.create(
            plan=self.plan, amendment=self.amendment, task=task, field=field, before=before, after=after,
            since=self.since, by=self.by.user, at=self.at, **more,
        )  # fmt: skip


@transaction.atomic
def amend(
    plan: Plan, document: AmendingDocument, file: File[bytes], drafts: Sequence[Draft], *, seen: int,
    by: Acting, at: datetime,
) -> Amendment:  # fmt: skip
    """Record a document that amends a plan in force, with everything it changes.

    `seen`: the revision of the plan the person had before him. Raises Conflict when the plan changed since or the
    document was recorded already, Refused with the reason for a change that cannot be; then nothing is kept.
    """
    plan = plan_for_writing(plan.pk)
    insist(may_amend(by, plan))
    if plan.revision != seen:
        raise Conflict(_("Kế hoạch vừa được người khác thay đổi. Chưa ghi sửa đổi; hãy xem lại bản nháp."))
    _check_document(plan, document, today=local_day(at))
    if not drafts:
        raise Refused(_("Chưa có thay đổi nào trong bản nháp. Chưa ghi gì."))
    amendment = _new_amendment(plan, document, kept_file(file, plan.key, by=by, at=at), by=by, at=at)
    ground = _Ground(plan, amendment, document.since, by, at)
    for draft in drafts:
        _change(ground, draft)
    plan.revision += 1
    plan.save(update_fields=["revision"])
    record(
        "plans.amend", plan.key, by=by.actor, at=at,
        data={"amendment": amendment.pk, "changes": len(drafts), "file": str(amendment.file.key)},
    )  # fmt: skip
    return amendment


def _check_document(plan: Plan, document: AmendingDocument, *, today: date) -> None:
    if not tidy(document.number) or not tidy(document.title):
        raise Refused(_("Văn bản sửa đổi cần có số và trích yếu. Chưa ghi gì."))
    if plan.issued_on and document.issued_on < plan.issued_on:
        text = _("Văn bản sửa đổi không thể ban hành trước kế hoạch (%(day)s). Chưa ghi gì.")
        raise Refused(text % {"day": f"{plan.issued_on:%d/%m/%Y}"})
    if document.since < document.issued_on:
        raise Refused(_("Ngày có hiệu lực không thể trước ngày ban hành. Chưa ghi gì."))
    if document.since > today:
        raise Refused(_("Văn bản chưa có hiệu lực. Chưa ghi; hãy ghi sửa đổi từ ngày văn bản có hiệu lực."))


def _new_amendment(
    plan: Plan, document: AmendingDocument, file: StoredFile, *, by: Acting, at: datetime
) -> Amendment:
    try:
        with transaction.atomic():
            return Amendment.objects.create(
                plan=plan, number=tidy(document.number), issued_on=document.issued_on, title=tidy(document.title),
                file=file, by=by.user, at=at,
            )  # fmt: skip
    except IntegrityError as known:
        raise Conflict(
            _("Văn bản số %(number)s đã được ghi cho kế hoạch này. Chưa ghi gì thêm.")
            % {"number": document.number}
        ) from known


def _change(ground: _Ground, draft: Draft) -> None:
    if isinstance(draft, NewDay):
        _new_day(ground, draft)
    elif isinstance(draft, Dropped):
        _drop(ground, draft)
    elif isinstance(draft, NewTitle):
        _new_title(ground, draft)
    elif isinstance(draft, NewUnits):
        _new_units(ground, draft)
    else:
        _new_task(ground, draft)


def _new_day(ground: _Ground, draft: NewDay) -> None:
    row = _milestone(ground, draft.milestone)
    _not_before_issue(ground, draft.day)
    _in_order(ground, ChangedField.DAY, milestone=row)
    move_day(
        ground.plan,
        row,
        draft.day,
        since=ground.since,
        amendment=ground.amendment,
        by=ground.by,
        at=ground.at,
    )


def _drop(ground: _Ground, draft: Dropped) -> None:
    row = _milestone(ground, draft.milestone)
    _in_order(ground, ChangedField.DAY, milestone=row)
    row.dropped_on = ground.since
    row.save(update_fields=["dropped_on"])
    drop_requests(row, ground.amendment, by=ground.by, at=ground.at)
    day = present_day(row)
    ground.keep(ChangedField.DROPPED, row.task, day.isoformat() if day else row.printed, "", milestone=row)


def _new_title(ground: _Ground, draft: NewTitle) -> None:
    task, title = _task(ground, draft.task), tidy(draft.title)
    if not title:
        raise Refused(_("Nội dung nhiệm vụ %(number)s đang để trống. Chưa ghi gì.") % {"number": task.number})
    _in_order(ground, ChangedField.TITLE, task=task)
    ground.keep(ChangedField.TITLE, task, task.title, title)
    task.title = title
    task.save(update_fields=["title"])


def _new_units(ground: _Ground, draft: NewUnits) -> None:
    task, names = _task(ground, draft.task), _names(draft.names)
    if not names:
        raise Refused(
            _("Nhiệm vụ %(number)s cần có đơn vị thực hiện. Chưa ghi gì.") % {"number": task.number}
        )
    _in_order(ground, ChangedField.UNITS, task=task)
    ground.keep(ChangedField.UNITS, task, "\n".join(task.implementing), "\n".join(names))
    units = units_named(names)
    task.implementing = names
    task.unresolved = [name for name in names if not units[name]]
    task.save(update_fields=["implementing", "unresolved"])
    task.units.set([unit for unit in units.values() if unit])


def _new_task(ground: _Ground, draft: NewTask) -> None:
    title = tidy(draft.title)
    if not title:
        raise Refused(_("Nhiệm vụ thêm cần có nội dung. Chưa ghi gì."))
    readings = _read(draft.deadlines, ground)
    implementing, coordinating = _names(draft.implementing), _names(draft.coordinating)
    units = units_named([*implementing, *coordinating])
    count = ground.plan.tasks.count()
    task = Task.objects.create(
        plan=ground.plan, key=f"SD{ground.amendment.pk}.{count + 1}", position=_room_for_one(ground.plan, draft),
        part=draft.part, section=draft.section, number=tidy(draft.number), title=title,
        directing=tidy(draft.directing), implementing=implementing, coordinating=coordinating,
        unresolved=[name for name in implementing if not units[name]],
        unresolved_partners=[name for name in coordinating if not units[name]],
    )  # fmt: skip
    link_units([task], units)
    _add_milestones(ground.plan, task, readings)
    ground.keep(ChangedField.ADDED, task, "", title)


def _room_for_one(plan: Plan, draft: NewTask) -> int:
    """The place after the last task of the section, or at the end; what follows moves on by one."""
    last = plan.tasks.filter(part=draft.part, section=draft.section).aggregate(n=Max("position"))["n"]
    if last is None:
        last = plan.tasks.aggregate(n=Max("position"))["n"] or 0
    plan.tasks.filter(position__gt=last).update(position=F("position") + 1)
    return int(last) + 1


def _read(deadlines: Iterable[str], ground: _Ground) -> list[Reading]:
    """The deadlines of an added task, read as those of a plan are. What is not understood is refused, not guessed."""
    readings = []
    for line in filter(None, map(tidy, deadlines)):
        for reading in read_deadline(line, year=ground.plan.year):
            if reading.relation is Relation.UNREAD or Remark.IMPOSSIBLE_DATE in reading.remarks:
                text = _(
                    "Chưa đọc được thời gian “%(text)s”. Chưa ghi gì; hãy ghi như: Ban hành kế hoạch: trước ngày 30/6/2025."
                )
                raise Refused(text % {"text": line[:80]})
            if day := reading.day or reading.end:
                _not_before_issue(ground, day)
            readings.append(reading)
    if not readings:
        raise Refused(_("Nhiệm vụ thêm cần có ít nhất một mốc thời gian. Chưa ghi gì."))
    return readings


def _add_milestones(plan: Plan, task: Task, readings: Iterable[Reading]) -> None:
    first = (plan.milestones.aggregate(n=Max("position"))["n"] or 0) + 1
    rows = []
    for place, reading in enumerate(readings):
        read = ReadMilestone(
            f"{task.key}.{place + 1}", reading.label, reading.relation, reading.printed, reading.day, reading.start,
            reading.end, reading.month, reading.recurrence,
        )  # fmt: skip
        row = milestone_from(plan, task, None, read.to_json(), first + place)
        row.used_date = row.printed_date
        rows.append(row)
    count_effective(plan, rows)
    Milestone.objects.bulk_create(rows)


def _milestone(ground: _Ground, pk: int) -> Milestone:
    row = ground.plan.milestones.select_related("plan", "task", "council_row").filter(pk=pk).first()
    if row is None or row.dropped_on:
        raise Refused(_("Một mốc trong bản nháp không còn trong kế hoạch này. Chưa ghi gì."))
    if row.done_on:
        text = _("Mốc “%(what)s” đã xong nên không sửa được. Chưa ghi gì.")
        raise Refused(text % {"what": row.label or row.printed})
    return row


def _task(ground: _Ground, pk: int) -> Task:
    task = ground.plan.tasks.filter(pk=pk).first()
    if task is None:
        raise Refused(_("Một nhiệm vụ trong bản nháp không còn trong kế hoạch này. Chưa ghi gì."))
    if task.closed_on:
        text = _("Nhiệm vụ %(number)s đã khép nên không sửa được; hãy mở lại trước. Chưa ghi gì.")
        raise Refused(text % {"number": task.number})
    return task


def _names(names: Iterable[str]) -> list[str]:
    """Names as printed, tidied, each once, in their order."""
    return list(dict.fromkeys(filter(None, map(tidy, names))))


def _not_before_issue(ground: _Ground, day: date) -> None:
    issued = ground.amendment.issued_on
    if day < issued:
        text = _("%(day)s trước ngày ban hành văn bản sửa đổi (%(issued)s). Chưa ghi gì.")
        raise Refused(text % {"day": f"{day:%d/%m/%Y}", "issued": f"{issued:%d/%m/%Y}"})


def _in_order(ground: _Ground, field: ChangedField, **of: Task | Milestone) -> None:
    """Changes of one thing take effect one after another, else the plan of a past day could not be told."""
    last = Change.objects.filter(field=field, **of).order_by("-since", "-id").first()
    if last and last.since > ground.since:
        text = _(
            "Một thay đổi khác của cùng nội dung có hiệu lực từ %(day)s. Chưa ghi; ngày có hiệu lực phải từ ngày đó trở đi."
        )
        raise Refused(text % {"day": f"{last.since:%d/%m/%Y}"})
