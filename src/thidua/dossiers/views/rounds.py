"""Pages on rounds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.dossiers import actions, policies, queries
from thidua.dossiers.flow import FACES, DossierState
from thidua.dossiers.forms import ExtendForm, TieForm, UploadForm
from thidua.dossiers.models import Round
from thidua.dossiers.queries.planned import overlap_words, overlaps_of
from thidua.dossiers.round_forms import WholeRoundForm
from thidua.dossiers.round_side import round_side
from thidua.dossiers.views.planning import from_plan, initial_of
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.policies import UNIT_DUTIES
from thidua.plans.models import Plan


@require_safe
@login_required
def rounds(request: ActingRequest) -> HttpResponse:
    """All rounds, open ones first."""
    day = today()
    context = {
        "rounds": queries.rounds_for(request.acting, day),
        "day": day,
        "may_keep": policies.may_keep_rounds(request.acting),
    }
    return render(request, "dossiers/rounds.html", context)


@require_safe
@login_required
def round_page(request: ActingRequest, pk: int) -> HttpResponse:
    """One round: its window, what was sent, and for a unit the way to begin its list."""
    return round_with(request, pk)


def round_with(request: ActingRequest, pk: int, **more: Any) -> HttpResponse:
    """The page of a round, with a form that could not be kept (`more`)."""
    rows = (
        Round.objects.filter(policies.rounds_seen_by(request.acting))
        .select_related("session", "task__plan", "milestone")
        .defer("task__plan__reading")
    )
    found = visible_or_404(rows, pk=pk)
    day = today()
    states = queries.round_states(found, request.acting)
    context = {
        "round": found,
        "day": day,
        "awards": queries.award_labels(found.awards, day),
        "submissions": queries.submissions_of(found, request.acting)[:200],
        "states": [
            (FACES[state].label, state.value, states[state.value]) for state in DossierState if state.value in states
        ],
        "draw_up": policies.may_draw_up(request.acting, found, day),
        "is_unit": request.acting.holds(*UNIT_DUTIES),
        **round_side(request.acting, found, states, day, request.GET.get("sau", "")),
        "may_keep": policies.may_keep_rounds(request.acting),
        "may_consolidate": policies.may_consolidate(request.acting),
        "may_ask_opinions": policies.may_keep_consultation(request.acting),
        "upload": UploadForm(),
        "extend": ExtendForm(),
        "tie": TieForm(found),
        "due": policies.may_see_due(request.acting),
        **more,
    }
    return render(request, "dossiers/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def new_round(request: ActingRequest) -> HttpResponse:
    """Open a round."""
    demand(policies.may_keep_rounds(request.acting))
    day, key = today(), request.GET.get("de-xuat", "")
    plan = Plan.objects.filter(pk=whole_number(request.GET.get("ke-hoach", "")) or 0).first() if key else None
    form = WholeRoundForm(request.POST or None, on=day, initial=initial_of(plan, key) if plan else None)
    if request.method == "POST" and form.is_valid():
        fields = {**form.round_fields(), **(from_plan(plan, key, form.cleaned_data["task"]) if plan else {})}
        made = actions.open_round(fields, senders=form.cleaned_data, by=request.acting, at=now())
        messages.success(request, _("Đã mở đợt “%(title)s”.") % {"title": made.title})
        if words := overlap_words(overlaps_of(made, day)):
            messages.warning(request, words)
        return redirect("dossiers:round", pk=made.pk)
    return render(request, "dossiers/round_new.html", {"form": form})


@require_POST
@login_required
@acts_once
def tie(request: ActingRequest, pk: int) -> HttpResponse:
    """Say for which session and which task a round is; what is not voted on yet goes with it."""
    found = visible_or_404(Round.objects.filter(policies.rounds_seen_by(request.acting)), pk=pk)
    demand(policies.may_keep_rounds(request.acting))
    form = TieForm(found, request.POST)
    if form.is_valid():
        actions.tie_round(found, **form.cleaned_data, by=request.acting, at=now())
        messages.success(request, _("Đã gắn đợt. Hồ sơ đủ điều kiện chưa bỏ phiếu đi theo phiên đã chọn."))
    else:
        messages.error(request, _("Chưa gắn: phiên họp phải đang ở bước chuẩn bị."))
    return redirect("dossiers:round", pk=pk)


@require_POST
@login_required
@acts_once
def extend(request: ActingRequest, pk: int) -> HttpResponse:
    """Move the last day of a round."""
    found = visible_or_404(Round.objects.filter(policies.rounds_seen_by(request.acting)), pk=pk)
    demand(policies.may_keep_rounds(request.acting))
    form = ExtendForm(request.POST)
    if form.is_valid():
        actions.extend_window(
            found, form.cleaned_data["closes_on"], form.cleaned_data["reason"], by=request.acting, at=now()
        )
        messages.success(request, _("Đã gia hạn đến hết ngày %(day)s.") % {"day": f"{found.closes_on:%d/%m/%Y}"})
    else:
        messages.error(request, _("Chưa gia hạn: cần ngày đúng dạng và lý do."))
    return redirect("dossiers:round", pk=pk)
