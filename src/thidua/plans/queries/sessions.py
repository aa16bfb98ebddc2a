"""The sessions of the council and the other goals, each with what leads to it and the days left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.plans.chain import CyclicError, Schedule, upstream
from thidua.plans.due import Standing, WorkdaysLeft
from thidua.plans.models import CouncilRow, Plan, Task
from thidua.plans.queries.board import MilestoneLine, milestone_line
from thidua.plans.queries.chain import Chain, Goal, chain_of, float_words
from thidua.plans.queries.chain_page import today_of

MOST_LINES = 60
"""Milestones shown before one session; the chain's own page shows the others."""


@dataclass(frozen=True)
class Before:
    """A milestone that leads to a session. `spare` counts working days to the session's day, None when not linked."""

    line: MilestoneLine
    task: Task | None
    day: date | None
    spare: int | None

    @property
    def words(self) -> str:
        """What is to spare, in words."""
        return "" if self.spare is None else float_words(self.spare)


@dataclass
class Session:
    """A row of the council's programme, or a goal a person named. Without a day `goal` is None."""

    title: str
    row: CouncilRow | None
    goal: Goal | None
    left: int | None
    before: list[Before] = field(default_factory=list)
    more: int = 0

    @property
    def late(self) -> int:
        """How many of the milestones before it are past and open."""
        return sum(one.line.standing is Standing.LATE for one in self.before)

    @property
    def kind(self) -> str:
        """The shape and colour of its state."""
        if self.left is None:
            return "wait"
        if self.left < 0:
            return "held"
        short = any((one.spare or 0) < 0 for one in self.before)
        return "late" if self.late or short else "ok"

    @property
    def words(self) -> str:
        """The days left in words."""
        if self.left is None:
            return _("Chưa có ngày")
        if self.left < 0:
            return _("Đã qua")
        if not self.left:
            return _("Hôm nay")
        return ngettext("Còn %(n)s ngày làm việc", "Còn %(n)s ngày làm việc", self.left) % {"n": self.left}


@dataclass
class Sessions:
    """What the way of looking by session shows."""

    rows: list[Session]
    linked: bool


def sessions(plan: Plan, on: date) -> Sessions:
    """Every row of the programme and every other goal, by its place in the programme. Six queries."""
    chain = chain_of(plan, on)
    left = WorkdaysLeft(chain.calendar, on)
    goals = {goal.key: goal for goal in chain.goals}
    schedule = _schedule(chain, on)
    found = []
    for row in plan.council_rows.select_related("task").order_by("position", "pk"):
        goal = goals.pop(row.key, None)
        found.append(_session(chain, schedule, left, row.title.rstrip(" :"), row, goal))
    found += [_session(chain, schedule, left, goal.title, None, goal) for goal in goals.values()]
    return Sessions(found, bool(chain.dependencies))


def _schedule(chain: Chain, on: date) -> Schedule | None:
    """The days of the chain; None when it runs in a circle."""
    try:
        return Schedule(chain.nodes, chain.links, chain.line, today=today_of(chain.plan, on))
    except CyclicError:
        return None


def _session(
    chain: Chain,
    schedule: Schedule | None,
    left: WorkdaysLeft,
    title: str,
    row: CouncilRow | None,
    goal: Goal | None,
) -> Session:
    ends = set(goal.keys) if goal else set()
    keys = (upstream(ends, chain.links) | _of_task(chain, row)) - ends
    floats = schedule.floats(ends) if schedule and ends else {}
    before = [_before(chain, key, left, floats.get(key)) for key in keys if not chain.rows[key].council_row_id]
    before.sort(key=lambda one: (one.day or date.max, one.line.row.position))
    return Session(
        title, row, goal, left.until(goal.day) if goal else None, before[:MOST_LINES], max(0, len(before) - MOST_LINES)
    )  # fmt: skip


def _of_task(chain: Chain, row: CouncilRow | None) -> set[int]:
    """The milestones of the task that a row of the programme repeats."""
    if row is None or row.task_id is None:
        return set()
    return {key for key, one in chain.rows.items() if one.task_id == row.task_id}


def _before(chain: Chain, key: int, left: WorkdaysLeft, spare: int | None) -> Before:
    row = chain.rows[key]
    return Before(milestone_line(row, left), row.task, chain.days[key], spare)
