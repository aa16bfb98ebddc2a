"""What units handed in, as an Excel file: who is missing, everything by unit, the titles registered as numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from thidua.plans.models import RegistrationKind
from thidua.plans.queries.registering import Collected, Handed, Line

Head = tuple[str, int]
"""A column: its head and its width in characters."""


def collected_xlsx(found: Collected) -> bytes:
    """The missing alone, the whole roster with what each unit handed in, and the titles one a column. Texts stay texts."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        for name, lines in ((_("Chưa nộp"), found.missing), (_("Tất cả đơn vị"), found.lines)):
            _roster(book, name, found, lines)
        if RegistrationKind.TITLES in found.collection.kinds:
            _titles(book, found.lines)
    return out.getvalue()


def _roster(book: Workbook, name: str, found: Collected, lines: Sequence[Line]) -> None:
    """One line a unit: how each kind stands, when it came, and in words what was registered."""
    kinds = found.collection.kinds
    heads: list[Head] = [(_("TT"), 6), (_("Đơn vị"), 44)]
    heads += [(count.label, 20) for count in found.counts]
    heads += [(_("Nộp lúc"), 18 if len(kinds) == 1 else 40), *((_text_head(kind), 60) for kind in kinds)]
    sheet, wrapped = _sheet(book, name, heads)
    for place, line in enumerate(lines, 1):
        sheet.write_number(place, 0, place, wrapped)
        papers = [line.handed[kind] for kind in kinds]
        came = "\n".join(_came(label, paper, alone=len(kinds) == 1) for label, paper in line.cells if paper)
        words = [line.unit.name, *map(_state, papers), came, *map(_registered, papers)]
        for column, text in enumerate(words, 1):
            sheet.write_string(place, column, text, wrapped)


def _titles(book: Workbook, lines: Iterable[Line]) -> None:
    """One line a unit, one column a title, the counts as numbers with their sums."""
    rows = [(line.unit.name, dict(paper.titles)) for line in lines if (paper := line.handed[RegistrationKind.TITLES])]
    names = list(dict.fromkeys(name for _unit, counts in rows for name in counts))
    heads: list[Head] = [(_("TT"), 6), (_("Đơn vị"), 44), *((name, 18) for name in names)]
    sheet, wrapped = _sheet(book, _("Số danh hiệu"), heads)
    for place, (unit, counts) in enumerate(rows, 1):
        sheet.write_number(place, 0, place, wrapped)
        sheet.write_string(place, 1, unit, wrapped)
        for column, name in enumerate(names, 2):
            if name in counts:
                sheet.write_number(place, column, counts[name], wrapped)
    bold = book.add_format({"bold": True, "top": 1})
    sheet.write_string(len(rows) + 1, 1, _("Cộng"), bold)
    for column, name in enumerate(names, 2):
        sheet.write_number(len(rows) + 1, column, sum(counts.get(name, 0) for _unit, counts in rows), bold)


def _sheet(book: Workbook, name: str, heads: Sequence[Head]) -> tuple[xlsxwriter.workbook.Worksheet, Format]:
    """A sheet with its heads, and how its cells are written: wrapped, from the top, lines of a text under each other."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 2)
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    for column, (head, width) in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, width)
    return sheet, book.add_format({"text_wrap": True, "valign": "top"})


def _text_head(kind: str) -> str:
    return {
        RegistrationKind.THEME.value: _("Chuyên đề đăng ký"),
        RegistrationKind.TITLES.value: _("Danh hiệu đăng ký"),
    }.get(kind, _("Ghi chú kế hoạch"))


def _registered(found: Handed | None) -> str:
    """The titles with their counts, the words written, the name of the file: each on its line."""
    if found is None:
        return ""
    titles = [f"{name}: {count}" for name, count in found.titles]
    file = [_("Tệp: %(name)s") % {"name": found.row.file.name}] if found.row.file else []
    return "\n".join([*titles, *filter(None, [found.row.text]), *file])


def _state(found: Handed | None) -> str:
    if found is None:
        return _("Chưa nộp")
    return _("Chậm %(n)s ngày làm việc") % {"n": found.late} if found.is_late else _("Đã nộp")


def _came(label: str, found: Handed, *, alone: bool) -> str:
    """When a paper came; of which kind, where several are asked for."""
    when = f"{localtime(found.row.at):%d/%m/%Y %H:%M}"
    return when if alone else f"{label}: {when}"
