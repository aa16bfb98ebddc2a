"""Rounds that a plan proposes, against those already opened from it; rounds that overlap; milestones that moved since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.councils.flow import SessionState
from thidua.councils.models import Session
from thidua.dossiers.models import MonthlyOpening, Round
from thidua.dossiers.proposing import Deadline, Proposal, Row, proposals
from thidua.dossiers.routes import Senders, route_of
from thidua.foundation.dates import show_date
from thidua.organisation.models import Unit
from thidua.plans.models import CouncilRow, Milestone, Plan, PlanState, Task

PREFIX = "PL2."
"""How the key of a row of the council's programme begins; what follows is the reference a session keeps."""


@dataclass(frozen=True)
class Planned:
    """One proposal with what stands beside it: the round opened from it, its session, its units, what hinders it."""

    proposal: Proposal
    opened: Round | None = None
    session: Session | None = None
    units: tuple[Unit, ...] = ()
    overlaps: tuple[Round, ...] = ()

    @property
    def route(self) -> str:
        """The route in words."""
        return _(route_of(self.proposal.route).label)

    @property
    def hindered(self) -> str:
        """Why it cannot be opened with one click; empty when it can."""
        if route_of(self.proposal.route).senders is Senders.NAMED and not self.units:
            return _(
                "Đường này chỉ nhận từ đơn vị được nêu tên, mà việc trong kế hoạch chưa gắn đơn vị nào: hãy sửa rồi mở."
            )
        return ""


@dataclass
class Group:
    """The proposals of one kind that are shown as one line, opened together: the twelve of a year, or a single one."""

    rows: list[Planned] = field(default_factory=list)

    @property
    def first(self) -> Planned:
        """The one that stands for all."""
        return self.rows[0]

    @property
    def monthly(self) -> bool:
        """Whether these are the months of a year."""
        return bool(self.first.proposal.month)

    @property
    def left(self) -> list[Planned]:
        """Those not opened yet."""
        return [row for row in self.rows if row.opened is None]


def rows_of(plan: Plan) -> list[Row]:
    """The tasks of a plan as proposals read them: open milestones, the council's contents. Three queries."""
    milestones = Milestone.objects.filter(dropped_on=None).order_by("position")
    tasks = plan.tasks.prefetch_related(
        Prefetch("milestones", queryset=milestones),
        Prefetch("council_rows", queryset=CouncilRow.objects.order_by("position")),
    )
    return [_row(task) for task in tasks.order_by("position")]


def _row(task: Task) -> Row:
    council = list(task.council_rows.all())
    contents = tuple(str(text) for row in council for text in row.contents)
    return Row(
        task.pk, task.number, task.title, contents, tuple(task.implementing),
        tuple(_deadline(one) for one in task.milestones.all()), bool(council),
    )  # fmt: skip


def _deadline(row: Milestone) -> Deadline:
    return Deadline(row.pk, row.label, row.effective or row.used_date, row.from_date, row.month, row.recurrence)


def planned(plan: Plan, on: date) -> list[Group]:
    """Every proposal of a plan, those of one kind of monthly rounds together. The same number of queries for any plan."""
    found = proposals(rows_of(plan), plan.year or on.year)
    opened = {row.proposal: row for row in Round.objects.filter(task__plan=plan).exclude(proposal="")}
    sessions = _sessions(plan, {task for one in found for task in one.sessions})
    named = _units({one.tasks[0] for one in found if route_of(one.route).senders is Senders.NAMED})
    beside = list(Round.objects.filter(closes_on__gte=on))
    groups: dict[str, Group] = {}
    for one in found:
        row = opened.get(one.key)
        line = Planned(
            one,
            row,
            next((sessions[task] for task in one.sessions if task in sessions), None),
            named.get(one.tasks[0], ()),
            tuple(overlapping(one.awards, one.period, one.opens_on, one.closes_on, beside)) if row is None else (),
        )
        groups.setdefault(one.pattern if one.month else one.key, Group()).rows.append(line)
    return list(groups.values())


def _sessions(plan: Plan, tasks: Iterable[int]) -> dict[int, Session]:
    """By task that is a session of the council: the session planned for that row of its programme in the plan's year."""
    refs = {
        row.task_id: row.key.removeprefix(PREFIX) for row in CouncilRow.objects.filter(plan=plan, task__in=list(tasks))
    }
    rows = Session.objects.filter(
        year=plan.year or 0, programme_ref__in=list(refs.values()), state=SessionState.PLANNED
    )
    by_ref = {row.programme_ref: row for row in rows.order_by("-held_on", "-pk")}
    return {task: by_ref[ref] for task, ref in refs.items() if task and ref in by_ref}


def _units(tasks: set[int]) -> dict[int, tuple[Unit, ...]]:
    """The units chosen for these tasks of the plan."""
    rows = Task.objects.filter(pk__in=tasks).prefetch_related("units") if tasks else Task.objects.none()
    return {row.pk: tuple(row.units.all()) for row in rows}


def overlapping(
    awards: Sequence[str], period: int, opens_on: date | None, closes_on: date | None, rows: Iterable[Round]
) -> list[Round]:
    """The rounds among these in which the same nominee could be proposed for the same award and year at the same time."""
    return [
        row
        for row in rows
        if row.period == period and set(row.awards) & set(awards)
        and (closes_on is None or row.opens_on <= closes_on) and (opens_on is None or opens_on <= row.closes_on)
    ]  # fmt: skip


def overlaps_of(round_: Round, on: date) -> list[Round]:
    """The other rounds not yet closed that overlap with one."""
    rows = Round.objects.filter(closes_on__gte=on, period=round_.period).exclude(pk=round_.pk)
    return overlapping(round_.awards, round_.period, round_.opens_on, round_.closes_on, rows)


def overlap_words(rows: Iterable[Round]) -> str:
    """The sentence on overlapping rounds; empty when there are none."""
    names = "; ".join(f"“{row.title}”" for row in rows)
    if not names:
        return ""
    return _(
        "Cùng thời gian, %(rounds)s cũng nhận danh hiệu, hình thức này cho cùng năm thành tích: một người có thể được đề nghị hai lần. "
        "Hãy xem lại phạm vi của hai đợt."
    ) % {"rounds": names}


def moved_milestone(round_: Round) -> str:
    """The sentence when the milestone of the plan is no longer on the day from which the round was opened; else empty."""
    row = round_.milestone
    if row is None or round_.milestone_day is None:
        return ""
    if row.dropped_on:
        return _("Mốc của kế hoạch mà đợt này dựa vào đã bỏ theo sửa đổi, từ ngày %(day)s.") % {
            "day": show_date(row.dropped_on)
        }
    now = row.effective or row.used_date
    if now is None or now == round_.milestone_day:
        return ""
    return _("Mốc trong kế hoạch nay là %(now)s; khi mở đợt là %(then)s. Đợt vẫn nhận đến hết ngày %(last)s; muốn theo mốc mới thì gia hạn.") % {
        "now": show_date(now), "then": show_date(round_.milestone_day), "last": show_date(round_.closes_on),
    }  # fmt: skip


def plans_in_force() -> QuerySet[Plan]:
    """Plans whose rounds can be opened."""
    return Plan.objects.filter(state=PlanState.ACTIVE).defer("reading").order_by("-year", "-pk")


def openings(plan: Plan) -> set[str]:
    """The kinds of monthly rounds of a plan that open by themselves."""
    rows = MonthlyOpening.objects.filter(Q(task__plan=plan), stopped_at=None)
    return set(rows.values_list("pattern", flat=True))
