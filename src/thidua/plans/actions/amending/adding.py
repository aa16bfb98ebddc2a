"""What an amendment adds: tasks, and deadlines of what stands already."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Max
from django.utils.translation import gettext as _

from thidua.foundation.answers import Refused
from thidua.foundation.text import tidy
from thidua.plans.actions.amending.ground import Ground, names, not_before_issue, row_of, task_of
from thidua.plans.actions.assigning import units_named
from thidua.plans.actions.counting import count_effective
from thidua.plans.actions.keeping import link_units, milestone_from
from thidua.plans.drafts import NewMilestones, NewTask
from thidua.plans.models import ChangedField, CouncilRow, Milestone, Plan, Task
from thidua.plans.reading.deadlines import Reading, Remark, read_deadline
from thidua.plans.reading.shapes import Milestone as ReadMilestone
from thidua.plans.reading.shapes import Relation


def new_task(ground: Ground, draft: NewTask) -> None:
    """Add a task after the last one of its section."""
    title = tidy(draft.title)
    if not title:
        raise Refused(_("Nhiệm vụ thêm cần có nội dung. Chưa ghi gì."))
    readings = _read(draft.deadlines, ground)
    if not readings:
        raise Refused(_("Nhiệm vụ thêm cần có ít nhất một mốc thời gian. Chưa ghi gì."))
    implementing, coordinating = names(draft.implementing), names(draft.coordinating)
    units = units_named(ground.plan, [*implementing, *coordinating])
    count = ground.plan.tasks.count()
    task = Task.objects.create(
        plan=ground.plan, key=f"SD{ground.amendment.pk}.{count + 1}", position=_room_for_one(ground.plan, draft),
        part=draft.part, section=draft.section, number=tidy(draft.number), title=title,
        directing=tidy(draft.directing), implementing=implementing, coordinating=coordinating,
        unresolved=[name for name in implementing if not units[name]],
        unresolved_partners=[name for name in coordinating if not units[name]],
    )  # fmt: skip
    link_units([task], units)
    _add_milestones(ground.plan, task, task.key, readings)
    ground.keep(ChangedField.ADDED, task, "", title)


def _room_for_one(plan: Plan, draft: NewTask) -> int:
    """The place after the last task of the section, or at the end; what follows moves on by one."""
    last = plan.tasks.filter(part=draft.part, section=draft.section).aggregate(n=Max("position"))["n"]
    if last is None:
        last = plan.tasks.aggregate(n=Max("position"))["n"] or 0
    plan.tasks.filter(position__gt=last).update(position=F("position") + 1)
    return int(last) + 1


def unread(line: str, year: int | None) -> str:
    """Why a deadline to be added cannot be taken, in words; "" when it is understood. Nothing is guessed."""
    return "" if all(map(_is_understood, read_deadline(line, year=year))) else _not_read(line, year)


def _not_read(line: str, year: int | None) -> str:
    example = _("Ban hành kế hoạch: trước ngày 30/6/%(year)s") % {"year": year} if year else _("trước ngày 30/6")
    return _("Chưa đọc được thời gian “%(text)s”. Chưa ghi gì; hãy ghi như: %(example)s.") % {
        "text": line[:80],
        "example": example,
    }


def _is_understood(reading: Reading) -> bool:
    return reading.relation is not Relation.UNREAD and Remark.IMPOSSIBLE_DATE not in reading.remarks


def _read(deadlines: Iterable[str], ground: Ground) -> list[Reading]:
    """The deadlines of an added task, read as those of a plan are."""
    readings = []
    for line in filter(None, map(tidy, deadlines)):
        found = read_deadline(line, year=ground.plan.year)
        if not all(map(_is_understood, found)):
            raise Refused(_not_read(line, ground.plan.year))
        for reading in found:
            if day := reading.day or reading.end:
                not_before_issue(ground.amendment.issued_on, day)
            readings.append(reading)
    return readings


def new_milestones(ground: Ground, draft: NewMilestones) -> None:
    """Add deadlines to a task, or to a row of the council's programme."""
    owner = task_of(ground, draft.task) if draft.task else row_of(ground, draft.row or 0)
    readings = _read(draft.deadlines, ground)
    count = ground.plan.milestones.count()
    for row in _add_milestones(ground.plan, owner, f"{owner.key}.SD{ground.amendment.pk}.{count}", readings):
        ground.keep(ChangedField.MILESTONE, owner, "", f"{row.label} {row.printed}".strip(), milestone=row)


def _add_milestones(plan: Plan, owner: Task | CouncilRow, key: str, readings: Iterable[Reading]) -> list[Milestone]:
    first = (plan.milestones.aggregate(n=Max("position"))["n"] or 0) + 1
    task, council_row = (owner, None) if isinstance(owner, Task) else (None, owner)
    rows = []
    for place, reading in enumerate(readings):
        read = ReadMilestone(
            f"{key}.{place + 1}", reading.label, reading.relation, reading.printed, reading.day, reading.start,
            reading.end, reading.month, reading.recurrence,
        )  # fmt: skip
        row = milestone_from(plan, task, council_row, read.to_json(), first + place)
        row.used_date = row.printed_date
        rows.append(row)
    count_effective(plan, rows)
    return Milestone.objects.bulk_create(rows)
