"""Suspected pairs: a person decides whether two rows are one recipient."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thidua.accounts.once import acts_once
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now
from thidua.foundation.numbers import whole_number
from thidua.foundation.words import mark
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.sealing import mask_cccd, open_cccd
from thidua.register import actions, policies, queries
from thidua.register.forms import RulingForm
from thidua.register.likeness import Why
from thidua.register.models import Recipient, SuspectedSame

WHY = {
    Why.NUMBER: mark("Cùng số định danh"),
    Why.NAME_BIRTH: mark("Cùng tên, cùng ngày sinh"),
    Why.NAME_YEAR: mark("Cùng tên, cùng năm sinh"),
    Why.NAME_UNIT: mark("Cùng tên, cùng đơn vị"),
    Why.NEAR_BIRTH: mark("Tên gần giống, cùng ngày sinh"),
    Why.NEAR_UNIT: mark("Tên gần giống, cùng năm sinh hoặc cùng loại, cùng đơn vị"),
}


@require_safe
@login_required
def pairs(request: ActingRequest) -> HttpResponse:
    """Pairs that wait for a decision, or those decided."""
    demand(policies.may_rule(request.acting))
    verdict = request.GET.get("xem", "")
    verdict = verdict if verdict in SuspectedSame.Verdict.values else SuspectedSame.Verdict.OPEN
    page = queries.pair_page(verdict, after=whole_number(request.GET.get("sau", "")) or 0)
    context = {
        "rows": [_shown(pair, page.held) for pair in page.rows],
        "verdict": verdict,
        "verdicts": SuspectedSame.Verdict.choices,
        "next": f"?xem={verdict}&sau={page.next_after}" if page.next_after else "",
        "run": queries.last_run(),
        "waiting": queries.new_since_last_run(),
    }
    return render(request, "register/pairs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def rule(request: ActingRequest, pk: int) -> HttpResponse:
    """One pair side by side, what was decided before, and the decision."""
    demand(policies.may_rule(request.acting))
    pair = visible_or_404(queries.pair_rows(), pk=pk)
    form, problem = RulingForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        pair.verdict = form.cleaned_data["seen"]
        try:
            actions.rule(pair, form.cleaned_data["verdict"], form.cleaned_data["reason"], by=request.acting, at=now())
        except Refused as refusal:
            problem = refusal.reason
            pair.refresh_from_db(fields=["verdict"])
        else:
            messages.success(request, _("Đã ghi kết luận. Có thể kết luận lại khi có căn cứ khác."))
            return redirect("register:pairs")
    elif request.method == "POST":
        problem = _("Cần chọn kết luận và ghi lý do. Chưa ghi gì.")
    sides = [(side, list(queries.honours_of(side)[:20])) for side in (pair.left, pair.right)]
    held = {side.pk: len(honours) for side, honours in sides}
    context = {
        "pair": _shown(pair, held), "honours": [honours for _side, honours in sides], "form": form, "problem": problem,
        "typed": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "register/pair.html", context)


def _shown(pair: SuspectedSame, held: dict[int, int]) -> dict[str, object]:
    return {
        "pair": pair,
        "why": WHY.get(Why(pair.why)) if pair.why in set(Why) else pair.why,
        "sides": [(side, _number(side), held.get(side.pk, 0)) for side in (pair.left, pair.right)],
        "rulings": list(pair.rulings.all()),
    }


def _number(side: Recipient) -> str:
    return mask_cccd(open_cccd(side.person.cccd_sealed)) if side.person else ""
