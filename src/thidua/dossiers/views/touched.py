"""After the law was amended: the pending dossiers it touches, and judging the open ones anew."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.awards.inforce import law_in_force
from thidua.awards.models import LawAmendment
from thidua.awards.queries import short_name
from thidua.awards.queries.amendments import amendment_row
from thidua.dossiers.actions.touched import AT_ONCE, rejudge
from thidua.dossiers.flow import FACES, UNJUDGED, VERDICTS, DossierState
from thidua.dossiers.policies.touched import may_rejudge
from thidua.dossiers.queries.touched import QUIET, Touched, to_rejudge, touched_page
from thidua.dossiers.tasks import rejudge_touched
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import insist, visible_or_404
from thidua.organisation.acting import ActingRequest


def _amendment(pk: int) -> LawAmendment:
    return visible_or_404(LawAmendment.objects.select_related("by", "withdraws", "withdrawn_by__by"), pk=pk)


@require_safe
@login_required
def touched(request: ActingRequest, pk: int) -> HttpResponse:
    """The pending dossiers an act on the law touches, those whose verdict turns first."""
    row, before = _amendment(pk), whole_number(request.GET.get("truoc", ""))
    page = touched_page(row, request.acting, today(), before)
    context = {
        "row": row, "one": amendment_row(law_in_force(), row), "page": page, "answer": may_rejudge(request.acting),
        "turned": [_line(each) for each in page.turned], "same": [_line(each) for each in page.same[:QUIET]],
        "next": f"?truoc={page.next_before}" if page.next_before else "", "waiting": page.open - page.renewed,
    }  # fmt: skip
    return render(request, "dossiers/touched.html", context)


def _line(each: Touched) -> dict[str, object]:
    return {
        "dossier": each.dossier, "award": short_name(each.dossier.award), "face": FACES[DossierState(each.dossier.state)],
        "before": VERDICTS.get(each.before, UNJUDGED), "after": VERDICTS.get(each.after, UNJUDGED), "reasons": each.reasons[:3],
    }  # fmt: skip


@require_POST
@login_required
@acts_once
def rejudge_open(request: ActingRequest, pk: int) -> HttpResponse:
    """Judge the open ones anew: a few at once, many by the worker."""
    row = _amendment(pk)
    try:
        insist(may_rejudge(request.acting))
        many = len(to_rejudge(row))
        if many > AT_ONCE and request.acting.duty:
            rejudge_touched.enqueue(row.pk, request.acting.duty.pk)
            messages.success(
                request, _("Đang xét lại %(n)s hồ sơ. Trang này cho biết đã xét lại bao nhiêu.") % {"n": many}
            )
            return redirect("dossiers:touched", pk=pk)
        done = rejudge(row, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("dossiers:touched", pk=pk)
    messages.success(request, ngettext("Đã xét lại %(n)s hồ sơ.", "Đã xét lại %(n)s hồ sơ.", done) % {"n": done})
    return redirect("dossiers:touched", pk=pk)
