"""The standing office's pages: the queue, acts on one and on many, the appraisal sheet."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.models import User
from thidua.accounts.once import acts_once
from thidua.documents.rendering import render_docx, render_pdf
from thidua.documents.serving import file_response
from thidua.dossiers import actions, papers, policies, queries
from thidua.dossiers.flow import DEEDS, EDGES, FACES, DossierState, DossierVerb
from thidua.dossiers.models import Round, Submission
from thidua.dossiers.queries import Filters
from thidua.dossiers.views.detail import context_of, load
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.dates import ImpossibleDate, read_date
from thidua.foundation.numbers import whole_number
from thidua.foundation.words import mark
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.models import DutyCode, Unit
from thidua.organisation.policies import UNIT_DUTIES, in_office

MAX_EXPORT = 5000
POINTS = 4
VERDICTS = {"pass": mark("Đạt"), "fail": mark("Chưa đạt"), "unknown": mark("Chưa rõ"), "hold": mark("Tạm dừng")}


def _number(text: str | None) -> int | None:
    return whole_number(text or "")


def _filters(request: ActingRequest) -> Filters:
    get = request.GET
    return Filters(
        text=get.get("q", "")[:100], state=get.get("trang-thai", ""), round=_number(get.get("dot")),
        unit=_number(get.get("don-vi")), submission=_number(get.get("danh-sach")), award=get.get("danh-hieu", ""),
        verdict=get.get("xet", ""), mine=get.get("cua-toi") == "1",
    )  # fmt: skip


@require_safe
@login_required
def dossier_list(request: ActingRequest) -> HttpResponse:
    """Dossiers a person sees, narrowed by pills, 50 at a time."""
    if request.acting.duty is None or not (
        in_office(request.acting) or request.acting.holds(*UNIT_DUTIES, DutyCode.LEADER, DutyCode.INSPECTOR, DutyCode.COUNCIL_MEMBER, DutyCode.COUNCIL_CHAIR)
    ):  # fmt: skip
        demand(policies.may_keep_rounds(request.acting))
    filters = _filters(request)
    page = queries.dossier_page(request.acting, filters, _number(request.GET.get("truoc")))
    day = today()
    context = {
        "page": page,
        "rows": [(row, FACES[DossierState(row.state)]) for row in page.rows],
        "awards": queries.award_labels([row.award for row in page.rows], day),
        "filters": filters,
        "pills": _pills(filters),
        "next": filters.query(truoc=page.next_before) if page.next_before else "",
        "states": DossierState.choices(),
        "rounds": Round.objects.filter(policies.rounds_seen_by(request.acting)).only("title")[:60],
        "day": day,
        "can_receive": request.acting.holds(*EDGES[DossierVerb.RECEIVE].duties),
        "export": reverse("dossiers:export") + filters.query(),
        "due": policies.may_see_due(request.acting),
    }
    return render(request, "dossiers/list.html", context)


def _pills(filters: Filters) -> list[tuple[str, str, str]]:
    """Name, value and address without it, for each filter in use."""
    found: list[tuple[str, str, str]] = []
    if filters.text:
        found.append((_("Tìm"), filters.text, filters.query(q="")))
    if filters.state in set(DossierState):
        found.append((_("Trạng thái"), _(FACES[DossierState(filters.state)].label), filters.query(**{"trang-thai": ""})))
    if filters.round:
        title = Round.objects.filter(pk=filters.round).values_list("title", flat=True).first()
        found.append((_("Đợt"), title or "", filters.query(dot="")))
    if filters.unit:
        name = Unit.objects.filter(pk=filters.unit).values_list("name", flat=True).first()
        found.append((_("Đơn vị"), name or "", filters.query(**{"don-vi": ""})))
    if filters.submission:
        found.append((_("Danh sách"), f"DS-{filters.submission:05d}", filters.query(**{"danh-sach": ""})))
    if filters.verdict in VERDICTS:
        found.append((_("Xét theo quy định"), _(VERDICTS[filters.verdict]), filters.query(xet="")))
    if filters.mine:
        found.append((_("Người xử lý"), _("tôi"), filters.query(**{"cua-toi": ""})))
    return found


@require_POST
@login_required
@acts_once
def bulk(request: ActingRequest) -> HttpResponse:
    """Receive many; what could not be received is told row by row and stays as it is."""
    rows = queries.chosen(request.acting, request.POST.getlist("chosen")[:200])
    back = request.POST.get("back", "")
    target = reverse("dossiers:list") + (back if back.startswith("?") else "")
    if not rows:
        messages.error(request, _("Chưa chọn hồ sơ nào."))
        return redirect(target)
    outcome = actions.receive_many(rows, by=request.acting, at=now())
    if outcome.done:
        n = len(outcome.done)
        messages.success(request, ngettext("Đã tiếp nhận %(n)s hồ sơ.", "Đã tiếp nhận %(n)s hồ sơ.", n) % {"n": n})
    for dossier, reason in outcome.refused[:10]:
        messages.warning(request, f"{dossier.code} {dossier.name}: {reason}")
    if len(outcome.refused) > 10:
        messages.warning(request, _("và %(n)s hồ sơ khác.") % {"n": len(outcome.refused) - 10})
    return redirect(target)


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
    rows = queries.filtered(request.acting, _filters(request)).select_related("unit", "round", "holder").order_by("-id")[:MAX_EXPORT]
    day = today()
    names = queries.award_labels([row.award for row in rows], day)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Hồ sơ")
        bold = book.add_format({"bold": True})
        heads = (_("Mã"), _("Tên"), _("Chức vụ"), _("Đơn vị"), _("Đề nghị"), _("Đợt"), _("Trạng thái"), _("Xét theo quy định"), _("Người xử lý"))
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
            sheet.set_column(column, column, 24)
        for line, row in enumerate(rows, 1):
            values = (
                row.code, row.name, row.position, row.unit.name, names[row.award], row.round.title,
                _(FACES[DossierState(row.state)].label), _(VERDICTS.get(row.verdict_code, "")) if row.verdict_code else "",
                row.holder.full_name if row.holder else "",
            )  # fmt: skip
            for column, value in enumerate(values):
                sheet.write_string(line, column, value)
    return file_response(out.getvalue(), f"ho-so-{day:%Y%m%d}.xlsx", "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def return_page(request: ActingRequest, pk: int) -> HttpResponse:
    """Return for supplement: single points on papers or conditions, each with its words and deadline."""
    found = load(request, pk)
    answer = policies.may_return(request.acting, found)
    typed = [
        {"about": request.POST.get(f"about_{n}", ""), "text": request.POST.get(f"text_{n}", ""), "due": request.POST.get(f"due_{n}", "")}
        for n in range(POINTS)
    ]
    problem = ""
    if request.method == "POST":
        demand(answer)
        try:
            points = [actions.Point(row["about"], row["text"], _day(row["due"])) for row in typed]
            actions.return_for_supplement(found, points, by=request.acting, at=now())
        except Refused as refusal:
            problem = refusal.reason
        else:
            messages.success(request, _("Đã trả lại hồ sơ %(code)s để bổ sung.") % {"code": found.code})
            return redirect("dossiers:detail", pk=pk)
    context = {
        "dossier": found, "answer": answer, "points": typed, "problem": problem,
        "verdict": queries.verdict_view(found.verdict), "papers": found.papers.all(),
    }  # fmt: skip
    return render(request, "dossiers/return.html", context)


def _day(text: str) -> date | None:
    """A deadline as typed; Refused when it is no day."""
    if not text.strip():
        return None
    try:
        found = read_date(text, default_year=today().year)
    except ImpossibleDate:
        found = None
    day = found.as_date() if found else None
    if day is None:
        raise Refused(_("Hạn “%(text)s” không phải ngày/tháng/năm. Chưa trả lại; phần đã nhập được giữ.") % {"text": text})
    return day


@require_POST
@login_required
@acts_once
def step(request: ActingRequest, pk: int) -> HttpResponse:
    """One act on one dossier. A refusal shows the page again with what was typed."""
    found = load(request, pk)
    data, call = request.POST, {"by": request.acting, "at": now()}
    reason = data.get("reason", "")
    revision = _number(data.get("revision"))
    if revision is not None:
        found.revision = revision
    try:
        verb = DossierVerb(data.get("verb", ""))
        _act(verb, found, reason, data.get("to", ""), call)
    except ValueError:
        raise Http404 from None
    except Refused as refusal:
        context = context_of(request, load(request, pk), problem=refusal.reason, typed=reason, typed_verb=data.get("verb", ""))
        return render(request, "dossiers/detail.html", context, status=409)
    messages.success(request, _("Đã ghi: %(deed)s.") % {"deed": _(DEEDS[verb].done)})
    return redirect("dossiers:detail", pk=pk)


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
        case DossierVerb.REOPEN:
            actions.reopen(found, reason, **call)
        case DossierVerb.WITHDRAW:
            actions.withdraw(found, reason, **call)
        case DossierVerb.HAND_OVER:
            officer = User.objects.filter(pk=_number(to) or 0).first()
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
    made = render_kind(papers.APPRAISAL, papers.appraisal(found, head=""))
    return file_response(made.data, f"phieu-tham-dinh-{found.code}.{kind}", kind)
