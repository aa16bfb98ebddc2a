"""What a line of a list is when it is not a nominee: total, group, note, signature. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from thidua.foundation.text import fold
from thidua.register.reading.kinds import opens_collective

# Marks matter here: "Cộng" is a total, "Công ty" is a nominee; "Tổng cộng" is a total, "Tổng công ty" is not.
_TOTAL = re.compile(
    r"^\W*(?:tổng\s*cộng|tổng\s*số|tổng\s*(?:$|:|[ivx]+\b|\d)|tổng\s+(?:cá nhân|tập thể|danh sách|hợp|toàn)"
    r"|tong\s*cong|tong\s*so|cộng\s*(?:$|:|\(|[ivx]+\b|[a-d]\b|\d|khối|mục|nhóm|trang|tổng|phần|dồn)"
    r"|ấn định|danh sách (?:này )?(?:có|gồm)\b|tổng kết\s*:)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^\W*(?:ghi chú|chú ý|lưu ý|chú thích|\(\*+\)|\*|nơi nhận|kèm theo|căn cứ|mục \(\*\)|yêu cầu|hướng dẫn)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^\W*(?:người lập|lập biểu|lập bảng|thủ trưởng|thủ truởng|tm\.?\s|kt\.?\s|tl\.?\s|tuq\.?\s|q\.\s|xác nhận|"
    r"người tổng hợp|người kiểm tra|chủ tịch\s*$|chủ tịch hội đồng|hiệu trưởng\s*$|giám đốc\s*$|phó giám đốc\s*$|"
    r"phó chủ tịch\s*$|thư ký\s*$|kế toán trưởng\s*$|\(?ký,|\(?đã ký|cán bộ phụ trách|bí thư\s*$|trưởng phòng\s*$|"
    r".{0,40}ngày\s*[\d.… ]*\s*tháng\s*[\d.… ]*\s*năm\b)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"^\s*([IVX]{1,6})\s*(?:[.)\-/:]\s*|\s+|$)(.*)$", re.DOTALL)
_LETTER = re.compile(r"^\s*([A-HĐ])\s*(?:[.)\-/:]\s*|$)(.*)$", re.DOTALL)
_ARABIC = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2})*)\s*[.)\-/:]\s*(.*)$", re.DOTALL)
_SECTION = re.compile(
    r"^\s*(?:mục|phần|nhóm|khối|danh sách)\s+([IVX]+|[A-H]|\d+)(?![^\W\d_])\s*[.:)\-]*\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"^\d{1,5}(?:[.)]\d{0,3})*\.?\)?$")
_HEADING_NUMBER = re.compile(r"^\(?\s*(\d{1,2}|[A-H])\s*\)?$")
_GROUP_MARK = re.compile(r"[IVX]{1,6}[.)]?|[A-HĐ][.)]?")
_MOTTO = re.compile(r"cong hoa xa hoi|doc lap\s*-\s*tu do|dang cong san")
_SMALL: Final = 4


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a group line is numbered ("roman", "letter", "arabic", "none") and its words without it."""

    style: str
    label: str


def is_number(text: str) -> bool:
    """Whether the cell holds a running number (STT): 1, 12, 3., 1.1."""
    return bool(_NUMBER.match(text))


def is_total(texts: Sequence[str]) -> bool:
    """Whether a line sums up: one of its first cells begins as totals do."""
    return any(_TOTAL.match(text) for text in texts[:3])


def is_note(text: str) -> bool:
    """Whether the words begin a note."""
    return bool(_NOTE.match(text))


def is_signature(texts: Sequence[str]) -> bool:
    """Whether a line belongs to the signatures below a list."""
    return any(_SIGNATURE.match(text) for text in texts)


def is_motto(text: str) -> bool:
    """Whether the words are those that stand at the right of every letterhead, for no office in particular."""
    return bool(_MOTTO.search(fold(text)))


def is_group_mark(text: str) -> bool:
    """Whether a cell holds nothing but the mark of a group: II, B."""
    return bool(_GROUP_MARK.fullmatch(text))


def is_column_numbers(texts: Sequence[str]) -> bool:
    """Whether the line only numbers the columns: (1) (2) (3), A B 1 2 3."""
    marks = [match.group(1) for text in texts if (match := _HEADING_NUMBER.match(text))]
    if len(marks) < 3 or len(marks) != len(texts):
        return False
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True


def numbering(text: str) -> Numbering:
    """Split "II. KHỐI CHÍNH QUYỀN" into its numbering style and its words."""
    for style, pattern in (("roman", _ROMAN), ("letter", _LETTER), ("arabic", _ARABIC)):
        if match := pattern.match(text):
            return Numbering(style, match.group(2).strip())
    if match := _SECTION.match(text):
        return Numbering("section", match.group(2).strip() or text.strip())
    return Numbering("none", text.strip())


def shouts(text: str) -> bool:
    """Whether the words stand in capitals, as titles of groups do."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= _SMALL and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def organisation_of(lines: Sequence[str]) -> str:
    """The sending unit named in the lines above a list, or nothing.

    Of "UBND THÀNH PHỐ HÀ NỘI ⏎ SỞ CÔNG THƯƠNG" the lower line is the sender; councils do not count.
    """
    found = ""
    for line in (part.strip() for text in lines for part in text.split("\n")):
        plain = fold(line)
        if plain.startswith(("danh sach", "bieu", "bang tong hop", "to trinh")):
            break
        skip = re.match(r"hoi dong|so\s*:|so \d|phu luc", plain)
        if not skip and not is_motto(line) and len(line) < 90 and opens_collective(line) and len(plain.split()) >= 2:
            found = line
    return found
