"""Writing the achievement report, its revisions, and what changed between two sendings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.awards.queries import award_name
from thidua.documents.rendering import render_docx, render_pdf
from thidua.documents.serving import file_response
from thidua.dossiers import actions, papers
from thidua.dossiers.checklist import Outline, guidance, outline_called, outline_for, words_in
from thidua.dossiers.comparing import compare, pieces
from thidua.dossiers.models import Dossier, Report, ReportRevision
from thidua.dossiers.policies.reporting import may_read_writing, may_write
from thidua.dossiers.prefill import prefilled
from thidua.dossiers.queries.completeness import report_of
from thidua.dossiers.views.detail import load
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest

MINE, THEIRS = "mine", "theirs"


def _revision(request: ActingRequest) -> int:
    text = request.POST.get("revision", "")
    found = whole_number(text)
    return -1 if found is None else found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: ActingRequest, pk: int) -> HttpResponse:
    """Write the report section by section. POST saves; `autosave` answers with the small line under the form only."""
    found = load(request, pk)
    demand(may_write(request.acting, found))
    outline = outline_for(found.award, found.kind)
    if request.method != "POST":
        return _page(request, found, outline)
    texts = {section.code: request.POST.get(f"s_{section.code}", "") for section in outline.sections}
    if request.POST.get("choose"):
        texts = {code: _chosen(request, code, text) for code, text in texts.items()}
    quiet = request.headers.get("HX-Request") == "true"
    try:
        saved = actions.save_report(found, texts, revision=_revision(request), by=request.acting, at=now())
    except actions.OtherWords as other:
        if quiet:
            return render(
                request, "dossiers/_report_saved.html", {"problem": other.reason, "revision": _revision(request)}
            )
        return _page(request, found, outline, other=other, status=409)
    except Refused as refusal:
        if quiet:
            return render(
                request, "dossiers/_report_saved.html", {"problem": refusal.reason, "revision": _revision(request)}
            )
        return _page(request, found, outline, problem=refusal.reason, typed=texts, status=409)
    if quiet:
        return render(request, "dossiers/_report_saved.html", {"saved": saved, "revision": saved.revision})
    messages.success(request, _("Đã lưu báo cáo."))
    return redirect("dossiers:report", pk=pk)


def _chosen(request: ActingRequest, code: str, mine: str) -> str:
    """The text a person chose for a section where two had written: his own as it stands in the box, or the other's."""
    if request.POST.get("choose") == THEIRS or request.POST.get(f"pick_{code}") == THEIRS:
        return request.POST.get(f"theirs_{code}", mine)
    return mine


def _page(
    request: ActingRequest, found: Dossier, outline: Outline, *, other: actions.OtherWords | None = None,
    problem: str = "", typed: dict[str, str] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    written = report_of(found) if other is None else other.theirs
    texts = typed or (other.mine if other else (written.sections if written else prefilled(found, outline)))
    context = {
        "dossier": found, "outline": outline, "award": award_name(found.award, today()), "problem": problem,
        "revision": written.revision if written else 0, "written": written, "other": other,
        "sections": [_section(section, texts, other, written) for section in outline.sections],
        "revisions": _revisions(written),
    }  # fmt: skip
    return render(request, "dossiers/report.html", context, status=status)


def _section(
    section: Any, texts: dict[str, str], other: actions.OtherWords | None, written: Report | None
) -> dict[str, Any]:
    text = texts.get(section.code, "")
    theirs = written.sections.get(section.code, "") if other and written else text
    differs = theirs.strip() != text.replace("\r\n", "\n").strip()
    return {
        "section": section, "text": text, "words": words_in(text), "guidance": guidance(section, text),
        "differs": differs, "theirs": theirs, "pieces": pieces(theirs, text) if differs else [],
    }  # fmt: skip


def _revisions(written: Report | None) -> list[ReportRevision]:
    return list(written.revisions.select_related("by")[:20]) if written else []


@require_safe
@login_required
def revision(request: ActingRequest, pk: int, number: int) -> HttpResponse:
    """One saved revision beside the report as it stands."""
    found = load(request, pk)
    rows = ReportRevision.objects.filter(report__dossier=found).select_related("report", "by")
    kept = visible_or_404(rows, number=number)
    outline = outline_called(kept.report.outline)
    titles = {section.code: section.title for section in outline.sections} if outline else {}
    now_text = kept.report.sections
    changed = [
        (titles.get(code, code), pieces(text, now_text.get(code, "")))
        for code, text in kept.sections.items()
        if text != now_text.get(code, "")
    ]
    context = {
        "dossier": found,
        "kept": kept,
        "changed": changed,
        "titles": titles,
        "may_write": may_write(request.acting, found),
    }
    return render(request, "dossiers/report_revision.html", context)


@require_POST
@login_required
@acts_once
def restore(request: ActingRequest, pk: int, number: int) -> HttpResponse:
    """Make an earlier revision the report again, as a new revision."""
    found = load(request, pk)
    kept = visible_or_404(ReportRevision.objects.filter(report__dossier=found).select_related("report"), number=number)
    try:
        actions.save_report(found, kept.sections, revision=kept.report.revision, by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã lấy lại bản đã lưu."))
    return redirect("dossiers:report", pk=pk)


@require_safe
@login_required
def download(request: ActingRequest, pk: int, kind: str) -> HttpResponse:
    """The report as PDF or Word, as it stands now."""
    found = load(request, pk)
    written = report_of(found)
    draw = {"pdf": render_pdf, "docx": render_docx}.get(kind)
    if written is None or draw is None:
        raise Http404
    demand(may_read_writing(request.acting, found))
    made = draw(papers.REPORT, papers.report(found, written))
    return file_response(
        made.data, f"bao-cao-thanh-tich-{found.code}.{kind}", kind, inline=request.GET.get("xem") == "1"
    )


@require_safe
@login_required
def versions(request: ActingRequest, pk: int) -> HttpResponse:
    """What changed between two sendings; without a choice, between the last two."""
    found = load(request, pk)
    rows = list(found.versions.select_related("by").order_by("number"))
    if not rows:
        raise Http404
    by_number = {str(row.number): row for row in rows}
    after = by_number.get(request.GET.get("sau", ""), rows[-1])
    before = by_number.get(request.GET.get("truoc", ""), rows[-2] if len(rows) > 1 else rows[-1])
    changes = compare(before.content, after.content)
    outline = outline_for(found.award, found.kind)
    titles = {section.code: section.title for section in outline.sections}
    context = {
        "dossier": found, "rows": rows, "before": before, "after": after, "changes": changes,
        "report": [(titles.get(code, code), parts) for code, parts in changes.report],
    }  # fmt: skip
    return render(request, "dossiers/versions.html", context)
