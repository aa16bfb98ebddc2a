"""The leader's board: every task red, amber or green with the reason, the load by month, who carries too much at once.

The same number of queries for one task and for five thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain as joined

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.dates import show_date
from thidua.plans.chain import CyclicError, Schedule
from thidua.plans.due import Standing
from thidua.plans.models import Extension, ExtensionState, Plan
from thidua.plans.queries.board import Board, Filters, MilestoneLine, TaskLine, board
from thidua.plans.queries.chain import Chain, chain_of, float_words
from thidua.plans.queries.chain_page import today_of
from thidua.plans.queries.load import Crunch, DoubleBooked, Load, carried, crunches, double_booked, load
from thidua.plans.queries.load_people import CarrierRow, LoadTable, load_table

SHEET = 120
"""Tasks of one page: as many as one A3 sheet holds legibly."""
AHEAD_DAYS = 30
"""Days looked ahead for who carries several tasks, when no two goals are prepared at once."""
BAR = 240
"""Length of the bar of the heaviest month."""
MOST_NAMES = 6
"""Carriers and peak days named; the others are on the pages by unit and by month."""

TITLES: dict[str, Callable[[], str]] = {
    "late": lambda: _("Cần gỡ ngay"),
    "warn": lambda: _("Nguy cơ"),
    "ok": lambda: _("Đúng tiến độ"),
    "wait": lambda: _("Thường xuyên hoặc chưa rõ ngày"),
    "held": lambda: _("Đã xong"),
}
"""The colours in words, the most urgent first."""


@dataclass(frozen=True)
class LeaderRow:
    """A task with its colour and the reasons for it. `spare` is the least float to a goal, in working days."""

    row: TaskLine
    kind: str
    next: MilestoneLine | None
    day: date | None
    reasons: list[str]
    spare: int | None
    holders: list[str]

    @property
    def left(self) -> int | None:
        """Working days left to the next milestone."""
        return self.next.left if self.next else None

    @property
    def why(self) -> str:
        """The reasons as sentences."""
        return ". ".join(self.reasons)

    @property
    def spare_text(self) -> str:
        """The float as a number, with a true minus sign."""
        return "" if self.spare is None else f"−{-self.spare}" if self.spare < 0 else str(self.spare)

    @property
    def done_on(self) -> date | None:
        """The last day on which one of its milestones was done."""
        return max((line.row.done_on for line in self.row.lines if line.row.done_on), default=None)


@dataclass(frozen=True)
class LeaderGroup:
    """The tasks of one colour on this page; `whole` counts those of all pages."""

    kind: str
    title: str
    rows: list[LeaderRow]
    whole: int


@dataclass(frozen=True)
class MonthLoad:
    """How many milestones a month has. `bar` is its share of the heaviest month, at most `BAR`."""

    month: date
    count: int
    bar: int
    peak: bool
    now: bool


@dataclass
class Leader:
    """What the leader's board shows."""

    plan: Plan
    on: date
    board: Board
    rows: list[LeaderRow]
    groups: list[LeaderGroup]
    counts: list[tuple[str, str, int]]
    load: Load
    months: list[MonthLoad]
    crunches: list[Crunch]
    window: tuple[date, date]
    booked: list[DoubleBooked]
    table: LoadTable
    next_after: int
    before: int | None
    circular: bool

    @property
    def peaks(self) -> list[tuple[date, int]]:
        """The heaviest days from today on, by day."""
        ahead = [one for one in self.load.peaks if one[0] >= self.on]
        return sorted(sorted(ahead, key=lambda one: -one[1])[:MOST_NAMES])

    @property
    def finding(self) -> str:
        """The heaviest month in one sentence."""
        if not self.months:
            return _("Chưa có mốc nào có ngày.")
        top = max(self.months, key=lambda one: one.count)
        text = ngettext(
            "Nhiều nhất là tháng %(month)s với %(n)s mốc.", "Nhiều nhất là tháng %(month)s với %(n)s mốc.", top.count
        )  # fmt: skip
        return text % {"month": f"{top.month.month}/{top.month.year}", "n": top.count}

    @property
    def busiest(self) -> list[str]:
        """The persons and the units who carry most, with the month that is heaviest for each, in words."""
        return [
            *(_busy(row, self.table.months) for row in self.table.persons[:MOST_NAMES]),
            *(_busy(row, self.table.months) for row in self.table.units[:MOST_NAMES] if row.total > 1),
        ]

    @property
    def crunch_words(self) -> list[str]:
        """The windows in which two goals are prepared by the same people, in words."""
        text = _("%(start)s – %(end)s: %(goals)s; cùng làm: %(names)s")
        return [
            text % {
                "start": show_date(one.start), "end": show_date(one.end),
                "goals": _(" và ").join(_short(goal.title) for goal in one.goals),
                "names": ", ".join(holder.name for holder in one.holders[:MOST_NAMES]),
            }
            for one in self.crunches if one.end >= self.on
        ][:MOST_NAMES]  # fmt: skip

    @property
    def booked_words(self) -> list[str]:
        """Who carries several tasks that end in the window, in words."""
        said = []
        for one in self.booked[:MOST_NAMES]:
            tasks = dict.fromkeys(f"{row.row.owner.number} ({row.day:%d/%m})" for row in one.bookings)
            values = {"name": one.holder.name, "n": one.tasks, "tasks": ", ".join(list(tasks)[:12])}
            text = ngettext("%(name)s: %(n)s việc, gồm %(tasks)s", "%(name)s: %(n)s việc, gồm %(tasks)s", one.tasks)
            said.append(text % values)
        return said


def leader(
    plan: Plan, on: date, asked: Filters, *, page: int | None = SHEET, window: tuple[date, date] | None = None
) -> Leader:
    """The leader's board of a plan on a day; `page` is how many tasks one page holds (None: all).

    `window`: the days looked at for who carries several tasks; None: those in which two goals are prepared at once.
    """
    chain = chain_of(plan, on)
    shown = board(plan, on, replace(asked, view="bang", after=0), page=None)
    facts = _Facts(plan, chain, on)
    rows = sorted((_row(task, facts) for group in shown.groups for task in group.tasks), key=_urgency)
    known = carried(plan, chain)
    weight = load(plan, known)
    both = crunches(plan, on, chain, known)
    window = window or next(
        ((one.start, one.end) for one in both if one.end >= on), (on, on + timedelta(days=AHEAD_DAYS))
    )
    booked, months = double_booked(plan, *window, known), _months(weight, on)
    last = len(rows) if page is None else asked.after + page
    return Leader(
        plan=plan, on=on, board=shown, rows=rows, groups=_groups(rows, asked.after, last),
        counts=[(kind, title(), sum(row.kind == kind for row in rows)) for kind, title in TITLES.items()],
        load=weight, months=months, crunches=both, window=window,
        booked=booked, table=load_table(weight, known, [one.month for one in months], booked), next_after=last if last < len(rows) else 0,
        before=max(0, asked.after - (page or 0)) if asked.after else None, circular=facts.circular,
    )  # fmt: skip


class _Facts:
    """What colours are judged by: floats to the goals, what is late before what, requests for time, people."""

    def __init__(self, plan: Plan, chain: Chain, on: date) -> None:
        self.spare: dict[int, tuple[int, str]] = {}
        self.circular = False
        try:
            schedule = Schedule(chain.nodes, chain.links, chain.line, today=today_of(plan, on))
        except CyclicError:
            self.circular = True
        else:
            for goal in chain.goals:
                for key, days in schedule.floats(goal.keys).items():
                    if key not in self.spare or days < self.spare[key][0]:
                        self.spare[key] = (days, goal.title)
        self.waits: dict[int, list[tuple[int | None, str]]] = {}
        for link in chain.links:
            before = chain.rows[link.before]
            if before.done_on is None and before.effective and before.effective < on:
                self.waits.setdefault(link.after, []).append((before.task_id, before.owner.number.rstrip(". ")))
        asked = Extension.objects.filter(milestone__plan=plan, state=ExtensionState.ASKED)
        self.asked = dict(asked.values_list("milestone_id", "asked_day"))
        people = plan.tasks.exclude(accountable=None).values_list("pk", "accountable__full_name")
        self.people: dict[int, str] = dict(people)


def _row(task: TaskLine, facts: _Facts) -> LeaderRow:
    still = [line for line in task.lines if not line.row.done_on]
    dated = sorted((line for line in still if line.row.effective), key=lambda line: line.row.effective or date.max)
    first = dated[0] if dated else still[0] if still else None
    spares = [facts.spare[line.row.pk] for line in still if line.row.pk in facts.spare]
    red, amber = list(_red(still, spares)), list(_amber(still, spares, facts))
    kind = "late" if red else "warn" if amber else "held" if task.lines and not still else "ok" if dated else "wait"
    if task.task.closed_on:
        kind, red, amber = "held", [], []
    reasons = [*red, *amber] or ([_said(first)] if first and kind != "held" else [])
    if kind == "held" and task.done_but:
        reasons = [task.done_but]
    return LeaderRow(
        task, kind, first, first.row.effective or first.next_time if first else None, reasons,
        min((days for days, _goal in spares), default=None), _holders(task, facts),
    )  # fmt: skip


def _red(still: Iterable[MilestoneLine], spares: Iterable[tuple[int, str]]) -> Iterator[str]:
    yield from (_said(line) for line in still if line.standing is Standing.LATE)
    yield from _spoken(spares, lambda days: days < 0)


def _amber(still: Iterable[MilestoneLine], spares: Iterable[tuple[int, str]], facts: _Facts) -> Iterator[str]:
    yield from (_said(line) for line in still if line.standing is Standing.SOON)
    yield from _spoken(spares, lambda days: days == 0)
    waits = joined.from_iterable(facts.waits.get(line.row.pk, ()) for line in still)
    own = {line.row.task_id for line in still}
    late = [number for task, number in dict.fromkeys(waits) if task not in own]
    if late:
        yield _("Chờ việc %(numbers)s đang quá hạn") % {"numbers": ", ".join(late)}
    for line in still:
        if day := facts.asked.get(line.row.pk):
            yield _("Đang đề nghị gia hạn đến %(day)s") % {"day": show_date(day)}


def _said(line: MilestoneLine) -> str:
    """How a milestone stands, with its own name when it has one."""
    if not line.row.label:
        return line.words
    return f"{line.row.label.rstrip('.: ')}: {line.words[:1].lower()}{line.words[1:]}"


def _spoken(spares: Iterable[tuple[int, str]], wanted: Callable[[int], bool]) -> Iterator[str]:
    """The floats that are wanted, the least for each goal, in words."""
    least: dict[str, int] = {}
    for days, goal in spares:
        if wanted(days):
            least[goal] = min(days, least.get(goal, days))
    for goal, days in least.items():
        yield _("Đến %(goal)s: %(float)s") % {"goal": _short(goal), "float": float_words(days)}


def _holders(task: TaskLine, facts: _Facts) -> list[str]:
    """Who holds the task: its accountable person, else its units, else the names printed."""
    person = facts.people.get(task.task.pk)
    if person:
        return [person]
    names = [unit.name for unit in task.units]
    return names or list(task.task.unresolved or task.task.implementing)


def _urgency(row: LeaderRow) -> tuple[int, date, int]:
    """Most urgent colour first, then by day, then as printed."""
    day = row.day if row.kind not in ("held", "wait") and row.day else date.max
    return list(TITLES).index(row.kind), day, row.row.task.position


def _groups(rows: list[LeaderRow], first: int, last: int) -> list[LeaderGroup]:
    page = rows[first:last]
    return [
        LeaderGroup(kind, title(), found, sum(row.kind == kind for row in rows))
        for kind, title in TITLES.items()
        if (found := [row for row in page if row.kind == kind])
    ]


def _months(weight: Load, on: date) -> list[MonthLoad]:
    """The months from the first to the last with a milestone, empty ones too; at most two years of them."""
    counts = dict(weight.months)
    most = max(counts.values(), default=0)
    found: list[MonthLoad] = []
    month = _first(min(counts)) if counts else on
    while counts and month <= _first(max(counts)) and len(found) < 24:
        count = counts.get(f"{month:%Y-%m}", 0)
        now = (month.year, month.month) == (on.year, on.month)
        found.append(MonthLoad(month, count, round(BAR * count / most), count == most, now))
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _busy(row: CarrierRow, months: list[date]) -> str:
    text = ngettext(
        "%(name)s: %(n)s mốc, nhiều nhất tháng %(month)s (%(most)s)",
        "%(name)s: %(n)s mốc, nhiều nhất tháng %(month)s (%(most)s)", row.total,
    )  # fmt: skip
    month = months[row.cells.index(row.most)]
    return text % {"name": row.name, "n": row.total, "month": f"{month.month}/{month.year}", "most": row.most}


def _short(title: str) -> str:
    return title if len(title) <= 60 else f"{title[:59].rstrip(' ,;:')}…"


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
