"""The tasks and milestones of a plan as they stand on a day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.due import WorkdaysLeft, named_day, next_time, standing
from thidua.plans.models import Milestone, Plan, Task
from thidua.plans.queries.board.shapes import MilestoneLine, TaskLine
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.registering import collections_of, missing_counts


def task_lines(plan: Plan, on: date) -> list[TaskLine]:
    """All tasks of a plan with their milestones as they stand on a day, in the order printed. Six queries, more when units hand in."""
    rows = {task.pk: TaskLine(task) for task in plan.tasks.order_by("position", "pk")}
    found = list(plan.milestones.filter(task__isnull=False, dropped_on=None).order_by("position", "pk"))
    calendar = calendar_of([on, *(row.effective or row.printed_date or on for row in found)])
    left = WorkdaysLeft(calendar, on)
    for milestone in found:
        rows[milestone.task_id or 0].lines.append(milestone_line(milestone, left))
    links = (
        Task.units.through.objects.filter(task__plan=plan).select_related("unit").order_by("unit__name_fold", "unit_id")
    )
    for link in links:
        rows[link.task_id].units.append(link.unit)
    for task_id in plan.council_rows.exclude(task=None).values_list("task_id", flat=True):
        rows[task_id or 0].sessions += 1
    _count_missing(rows, plan, on)
    return list(rows.values())


def _count_missing(rows: dict[int, TaskLine], plan: Plan, on: date) -> None:
    """Note at each task, and at the milestone by which it is due, how many units have not handed in."""
    collections = list(collections_of(plan))
    asked = {row.task_id: row.milestone_id for row in collections}
    for task, count in missing_counts(collections, on).items():
        rows[task].missing = count
        for line in rows[task].lines:
            line.missing = count if line.row.pk == asked[task] else 0


def milestone_line(row: Milestone, left: WorkdaysLeft) -> MilestoneLine:
    """A milestone as it stands on the day of the count."""
    days = left.until(row.effective)
    named = named_day(row.used_date, row.printed_date, row.month)
    return MilestoneLine(
        row=row,
        standing=standing(row.effective, row.done_on, on=left.on, left=days),
        day=named,
        left=days,
        next_time=next_time(row.recurrence, left.on) if row.recurrence else None,
        why_earlier=_why_earlier(row, named, left.calendar),
    )


def _why_earlier(row: Milestone, named: date | None, calendar: OfficialCalendar) -> str:
    """Why the working day lies before the day named: the holiday, the weekday, or "trước" not including the day."""
    if named is None or row.effective is None or row.effective == named:
        return ""
    reason = calendar.reason_off(named)
    if reason:
        return _("%(day)s: %(why)s") % {"day": f"{named:%d/%m}", "why": reason}
    return _("không tính ngày %(day)s") % {"day": f"{named:%d/%m}"}
