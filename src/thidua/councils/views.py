"""Pages of the council room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.models import User
from thidua.accounts.once import acts_once
from thidua.councils import actions, policies, queries
from thidua.councils.flow import LABELS, SessionState
from thidua.councils.forms import MinutesForm, SessionForm
from thidua.councils.models import Attendance, BallotItem, Council, MemberRole, Session
from thidua.documents.serving import kept_file_response
from thidua.foundation.answers import Answer, Refused
from thidua.foundation.clock import HANOI, now, today
from thidua.foundation.numbers import whole_number
from thidua.foundation.words import mark
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest

YEARS = (1948, 2100)
"""From the first appeal for patriotic emulation on; what a page can page through."""
PAPERS = {
    "bien-ban.pdf": ("minutes_pdf", mark("Biên bản họp, PDF")),
    "bien-ban.docx": ("minutes_docx", mark("Biên bản họp, Word")),
    "kiem-phieu.pdf": ("tally_pdf", mark("Biên bản kiểm phiếu, PDF")),
    "kiem-phieu.docx": ("tally_docx", mark("Biên bản kiểm phiếu, Word")),
}


def _council(request: ActingRequest, pk: int) -> Council:
    return visible_or_404(queries.councils(request.acting), pk=pk)


def _session(request: ActingRequest, pk: int) -> Session:
    return visible_or_404(queries.sessions(request.acting), pk=pk)


def _as_seen(request: ActingRequest, found: Session) -> Session:
    """The session as the person saw it: the revision the form carries, so that the slower of two is told."""
    seen = whole_number(request.POST.get("revision", ""))
    if seen is not None:
        found.revision = seen
    return found


@require_safe
@login_required
def council_list(request: ActingRequest) -> HttpResponse:
    """The councils a person sees with the sessions of a year."""
    year = whole_number(request.GET.get("nam", ""))
    if year is None or not YEARS[0] <= year <= YEARS[1]:
        year = today().year
    councils = list(queries.councils_with_sessions(request.acting, year))
    if not councils:
        demand(Answer.no(_("Nhiệm vụ đang chọn không xem Hội đồng nào.")))
    return render(request, "councils/list.html", {"councils": councils, "year": year, "faces": LABELS})


@require_safe
@login_required
def council(request: ActingRequest, pk: int) -> HttpResponse:
    """One council: its members today and its sessions."""
    found = _council(request, pk)
    day = today()
    years = queries.years_of(found)
    context = {
        "council": found,
        "members": queries.members_on(found, day),
        "former": queries.former_members(found, day),
        "sessions": [(year, queries.sessions_of(found, year)) for year in years[:3]],
        "may_plan": policies.may_plan(request.acting, found),
        "faces": LABELS,
    }
    return render(request, "councils/council.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def new_session(request: ActingRequest, pk: int) -> HttpResponse:
    """Plan a session."""
    found = _council(request, pk)
    demand(policies.may_plan(request.acting, found))
    year = today().year
    form = SessionForm(
        request.POST or None, initial={"year": year, "number": queries.sessions_of(found, year).count() + 1}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_session(found, by=request.acting, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("councils:session", pk=made.pk)
    return render(request, "councils/session_form.html", {"form": form, "council": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def edit_session(request: ActingRequest, pk: int) -> HttpResponse:
    """Change what was planned, until the ballot opens."""
    found = _session(request, pk)
    demand(policies.may_edit(request.acting, found))
    initial = {name: getattr(found, name) for name in ("year", "number", "title", "place", "programme_ref")}
    initial["held_on"] = f"{found.held_on:%d/%m/%Y}" if found.held_on else ""
    form = SessionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_session(_as_seen(request, found), by=request.acting, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("councils:session", pk=pk)
    context = {
        "form": form, "council": found.council, "session": found,
        "revision": request.POST.get("revision", found.revision),
    }  # fmt: skip
    return render(request, "councils/session_form.html", context)


@require_safe
@login_required
def session(request: ActingRequest, pk: int) -> HttpResponse:
    """One session: agenda and roll before, counting state during, results after."""
    return render(request, "councils/session.html", session_context(request, _session(request, pk)))


def session_context(request: ActingRequest, found: Session, **more: Any) -> dict[str, Any]:
    """Everything the page of a session shows; nothing of the counting to those who may not see it."""
    acting = request.acting
    may_count = policies.may_see_counting(acting, found)
    counting = queries.counting(found) if may_count and found.state == SessionState.BALLOTING else None
    roll = list(queries.roll_of(found))
    return {
        "session": found,
        "face": LABELS[SessionState(found.state)],
        "items": list(found.items.order_by("position", "id")),
        "members": queries.members_on(found.council, queries.day_of_roll(found, today())) if found.state == SessionState.PLANNED else [],
        "attendance": Attendance.choices,
        "roll": roll,
        "part": queries.participation(roll),
        "counting": counting,
        "own": counting.of(acting.user) if counting else None,
        "groups": queries.results(found, only_failed=request.GET.get("loc") == "khong-dat"),
        "minutes_files": [(which, words) for which, (_column, words) in PAPERS.items()],
        "only_failed": request.GET.get("loc") == "khong-dat",
        "may_edit": policies.may_edit(acting, found),
        "may_agenda": policies.may_change_agenda(acting, found),
        "may_open": policies.may_open_ballot(acting, found),
        "may_call_off": policies.may_call_off(acting, found),
        "early": found.held_on is not None and today() < found.held_on,
        "today": today(),
        "may_type": policies.may_type_counts(acting, found),
        "may_confirm": policies.may_confirm_count(acting, found),
        "may_close": policies.may_close(acting, found),
        **more,
    }  # fmt: skip


@require_POST
@login_required
@acts_once
def open_ballot(request: ActingRequest, pk: int) -> HttpResponse:
    """Freeze the roll and open the ballot."""
    found = _session(request, pk)
    attendance = {key: Attendance(value) for key, value in _by_member(request, "member_") if value in Attendance.values}
    reasons = dict(_by_member(request, "why_"))
    agenda = [whole_number(key) or 0 for key in request.POST.getlist("item")]
    try:
        actions.open_ballot(
            _as_seen(request, found),
            attendance,
            reasons=reasons,
            agenda=agenda,
            early=bool(request.POST.get("early")),
            by=request.acting,
            at=now(),
        )
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("councils:session", pk=pk)


@require_POST
@login_required
@acts_once
def call_off(request: ActingRequest, pk: int) -> HttpResponse:
    """Take back a ballot opened by mistake."""
    found = _session(request, pk)
    demand(policies.may_call_off(request.acting, found))
    try:
        actions.call_off_ballot(_as_seen(request, found), request.POST.get("reason", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã hủy mở phiếu; phiên trở lại bước chuẩn bị."))
    return redirect("councils:session", pk=pk)


def _by_member(request: ActingRequest, prefix: str) -> Iterator[tuple[int, str]]:
    for name, value in request.POST.items():
        key = whole_number(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if key is not None:
            yield key, str(value)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def type_counts(request: ActingRequest, pk: int) -> HttpResponse:
    """Type what was counted on paper. The other person's numbers are never shown."""
    found = _session(request, pk)
    demand(policies.may_type_counts(request.acting, found))
    counting = queries.counting(found)
    own = counting.of(request.acting.user)
    items = list(found.items.order_by("position", "id"))
    problem = ""
    if request.method == "POST":
        try:
            counts = {item.pk: _typed(request, item) for item in items}
            actions.type_counts(
                found, counts, collected=_collected(request), seen=request.POST.get("seen"), by=request.acting, at=now()
            )
        except Refused as refusal:
            problem = refusal.reason
        else:
            messages.success(request, _("Đã ghi số đếm của %(n)s nội dung.") % {"n": len(items)})
            return redirect("councils:session", pk=pk)
    rows = [(item, _shown(request, item.pk, own), item.pk in counting.differing and own is not None) for item in items]
    context = {
        "session": found, "rows": rows, "problem": problem, "collected": request.POST.get("collected", ""),
        "seen": request.POST.get("seen", own.mark if own else ""), "part": queries.participation(queries.roll_of(found)),
    }  # fmt: skip
    return render(request, "councils/type_counts.html", context)


def _typed(request: ActingRequest, item: BallotItem) -> tuple[int, int, int]:
    values = [request.POST.get(f"{name}_{item.pk}", "").strip() for name in ("yes", "no", "invalid")]
    yes, no, invalid = map(whole_number, values)
    if yes is None or no is None or invalid is None:
        raise _unfilled(item.label, wrong=next((text for text in values if text and whole_number(text) is None), ""))
    return yes, no, invalid


def _collected(request: ActingRequest) -> int | None:
    """How many papers came back, when it is told."""
    text = request.POST.get("collected", "").strip()
    number = whole_number(text)
    if text and number is None:
        raise _unfilled(_("Số phiếu thu về"), wrong=text)
    return number


def _unfilled(where: str, *, wrong: str = "") -> Refused:
    if wrong:
        text = _("“%(where)s”: “%(wrong)s” không phải số phiếu. Phần đã nhập còn trên trang; hãy ghi số từ 0 trở lên.")
        return Refused(text % {"where": where, "wrong": wrong[:20]})
    return Refused(
        _("“%(where)s” còn ô chưa ghi số phiếu. Phần đã nhập còn trên trang; hãy ghi đủ rồi gửi lại.")
        % {"where": where}
    )


def _shown(request: ActingRequest, item: int, own: Any) -> dict[str, str]:
    names = ("yes", "no", "invalid")
    if request.method == "POST":
        return {name: request.POST.get(f"{name}_{item}", "") for name in names}
    if own is None:
        return {"yes": "", "no": "", "invalid": "0"}
    return dict(zip(names, map(str, own.counts.get(item, ("", "", ""))), strict=True))


@require_POST
@login_required
@acts_once
def discard(request: ActingRequest, pk: int) -> HttpResponse:
    """Put one person's typing away, with the reason."""
    found = _session(request, pk)
    who = User.objects.filter(pk=whole_number(request.POST.get("user", "")) or 0).first()
    if who is None:
        raise Http404
    try:
        actions.discard_counts(found, who, reason=request.POST.get("reason", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("councils:session", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def minutes(request: ActingRequest, pk: int) -> HttpResponse:
    """Draw up the minutes, which closes the session."""
    found = _session(request, pk)
    demand(policies.may_close(request.acting, found))
    form = MinutesForm(request.POST or None, initial=_minutes_start(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_minutes(found, form.facts(found.held_on or today()), by=request.acting, at=now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Đã lập biên bản; phiên đã đóng."))
            return redirect("councils:session", pk=pk)
    return render(request, "councils/minutes.html", {"form": form, "session": found})


def _minutes_start(found: Session) -> dict[str, str]:
    """What the form of the minutes begins with: the people of the frozen roll by their place in the council."""
    people = {entry.member.role: entry.member for entry in reversed(list(queries.roll_of(found)))}
    words = {role: f"{member.name}, {member.position}".strip(", ") for role, member in people.items()}
    tellers = [f"{typing.by.full_name}, {typing.by.position}".strip(", ") for typing in queries.counting(found).typings]
    clock = now().astimezone(HANOI)
    begun = max(clock.hour * 60 + clock.minute - 60, 0) // 30 * 30
    return {
        "venue": found.place, "chair": words.get(MemberRole.CHAIR, ""), "secretary": words.get(MemberRole.SECRETARY, ""),
        "tellers": "\n".join(tellers), "started_at": f"{begun // 60:02d}:{begun % 60:02d}", "ended_at": f"{clock:%H:%M}",
    }  # fmt: skip


@require_safe
@login_required
def paper(request: ActingRequest, pk: int, which: str) -> HttpResponse:
    """The kept minutes."""
    found = _session(request, pk)
    file = getattr(found, PAPERS[which][0]) if which in PAPERS else None
    return kept_file_response(file)
