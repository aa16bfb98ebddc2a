"""How heavily a plan weighs on months, days, units and persons; who has two goals to prepare at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from thidua.plans.backplan import Step, kinds_of, rule_on
from thidua.plans.due import named_day
from thidua.plans.models import Milestone, Plan, Task
from thidua.plans.queries.chain import Chain, Goal, chain_of

PEAK = 3
"""From how many milestones on one day it is shown as a peak. A habit of the office, not a rule of law."""


@dataclass(frozen=True)
class Holder:
    """Who carries a task: a unit, a person, or a printed name for which no unit was chosen yet."""

    kind: str  # "unit", "person", "printed"
    key: int | str
    name: str


@dataclass
class Load:
    """Milestones of tasks by the day they name (not the working day before it). `undated`: no day, or repeated.

    `by_holder` counts the milestones of each month for everyone who carries a task, the busiest first.
    """

    months: list[tuple[str, int]]
    peaks: list[tuple[date, int]]
    undated: int
    by_holder: list[tuple[Holder, dict[str, int]]] = field(default_factory=list)


@dataclass(frozen=True)
class Booking:
    """A milestone that falls into a window."""

    row: Milestone
    day: date


@dataclass(frozen=True)
class DoubleBooked:
    """One who carries two or more tasks that end in a window."""

    holder: Holder
    bookings: list[Booking]

    @property
    def tasks(self) -> int:
        """How many different tasks."""
        return len({one.row.task_id for one in self.bookings})


@dataclass(frozen=True)
class Crunch:
    """Goals whose preparation overlaps, and who carries more than one of them, from the first preparation on."""

    start: date
    end: date
    goals: list[Goal]
    holders: list[Holder]


@dataclass(frozen=True)
class Carried:
    """The milestones of a plan's tasks and who carries each task: read once, counted several times."""

    rows: list[Milestone]
    holders: dict[int, list[Holder]]


def carried(plan: Plan, chain: Chain | None = None) -> Carried:
    """What the functions below count; the milestones of a chain at hand are not read again. Two or three queries."""
    rows = [row for row in chain.rows.values() if row.task_id] if chain else _rows(plan)
    return Carried(rows, _holders(plan))


def load(plan: Plan, known: Carried | None = None) -> Load:
    """The load of a plan by month, day and carrier. Three queries, none when `known`."""
    known = known or carried(plan)
    rows, holders = known.rows, known.holders
    named = {row.pk: named_day(row.used_date, row.printed_date, row.month) for row in rows}
    months = Counter(_month(day) for day in named.values() if day)
    days = Counter(named[row.pk] for row in rows if not row.month)
    by_holder: dict[Holder, Counter[str]] = {}
    for row in rows:
        day = named[row.pk]
        for holder in holders.get(row.task_id or 0, ()) if day else ():
            assert day is not None  # undated rows have no carriers to count
            by_holder.setdefault(holder, Counter())[_month(day)] += 1
    return Load(
        months=sorted(months.items()),
        peaks=sorted((day, count) for day, count in days.items() if day and count >= PEAK),
        undated=sum(day is None for day in named.values()),
        by_holder=sorted(
            ((holder, dict(sorted(found.items()))) for holder, found in by_holder.items()),
            key=lambda one: (-sum(one[1].values()), one[0].name),
        ),
    )


def double_booked(plan: Plan, start: date, end: date, known: Carried | None = None) -> list[DoubleBooked]:
    """Who carries two or more tasks with a milestone between two days (both included), persons first.

    What was done before the first of the days weighs on nobody in them. Three queries, none when `known`.
    """
    known = known or carried(plan)
    found: dict[Holder, list[Booking]] = {}
    for row in known.rows:
        day = row.effective or named_day(row.used_date, row.printed_date, row.month)
        still = row.done_on is None or row.done_on >= start
        if still and day and start <= day <= end:
            for holder in known.holders.get(row.task_id or 0, ()):
                found.setdefault(holder, []).append(Booking(row, day))
    booked = [
        DoubleBooked(holder, sorted(rows, key=lambda one: (one.day, one.row.position)))
        for holder, rows in found.items()
    ]
    return sorted(
        (one for one in booked if one.tasks > 1),
        key=lambda one: (one.holder.kind != "person", -one.tasks, one.holder.name),
    )


def crunches(plan: Plan, on: date, chain: Chain | None = None, known: Carried | None = None) -> list[Crunch]:
    """Where two goals (sessions, the Congress) with a carrier in common are prepared at the same time.

    A goal is prepared from its longest statutory step before it (backplan: consultation, else papers) to its day;
    one that is no session, for as long as the longest of the sessions. Eight queries; one with a chain and `known`.
    """
    chain = chain or chain_of(plan, on)
    holders = (known or carried(plan, chain)).holders
    spans = _spans(chain)
    found: list[Crunch] = []
    for (first, start, length), (second, start_2, _length) in pairwise(spans):
        both = sorted(_carriers(chain, holders, first) & _carriers(chain, holders, second), key=lambda one: one.name)
        if both and length and start_2 <= first.day:
            found.append(Crunch(start, second.day, [first, second], both))
    return found


def _spans(chain: Chain) -> list[tuple[Goal, date, int]]:
    """Each goal with the first day of its preparation and its length in working days, by day."""
    subjects = {row.key: [row.title, *row.contents] for row in chain.plan.council_rows.order_by("position", "pk")}
    lengths = {goal.key: _length(goal, subjects.get(goal.key, [])) for goal in chain.goals if goal.session}
    longest = max(lengths.values(), default=0)
    found = []
    for goal in chain.goals:
        length = lengths.get(goal.key, longest)
        found.append((goal, chain.line.day(chain.line.place(goal.day) - length), length))
    return found


def _length(goal: Goal, subjects: Iterable[str]) -> int:
    kinds = kinds_of(subjects)
    steps = (rule_on(step, goal.day, kinds) for step in (Step.CONSULTATION, Step.PAPERS))
    return max((rule.days for rule in steps if rule), default=0)


def _carriers(chain: Chain, holders: dict[int, list[Holder]], goal: Goal) -> set[Holder]:
    tasks = [chain.rows[key].task_id for key in goal.keys if key in chain.rows]
    return {holder for task in tasks if task for holder in holders.get(task, ())}


def _rows(plan: Plan) -> list[Milestone]:
    return list(
        plan.milestones.filter(task__isnull=False, dropped_on=None).select_related("task").order_by("position", "pk")
    )


def _holders(plan: Plan) -> dict[int, list[Holder]]:
    """Who carries each task: its units, the printed names without a unit, its accountable person. Two queries."""
    found: dict[int, list[Holder]] = {}
    for task, unresolved, person, name in plan.tasks.values_list(
        "pk", "unresolved", "accountable", "accountable__full_name"
    ):
        printed = [Holder("printed", text, text) for text in unresolved]
        found[task] = printed + ([Holder("person", person, name)] if person else [])
    links = Task.units.through.objects.filter(task__plan=plan).order_by("unit_id")
    for task, unit, name in links.values_list("task_id", "unit_id", "unit__name"):
        found.setdefault(task, []).append(Holder("unit", unit, name))
    return found


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
