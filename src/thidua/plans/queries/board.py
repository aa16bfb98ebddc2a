"""The board of a plan: its tasks with their milestones, how each stands today, in the order asked for.

The same number of queries for one task and for five thousand: everything of the plan is read by kind, then put together.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.dates import show_date
from thidua.foundation.text import fold
from thidua.foundation.workdays import OfficialCalendar
from thidua.organisation.models import Unit
from thidua.plans.due import Standing, WorkdaysLeft, named_day, next_time, standing
from thidua.plans.models import Collection, Milestone, Plan, Task
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

LOCS: dict[str, frozenset[Standing]] = {
    "qua-han": frozenset({Standing.LATE}),
    "sap-han": frozenset({Standing.SOON}),
    "dung-han": frozenset({Standing.AHEAD}),
    "sap-toi": frozenset({Standing.SOON, Standing.AHEAD}),
    "thuong-xuyen": frozenset({Standing.UNDATED}),
    "da-xong": frozenset({Standing.DONE}),
}
"""What `?loc=` asks for."""

PAGE = 200


@dataclass(frozen=True)
class Filters:
    """What a person narrows the board to; empty means all. `unit` is a unit's id, `after` the place to go on from."""

    loc: str = ""
    unit: int | None = None
    part: str = ""
    text: str = ""
    view: str = "bang"
    after: int = 0

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.loc in LOCS or self.unit or self.part or self.text)


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


@dataclass
class Group:
    """Rows under one heading."""

    title: str
    tasks: list[TaskLine] = field(default_factory=list)
    lines: list[tuple[TaskLine, MilestoneLine]] = field(default_factory=list)
    kind: str = ""
    note: str = ""
    whole: int = 0


@dataclass
class Board:
    """What the page of a board shows."""

    plan: Plan
    on: date
    groups: list[Group]
    counts: dict[Standing, int]
    task_count: int
    milestone_count: int
    shown_tasks: int
    shown_milestones: int
    units: list[Unit]
    parts: list[str]
    next_after: int
    before: int | None
    done: list[tuple[TaskLine, MilestoneLine]] = field(default_factory=list)

    @property
    def open_count(self) -> int:
        """Milestones with a day that are not done."""
        return sum(self.counts[kind] for kind in (Standing.LATE, Standing.SOON, Standing.AHEAD))


def board(
    plan: Plan,
    on: date,
    filters: Filters | None = None,
    *,
    within: Container[int] | None = None,
    page: int | None = PAGE,
) -> Board:
    """Everything the board of a plan shows on a day. Five queries.

    `within` leaves only the tasks with these ids, `page` is how many rows one page holds (None: all).
    """
    asked = filters or Filters()
    rows = task_lines(plan, on)
    counts = dict.fromkeys(Standing, 0)
    for row in rows:
        for line in row.lines:
            counts[line.standing] += 1
    shown = [row for row in narrowed(rows, asked) if within is None or row.task.pk in within]
    groups, done = _arranged(shown, asked)
    cut, next_after = _page(groups, asked.after, page)
    return Board(
        plan=plan, on=on, groups=cut, counts=counts, task_count=len(rows),
        milestone_count=sum(counts.values()), shown_tasks=len(shown),
        shown_milestones=sum(line.matches for row in shown for line in row.lines),
        units=sorted({unit for row in rows for unit in row.units}, key=lambda unit: (unit.name_fold, unit.pk)),
        parts=list(dict.fromkeys(row.task.part for row in rows if row.task.part)),
        next_after=next_after, before=max(0, asked.after - (page or 0)) if asked.after else None, done=done,
    )  # fmt: skip


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
    asked = {row.task_id: row.milestone_id for row in Collection.objects.filter(task__plan=plan)}
    for task, count in missing_counts(collections_of(plan), on).items() if asked else ():
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


def narrowed(rows: Iterable[TaskLine], asked: Filters) -> list[TaskLine]:
    """The tasks that pass every filter; milestones that do not match are marked, not taken away."""
    wanted = LOCS.get(asked.loc)
    text = fold(asked.text)
    kept = []
    for row in rows:
        if asked.unit and asked.unit not in (unit.pk for unit in row.units):
            continue
        if asked.part and row.task.part != asked.part:
            continue
        if text and text not in fold(f"{row.task.number} {row.task.title}"):
            continue
        for line in row.lines:
            line.matches = wanted is None or line.standing in wanted
        if wanted is None or any(line.matches for line in row.lines):
            kept.append(row)
    return kept


def _arranged(
    rows: list[TaskLine], asked: Filters
) -> tuple[list[Group], list[tuple[TaskLine, MilestoneLine]]]:
    if asked.view == "han":
        return _by_deadline(rows, asked)
    return (_by_unit(rows, asked) if asked.view == "don-vi" else _as_printed(rows)), []


def _as_printed(rows: list[TaskLine]) -> list[Group]:
    """Under the parts and sections of the document, in its order."""

    def heading(row: TaskLine) -> tuple[str, str]:
        return row.task.part, row.task.section

    return [
        Group(" · ".join(filter(None, names)) or _("Nhiệm vụ"), tasks=list(group))
        for names, group in groupby(rows, heading)
    ]


def _by_unit(rows: list[TaskLine], asked: Filters) -> list[Group]:
    """Under each unit that carries tasks; then the printed groups for which no unit was chosen."""
    units: dict[int, Group] = {}
    groups: dict[str, Group] = {}
    for row in rows:
        for unit in row.units:
            if not asked.unit or unit.pk == asked.unit:
                units.setdefault(unit.pk, Group(unit.name)).tasks.append(row)
        for name in row.task.unresolved if not asked.unit else ():
            groups.setdefault(name, Group(name, note=_("chưa chọn đơn vị"))).tasks.append(row)
        if not row.units and not row.task.unresolved and not asked.unit:
            groups.setdefault("", Group(_("Chưa ghi đơn vị thực hiện"))).tasks.append(row)
    return [*sorted(units.values(), key=lambda group: fold(group.title)), *groups.values()]


HEADINGS: dict[Standing, Callable[[], str]] = {
    Standing.LATE: lambda: _("Quá hạn"),
    Standing.SOON: lambda: _("Sắp hạn"),
    Standing.AHEAD: lambda: _("Còn trong hạn"),
    Standing.UNDATED: lambda: _("Thường xuyên hoặc chưa rõ ngày"),
}


def _by_deadline(
    rows: list[TaskLine], asked: Filters
) -> tuple[list[Group], list[tuple[TaskLine, MilestoneLine]]]:
    """Every milestone by its working day, most urgent first; what is done stands apart."""
    pairs = [(row, line) for row in rows for line in row.lines if line.matches]
    groups = []
    for kind, title in HEADINGS.items():
        lines = [pair for pair in pairs if pair[1].standing is kind]
        lines.sort(
            key=lambda pair: (pair[1].row.effective or date.max, pair[0].task.position, pair[1].row.position)
        )
        if lines:
            groups.append(Group(title(), lines=lines, kind=KINDS[kind]))
    done = [pair for pair in pairs if pair[1].standing is Standing.DONE]
    done.sort(key=lambda pair: (pair[0].task.position, pair[1].row.position))
    return groups, done


def _page(groups: list[Group], after: int, size: int | None) -> tuple[list[Group], int]:
    """The groups cut to one page of rows from `after` on, and where the next page starts (0: no more)."""
    whole = sum(len(group.lines or group.tasks) for group in groups)
    page, place, end = [], 0, whole if size is None else after + size
    for group in groups:
        count = len(group.lines or group.tasks)
        first, last = max(0, after - place), min(count, end - place)
        if first < last:
            cut = Group(
                group.title, group.tasks[first:last], group.lines[first:last], group.kind, group.note, count
            )
            page.append(cut)
        place += count
    return page, end if whole > end else 0
