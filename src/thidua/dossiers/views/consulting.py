"""The office's pages on public consultation: publishing, the list with its comments, extending, sorting, the result."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.rendering import render_docx, render_pdf
from thidua.documents.serving import file_response
from thidua.dossiers import actions, opinion_papers, policies
from thidua.dossiers.models import Consultation, HoldKind, PublicComment, Triage
from thidua.dossiers.policies.opinions import needs
from thidua.dossiers.queries.opinions import PAGE, askable, comments_of, consultations
from thidua.dossiers.views.opinions import chosen_in
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.dates import typed_day
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.queries import official_calendar


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def publish(request: ActingRequest) -> HttpResponse:
    """Publish the names of one or many dossiers."""
    demand(policies.may_keep_consultation(request.acting))
    data = request.POST if request.method == "POST" else request.GET
    chosen, problem = chosen_in(data), ""
    if request.method == "POST":
        try:
            made = actions.publish(
                list(askable(request.acting, round_=None, chosen=chosen or [0])),
                data.get("title", ""),
                by=request.acting,
                at=now(),
            )
        except Refused as refusal:
            problem = refusal.reason
        else:
            for row in made:
                messages.success(
                    request,
                    _("Đã công khai “%(title)s” đến hết ngày %(day)s.")
                    % {"title": row.title, "day": f"{row.ends_on:%d/%m/%Y}"},
                )
            return redirect("dossiers:consultation", pk=made[0].pk)
    rows = list(
        askable(
            request.acting, round_=whole_number(data.get("dot")), chosen=[] if whole_number(data.get("dot")) else chosen
        )
    )
    policies.read_consulted(rows)
    offered = [
        (row, needs(row), policies.may_publish(request.acting, row), not chosen or row.pk in chosen) for row in rows
    ]
    context = {
        "rows": offered, "may_any": any(answer for _row, _need, answer, _on in offered),
        "problem": problem, "title": data.get("title", "") or (rows[0].round.title if rows else ""), "round": whole_number(data.get("dot")) or "",
    }  # fmt: skip
    return render(request, "dossiers/consult_publish.html", context)


@require_safe
@login_required
def consultation_list(request: ActingRequest) -> HttpResponse:
    """Published lists, newest first, 50 at a time."""
    demand(policies.may_work_queue(request.acting))
    state = request.GET.get("xem", "")
    running = {"dang": True, "xong": False}.get(state)
    context = {
        "page": consultations(running=running, after=whole_number(request.GET.get("sau"))), "state": state, "day": today(),
        "is_all": running is None, "is_open": running is True, "is_done": running is False,
    }  # fmt: skip
    return render(request, "dossiers/consult_list.html", context)


@require_safe
@login_required
def consultation(request: ActingRequest, pk: int) -> HttpResponse:
    """One list: its names, what the public wrote, what may be done."""
    demand(policies.may_work_queue(request.acting))
    return _page(request, visible_or_404(Consultation.objects.all(), pk=pk))


def _page(
    request: ActingRequest, found: Consultation, problem: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    """`more`: what was typed for an extension (`typed`), for which comment (`sorting`, `sorted`), who wrote one (`revealed`)."""
    day = today()
    kind = request.GET.get("loai", "")
    comments = comments_of(found, kind=kind, after=whole_number(request.GET.get("sau")))
    context = {
        "consultation": found, "lines": found.lines.select_related("dossier").order_by("id"), "day": day, "problem": problem,
        "comments": [(row, policies.may_triage(request.acting, row)) for row in comments[:PAGE]], "kind": kind,
        "after": comments[PAGE - 1].pk if len(comments) > PAGE else 0, "kinds": Triage.choices,
        "sorts": [(one.value, one.label) for one in (Triage.VALID, Triage.OFF_TOPIC, Triage.HOLD)], "hold_kinds": HoldKind.choices,
        "left": official_calendar((day.year, day.year + 1)).between(day, found.ends_on) if found.ended_at is None else 0,
        "may_keep": policies.may_keep_consultation(request.acting), "may_close": policies.may_close(found), **more,
    }  # fmt: skip
    return render(request, "dossiers/consult_page.html", context, status=status)


def _day(text: str) -> date:
    day = typed_day(text, default_year=today().year)
    if day is None:
        raise Refused(_("“%(text)s” không phải ngày/tháng/năm. Chưa ghi; phần đã nhập được giữ.") % {"text": text})
    return day


@require_POST
@login_required
@acts_once
def extend(request: ActingRequest, pk: int) -> HttpResponse:
    """Let a list stand longer."""
    demand(policies.may_keep_consultation(request.acting))
    found = visible_or_404(Consultation.objects.all(), pk=pk)
    try:
        actions.extend_consultation(
            found, _day(request.POST.get("day", "")), request.POST.get("reason", ""), by=request.acting, at=now()
        )
    except Refused as refusal:
        return _page(request, found, refusal.reason, status=409, typed=request.POST)
    messages.success(request, _("Đã gia hạn đến hết ngày %(day)s.") % {"day": f"{found.ends_on:%d/%m/%Y}"})
    return redirect("dossiers:consultation", pk=pk)


@require_POST
@login_required
def reveal_writer(request: ActingRequest, pk: int) -> HttpResponse:
    """Show who wrote one comment on this one answer; the reason goes to the journal."""
    demand(policies.may_keep_consultation(request.acting))
    said = visible_or_404(PublicComment.objects.select_related("consultation", "dossier__recipient__person"), pk=pk)
    try:
        writer = actions.reveal_writer(said, request.POST.get("reason", ""), by=request.acting, at=now())
    except Refused as refusal:
        return _page(request, said.consultation, refusal.reason, status=409)
    response = _page(request, said.consultation, revealed=(said.pk, writer))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
@acts_once
def triage(request: ActingRequest, pk: int) -> HttpResponse:
    """Say what a comment is."""
    demand(policies.may_keep_consultation(request.acting))
    rows = PublicComment.objects.select_related(
        "consultation", "dossier__submission", "dossier__recipient__person", "dossier__round"
    )
    said, data = visible_or_404(rows, pk=pk), request.POST
    kind = data.get("kind", "")
    try:
        matter = None
        if kind == Triage.HOLD:
            matter = actions.Matter(
                data.get("hold_kind", ""), _day(data.get("since", "")), data.get("document", ""), person=False
            )
        actions.triage(said, kind, data.get("note", ""), matter=matter, by=request.acting, at=now())
    except Refused as refusal:
        return _page(request, said.consultation, refusal.reason, status=409, sorting=said.pk, sorted=data)
    messages.success(request, _("Đã phân loại ý kiến."))
    return redirect("dossiers:consultation", pk=said.consultation_id)


@require_safe
@login_required
def result(request: ActingRequest, pk: int, kind: str) -> HttpResponse:
    """The result sheet of a list as PDF or Word."""
    demand(policies.may_work_queue(request.acting))
    found = visible_or_404(Consultation.objects.all(), pk=pk)
    drawn = {"pdf": render_pdf, "docx": render_docx}.get(kind)
    if drawn is None:
        raise Http404
    context = opinion_papers.result(found, maker=request.acting.user.full_name, at=now())
    return file_response(drawn(opinion_papers.RESULT, context).data, f"ket-qua-lay-y-kien-{found.pk}.{kind}", kind)
