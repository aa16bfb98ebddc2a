"""Recording a document that amends a plan; the plan as it stood on a day."""

from __future__ import annotations

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
from thidua.documents.uploads import files_first
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import now, today
from thidua.foundation.dates import typed_day
from thidua.foundation.numbers import whole_number
from thidua.foundation.text import fold, tidy
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.amend_form import AmendForm
from thidua.plans.models import Amendment, CouncilRow, Milestone, Plan, Task
from thidua.plans.queries.history import (
    Known,
    amendments_of,
    changes_of,
    drafted_lines,
    plan_on,
    unknown_units,
)

MOST_CHOSEN, MOST_ADDED, SHOWN = 60, 20, 60


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@files_first
@acts_once
def amend(request: ActingRequest, pk: int) -> HttpResponse:
    """The draft of an amendment: choose tasks, change rows, look it over, record it. Only recording writes."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    demand(policies.may_amend(request.acting, plan))
    sent = request.POST if request.method == "POST" else request.GET
    act = request.POST.get("act", "")
    tasks, added = _chosen(plan, sent), _added(sent, more=act == "them-viec")
    programme = _chosen_rows(plan, sent)
    about = (plan, tasks, programme, _milestones(tasks, programme), added)
    if act not in ("xem", "ghi"):
        return _draft_page(request, plan, AmendForm(*about, initial=_typed(sent)))
    form = AmendForm(*about, request.POST, request.FILES)
    if act == "xem":
        form.fields["file"].required = False
        return _draft_page(request, plan, form, looked_over=form.is_valid())
    try:
        is_fresh = request.POST.get("seen") == str(plan.revision)
        if is_fresh and form.is_valid() and _units_not_told(request, form):
            return _draft_page(request, plan, form, looked_over=True)
        if form.is_valid() and (made := _recorded(request, plan, form)):
            messages.success(request, _("Đã ghi văn bản sửa đổi %(number)s.") % {"number": made.number})
            return redirect("plans:history", pk=pk)
    except Conflict as conflict:
        # The draft stays; what was not touched shows what stands now.
        messages.error(request, conflict.reason)
        form = AmendForm(*about, initial=_touched(sent))
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


def _keys(sent: Any, name: str) -> list[int]:
    return list(filter(None, map(whole_number, sent.getlist(name))))[:MOST_CHOSEN]


def _chosen(plan: Plan, sent: Any) -> list[Task]:
    return list(plan.tasks.filter(pk__in=_keys(sent, "viec"), closed_on=None).order_by("position", "pk"))


def _chosen_rows(plan: Plan, sent: Any) -> list[CouncilRow]:
    """The chosen rows of the council's programme; those tied to a task are amended under it."""
    return list(plan.council_rows.filter(pk__in=_keys(sent, "dong"), task=None).order_by("position", "pk"))


def _units_not_told(request: ActingRequest, form: AmendForm) -> bool:
    """Whether a name is no known unit's and the person was not told so before he pressed."""
    told = set(request.POST.getlist("biet"))
    return bool(set(unknown_units(form.drafts(), {task.pk: task for task in form.tasks})) - told)


def _added(sent: Any, *, more: bool) -> int:
    return min(MOST_ADDED, (whole_number(sent.get("them", "")) or 0) + more)


def _milestones(tasks: list[Task], programme: list[CouncilRow]) -> list[Milestone]:
    """The open milestones of the tasks, of the rows of the council's programme that repeat them, of the rows chosen."""
    keys, chosen = [task.pk for task in tasks], [row.pk for row in programme]
    about = Q(task__in=keys) | Q(council_row__task__in=keys) | Q(council_row__in=chosen)
    rows = Milestone.objects.filter(about, done_on=None, dropped_on=None)
    related = ("plan", "task", "council_row")
    return list(rows.select_related(*related).defer("plan__reading").order_by("position", "pk"))


def _recorded(request: ActingRequest, plan: Plan, form: AmendForm) -> Amendment | None:
    seen = whole_number(request.POST.get("seen", ""))
    try:
        return actions.amend(
            plan, form.document(), form.cleaned_data["file"], form.drafts(),
            seen=-1 if seen is None else seen, by=request.acting, at=now(),
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
    programme = {row.pk: row for row in form.rows}
    known = Known(tasks, programme, {row.pk: row for row in form.milestones})
    drafts = form.drafts() if looked_over else []
    text = (request.POST or request.GET).get("q", "").strip()[:100]
    found = [task for task in _to_choose(plan, text) if task.pk not in tasks][: SHOWN + 1]
    context = {
        "plan": plan,
        "form": form,
        "lines": drafted_lines(drafts, known),
        "unknown": unknown_units(drafts, tasks),
        "rows_to_choose": [row for row in _rows_to_choose(plan, text) if row.pk not in programme][:SHOWN],
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


def _rows_to_choose(plan: Plan, text: str) -> list[CouncilRow]:
    """The rows of the council's programme that no task repeats."""
    rows = plan.council_rows.filter(task=None).order_by("position", "pk")
    return [row for row in rows if fold(text) in fold(f"{row.number} {row.title}")]


@require_safe
@login_required
def history(request: ActingRequest, pk: int) -> HttpResponse:
    """The plan as it stood on a chosen day, and everything that changed in it."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    typed = request.GET.get("ngay", "")
    day = typed_day(typed[:40])
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


@require_safe
@login_required
def amendment_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The document of an amendment."""
    rows = Amendment.objects.filter(plan__in=queries.plans(request.acting)).select_related("file")
    return kept_file_response(visible_or_404(rows, pk=pk).file)
