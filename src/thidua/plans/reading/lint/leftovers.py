"""Checks of what was not read into tasks: columns, tables and rows, text boxes, changes; dates outside the deadlines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from thidua.foundation.dates import ImpossibleDate, read_date
from thidua.plans.reading.columns import Role
from thidua.plans.reading.entries import Entry, Table
from thidua.plans.reading.flat import clipped, flat, one_line
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.shapes import Flag, Relation, Session, Severity, Task
from thidua.plans.reading.sources.blocks import Cell, Paragraph
from thidua.plans.reading.unread import first_cells

_WARNING, _INFO = Severity.WARNING, Severity.INFO
_BESIDE = (Role.NOTE, Role.PRODUCT, Role.PLACE, Role.MONEY)
_DAY = re.compile(
    r"(?:\b(?P<cue>truoc|cham nhat|han(?: cuoi| chot)?|hoan thanh|xong|den|tu|dip|vao|gui|trinh|hop)\s*:?\s+(?:la\s+)?)?"
    r"(?:\bngay\s+)?(?<![\d/])(?P<day>\d{1,2}\s?/\s?\d{1,2}(?P<year>\s?/\s?20\d\d)?)(?![\d]|\s?/)"
)
_OF_DOCUMENT = re.compile(r"\bso\s*:?\s*\d+\s?/\S+\s*(?:ngay\s*)?$")
_STRONG = ("truoc", "cham nhat", "han", "han cuoi", "han chot", "hoan thanh", "xong", "den")
_LAST_MONTH, _LAST_DAY = 12, 31


def checks(linted: Linted) -> Iterator[Flag]:
    """Every check of this module."""
    for table in linted.tables:
        yield from _unknown_columns(table)
        yield from _left_out(table)
    for row in linted.rows():
        table, entry = linted.entries[row.key]
        yield from _dates_beside(linted, row, table, entry)
        yield from _dates_in_title(linted, row, entry)
        yield from _nested(row, entry)
    yield from _unread_tables(linted)
    yield from _text_boxes(linted)
    if tracked := linted.loaded.tracked:
        yield Flag(
            "TRACKED_CHANGE", _WARNING, tracked[0], "",
            f"{len(tracked)} chỗ còn dấu sửa đổi của Word; máy lấy chữ thêm vào, bỏ chữ đã xóa.", also=tuple(tracked[1:]),
        )  # fmt: skip


def dates_in(text: str) -> list[tuple[str, str, bool]]:
    """Return the days in running text: as printed with the word before it, that word bare, and whether a year is named.

    Shares ("2/3 số phiếu") and the numbers of documents are no days.
    """
    bare, whole = flat(text), one_line(text)
    found = []
    for match in _DAY.finditer(bare):
        day, month = (int(part) for part in match["day"].replace(" ", "").split("/")[:2])
        named = match["cue"] or "ngay" in match.group() or match["year"]
        if (
            not named
            or not 0 < day <= _LAST_DAY
            or not 0 < month <= _LAST_MONTH
            or _OF_DOCUMENT.search(bare[: match.start()])
        ):
            continue
        printed = one_line(text[match.start() : match.end()])
        found.append((printed if printed in whole else match["day"], match["cue"] or "", bool(match["year"])))
    return found


def _own_cells(entry: Entry) -> Iterator[tuple[int, Cell]]:
    for row in entry.rows:
        if not row.nested:
            yield from ((column, cell) for column, cell in enumerate(row.cells) if cell.own_text.strip())


def _name(table: Table, column: int) -> str:
    """The name of a column, of the one that spans it, or its place."""
    for candidate in range(column, -1, -1):
        if name := table.name_of(candidate):
            return name if candidate == column or candidate not in table.roles else f"cột thứ {column + 1}"
    return f"cột thứ {column + 1}"


def _unknown_columns(table: Table) -> Iterator[Flag]:
    width = len(table.headers[0]) if table.roles else 0
    held: dict[str, list[str]] = defaultdict(list)
    places: dict[str, str] = {}
    for entry in table.entries:
        for column, cell in _own_cells(entry):
            if column not in table.roles and column < width and not cell.covered:
                held[_name(table, column)].append(cell.printed)
                places.setdefault(_name(table, column), entry.rows[0].id)
    for name, texts in held.items():
        yield Flag(
            "UNKNOWN_COLUMN", _WARNING, places[name], clipped(f"{name}: {texts[0]}"),
            f"Máy không rõ cột “{clipped(name, 60)}” ghi gì; {len(texts)} ô của cột còn ở văn bản nguồn, chưa đọc vào việc.",
        )  # fmt: skip


def _left_out(table: Table) -> Iterator[Flag]:
    for row in table.left_out:
        yield Flag(
            "ROW_LEFT_OUT", _INFO, row.id, clipped(" | ".join(filter(None, row.texts()))),
            "Hàng tổng cộng, ghi chú hoặc ký tên; không phải nhiệm vụ nên không đọc thành việc.",
        )  # fmt: skip


def _dates_beside(linted: Linted, row: Task | Session, table: Table, entry: Entry) -> Iterator[Flag]:
    """Days in columns that hold no deadlines: notes, products, and those that nobody knows."""
    if not table.roles:
        return
    for column, cell in _own_cells(entry):
        role = table.roles.get(column)
        if role in _BESIDE or role is None:
            for printed, _cue, _year in dates_in(cell.text):
                yield _outside(linted, row, printed, f"ở cột “{clipped(_name(table, column), 40)}”")


def _dates_in_title(linted: Linted, row: Task | Session, entry: Entry) -> Iterator[Flag]:
    unstated = all(m.relation is Relation.UNSTATED for m in row.milestones)
    stated = {m.day for m in row.milestones} | {m.end for m in row.milestones}
    for printed, cue, has_year in dates_in(entry.text(Role.TITLE)):
        day = _day_of(linted, printed)
        if (cue in _STRONG or (unstated and has_year)) and (day is None or day not in stated):
            yield _outside(linted, row, printed, "trong nội dung việc")


def _day_of(linted: Linted, printed: str) -> object:
    match = _DAY.search(flat(printed))
    try:
        read = read_date(match["day"].replace(" ", ""), default_year=linted.facts.year) if match else None
    except ImpossibleDate:
        return None
    return read.as_date() if read else None


def _outside(linted: Linted, row: Task | Session, printed: str, where: str) -> Flag:
    """Flag a day outside the deadlines; where none is stated it is proposed for the task's first time."""
    unstated = next((m for m in row.milestones if m.relation is Relation.UNSTATED), None)
    day = _day_of(linted, printed) if unstated else None
    return Flag(
        "DATE_OUTSIDE_DEADLINE", _WARNING, unstated.key if unstated else row.key, clipped(printed),
        f"Có ngày “{clipped(printed, 60)}” {where}, ngoài ô thời hạn; máy không lấy làm hạn, cần xem có phải hạn không.",
        str(day) if day else None,
    )  # fmt: skip


def _nested(row: Task | Session, entry: Entry) -> Iterator[Flag]:
    inner = [held for held in entry.rows if held.nested]
    if inner:
        yield Flag(
            "NESTED_TABLE", _WARNING, row.key, clipped(first_cells(inner)),
            "Trong ô có một bảng con; chữ của bảng con còn ở văn bản nguồn, chưa đọc vào việc.",
        )  # fmt: skip


def _unread_tables(linted: Linted) -> Iterator[Flag]:
    for rows in linted.unread:
        yield Flag(
            "TABLE_NOT_READ", _WARNING, rows[0].id, clipped(first_cells(rows)),
            f"Có bảng {len(rows)} hàng giống bảng nhiệm vụ nhưng máy không nhận ra các cột nên chưa đọc.",
            also=tuple(row.id for row in rows[1:]),
        )  # fmt: skip


def _text_boxes(linted: Linted) -> Iterator[Flag]:
    for block in linted.blocks:
        if isinstance(block, Paragraph) and block.aside:
            yield Flag(
                "TEXT_BOX", _INFO, block.id, clipped(block.printed),
                "Chữ trong khung riêng bên ngoài dòng văn bản; giữ ở văn bản nguồn, không đọc vào việc.",
            )  # fmt: skip
