"""Dossiers before the council: the agenda of a session, the result of its vote."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from thidua.accounts.once import acts_once
from thidua.councils.models import Session
from thidua.councils.policies import may_change_agenda, sessions_seen_by
from thidua.dossiers import actions, queries
from thidua.dossiers.models import Dossier, Hold
from thidua.dossiers.policies import read_holds, reason_of
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest


def _session(request: ActingRequest, pk: int) -> Session:
    rows = Session.objects.filter(sessions_seen_by(request.acting)).select_related("council__unit")
    return visible_or_404(rows, pk=pk)


def _held(rows: list[Dossier]) -> list[tuple[Dossier, list[Hold]]]:
    """Dossiers already before the council that something holds meanwhile: they cannot be decided."""
    found = read_holds(rows)
    return [(row, found[row.pk]) for row in rows if found[row.pk]]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def agenda(request: ActingRequest, pk: int) -> HttpResponse:
    """Choose among the appraised dossiers those that go to the session."""
    session = _session(request, pk)
    answer = may_change_agenda(request.acting, session)
    demand(answer)
    ready = list(queries.ready_for_agenda(session)[:1000])
    problem = ""
    if request.method == "POST":
        wanted = set(request.POST.getlist("chosen"))
        try:
            n = actions.put_on_agenda(
                session, [row for row in ready if str(row.pk) in wanted], by=request.acting, at=now()
            )
        except Refused as refusal:
            gone = wanted - {str(row.pk) for row in ready}
            problem = (
                _("Các hồ sơ đã chọn vừa được đưa vào phiên hoặc chuyển bước khác. Hãy xem lại bảng.")
                if gone
                else refusal.reason
            )
        else:
            messages.success(
                request, ngettext("Đã đưa %(n)s hồ sơ vào phiên.", "Đã đưa %(n)s hồ sơ vào phiên.", n) % {"n": n}
            )
            return redirect("councils:session", pk=pk)
    holds = read_holds(ready)
    context = {
        "session": session, "problem": problem,
        "ready": [(row, queries.verdict_view(row.verdict), reason_of(holds[row.pk]) if holds[row.pk] else "") for row in ready],
        "held_on": [(row, reason_of(found)) for row, found in _held(list(queries.on_agenda(session)))],
        "on_agenda": queries.on_agenda(session), "awards": queries.award_labels([row.award for row in ready], today()),
        "title": _("Đưa hồ sơ vào phiên"),
    }  # fmt: skip
    return render(request, "dossiers/agenda.html", context)


@require_POST
@login_required
@acts_once
def conclude_vote(request: ActingRequest, pk: int) -> HttpResponse:
    """Confirm the count on which two people agree; dossiers follow the result."""
    session = _session(request, pk)
    try:
        results = actions.conclude_vote(session, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        passed = sum(result.passed for result in results)
        messages.success(
            request,
            _("Đã chốt kết quả: %(passed)s trên %(all)s đạt tỷ lệ phiếu.") % {"passed": passed, "all": len(results)},
        )
    return redirect("councils:session", pk=pk)
