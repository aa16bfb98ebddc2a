"""What a board is made of: filters, milestones and tasks as they stand, groups, and how a milestone stands in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.dates import show_date
from thidua.organisation.models import Unit
from thidua.plans.due import Standing
from thidua.plans.models import Milestone, Plan, Task
from thidua.plans.queries.registering import missing_words

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
