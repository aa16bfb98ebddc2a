"""Two plans of the demonstration city: last year's, done and closed, and this year's, under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thidua.accounts.models import User
from thidua.foundation.clock import HANOI, local_day
from thidua.organisation.acting import Acting
from thidua.organisation.models import Duty
from thidua.organisation.queries import valid_on
from thidua.plans.actions import (
    accept_proposals,
    activate,
    close_plan,
    import_plan,
    mark_goal,
    report_done,
    resolve_flag,
    set_accountable,
)
from thidua.plans.demo.build import build
from thidua.plans.models import Flag, Plan, Resolution, Severity
from thidua.plans.policies import KEEPERS
from thidua.plans.queries.chain import chain_of, proposed_goal

LATE = 9
"""Every so manieth milestone was done late, as in life."""
STILL_OPEN = 2
"""How many past milestones of this year are still open."""


@dataclass(frozen=True)
class Plans:
    """The two plans."""

    last: Plan
    current: Plan


def build_plans(head: Acting, *, on: date, at: datetime) -> Plans:
    """Import, settle, activate, link and report, as the office would."""
    last = _active(head, on.year - 1)
    _report(last, head, until=date(on.year - 1, 12, 31), at=at, keep=0)
    last.refresh_from_db()
    close_plan(last, reason="Đã tổng kết năm.", by=head, at=datetime(on.year, 1, 5, 9, tzinfo=HANOI))
    current = _active(head, on.year)
    _report(current, head, until=on - timedelta(days=1), at=at, keep=STILL_OPEN)
    return Plans(last, current)


def _active(head: Acting, year: int) -> Plan:
    at = datetime(year - 1, 12, 12, 9, tzinfo=HANOI)
    plan = import_plan(build(year), f"ke-hoach-{year}.docx", by=head, at=at)
    while flag := Flag.objects.filter(plan=plan, severity=Severity.ERROR, resolution="").order_by("position").first():
        resolve_flag(flag, Resolution.ACCEPTED, reason="Đối chiếu với bản lưu.", by=head, at=at)
    plan.refresh_from_db()
    plan = activate(plan, by=head, at=at)
    accept_proposals(plan, None, by=head, at=at)
    congress = proposed_goal(chain_of(plan, at.date()))
    assert congress  # the demonstration plan has one
    mark_goal(congress, goal=True, by=head, at=at)
    _assign(plan, head, at=at)
    return plan


def _assign(plan: Plan, head: Acting, *, at: datetime) -> None:
    """Every task of the office has somebody in it who answers for it, by turns; nobody before the duties begin."""
    keepers = Duty.objects.filter(valid_on(local_day(at)), unit=head.unit, code__in=KEEPERS)
    people = list(User.objects.filter(pk__in=keepers.values("user")).order_by("pk"))
    for place, task in enumerate(plan.tasks.filter(units=head.unit).order_by("position") if people else ()):
        set_accountable(task, people[place % len(people)], seen=None, by=head, at=at)


def _report(plan: Plan, head: Acting, *, until: date, at: datetime, keep: int) -> None:
    past = list(plan.milestones.filter(effective__lte=until).order_by("effective", "id"))
    for place, milestone in enumerate(past[: len(past) - keep] if keep else past):
        assert milestone.effective
        days = -3 if place % LATE == LATE - 1 else 2
        done = min(milestone.effective - timedelta(days=days), until)
        report_done(milestone, on=done, note="Đã hoàn thành.", by=head, at=at)
