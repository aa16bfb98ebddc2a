"""More time: asking for it on a milestone, the list of requests, deciding one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import now
from thidua.foundation.dates import show_date
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.forms import DecisionForm, ExtensionForm
from thidua.plans.models import Extension, ExtensionState
from thidua.plans.queries.extending import counted, extension_page, extensions, present_day
from thidua.plans.views.tracking import milestone_answer, milestone_url


@require_POST
@login_required
@acts_once
def ask(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask for more time on a milestone."""
    row = visible_or_404(queries.milestones(request.acting), pk=pk)
    demand(policies.may_ask_extension(request.acting, row))
    form = ExtensionForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["day"]
        try:
            actions.ask_extension(row, **form.cleaned_data, by=request.acting, at=now())
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            last, _why = counted(row, day)
            text = _("Đã gửi đề nghị gia hạn đến %(day)s, ngày làm việc cuối %(last)s. Quyết định hiện ở trang này.")
            messages.success(request, text % {"day": show_date(day), "last": show_date(last)})
            return redirect(milestone_url(row))
    return milestone_answer(request, row, more=form)


@require_safe
@login_required
def listing(request: ActingRequest) -> HttpResponse:
    """Requests for more time: those waiting, or those decided."""
    return _page(request)


def _page(
    request: ActingRequest, *, failed: int = 0, reason: str = "", form: DecisionForm | None = None
) -> HttpResponse:
    """The list; a decision that was refused is told at its request, with what was typed."""
    get = request.GET
    decided = get.get("xem") == "da-quyet-dinh"
    after = whole_number(get.get("sau", "")) or 0
    page = extension_page(request.acting, decided=decided, after=after)
    context = {
        "rows": [
            (row, present_day(row.milestone), policies.may_decide_extension(request.acting, row)) for row in page.rows
        ],
        "next_after": page.next_after,
        "decided": decided,
        "waiting": not decided,
        "failed": failed,
        "reason": reason,
        "typed": form.data if form else {},
    }
    return render(request, "plans/extension.html", context)


@require_POST
@login_required
@acts_once
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Grant or refuse more time."""
    row: Extension = visible_or_404(extensions(request.acting), pk=pk)
    if row.state == ExtensionState.ASKED:
        demand(policies.may_decide_extension(request.acting, row))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(
            request,
            failed=pk,
            reason=str(form.errors.get("day", [_("Chưa đọc được quyết định. Chưa ghi gì; hãy nhập lại.")])[0]),
            form=form,
        )
    data, by = form.cleaned_data, request.acting
    try:
        if data["decision"] == "grant":
            done = actions.grant_extension(row, day=data["day"], reason=data["reason"], by=by, at=now())
            assert done.granted_day
            messages.success(request, _("Đã gia hạn đến %(day)s.") % {"day": show_date(done.granted_day)})
        else:
            actions.refuse_extension(row, reason=data["reason"], by=by, at=now())
            messages.success(request, _("Đã ghi không đồng ý gia hạn."))
    except Conflict:
        raise  # told on a page of its own: the request is no longer in the list
    except Refused as refused:
        return _page(request, failed=pk, reason=refused.reason, form=form)
    return redirect(reverse("plans:extensions"))
