"""The nominee's personal link: made and answered by the unit, opened by the nominee without an account."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from thidua.accounts.once import acts_once
from thidua.accounts.seldom import seldom
from thidua.awards.queries import award_name
from thidua.dossiers import actions, page, policies
from thidua.dossiers.actions.nominee import hash_of
from thidua.dossiers.models import Dossier, NomineeLink, NomineeReply, ReplyKind
from thidua.dossiers.policies.nominee import link_stands
from thidua.dossiers.views.detail import context_of, load
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.organisation.access import visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.sealing import mask_cccd, open_cccd


@require_POST
@login_required
def make(request: ActingRequest, pk: int) -> HttpResponse:
    """Make a link and show it on this one answer: it is kept nowhere, so it cannot be shown again."""
    found = load(request, pk)
    try:
        link, token = actions.make_link(found, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("dossiers:detail", pk=pk)
    address = settings.BASE_URL.rstrip("/") + reverse("dossiers:personal", args=[token])
    answer = render(request, "dossiers/detail.html", context_of(request, found, made_link=link, link_address=address))
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@login_required
@acts_once
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """End a link."""
    rows = NomineeLink.objects.filter(dossier__in=Dossier.objects.filter(policies.seen_by(request.acting)))
    link = visible_or_404(rows.select_related("dossier__recipient__person"), pk=pk)
    try:
        actions.revoke_link(link, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã thu lại liên kết. Mở liên kết ấy nay không thấy hồ sơ nữa."))
    return redirect("dossiers:detail", pk=link.dossier_id)


@require_POST
@login_required
@acts_once
def answer(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit answers what the nominee said."""
    rows = NomineeReply.objects.filter(dossier__in=Dossier.objects.filter(policies.seen_by(request.acting)))
    said = visible_or_404(rows.select_related("dossier__recipient__person"), pk=pk)
    try:
        actions.answer_nominee(said, request.POST.get("text", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("dossiers:detail", pk=said.dossier_id)


def _guarded(
    view: Callable[[HttpRequest, NomineeLink, str], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the link behind a token; one answer for unknown, ended and revoked links."""

    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        rows = NomineeLink.objects.select_related("dossier__round", "dossier__unit", "dossier__submission")
        link = rows.filter(token_hash=hash_of(token)).first()
        if link is None or not link_stands(link, now()):
            return render(request, "dossiers/personal_ended.html", status=404)
        answered = view(request, link, token)
        answered["X-Robots-Tag"] = "noindex"
        return answered

    return guarded


def _personal(request: HttpRequest, link: NomineeLink, token: str) -> HttpResponse:
    problem, typed = "", ""
    if request.method == "POST":
        typed = request.POST.get("text", "")
        try:
            actions.reply(link, ReplyKind(request.POST.get("kind", "")), typed, at=now())
        except ValueError:
            raise Http404 from None
        except Refused as refusal:
            problem = refusal.reason
        else:
            return redirect(reverse("dossiers:personal", args=[token]) + "#da-ghi")
    elif request.method == "GET":
        actions.open_link(link, at=now())
    return render(request, "dossiers/personal.html", _shown(link, problem, typed), status=409 if problem else 200)


def _shown(link: NomineeLink, problem: str, typed: str) -> dict[str, object]:
    """What the nominee sees: his own details, the number masked, no verdict and no papers."""
    found = link.dossier
    replies = list(found.replies.order_by("-id"))
    last = {kind: next((said for said in replies if said.kind == kind), None) for kind in ReplyKind}
    consent = next((said for said in replies if said.kind in (ReplyKind.CONSENT, ReplyKind.REFUSAL)), None)
    return {
        "dossier": found, "link": link, "award": award_name(found.award, today()), "face": page.face(found),
        "cccd": mask_cccd(open_cccd(found.cccd_sealed)), "replies": replies, "confirmed": last[ReplyKind.CONFIRMED],
        "consent": consent, "withdrawal": last[ReplyKind.WITHDRAWAL], "ended": found.state in policies.ENDED,
        "problem": problem, "typed": typed,
    }  # fmt: skip


personal = require_http_methods(["GET", "HEAD", "POST"])(never_cache(seldom("personal")(_guarded(_personal))))
