"""The standing office's pages: the queue, acts on one and on many, the appraisal sheet."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
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
from thidua.documents.rendering import render_docx, render_pdf
from thidua.documents.serving import file_response
from thidua.dossiers import actions, policies, queries, sheets
from thidua.dossiers.flow import DEEDS, FACES, UNJUDGED, VERDICTS, DossierState, DossierVerb
from thidua.dossiers.models import Round, Submission
from thidua.dossiers.queries.opinions import opinions_of
from thidua.dossiers.queries.queue import Mark
from thidua.dossiers.rows import drawn
from thidua.dossiers.views.bulk import verbs_for
from thidua.dossiers.views.detail import context_of, load
from thidua.dossiers.views.filters import filters_of, pills
from thidua.dossiers.views.queue import IN_QUEUE, onward
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES, in_office

MAX_EXPORT = 5000
STAYS = frozenset({DossierVerb.RECEIVE, DossierVerb.TAKE})
"""Acts after which the same dossier is worked on."""


@require_safe
@login_required
def dossier_list(request: ActingRequest) -> HttpResponse:
    """Dossiers a person sees, narrowed by pills, 50 at a time."""
    if request.acting.duty is None or not (
        in_office(request.acting) or request.acting.holds(*UNIT_DUTIES, DutyCode.LEADER, DutyCode.INSPECTOR, DutyCode.COUNCIL_MEMBER, DutyCode.COUNCIL_CHAIR)
    ):  # fmt: skip
        demand(policies.may_keep_rounds(request.acting))
    filters, day = filters_of(request.GET), today()
    page = queries.dossier_page(request.acting, filters, whole_number(request.GET.get("truoc")))
    verbs = verbs_for(request.acting)
    choose = {state for verb in verbs for state in verb.sources}
    context = {
        "page": page,
        "rows": drawn(page.rows, queries.award_labels([row.award for row in page.rows], day), day=day, choose=choose),
        "filters": filters,
        "pills": pills(filters),
        "verbs": verbs,
        "verdicts": VERDICTS,
        "next": filters.query(truoc=page.next_before) if page.next_before else "",
        "states": DossierState.choices(),
        "rounds": Round.objects.filter(policies.rounds_seen_by(request.acting)).only("title")[:60],
        "may_queue": policies.may_work_queue(request.acting),
        "export": reverse("dossiers:export") + filters.query(),
        "due": policies.may_see_due(request.acting),
    }
    return render(request, "dossiers/list.html", context)


@require_POST
@login_required
@acts_once
def receive_list(request: ActingRequest, pk: int) -> HttpResponse:
    """Receive a whole list at once."""
    found = visible_or_404(Submission.objects.filter(policies.submissions_seen_by(request.acting)), pk=pk)
    try:
        n = actions.receive_list(found, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, ngettext("Đã tiếp nhận %(n)s hồ sơ.", "Đã tiếp nhận %(n)s hồ sơ.", n) % {"n": n})
    return redirect("dossiers:submission", pk=pk)


@require_safe
@login_required
def export(request: ActingRequest) -> HttpResponse:
    """Exactly the list shown, as Excel: text cells only, no identity numbers."""
    rows = (
        queries.filtered(request.acting, filters_of(request.GET))
        .select_related("unit", "round", "holder")
        .order_by("-id")[:MAX_EXPORT]
    )
    day = today()
    names = queries.award_labels([row.award for row in rows], day)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Hồ sơ")
        bold = book.add_format({"bold": True})
        heads = (
            _("Mã"),
            _("Tên"),
            _("Chức vụ"),
            _("Đơn vị"),
            _("Đề nghị"),
            _("Đợt"),
            _("Trạng thái"),
            _("Xét theo quy định"),
            _("Người xử lý"),
        )
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
            sheet.set_column(column, column, 24)
        for line, row in enumerate(rows, 1):
            values = (
                row.code, row.name, row.position, row.unit.name, names[row.award], row.round.title,
                _(FACES[DossierState(row.state)].label), _(VERDICTS.get(row.verdict_code, UNJUDGED).label),
                row.holder.full_name if row.holder else "",
            )  # fmt: skip
            for column, value in enumerate(values):
                sheet.write_string(line, column, value)
    return file_response(out.getvalue(), f"ho-so-{day:%Y%m%d}.xlsx", "xlsx")


@require_POST
@login_required
@acts_once
def step(request: ActingRequest, pk: int) -> HttpResponse:
    """One act on one dossier. A refusal shows the page again with what was typed."""
    found = load(request, pk)
    data, call = request.POST, {"by": request.acting, "at": now()}
    reason = data.get("reason", "")
    here, revision = Mark(found.due_on, found.pk), whole_number(data.get("revision"))
    if revision is not None:
        found.revision = revision
    try:
        verb = DossierVerb(data.get("verb", ""))
        _act(verb, found, reason, data.get("to", ""), call)
    except ValueError:
        raise Http404 from None
    except Refused as refusal:
        context = context_of(
            request, load(request, pk), problem=refusal.reason, typed=reason, typed_verb=data.get("verb", "")
        )
        return render(request, "dossiers/detail.html", context, status=409)
    messages.success(
        request,
        _("%(code)s %(name)s. Đã ghi: %(deed)s.")
        % {"code": found.code, "name": found.name, "deed": _(DEEDS[verb].done)},
    )
    if data.get(IN_QUEUE) and verb not in STAYS:
        return onward(request, here)
    return redirect(reverse("dossiers:detail", args=[pk]) + (f"?{IN_QUEUE}=1" if data.get(IN_QUEUE) else ""))


def _act(verb: DossierVerb, found: Any, reason: str, to: str, call: dict[str, Any]) -> None:
    match verb:
        case DossierVerb.RECEIVE:
            actions.receive(found, **call)
        case DossierVerb.TAKE:
            actions.take(found, **call)
        case DossierVerb.RESUBMIT:
            actions.resubmit(found, **call)
        case DossierVerb.CONCLUDE_ELIGIBLE:
            actions.conclude(found, eligible=True, text=reason, **call)
        case DossierVerb.CONCLUDE_INELIGIBLE:
            actions.conclude(found, eligible=False, text=reason, **call)
        case DossierVerb.APPROVE | DossierVerb.APPROVE_INELIGIBLE:
            actions.approve(found, **call)
        case DossierVerb.SEND_BACK:
            actions.send_back(found, reason, **call)
        case DossierVerb.REOPEN:
            actions.reopen(found, reason, **call)
        case DossierVerb.WITHDRAW:
            actions.withdraw(found, reason, **call)
        case DossierVerb.HAND_OVER:
            officer = User.objects.filter(pk=whole_number(to) or 0).first()
            if officer is None:
                raise Refused(_("Chưa chọn chuyên viên nhận."))
            actions.hand_over(found, officer, reason=reason, **call)
        case DossierVerb.PUT_ON_AGENDA if found.round.session:
            actions.put_on_agenda(found.round.session, [found], **call)
        case DossierVerb.TAKE_OFF_AGENDA:
            actions.take_off_agenda(found, reason, **call)
        case _:
            raise ValueError(verb)


@require_safe
@login_required
def appraisal_sheet(request: ActingRequest, pk: int, kind: str) -> HttpResponse:
    """The appraisal sheet as PDF or Word."""
    found = load(request, pk)
    demand(policies.may_print_appraisal(request.acting, found))
    render_kind = {"pdf": render_pdf, "docx": render_docx}.get(kind)
    if render_kind is None:
        raise Http404
    made = render_kind(sheets.APPRAISAL, sheets.appraisal(found, opinions=opinions_of(found)))
    return file_response(made.data, f"phieu-tham-dinh-{found.code}.{kind}", kind)
