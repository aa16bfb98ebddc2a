"""Taking a plan in from its document."""

from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thidua import plans
from thidua.accounts.once import acts_once
from thidua.documents.serving import file_response
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.organisation.access import demand
from thidua.organisation.acting import ActingRequest
from thidua.organisation.policies import UNIT_DUTIES
from thidua.plans import queries
from thidua.plans.actions import AlreadyImported, ReadDocument, keep_plan, read_document
from thidua.plans.forms import UploadForm, limits
from thidua.plans.models import Plan
from thidua.plans.policies import may_import

SAMPLE = Path(plans.__file__).parent / "demo" / "ke-hoach-mau-2025.docx"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: ActingRequest) -> HttpResponse:
    """The page that asks for the file; a file that is read leads to the review of the new draft."""
    demand(may_import(request.acting))
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    known: Plan | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # Read first, outside any transaction: reading may take seconds, writing must not wait for it.
            document = read_document(file.read(), file.name, around=today())
            return _keep(request, document)
        except AlreadyImported as known_already:
            known = queries.plans(request.acting).filter(pk=known_already.plan.pk).first()
            form.add_error("file", known_already.reason)
        except Refused as refused:
            form.add_error("file", refused.reason)
    own = request.acting.unit if request.acting.holds(*UNIT_DUTIES) else None
    context = {"form": form, "known": known, "own": own, "limits": limits(), "sample": SAMPLE.is_file()}
    return render(request, "plans/upload.html", context)


@acts_once
def _keep(request: ActingRequest, document: ReadDocument) -> HttpResponse:
    plan = keep_plan(document, by=request.acting, at=now())
    reading = document.reading
    text = _(
        "Đã đọc %(tasks)s việc, %(sessions)s dòng chương trình Hội đồng, %(flags)s điều cần soát. Chữ in được giữ nguyên."
    )
    messages.success(
        request,
        text
        % {
            "tasks": len(reading["tasks"]),
            "sessions": len(reading["sessions"]),
            "flags": plan.flags.count(),
        },
    )
    return redirect("plans:review", pk=plan.pk)


@require_safe
@login_required
def sample(request: ActingRequest) -> HttpResponse:
    """The demonstration plan, to try the reading with."""
    if not SAMPLE.is_file():
        raise Http404
    return file_response(SAMPLE.read_bytes(), SAMPLE.name, "docx")
