"""The timeline of a plan: its tasks under each other, months across, with what waits for what and the sessions.

The same number of queries for one task and for five thousand; one page holds as many tasks as a page of the board.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.dates import show_date
from thidua.plans import gantt
from thidua.plans.chain import CyclicError, Link, Schedule, upstream
from thidua.plans.due import Standing
from thidua.plans.models import Plan, Task
from thidua.plans.queries.board import Board, Filters, MilestoneLine, TaskLine, board
from thidua.plans.queries.chain import Chain, Goal, chain_of, proposed_goal
from thidua.plans.queries.chain_page import today_of

MOST_LANES = 8
"""Lines of names over the drawing; of more sessions side by side the last share one."""


@dataclass(frozen=True)
class Mark:
    """A milestone on its working day, with the words beside it."""

    pk: int
    x: int
    y: int
    kind: str
    title: str
    is_goal: bool
    words: gantt.Words | None


@dataclass(frozen=True)
class Bar:
    """The span of a milestone with a beginning; `done` is how much of it has passed."""

    x: int
    y: int
    width: int
    done: int
    kind: str


@dataclass(frozen=True)
class Row:
    """A heading (without a task) or a task with what is drawn on its line."""

    y: int
    title: str = ""
    task: TaskLine | None = None
    is_goal: bool = False
    marks: Sequence[Mark] = ()
    bars: Sequence[Bar] = ()

    @property
    def spoken(self) -> list[str]:
        """Its milestones in words, for who does not see the drawing."""
        return [mark.title for mark in self.marks]


@dataclass(frozen=True)
class Flag:
    """A vertical line with its name: a session, a goal, or today."""

    x: int
    y: int
    text: str
    css: str
    anchor: str
    x_text: int
    x_ground: int
    width: int
    title: str = ""


@dataclass(frozen=True)
class Arrow:
    """What waits for what; red where least is to spare."""

    shape: gantt.Arrow
    css: str
    title: str


@dataclass(frozen=True)
class Entry:
    """A milestone in the list by month, with its task or, for a session, the row of the programme."""

    line: MilestoneLine
    day: date | None
    task: Task
    is_goal: bool


@dataclass
class Timeline:
    """What the page of a timeline shows. `cut` counts the links of which one end is on another page."""

    board: Board
    chain: Chain
    scale: gantt.Scale
    goal: Goal | None
    months: list[tuple[date, int, int]]
    shades: list[gantt.Shade]
    rows: list[Row] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    by_month: list[tuple[date | None, list[Entry]]] = field(default_factory=list)
    lanes: int = 1
    top: int = 0
    height: int = 0
    cut: int = 0
    circular: bool = False

    @property
    def width(self) -> int:
        """Units across, the edge included."""
        return self.scale.width + gantt.EDGE

    @property
    def month_labels(self) -> list[tuple[str, int]]:
        """The names of the months, and where each begins."""
        names = gantt.month_names(self.months, _)
        return [(name, x) for name, (_month, x, _width) in zip(names, self.months, strict=True)]

    @property
    def weekends(self) -> str:
        """The ordinary weekends as one path."""
        return "".join(f"M{one.x} 0h{one.width}V{self.height}h-{one.width}z" for one in self.shades if not one.name)

    @property
    def holidays(self) -> list[gantt.Shade]:
        """The days off that have a name."""
        return [one for one in self.shades if one.name]

    @property
    def finding(self) -> str:
        """How the plan stands, in one sentence."""
        counts = self.board.counts
        late, soon = counts[Standing.LATE], counts[Standing.SOON]
        if not late and not soon:
            return _("Không có mốc nào quá hạn hoặc sắp hạn.")
        parts = []
        if late:
            parts.append(ngettext("%(n)s mốc quá hạn", "%(n)s mốc quá hạn", late) % {"n": late})
        if soon:
            parts.append(ngettext("%(n)s mốc sắp hạn", "%(n)s mốc sắp hạn", soon) % {"n": soon})
        return f"{', '.join(parts)}."


def timeline(plan: Plan, on: date, asked: Filters, goal_key: str = "") -> Timeline:
    """The timeline of a plan on a day, narrowed by the filters and, if named, to what leads to one goal. Ten queries."""
    chain = chain_of(plan, on)
    goal = next((one for one in chain.goals if one.key == goal_key), None)
    shown = board(plan, on, replace(asked, view="bang"), within=_tasks_before(chain, goal))
    tasks = [row for group in shown.groups for row in group.tasks]
    days = [day for row in tasks for line in row.lines for day in _span(chain, line) if day]
    scale = gantt.scale_for([*days, *(one.day for one in chain.goals)], plan.year or on.year)
    page = Timeline(shown, chain, scale, goal, gantt.months_of(scale), gantt.shades_of(scale, chain.calendar))
    ends = _ends(chain)
    _flags(page, on)
    _rows(page, ends, on)
    _arrows(page, on)
    page.by_month = _by_month(chain, tasks, ends)
    return page


def _tasks_before(chain: Chain, goal: Goal | None) -> set[int] | None:
    """The tasks with a milestone that leads to the goal; None without a goal."""
    if goal is None:
        return None
    keys = upstream(goal.keys, chain.links)
    return {task for key in keys if (task := chain.rows[key].task_id)}


def _ends(chain: Chain) -> set[int]:
    """The milestones that are goals, and the one that would be offered as the Congress."""
    offered = proposed_goal(chain)
    return {key for goal in chain.goals for key in goal.keys} | ({offered.pk} if offered else set())


def _span(chain: Chain, line: MilestoneLine) -> tuple[date | None, date | None]:
    """The first and last day of a milestone; the first only when it has a beginning."""
    row, last = line.row, chain.days.get(line.row.pk)
    if last is None:
        return None, None
    if row.month:
        return min(last, date.fromisoformat(f"{row.month}-01")), last
    return row.from_date if row.from_date and row.from_date < last else None, last


def _rows(page: Timeline, ends: set[int], on: date) -> None:
    y = page.top
    for group in page.board.groups:
        page.rows.append(Row(y, group.title))
        y += gantt.GROUP
        for task in group.tasks:
            page.rows.append(_row(page, task, y, ends, on))
            y += gantt.ROW
    page.height = y


def _row(page: Timeline, task: TaskLine, y: int, ends: set[int], on: date) -> Row:
    middle, chain, scale = y + gantt.ROW // 2, page.chain, page.scale
    dated = sorted(
        ((day, line) for line in task.lines if (day := chain.days.get(line.row.pk))),
        key=lambda pair: (pair[0], pair[1].row.position),
    )
    places = [scale.middle(day) for day, _line in dated]
    begins = [scale.left(_span(chain, line)[0] or day) for day, line in dated]
    words = gantt.words_beside(places, begins, [_texts(line, day) for day, line in dated], scale.width)
    marks = [
        Mark(line.row.pk, x, middle, line.kind, _title(line, day), line.row.pk in ends, text)
        for (day, line), x, text in zip(dated, places, words, strict=True)
    ]
    bars = [
        _bar(scale, line, first, day, middle, on) for day, line in dated if (first := _span(chain, line)[0]) is not None
    ]
    return Row(y, task=task, is_goal=any(mark.is_goal for mark in marks), marks=marks, bars=bars)


def _bar(scale: gantt.Scale, line: MilestoneLine, first: date, last: date, y: int, on: date) -> Bar:
    x, end = scale.left(first), scale.middle(last)
    passed = end - x if line.row.done_on or on >= last else max(0, scale.middle(on) - x) if on >= first else 0
    kind = "now" if line.kind == "ok" and first <= on else line.kind
    return Bar(x, y - 5, end - x, passed, kind)


def _texts(line: MilestoneLine, day: date) -> list[str]:
    """The words beside a mark, the longest first."""
    short = f"{day:%d/%m}"
    if line.standing is Standing.LATE:
        return [_("%(day)s, quá hạn") % {"day": short}, short]
    if line.standing is Standing.SOON and line.left is not None:
        return [_("%(day)s, còn %(n)s ngày") % {"day": short, "n": line.left}, short]
    return [short]


def _title(line: MilestoneLine, day: date) -> str:
    name = line.row.label or line.row.printed
    return f"{name}: {show_date(day)}. {line.words}" if name else f"{show_date(day)}. {line.words}"


def _flags(page: Timeline, on: date) -> None:
    """The vertical lines: sessions and goals by day, and today when it is drawn. Their names set the height of the head."""
    scale = page.scale
    named = [(one.day, one.title, "session" if one.session else "goal") for one in page.chain.goals]
    offered = proposed_goal(page.chain)
    if offered and (day := page.chain.days[offered.pk]):
        named.append((day, _("Đại hội"), "goal"))
    if scale.first <= on <= scale.last:
        named.append((on, _("Hôm nay"), "today"))
    places, spans = [], []
    for day, title, _css in named:
        text = f"{_short(title)} {day:%d/%m}"
        x, size = scale.middle(day), round(len(text) * gantt.LETTER) + 10
        from_right = x + size > scale.width
        places.append((text, x, from_right))
        spans.append((x - size, x + 6) if from_right else (x - 6, x + size))
    lanes = [min(lane, MOST_LANES - 1) for lane in gantt.lanes_for(spans)]
    page.lanes = max(lanes, default=0) + 1
    page.top = gantt.MONTHS + gantt.LANE * page.lanes + 4
    for (day, title, css), (text, x, from_right), lane in zip(named, places, lanes, strict=True):
        y = gantt.MONTHS + gantt.LANE * lane + 14
        anchor, side = ("end", -4) if from_right else ("start", 4)
        size = round(len(text) * gantt.LETTER) + 10
        ground = x - size if from_right else x
        page.flags.append(Flag(x, y, text, css, anchor, x + side, ground, size, f"{title}: {show_date(day)}"))


def _short(title: str) -> str:
    return title if len(title) <= 20 else f"{title[:19].rstrip()}…"


def _arrows(page: Timeline, on: date) -> None:
    """The links between marks on the page; those with least to spare last, hence on top."""
    marks = {mark.pk: mark for row in page.rows for mark in row.marks}
    of_tasks = [
        link for link in page.chain.links if all(page.chain.rows[key].task_id for key in (link.before, link.after))
    ]
    drawn = [link for link in of_tasks if link.before in marks and link.after in marks]
    page.cut = sum((link.before in marks) != (link.after in marks) for link in of_tasks)
    tight = _tightest(page, drawn, on)
    for link in sorted(drawn, key=lambda one: one in tight):
        before, after = marks[link.before], marks[link.after]
        shape = gantt.arrow(before.x, before.y, after.x, after.y)
        css = "tight" if link in tight else ""
        page.arrows.append(Arrow(shape, css, f"{before.title} → {after.title}"))


def _tightest(page: Timeline, drawn: Iterable[Link], on: date) -> set[Link]:
    """The links drawn that leave least to spare; none, and a remark, when the chain runs in a circle."""
    chain = page.chain
    try:
        schedule = Schedule(chain.nodes, chain.links, chain.line, today=today_of(page.board.plan, on))
    except CyclicError:
        page.circular = True
        return set()
    known = {link: slack for link in drawn if (slack := schedule.slack(link)) is not None}
    least = min(known.values(), default=None)
    return {link for link, slack in known.items() if slack == least}


def _by_month(chain: Chain, tasks: Iterable[TaskLine], ends: set[int]) -> list[tuple[date | None, list[Entry]]]:
    """The milestones of the page by month and day; what has no day stands at the end."""
    entries = [
        Entry(line, chain.days.get(line.row.pk), row.task, line.row.pk in ends) for row in tasks for line in row.lines
    ]
    entries.sort(key=lambda one: (one.day or date.max, one.task.position, one.line.row.position))
    months: dict[date | None, list[Entry]] = {}
    for entry in entries:
        months.setdefault(entry.day.replace(day=1) if entry.day else None, []).append(entry)
    return list(months.items())
