"""One act on many dossiers: said first on how many and which, then done, then reported row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thidua.accounts.models import User
from thidua.accounts.once import acts_once
from thidua.dossiers import actions, policies, queries
from thidua.dossiers.actions import BulkOutcome
from thidua.dossiers.flow import EDGES, DossierState, DossierVerb
from thidua.dossiers.models import Dossier
from thidua.dossiers.queries.queue import appraisers_on, of_officer
from thidua.foundation.answers import Answer, Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting, ActingRequest

AT_ONCE = 200
DONE = "dossiers_bulk"


@dataclass(frozen=True)
class BulkVerb:
    """An act that may be done on many: its words, what it asks for besides."""

    verb: DossierVerb
    label: str
    done: str
    asks_officer: bool = False
    asks_reason: bool = False
    also: tuple[DossierVerb, ...] = ()

    @property
    def code(self) -> str:
        """The verb as the form sends it."""
        return self.verb.value

    @property
    def sources(self) -> frozenset[DossierState]:
        """States from which it may be done."""
        return EDGES[self.verb].sources

    @property
    def duties(self) -> frozenset[str]:
        """Who may do it."""
        return EDGES[self.verb].duties


VERBS = (
    BulkVerb(DossierVerb.RECEIVE, mark("Tiếp nhận các hồ sơ đã chọn"), mark("tiếp nhận")),
    BulkVerb(DossierVerb.TAKE, mark("Nhận xử lý"), mark("nhận xử lý")),
    BulkVerb(DossierVerb.CONCLUDE_ELIGIBLE, mark("Kết luận đủ điều kiện"), mark("kết luận đủ điều kiện")),
    BulkVerb(DossierVerb.HAND_OVER, mark("Chuyển chuyên viên"), mark("chuyển chuyên viên"), asks_officer=True),
    BulkVerb(DossierVerb.APPROVE, mark("Duyệt phiếu thẩm định"), mark("duyệt phiếu thẩm định")),
    BulkVerb(DossierVerb.SEND_BACK, mark("Yêu cầu thẩm định lại"), mark("yêu cầu thẩm định lại"), asks_reason=True),
)


def verbs_for(acting: Acting) -> list[BulkVerb]:
    """The acts on many that belong to a duty."""
    return [verb for verb in VERBS if acting.holds(*verb.duties)]


@require_POST
@login_required
@acts_once
def bulk(request: ActingRequest) -> HttpResponse:
    """Show what an act would do to the chosen dossiers and what not, and why; with `confirm`, do it."""
    verb = next((row for row in VERBS if row.code == request.POST.get("verb", "receive")), None)
    if verb is None:
        raise Http404
    back = _back(request)
    rows = _rows(request, verb)
    if not rows:
        messages.error(request, _("Chưa chọn hồ sơ nào."))
        return redirect(back)
    to = User.objects.filter(pk=whole_number(request.POST.get("to")) or 0).first()
    reason = request.POST.get("reason", "")
    problem = ""
    if request.POST.get("confirm") == "1":
        try:
            outcome = _do(verb, _as_seen(request, rows), to, reason, {"by": request.acting, "at": now()})
        except Refused as refusal:
            problem = refusal.reason
        else:
            request.session[DONE] = _told(verb, outcome, back)
            return redirect("dossiers:bulk_done")
    judged = _judged(request.acting, verb, rows)
    context = {
        "verb": verb, "can": [row for row, answer in judged if answer], "cannot": [(row, answer) for row, answer in judged if not answer],
        "back": back, "back_query": request.POST.get("back", ""), "to": to, "reason": reason, "problem": problem,
        "officers": appraisers_on(today()) if verb.asks_officer else [], "from_list": request.POST.get("from_list", ""),
        "awards": queries.award_labels([row.award for row in rows], today()),
    }  # fmt: skip
    return render(request, "dossiers/bulk.html", context)


def _back(request: ActingRequest) -> str:
    """Where one came from: the list or the queue, as it was narrowed."""
    query = request.POST.get("back", "")
    place = "dossiers:list" if request.POST.get("from_list") else "dossiers:queue"
    return reverse(place) + (query if query.startswith("?") else "")


def _rows(request: ActingRequest, verb: BulkVerb) -> list[Dossier]:
    """The ticked ones, or for handing over the nearest of what one officer has in hand."""
    keys = request.POST.getlist("chosen")[:AT_ONCE]
    giver = whole_number(request.POST.get("officer"))
    if not keys and verb.asks_officer and giver is not None:
        count = min(whole_number(request.POST.get("count")) or AT_ONCE, AT_ONCE)
        keys = [str(pk) for pk in of_officer(request.acting, giver or None, count)]
    rows = queries.chosen(request.acting, keys)
    policies.read_holds(rows)
    return rows


def _as_seen(request: ActingRequest, rows: list[Dossier]) -> list[Dossier]:
    """The rows at the revisions that were on the page: one that has changed since is refused, not acted on unseen."""
    seen = dict(text.split("-", 1) for text in request.POST.getlist("seen") if "-" in text)
    for row in rows:
        revision = whole_number(seen.get(str(row.pk)))
        row.revision = row.revision if revision is None else revision
    return rows


def _judged(acting: Acting, verb: BulkVerb, rows: list[Dossier]) -> list[tuple[Dossier, Answer]]:
    return [(row, _answer(acting, verb, row)) for row in rows]


def _answer(acting: Acting, verb: BulkVerb, row: Dossier) -> Answer:
    """Whether the act would be done on a row."""
    step = DossierVerb.APPROVE_INELIGIBLE if verb.verb == DossierVerb.APPROVE and row.eligible is False else verb.verb
    answer = policies.may(acting, row, step)
    if answer and step == DossierVerb.CONCLUDE_ELIGIBLE and row.verdict_code != "pass":
        return Answer.no(_("Bảng xét chưa phải là đạt, nên kết luận riêng từng hồ sơ và ghi lý do."))
    return answer


def _do(verb: BulkVerb, rows: list[Dossier], to: User | None, reason: str, call: dict[str, Any]) -> BulkOutcome:
    match verb.verb:
        case DossierVerb.RECEIVE:
            return actions.receive_many(rows, **call)
        case DossierVerb.TAKE:
            return actions.take_many(rows, **call)
        case DossierVerb.CONCLUDE_ELIGIBLE:
            return actions.conclude_many(rows, **call)
        case DossierVerb.APPROVE:
            return actions.approve_many(rows, **call)
        case DossierVerb.SEND_BACK:
            if not reason.strip():
                raise Refused(_("Việc này cần ghi lý do. Chưa ghi gì."))
            return actions.send_back_many(rows, reason, **call)
        case _:
            if to is None:
                raise Refused(_("Chưa chọn chuyên viên nhận. Chưa chuyển hồ sơ nào."))
            return actions.hand_over_many(rows, to, reason, **call)


def _told(verb: BulkVerb, outcome: BulkOutcome, back: str) -> dict[str, Any]:
    """The outcome as the session keeps it for the next page: codes and keys, no names."""
    return {
        "verb": verb.code, "back": back, "done": [row.pk for row in outcome.done],
        "refused": [[row.pk, reason] for row, reason in outcome.refused],
    }  # fmt: skip


@require_safe
@login_required
def bulk_done(request: ActingRequest) -> HttpResponse:
    """What the last act on many did, row by row."""
    told = request.session.get(DONE)
    if not told:
        return redirect("dossiers:queue")
    keys = [*told["done"], *(pk for pk, _reason in told["refused"])]
    rows = {row.pk: row for row in queries.chosen(request.acting, [str(pk) for pk in keys])}
    verb = next(row for row in VERBS if row.code == told["verb"])
    n = len(told["done"])
    context = {
        "verb": verb, "back": told["back"], "done": [rows[pk] for pk in told["done"] if pk in rows],
        "refused": [(rows[pk], reason) for pk, reason in told["refused"] if pk in rows],
        "said": ngettext("Đã %(deed)s %(n)s hồ sơ.", "Đã %(deed)s %(n)s hồ sơ.", n) % {"deed": _(verb.done), "n": n},
    }  # fmt: skip
    return render(request, "dossiers/bulk_done.html", context)
