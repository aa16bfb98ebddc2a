"""The entry of the list reader: bytes of a file in, a `ListReading` out. Pure Python, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from thidua.documents.checks import DEFAULT_LIMITS, Limits, check_file
from thidua.documents.checks.verdict import TEXTS, FileVerdict
from thidua.register.reading.assemble import Options, assemble
from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.choosing import Choices
from thidua.register.reading.csvfile import csv_sheets
from thidua.register.reading.excel import excel_sheets
from thidua.register.reading.judging import judge
from thidua.register.reading.pdf import pdf_sheets
from thidua.register.reading.sameness import compare
from thidua.register.reading.shapes import ListReading, Unreadable
from thidua.register.reading.sheets import Sheet
from thidua.register.reading.word import word_sheets

_NOTHING_LEARNT: Final[Mapping[str, str]] = MappingProxyType({})
_NOTHING_CHOSEN: Final[Choices] = MappingProxyType({})

_NO_LIST: Final = "Danh sách phải là tệp Excel (.xlsx, .xls), CSV, Word (.docx) hoặc PDF có lớp chữ."


@dataclass(frozen=True)
class ListLimits:
    """Ceilings for one list: those of any upload, and how many rows, columns and pages are read."""

    file: Limits = DEFAULT_LIMITS
    max_rows: int = 20_000
    max_columns: int = 300
    max_pages: int = 300


DEFAULT_LIST_LIMITS: Final = ListLimits()


def read_list(
    data: bytes,
    filename: str,
    *,
    default_unit: str = "",
    default_award: str = "",
    learnt: Mapping[str, str] = _NOTHING_LEARNT,
    chosen: Choices = _NOTHING_CHOSEN,
    on: date | None = None,
    names: AwardNames | None = None,
    limits: ListLimits = DEFAULT_LIST_LIMITS,
) -> ListReading:
    """Read the nominees of an .xlsx, .xls, .csv, .docx or .pdf list.

    `default_unit`: the submitting unit, for rows that name none. `default_award`: a code or a name, for
    rows whose cell and group name none. `learnt`: headings this unit uses → field (as in `columns`).
    `chosen`: what a person said single columns are. `on`: the day of reading, after which nobody is born yet.
    Raises `Unreadable` (code, Vietnamese sentence) when the file may not or cannot be opened; a file that
    opens but holds no list gives a reading without rows and a sentence in its summary.
    """
    known = names or AwardNames.standard()
    kind, sheets = sheets_of(data, filename, limits)
    found = assemble(sheets, Options(known, default_unit, default_award, learnt, chosen, on.isoformat() if on else ""))
    reading = ListReading(
        rows=tuple(judge(draft, known) for draft in found.drafts),
        ignored=tuple(found.ignored),
        columns=tuple(found.columns),
        filename=filename,
        file_kind=kind,
        unit=default_unit or found.unit,
    )
    rows, same = compare(reading.rows, several=reading.several)
    return replace(reading, rows=rows, same=same)


def sheets_of(data: bytes, filename: str, limits: ListLimits) -> tuple[str, list[Sheet]]:
    """The kind of the file and its tables as text, hidden ones marked. Raises `Unreadable`."""
    kind, sheets = _opened(data, filename, limits)
    for sheet in sheets:
        if any(cell for row in sheet.raw for cell in row[limits.max_columns :]):
            text = f"Bảng “{sheet.name}” có hơn {limits.max_columns} cột. Đề nghị chỉ để các cột của danh sách rồi gửi lại."
            raise Unreadable("TOO_WIDE", text)
    return kind, sheets


def _opened(data: bytes, filename: str, limits: ListLimits) -> tuple[str, list[Sheet]]:
    verdict = check_file(data, filename, limits.file)
    if not verdict.accepted:
        raise refused(verdict)
    if verdict.kind in {"xlsx", "xls"}:
        return verdict.kind, excel_sheets(data, limits.max_rows)
    if verdict.kind == "docx":
        return verdict.kind, word_sheets(data, limits.max_rows)
    if verdict.kind == "pdf":
        return verdict.kind, pdf_sheets(data, limits.max_pages, limits.max_rows)
    if verdict.kind == "text" and filename.casefold().endswith((".csv", ".txt")):
        return "csv", csv_sheets(data, limits.max_rows)
    raise Unreadable("KIND", _NO_LIST)


def refused(verdict: FileVerdict) -> Unreadable:
    """Why a file that may not be opened is not read."""
    first = verdict.reasons[0]
    return Unreadable(first.code, _NO_LIST if first.text == TEXTS["KIND"] else first.text)
