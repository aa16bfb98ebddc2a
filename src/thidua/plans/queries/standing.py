"""How the milestones that people were reminded of stand on the day a letter about them goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from thidua.notices.letters import Now, Standings
from thidua.notices.models import Notice
from thidua.plans.due import WorkdaysLeft, next_time
from thidua.plans.models import Milestone
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.reminding.steps import Level, Step
from thidua.plans.reminding.words import Deadline, detail_of, task_name, title_of

OVER = 1_000_000
"""After everything that is still to be done."""


def standing_now(notices: Sequence[Notice], on: date) -> Mapping[int, Now]:
    """By id of the notice: the working days left on that day, or that nothing is left to do. Two queries.

    A milestone that is gone keeps the words it was told with.
    """
    about = {notice.pk: int(notice.subject.removeprefix("milestone:")) for notice in notices}
    rows = Milestone.objects.filter(pk__in=set(about.values())).select_related("task", "council_row", "plan")
    found = {row.pk: row for row in rows.defer("plan__reading").prefetch_related("task__units")}
    days = {row.pk: row.effective or next_time(row.recurrence, on) for row in found.values()}
    calendar = calendar_of([on, *filter(None, days.values())])
    left = WorkdaysLeft(calendar, on)
    standing: dict[int, Now] = {}
    for notice in notices:
        row, day = found.get(about[notice.pk]), days.get(about[notice.pk])
        if row and day:
            last = row.effective or calendar.effective(day)
            level = Level(notice.topic.removeprefix("plans."))
            standing[notice.pk] = _now(row, last, Step(level, "", left.until(last) or 0))
    return standing


def _now(row: Milestone, day: date, step: Step) -> Now:
    number = row.task.number if row.task else ""
    if row.done_on or row.dropped_on or (row.task and row.task.closed_on):
        said = "Đã xong" if row.done_on or not row.dropped_on else "Đã bỏ theo văn bản sửa đổi"
        return Now(OVER, f"{said} · {task_name(number, row.owner.title, row.label)}", "")
    units = [unit.name for unit in row.task.units.all()] if row.task else []
    words = Deadline(number, row.owner.title, row.printed, row.plan.number or row.plan.title, day, units, row.label)
    return Now(step.left, title_of(words, step), detail_of(words, step))


STANDINGS: Standings = {f"plans.{level}": standing_now for level in Level}
"""What this room can say of its reminders on the day a letter goes out."""
