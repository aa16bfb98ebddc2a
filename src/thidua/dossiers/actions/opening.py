"""Opening the rounds a plan proposes: one, the twelve of a year, all chosen, or by the clock month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.audit.actors import SYSTEM, Actor
from thidua.dossiers.models import MonthlyOpening, Round, RoundSender
from thidua.dossiers.policies import may_keep_rounds
from thidua.dossiers.proposing import Proposal
from thidua.dossiers.queries.planned import Planned, planned, plans_in_force
from thidua.dossiers.voting import votes_on
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.models import Plan, PlanState, Task


@dataclass
class Opened:
    """What an opening came to: the rounds made, and by title why others were not."""

    made: list[Round] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def open_planned(plan: Plan, keys: Sequence[str], *, by: Acting, at: datetime) -> Opened:
    """Open the chosen proposals of a plan in force, each in its own transaction; one that is open already stays as it is."""
    insist(may_keep_rounds(by))
    if plan.state != PlanState.ACTIVE:
        raise Refused(_("Kế hoạch chưa hoặc không còn thực hiện, nên không mở đợt từ kế hoạch này."))
    return _open([row for row in _lines(plan, local_day(at)) if row.proposal.key in set(keys)], by.actor, at)


def _lines(plan: Plan, on: date) -> list[Planned]:
    return [row for group in planned(plan, on) for row in group.rows]


def _open(lines: Sequence[Planned], actor: Actor, at: datetime) -> Opened:
    found = Opened()
    for line in lines:
        if line.opened is not None:
            found.refused.append((line.proposal.title, _("đã mở từ trước")))
        elif line.hindered:
            found.refused.append((line.proposal.title, line.hindered))
        else:
            try:
                found.made.append(_make(line, actor, at))
            except IntegrityError:
                found.refused.append((line.proposal.title, _("vừa được mở ở nơi khác, hoặc mã đợt đã có")))
    return found


@transaction.atomic
def _make(line: Planned, actor: Actor, at: datetime) -> Round:
    one = line.proposal
    assert one.opens_on and one.closes_on  # a proposal always has a window
    made = Round.objects.create(
        code=_code(one), title=one.title, awards=list(one.awards), period=one.period, opens_on=one.opens_on, closes_on=one.closes_on,
        task_id=one.tasks[0], session=line.session, route=one.route, milestone_id=one.milestone, milestone_day=one.milestone_day,
        proposal=one.key, votes=votes_on(one.route, one.opens_on),
    )  # fmt: skip
    rules = [RoundSender(round=made, unit=unit) for unit in line.units] or [
        RoundSender(round=made, kind=kind) for kind in one.kinds
    ]
    RoundSender.objects.bulk_create(rules)
    data = {
        "closes_on": made.closes_on.isoformat(),
        "proposal": one.key,
        "tasks": [f"task:{pk}" for pk in one.tasks],
    }
    record("dossiers.open_round", made.key, by=actor, at=at, data=data)
    return made


def _code(one: Proposal) -> str:
    """The key, with the first free number behind it when another plan took it."""
    code = one.key[:50]
    taken = set(Round.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(name for name in (code, *(f"{code}-{n}" for n in range(2, 1000))) if name not in taken)


@transaction.atomic
def open_by_month(task: Task, pattern: str, *, on: bool, by: Acting, at: datetime) -> None:
    """Say that the monthly rounds of a task open by themselves, each on its first day, or no longer do."""
    insist(may_keep_rounds(by))
    data = {"pattern": pattern}
    if on:
        MonthlyOpening.objects.bulk_create(
            [MonthlyOpening(task=task, pattern=pattern, by=by.user, at=at)], ignore_conflicts=True
        )
        record("dossiers.open_by_month", task.key_in_journal, by=by.actor, at=at, data=data)
    elif MonthlyOpening.objects.filter(task=task, pattern=pattern, stopped_at=None).update(stopped_at=at):
        record("dossiers.stop_by_month", task.key_in_journal, by=by.actor, at=at, data=data)


def open_due(*, at: datetime) -> Opened:
    """Open the monthly rounds whose first day has come, of those that were said to open by themselves; done once each."""
    day, found = local_day(at), Opened()
    chosen = MonthlyOpening.objects.filter(stopped_at=None, task__plan__in=plans_in_force()).select_related("task")
    by_plan: dict[int, set[tuple[int, str]]] = {}
    for row in chosen:
        by_plan.setdefault(row.task.plan_id, set()).add((row.task_id, row.pattern))
    for plan in plans_in_force().filter(pk__in=by_plan):
        due = [row for row in _lines(plan, day) if _is_due(row, by_plan[plan.pk], day)]
        opened = _open(due, SYSTEM, at)
        found.made += opened.made
        found.refused += opened.refused
    return found


def _is_due(row: Planned, chosen: set[tuple[int, str]], day: date) -> bool:
    one = row.proposal
    if row.opened is not None or not one.month or not chosen & {(task, one.pattern) for task in one.tasks}:
        return False
    return bool(one.opens_on and one.closes_on and one.opens_on <= day <= one.closes_on)
