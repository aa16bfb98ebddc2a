"""What stands in the plan gets another day, other words, other units, or falls away."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thidua.foundation.answers import Refused
from thidua.foundation.text import tidy
from thidua.plans.actions.amending.ground import (
    Ground,
    in_order,
    milestone_of,
    names,
    not_before_issue,
    row_of,
    task_of,
)
from thidua.plans.actions.assigning import units_named
from thidua.plans.actions.extending import drop_requests, move_day
from thidua.plans.drafts import Dropped, NewDay, NewRowTitle, NewTitle, NewUnits
from thidua.plans.models import ChangedField
from thidua.plans.queries.extending import present_day


def new_day(ground: Ground, draft: NewDay) -> None:
    """Give a milestone another day."""
    row = milestone_of(ground, draft.milestone)
    not_before_issue(ground.amendment.issued_on, draft.day)
    in_order(ground, ChangedField.DAY, milestone=row)
    move_day(
        ground.plan,
        row,
        draft.day,
        since=ground.since,
        amendment=ground.amendment,
        by=ground.by,
        at=ground.at,
    )


def drop(ground: Ground, draft: Dropped) -> None:
    """Drop a milestone; open requests for more time about it end."""
    row = milestone_of(ground, draft.milestone)
    in_order(ground, ChangedField.DAY, milestone=row)
    row.dropped_on = ground.since
    row.save(update_fields=["dropped_on"])
    drop_requests(row, ground.amendment, by=ground.by, at=ground.at)
    day = present_day(row)
    ground.keep(ChangedField.DROPPED, row.owner, day.isoformat() if day else row.printed, "", milestone=row)


def new_title(ground: Ground, draft: NewTitle) -> None:
    """Give a task other words."""
    task, title = task_of(ground, draft.task), tidy(draft.title)
    if not title:
        raise Refused(_("Nội dung nhiệm vụ %(number)s đang để trống. Chưa ghi gì.") % {"number": task.number})
    in_order(ground, ChangedField.TITLE, task=task)
    ground.keep(ChangedField.TITLE, task, task.title, title)
    task.title = title
    task.save(update_fields=["title"])


def new_units(ground: Ground, draft: NewUnits) -> None:
    """Have a task carried by others."""
    task, wanted = task_of(ground, draft.task), names(draft.names)
    if not wanted:
        raise Refused(_("Nhiệm vụ %(number)s cần có đơn vị thực hiện. Chưa ghi gì.") % {"number": task.number})
    in_order(ground, ChangedField.UNITS, task=task)
    ground.keep(ChangedField.UNITS, task, "\n".join(task.implementing), "\n".join(wanted))
    units = units_named(ground.plan, wanted)
    task.implementing = wanted
    task.unresolved = [name for name in wanted if not units[name]]
    task.save(update_fields=["implementing", "unresolved"])
    task.units.set([unit for unit in units.values() if unit])


def new_row_title(ground: Ground, draft: NewRowTitle) -> None:
    """Give a row of the council's programme other words."""
    row, title = row_of(ground, draft.row), tidy(draft.title)
    if not title:
        raise Refused(_("Một dòng chương trình Hội đồng đang để trống nội dung. Chưa ghi gì."))
    in_order(ground, ChangedField.TITLE, council_row=row)
    ground.keep(ChangedField.TITLE, row, row.title, title)
    row.title = title
    row.save(update_fields=["title"])
