"""Urging: who is late with a milestone, a task or a plan; one press tells them all and drafts the letter."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.accounts.once import acts_once
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.models import Plan
from thidua.plans.queries import urging
from thidua.plans.sending_forms import UrgeForm
from thidua.plans.views.registering import task_of

METHODS = ["GET", "HEAD", "POST"]
MOST_SHOWN = 300


@require_http_methods(METHODS)
@login_required
def by_milestone(request: ActingRequest, pk: int) -> HttpResponse:
    """The units late with a milestone, or missing."""
    row = visible_or_404(queries.milestones(request.acting).exclude(task=None), pk=pk)
    demand(policies.may_urge(request.acting, row.plan))
    owing = urging.urged_by_milestone(row, today())
    name = f"{row.owner.number}. {row.label or row.printed}"
    return _page(request, row.plan, owing, name, row.key_in_journal, reverse("plans:milestone", args=[pk]))


@require_http_methods(METHODS)
@login_required
def by_task(request: ActingRequest, pk: int) -> HttpResponse:
    """The units late with a task, or missing."""
    row = task_of(request, pk)
    demand(policies.may_urge(request.acting, row.plan))
    owing = urging.urged_by_task(row, today())
    back = reverse("plans:task", args=[pk])
    return _page(request, row.plan, owing, f"{row.number}. {row.headline}", row.key_in_journal, back)


@require_http_methods(METHODS)
@login_required
def by_plan(request: ActingRequest, pk: int) -> HttpResponse:
    """All units late with anything of a plan: one letter for all."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    demand(policies.may_urge(request.acting, plan))
    owing = urging.urged_by_plan(plan, today())
    return _page(request, plan, owing, str(plan), plan.key, reverse("plans:board", args=[pk]))


def _page(
    request: ActingRequest, plan: Plan, owing: Sequence[urging.Owing], name: str, subject: str, back: str
) -> HttpResponse:
    """The list and the form; sent, the letter is drawn first, outside the transaction that tells and keeps."""
    form = UrgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            letter = actions.draft_letter(plan, owing, **form.cleaned_data, by=request.acting, at=now())
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            return _send(request, plan, letter, subject, back)
    tasks = urging.tasks_of(owing)
    context = {
        "plan": plan,
        "owing": owing[:MOST_SHOWN],
        "more": max(0, len(owing) - MOST_SHOWN),
        "units": len(owing),
        "people": len({user for one in owing for user in one.told}),
        "silent": sum(not one.told for one in owing),
        "tasks": tasks,
        "name": name,
        "back": back,
        "day": today(),
        "form": form,
    }
    return render(request, "plans/urge.html", context)


@acts_once
def _send(request: ActingRequest, plan: Plan, letter: actions.Letter, subject: str, back: str) -> HttpResponse:
    done = actions.urge(plan, letter, subject=subject, by=request.acting, at=now())
    word, pdf = (reverse("plans:note_file", args=[note.pk]) for note in done.notes)
    text = _('Đã đôn đốc {} đơn vị, {} thông báo mới. Công văn: <a href="{}">Word</a>, <a href="{}">PDF</a>')
    messages.success(request, format_html(text, done.units, done.told, word, pdf))
    return redirect(back)
