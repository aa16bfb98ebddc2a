"""Pages on decisions and certificates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.awards.queries import award_name
from thidua.councils.models import Session
from thidua.councils.policies import sessions_seen_by
from thidua.decisions import actions, papers, policies, queries
from thidua.decisions.flow import FACES, DecisionKind, DecisionState
from thidua.decisions.forms import DraftForm, IssueForm, PrintForm
from thidua.decisions.models import Decision
from thidua.documents.rendering import DocumentKind, render_docx, render_pdf
from thidua.documents.serving import file_response, kept_file_response
from thidua.dossiers.models import Round
from thidua.dossiers.policies import rounds_seen_by
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.register.models import Honour, Recipient
from thidua.register.policies import seen_by as recipients_seen


def _decision(request: ActingRequest, pk: int) -> Decision:
    return visible_or_404(queries.decisions(request.acting), pk=pk)


def _as_seen(request: ActingRequest, found: Decision) -> Decision:
    """The decision as the person saw it: the revision the form carries, so that the slower of two is told."""
    seen = whole_number(request.POST.get("revision", ""))
    if seen is not None:
        found.revision = seen
    return found


@require_safe
@login_required
def decision_list(request: ActingRequest) -> HttpResponse:
    """Decisions, newest first; for the head of the office also what waits for a draft."""
    get = request.GET
    filters: dict[str, Any] = {
        "state": get.get("trang-thai", ""), "year": whole_number(get.get("nam", "")), "session": whole_number(get.get("phien", "")),
        "text": get.get("q", "")[:80],
    }  # fmt: skip
    page = queries.decision_page(request.acting, before=whole_number(get.get("truoc", "")), **filters)
    may_draft = policies.may_draft(request.acting)
    day = today()
    waiting = queries.waiting() if may_draft else []
    rounds = queries.waiting_rounds() if may_draft else []
    params = get.copy()
    if page.next_before:
        params["truoc"] = str(page.next_before)
    context = {
        "rows": [(row, FACES[DecisionState(row.state)]) for row in page.rows],
        "next": f"?{params.urlencode()}" if page.next_before else "",
        "filters": filters,
        "states": DecisionState.choices(),
        "waiting_rounds": [(row, award_name(row.award, day)) for row in rounds],
        "waiting": [(row, award_name(row.award, day)) for row in waiting],
        "may_draft": may_draft,
    }
    return render(request, "decisions/list.html", context)


@require_POST
@login_required
@acts_once
def draft(request: ActingRequest) -> HttpResponse:
    """Draw up a draft from a session's result, or from a round without a vote."""
    award, by = request.POST.get("award", ""), request.acting
    try:
        if "round" in request.POST:
            round_ = visible_or_404(
                Round.objects.filter(rounds_seen_by(by)), pk=whole_number(request.POST["round"]) or 0
            )
            made = actions.draft_of_round(round_, award, by=by, at=now())
        else:
            rows = Session.objects.filter(sessions_seen_by(by))
            made = actions.draft_grant(
                visible_or_404(rows, pk=whole_number(request.POST.get("session", "")) or 0), award, by=by, at=now()
            )
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("decisions:list")
    return redirect("decisions:detail", pk=made.pk)


@require_safe
@login_required
def decision(request: ActingRequest, pk: int) -> HttpResponse:
    """One decision: its lines, what may be done now, its documents."""
    return render(request, "decisions/detail.html", decision_context(request, _decision(request, pk)))


def decision_context(request: ActingRequest, found: Decision, **more: Any) -> dict[str, Any]:
    """Everything the page shows."""
    acting, day = request.acting, today()
    initial = {"title": found.title, "signer_name": found.signer_name, "signer_position": found.signer_position}
    return {
        "decision": found,
        "face": FACES[DecisionState(found.state)],
        "grants": found.kind == DecisionKind.GRANT,
        "award": award_name(found.award, found.issued_on or day),
        "lines": queries.lines_shown(found, acting),
        "opens_session": found.session_id is not None
        and Session.objects.filter(sessions_seen_by(acting), pk=found.session_id).exists(),
        "form": DraftForm(initial=initial),
        "issue_form": IssueForm(initial={"issued_on": f"{day:%d/%m/%Y}"}),
        "may_change": policies.may_change(acting, found),
        "may_issue": policies.may_issue(acting, found),
        "may_print": policies.may_print(acting, found),
        "may_draft": policies.may_draft(acting),
        **more,
    }  # fmt: skip


@require_POST
@login_required
@acts_once
def change(request: ActingRequest, pk: int) -> HttpResponse:
    """Keep title and signer of a draft."""
    found = _decision(request, pk)
    demand(policies.may_change(request.acting, found))
    form = DraftForm(request.POST)
    if not form.is_valid():
        return render(request, "decisions/detail.html", decision_context(request, found, form=form))
    data = form.cleaned_data
    try:
        actions.set_signer(
            _as_seen(request, found),
            data["signer_name"],
            data["signer_position"],
            data["title"],
            by=request.acting,
            at=now(),
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return render(request, "decisions/detail.html", decision_context(request, _decision(request, pk), form=form))
    messages.success(request, _("Đã ghi dự thảo."))
    return redirect("decisions:detail", pk=pk)


@require_POST
@login_required
@acts_once
def remove_line(request: ActingRequest, pk: int, line: int) -> HttpResponse:
    """Leave one recipient out of a draft."""
    found = _decision(request, pk)
    row = visible_or_404(found.lines.select_related("dossier", "honour"), pk=line)
    try:
        actions.remove_line(found, row, request.POST.get("reason", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("decisions:detail", pk=pk)


@require_POST
@login_required
@acts_once
def cancel(request: ActingRequest, pk: int) -> HttpResponse:
    """Put a draft away."""
    found = _decision(request, pk)
    try:
        actions.cancel(_as_seen(request, found), request.POST.get("reason", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("decisions:detail", pk=pk)
    messages.success(request, _("Đã hủy dự thảo. Hồ sơ chờ quyết định khác."))
    return redirect("decisions:list")


@require_POST
@login_required
@acts_once
def issue(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the number and issue."""
    found = _decision(request, pk)
    demand(policies.may_issue(request.acting, found))
    form = IssueForm(request.POST)
    if not form.is_valid():
        return render(request, "decisions/detail.html", decision_context(request, found, issue_form=form))
    try:
        actions.issue(_as_seen(request, found), form.cleaned_data["issued_on"], by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã ban hành Quyết định số %(number)s.") % {"number": found.number})
    return redirect("decisions:detail", pk=pk)


@require_safe
@login_required
def document(request: ActingRequest, pk: int, kind: str) -> HttpResponse:
    """The kept document of an issued decision, or the draft drawn now, without number and day."""
    found = _decision(request, pk)
    if kind not in ("pdf", "docx"):
        raise Http404
    kept = getattr(found, kind)
    if kept is not None:
        return kept_file_response(kept)
    grants = found.kind == DecisionKind.GRANT
    lines = queries.lines_of(found)
    if not lines:
        raise Http404
    context = (papers.grant_context if grants else papers.revoke_context)(
        found, lines, sequence=None, issued_on=None, at=now()
    )
    render_kind = render_pdf if kind == "pdf" else render_docx
    made = render_kind(DocumentKind.DECISION if grants else DocumentKind.REVOCATION, context)
    return file_response(made.data, f"du-thao-{found.pk}.{kind}", kind)


@require_safe
@login_required
def certificates(request: ActingRequest, pk: int) -> HttpResponse:
    """The certificates of a decision and how to print them."""
    found = _decision(request, pk)
    demand(policies.may_print(request.acting, found))
    found_rows = list(queries.certificates_of(found))
    notes: Sequence[str] = ()
    if found_rows:
        trial = papers.certificates_context(found, found_rows, mode="full", right=0, down=0, at=now())
        notes = render_pdf(DocumentKind.CERTIFICATES, trial).notes
    context = {
        "decision": found, "rows": [(row, papers.verify_url(row)) for row in found_rows], "form": PrintForm(),
        "notes": papers.notes_in_words(notes, found_rows),
        "taken_back": queries.certificates_taken_back(found),
    }  # fmt: skip
    return render(request, "decisions/certificates.html", context)


@require_http_methods(["POST"])
@login_required
def certificates_pdf(request: ActingRequest, pk: int) -> HttpResponse:
    """One printable PDF of all certificates; names that had to be broken are told on the page before."""
    found = _decision(request, pk)
    demand(policies.may_print(request.acting, found))
    form = PrintForm(request.POST)
    rows = list(queries.certificates_of(found))
    if not rows:
        messages.error(request, _("Quyết định này không còn bằng nào có hiệu lực để in."))
        return redirect("decisions:certificates", pk=pk)
    if not form.is_valid():
        messages.error(request, _("Chưa in: độ dịch phải là số từ -30 đến 30 mm."))
        return redirect("decisions:certificates", pk=pk)
    data, at = form.cleaned_data, now()
    context = papers.certificates_context(
        found, rows, mode=data["mode"], right=data["right"] or 0, down=data["down"] or 0, at=at
    )
    made = render_pdf(DocumentKind.CERTIFICATES, context)
    actions.mark_printed(found, by=request.acting, at=at)
    return file_response(made.data, f"bang-{found.sequence}-{found.issued_on:%Y}.pdf", "pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def propose_revocation(request: ActingRequest, pk: int) -> HttpResponse:
    """Draw up the revocation of one honour, with the reason."""
    seen = Recipient.objects.filter(recipients_seen(request.acting))
    honour = visible_or_404(Honour.objects.filter(recipient__in=seen).select_related("recipient"), pk=pk)
    answer = policies.may_propose_revocation(request.acting, honour)
    problem = ""
    if request.method == "POST":
        demand(answer)
        try:
            made = actions.draft_revocation(honour, request.POST.get("reason", ""), by=request.acting, at=now())
        except Refused as refusal:
            problem = refusal.reason
        else:
            return redirect("decisions:detail", pk=made.pk)
    context = {"honour": honour, "answer": answer, "problem": problem, "typed": request.POST.get("reason", "")}
    return render(request, "decisions/revoke.html", context)
