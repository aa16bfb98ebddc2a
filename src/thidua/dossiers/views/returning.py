"""Returning a dossier point by point: chosen from conditions, missing parts and sentences used before, then changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.accounts.once import acts_once
from thidua.dossiers import actions, policies
from thidua.dossiers.defects import GENERAL, Spot, spots, usual_deadline
from thidua.dossiers.queries.queue import Mark
from thidua.dossiers.queries.returning import Ready, ready_sentences
from thidua.dossiers.views.detail import load
from thidua.dossiers.views.queue import IN_QUEUE, onward
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.dates import show_date, typed_day
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand
from thidua.organisation.acting import ActingRequest

FEWEST, MOST = 3, 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def return_page(request: ActingRequest, pk: int) -> HttpResponse:
    """Return for supplement: single points on papers or conditions, each with its words, rule and deadline."""
    found = load(request, pk)
    answer = policies.may_return(request.acting, found)
    named, ready = spots(found), ready_sentences(found)
    usual = usual_deadline(found, today())
    typed = (
        _typed(request)
        if request.method == "POST"
        else _chosen(request, named, ready, show_date(usual) if usual else "")
    )
    problem = ""
    if request.method == "POST":
        demand(answer)
        here = Mark(found.due_on, found.pk)
        try:
            points = [actions.Point(row["about"], row["text"], _day(row["due"])) for row in typed]
            actions.return_for_supplement(found, points, by=request.acting, at=now())
        except Refused as refusal:
            problem = refusal.reason
        else:
            messages.success(request, _("Đã trả lại hồ sơ %(code)s để bổ sung.") % {"code": found.code})
            return onward(request, here) if request.POST.get(IN_QUEUE) else redirect("dossiers:detail", pk=pk)
    context = {
        "dossier": found, "answer": answer, "points": typed, "problem": problem, "spots": named, "ready": ready, "usual": usual,
        "chosen": [spot for spot in named if spot.text], "in_queue": request.POST.get(IN_QUEUE) or request.GET.get(IN_QUEUE, ""),
        "turn": found.returns + 1, "picked": {*request.GET.getlist("chon"), *request.GET.getlist("mau")},
    }  # fmt: skip
    return render(request, "dossiers/return.html", context)


def _typed(request: ActingRequest) -> list[dict[str, str]]:
    """The points as they were sent."""
    count = min(whole_number(request.POST.get("rows")) or FEWEST + 1, MOST)
    names = ("about", "text", "due")
    return [{name: request.POST.get(f"{name}_{n}", "") for name in names} for n in range(count)]


def _chosen(request: ActingRequest, named: list[Spot], ready: list[Ready], due: str) -> list[dict[str, Any]]:
    """The points ticked in the lists above, with their first wording, and blank ones behind."""
    spots_, sentences = set(request.GET.getlist("chon")), set(request.GET.getlist("mau"))
    rows = [
        {"about": spot.about, "text": spot.text, "due": due} for spot in named if spot.about in spots_ and spot.text
    ]
    keys = {spot.about for spot in named}
    rows += [
        {"about": row.about if row.about in keys else GENERAL, "text": row.text, "due": due}
        for row in ready
        if str(row.pk) in sentences
    ]
    blank = {"about": GENERAL, "text": "", "due": due}
    return [*rows[: MOST - 1], *[dict(blank) for _n in range(max(1, FEWEST - len(rows)))]]


def _day(text: str) -> date | None:
    """A deadline as typed; Refused when it is no day."""
    if not text.strip():
        return None
    day = typed_day(text, default_year=today().year)
    if day is None:
        raise Refused(
            _("Hạn “%(text)s” không phải ngày/tháng/năm. Chưa trả lại; phần đã nhập được giữ.") % {"text": text}
        )
    return day
