"""The page of a chain: numbers put into words and places."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.dates import show_date
from thidua.plans.chain import CyclicError, Drawing, Link, Schedule, draw, in_order, upstream
from thidua.plans.due import WorkdaysLeft
from thidua.plans.models import Dependency, Milestone, Plan, PlanState
from thidua.plans.queries.board import MilestoneLine, milestone_line
from thidua.plans.queries.chain import (
    Chain,
    Goal,
    Suggested,
    called,
    chain_of,
    float_words,
    name_of,
    proposed_goal,
    suggestions,
)

MOST_DRAWN = 120
"""Boxes in one drawing; a larger chain is read in the table, or goal by goal."""

MOST_LINES = 300
"""Lines in the table of one page."""

LETTERS = 22
"""Letters in a line of a box."""


@dataclass(frozen=True)
class FloatTo:
    """The float of a milestone to one goal, with the last day that keeps the goal."""

    goal: Goal
    days: int
    latest: date

    @property
    def words(self) -> str:
        """The float in words."""
        return float_words(self.days)


@dataclass
class ChainLine:
    """A milestone on the chain: its state, when it comes as things stand, its float to each goal it leads to."""

    line: MilestoneLine
    called: str
    planned: date | None
    expected: date | None
    floats: list[FloatTo]
    is_goal: bool = False

    @property
    def least(self) -> int | None:
        """The least of its floats."""
        return min((one.days for one in self.floats), default=None)

    @property
    def later(self) -> bool:
        """Whether it comes later than planned."""
        return bool(self.planned and self.expected and self.expected > self.planned)


@dataclass(frozen=True)
class LinkLine:
    """A link with what it leaves to spare."""

    row: Dependency
    before: str
    after: str
    before_day: date | None
    after_day: date | None
    slack: int | None
    tightest: bool

    @property
    def words(self) -> str:
        """What is to spare, in words."""
        return "" if self.slack is None else float_words(self.slack)


@dataclass(frozen=True)
class GoalLine:
    """A goal with the least float on the way to it."""

    goal: Goal
    days: int | None
    waits: int

    @property
    def kind(self) -> str:
        """The shape and colour of its state."""
        if self.days is None:
            return "wait"
        return "late" if self.days < 0 else "warn" if self.days == 0 else "ok"

    @property
    def words(self) -> str:
        """The least float in words."""
        if self.days is None:
            return _("các mốc trước đều đã xong") if self.waits else _("chưa nối với mốc nào")
        return float_words(self.days)


@dataclass(frozen=True)
class DrawnBox:
    """A box of the drawing with its words."""

    x: int
    y: int
    number: str
    name: list[str]
    day: str
    note: str
    css: str
    pk: int


@dataclass(frozen=True)
class DrawnLine:
    """A line of the drawing, with the working days to spare on it."""

    d: str
    head: str
    x: int
    y: int
    label: str
    css: str


@dataclass
class Picture:
    """The chain drawn."""

    width: int
    height: int
    boxes: list[DrawnBox]
    lines: list[DrawnLine]


@dataclass
class ChainPage:
    """What the page of a chain shows. `circle`: milestones that wait for each other, which only a repair can cause."""

    chain: Chain
    on: date
    goal: Goal | None
    goals: list[GoalLine] = field(default_factory=list)
    lines: list[ChainLine] = field(default_factory=list)
    links: list[LinkLine] = field(default_factory=list)
    suggested: list[Suggested] = field(default_factory=list)
    proposed: Milestone | None = None
    picture: Picture | None = None
    circle: str = ""
    total: int = 0
    tightest: int | None = None

    @property
    def finding(self) -> str:
        """The tightest place in one sentence."""
        tight = [one for one in self.links if one.tightest]
        if not tight:
            return ""
        text = _("Chỗ căng nhất: %(before)s → %(after)s, %(float)s.")
        sentence = text % {"before": tight[0].before, "after": tight[0].after, "float": tight[0].words}
        if len(tight) == 1:
            return sentence
        more = ngettext("Còn %(n)s chỗ nữa căng bằng vậy.", "Còn %(n)s chỗ nữa căng bằng vậy.", len(tight) - 1)
        return f"{sentence} {more % {'n': len(tight) - 1}}"


def today_of(plan: Plan, on: date) -> date | None:
    """The day before which nothing open can be done: today for a plan in force; none for a draft or an ended plan."""
    return on if plan.state == PlanState.ACTIVE else None


def chain_page(plan: Plan, on: date, goal_key: str = "") -> ChainPage:
    """The chain of a plan on a day, whole or only what leads to one goal. Six queries."""
    chain = chain_of(plan, on)
    goal = next((one for one in chain.goals if one.key == goal_key), None)
    page = ChainPage(chain, on, goal)
    try:
        schedule = Schedule(chain.nodes, chain.links, chain.line, today=today_of(plan, on))
    except CyclicError as circular:
        page.circle = " → ".join(called(chain.rows[key]) for key in [*circular.keys, circular.keys[0]])
        page.links = [_link_line(chain, row, None, set()) for row in chain.dependencies[:MOST_LINES]]
        return page
    shown = _shown(chain, goal)
    floats = {one.key: (schedule.floats(one.keys), schedule.latest(one.keys)) for one in chain.goals}
    page.goals = [_goal_line(chain, one, floats[one.key][0]) for one in chain.goals]
    page.suggested = suggestions(plan, chain)[:MOST_LINES]
    page.proposed = proposed_goal(chain)
    page.total = len(shown)
    left = WorkdaysLeft(chain.calendar, on)
    page.lines = [_line(chain, key, left, schedule, floats) for key in _by_day(chain, shown)[:MOST_LINES]]
    within = [row for row in chain.dependencies if row.before_id in shown and row.after_id in shown]
    within.sort(key=lambda row: (chain.days[row.before_id] or date.max, row.pk))
    tight = _tightest(schedule, within)
    page.links = [_link_line(chain, row, schedule, tight) for row in within[:MOST_LINES]]
    if within and len(shown) <= MOST_DRAWN:
        page.picture = _picture(chain, shown, schedule, {one.line.row.pk: one for one in page.lines}, tight)
    return page


def _shown(chain: Chain, goal: Goal | None) -> set[int]:
    """What leads to the goal; without one, everything that is linked or is a goal."""
    if goal:
        return upstream(goal.keys, chain.links)
    linked = {key for link in chain.links for key in (link.before, link.after)}
    return linked | {one.keys[0] for one in chain.goals}


def _by_day(chain: Chain, keys: Iterable[int]) -> list[int]:
    place = {key: number for number, key in enumerate(chain.rows)}
    return sorted(keys, key=lambda key: (chain.days[key] or date.max, place[key]))


def _tightest(schedule: Schedule, rows: Iterable[Dependency]) -> set[int]:
    known = [
        (slack, row.pk)
        for row in rows
        if (slack := schedule.slack(Link(row.before_id, row.after_id, row.lead))) is not None
    ]
    least = min((slack for slack, _pk in known), default=None)
    return {pk for slack, pk in known if slack == least}


def _goal_line(chain: Chain, goal: Goal, floats: dict[int, int]) -> GoalLine:
    waits = len(upstream(goal.keys, chain.links)) - len(goal.keys)
    return GoalLine(goal, min(floats.values(), default=None), waits)


def _line(
    chain: Chain,
    key: int,
    left: WorkdaysLeft,
    schedule: Schedule,
    floats: dict[str, tuple[dict[int, int], dict[int, int]]],
) -> ChainLine:
    row, expected = chain.rows[key], schedule.expected[key]
    return ChainLine(
        line=milestone_line(row, left),
        called=called(row),
        planned=chain.days[key],
        expected=None if expected is None else chain.line.day(expected),
        floats=[
            FloatTo(goal, floats[goal.key][0][key], chain.line.day(floats[goal.key][1][key]))
            for goal in chain.goals
            if key in floats[goal.key][0]
        ],
        is_goal=any(key in goal.keys for goal in chain.goals),
    )


def _link_line(chain: Chain, row: Dependency, schedule: Schedule | None, tight: set[int]) -> LinkLine:
    before, after = chain.rows[row.before_id], chain.rows[row.after_id]
    slack = schedule.slack(Link(row.before_id, row.after_id, row.lead)) if schedule else None
    return LinkLine(
        row, called(before), called(after), before.done_on or chain.days[before.pk],
        after.done_on or chain.days[after.pk], slack, row.pk in tight,
    )  # fmt: skip


# The drawing


def _picture(
    chain: Chain, shown: set[int], schedule: Schedule, lines: dict[int, ChainLine], tight: set[int]
) -> Picture:
    links = [link for link in chain.links if link.before in shown and link.after in shown]
    ordered = in_order(_by_day(chain, shown), links)
    drawing: Drawing = draw({key: chain.days[key] for key in ordered}, links)
    red = {(row.before_id, row.after_id) for row in chain.dependencies if row.pk in tight}
    drawn = []
    for curve in drawing.curves:
        slack = schedule.slack(curve.link)
        is_tight = (curve.link.before, curve.link.after) in red
        css = "tight" if is_tight else "gone" if slack is None else ""
        label = "" if slack is None else f"−{-slack}" if slack < 0 else str(slack)
        drawn.append(DrawnLine(curve.d, curve.head, curve.x, curve.y, label, css))
    drawn.sort(key=lambda one: one.css == "tight")  # the red lines last, hence on top
    boxes = [_box(chain.rows[box.key], box.x, box.y, lines[box.key]) for box in drawing.boxes]
    return Picture(drawing.width, drawing.height, boxes, drawn)


def _box(row: Milestone, x: int, y: int, line: ChainLine) -> DrawnBox:
    css = [line.line.kind, *(["goal"] if line.is_goal else [])]
    least = line.least
    note = ""
    if row.done_on:
        note = _("xong")
    elif least is not None:
        note = f"−{-least}" if least < 0 else f"+{least}"
        css += ["short"] if least < 0 else []
    day, number = row.done_on or line.planned, row.owner.number.rstrip(". ")[:6]
    indent = " " * (len(number) + 1)
    name = textwrap.wrap(name_of(row), LETTERS, max_lines=2, placeholder="…", initial_indent=indent)
    return DrawnBox(
        x, y, number, [part.strip() for part in name], show_date(day) if day else _("chưa có ngày"), note, " ".join(css), row.pk,
    )  # fmt: skip
