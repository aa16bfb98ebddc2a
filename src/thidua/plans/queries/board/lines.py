"""The tasks of a plan with their milestones, how each stands on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.dates import show_date
from thidua.foundation.workdays import OfficialCalendar
from thidua.organisation.models import Unit
from thidua.plans.due import Standing, WorkdaysLeft, named_day, next_time, standing
from thidua.plans.models import Milestone, Plan, Task
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.registering import collections_of, missing_counts, missing_words

KINDS = {
    Standing.LATE: "late",
    Standing.SOON: "warn",
    Standing.AHEAD: "ok",
    Standing.UNDATED: "wait",
    Standing.DONE: "held",
}
"""The shape and colour of a standing (the kinds of `c-state`)."""


@dataclass
class MilestoneLine:
    """A milestone as the board shows it. `left` counts working days, negative when past.

    `missing`: how many units have not handed in what was due by it.
    """

    row: Milestone
    standing: Standing
    day: date | None
    left: int | None
    next_time: date | None
    why_earlier: str
    matches: bool = True
    missing: int = 0

    @property
    def kind(self) -> str:
        """The shape and colour of its state."""
        return KINDS[self.standing]

    @property
    def words(self) -> str:
        """Its state in words: never colour alone."""
        return _words(self)

    @property
    def left_text(self) -> str:
        """The working days left as a number, with a true minus sign."""
        left = self.left or 0
        return f"−{-left}" if left < 0 else str(left)

    @property
    def bar(self) -> int:
        """Length of the small bar of days left: to the right of its line up to 44, to the left up to 20."""
        left = self.left or 0
        return min(-left, 20) if left < 0 else min(left, 44)

    @property
    def bar_start(self) -> int:
        """Where the bar of days past begins, left of its line at 20."""
        return 20 - self.bar


@dataclass
class TaskLine:
    """A task with its milestones, the units that carry it and the rows of the council's programme that repeat it.

    `missing`: how many units have not handed in what is collected under it.
    """

    task: Task
    lines: list[MilestoneLine] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    sessions: int = 0
    missing: int = 0

    @property
    def is_done(self) -> bool:
        """Whether it was closed, or every milestone of it is done."""
        return bool(self.task.closed_on or (self.lines and all(line.row.done_on for line in self.lines)))

    @property
    def done_but(self) -> str:
        """That it is done and yet something is missing, in words; "" when one of the two is not so."""
        return f"{_('Đã xong')}, {missing_words(self.missing)}" if self.is_done and self.missing else ""


def task_lines(plan: Plan, on: date) -> list[TaskLine]:
    """All tasks of a plan with their milestones as they stand on a day, in the order printed. Six queries, more when units hand in."""
    rows = {task.pk: TaskLine(task) for task in plan.tasks.order_by("position", "pk")}
    found = list(plan.milestones.filter(task__isnull=False, dropped_on=None).order_by("position", "pk"))
    calendar = calendar_of([on, *(row.effective or row.printed_date or on for row in found)])
    left = WorkdaysLeft(calendar, on)
    for milestone in found:
        rows[milestone.task_id or 0].lines.append(milestone_line(milestone, left))
    links = (
        Task.units.through.objects.filter(task__plan=plan)
        .select_related("unit")
        .order_by("unit__name_fold", "unit_id")
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


def _words(line: MilestoneLine) -> str:
    row, left = line.row, line.left
    if row.done_on:
        text = _("Xong %(day)s") % {"day": show_date(row.done_on)}
        return f"{text}, {missing_words(line.missing)}" if line.missing else text
    if left is None:
        return _undated_words(line)
    if line.standing is Standing.LATE:
        late = ngettext("Quá hạn %(n)s ngày làm việc", "Quá hạn %(n)s ngày làm việc", -left) % {"n": -left}
        return late if left else _("Vừa quá hạn")
    if left == 0:
        return _("Hết hạn hôm nay")
    return ngettext("Còn %(n)s ngày làm việc", "Còn %(n)s ngày làm việc", left) % {"n": left}


def _undated_words(line: MilestoneLine) -> str:
    if line.next_time:
        return _("Định kỳ, lần tới %(day)s") % {"day": show_date(line.next_time)}
    return {
        "by_document": _("Chờ văn bản khác"),
        "unstated": _("Chưa ghi thời hạn"),
        "unread": _("Chưa đọc được thời hạn"),
        "on_occasion": _("Theo dịp, chưa có ngày"),
        "range": _("Chưa có ngày kết thúc"),
        "before": _("Chưa rõ ngày"),
        "by": _("Chưa rõ ngày"),
        "on": _("Chưa rõ ngày"),
        "in_month": _("Chưa rõ ngày"),
        "within_quarter": _("Chưa rõ ngày"),
    }.get(line.row.relation, _("Thường xuyên"))
