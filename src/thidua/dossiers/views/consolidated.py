"""The consolidated list of a round while it is decided: the table with its balance, as Excel, on paper."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thidua.documents.rendering import render_pdf
from thidua.documents.serving import file_response
from thidua.dossiers import policies, queries, sheets
from thidua.dossiers.flow import FACES, UNJUDGED, VERDICTS, DossierState
from thidua.dossiers.models import Round
from thidua.dossiers.policies import reason_of
from thidua.dossiers.queries.balance import Balance, Entry, balance_of
from thidua.foundation.clock import now, today
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest

ON_PAGE = 500
STATUS = {"pass": "ok", "fail": "no", "unknown": "ask"}


def _of(request: ActingRequest, pk: int) -> tuple[Round, Balance]:
    demand(policies.may_consolidate(request.acting))
    found = visible_or_404(
        Round.objects.filter(policies.rounds_seen_by(request.acting)).select_related("session"), pk=pk
    )
    return found, balance_of(found, request.acting, today())


@require_safe
@login_required
def table(request: ActingRequest, pk: int) -> HttpResponse:
    """Nominees by award and unit with verdict, opinion and state; beside them quotas and balance."""
    found, balance = _of(request, pk)
    shown = balance.entries[:ON_PAGE]
    context = {
        "round": found, "balance": balance, "more": len(balance.entries) - len(shown),
        "rows": [(entry, FACES[DossierState(entry.dossier.state)], reason_of(entry.holds) if entry.holds else "") for entry in shown],
        "awards": queries.award_labels([entry.dossier.award for entry in balance.entries], today()),
        "verdicts": VERDICTS, "quotas": [(STATUS.get(quota.status, "ask"), quota) for quota in balance.quotas],
    }  # fmt: skip
    return render(request, "dossiers/consolidated.html", context)


def cells(entry: Entry, award: str) -> tuple[str, ...]:
    """One nominee in words, for Excel and paper."""
    row = entry.dossier
    return (
        row.code, row.name, row.position, row.place_of_work, award, _(VERDICTS.get(row.verdict_code, UNJUDGED).label), opinion(entry),
        _(FACES[DossierState(row.state)].label), {"female": _("Nữ"), "male": _("Nam")}.get(entry.sex, _("chưa rõ")) if row.kind == "individual" else "",
        _told(entry.direct) if row.kind == "individual" else "", _told(entry.small) if row.kind == "collective" else "",
    )  # fmt: skip


def opinion(entry: Entry) -> str:
    """What the officer concluded and why; that something holds it comes first."""
    row = entry.dossier
    said = [reason_of(entry.holds)] if entry.holds else []
    if row.eligible is not None:
        said.append(
            (_("Đủ điều kiện") if row.eligible else _("Không đủ điều kiện"))
            + (f": {row.conclusion}" if row.conclusion else "")
        )
    return " ".join(said) or _("Chưa kết luận")


def _told(value: bool | None) -> str:
    return _("chưa rõ") if value is None else _("có") if value else _("không")


@require_safe
@login_required
def export(request: ActingRequest, pk: int) -> HttpResponse:
    """The list and its balance as Excel: text cells only, no identity numbers."""
    found, balance = _of(request, pk)
    names = queries.award_labels([entry.dossier.award for entry in balance.entries], today())
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    heads = (_("Mã"), _("Tên"), _("Chức vụ"), _("Đơn vị"), _("Đề nghị"), _("Xét theo quy định"), _("Ý kiến thẩm định"), _("Trạng thái"),
             _("Giới tính"), _("Lao động trực tiếp"), _("Tập thể nhỏ"))  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        _sheet(
            book, _("Danh sách"), bold, heads, [cells(entry, names[entry.dossier.award]) for entry in balance.entries]
        )
        shares = [(row.label, row.yes, row.no, row.unknown, row.last_yes, row.last_of) for row in balance.shares]
        _sheet(
            book,
            _("Cơ cấu"),
            bold,
            (_("Cơ cấu"), _("Có"), _("Không"), _("Chưa rõ"), _("Năm trước: có"), _("Năm trước: tổng")),
            shares,
        )
        _sheet(book, _("Loại đơn vị"), bold, (_("Loại đơn vị"), _("Đợt này"), _("Năm trước")), balance.sectors)
        _sheet(book, _("Đơn vị"), bold, (_("Đơn vị"), _("Đợt này"), _("Năm trước")), balance.units)
        quotas = [(names.get(row.award, row.award), row.text, row.citation) for row in balance.quotas]
        _sheet(book, _("Chỉ tiêu"), bold, (_("Danh hiệu"), _("Kết quả"), _("Căn cứ")), quotas)
    return file_response(out.getvalue(), f"tong-hop-{found.code}.xlsx", "xlsx")


def _sheet(
    book: xlsxwriter.Workbook, title: str, bold: object, heads: tuple[str, ...], rows: Sequence[tuple[object, ...]]
) -> None:
    sheet = book.add_worksheet(title)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, 24)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, column, value)
            else:
                sheet.write_string(line, column, str(value))


@require_safe
@login_required
def printed(request: ActingRequest, pk: int) -> HttpResponse:
    """The same on paper, laid out as the office's other papers."""
    found, balance = _of(request, pk)
    names = queries.award_labels([entry.dossier.award for entry in balance.entries], today())
    rows = [cells(entry, names[entry.dossier.award]) for entry in balance.entries]
    made = render_pdf(sheets.CONSOLIDATED, sheets.consolidated(found, balance, rows, at=now()))
    return file_response(made.data, f"tong-hop-{found.code}.pdf", "pdf", inline=True)
