"""The page of one dossier and what is written on it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.audit.queries import history_of
from thidua.awards.queries import award_name
from thidua.documents.serving import kept_file_response
from thidua.documents.uploads import files_first
from thidua.dossiers import actions, page, policies, queries
from thidua.dossiers.both import Differing, chosen, differing, drawn
from thidua.dossiers.comparing import FACTS, told
from thidua.dossiers.forms import FactsForm, NomineeForm, PaperForm
from thidua.dossiers.models import Defect, Dossier, Paper
from thidua.dossiers.office_side import office_side, people_in
from thidua.dossiers.opinion_side import opinion_side
from thidua.dossiers.twins_page import twins_side
from thidua.dossiers.unit_side import unit_side
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.sealing import mask_cccd, open_cccd
from thidua.register.models import Recipient
from thidua.register.queries import honours_of, suggested_matches
from thidua.register.timeline import timeline_of


def load(request: ActingRequest, pk: int) -> Dossier:
    """The dossier with all its page shows, or 404."""
    return visible_or_404(queries.full(pk, request.acting))


@require_safe
@login_required
def dossier(request: ActingRequest, pk: int) -> HttpResponse:
    """One dossier: road, papers, acts, verdict, honours, history."""
    return render(request, "dossiers/detail.html", context_of(request, load(request, pk)))


def context_of(request: ActingRequest, found: Dossier, **more: Any) -> dict[str, Any]:
    """Everything the page shows."""
    acting, day = request.acting, today()
    honours = list(honours_of(found.recipient).prefetch_related(None)) if found.recipient else []
    twins = twins_side(acting, found)  # before the acts: what stands in their way is read with it
    office = office_side(acting, found, day, in_queue=bool(request.GET.get("hang") or request.POST.get("hang")))
    may_match, offered = policies.may_match(acting, found), page.acts(acting, found)
    mended = list(history_of(found.key).filter(verb__in=page.MENDED))
    return {
        **office,
        "dossier": found,
        "day": day,
        "award": award_name(found.award, day),
        "face": page.face(found),
        "stations": page.stations(found, day),
        "acts": offered,
        "first_place": page.first_place(offered),
        "verdict": queries.verdict_view(found.verdict),
        "cccd": mask_cccd(open_cccd(found.cccd_sealed)),
        "may_edit": policies.may_edit(acting, found),
        "may_edit_details": policies.may_edit_details(acting, found),
        "may_declare": policies.may_declare(acting, found),
        "may_judge": policies.may_judge(acting, found),
        "may_match": may_match,
        "may_reveal": policies.may_reveal_number(acting, found),
        "may_print": policies.may_print_appraisal(acting, found),
        "matches": _matches(found) if may_match and found.recipient is None and not found.matched_nobody else [],
        "paper_form": PaperForm(),
        "reading": request.GET.get("giay-to", ""),
        "honours": honours,
        "timeline": timeline_of(honours, this_year=day.year) if honours else None,
        "history": page.history(found, mended, people_in(found, mended)),
        **unit_side(acting, found, day),
        **opinion_side(acting, found, day),
        **twins,
        **more,
    }  # fmt: skip


def _matches(found: Dossier) -> list[Recipient]:
    return suggested_matches(found.name, found.birth, open_cccd(found.cccd_sealed), found.unit)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Correct the nominee's details."""
    found = load(request, pk)
    demand(policies.may_edit_details(request.acting, found))
    initial = {name: getattr(found, name) for name in ("name", "position", "workplace", "achievement")}
    initial["birth"] = (
        f"{found.birth[8:]}/{found.birth[5:7]}/{found.birth[:4]}" if len(found.birth) == 10 else found.birth
    )
    form = NomineeForm(request.POST or None, awards=[], fixed=True, initial=initial)
    locked = policies.may_change_person(request.acting, found)
    if not locked:
        form.lock_person(locked.reason)
    differ: list[Differing] = []
    seen, was = _drawn_from(request), drawn(found, request.POST)
    if request.method == "POST" and form.is_valid():
        fields = chosen(found, form.cleaned_data, request.POST)
        differ = differing(found, fields, _labels(form), was) if seen != found.revision else []
        try:
            actions.edit(found, fields, by=request.acting, at=now(), revision=seen if differ else found.revision)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Đã ghi. Hồ sơ được xét lại theo quy định."))
            return redirect("dossiers:detail", pk=pk)
    context = {
        "form": form,
        "dossier": found,
        "submission": found.submission,
        "revision": found.revision,
        "differ": differ,
        "was": was,
    }
    return render(request, "dossiers/nominee.html", context)


def _labels(form: NomineeForm) -> dict[str, Any]:
    return {name: field.label for name, field in form.fields.items()}


def _drawn_from(request: ActingRequest) -> int | None:
    """The revision the page was drawn from; a page drawn before there was any has none."""
    return whole_number(request.POST.get("revision", ""))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def facts(request: ActingRequest, pk: int) -> HttpResponse:
    """Declare facts the ledger does not hold; what is left empty stays unknown."""
    found = load(request, pk)
    demand(policies.may_declare(request.acting, found))
    initial = FactsForm.initial_of(found.facts)
    form = FactsForm(request.POST or None, period=found.round.period, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare(found, form.facts(), by=request.acting, at=now(), revision=_facts_drawn(request, found))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Đã ghi dữ kiện. Hồ sơ được xét lại theo quy định."))
            return redirect("dossiers:detail", pk=pk)
    context = {
        "form": form,
        "dossier": found,
        "revision": found.revision,
        "stands": _facts_digest(found),
        "theirs": _facts_told(found),
    }
    return render(request, "dossiers/facts.html", context)


def _facts_digest(found: Dossier) -> str:
    """A short mark of the facts as they stand, so that only a change of these very facts stops the slower one."""
    return hashlib.sha256(json.dumps(found.facts, sort_keys=True).encode()).hexdigest()[:16]


def _facts_told(found: Dossier) -> list[tuple[str, str]]:
    """The declared facts in plain words."""
    return [(FACTS.get(name, name), told(value)) for name, value in found.facts.items()]


def _facts_drawn(request: ActingRequest, found: Dossier) -> int | None:
    """The revision to write upon: what stands when the facts are those the page showed, else the page's own."""
    same = request.POST.get("stands", "") in ("", _facts_digest(found))
    return found.revision if same or request.POST.get("choose") == "mine" else _drawn_from(request)


@require_POST
@login_required
@files_first
@acts_once
def add_paper(request: ActingRequest, pk: int) -> HttpResponse:
    """Add a paper, or a newer version of one."""
    found = load(request, pk)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("dossiers:detail", pk=pk)
    file = form.cleaned_data["file"]
    replaces = found.papers.filter(pk=request.POST.get("replaces") or 0).first()
    try:
        made = actions.add_paper(
            found, form.cleaned_data["part"], file.read(), file.name, replaces=replaces, by=request.acting, at=now()
        )
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("dossiers:detail", pk=pk)
    messages.success(request, _("Đã thêm giấy tờ “%(title)s”.") % {"title": made.title})
    return redirect(f"{request.build_absolute_uri('..')}?giay-to={made.pk}")


@require_safe
@login_required
def paper(request: ActingRequest, pk: int) -> HttpResponse:
    """One paper, inside the page or as a download."""
    rows = Paper.objects.filter(dossier__in=Dossier.objects.filter(policies.seen_by(request.acting)))
    found = visible_or_404(rows.select_related("file"), pk=pk)
    return kept_file_response(found.file, inline=request.GET.get("xem") == "1")


@require_POST
@login_required
@acts_once
def answer(request: ActingRequest, pk: int) -> HttpResponse:
    """Answer one returned point."""
    rows = Defect.objects.filter(dossier__in=Dossier.objects.filter(policies.seen_by(request.acting)))
    found = visible_or_404(rows.select_related("dossier__submission", "dossier__recipient__person"), pk=pk)
    try:
        actions.answer_defect(found, request.POST.get("text", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("dossiers:detail", pk=found.dossier_id)


@require_POST
@login_required
@acts_once
def match(request: ActingRequest, pk: int) -> HttpResponse:
    """Say who in the ledger the nominee is."""
    found = load(request, pk)
    wanted = request.POST.get("recipient", "")
    recipient = next((row for row in _matches(found) if str(row.pk) == wanted), None)
    try:
        if wanted == "nobody":
            actions.match_nobody(found, by=request.acting, at=now())
        elif recipient is not None or not wanted:
            actions.match(found, recipient, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    back = request.POST.get("back", "")
    return redirect("dossiers:check", pk=found.submission_id) if back == "check" else redirect("dossiers:detail", pk=pk)


@require_POST
@login_required
@acts_once
def judge(request: ActingRequest, pk: int) -> HttpResponse:
    """Judge afresh by the ledger of now."""
    actions.judge_again(load(request, pk), by=request.acting, at=now())
    messages.success(request, _("Đã xét lại theo Sổ khen thưởng hiện nay."))
    return redirect("dossiers:detail", pk=pk)


@require_POST
@login_required
def reveal(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the identity number in full on this one answer; the reason goes to the journal."""
    found = load(request, pk)
    try:
        number = actions.reveal_number(found, request.POST.get("reason", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("dossiers:detail", pk=pk)
    response = render(request, "dossiers/detail.html", context_of(request, found, revealed=number))
    response["Cache-Control"] = "no-store"
    return response
