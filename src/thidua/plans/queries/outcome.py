"""Plan against fact: when each milestone was due, when it was done, and the working days between the two."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import mean

import xlsxwriter
from django.utils.translation import gettext as _

from thidua.foundation.text import fold
from thidua.foundation.words import mark
from thidua.plans.models import Milestone, Plan, Task
from thidua.plans.queries.calendars import calendar_of

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Line:
    """One milestone: due on `due` (a working day), done on `done`. `late` counts working days, negative when early.

    While it is not done `late` counts up to `on`, the day of the report. A day off after the day due adds nothing to it.
    """

    task: Task
    milestone: Milestone
    due: date
    done: date | None
    late: int
    units: tuple[str, ...]
    on: date

    @property
    def code(self) -> str:
        """How it went: `late`, `in_time`, `overdue` (not done and past) or `ahead` (not due yet)."""
        is_past = (self.done or self.on) > self.due
        if self.done:
            return "late" if is_past else "in_time"
        return "overdue" if is_past else "ahead"


@dataclass
class Total:
    """What a unit, a month or the whole plan comes to."""

    name: str
    lines: list[Line] = field(default_factory=list)

    def count(self, code: str) -> int:
        """How many milestones went that way."""
        return sum(line.code == code for line in self.lines)

    @property
    def in_time(self) -> int:
        """Done by the day due."""
        return self.count("in_time")

    @property
    def late(self) -> int:
        """Done after the day due."""
        return self.count("late")

    @property
    def overdue(self) -> int:
        """Not done, and past."""
        return self.count("overdue")

    @property
    def ahead(self) -> int:
        """Not due yet."""
        return self.count("ahead")

    @property
    def worst(self) -> int:
        """The most working days that one was late; 0 when none was."""
        return max((line.late for line in self.lines if line.late > 0), default=0)

    @property
    def average(self) -> float | None:
        """Mean of the working days between due and done of what is done; None when nothing is."""
        done = [line.late for line in self.lines if line.done]
        return round(mean(done), 1) if done else None


@dataclass
class Outcome:
    """The report of a plan on a day."""

    plan: Plan
    on: date
    lines: list[Line]
    whole: Total
    by_unit: list[Total]
    by_month: list[Total]
    undated: int


def outcome(plan: Plan, on: date) -> Outcome:
    """Plan against fact on a day, for the tasks' milestones with a working day. Four queries."""
    rows = list(
        plan.milestones.filter(task__isnull=False, dropped_on=None).select_related("task").order_by("position", "pk")
    )
    dated = [row for row in rows if row.effective]
    units = _units(plan)
    calendar = calendar_of([on, *(row.effective or on for row in dated), *(row.done_on or on for row in dated)])
    lines = []
    for row in dated:
        task, due = row.task, row.effective
        assert task is not None and due is not None  # narrowed above
        names = tuple(units.get(task.pk) or task.unresolved or task.implementing) or (_("Chưa ghi đơn vị"),)
        lines.append(Line(task, row, due, row.done_on, calendar.between(due, row.done_on or on), names, on))
    return Outcome(
        plan, on, lines, Total("", lines),
        sorted(_grouped(lines, lambda line: line.units), key=lambda one: (-one.overdue - one.late, fold(one.name))),
        sorted(_grouped(lines, lambda line: (f"{line.due:%m/%Y}",)), key=lambda one: one.lines[0].due.replace(day=1)),
        len(rows) - len(dated),
    )  # fmt: skip


def _units(plan: Plan) -> dict[int, list[str]]:
    links = (
        Task.units.through.objects.filter(task__plan=plan).select_related("unit").order_by("unit__name_fold", "unit_id")
    )
    found: dict[int, list[str]] = {}
    for link in links:
        found.setdefault(link.task_id, []).append(link.unit.name)
    return found


def _grouped(lines: Iterable[Line], names: Callable[[Line], tuple[str, ...]]) -> list[Total]:
    groups: dict[str, Total] = {}
    for line in lines:
        for name in names(line):
            groups.setdefault(name, Total(name)).lines.append(line)
    return list(groups.values())


WORDS = {
    "late": mark("Xong chậm"),
    "in_time": mark("Xong đúng hạn"),
    "overdue": mark("Chưa xong, đã quá hạn"),
    "ahead": mark("Chưa đến hạn"),
}
"""How a milestone went, in words."""


def outcome_xlsx(report: Outcome) -> bytes:
    """The report as an Excel file: milestones, units, months. Texts stay texts, days are real days."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        heads: tuple[str, ...] = (_("TT"), _("Nhiệm vụ"), _("Mốc"), _("Chữ in"), _("Đơn vị thực hiện"), _("Hạn (ngày làm việc)"),
                 _("Xong ngày"), _("Chậm (+), sớm (−) ngày làm việc"), _("Kết quả"))  # fmt: skip
        rows: list[list[Cell]] = [
            [
                line.task.number, line.task.headline, line.milestone.label, line.milestone.printed, "; ".join(line.units),
                line.due, line.done, line.late if line.done or line.late > 0 else None, _(WORDS[line.code]),
            ]
            for line in report.lines
        ]  # fmt: skip
        _sheet(book, _("Các mốc"), heads, rows, bold=bold, day=day)
        for title, name, totals in (
            (_("Theo đơn vị"), _("Đơn vị"), report.by_unit),
            (_("Theo tháng"), _("Tháng đến hạn"), report.by_month),
        ):
            heads = (name, _("Số mốc"), _("Đúng hạn"), _("Chậm"), _("Chưa xong, quá hạn"), _("Chưa đến hạn"),
                     _("Chậm nhất (ngày làm việc)"), _("Trung bình (ngày làm việc)"))  # fmt: skip
            rows = [
                [one.name, len(one.lines), one.in_time, one.late, one.overdue, one.ahead, one.worst, one.average]
                for one in totals
            ]
            _sheet(book, title, heads, rows, bold=bold, day=day)
    return out.getvalue()


def _sheet(
    book: xlsxwriter.Workbook,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    bold: object,
    day: object,
) -> None:
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, min(60, max(10, len(head) + 2)))
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(place, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a day in a cell has no zone
            elif isinstance(value, int | float):
                sheet.write_number(place, column, value)
            elif value is not None:
                sheet.write_string(place, column, value)
