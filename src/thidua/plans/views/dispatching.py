"""Documents sent out to units: the list and the form, one document with its readers, its file, a reminder."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.serving import kept_file_response
from thidua.documents.uploads import files_first
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.models import Plan
from thidua.plans.queries import dispatching
from thidua.plans.sending_forms import DispatchForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@files_first
@acts_once
def dispatches(request: ActingRequest, pk: int) -> HttpResponse:
    """The documents of a plan that were sent out; the office sends one."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    if request.method != "POST":
        return _list(request, plan)
    demand(policies.may_dispatch(request.acting, plan))
    form = DispatchForm(plan.tasks.order_by("position"), request.POST, request.FILES)
    if form.is_valid():
        try:
            row = actions.dispatch(plan, form.cleaned_data["units"], **form.sent(), by=request.acting, at=now())
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("Đã gửi văn bản. Trang này cho biết đơn vị nào đã xem."))
            return redirect("plans:dispatch", pk=row.pk)
    return _list(request, plan, form)


def _list(request: ActingRequest, plan: Plan, form: DispatchForm | None = None) -> HttpResponse:
    after = whole_number(request.GET.get("sau", "")) or 0
    answer = policies.may_dispatch(request.acting, plan)
    asked = form is not None or request.GET.get("gui") == "1"
    context = {
        "plan": plan,
        "page": dispatching.dispatch_list(request.acting, plan, after),
        "may_dispatch": answer,
        "sees_readers": policies.may_see_readers(request.acting),
        "form": (form or DispatchForm(plan.tasks.order_by("position"))) if asked and answer.allowed else None,
    }
    return render(request, "plans/dispatches.html", context)


@require_safe
@login_required
def dispatch(request: ActingRequest, pk: int) -> HttpResponse:
    """One document: what it is, and for the office who has opened it and who has not."""
    row = visible_or_404(dispatching.dispatches(request.acting), pk=pk)
    answer = policies.may_see_readers(request.acting)
    context = {
        "row": row,
        "plan": row.plan,
        "readers": dispatching.readers(row) if answer.allowed else None,
        "may_remind": policies.may_remind_unread(request.acting, row),
    }
    return render(request, "plans/dispatch.html", context)


@require_safe
@login_required
def dispatch_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The file. The first opening by each unit is noted, once the bytes are there to be read."""
    row = visible_or_404(dispatching.dispatches(request.acting), pk=pk)
    answer = kept_file_response(row.file)
    if request.method == "GET":  # a browser that asks for the size alone has read nothing
        actions.open_dispatch(row, by=request.acting, at=now())
    return answer


@require_POST
@login_required
@acts_once
def remind(request: ActingRequest, pk: int) -> HttpResponse:
    """Remind the units that have not opened a document."""
    row = visible_or_404(dispatching.dispatches(request.acting), pk=pk)
    demand(policies.may_remind_unread(request.acting, row))
    told = actions.remind_unread(row, by=request.acting, at=now())
    if told:
        messages.success(request, ngettext("Đã nhắc %(n)s người.", "Đã nhắc %(n)s người.", told) % {"n": told})
    else:
        messages.warning(request, _("Hôm nay đã nhắc rồi, hoặc đơn vị chưa xem chưa có cán bộ dùng hệ thống."))
    return redirect("plans:dispatch", pk=pk)
