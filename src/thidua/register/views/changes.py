"""What happens to an honour after it was granted: corrected, issued again, handed over."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.accounts.once import acts_once
from thidua.foundation.answers import Answer, Refused
from thidua.foundation.clock import now
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.register import actions, policies, queries
from thidua.register.forms import BasisForm, CorrectForm, HandOverForm, ReissueForm
from thidua.register.models import Honour, Recipient


def _honour(request: ActingRequest, pk: int) -> Honour:
    demand(policies.may_search(request.acting))
    seen = Recipient.objects.filter(policies.seen_by(request.acting))
    rows = Honour.objects.filter(recipient__in=seen).select_related("recipient").prefetch_related("changes")
    return visible_or_404(rows, pk=pk)


def _basis(form: BasisForm) -> actions.Basis:
    data = form.cleaned_data
    return actions.Basis(data["number"], data["day"], data["reason"])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def correct(request: ActingRequest, pk: int) -> HttpResponse:
    """A correction by a decision: what was printed beside what it should read."""
    honour = _honour(request, pk)
    form = CorrectForm(request.POST or None)

    def act() -> str:
        actions.correct(honour, form.cleaned_data, basis=_basis(form), by=request.acting, at=now())
        return _("Đã ghi đính chính bên cạnh bản in.")

    return _page(request, honour, form, policies.may_correct(request.acting, honour), act, "register/correct.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def reissue(request: ActingRequest, pk: int) -> HttpResponse:
    """A certificate issued again under a new number."""
    honour = _honour(request, pk)
    form = ReissueForm(request.POST or None)

    def act() -> str:
        number = form.cleaned_data["certificate_number"]
        actions.reissue(honour, number, basis=_basis(form), by=request.acting, at=now())
        return _("Đã ghi cấp lại bằng.")

    return _page(request, honour, form, policies.may_reissue(request.acting, honour), act, "register/reissue.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """An honour taken back by a decision of another authority."""
    honour = _honour(request, pk)
    form = BasisForm(request.POST or None)

    def act() -> str:
        actions.note_revocation(honour, basis=_basis(form), by=request.acting, at=now())
        return _("Đã ghi thu hồi. Lần khen vẫn còn trong Sổ, không tính nữa.")

    return _page(
        request,
        honour,
        form,
        policies.may_note_revocation(request.acting, honour),
        act,
        "register/revoke.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def hand_over(request: ActingRequest, pk: int) -> HttpResponse:
    """The handing over of one certificate, or of all of its decision that wait."""
    honour = _honour(request, pk)
    form = HandOverForm(request.POST or None)
    others = queries.handed_with(honour)

    def act() -> str:
        data = form.cleaned_data
        honours = [honour, *others] if data["together"] else [honour]
        count = actions.hand_over(
            honours, on=data["on"], place=data["place"], who=data["who"], by=request.acting, at=now()
        )
        return _("Đã ghi trao %(count)d bằng.") % {"count": count}

    answer = policies.may_hand_over(request.acting, honour)
    return _page(request, honour, form, answer, act, "register/hand_over.html", others=len(others))


def _page(
    request: ActingRequest,
    honour: Honour,
    form: forms.Form,
    answer: Answer,
    act: Callable[[], str],
    template: str,
    **more: object,
) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        demand(answer)
        if form.is_valid():
            try:
                messages.success(request, act())
            except Refused as refusal:
                problem = refusal.reason
            else:
                return redirect("awards:recipient", pk=honour.recipient_id)
    texts, certificate = queries.texts_of(honour), queries.certificate_of(honour)
    context = {
        "honour": honour, "form": form, "answer": answer, "problem": problem, "texts": texts, "certificate": certificate,
        **more,
    }  # fmt: skip
    return render(request, template, context)
