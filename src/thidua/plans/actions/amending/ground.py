"""What every change of one amendment shares, and what each must find in the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from thidua.foundation.answers import Refused
from thidua.foundation.text import tidy
from thidua.organisation.acting import Acting
from thidua.plans.models import Amendment, Change, ChangedField, CouncilRow, Milestone, Plan, Task


@dataclass(frozen=True)
class Ground:
    """What every change of one amendment shares."""

    plan: Plan
    amendment: Amendment
    since: date
    by: Acting
    at: datetime

    def keep(
        self, field: ChangedField, owner: Task | CouncilRow | None, before: str, after: str, **more: object
    ) -> Change:
        """Write one change."""
        task, row = (owner, None) if isinstance(owner, Task) else (None, owner)
        return Change.objects.create(
            plan=self.plan, amendment=self.amendment, task=task, council_row=row, field=field, before=before, after=after,
            since=self.since, by=self.by.user, at=self.at, **more,
        )  # fmt: skip


def milestone_of(ground: Ground, pk: int) -> Milestone:
    """An open milestone of the plan. Raises Refused when it is gone or done."""
    row = ground.plan.milestones.select_related("plan", "task", "council_row").filter(pk=pk).first()
    if row is None or row.dropped_on:
        raise Refused(_("Một mốc trong bản nháp không còn trong kế hoạch này. Chưa ghi gì."))
    if row.done_on:
        text = _("Mốc “%(what)s” đã xong nên không sửa được. Chưa ghi gì.")
        raise Refused(text % {"what": row.label or row.printed})
    return row


def task_of(ground: Ground, pk: int) -> Task:
    """An open task of the plan. Raises Refused when it is gone or closed."""
    task = ground.plan.tasks.filter(pk=pk).first()
    if task is None:
        raise Refused(_("Một nhiệm vụ trong bản nháp không còn trong kế hoạch này. Chưa ghi gì."))
    if task.closed_on:
        text = _("Nhiệm vụ %(number)s đã khép nên không sửa được; hãy mở lại trước. Chưa ghi gì.")
        raise Refused(text % {"number": task.number})
    return task


def row_of(ground: Ground, pk: int) -> CouncilRow:
    """A row of the council's programme of the plan. Raises Refused when it is not there any more."""
    row = ground.plan.council_rows.filter(pk=pk).first()
    if row is None:
        raise Refused(_("Một dòng chương trình Hội đồng trong bản nháp không còn trong kế hoạch này. Chưa ghi gì."))
    return row


def names(names: Iterable[str]) -> list[str]:
    """Names as printed, tidied, each once, in their order."""
    return list(dict.fromkeys(filter(None, map(tidy, names))))


def not_before_issue(issued: date, day: date) -> None:
    """Raises Refused for a day before the amending document."""
    if day < issued:
        text = _("%(day)s trước ngày ban hành văn bản sửa đổi (%(issued)s). Chưa ghi gì.")
        raise Refused(text % {"day": f"{day:%d/%m/%Y}", "issued": f"{issued:%d/%m/%Y}"})


def in_order(ground: Ground, field: ChangedField, **of: Task | CouncilRow | Milestone) -> None:
    """Changes of one thing take effect one after another, else the plan of a past day could not be told."""
    last = Change.objects.filter(field=field, **of).order_by("-since", "-id").first()
    if last and last.since > ground.since:
        text = _(
            "Một thay đổi khác của cùng nội dung có hiệu lực từ %(day)s. Chưa ghi; ngày có hiệu lực phải từ ngày đó trở đi."
        )
        raise Refused(text % {"day": f"{last.since:%d/%m/%Y}"})
