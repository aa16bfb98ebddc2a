"""The check before sending, the head's signature, the papers of a whole list."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.rendering import render_pdf
from thidua.documents.serving import file_response, kept_file_response
from thidua.documents.uploads import files_first
from thidua.dossiers import actions, papers, policies, queries
from thidua.dossiers.forms import LetterForm, ListPaperForm
from thidua.dossiers.models import ListPaper, PaperPart, Receipt, Submission, SubmissionState
from thidua.dossiers.queries.checkup import PAGE, checkup
from thidua.dossiers.queries.completeness import unwritten
from thidua.dossiers.queries.lacking import last_lacked
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES


def list_of(request: ActingRequest, pk: int) -> Submission:
    """The list, or 404 when the person may not see it."""
    rows = Submission.objects.filter(policies.submissions_seen_by(request.acting))
    return visible_or_404(rows.select_related("round__session", "unit", "file", "created_by", "sent_by"), pk=pk)


@require_safe
@login_required
def check(request: ActingRequest, pk: int) -> HttpResponse:
    """Every nominee with what stands for and against him, and what may be done with the list now."""
    return render(request, "dossiers/check.html", _context(request, list_of(request, pk)))


def _context(request: ActingRequest, found: Submission, **more: Any) -> dict[str, Any]:
    acting, day = request.acting, today()
    if not acting.holds(*UNIT_DUTIES):
        raise Http404  # the check before sending is the unit's; the office has its queue
    number = whole_number(request.GET.get("trang", "")) or 1
    checked = checkup(found, day, number)
    looked, lacks = last_lacked(found.round.awards)
    return {
        "submission": found, "day": day, "check": checked, "page": number,
        "before": f"?trang={number - 1}" if checked.first > 1 else "",
        "after": f"?trang={number + 1}" if checked.last < checked.total else "",
        "pages": -(-checked.total // PAGE),
        "awards": queries.award_labels([row.dossier.award for row in checked.rows], day),
        "waiting": found.state == SubmissionState.SIGNING,
        "signoff": found.signoffs.select_related("asked_by", "answered_by").last(),
        "heads": policies.heads_who_may_sign(found, day),
        "is_head": acting.holds(DutyCode.UNIT_HEAD),
        "may_send": policies.may_submit(acting, found, day),
        "may_ask": policies.may_ask_head(acting, found, day),
        "may_give_back": policies.may_give_back(acting, found),
        "may_take_back": policies.may_take_back(acting, found),
        "may_work": policies.may_work_on(acting, found),
        "letter": LetterForm(initial={"number": found.number, "dated": found.dated and f"{found.dated:%d/%m/%Y}"}),
        "paper_form": ListPaperForm(),
        "looked": looked, "lacks": lacks[:6],
        "left": found.reading.get("left", 0),
        "unwritten": unwritten(found).count(),
        "window": policies.may_leave_on(found, day),
        "has_letter": any(paper.part == PaperPart.LETTER for paper in checked.papers),
        "blocked_why": _("%(n)s hồ sơ còn thiếu điều bắt buộc, xem cột Cần xem.") % {"n": checked.blocked},
        **more,
    }  # fmt: skip


def _letter_first(request: ActingRequest, found: Submission) -> str:
    """Keep the letter typed beside the button; the reason when it could not be kept."""
    if "number" not in request.POST:
        return ""
    form = LetterForm(request.POST)
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    number, dated = form.cleaned_data["number"], form.cleaned_data["dated"]
    if (number, dated) != (found.number, found.dated):
        actions.letter(found, number, dated, by=request.acting, at=now())
    return ""


def _signed_first(request: ActingRequest, found: Submission) -> None:
    """Keep the signed letter sent with the button."""
    file = request.FILES.get("signed")
    if file is None:
        return
    form = ListPaperForm({"part": PaperPart.LETTER}, MultiValueDict({"file": [file]}))
    if not form.is_valid():
        raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    kept = form.cleaned_data["file"]
    actions.add_list_paper(found, PaperPart.LETTER, kept.read(), kept.name, by=request.acting, at=now())


@require_POST
@login_required
@acts_once
def ask_head(request: ActingRequest, pk: int) -> HttpResponse:
    """Put the list before the head of the unit."""
    found = list_of(request, pk)
    try:
        if problem := _letter_first(request, found):
            raise Refused(problem)
        actions.ask_head(found, request.POST.get("note", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(
            request, _("Đã trình thủ trưởng. Danh sách tạm khóa cho đến khi thủ trưởng duyệt hoặc trả lại.")
        )
    return redirect("dossiers:check", pk=pk)


@require_POST
@login_required
@files_first
def send(request: ActingRequest, pk: int) -> HttpResponse:
    """Send the drafts; the receipt follows. Reports are drawn first, outside the transaction of the sending."""
    found = list_of(request, pk)
    try:
        if request.acting.holds(*UNIT_DUTIES) and policies.may_leave_on(found, today()):
            actions.draw_reports(found, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("dossiers:check", pk=pk)
    answer: HttpResponse = _send(request, pk)
    return answer


@acts_once
def _send(request: ActingRequest, pk: int) -> HttpResponse:
    found = list_of(request, pk)
    try:
        if problem := _letter_first(request, found):
            raise Refused(problem)
        _signed_first(request, found)
        actions.submit(found, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("dossiers:check", pk=pk)
    return redirect("dossiers:receipt", pk=pk)


@require_POST
@login_required
@acts_once
def give_back(request: ActingRequest, pk: int) -> HttpResponse:
    """The head gives the list back."""
    found = list_of(request, pk)
    try:
        actions.give_back(found, request.POST.get("reason", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã trả danh sách lại cho cán bộ."))
    return redirect("dossiers:check", pk=pk)


@require_POST
@login_required
@acts_once
def take_back(request: ActingRequest, pk: int) -> HttpResponse:
    """The officer takes the list back to mend it."""
    found = list_of(request, pk)
    try:
        actions.take_back(found, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã lấy lại danh sách để sửa."))
    return redirect("dossiers:check", pk=pk)


@require_POST
@login_required
@files_first
@acts_once
def add_paper(request: ActingRequest, pk: int) -> HttpResponse:
    """Put a paper into the list that serves all its nominees."""
    found = list_of(request, pk)
    form = ListPaperForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("dossiers:check", pk=pk)
    file = form.cleaned_data["file"]
    try:
        made = actions.add_list_paper(
            found, form.cleaned_data["part"], file.read(), file.name, by=request.acting, at=now()
        )
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã thêm “%(title)s” cho cả danh sách.") % {"title": made.title})
    return redirect("dossiers:check", pk=pk)


@require_POST
@login_required
@files_first
@acts_once
def add_reports(request: ActingRequest, pk: int) -> HttpResponse:
    """Several report files at once, each given to the nominee whose name its name holds."""
    found = list_of(request, pk)
    sent = request.FILES.getlist("files")
    large = [file.name for file in sent if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES]
    if large or not sent:
        messages.error(
            request,
            _("Chưa chọn tệp nào.")
            if not sent
            else _("Tệp quá lớn: %(names)s. Chưa lưu gì.") % {"names": ", ".join(map(str, large))},
        )
        return redirect("dossiers:check", pk=pk)
    try:
        done = actions.add_reports(
            found, [(file.name or "tep", file.read()) for file in sent], by=request.acting, at=now()
        )
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("dossiers:check", pk=pk)
    if done.taken:
        n = len(done.taken)
        messages.success(
            request, ngettext("Đã gắn %(n)s báo cáo vào hồ sơ.", "Đã gắn %(n)s báo cáo vào hồ sơ.", n) % {"n": n}
        )
    for name, why in done.left[:10]:
        messages.warning(request, _("%(name)s: %(why)s, chưa gắn.") % {"name": name, "why": why.rstrip(".")})
    return redirect("dossiers:check", pk=pk)


@require_POST
@login_required
@acts_once
def begin_reports(request: ActingRequest, pk: int) -> HttpResponse:
    """Begin reports from the list's own summaries."""
    found = list_of(request, pk)
    try:
        n = actions.begin_reports(found, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        text = ngettext(
            "Đã lập %(n)s báo cáo từ danh sách. Mở từng hồ sơ để viết thêm.",
            "Đã lập %(n)s báo cáo từ danh sách. Mở từng hồ sơ để viết thêm.",
            n,
        )
        messages.success(request, text % {"n": n})
    return redirect("dossiers:check", pk=pk)


@require_safe
@login_required
def list_paper(request: ActingRequest, pk: int) -> HttpResponse:
    """One paper of a list."""
    found = visible_or_404(
        ListPaper.objects.filter(policies.list_papers_seen_by(request.acting)).select_related("file"), pk=pk
    )
    return kept_file_response(found.file, inline=request.GET.get("xem") == "1")


@require_safe
@login_required
def receipt(request: ActingRequest, pk: int) -> HttpResponse:
    """The receipts of a list: the server's time, the rule of lateness, the code to check by."""
    found = list_of(request, pk)
    given = list(Receipt.objects.filter(submission=found).order_by("-id"))
    if not given:
        raise Http404
    context = {"submission": found, "receipt": given[0], "content": given[0].content, "earlier": given[1:]}
    return render(request, "dossiers/receipt.html", context)


@require_safe
@login_required
def receipt_pdf(request: ActingRequest, pk: int) -> HttpResponse:
    """A receipt as PDF, the same bytes whenever it is asked for; `?ma=` names an earlier one."""
    found = list_of(request, pk)
    rows = Receipt.objects.filter(submission=found).order_by("-id")
    code = request.GET.get("ma", "")
    given = (rows.filter(code=code) if code else rows).first()
    if given is None:
        raise Http404
    made = render_pdf(papers.RECEIPT, given.content)
    return file_response(made.data, f"bien-nhan-{found.code}-{given.code}.pdf", "pdf")
