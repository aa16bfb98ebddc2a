"""Pages of imports: a ledger sent in, its preview, what its columns and words are, the writing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.serving import file_response, kept_file_response
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.models import Unit
from thidua.organisation.sealing import mask_cccd
from thidua.register import import_page, policies
from thidua.register.actions import importing as actions
from thidua.register.forms import LedgerForm
from thidua.register.import_words import FIELDS
from thidua.register.ledger import bad_lines_workbook
from thidua.register.models import Honour, ImportState, LedgerImport, LineClass
from thidua.register.queries.imports import (
    bad_lines,
    columns_of,
    ignored_of,
    import_page_after,
    line_of,
    line_page,
)
from thidua.register.reading import Unreadable
from thidua.register.tasks import go_on

_WAIT = "3"
"""Seconds after which a page of running work is drawn again."""


def _found(request: ActingRequest, pk: int) -> LedgerImport:
    demand(policies.may_import(request.acting))
    return visible_or_404(LedgerImport.objects.select_related("file", "unit", "created_by"), pk=pk)


def _revision(request: ActingRequest) -> int:
    revision = whole_number(request.POST.get("revision", ""))
    return -1 if revision is None else revision


def _read_after(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that acts once and puts an import whose file is to be read into its list.

    It is read after the view's transaction: a ledger takes seconds, in which others write.
    """

    @wraps(view)
    def answered(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        left: list[LedgerImport] = []

        @acts_once
        def once(request: ActingRequest) -> HttpResponse:
            return view(request, left, *args, **kwargs)

        answer = once(request)
        for each in left:
            go_on(each, by=request.acting)
        return answer

    return answered


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def imports(request: ActingRequest) -> HttpResponse:
    """Imports so far, and a new file."""
    demand(policies.may_import(request.acting))
    form = LedgerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, unit = form.cleaned_data["file"], form.cleaned_data["unit"] or request.acting.unit
        assert unit is not None
        data = file.read()
        try:
            kind = actions.check_ledger(data, file.name, by=request.acting)
            return _keep(request, data, file.name, kind, unit)
        except (Unreadable, Refused) as refusal:
            form.add_error("file", _("%(reason)s Chưa lưu gì.") % {"reason": refusal.reason})
    rows, after = import_page_after(request.GET.get("sau", ""))
    return render(
        request,
        "register/import_list.html",
        {"form": form, "rows": rows, "next": f"?sau={after}" if after else ""},
    )


@_read_after
def _keep(
    request: ActingRequest, left: list[LedgerImport], data: bytes, name: str, kind: str, unit: Unit
) -> HttpResponse:
    made = actions.keep_ledger(data, name, unit, kind, by=request.acting, at=now())
    left.append(made)
    return redirect("register:import", pk=made.pk)


@require_safe
@login_required
def ledger_import(request: ActingRequest, pk: int) -> HttpResponse:
    """One import: what was understood, what must be mended, what will be or was written."""
    found = _found(request, pk)
    kinds = [kind for kind in LineClass if found.numbers.get(kind)]
    kind = request.GET.get("loai", "")
    kind = kind if kind in kinds else (kinds[0] if kinds else "")
    number = whole_number(request.GET.get("trang", "")) or 1
    shown = line_page(found, kind, number)
    columns = import_page.columns_shown(found)
    several = len({column.sheet for column in columns_of(found)}) > 1
    words = import_page.words_shown(found) if found.state == ImportState.PREVIEW else []
    context = {
        "found": found,
        "running": found.state in (ImportState.READING, ImportState.WRITING),
        "may_change": found.state in (ImportState.PREVIEW, ImportState.FAILED),
        "kinds": [(each, found.numbers[each]) for each in kinds],
        "kind": kind,
        "bad": found.numbers.get(LineClass.BAD, 0),
        "good": found.numbers.get(LineClass.GOOD, 0),
        "page": shown,
        "last": shown.first + len(shown.lines) - 1,
        "before": f"?loai={kind}&trang={number - 1}#bang" if shown.first > 1 else "",
        "after": f"?loai={kind}&trang={number + 1}#bang" if shown.first + len(shown.lines) <= shown.total else "",
        "lines": [
            import_page.drawn(line, k, o, several)
            for (_place, line), k, o in zip(shown.lines, shown.kinds, shown.outcomes, strict=True)
        ],
        "fields": [FIELDS[field] for field in import_page.SHOWN],
        "unread": [column for column in columns if column.unread],
        "understood": [column for column in columns if not column.unread],
        "words": words,
        "problems": import_page.kinds_shown(found),
        "ignored": ignored_of(found),
    }
    answer = render(request, "register/import_one.html", context)
    if context["running"]:
        answer["Refresh"] = _WAIT
    return answer


@require_POST
@login_required
@_read_after
def explain(request: ActingRequest, left: list[LedgerImport], pk: int) -> HttpResponse:
    """Say what columns and words are, and what to do with kinds of problems; the file is read again."""
    found = _found(request, pk)
    try:
        told = import_page.explained(request.POST, found)
        found = actions.explain(found, **told, revision=_revision(request), by=request.acting, at=now())
    except ValueError:
        messages.error(request, _("Có lựa chọn không hợp lệ. Chưa đổi gì; hãy mở lại trang."))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        left.append(found)
        messages.success(
            request, _("Đã đọc lại sổ theo cách vừa chọn. Cách hiểu cột và danh hiệu được nhớ cho đơn vị.")
        )
    return redirect("register:import", pk=pk)


@require_POST
@login_required
@acts_once
def write(request: ActingRequest, pk: int) -> HttpResponse:
    """Write the good lines into the register."""
    found = _found(request, pk)
    try:
        found = actions.begin_writing(found, revision=_revision(request), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        go_on(found, by=request.acting)
    return redirect("register:import", pk=pk)


@require_POST
@login_required
@acts_once
def drop(request: ActingRequest, pk: int) -> HttpResponse:
    """Put an import away of which nothing was written."""
    found = _found(request, pk)
    try:
        actions.drop_import(found, revision=_revision(request), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("register:import", pk=pk)
    messages.success(request, _("Đã bỏ %(code)s. Sổ không đổi gì.") % {"code": found.code})
    return redirect("register:imports")


@require_safe
@login_required
def give_back(request: ActingRequest, pk: int) -> HttpResponse:
    """The lines that must be mended as an Excel file with the reason beside each cell."""
    found = _found(request, pk)
    return file_response(bad_lines_workbook(bad_lines(found), columns_of(found)), f"{found.code}-can-sua.xlsx", "xlsx")


@require_safe
@login_required
def original(request: ActingRequest, pk: int) -> HttpResponse:
    """The file as it was sent."""
    return kept_file_response(_found(request, pk).file)


@require_safe
@login_required
def source(request: ActingRequest, pk: int) -> HttpResponse:
    """The line of an old ledger from which an honour was written, as printed there."""
    demand(policies.may_import(request.acting))
    honour = visible_or_404(Honour.objects.select_related("recipient"), pk=pk)
    origin = line_of(honour)
    if origin is None:
        raise Http404
    found, line = origin
    columns = [column for column in columns_of(found) if column.sheet == line.sheet]
    printed = import_page.printed(line, columns)
    return render(
        request,
        "register/import_source.html",
        {"honour": honour, "found": found, "line": line, "printed": printed, "number": mask_cccd(line.cccd)},
    )
