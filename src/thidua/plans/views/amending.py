"""Recording a document that amends a plan; the plan as it stood on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.serving import kept_file_response
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import now, today
from thidua.foundation.dates import ImpossibleDate, read_date
from thidua.foundation.text import fold, tidy
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.amend_form import AmendForm
from thidua.plans.models import Amendment, Milestone, Plan, Task
from thidua.plans.queries.history import amendments_of, changes_of, drafted_lines, plan_on

MOST_TASKS, MOST_ADDED, SHOWN = 60, 20, 60


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def amend(request: ActingRequest, pk: int) -> HttpResponse:
    """The draft of an amendment: choose tasks, change rows, look it over, record it. Only recording writes."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    demand(policies.may_amend(request.acting, plan))
    sent = request.POST if request.method == "POST" else request.GET
    act = request.POST.get("act", "")
    tasks, added = _chosen(plan, sent), _added(sent, more=act == "them-viec")
    rows = _milestones(tasks)
    if act not in ("xem", "ghi"):
        return _draft_page(request, plan, AmendForm(plan, tasks, rows, added, initial=_typed(sent)))
    form = AmendForm(plan, tasks, rows, added, request.POST, request.FILES)
    if act == "xem":
        form.fields["file"].required = False
        return _draft_page(request, plan, form, looked_over=form.is_valid())
    try:
        if form.is_valid() and (made := _recorded(request, plan, form)):
            messages.success(request, _("Đã ghi văn bản sửa đổi %(number)s.") % {"number": made.number})
            return redirect("plans:history", pk=pk)
    except Conflict as conflict:
        # The draft stays; what was not touched shows what stands now.
        messages.error(request, conflict.reason)
        form = AmendForm(plan, tasks, rows, added, initial=_touched(sent))
        return _draft_page(request, plan, form, seen=plan.revision)
    return _draft_page(request, plan, form)


def _typed(sent: Any) -> dict[str, str]:
    """What was typed so far, kept while more rows are taken in."""
    return {name: value for name, value in sent.items() if value}


def _touched(sent: Any) -> dict[str, str]:
    """What was typed and differs from what stood there when the page was made."""
    return {
        name: value
        for name, value in _typed(sent).items()
        if not name.startswith("was-") and tidy(value) != tidy(sent.get(f"was-{name}", ""))
    }


def _chosen(plan: Plan, sent: Any) -> list[Task]:
    keys = [int(key) for key in sent.getlist("viec") if key.isdecimal() and len(key) < 10]
    return list(plan.tasks.filter(pk__in=keys[:MOST_TASKS], closed_on=None).order_by("position", "pk"))


def _added(sent: Any, *, more: bool) -> int:
    text = sent.get("them", "")
    return min(MOST_ADDED, (int(text) if text.isdecimal() and len(text) < 3 else 0) + more)


def _milestones(tasks: list[Task]) -> list[Milestone]:
    """The open milestones of the tasks and of the rows of the council's programme that repeat them."""
    keys = [task.pk for task in tasks]
    rows = Milestone.objects.filter(
        Q(task__in=keys) | Q(council_row__task__in=keys), done_on=None, dropped_on=None
    )
    related = ("plan", "task", "council_row")
    return list(rows.select_related(*related).defer("plan__reading").order_by("position", "pk"))


def _recorded(request: ActingRequest, plan: Plan, form: AmendForm) -> Amendment | None:
    seen = request.POST.get("seen", "")
    try:
        return actions.amend(
            plan, form.document(), form.cleaned_data["file"], form.drafts(),
            seen=int(seen) if seen.isdecimal() and len(seen) < 10 else -1, by=request.acting, at=now(),
        )  # fmt: skip
    except Conflict:
        raise
    except Refused as refused:
        form.add_error(None, refused.reason)
        return None


def _draft_page(
    request: ActingRequest, plan: Plan, form: AmendForm, *, looked_over: bool = False, seen: int = 0
) -> HttpResponse:
    tasks = {task.pk: task for task in form.tasks}
    rows = {row.pk: row for row in form.milestones}
    text = (request.POST or request.GET).get("q", "").strip()[:100]
    found = [task for task in _to_choose(plan, text) if task.pk not in tasks][: SHOWN + 1]
    context = {
        "plan": plan,
        "form": form,
        "lines": drafted_lines(form.drafts(), tasks, rows) if looked_over else [],
        "looked_over": looked_over,
        "to_choose": found[:SHOWN],
        "more_to_choose": len(found) > SHOWN,
        "q": text,
        "seen": seen or request.POST.get("seen") or plan.revision,
        "added": len(form.added),
    }
    return render(request, "plans/amend.html", context)


def _to_choose(plan: Plan, text: str) -> list[Task]:
    """The open tasks whose number or words have the text; folded here, since engines fold Vietnamese differently."""
    rows = plan.tasks.filter(closed_on=None).only("number", "title").order_by("position", "pk")
    wanted = fold(text)
    return [task for task in rows if wanted in fold(f"{task.number} {task.title}")]


@require_safe
@login_required
def history(request: ActingRequest, pk: int) -> HttpResponse:
    """The plan as it stood on a chosen day, and everything that changed in it."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    typed = request.GET.get("ngay", "")
    day = _day(typed)
    context = {
        "plan": plan,
        "day": day or today(),
        "typed": typed,
        "not_read": bool(typed and day is None),
        "before_issue": bool(day and plan.issued_on and day < plan.issued_on),
        "then": plan_on(plan, day or today(), after=request.GET.get("sau", "")),
        "changes": changes_of(plan, before=request.GET.get("truoc", "")),
        "amendments": amendments_of(plan),
        "may_amend": policies.may_amend(request.acting, plan),
    }
    return render(request, "plans/history.html", context)


def _day(text: str) -> date | None:
    try:
        read = read_date(text[:40])
    except ImpossibleDate:
        return None
    return read.as_date() if read else None


@require_safe
@login_required
def amendment_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The document of an amendment."""
    rows = Amendment.objects.filter(plan__in=queries.plans(request.acting)).select_related("file")
    return kept_file_response(visible_or_404(rows, pk=pk).file)
