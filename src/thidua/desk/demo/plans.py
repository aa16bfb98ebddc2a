"""Two plans of the demonstration city: last year's, done and closed, and this year's, under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thidua.foundation.clock import HANOI
from thidua.organisation.acting import Acting
from thidua.plans.actions import (
    accept_proposals,
    activate,
    close_plan,
    import_plan,
    mark_goal,
    report_done,
    resolve_flag,
)
from thidua.plans.demo.build import build
from thidua.plans.models import Flag, Plan, Resolution, Severity
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
    while (
        flag := Flag.objects.filter(plan=plan, severity=Severity.ERROR, resolution="")
        .order_by("position")
        .first()
    ):
        resolve_flag(flag, Resolution.ACCEPTED, reason="Đối chiếu với bản lưu.", by=head, at=at)
    plan.refresh_from_db()
    plan = activate(plan, by=head, at=at)
    accept_proposals(plan, None, by=head, at=at)
    congress = proposed_goal(chain_of(plan, at.date()))
    assert congress  # the demonstration plan has one
    mark_goal(congress, goal=True, by=head, at=at)
    return plan


def _report(plan: Plan, head: Acting, *, until: date, at: datetime, keep: int) -> None:
    past = list(plan.milestones.filter(effective__lte=until).order_by("effective", "id"))
    for place, milestone in enumerate(past[: len(past) - keep] if keep else past):
        assert milestone.effective
        days = -3 if place % LATE == LATE - 1 else 2
        done = min(milestone.effective - timedelta(days=days), until)
        report_done(milestone, on=done, note="Đã hoàn thành.", by=head, at=at)
