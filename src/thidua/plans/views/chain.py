"""The chain of a plan: what waits for what, a day tried out, a session planned backwards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.dates import show_date
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.forms import BackPlanForm, LinkForm, TryForm
from thidua.plans.models import Dependency, Milestone, Plan
from thidua.plans.queries.backplan import back_plan_page
from thidua.plans.queries.chain import called, chain_of, milestones_of
from thidua.plans.queries.chain_page import MOST_LINES, chain_page
from thidua.plans.queries.what_if import what_if_page

MOST_CHOICES = 1000
"""Milestones in the two lists one chooses from; a larger plan is searched first."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def chain(request: ActingRequest, pk: int) -> HttpResponse:
    """The chain of a plan; sent with two milestones, one is written down to wait for the other."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    form = LinkForm(milestones_of(plan), request.POST if request.method == "POST" else None)
    if request.method == "POST":
        demand(policies.may_chain(request.acting, plan))
        if form.is_valid():
            try:
                actions.add_dependency(plan, **form.cleaned_data, by=request.acting, at=now())
            except Refused as refused:
                form.add_error(None, refused.reason)
            else:
                messages.success(request, _("Đã nối hai mốc."))
                return redirect(_chain_url(plan))
    return _chain_page(request, plan, form)


def _choice(row: Milestone) -> str:
    day = row.effective or row.used_date or row.printed_date
    return f"{called(row)[:90]} ({show_date(day)})" if day else called(row)[:90]


def _chain_url(plan: Plan) -> str:
    return reverse("plans:chain", args=[plan.pk])


def _chain_page(request: ActingRequest, plan: Plan, form: LinkForm) -> HttpResponse:
    page = chain_page(plan, today(), request.GET.get("dich", ""))
    answer = policies.may_chain(request.acting, plan)
    wanted = request.GET.get("tim", "").strip()[:100]
    choices = list(page.chain.rows.values()) if answer.allowed else []
    if wanted:
        choices = [row for row in choices if wanted.casefold() in called(row).casefold()]
    context: dict[str, Any] = {
        "plan": plan,
        "page": page,
        "form": form,
        "may_chain": answer,
        "choices": [(row.pk, _choice(row)) for row in choices[:MOST_CHOICES]],
        "too_many": len(page.chain.rows) > MOST_CHOICES,
        "wanted": wanted,
        "most": MOST_LINES,
        "sessions": any(goal.session for goal in page.chain.goals),
    }
    return render(request, "plans/chain.html", context)


@require_POST
@login_required
@acts_once
def accept(request: ActingRequest, pk: int) -> HttpResponse:
    """Take up suggested links: those chosen (`cap`, "12-15"), or all (`ca`); with them name the goal offered (`moc`)."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    chosen = None if "ca" in request.POST else [_pair(text) for text in request.POST.getlist("cap")]
    demand(policies.may_chain(request.acting, plan))
    if chosen == []:
        messages.error(request, _("Chưa chọn đề xuất nào. Chưa ghi gì."))
        return redirect(f"{_chain_url(plan)}#de-xuat")
    offered = whole_number(request.POST.get("moc", ""))
    goal = visible_or_404(milestones_of(plan), pk=offered) if offered else None
    found = actions.accept_proposals(plan, chosen, goal=goal, by=request.acting, at=now())
    text = ngettext("Đã nhận %(n)s đề xuất.", "Đã nhận %(n)s đề xuất.", len(found)) % {"n": len(found)}
    messages.success(request, text)
    if goal:
        messages.success(request, _("Đích của chuỗi: %(goal)s.") % {"goal": called(goal)[:140]})
    return redirect(_chain_url(plan))


def _pair(text: str) -> tuple[int, int]:
    first, _dash, second = text.partition("-")
    pair = whole_number(first), whole_number(second)
    if pair[0] is None or pair[1] is None:
        raise Http404
    return pair[0], pair[1]


@require_POST
@login_required
@acts_once
def remove(request: ActingRequest, pk: int, dependency: int) -> HttpResponse:
    """Take back that one milestone waits for another."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    row: Dependency = visible_or_404(Dependency.objects.filter(plan=plan), pk=dependency)
    actions.remove_dependency(row, by=request.acting, at=now())
    messages.success(request, _("Đã bỏ nối hai mốc. Các mốc giữ nguyên ngày."))
    return redirect(_chain_url(plan))


@require_POST
@login_required
@acts_once
def goal(request: ActingRequest, pk: int) -> HttpResponse:
    """Name a milestone as a goal (`moc`), or take that back (`bo` sent)."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    row = visible_or_404(milestones_of(plan), pk=whole_number(request.POST.get("moc", "")) or 0)
    actions.mark_goal(row, goal="bo" not in request.POST, by=request.acting, at=now())
    messages.success(request, _("Đã đổi đích của chuỗi việc."))
    return redirect(_chain_url(plan))


@require_safe
@login_required
def what_if(request: ActingRequest, pk: int) -> HttpResponse:
    """Try a day out for a milestone. Nothing is written."""
    row = visible_or_404(queries.milestones(request.acting), pk=pk)
    form = TryForm(request.GET if "ngay" in request.GET else None)
    day = form.cleaned_data["ngay"] if form.is_bound and form.is_valid() else None
    page = what_if_page(row, day, today())
    context = {
        "page": page,
        "plan": row.plan,
        "milestone": row,
        "form": form,
        "may_ask": policies.may_ask_extension(request.acting, row),
        "may_amend": policies.may_amend(request.acting, row.plan),
    }
    return render(request, "plans/what_if.html", context)


@require_safe
@login_required
def backplan(request: ActingRequest, pk: int) -> HttpResponse:
    """A session planned backwards from its day, or from another one."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    known = [one for one in chain_of(plan, today()).goals if one.session]
    choices = [(one.key, f"{one.title} ({show_date(one.day)})") for one in known]
    form = BackPlanForm(choices, request.GET if request.GET else None)
    asked: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = back_plan_page(
        plan, asked.get("phien") or "", today(), day=asked.get("ngay"), appraisal=asked.get("tham_dinh")
    )
    if page and not form.is_bound:
        form.initial = {"phien": page.goal.key}
    return render(request, "plans/backplan.html", {"plan": plan, "page": page, "form": form})
