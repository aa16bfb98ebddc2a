"""The leader's board as one A3 sheet and as an Excel file: the same rows and the same words as on the page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from thidua.documents.rendering import DocumentKind, render_pdf
from thidua.foundation.clock import HANOI
from thidua.foundation.dates import show_date, weekday_name
from thidua.plans.queries.leader import Leader, LeaderRow

Cell = str | int | date | None


def heads() -> list[str]:
    """The heads of the columns."""
    return [
        _("TT"), _("Nhiệm vụ"), _("Mốc kế tiếp"), _("Vì sao"), _("Còn, ngày làm việc"), _("Dự trữ"), _("Đang giữ"),
    ]  # fmt: skip


def due_text(one: LeaderRow) -> str:
    """The next milestone with its day, or when all was done."""
    if one.kind == "held":
        return show_date(one.done_on) if one.done_on else ""
    if one.next is None:
        return ""
    name = one.next.row.label
    day = show_date(one.day) if one.day else one.next.row.printed
    return f"{name}: {day}" if name else day


def left_text(one: LeaderRow) -> str:
    """The working days left, with a true minus sign."""
    return one.next.left_text if one.next and one.left is not None else ""


def board_pdf(page: Leader, at: datetime) -> bytes:
    """The page as one A3 sheet across."""
    return render_pdf(DocumentKind.PLAN_BOARD, context(page, at)).data


def context(page: Leader, at: datetime) -> dict[str, Any]:
    """What the sheet is made from."""
    return {
        "made_at": at.astimezone(HANOI).isoformat(timespec="seconds"),
        "title": _title(page),
        "subtitle": _subtitle(page),
        "counts": [{"kind": kind, "count": count, "label": label} for kind, label, count in page.counts],
        "heads": heads(),
        "groups": [
            {
                "kind": group.kind, "title": f"{group.title} ({group.whole})",
                "rows": [
                    {
                        "number": one.row.task.number.rstrip(". "), "title": one.row.task.headline, "due": due_text(one),
                        "why": one.why, "left": left_text(one), "spare": one.spare_text, "holders": "; ".join(one.holders),
                    }
                    for one in group.rows
                ],
            }
            for group in page.groups
        ],
        "load_title": _("Mốc theo tháng"),
        "load_finding": page.finding,
        "months": [
            {"label": f"{one.month:%m/%y}", "count": one.count, "now": one.now, "peak": one.peak} for one in page.months
        ],
        "notes": [{"title": title, "lines": lines} for title, lines in _notes(page) if lines],
        "rest": _("Còn {n} việc không vừa tờ này, có đủ trong bản Excel."),
    }  # fmt: skip


def _title(page: Leader) -> str:
    plan = page.plan
    number = f" {plan.number}" if plan.number else ""
    return _("Bảng lãnh đạo: kế hoạch%(number)s") % {"number": number} + (
        f" {_('ngày')} {show_date(plan.issued_on)}" if plan.issued_on else ""
    )


def _subtitle(page: Leader) -> str:
    text = _("%(title)s. Tính đến %(name)s %(day)s. %(n)s việc.")
    values = {
        "title": page.plan.title.rstrip("."), "name": weekday_name(page.on), "day": show_date(page.on), "n": len(page.rows),
    }  # fmt: skip
    return text % values


def _notes(page: Leader) -> list[tuple[str, list[str]]]:
    """What stands beside the tasks."""
    start, end = (show_date(day) for day in page.window)
    return [
        (
            _("Ngày cao điểm sắp tới"),
            [_("%(day)s: %(n)s mốc") % {"day": show_date(day), "n": n} for day, n in page.peaks],
        ),
        (_("Chuẩn bị hai đích cùng lúc"), page.crunch_words),
        (_("Mang nhiều việc từ %(start)s đến %(end)s") % {"start": start, "end": end}, page.booked_words),
        (_("Nhiều mốc nhất cả kế hoạch"), page.busiest),
    ]


def board_xlsx(page: Leader) -> bytes:
    """The rows of all pages as an Excel file, with the load and the carriers. Texts stay texts, days are real days."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        titles = {kind: title for kind, title, _count in page.counts}
        columns = [*heads()[:2], _("Tình trạng"), heads()[2], _("Ngày"), *heads()[3:]]
        rows: list[list[Cell]] = [
            [
                one.row.task.number.rstrip(". "), one.row.task.headline, titles[one.kind],
                one.next.row.label or one.next.row.printed if one.next else "",
                one.done_on if one.kind == "held" else one.day, one.why, one.left, one.spare, "; ".join(one.holders),
            ]
            for one in page.rows
        ]  # fmt: skip
        _sheet(book, _("Bảng lãnh đạo"), columns, rows, [6, 60, 22, 28, 12, 48, 10, 10, 40])
        months: list[list[Cell]] = [[f"{one.month:%m/%Y}", one.count] for one in page.months]
        _sheet(book, _("Mốc theo tháng"), [_("Tháng"), _("Số mốc")], months, [12, 10])
        _sheet(book, _("Tải theo người, đơn vị"), *_load(page))
        notes: list[list[Cell]] = [[title, line] for title, lines in _notes(page) for line in lines]
        _sheet(book, _("Cao điểm, ai bận"), [_("Điều cần biết"), _("Nội dung")], notes, [36, 110])
    return out.getvalue()


def _load(page: Leader) -> tuple[list[str], list[list[Cell]], list[int]]:
    """The table of who carries how much in which month: heads, rows, widths."""
    table = page.table
    start, end = (show_date(day) for day in page.window)
    window = _("Số việc đến hạn %(start)s - %(end)s") % {"start": start, "end": end}
    heads = [_("Người, đơn vị"), *(f"{month:%m/%Y}" for month in table.months), _("Cả kế hoạch"), window]
    rows: list[list[Cell]] = [[one.name, *one.cells, one.total, one.booked] for one in (*table.persons, *table.units)]
    if table.nobody:
        rows.insert(len(table.persons), [_("Chưa giao người phụ trách"), *table.nobody.cells, table.nobody.total, None])
    return heads, rows, [44, *([9] * len(table.months)), 12, 20]


def _sheet(
    book: xlsxwriter.Workbook, title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    for column, (head, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, width)
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(place, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a day in a cell has no zone
            elif isinstance(value, int):
                sheet.write_number(place, column, value, wrap)
            elif value:
                sheet.write_string(place, column, value, wrap)
