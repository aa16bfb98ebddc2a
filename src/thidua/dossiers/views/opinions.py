"""Pages on opinions of agencies: asking, the small page of one request, its letter, answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.models import StoredFile
from thidua.documents.rendering import render_docx, render_pdf
from thidua.documents.serving import file_response, kept_file_response
from thidua.documents.uploads import files_first
from thidua.dossiers import actions, opinion_papers, policies
from thidua.dossiers.models import ListPaper, Opinion, OpinionRequest, Paper, PaperPart
from thidua.dossiers.policies.opinions import LENT, needs
from thidua.dossiers.queries.opinions import (
    OPEN,
    askable,
    files_lent,
    list_papers_lent,
    papers_lent,
    request_rows,
    requests_for,
)
from thidua.dossiers.tasks import ask_for_reading
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.dates import typed_day
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.queries import official_calendar


def chosen_in(data: QueryDict) -> list[int]:
    """The dossiers named in an address or a form."""
    return [pk for text in data.getlist("ho-so")[:500] if (pk := whole_number(text)) is not None]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def ask(request: ActingRequest) -> HttpResponse:
    """Ask one agency about one or many dossiers."""
    demand(policies.may_keep_consultation(request.acting))
    data = request.POST if request.method == "POST" else request.GET
    chosen, problem = chosen_in(data), ""
    if request.method == "POST":
        asked = actions.Asked(
            data.get("agency", ""), data.get("question", ""), tuple(data.getlist("part")), data.get("number", "")
        )  # fmt: skip
        try:
            made = actions.ask(
                list(askable(request.acting, round_=None, chosen=chosen or [0])), asked, by=request.acting, at=now()
            )
        except Refused as refusal:
            problem = refusal.reason
        else:
            ask_for_reading()
            messages.success(
                request,
                _("Đã ghi yêu cầu %(code)s. Hạn trả lời: hết ngày %(day)s.")
                % {"code": made.code, "day": f"{made.due_on:%d/%m/%Y}"},
            )
            return redirect("dossiers:opinion_request", pk=made.pk)
    rows = list(
        askable(
            request.acting, round_=whole_number(data.get("dot")), chosen=[] if whole_number(data.get("dot")) else chosen
        )
    )
    wanted = [needs(row) for row in rows]
    context = {
        "rows": [(row, policies.may_ask(request.acting, row), row.pk in chosen) for row in rows], "problem": problem, "typed": data,
        "proposed": list(dict.fromkeys(name for need in wanted for name in need.proposed)),
        "cites": list(dict.fromkeys(need.agency.cite for need in wanted if need.agency)), "parts": [(part.value, part.label) for part in LENT],
        "chosen_parts": data.getlist("part") if request.method == "POST" else [PaperPart.REPORT, PaperPart.SUMMARY],
    }  # fmt: skip
    return render(request, "dossiers/opinion_ask.html", context)


@require_safe
@login_required
def requests(request: ActingRequest) -> HttpResponse:
    """The requests a person sees, newest first, 50 at a time."""
    state = request.GET.get("xem", "")
    state = state if state in OPEN else ""
    page = requests_for(request.acting, state=state, after=whole_number(request.GET.get("sau")))
    may_ask = policies.may_keep_consultation(request.acting)
    context = {
        "page": page,
        "state": state,
        "day": today(),
        "may_ask": may_ask,
        "is_all": not state,
        "is_open": state == "cho",
        "is_done": state == "xong",
    }
    return render(request, "dossiers/opinion_requests.html", context)


def _seen(request: ActingRequest, pk: int) -> OpinionRequest:
    return visible_or_404(
        OpinionRequest.objects.filter(policies.requests_seen_by(request.acting)).select_related("agency", "asked_by"),
        pk=pk,
    )


@require_safe
@login_required
def opinion_request(request: ActingRequest, pk: int) -> HttpResponse:
    """The small page of one request: its nominees, the question, the papers allowed, the answers."""
    return _page(request, _seen(request, pk))


def _page(request: ActingRequest, found: OpinionRequest, problem: str = "", status: int = 200) -> HttpResponse:
    day = today()
    office = bool(policies.may_keep_consultation(request.acting))
    rows = request_rows(found, day)
    for row in rows:
        pk = row["dossier"].pk
        row["typed"], row["words"] = request.POST.get(f"outcome-{pk}", ""), request.POST.get(f"text-{pk}", "")
        row["open"] = row["opinion"].outcome == "pending" or (office and row["opinion"].outcome == "silent")
    context = {
        "request_": found, "rows": rows, "day": day, "office": office, "problem": problem, "typed": request.POST,
        "answer": policies.may_answer_request(request.acting, found), "any_open": any(row["open"] for row in rows),
        "left": official_calendar((day.year, day.year + 1)).between(day, found.due_on),
        "to_clear": _to_clear(found, rows) if office and not found.ended_at else [],
        "choices": [(kind.value, kind.label) for kind in actions.SAID],
    }  # fmt: skip
    return render(request, "dossiers/opinion_request.html", context, status=status)


def _to_clear(found: OpinionRequest, rows: list[dict[str, Any]]) -> list[tuple[Paper | ListPaper, str]]:
    """The scans a person has to look at before the agency may open them, each once, with the address that shows it."""
    papers = [
        (paper, reverse("dossiers:opinion_paper", args=[found.pk, paper.pk])) for row in rows for paper in row["papers"]
    ]
    papers += [
        (paper, reverse("dossiers:opinion_list_paper", args=[found.pk, paper.pk]))
        for row in rows
        for paper in row["shared"]
    ]
    waiting = {
        paper.file_id: (paper, address)
        for paper, address in papers
        if hasattr(paper.file, "lent") and paper.file.lent.waits
    }
    return list(waiting.values())


@require_POST
@login_required
@files_first
@acts_once
def answer_request(request: ActingRequest, pk: int) -> HttpResponse:
    """Record the answers chosen on the page; nominees left without a choice stay as they are."""
    found, data = _seen(request, pk), request.POST
    said = {
        key: actions.Said(data[f"outcome-{key}"], data.get(f"text-{key}", ""))
        for key in Opinion.objects.filter(request=found).values_list("dossier_id", flat=True)
        if data.get(f"outcome-{key}")
    }
    file = request.FILES.get("file")
    try:
        dated = _day(data.get("dated", ""))
        paper = actions.Letter(data.get("number", ""), dated, (file.read(), file.name or "") if file else None)
        count = actions.answer_request(found, said, paper, by=request.acting, at=now())
    except Refused as refusal:
        return _page(request, found, refusal.reason, status=409)
    messages.success(request, _("Đã ghi ý kiến về %(n)d trường hợp.") % {"n": count})
    return redirect("dossiers:opinion_request", pk=pk)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    day = typed_day(text, default_year=today().year)
    if day is None:
        raise Refused(
            _("Ngày văn bản “%(text)s” không phải ngày/tháng/năm. Chưa ghi; phần đã nhập được giữ.") % {"text": text}
        )
    return day


@require_safe
@login_required
def opinion_paper(request: ActingRequest, pk: int, paper: int) -> HttpResponse:
    """One paper of a nominee, when the request lets the agency read its part."""
    found = _seen(request, pk)
    return _lend(request, visible_or_404(papers_lent(found), pk=paper).file)


@require_safe
@login_required
def opinion_list_paper(request: ActingRequest, pk: int, paper: int) -> HttpResponse:
    """One paper of a whole list, when the request lets the agency read its part."""
    return _lend(request, visible_or_404(list_papers_lent(_seen(request, pk)), pk=paper).file)


def _lend(request: ActingRequest, file: StoredFile) -> HttpResponse:
    """A paper for the agency; one that shows an identity number, or that nobody looked at yet, stays with the office."""
    found = None if policies.may_keep_consultation(request.acting) else actions.looked_through(file)
    if found and found.waits:
        raise Refused(
            _("Giấy tờ này là bản quét, Ban chưa xác nhận không có số định danh nên chưa cho xem. Hãy liên hệ Ban.")
        )
    if found and not found.opens:
        raise Refused(_("Giấy tờ này có số định danh nên không cho cơ quan khác xem. Hãy hỏi Ban bản đã che số."))
    return kept_file_response(file, inline=request.GET.get("xem") == "1")


@require_POST
@login_required
@acts_once
def clear_paper(request: ActingRequest, pk: int, file: int) -> HttpResponse:
    """Say that a scan was looked at and shows no identity number: the agency may open it."""
    found = _seen(request, pk)
    try:
        actions.clear_for_agency(found, visible_or_404(files_lent(found), pk=file), by=request.acting, at=now())
    except Refused as refusal:
        return _page(request, found, refusal.reason, status=409)
    messages.success(request, _("Đã xác nhận. Cơ quan mở được giấy tờ này."))
    return redirect("dossiers:opinion_request", pk=pk)


@require_safe
@login_required
def opinion_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The paper an answer stands on."""
    rows = Opinion.objects.filter(request__in=OpinionRequest.objects.filter(policies.requests_seen_by(request.acting)))
    return kept_file_response(visible_or_404(rows.select_related("file"), pk=pk).file)


@require_safe
@login_required
def opinion_letter(request: ActingRequest, pk: int, kind: str) -> HttpResponse:
    """The letter of a request as PDF or Word."""
    found = _seen(request, pk)
    drawn = {"pdf": render_pdf, "docx": render_docx}.get(kind)
    if drawn is None:
        raise Http404
    return file_response(
        drawn(opinion_papers.LETTER, opinion_papers.letter(found)).data, f"cong-van-{found.code}.{kind}", kind
    )
