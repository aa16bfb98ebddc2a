"""Checks of the paper itself: rows cut by pages, repeated heads, numbers, brackets, blanks, old encodings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from thidua.plans.reading.columns import Role
from thidua.plans.reading.entries import Entry
from thidua.plans.reading.flat import clipped, flat
from thidua.plans.reading.lint.context import Linted, is_for_dossiers
from thidua.plans.reading.shapes import Flag, Severity
from thidua.plans.reading.sources.blocks import Paragraph

_WARNING, _INFO = Severity.WARNING, Severity.INFO
_BLANK = re.compile(r"so\s*/|ngay\s*/")
_LETTERED = re.compile(r"(?:^|.*\s)(?:\d{1,2}|[a-zđ])$", re.DOTALL)
_COUNTED = re.compile(r"(\d{1,6})([a-zđ]?)\s?[.)]*", re.ASCII)
_LARGEST_GAP = 20
_LONG_LINE = 60  # characters: shorter ones are headings
_CUT = re.compile(r"(?:\b(?:va|hoac|cua|cho|gom|voi|cac|trong)|[,;:(])$")


def checks(linted: Linted) -> Iterator[Flag]:
    """Every check of this module."""
    yield from _rows(linted)
    yield from _numbers(linted)
    yield from _heads(linted)
    yield from _texts(linted)
    yield from _not_stated(linted)


def _rows(linted: Linted) -> Iterator[Flag]:
    for key, (_table, entry) in linted.entries.items():
        for join in entry.joins[:6]:
            yield Flag("SPLIT_ROW_JOINED", _INFO, key, clipped(join), "Hàng bị ngắt trang; máy nối lại theo từng cột.")
        for text in entry.spanning[:2]:
            yield Flag(
                "CELL_SPANS_COLUMNS", _WARNING, key, clipped(text),
                "Ô này trải qua nhiều cột; cần xem chữ thuộc cột nào.",
            )  # fmt: skip
    for table in linted.tables:
        if table.repeats:
            yield Flag(
                "HEADER_REPEATED", _INFO, table.repeats[0].id, clipped(" | ".join(table.repeats[0].texts())),
                f"Hàng tiêu đề lặp lại {len(table.repeats)} lần sau ngắt trang; đã bỏ.",
                also=tuple(row.id for row in table.repeats[1:]),
            )  # fmt: skip
        for heading, row in table.headings:
            if heading.in_one_cell:
                yield Flag(
                    "MERGED_SECTION_CELL", _INFO, row.id, f"{heading.code} {heading.label}",
                    "Số mục và tên mục nằm chung một ô.",
                )  # fmt: skip
        for row in table.odd_rows[:3]:
            yield Flag(
                "ROW_TOO_WIDE", _WARNING, row.id, clipped(" | ".join(row.texts())),
                "Hàng có nhiều ô hơn hàng tiêu đề.",
            )  # fmt: skip


def _numbers(linted: Linted) -> Iterator[Flag]:
    """Numbers used twice or left out in a table of tasks. Numbers may start again in each section."""
    tasks = {task.key for task in linted.tasks}
    by_table: dict[int, list[tuple[str, int, object, bool]]] = defaultdict(list)
    for key, (table, entry) in linted.entries.items():
        printed = _COUNTED.fullmatch(entry.number.strip())
        if key in tasks and printed and not entry.shares_number:
            by_table[id(table)].append((key, int(printed[1]), entry.section, bool(printed[2])))
    for rows in by_table.values():
        restarts = sum(number == rows[0][1] for _key, number, _section, _lettered in rows) > 1
        scoped: dict[object, list[tuple[str, int, bool]]] = defaultdict(list)
        for key, number, section, lettered in rows:
            scoped[section if restarts else None].append((key, number, lettered))
        for numbered in scoped.values():
            yield from _in_scope(numbered)


def _in_scope(rows: list[tuple[str, int, bool]]) -> Iterator[Flag]:
    """`rows` are key, number, and whether a letter follows it: 3a and 3b are no repetition."""
    counts = Counter(number for _key, number, _lettered in rows)
    plain = Counter(number for _key, number, lettered in rows if not lettered)
    for key, number, lettered in rows:
        if plain[number] > 1 and not lettered:
            yield Flag(
                "DUPLICATE_NUMBER", _WARNING, key, str(number),
                f"Số thứ tự {number} dùng {plain[number]} lần trong bảng.",
            )  # fmt: skip
    for (_key, first, _), (key, second, _) in pairwise(rows):
        if 1 < second - first < _LARGEST_GAP and not any(number in counts for number in range(first + 1, second)):
            left_out = ", ".join(map(str, range(first + 1, second)))
            yield Flag("NUMBER_GAP", _WARNING, key, str(second), f"Bảng thiếu số thứ tự {left_out}.")


def _heads(linted: Linted) -> Iterator[Flag]:
    facts = linted.facts
    for line in {t.caption.goes_with.id: t.caption.goes_with for t in linted.tables if t.caption.goes_with}.values():
        if _BLANK.search(re.sub(r"[.…\s]+", " ", flat(line.text))):
            yield Flag(
                "BLANK_NUMBER_DATE", _INFO, line.id, clipped(line.printed),
                "Phụ lục để trống số, ngày; nối với văn bản chính, chỗ trống được giữ.",
            )  # fmt: skip
    if facts.printed_number and facts.printed_number != facts.number:
        told = f"Dùng “{facts.number}” để đối chiếu." if facts.number else "Văn bản chưa có số."
        yield Flag("NUMBER_SPACING", _INFO, "document", facts.printed_number, told)
    named = (("số, ký hiệu", facts.number), ("ngày ban hành", facts.issued_on), ("cơ quan ban hành", facts.issuer))
    for label, value in named:
        if value is None:
            yield Flag("HEAD_NOT_FOUND", _WARNING, "document", "", f"Không tìm thấy {label} ở đầu văn bản.")
    if html := linted.loaded.html:
        yield Flag(
            "HTML_STRIPPED", _INFO, html[0], "", f"{len(html)} chỗ có thẻ HTML; chỉ giữ chữ.", also=tuple(html[1:])
        )
    if linted.loaded.decomposed:
        yield Flag("DECOMPOSED_TEXT", _INFO, "document", "", "Dấu tiếng Việt viết rời (NFD); đã ghép lại khi đọc.")


def _texts(linted: Linted) -> Iterator[Flag]:
    for row in linted.rows():
        table, entry = linted.entries[row.key]
        for role in table.roles.values():
            text = entry.printed(role).strip()
            if _unbalanced(text):
                yield Flag("UNBALANCED_PAREN", _WARNING, row.key, clipped(text[-120:]), "Dấu ngoặc không đóng đủ.")
            if role is Role.TITLE and _CUT.search(flat(text.rstrip(" ."))):
                yield Flag(
                    "TEXT_TRUNCATED", _WARNING, row.key, clipped(text[-120:]),
                    "Câu bị cụt; cần đối chiếu bản gốc.",
                )  # fmt: skip
    yield from _cut_paragraphs(linted)
    yield from _old_fonts(linted)


def _cut_paragraphs(linted: Linted) -> Iterator[Flag]:
    """Paragraphs that break off and go on in the next one: a page ended between."""
    for first, second in pairwise(linted.blocks):
        if not (isinstance(first, Paragraph) and isinstance(second, Paragraph)):
            continue
        if (
            second.text[:1].islower()
            and (first.text[-1:].isalnum() or first.text[-1:] == ",")
            and len(first.text) > _LONG_LINE
        ):
            yield Flag(
                "PARAGRAPH_CUT", _INFO, first.id, clipped(f"{first.printed[-60:]} | {second.printed[:60]}"),
                "Đoạn văn bị ngắt trang giữa câu; hai phần đọc liền nhau.", also=(second.id,),
            )  # fmt: skip


def _unbalanced(text: str) -> bool:
    """Tell whether brackets do not close; "a)" and "1)" that open a point are no brackets."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            if not _LETTERED.match(text[max(0, position - 4) : position]):
                return True
            depth = 0
    return depth > 0


def _old_fonts(linted: Linted) -> Iterator[Flag]:
    told = False
    for key, (_table, entry) in linted.entries.items():
        if any(cell.encoding for row in entry.rows for cell in row.cells):
            told = True
            yield Flag(
                "LEGACY_FONT", _WARNING, key, clipped(entry.printed(Role.TITLE)),
                f"Chữ dùng bảng mã cũ; máy đọc bằng bản chuyển đổi, chữ in được giữ.{_units_in_unicode(entry)}",
                clipped(entry.text(Role.TITLE), 300),
            )  # fmt: skip
    old = next((block for block in linted.blocks if isinstance(block, Paragraph) and block.encoding), None)
    if old and not told:
        yield Flag(
            "LEGACY_FONT", _WARNING, "document", clipped(old.printed),
            "Văn bản dùng bảng mã cũ; máy đọc bằng bản chuyển đổi.", clipped(old.text, 300),
        )  # fmt: skip


def _units_in_unicode(entry: Entry) -> str:
    """Say how the units read that are printed in an old encoding."""
    roles = (Role.DIRECTING, Role.IMPLEMENTING, Role.ADVISING, Role.COORDINATING)
    units = [clipped(entry.text(role), 100) for role in roles if entry.text(role) != entry.printed(role)]
    return f" Đơn vị đọc là: {'; '.join(units)}." if units else ""


def _not_stated(linted: Linted) -> Iterator[Flag]:
    """A session of the council without a day for dossiers while others have one."""
    stated = [task for task in linted.meetings if any(map(is_for_dossiers, task.milestones))]
    shown = ", ".join(task.key for task in stated[:4])
    for task in linted.meetings:
        if stated and not any(map(is_for_dossiers, task.milestones)):
            yield Flag(
                "NOT_STATED", _WARNING, task.key, "",
                f"Phiên này không nêu hạn gửi hồ sơ, {shown} thì có. Máy không suy ra.",
            )  # fmt: skip
