"""Handing in: the office opens a task and sees who is missing; a unit hands in and sees its receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.serving import file_response, kept_file_response
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.models import Collection, Registration, RegistrationKind, Task
from thidua.plans.queries import registering, rosters
from thidua.plans.queries.registered_sheet import collected_xlsx
from thidua.plans.sending_forms import CollectForm, HandInForm


def task_of(request: ActingRequest, pk: int) -> Task:
    """A task of a plan the person sees, without what was read from the plan."""
    return visible_or_404(queries.tasks(request.acting).defer("plan__reading"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def registrations(request: ActingRequest, pk: int) -> HttpResponse:
    """Who handed in under a task and who is missing; the head of the office opens it."""
    task = task_of(request, pk)
    demand(policies.may_see_collected(request.acting))
    collection = registering.collection_of(task)
    form = CollectForm(task, collection, request.POST if request.method == "POST" else None)
    passed_day: date | None = None
    if request.method == "POST":
        demand(policies.may_collect(request.acting, task))
        if form.is_valid():
            try:
                actions.collect(task, **form.cleaned_data, by=request.acting, at=now())
            except actions.DayPassed as passed:
                form.add_error("past", passed.reason)
                passed_day = passed.day
            except Refused as refused:
                form.add_error(None, refused.reason)
            else:
                messages.success(request, _("Đã mở cho đơn vị nộp. Cán bộ các đơn vị nhận được thông báo."))
                return redirect("plans:registrations", pk=pk)
    day = today()
    context = {
        "task": task,
        "plan": task.plan,
        "day": day,
        "collection": collection,
        "found": registering.collected([collection], day)[0] if collection else None,
        "roster": None if collection else rosters.roster_of(task, day),
        "form": form,
        "passed_day": passed_day,
        "only_missing": request.GET.get("xem") == "chua-nop",
        "may_collect": policies.may_collect(request.acting, task),
        "may_urge": policies.may_urge(request.acting, task.plan),
    }
    return render(request, "plans/registrations.html", context)


@require_safe
@login_required
def registrations_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The missing and the whole roster as an Excel file."""
    collection = _collection(task_of(request, pk))
    demand(policies.may_see_collected(request.acting))
    day = today()
    data = collected_xlsx(registering.collected([collection], day)[0])
    return file_response(data, f"don-vi-nop-viec-{collection.task.number or pk}-{day:%Y%m%d}.xlsx", "xlsx")


def _collection(task: Task) -> Collection:
    found = registering.collection_of(task)
    if found is None:
        raise Http404
    return found


def hand_in_page(request: ActingRequest, pk: int, act: Callable[..., Registration]) -> HttpResponse:
    """A unit's own page under a task: its receipts, and the form of the kind chosen.

    `act` hands in: the room of clusters mounts this page with an action that tells the cluster's head too.
    """
    task = task_of(request, pk)
    collection = _collection(task)
    kind = request.GET.get("loai", "")
    if request.method != "POST":
        return _own_page(request, task, collection, kind)
    demand(policies.may_hand_in(request.acting, task, registering.roster_ids(task, today())))
    if kind not in collection.kinds:
        raise Http404
    form = HandInForm(kind, today(), request.POST, request.FILES)
    if form.is_valid():
        try:
            row = act(task, **form.sent(), by=request.acting, at=now())
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            text = _("Đã nộp “%(kind)s”. Mã biên nhận %(code)s.")
            messages.success(request, text % {"kind": row.get_kind_display(), "code": row.pk})
            return redirect("clusters:hand_in", pk=pk)
    return _own_page(request, task, collection, kind, form)


def _own_page(
    request: ActingRequest, task: Task, collection: Collection, kind: str, form: HandInForm | None = None
) -> HttpResponse:
    day = today()
    page = registering.own_page(collection, request.acting.unit, day)
    roster = {line.unit.pk for line in page.collected.lines}
    answer = policies.may_hand_in(request.acting, task, roster)
    missing = page.line.missing if page.line else []
    chosen = kind if kind in collection.kinds else next(iter(missing), "")
    context: dict[str, Any] = {
        "task": task,
        "plan": task.plan,
        "day": day,
        "page": page,
        "unit": request.acting.unit,
        "kinds": [
            (code, RegistrationKind(code).label, page.line.handed[code] if page.line else None)
            for code in collection.kinds
        ],
        "chosen": chosen,
        "chosen_label": RegistrationKind(chosen).label if chosen else "",
        "form": form or (HandInForm(chosen, day) if chosen else None),
        "may_hand_in": answer,
        "sees_all": policies.may_see_collected(request.acting),
    }
    return render(request, "plans/register_form.html", context)


@require_safe
@login_required
def registration_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The file a unit handed in."""
    return kept_file_response(visible_or_404(registering.registrations(request.acting), pk=pk).file)
