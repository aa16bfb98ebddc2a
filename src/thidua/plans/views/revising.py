"""One task of a plan being reviewed: other words, parted in two, put together with another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.accounts.once import acts_once
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import now
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.actions.revising import mark_of, mark_of_rows
from thidua.plans.models import Task
from thidua.plans.revise_forms import MergeForm, SplitForm, WordsForm, words_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def revise(request: ActingRequest, pk: int) -> HttpResponse:
    """The forms beside the words of the document; `act` tells which one was sent."""
    task: Task = visible_or_404(queries.tasks(request.acting).defer("plan__reading"), pk=pk)
    demand(policies.may_resolve(request.acting, task.plan))
    act = request.POST.get("act", "") if request.method == "POST" else ""
    forms: dict[str, Any] = {
        "sua": WordsForm(request.POST if act == "sua" else None, initial=words_of(task)),
        "tach": SplitForm(task, request.POST if act == "tach" else None),
        "gop": MergeForm(task, request.POST if act == "gop" else None),
    }
    write = WRITERS.get(act)
    form = forms.get(act)
    if write and (form is None or form.is_valid()):
        try:
            said, where = write(request, task, form)
        except Conflict:
            raise
        except Refused as refused:
            if form is not None:
                form.add_error(None, refused.reason)
            else:
                messages.error(request, refused.reason)
        else:
            messages.success(request, said)
            return redirect("plans:revise", pk=where.pk)
    return render(request, "plans/revise.html", _context(task, forms, act))


def _edit(request: ActingRequest, task: Task, form: WordsForm) -> tuple[str, Task]:
    seen = request.POST.get("seen", "")
    return _("Đã ghi chữ mới của việc. Chữ in vẫn được giữ."), actions.edit_task(
        task, form.words(), seen=seen, by=request.acting, at=now()
    )


def _restore(request: ActingRequest, task: Task, _form: None) -> tuple[str, Task]:
    seen = request.POST.get("seen", "")
    return _("Đã trả về như in. Ngày đã xác nhận của các mốc được giữ."), actions.restore_task(
        task, seen=seen, by=request.acting, at=now()
    )


def _split(request: ActingRequest, task: Task, form: SplitForm) -> tuple[str, Task]:
    first, seen = form.cleaned_data["first"], request.POST.get("seen", "")
    made = actions.split_task(task, first, form.words(), form.goes(), seen=seen, by=request.acting, at=now())
    return _("Đã tách thành hai việc; đây là việc thứ hai."), made


def _merge(request: ActingRequest, task: Task, form: MergeForm) -> tuple[str, Task]:
    other = form.cleaned_data["other"]
    seen = f"{request.POST.get('seen', '')}.{mark_of(other)}"
    return _("Đã gộp hai việc làm một."), actions.merge_tasks(
        task, other, form.words(), seen=seen, by=request.acting, at=now()
    )


WRITERS: dict[str, Callable[[ActingRequest, Task, Any], tuple[str, Task]]] = {
    "sua": _edit,
    "nhu-in": _restore,
    "tach": _split,
    "gop": _merge,
}


def _context(task: Task, forms: dict[str, Any], act: str) -> dict[str, Any]:
    plan = task.plan
    around = plan.tasks.order_by("position", "pk").only("pk", "number", "position")
    return {
        "task": task,
        "plan": plan,
        "forms": forms,
        "act": act,
        "seen": mark_of(task),
        "seen_rows": mark_of_rows(task) if task.printed else "",
        "milestones": task.milestones.order_by("position", "pk"),
        "before": around.filter(position__lt=task.position).last(),
        "after": around.filter(position__gt=task.position).first(),
        "back": f"{reverse('plans:review', args=[plan.pk])}?muc=tat-ca&sau={queries.review_page_of(task)}#viec-{task.pk}",
    }
