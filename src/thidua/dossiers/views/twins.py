"""Pages on the same achievement twice: the list of suspicions, and one pair side by side with its decision."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thidua.accounts.once import acts_once
from thidua.dossiers import policies, twins_page
from thidua.dossiers.actions.twins_found import decide_twin
from thidua.dossiers.models import Dossier, Round, Twin, TwinDecision, TwinKind, TwinStrength
from thidua.dossiers.policies.twins import may_decide_twin, may_see_twins
from thidua.dossiers.queries.twins import TwinFilters, full_twin, twin_page
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest

NAMES = {"round": "dot", "kind": "loai", "strength": "muc", "state": "tinh-trang"}
STATES = ("cho", "da")


def filters_of(data: QueryDict) -> TwinFilters:
    """The filters as they were asked for; what is unknown is left out."""
    state = data.get(NAMES["state"], "")
    return TwinFilters(
        whole_number(data.get(NAMES["round"])),
        data.get(NAMES["kind"], "") if data.get(NAMES["kind"]) in TwinKind.values else "",
        data.get(NAMES["strength"], "") if data.get(NAMES["strength"]) in TwinStrength.values else "",
        state if state in STATES else STATES[0],
    )


def address(filters: TwinFilters, **more: object) -> str:
    """The list with these filters."""
    asked = {NAMES[name]: value for name, value in vars(filters).items() if value and value != STATES[0]}
    query = urlencode({**asked, **more})
    return reverse("dossiers:twins") + (f"?{query}" if query else "")


@require_safe
@login_required
def twins(request: ActingRequest) -> HttpResponse:
    """Every suspicion, the strong first, 50 at a time; of one round from the round's page."""
    demand(may_see_twins(request.acting))
    filters = filters_of(request.GET)
    page = twin_page(request.acting, filters, request.GET.get("sau", ""))
    context = {
        "rows": page.rows, "filters": filters, "kinds": TwinKind.choices, "strengths": TwinStrength.choices,
        "rounds": Round.objects.filter(policies.rounds_seen_by(request.acting)).only("title")[:60],
        "next": address(filters, sau=page.next_after) if page.next_after else "",
        "bare": reverse("dossiers:twins"), "narrowed": filters != TwinFilters(),
    }  # fmt: skip
    return render(request, "dossiers/twins_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def twin(request: ActingRequest, pk: int) -> HttpResponse:
    """One pair side by side; the decision is written here."""
    found = visible_or_404(full_twin(request.acting), pk=pk)
    answer = may_decide_twin(request.acting, found)
    problem = ""
    if request.method == "POST":
        demand(answer)
        against = _against(found, whole_number(request.POST.get("against")))
        try:
            decided = decide_twin(
                found, request.POST.get("decision", ""), request.POST.get("reason", ""), against=against, by=request.acting, at=now()
            )  # fmt: skip
        except Refused as refusal:
            problem = refusal.reason
        else:
            return _onward(request, decided)
    pair = [row for row in (found.first, found.second) if row is not None]
    context = {
        "twin": found, "pair": pair, "answer": answer, "problem": problem, "typed": request.POST, "sides": twins_page.sides(found),
        "facts": twins_page.facts(found), "rule": twins_page.rule(found), "decisions": TwinDecision.choices,
    }  # fmt: skip
    return render(request, "dossiers/twins_pair.html", context, status=409 if problem else 200)


def _against(found: Twin, pk: int | None) -> Dossier | None:
    return next((row for row in (found.first, found.second) if row is not None and row.pk == pk), None)


def _onward(request: ActingRequest, decided: Twin) -> HttpResponse:
    """To the dossier that must go, where it is returned or found ineligible; else back to the pair."""
    if decided.against is None:
        messages.success(request, _("Đã ghi: %(decision)s.") % {"decision": decided.get_decision_display()})
        return redirect("dossiers:twin", pk=decided.pk)
    messages.success(
        request,
        _("Đã ghi: trùng. Hồ sơ %(code)s không kết luận đủ điều kiện được nữa; trả lại hoặc loại ở đây.")
        % {"code": decided.against.code},
    )
    return redirect("dossiers:detail", pk=decided.against.pk)
