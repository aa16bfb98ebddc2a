"""Pages on what holds a nominee: recording it, saying it is settled, everything that is open."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.dossiers import actions, policies
from thidua.dossiers.models import Dossier, Hold, HoldKind
from thidua.dossiers.views.detail import load
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.dates import typed_day
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def hold(request: ActingRequest, pk: int) -> HttpResponse:
    """Record what is open on a nominee; the rule is found by the law room."""
    found = load(request, pk)
    answer = policies.may_hold(request.acting, found)
    problem = ""
    if request.method == "POST":
        demand(answer)
        try:
            matter = actions.Matter(
                request.POST.get("kind", ""), _day(request.POST.get("since", "")), request.POST.get("document", ""),
                request.POST.get("scope") == "person",
            )  # fmt: skip
            made = actions.hold(found, matter, by=request.acting, at=now())
        except Refused as refusal:
            problem = refusal.reason
        else:
            messages.success(request, _("Đã ghi tạm dừng theo %(cite)s.") % {"cite": made.citation})
            return redirect("dossiers:detail", pk=pk)
    others = (
        Dossier.objects.filter(recipient=found.recipient).exclude(pk=found.pk).exclude(state__in=policies.ENDED).count()
        if found.recipient
        else 0
    )
    context = {
        "dossier": found,
        "answer": answer,
        "kinds": HoldKind.choices,
        "problem": problem,
        "typed": request.POST,
        "others": others,
        "day": today(),
    }
    return render(request, "dossiers/hold.html", context)


def _day(text: str) -> date:
    """The first day of a matter as typed; Refused when it is no day."""
    day = typed_day(text, default_year=today().year)
    if day is None:
        raise Refused(
            _("Ngày bắt đầu “%(text)s” không phải ngày/tháng/năm. Chưa ghi; phần đã nhập được giữ.") % {"text": text}
        )
    return day


@require_POST
@login_required
@acts_once
def release(request: ActingRequest, pk: int) -> HttpResponse:
    """Say by which document a matter is settled."""
    demand(policies.may_work_queue(request.acting))
    found = visible_or_404(
        Hold.objects.select_related("dossier__submission", "dossier__recipient__person", "recipient__person"), pk=pk
    )
    try:
        actions.release(
            found, request.POST.get("document", ""), request.POST.get("reason", ""), by=request.acting, at=now()
        )
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã ghi kết quả giải quyết. Hồ sơ được xét tiếp."))
    back = request.POST.get("back", "")
    return (
        redirect("dossiers:detail", pk=int(back))
        if back.isdecimal() and len(back) <= 18
        else redirect("dossiers:holds")
    )


@require_safe
@login_required
def holds(request: ActingRequest) -> HttpResponse:
    """Everything that is open now, the oldest first, and what was settled lately."""
    demand(policies.may_work_queue(request.acting))
    rows = Hold.objects.select_related(
        "dossier__submission", "dossier__recipient__person", "recipient__person", "recipient__unit", "by", "released_by"
    )
    open_ = list(rows.filter(released_at=None).order_by("since", "id")[:200])
    context = {
        "open": [(row, policies.may_release(request.acting, row)) for row in open_],
        "settled": rows.exclude(released_at=None).order_by("-released_at", "-id")[:50],
    }  # fmt: skip
    return render(request, "dossiers/holds.html", context)
