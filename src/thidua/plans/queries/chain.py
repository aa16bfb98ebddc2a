"""The milestones of a plan as a chain: rows, links, goals, and the links the printed plan suggests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.dates import show_date
from thidua.foundation.text import fold
from thidua.foundation.words import mark
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.backplan import kinds_of, lead
from thidua.plans.chain import Link, Node, Proposal, Why, Workline, find_cycle, proposals
from thidua.plans.chain.proposals import Dated, ProgrammeRow, TaskRow
from thidua.plans.due import effective_day, named_day
from thidua.plans.models import Dependency, Milestone, Origin, Plan, PlanState, Task
from thidua.plans.queries.calendars import calendar_of

CONGRESS = "đại hội thi đua yêu nước"
"""Words in a task's title by which the Congress is offered as a goal; a person names it."""

MOST_GOALS = 20
"""Goals to which float is counted; of more, the nearest to come in the plan's order."""

GROUNDS = {
    Why.IN_ORDER: mark("Các mốc của một nhiệm vụ, theo thứ tự in."),
    Why.DOSSIERS: mark("Gửi hồ sơ trước, rồi mới đến mốc của nhiệm vụ."),
    Why.PROGRAMME: mark("Chương trình của Hội đồng nhắc lại nhiệm vụ này."),
    Why.SERIES: mark("Các lần họp nối nhau của cùng một nội dung."),
}


@dataclass(frozen=True)
class Goal:
    """What float is counted to: a session of the council, or a milestone a person named."""

    key: str
    title: str
    keys: tuple[int, ...]
    day: date
    session: bool


@dataclass(frozen=True)
class Suggested:
    """A link that the printed plan suggests, with its ground in words and the working days that lie between.

    `inferred`: from how the work is done, no document says so.
    """

    before: Milestone
    after: Milestone
    why: str
    lead: int = 0
    inferred: bool = False
    origin: Origin = Origin.PRINTED

    @property
    def before_called(self) -> str:
        """The milestone that comes first, in words."""
        return called(self.before)

    @property
    def after_called(self) -> str:
        """The milestone that waits, in words."""
        return called(self.after)

    @property
    def pair(self) -> tuple[int, int]:
        """The two milestones' ids."""
        return self.before.pk, self.after.pk


@dataclass
class Chain:
    """The milestones of a plan with their links, ready for counting. `days` are the working days planned."""

    plan: Plan
    rows: dict[int, Milestone]
    days: dict[int, date | None]
    dependencies: list[Dependency]
    calendar: OfficialCalendar
    line: Workline
    goals: list[Goal] = field(default_factory=list)

    @property
    def links(self) -> list[Link]:
        """The links as the pure part counts them."""
        return [Link(row.before_id, row.after_id, row.lead) for row in self.dependencies]

    @property
    def nodes(self) -> list[Node]:
        """The milestones as the pure part counts them: on the day done, else on the day planned."""
        return [
            Node(row.pk, row.done_on or self.days[row.pk], done=row.done_on is not None) for row in self.rows.values()
        ]


def chain_of(plan: Plan, on: date) -> Chain:
    """Everything counted with on a day. Five queries (calendar included), however large the plan."""
    found = list(milestones_of(plan))
    named = {row.pk: named_day(row.used_date, row.printed_date, row.month) for row in found}
    calendar = calendar_of([on, *(day for day in named.values() if day)])
    days = {row.pk: _planned(plan, row, named[row.pk], calendar) for row in found}
    known = [on, *(day for day in days.values() if day), *(row.done_on for row in found if row.done_on)]
    rows = {row.pk: row for row in found}
    dependencies = [
        row
        for row in plan.dependencies.select_related("added_by").order_by("pk")
        if row.before_id in rows and row.after_id in rows
    ]
    chain = Chain(plan, rows, days, dependencies, calendar, Workline(calendar, known))
    chain.goals = _goals(chain)
    return chain


def milestones_of(plan: Plan) -> QuerySet[Milestone]:
    """The milestones that count, with their owners, in the order printed."""
    return plan.milestones.filter(dropped_on=None).select_related("task", "council_row").order_by("position", "pk")


def _planned(plan: Plan, row: Milestone, named: date | None, calendar: OfficialCalendar) -> date | None:
    """The working day of a milestone; of a plan being reviewed, as it will be."""
    return row.effective or effective_day(named, row.relation, inclusive=plan.before_is_inclusive, calendar=calendar)


def links_of(plan: Plan) -> list[Link]:
    """The links of a plan. One query."""
    rows = plan.dependencies.order_by("pk").values_list("before_id", "after_id", "lead")
    return [Link(*row) for row in rows]


# Words


def name_of(row: Milestone) -> str:
    """A milestone in words: its own label, else the first line of what it belongs to."""
    owner = row.owner
    return row.label or (owner.headline if isinstance(owner, Task) else owner.title)


def called(row: Milestone) -> str:
    """A milestone in words with the number of its task: "việc 7, Họp Hội đồng"."""
    owner = row.owner
    number = owner.number.rstrip(". ")
    if not isinstance(owner, Task):
        return _("chương trình %(number)s, %(name)s") % {"number": number or "–", "name": name_of(row)}
    return _("việc %(number)s, %(name)s") % {"number": number or "–", "name": name_of(row)}


def spoken(plan: Plan, keys: Sequence[int]) -> list[str]:
    """Milestones in words with their days, in the order of the keys. One query."""
    rows = {row.pk: row for row in milestones_of(plan).filter(pk__in=keys)}
    return [_with_day(rows[key]) for key in keys if key in rows]


def _with_day(row: Milestone) -> str:
    day = named_day(row.used_date, row.printed_date, row.month)
    return f"{called(row)} ({show_date(day)})" if day else called(row)


def float_words(days: int) -> str:
    """A float in words: what is to spare, or what is missing."""
    if days < 0:
        text = ngettext("thiếu %(n)s ngày làm việc", "thiếu %(n)s ngày làm việc", -days)
        return text % {"n": -days}
    if days == 0:
        return _("không còn ngày dự trữ")
    return ngettext("dự trữ %(n)s ngày làm việc", "dự trữ %(n)s ngày làm việc", days) % {"n": days}


# Goals


def _goals(chain: Chain) -> list[Goal]:
    """The dated rows of the council's programme with the task each repeats, then what a person named, by day."""
    rows = list(chain.rows.values())
    of_task, of_row = _latest_by(chain, rows, "task_id"), _latest_by(chain, rows, "council_row_id")
    found = []
    for row in chain.plan.council_rows.order_by("position", "pk"):
        ends = [one for one in (of_task.get(row.task_id), of_row.get(row.pk)) if one]
        if ends:
            day = chain.days[ends[0].pk]
            assert day is not None  # only dated milestones are gathered
            found.append(Goal(row.key, row.title.rstrip(" :"), tuple(one.pk for one in ends), day, session=True))
    taken = {key for goal in found for key in goal.keys}
    for one in rows:
        day = chain.days[one.pk]
        if one.goal and day and one.pk not in taken:
            found.append(Goal(one.key, name_of(one), (one.pk,), day, session=False))
    return sorted(found, key=lambda goal: goal.day)[:MOST_GOALS]


def _latest_by(chain: Chain, rows: Iterable[Milestone], owner: str) -> dict[int | None, Milestone]:
    """The dated milestone with the latest day of each owner: of a session, the meeting itself."""
    found: dict[int | None, Milestone] = {}
    for row in rows:
        key, day = getattr(row, owner), chain.days[row.pk]
        if key and day and (key not in found or day > (chain.days[found[key].pk] or date.min)):
            found[key] = row
    return found


def proposed_goal(chain: Chain) -> Milestone | None:
    """The milestone offered as the Congress: the last dated one of the tasks that speak of it. None once one is named."""
    if any(row.goal for row in chain.rows.values()):
        return None
    words = fold(CONGRESS)
    found = [row for row in chain.rows.values() if row.task and chain.days[row.pk] and words in fold(row.task.title)]
    return max(found, key=lambda row: chain.days[row.pk] or date.min, default=None)


# What the printed plan suggests


def unlinked(plan: Plan) -> bool:
    """Whether a plan in force has no milestones linked: its float cannot be told."""
    return plan.state == PlanState.ACTIVE and not plan.dependencies.exists()


def suggestions(plan: Plan, chain: Chain | None = None) -> list[Suggested]:
    """The links the printed plan suggests that do not stand yet and close no circle."""
    rows = chain.rows if chain else {row.pk: row for row in milestones_of(plan)}
    links = chain.links if chain else links_of(plan)
    standing = {(link.before, link.after) for link in links}
    offered = [one for one in _printed(plan, rows) if (one.before, one.after) not in standing]
    return [_suggested(one, rows) for one in _without_circles(offered, links)]


def _suggested(one: Proposal, rows: dict[int, Milestone]) -> Suggested:
    before, after = rows[one.before], rows[one.after]
    day = named_day(after.used_date, after.printed_date, after.month)
    origin = Origin.USUAL if one.why is Why.ORDER else Origin.PRINTED
    between = lead(one.needs, day, kinds_of([after.owner.title])) if day else 0
    return Suggested(before, after, one.text or _(GROUNDS[one.why]), between, one.inferred, origin)


def _without_circles(offered: list[Proposal], links: list[Link]) -> list[Proposal]:
    """The proposals less those that would, together with what stands, run in a circle."""
    while circle := find_cycle([*links, *(Link(one.before, one.after) for one in offered)]):
        on_circle = set(zip(circle, [*circle[1:], circle[0]], strict=True))
        fewer = [one for one in offered if (one.before, one.after) not in on_circle]
        if len(fewer) == len(offered):
            return []  # what stands is circular by itself: nothing is added to it
        offered = fewer
    return offered


def _printed(plan: Plan, rows: dict[int, Milestone]) -> list[Proposal]:
    tasks: dict[int, list[Dated]] = {}
    council: dict[int, list[Dated]] = {}
    titles: dict[int, str] = {}
    for row in rows.values():
        dated = Dated(row.pk, named_day(row.used_date, row.printed_date, row.month), row.label)
        if row.task:
            tasks.setdefault(row.task.pk, []).append(dated)
            titles[row.task.pk] = row.task.title
        elif row.council_row:
            council.setdefault(row.council_row.pk, []).append(dated)
    tied = {row.council_row.pk: row.council_row.task_id for row in rows.values() if row.council_row}
    return proposals(
        [TaskRow(str(key), titles[key], found, key in tied.values()) for key, found in tasks.items()],
        [ProgrammeRow(str(tied[key] or ""), found) for key, found in council.items()],
        on=date(plan.year or plan.imported_at.year, 1, 1),
    )
