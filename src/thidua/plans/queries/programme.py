"""The council's programme beside the tasks it repeats, with the differences between the two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from thidua.foundation.dates import show_date
from thidua.foundation.text import fold
from thidua.plans.backplan import brings_dossiers
from thidua.plans.due import WorkdaysLeft
from thidua.plans.models import CouncilRow, Milestone, Plan
from thidua.plans.queries.board import MilestoneLine, milestone_line
from thidua.plans.queries.calendars import calendar_of


@dataclass(frozen=True)
class Difference:
    """What the two appendices print differently: a code that names exactly this difference, the words, how a person
    settled it ({"reason", "by", "on"}) or None."""

    code: str
    text: str
    settled: dict[str, str] | None


@dataclass
class ProgrammeLine:
    """A row of the programme, its milestones, and in words what differs from the task it repeats."""

    row: CouncilRow
    lines: list[MilestoneLine]
    differences: list[Difference]


def programme(plan: Plan, on: date) -> list[ProgrammeLine]:
    """The rows of the council's programme in their order. Four queries."""
    rows = list(plan.council_rows.select_related("task").order_by("position", "pk"))
    if not rows:
        return []
    tied = [row.task_id for row in rows if row.task_id]
    own: dict[int, list[Milestone]] = {}
    of_task: dict[int, list[Milestone]] = {}
    for milestone in plan.milestones.filter(council_row__isnull=False).order_by("position"):
        own.setdefault(milestone.council_row_id or 0, []).append(milestone)
    for milestone in plan.milestones.filter(task__in=tied).order_by("position"):
        of_task.setdefault(milestone.task_id or 0, []).append(milestone)
    everything = [milestone for group in (*own.values(), *of_task.values()) for milestone in group]
    left = WorkdaysLeft(calendar_of([on, *(milestone.effective or on for milestone in everything)]), on)
    return [
        ProgrammeLine(
            row,
            [milestone_line(milestone, left) for milestone in own.get(row.pk, [])],
            _told(row, own.get(row.pk, []), of_task.get(row.task_id or 0, [])),
        )
        for row in rows
    ]


def differences(row: CouncilRow) -> list[Difference]:
    """What one row and its task print differently."""
    own = list(row.milestones.order_by("position"))
    of_task = list(row.task.milestones.order_by("position")) if row.task else []
    return _told(row, own, of_task)


def _told(row: CouncilRow, own: list[Milestone], of_task: list[Milestone]) -> list[Difference]:
    settled = {kept["code"]: kept for kept in row.settled}
    return [Difference(code, text, settled.get(code)) for code, text in _differences(row, own, of_task)]


def _differences(row: CouncilRow, own: list[Milestone], of_task: list[Milestone]) -> list[tuple[str, str]]:
    """Code and words of each date of the meeting and coordinating body that the two appendices print differently.

    The day on which a task's dossiers are due is no day of the meeting.
    """
    task = row.task
    if task is None:
        return []
    said: list[tuple[str, str]] = []
    meetings = [one for one in of_task if not brings_dossiers(one.label, "")] or of_task
    printed_there = {milestone.printed_date for milestone in meetings}
    for milestone in own:
        if milestone.printed_date and milestone.printed_date not in printed_there:
            there = ", ".join(show_date(day) for day in sorted(day for day in printed_there if day))
            used = ", ".join(show_date(day) for day in sorted({item.used_date for item in meetings if item.used_date}))
            text = _("Chương trình in %(here)s, nhiệm vụ %(number)s in %(there)s.")
            sentence = text % {
                "here": show_date(milestone.printed_date),
                "number": task.number,
                "there": there or _("không có ngày"),
            }
            code = f"day:{milestone.printed_date.isoformat()}/{','.join(sorted(map(str, printed_there)))}"
            said.append((code, f"{sentence} {_('Đang theo dõi: %(used)s.') % {'used': used}}" if used else sentence))
    here, there_names = _names(row.coordinating), _names(task.coordinating)
    only_here = [name for key, name in here.items() if key not in there_names]
    only_there = [name for key, name in there_names.items() if key not in here]
    if only_here:
        text = _("Chỉ chương trình ghi phối hợp: %(names)s.") % {"names": "; ".join(only_here)}
        said.append((f"here:{';'.join(map(fold, only_here))}", text))
    if only_there:
        text = _("Chỉ nhiệm vụ ghi phối hợp: %(names)s.") % {"names": "; ".join(only_there)}
        said.append((f"there:{';'.join(map(fold, only_there))}", text))
    return said


def _names(printed: list[str]) -> dict[str, str]:
    return {fold(name): name for name in printed}
