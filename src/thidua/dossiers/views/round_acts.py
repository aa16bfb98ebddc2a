"""What is done on a round beside opening it: a late list taken, units urged; and which level rewards a dossier."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from thidua.accounts.once import acts_once
from thidua.dossiers import policies
from thidua.dossiers.actions.competence import rule_on_level
from thidua.dossiers.actions.late import take_late as record_late
from thidua.dossiers.actions.urging import urge_round
from thidua.dossiers.models import Round
from thidua.dossiers.policies.competence import may_rule
from thidua.dossiers.round_forms import LateForm
from thidua.dossiers.views.detail import load
from thidua.dossiers.views.rounds import round_with
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest


def round_seen(request: ActingRequest, pk: int) -> Round:
    """The round, or 404."""
    return visible_or_404(Round.objects.filter(policies.rounds_seen_by(request.acting)), pk=pk)


@require_POST
@login_required
@acts_once
def take_late(request: ActingRequest, pk: int) -> HttpResponse:
    """Record a decision to take a late list; what was typed stays on the page when it cannot be."""
    found = round_seen(request, pk)
    demand(policies.may_take_late(request.acting, found, today()))
    form = LateForm(found, today(), request.POST)
    problem = ""
    if form.is_valid():
        try:
            made = record_late(found, **form.cleaned_data, by=request.acting, at=now())
        except Refused as refusal:
            problem = refusal.reason
        else:
            messages.success(
                request,
                _("Đã ghi: %(unit)s nộp muộn được đến hết ngày %(day)s.")
                % {"unit": made.unit, "day": f"{made.until:%d/%m/%Y}"},
            )
            return redirect("dossiers:round", pk=pk)
    if problem:
        form.add_error(None, problem)
    return round_with(request, found.pk, late_form=form)


@require_POST
@login_required
@acts_once
def urge(request: ActingRequest, pk: int) -> HttpResponse:
    """Tell the units from which nothing came."""
    found = round_seen(request, pk)
    demand(policies.may_keep_rounds(request.acting))
    try:
        done = urge_round(found, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("dossiers:round", pk=pk)
    if done.told:
        text = ngettext(
            "Đã nhắc %(n)s người của %(units)s đơn vị.",
            "Đã nhắc %(n)s người của %(units)s đơn vị.",
            done.told,
        )
        messages.success(request, text % {"n": done.told, "units": done.units})
    else:
        messages.warning(
            request, _("Hôm nay đã nhắc các đơn vị này, hoặc đơn vị chưa có tài khoản nào; không nhắc thêm.")
        )
    return redirect("dossiers:round", pk=pk)


@require_POST
@login_required
@acts_once
def level(request: ActingRequest, pk: int) -> HttpResponse:
    """Record which level rewards a dossier."""
    found = load(request, pk)
    demand(may_rule(request.acting, found))
    try:
        rule_on_level(
            found, request.POST.get("ruling", ""), request.POST.get("reason", ""), by=request.acting, at=now()
        )
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã ghi kết luận về thẩm quyền khen."))
    address = redirect("dossiers:detail", pk=pk)
    if request.POST.get("hang"):
        address["Location"] += "?hang=1"
    return address
