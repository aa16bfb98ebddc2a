"""Dossiers of a round on their way to the level above: the letter, and the answer that comes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from thidua.accounts.once import acts_once
from thidua.dossiers import policies, queries
from thidua.dossiers.actions.above import Answered, granted, not_granted, send_up
from thidua.dossiers.flow import DossierVerb
from thidua.dossiers.models import AscentLine, Dossier, Round
from thidua.dossiers.round_forms import AscentForm, ResultForm
from thidua.dossiers.routes import ABOVE_ROUTES, road
from thidua.dossiers.views.round_acts import round_seen
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.organisation.acting import ActingRequest
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import in_office

MOST = 500
"""Dossiers of one letter, one page."""


def _round(request: ActingRequest, pk: int) -> Round:
    found = round_seen(request, pk)
    if found.route not in ABOVE_ROUTES or not (
        in_office(request.acting) or request.acting.holds(DutyCode.LEADER, DutyCode.INSPECTOR)
    ):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def ascent(request: ActingRequest, pk: int) -> HttpResponse:
    """The dossiers ready to go up and those that went; recording the letter."""
    found = _round(request, pk)
    form = AscentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = send_up(
                found,
                queries.chosen(request.acting, request.POST.getlist("chosen")),
                **form.cleaned_data,
                by=request.acting,
                at=now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Đã ghi tờ trình %(letter)s.") % {"letter": made})
            return redirect("dossiers:ascent", pk=pk)
    return _page(request, found, form=form)


def _page(request: ActingRequest, found: Round, **more: Any) -> HttpResponse:
    edge = road(found.route, found.votes)[DossierVerb.SEND_UP]
    rows = Dossier.objects.filter(policies.seen_by(request.acting), round=found).select_related("unit", "holder")
    lines = (
        AscentLine.objects.filter(ascent__round=found)
        .select_related("ascent", "dossier__unit")
        .order_by("-ascent_id", "id")
    )
    ready = list(
        rows.filter(state__in=list(edge.sources))
        .annotate(is_held=policies.held())
        .order_by("unit__name_fold", "id")[:MOST]
    )
    kept = list(lines[: 2 * MOST])
    codes = [row.award for row in ready] + [line.dossier.award for line in kept]
    context = {
        "round": found, "ready": ready, "open": [line for line in kept if line.granted is None],
        "answered": [line for line in kept if line.granted is not None], "awards": queries.award_labels(codes, today()),
        "may_record": request.acting.holds(*edge.duties), "chosen": request.POST.getlist("chosen"),
        "form": AscentForm(), "result_form": ResultForm(), **more,
    }  # fmt: skip
    return render(request, "dossiers/ascent.html", context)


@require_POST
@login_required
@acts_once
def result(request: ActingRequest, pk: int) -> HttpResponse:
    """Record what the level above answered on the chosen dossiers."""
    found = _round(request, pk)
    form = ResultForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        answer = Answered(data["document"], data["dated"], data["decided_by"])
        rows = [
            row for row in queries.chosen(request.acting, request.POST.getlist("chosen")) if row.round_id == found.pk
        ]
        try:
            if request.POST.get("granted") == "1":
                count = len(granted(rows, answer, by=request.acting, at=now()))
            else:
                count = not_granted(rows, answer, data["reason"], by=request.acting, at=now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request,
                ngettext("Đã ghi kết quả của %(n)s hồ sơ.", "Đã ghi kết quả của %(n)s hồ sơ.", count) % {"n": count},
            )
            return redirect("dossiers:ascent", pk=pk)
    return _page(request, found, result_form=form)
