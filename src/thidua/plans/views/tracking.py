"""One task, one milestone: what is printed, what is followed, who carries it, how it goes, what is done and closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.serving import kept_file_response
from thidua.documents.uploads import files_first
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import Acting, ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.actions.reporting import StillMissing
from thidua.plans.forms import (
    AccountableForm,
    ClosingDespiteForm,
    ClosingForm,
    ExtensionForm,
    NoteForm,
    PartnersForm,
    ReasonForm,
    ReportForm,
    UnitsForm,
)
from thidua.plans.models import ExtensionState, Milestone, Note, Task
from thidua.plans.queries.details import history, milestone_page, task_page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@files_first
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
                return redirect(milestone_url(row))
        row = visible_or_404(queries.milestones(request.acting), pk=pk)
    return milestone_answer(request, row, form=form)


def milestone_url(row: Milestone) -> str:
    """The address of a milestone's page."""
    return reverse("plans:milestone", args=[row.pk])


def milestone_answer(
    request: ActingRequest,
    row: Milestone,
    *,
    form: ReportForm | None = None,
    undo: ReasonForm | None = None,
    more: ExtensionForm | None = None,
) -> HttpResponse:
    """The page of a milestone; a form that was sent with errors is shown again in its place."""
    found = milestone_page(row, today())
    asked = found["extensions"]
    assert isinstance(asked, list)
    context: dict[str, Any] = {
        **found,
        "form": form or ReportForm(),
        "undo": undo or ReasonForm(),
        "more": more or ExtensionForm(),
        "asking_again": more is not None,
        "may_report": policies.may_report(request.acting, row),
        "may_urge": policies.may_urge(request.acting, row.plan),
        "may_amend": policies.may_amend(request.acting, row.plan),
        "may_ask": policies.may_ask_extension(request.acting, row),
        "to_decide": any(
            one.state == ExtensionState.ASKED and policies.may_decide_extension(request.acting, one).allowed
            for one in asked
        ),
        "history": history(row.key_in_journal),
    }
    return render(request, "plans/milestone.html", context)


@require_POST
@login_required
@acts_once
def undo(request: ActingRequest, pk: int) -> HttpResponse:
    """Take back that a milestone is done."""
    row = visible_or_404(queries.milestones(request.acting), pk=pk)
    demand(policies.may_report(request.acting, row))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return milestone_answer(request, row, undo=form)
    actions.undo_done(row, reason=form.cleaned_data["reason"], by=request.acting, at=now())
    messages.success(request, _("Đã bỏ báo xong. Mốc trở lại bảng theo dõi."))
    return redirect(milestone_url(row))


@require_safe
@login_required
def evidence(request: ActingRequest, pk: int) -> HttpResponse:
    """The file given as evidence that a milestone is done."""
    row = visible_or_404(queries.milestones(request.acting), pk=pk)
    return kept_file_response(row.evidence, inline=request.GET.get("xem") == "1")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def task(request: ActingRequest, pk: int) -> HttpResponse:
    """One task; the head of the office chooses the units that carry it."""
    row = _task_of(request, pk)
    if request.method != "POST":
        return _task_page(request, row)
    demand(policies.may_choose_units(request.acting, row))
    form = UnitsForm(row, request.POST)
    if not form.is_valid():
        return _task_page(request, row, units_form=form)
    chosen, seen = form.cleaned_data["units"], form.cleaned_data["seen"]
    actions.choose_units(row, chosen, seen=seen, by=request.acting, at=now())
    board = reverse("plans:board", args=[row.plan_id])
    text = _('Đã ghi {} đơn vị thực hiện. <a href="{}">Về bảng theo dõi</a>')
    messages.success(request, format_html(text, len(chosen), board))
    return redirect("plans:task", pk=pk)


def _task_of(request: ActingRequest, pk: int) -> Task:
    return visible_or_404(queries.tasks(request.acting).select_related("accountable", "closed_by"), pk=pk)


def _task_page(request: ActingRequest, row: Task, **forms: Any) -> HttpResponse:
    """The page of a task; a form that was sent with errors is shown again in its place."""
    by, before = request.acting, whole_number(request.GET.get("ghi-chu", ""))
    found = task_page(row, today(), notes_before=before or 0)
    keys = found.pop("journal_keys")
    assert isinstance(keys, list)
    may_choose = policies.may_choose_units(by, row)
    context = {
        **found,
        **_choosers(request, row, may_choose.allowed, forms),
        "may_choose": may_choose,
        "may_set_accountable": policies.may_set_accountable(by, row),
        "may_note": policies.may_note(by, row),
        "may_close": policies.may_close_task(by, row),
        "may_reopen": policies.may_reopen_task(by, row),
        "may_amend": policies.may_amend(by, row.plan),
        "may_report": _may_report_nearest(by, found["nearest"]),
        "may_urge": policies.may_urge(by, row.plan),
        "may_collect": policies.may_collect(by, row),
        "may_see_collected": policies.may_see_collected(by),
        "carries": policies.carries(by, row),
        "note_form": forms.get("note_form") or NoteForm(),
        "closing_form": forms.get("closing_form") or ClosingForm(initial={"note": row.closing_note}),
        "reopen_form": forms.get("reopen_form") or ReasonForm(),
        "accountable_form": forms.get("accountable_form") or AccountableForm(row),
        "opened": next(iter(forms), ""),
        "history": history(*keys),
    }
    return render(request, "plans/task.html", context)


def _may_report_nearest(by: Acting, line: object) -> bool:
    return isinstance(line, queries.MilestoneLine) and policies.may_report(by, line.row).allowed


def _choosers(request: ActingRequest, row: Task, allowed: bool, forms: dict[str, Any]) -> dict[str, Any]:
    """The long list of units to choose from: only when asked for, sent with errors, or still to be settled."""
    asked = request.GET.get("chon", "")
    if not allowed:
        return {}
    if "partners_form" in forms or asked == "phoi-hop":
        return {"partners_form": forms.get("partners_form") or PartnersForm(row)}
    if "units_form" in forms or asked == "don-vi" or row.unresolved:
        return {"units_form": forms.get("units_form") or UnitsForm(row)}
    return {}


@require_POST
@login_required
@acts_once
def partners(request: ActingRequest, pk: int) -> HttpResponse:
    """Choose the units that coordinate in a task."""
    row = _task_of(request, pk)
    demand(policies.may_choose_units(request.acting, row))
    form = PartnersForm(row, request.POST)
    if not form.is_valid():
        return _task_page(request, row, partners_form=form)
    chosen, seen = form.cleaned_data["units"], form.cleaned_data["seen"]
    actions.choose_partners(row, chosen, seen=seen, by=request.acting, at=now())
    messages.success(request, _("Đã ghi %(n)s đơn vị phối hợp.") % {"n": len(chosen)})
    return redirect("plans:task", pk=pk)


@require_POST
@login_required
@acts_once
def accountable(request: ActingRequest, pk: int) -> HttpResponse:
    """Choose who answers for a task."""
    row = _task_of(request, pk)
    demand(policies.may_set_accountable(request.acting, row))
    form = AccountableForm(row, request.POST)
    if not form.is_valid():
        return _task_page(request, row, accountable_form=form)
    actions.set_accountable(row, form.cleaned_data["user"], seen=form.cleaned_data["seen"], by=request.acting, at=now())
    messages.success(request, _("Đã ghi người phụ trách."))
    return redirect("plans:task", pk=pk)


@require_POST
@login_required
@files_first
@acts_once
def note(request: ActingRequest, pk: int) -> HttpResponse:
    """Tell how a task goes, or put a document beside it."""
    row = _task_of(request, pk)
    demand(policies.may_note(request.acting, row))
    form = NoteForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_note(row, **form.cleaned_data, by=request.acting, at=now())
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("Đã ghi tiến độ."))
            return redirect(f"{reverse('plans:task', args=[pk])}#tien-do")
    return _task_page(request, row, note_form=form)


@require_safe
@login_required
def note_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The document of a progress note."""
    rows = Note.objects.filter(task__in=queries.tasks(request.acting)).select_related("file")
    return kept_file_response(visible_or_404(rows, pk=pk).file)


@require_POST
@login_required
@acts_once
def close_task(request: ActingRequest, pk: int) -> HttpResponse:
    """Close a task with its result in words."""
    row = _task_of(request, pk)
    if not row.closed_on:
        demand(policies.may_close_task(request.acting, row))
    form = ClosingDespiteForm(request.POST)
    if not form.is_valid():
        return _task_page(request, row, closing_form=form)
    try:
        actions.close_task(row, **form.cleaned_data, by=request.acting, at=now())
    except StillMissing as missing:
        form.add_error("missing", missing.reason)
        return _task_page(request, row, closing_form=form)
    messages.success(request, _("Đã khép việc này."))
    return redirect("plans:task", pk=pk)


@require_POST
@login_required
@acts_once
def reopen_task(request: ActingRequest, pk: int) -> HttpResponse:
    """Open a closed task again."""
    row = _task_of(request, pk)
    if row.closed_on:
        demand(policies.may_reopen_task(request.acting, row))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _task_page(request, row, reopen_form=form)
    actions.reopen_task(row, reason=form.cleaned_data["reason"], by=request.acting, at=now())
    messages.success(request, _("Đã mở lại việc này."))
    return redirect("plans:task", pk=pk)
