"""What somebody says of a recipient beside the honours. The page itself, with what the law makes of it, is above."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.accounts.once import acts_once
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.register import actions, policies
from thidua.register.forms import DescribeForm
from thidua.register.models import Recipient


def _found(request: ActingRequest, pk: int) -> Recipient:
    demand(policies.may_search(request.acting))
    rows = Recipient.objects.filter(policies.seen_by(request.acting)).select_related("person", "unit", "collective")
    return visible_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def describe(request: ActingRequest, pk: int) -> HttpResponse:
    """Nationality and day of death."""
    found = _found(request, pk)
    answer, problem = policies.may_describe(request.acting, found), ""
    now_said = {"nationality": found.nationality, "deceased_on": found.deceased_on}
    form = DescribeForm(request.POST or None, initial=now_said)
    if request.method == "POST":
        demand(answer)
        if request.POST.get("seen") != _said(found):
            problem = _("Người khác vừa ghi quốc tịch, ngày mất của trang này. Chưa ghi gì; hãy xem lại.")
        elif form.is_valid():
            try:
                actions.describe(found, **form.cleaned_data, by=request.acting, at=now())
            except Refused as refusal:
                problem = refusal.reason
            else:
                messages.success(request, _("Đã ghi vào Sổ."))
                return redirect("awards:recipient", pk=pk)
    context = {"recipient": found, "form": form, "answer": answer, "problem": problem, "seen": _said(found)}
    return render(request, "register/describe.html", context)


def _said(found: Recipient) -> str:
    """What the page shows, to be sent back with the form."""
    return f"{found.nationality} {found.deceased_on or ''}"
