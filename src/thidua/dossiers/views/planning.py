"""Opening rounds from a plan: what it proposes, what is open, one click for one, for a year's months, for all chosen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.dossiers import policies
from thidua.dossiers.actions.opening import Opened, open_by_month, open_due, open_planned
from thidua.dossiers.proposing import Proposal
from thidua.dossiers.queries.planned import (
    Group,
    moved_milestone,
    openings,
    overlap_words,
    overlaps_of,
    planned,
    plans_in_force,
)
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans.models import Plan


@require_safe
@login_required
def plans(request: ActingRequest) -> HttpResponse:
    """The plan in force, at once when there is one; else the choice among them."""
    demand(policies.may_keep_rounds(request.acting))
    found = list(plans_in_force()[:20])
    if len(found) == 1:
        return redirect("dossiers:plan_rounds", pk=found[0].pk)
    return render(request, "dossiers/plans.html", {"plans": found})


@require_safe
@login_required
def plan_rounds(request: ActingRequest, pk: int) -> HttpResponse:
    """Every round a plan proposes, with what is open already."""
    demand(policies.may_keep_rounds(request.acting))
    plan = _plan(pk)
    day = today()
    groups = planned(plan, day)
    context = {
        "plan": plan, "day": day, "groups": [(group, _beside(group, day)) for group in groups], "by_month": openings(plan),
        "left": sum(len(group.left) for group in groups), "task": request.GET.get("viec", ""),
    }  # fmt: skip
    return render(request, "dossiers/plan_rounds.html", context)


def _plan(pk: int) -> Plan:
    return visible_or_404(plans_in_force(), pk=pk)


def _beside(group: Group, day: date) -> dict[str, Any]:
    """What is said under a line: overlaps, milestones that moved since; the keys left, all and those not past."""
    first = group.first
    return {
        "overlap": overlap_words(dict.fromkeys(row for line in group.rows for row in line.overlaps)),
        "moved": moved_milestone(first.opened) if first.opened else "",
        "all": " ".join(line.proposal.key for line in group.left),
        "coming": " ".join(
            line.proposal.key for line in group.left if line.proposal.closes_on and line.proposal.closes_on >= day
        ),
    }


@require_POST
@login_required
@acts_once
def open_rounds(request: ActingRequest, pk: int) -> HttpResponse:
    """Open one (`one`), or everything chosen (`chosen`); a line of months opens all its months."""
    demand(policies.may_keep_rounds(request.acting))
    plan = _plan(pk)
    keys = request.POST["one"].split() if "one" in request.POST else " ".join(request.POST.getlist("chosen")).split()
    if not keys:
        messages.error(request, _("Chưa chọn đợt nào. Chưa mở gì."))
        return redirect("dossiers:plan_rounds", pk=pk)
    try:
        opened = open_planned(plan, keys, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        _tell(request, opened)
    return redirect("dossiers:plan_rounds", pk=pk)


def _tell(request: ActingRequest, opened: Opened) -> None:
    count = len(opened.made)
    if count:
        messages.success(request, ngettext("Đã mở %(n)s đợt.", "Đã mở %(n)s đợt.", count) % {"n": count})
    for title, why in opened.refused[:10]:
        messages.warning(request, _("Chưa mở “%(title)s”: %(why)s") % {"title": title, "why": why})
    for row in opened.made[:10]:
        if words := overlap_words(overlaps_of(row, today())):
            messages.warning(request, f"{row.title}. {words}")


@require_POST
@login_required
@acts_once
def by_month(request: ActingRequest, pk: int) -> HttpResponse:
    """Say that the monthly rounds of one kind open by themselves, or no longer."""
    demand(policies.may_keep_rounds(request.acting))
    plan, on = _plan(pk), request.POST.get("on") == "1"
    line = next(
        (
            group.first
            for group in planned(plan, today())
            if group.monthly and group.first.proposal.pattern == request.POST.get("pattern")
        ),
        None,
    )
    if line is None:
        messages.error(request, _("Kế hoạch không có loại đợt hằng tháng này."))
        return redirect("dossiers:plan_rounds", pk=pk)
    open_by_month(plan.tasks.get(pk=line.proposal.tasks[0]), line.proposal.pattern, on=on, by=request.acting, at=now())
    if on:
        messages.success(request, _("Từ nay mỗi đợt tự mở vào ngày đầu của nó."))
        _tell(request, open_due(at=now()))
    else:
        messages.success(request, _("Các đợt còn lại không tự mở nữa."))
    return redirect("dossiers:plan_rounds", pk=pk)


def initial_of(plan: Plan, key: str) -> dict[str, Any]:
    """What the form of a round begins with when it is opened from a proposal that is to be changed first; {} for none."""
    line = next((line for group in planned(plan, today()) for line in group.rows if line.proposal.key == key), None)
    return _initial(line.proposal, line.session) if line and line.opened is None else {}


def _initial(one: Proposal, session: Any) -> dict[str, Any]:
    return {
        "code": one.key[:50], "title": one.title, "awards": list(one.awards), "period": one.period,
        "opens_on": one.opens_on and f"{one.opens_on:%d/%m/%Y}", "closes_on": one.closes_on and f"{one.closes_on:%d/%m/%Y}",
        "task": one.tasks[0], "session": session, "route": one.route, "kinds": list(one.kinds),
    }  # fmt: skip


def from_plan(plan: Plan, key: str, task: Any) -> dict[str, Any]:
    """What ties a round opened from the form to the proposal it came from; nothing when it is for another task or is open."""
    line = next((line for group in planned(plan, today()) for line in group.rows if line.proposal.key == key), None)
    if line is None or line.opened is not None or task is None or task.pk != line.proposal.tasks[0]:
        return {}
    one = line.proposal
    return {"proposal": one.key, "milestone_id": one.milestone, "milestone_day": one.milestone_day}
