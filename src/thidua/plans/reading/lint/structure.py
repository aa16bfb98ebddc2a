"""Checks of the paper itself: rows cut by pages, repeated heads, numbers, brackets, blanks, old encodings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from thidua.plans.reading.columns import Role
from thidua.plans.reading.flat import clipped, flat, words_of
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.shapes import Flag, Session, Severity
from thidua.plans.reading.sources.blocks import Paragraph

_WARNING, _INFO = Severity.WARNING, Severity.INFO
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
            yield Flag("CELL_SPANS_COLUMNS", _WARNING, key, clipped(text), "Ô này trải qua nhiều cột; cần xem chữ thuộc cột nào.")
    for table in linted.tables:
        if table.repeats:
            yield Flag("HEADER_REPEATED", _INFO, table.repeats[0].id, "", f"Hàng tiêu đề lặp lại {len(table.repeats)} lần sau ngắt trang; đã bỏ.")
        for heading, row in table.headings:
            if heading.in_one_cell:
                yield Flag("MERGED_SECTION_CELL", _INFO, row.id, f"{heading.code} {heading.label}", "Số mục và tên mục nằm chung một ô; các mục khác nằm hai ô.")
        for row in table.odd_rows[:3]:
            yield Flag("ROW_TOO_WIDE", _WARNING, row.id, clipped(" | ".join(row.texts())), "Hàng có nhiều ô hơn hàng tiêu đề.")


def _numbers(linted: Linted) -> Iterator[Flag]:
    for table in linted.tables:
        keys = [(key, entry.number.strip(". ")) for key, (owner, entry) in linted.entries.items() if owner is table]
        tasks = [(key, int(number)) for key, number in keys if number.isdigit()]
        if not tasks or any(isinstance(row, Session) and row.key == tasks[0][0] for row in linted.rows()):
            continue
        counts = Counter(number for _key, number in tasks)
        for key, number in tasks:
            if counts[number] > 1:
                yield Flag("DUPLICATE_NUMBER", _WARNING, key, str(number), f"Số thứ tự {number} dùng {counts[number]} lần trong bảng.")
        numbers = [number for _key, number in tasks]
        restarts = numbers.count(1) > 1
        gaps = [] if restarts else sorted(set(range(numbers[0], max(numbers) + 1)) - set(numbers))
        if gaps and len(gaps) < 20:
            yield Flag("NUMBER_GAP", _WARNING, "document", "", f"Bảng thiếu số thứ tự {', '.join(map(str, gaps))}.")


def _heads(linted: Linted) -> Iterator[Flag]:
    for table in linted.tables:
        line = table.caption.goes_with
        if line and re.search(r"so\s*/|ngay\s*/", re.sub(r"[.…\s]+", " ", flat(line.text))):
            yield Flag("BLANK_NUMBER_DATE", _INFO, line.id, clipped(line.printed), "Phụ lục để trống số, ngày; nối với văn bản chính, chỗ trống được giữ.")
    printed = linted.facts.printed_number
    if printed and printed != linted.facts.number:
        yield Flag("NUMBER_SPACING", _INFO, "document", printed, f"Số văn bản in có khoảng trắng thừa; dùng “{linted.facts.number}” để đối chiếu." if linted.facts.number else "Văn bản chưa có số.")
    for label, value in (("số, ký hiệu", linted.facts.number), ("ngày ban hành", linted.facts.issued_on), ("cơ quan ban hành", linted.facts.issuer)):
        if value is None:
            yield Flag("HEAD_NOT_FOUND", _WARNING, "document", "", f"Không tìm thấy {label} ở đầu văn bản.")
    if linted.loaded.html:
        yield Flag("HTML_STRIPPED", _INFO, linted.loaded.html[0], "", f"{len(linted.loaded.html)} ô có thẻ HTML; chỉ giữ chữ.")
    if linted.loaded.decomposed:
        yield Flag("DECOMPOSED_TEXT", _INFO, "document", "", "Dấu tiếng Việt viết rời (NFD); đã ghép lại khi đọc.")


def _texts(linted: Linted) -> Iterator[Flag]:
    for row in linted.rows():
        title = row.title
        opened, closed = title.count("("), title.count(")")
        cut = bool(_CUT.search(flat(title.rstrip(" ."))))
        if opened != closed:
            yield Flag("UNBALANCED_PAREN", _WARNING, row.key, clipped(title[-120:]), "Dấu ngoặc không đóng đủ.")
        if cut or (opened > closed and words_of(title).endswith(" va")):
            yield Flag("TEXT_TRUNCATED", _WARNING, row.key, clipped(title[-120:]), "Câu bị cụt; cần đối chiếu bản gốc.")
    old = [block for block in linted.blocks if isinstance(block, Paragraph) and block.encoding]
    encoded = [key for key, (_table, entry) in linted.entries.items() if any(cell.encoding for row in entry.rows for cell in row.cells)]
    for key in encoded:
        _owner, entry = linted.entries[key]
        yield Flag("LEGACY_FONT", _WARNING, key, clipped(entry.printed(Role.TITLE)), "Chữ dùng bảng mã cũ; máy đọc bằng bản chuyển đổi, chữ in được giữ.", clipped(entry.text(Role.TITLE), 300))
    if old and not encoded:
        yield Flag("LEGACY_FONT", _WARNING, "document", clipped(old[0].printed), "Văn bản dùng bảng mã cũ; máy đọc bằng bản chuyển đổi.", clipped(old[0].text, 300))


def _not_stated(linted: Linted) -> Iterator[Flag]:
    """A session of the council without a day for dossiers while others have one."""
    meetings = [task for task in linted.tasks if "hop hoi dong" in flat(task.title)]
    with_day = [task for task in meetings if any("ho so" in flat(m.label) for m in task.milestones)]
    for task in meetings:
        if with_day and task not in with_day:
            yield Flag("NOT_STATED", _WARNING, task.key, "", f"Phiên này không nêu hạn gửi hồ sơ, {', '.join(other.key for other in with_day)} thì có. Máy không suy ra.")
