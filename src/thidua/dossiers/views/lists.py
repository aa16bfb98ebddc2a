"""Pages on a unit's list: upload, preview line by line, take in, send, receipt."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.serving import file_response, kept_file_response
from thidua.dossiers import actions, policies, preview, queries
from thidua.dossiers.actions.lists import recallable
from thidua.dossiers.forms import LetterForm, NomineeForm, UploadForm
from thidua.dossiers.models import Round, Submission, SubmissionState
from thidua.dossiers.queries.matching import matches_of
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.models import DutyCode
from thidua.register.reading import ListReading, Unreadable, bad_rows_workbook


def _submission(request: ActingRequest, pk: int) -> Submission:
    rows = Submission.objects.filter(policies.submissions_seen_by(request.acting))
    return visible_or_404(rows.select_related("round__session", "unit", "file", "created_by", "sent_by"), pk=pk)


def _round(request: ActingRequest, pk: int) -> Round:
    return visible_or_404(Round.objects.filter(policies.rounds_seen_by(request.acting)), pk=pk)


def _revision(request: ActingRequest) -> int:
    """The revision the page was drawn from; what is no number is nobody's revision."""
    number = whole_number(request.POST.get("revision", ""))
    return -1 if number is None else number


@require_POST
@login_required
def upload(request: ActingRequest, pk: int) -> HttpResponse:
    """Read the unit's file and show it line by line; a file that cannot be read leaves nothing behind.

    It is read before anything is locked: a long list takes seconds, in which others write.
    """
    round_ = _round(request, pk)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        wrong = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, _("%(reason)s Chưa lưu gì.") % {"reason": wrong})
        return redirect("dossiers:round", pk=pk)
    file = form.cleaned_data["file"]
    data = file.read()
    try:
        reading = actions.read_upload(round_, data, file.name, by=request.acting, at=now())
        return _keep(request, round_, data, file.name, reading)
    except (Unreadable, Refused) as refusal:
        messages.error(request, _("%(reason)s Chưa lưu gì.") % {"reason": refusal.reason.removesuffix(" Chưa lưu gì.")})
        return redirect("dossiers:round", pk=pk)


@acts_once
def _keep(request: ActingRequest, round_: Round, data: bytes, name: str, reading: ListReading) -> HttpResponse:
    made = actions.keep_list(round_, data, name, reading, by=request.acting, at=now())
    return redirect("dossiers:submission", pk=made.pk)


@require_POST
@login_required
@acts_once
def begin_by_hand(request: ActingRequest, pk: int) -> HttpResponse:
    """Begin an empty list."""
    made = actions.begin(_round(request, pk), by=request.acting, at=now())
    return redirect("dossiers:add", pk=made.pk)


@require_safe
@login_required
def submission(request: ActingRequest, pk: int) -> HttpResponse:
    """One list: the lines still to be mended, the dossiers taken in, the letter, the sending."""
    return _submission_page(request, _submission(request, pk))


def _submission_page(request: ActingRequest, found: Submission, letter: LetterForm | None = None) -> HttpResponse:
    day = today()
    may_work = policies.may_work_on(request.acting, found)
    reading = actions.reading_of(found) if may_work else None
    dossiers = found.dossiers.filter(policies.seen_by(request.acting)).select_related("recipient").order_by("id")
    shown = list(dossiers[: preview.PAGE])
    context = {
        "submission": found,
        "day": day,
        "sheet": _sheet(request, reading, found) if reading and reading.rows else None,
        "dossiers": [(row, queries.verdict_view(row.verdict)) for row in shown],
        "count": dossiers.count(),
        "awards": queries.award_labels(found.round.awards, day),
        "may_work": may_work,
        "drafts": found.dossiers.filter(state="draft").count(),
        "signing": found.state == SubmissionState.SIGNING,
        "can_recall": bool(may_work) and recallable(found).exists(),
        "matches": matches_of(shown),
        "waiting": found.dossiers.filter(state="submitted").count()
        if request.acting.holds(DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER)
        else 0,
        "may_write_letter": policies.may_write_letter(request.acting, found),
        "may_discard": policies.may_discard_list(request.acting, found),
        "letter": letter
        or LetterForm(initial={"number": found.number, "dated": found.dated and f"{found.dated:%d/%m/%Y}"}),
    }
    return render(request, "dossiers/submission.html", context)


def _sheet(request: ActingRequest, reading: ListReading, found: Submission) -> preview.SheetView:
    """The preview at the cell and page asked for; what is no number is no page."""
    number = whole_number(request.GET.get("trang", ""))
    return preview.sheet_of(reading, found.round, request.GET.get("o", ""), number)


@require_POST
@login_required
def mend(request: ActingRequest, pk: int) -> HttpResponse:
    """One correction of the preview; what was typed is shown back when it could not be kept.

    Where columns were named, the file is read again before anything is locked.
    """
    found = _submission(request, pk)
    again = None
    if request.POST.get("act") == "columns":
        try:
            again = _read_again(request, found)
        except (Refused, KeyError, ValueError) as problem:
            reason = (
                problem.reason
                if isinstance(problem, Refused)
                else _("Dòng này vừa thay đổi. Chưa ghi gì; hãy xem lại bảng.")
            )
            messages.error(request, reason)
            return redirect(reverse("dossiers:submission", args=[pk]) + "#bang")
    return _mend(request, pk, found, again)


@acts_once
def _mend(request: ActingRequest, pk: int, found: Submission, again: actions.ReadAgain | None) -> HttpResponse:
    data = request.POST
    revision = _revision(request)
    call: dict[str, Any] = {"revision": revision, "by": request.acting, "at": now()}
    key = preview.key_of(data.get("line", ""))
    here = reverse("dossiers:submission", args=[pk]) + "#bang"
    try:
        match data.get("act", ""):
            case "correct" if key:
                actions.correct_cell(found, key, data.get("field", ""), data.get("value", ""), **call)
                cell = urlencode({"o": f"{data.get('line', '')}|{data.get('field', '')}"})
                here = here.replace("#", f"?{cell}#")
            case "accept" if key:
                actions.accept_proposal(found, key, data.get("code", ""), **call)
            case "keep" if key:
                actions.keep_as_printed(found, key, data.get("code", ""), **call)
            case "accept_all":
                actions.accept_all(found, data.get("code", ""), **call)
            case "skip_elsewhere":
                actions.skip_other_rounds(found, **call)
            case "skip" if key:
                actions.skip_line(found, key, **call)
            case "columns":
                if again:
                    actions.choose_columns(found, again, **call)
                _tell_columns(request, again)
            case _:
                raise Http404
    except (KeyError, ValueError):
        messages.error(request, _("Dòng này vừa thay đổi. Chưa ghi gì; hãy xem lại bảng."))
    except Refused as refusal:
        typed = data.get("value", "")
        messages.error(
            request, f"{refusal.reason} {_('Đã nhập: “%(text)s”.') % {'text': typed} if typed else ''}".strip()
        )
    return redirect(here)


def _read_again(request: ActingRequest, found: Submission) -> actions.ReadAgain | None:
    """The kept file as the officer understands its columns; nothing when no column is understood otherwise than before."""
    reading = actions.reading_of(found)
    chosen = preview.choices_in(request.POST, reading) if reading else {}
    return actions.read_again(found, chosen, by=request.acting, at=now()) if chosen else None


def _tell_columns(request: ActingRequest, again: actions.ReadAgain | None) -> None:
    """Say what became of the corrections."""
    if again is None:
        messages.info(request, _("Chưa chọn cột nào khác trước. Danh sách giữ nguyên."))
        return
    carried = again.carried
    text = [_("Đã đọc lại tệp theo các cột vừa chọn.")]
    if carried.kept:
        text.append(ngettext("Giữ %(n)s ô đã sửa.", "Giữ %(n)s ô đã sửa.", carried.kept) % {"n": carried.kept})
    if carried.lost:
        lost = ngettext("%(n)s ô đã sửa không còn dòng để giữ.", "%(n)s ô đã sửa không còn dòng để giữ.", carried.lost)
        text.append(lost % {"n": carried.lost})
    (messages.warning if carried.lost else messages.success)(request, " ".join(text))


@require_POST
@login_required
@acts_once
def take_good(request: ActingRequest, pk: int) -> HttpResponse:
    """Take the good lines in as dossiers."""
    found = _submission(request, pk)
    revision = _revision(request)
    try:
        made = actions.take_good_lines(found, revision=revision, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        twins = actions.twins_left(found)
        text = ngettext("Đã nhận %(n)s hồ sơ vào bản nháp.", "Đã nhận %(n)s hồ sơ vào bản nháp.", made) % {"n": made}
        more = ngettext(
            "%(n)s dòng đã có hồ sơ trong đợt nên để lại, được đánh dấu ở bảng.",
            "%(n)s dòng đã có hồ sơ trong đợt nên để lại, được đánh dấu ở bảng.",
            twins,
        ) % {"n": twins}
        (messages.success if made else messages.warning)(request, f"{text} {more}" if twins else text)
    return redirect("dossiers:submission", pk=pk)


@require_safe
@login_required
def give_back(request: ActingRequest, pk: int) -> HttpResponse:
    """The lines that still need mending as an Excel file with the reason beside each cell."""
    found = _submission(request, pk)
    demand(policies.may_work_on(request.acting, found))
    reading = actions.reading_of(found)
    if reading is None:
        raise Http404
    return file_response(bad_rows_workbook(reading), f"{found.code}-can-sua.xlsx", "xlsx")


@require_safe
@login_required
def original(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit's own file, as it was sent."""
    found = _submission(request, pk)
    return kept_file_response(found.file)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def add(request: ActingRequest, pk: int) -> HttpResponse:
    """Add one nominee by form."""
    found = _submission(request, pk)
    demand(policies.may_work_on(request.acting, found))
    awards = list(queries.award_labels(found.round.awards, today()).items())
    form = NomineeForm(request.POST or None, awards=awards, on=today(), initial={"workplace": found.unit.name})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_nominee(found, form.cleaned_data, by=request.acting, at=now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Đã thêm hồ sơ %(code)s.") % {"code": made.code})
            return redirect("dossiers:submission", pk=pk)
    return render(request, "dossiers/nominee.html", {"form": form, "submission": found})


@require_POST
@login_required
@acts_once
def write_letter(request: ActingRequest, pk: int) -> HttpResponse:
    """Keep the number and date of the letter."""
    found = _submission(request, pk)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _submission_page(request, found, letter=form)
    try:
        actions.letter(found, form.cleaned_data["number"], form.cleaned_data["dated"], by=request.acting, at=now())
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _submission_page(request, found, letter=form)
    messages.success(request, _("Đã ghi số và ngày tờ trình."))
    return redirect("dossiers:submission", pk=pk)


@require_POST
@login_required
@acts_once
def discard(request: ActingRequest, pk: int) -> HttpResponse:
    """Put away a list that was never sent."""
    found = _submission(request, pk)
    actions.discard_list(found, request.POST.get("reason", ""), by=request.acting, at=now())
    messages.success(request, _("Đã bỏ danh sách %(code)s.") % {"code": found.code})
    return redirect("dossiers:round", pk=found.round_id)


@require_POST
@login_required
@acts_once
def take_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Recall what the office has not received."""
    found = _submission(request, pk)
    try:
        back = actions.recall(found, request.POST.get("reason", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(
            request,
            ngettext("Đã thu hồi %(n)s hồ sơ về bản nháp.", "Đã thu hồi %(n)s hồ sơ về bản nháp.", back) % {"n": back},
        )
    return redirect("dossiers:submission", pk=pk)
