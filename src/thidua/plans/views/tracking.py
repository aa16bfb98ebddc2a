"""One task, one milestone: what is printed, what is followed, reporting it done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.queries import FileDamagedError, file_bytes
from thidua.documents.serving import file_response
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.forms import ReasonForm, ReportForm, UnitsForm
from thidua.plans.models import Milestone, Task
from thidua.plans.queries.details import history, milestone_page, task_page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def milestone(request: ActingRequest, pk: int) -> HttpResponse:
    """One milestone; sent with a day, it is reported done."""
    row = visible_or_404(queries.milestones(request.acting), pk=pk)
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        demand(policies.may_report(request.acting, row))
        if form.is_valid():
            try:
                actions.report_done(row, **form.cleaned_data, by=request.acting, at=now())
            except Refused as refused:
                form.add_error(None, refused.reason)
            else:
                messages.success(request, _("Đã báo xong mốc này."))
                return redirect(_milestone_url(row))
        row = visible_or_404(queries.milestones(request.acting), pk=pk)
    return _milestone_page(request, row, form=form)


def _milestone_url(row: Milestone) -> str:
    return reverse("plans:milestone", args=[row.pk])


def _milestone_page(
    request: ActingRequest, row: Milestone, *, form: ReportForm, undo: ReasonForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        **milestone_page(row, today()),
        "form": form,
        "undo": undo or ReasonForm(),
        "may_report": policies.may_report(request.acting, row),
        "history": history(row.key_in_journal),
    }
    return render(request, "plans/milestone.html", context)


@require_POST
@login_required
@acts_once
def undo(request: ActingRequest, pk: int) -> HttpResponse:
    """Take back that a milestone is done."""
    row = visible_or_404(queries.milestones(request.acting), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _milestone_page(request, row, form=ReportForm(), undo=form)
    actions.undo_done(row, reason=form.cleaned_data["reason"], by=request.acting, at=now())
    messages.success(request, _("Đã bỏ báo xong. Mốc trở lại bảng theo dõi."))
    return redirect(_milestone_url(row))


@require_safe
@login_required
def evidence(request: ActingRequest, pk: int) -> HttpResponse:
    """The file given as evidence that a milestone is done."""
    row = visible_or_404(queries.milestones(request.acting), pk=pk)
    if row.evidence is None:
        raise Http404
    try:
        data = file_bytes(row.evidence)
    except (FileDamagedError, FileNotFoundError) as missing:
        raise Http404 from missing
    return file_response(data, row.evidence.name, row.evidence.kind, inline=request.GET.get("xem") == "1")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def task(request: ActingRequest, pk: int) -> HttpResponse:
    """One task; the head of the office chooses the units that carry it."""
    row: Task = visible_or_404(queries.tasks(request.acting), pk=pk)
    answer = policies.may_choose_units(request.acting, row)
    form = UnitsForm(row, request.POST or None) if request.method == "POST" else UnitsForm(row)
    if request.method == "POST":
        demand(answer)
        if form.is_valid():
            actions.choose_units(row, form.cleaned_data["units"], by=request.acting, at=now())
            count = len(form.cleaned_data["units"])
            board = reverse("plans:board", args=[row.plan_id])
            text = _('Đã ghi {} đơn vị thực hiện. <a href="{}">Về bảng theo dõi</a>')
            messages.success(request, format_html(text, count, board))
            return redirect("plans:task", pk=pk)
    context = {
        **task_page(row, today()),
        "form": form,
        "may_choose": answer,
        "history": history(row.key_in_journal),
    }
    return render(request, "plans/task.html", context)
