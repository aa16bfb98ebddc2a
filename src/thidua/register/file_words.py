"""What both readers of files, of lists and of old ledgers, show alike: columns as they were understood, problems in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thidua.foundation.words import mark
from thidua.organisation.sealing import mask_cccd
from thidua.register.reading.shapes import Column

_NUMBER = re.compile(r"\d(?:[ .\-]?\d){8,11}")
UNDERSTOOD = {
    "stt": mark("Số thứ tự"),
    "name_family": mark("Họ đệm"),
    "name_given": mark("Tên"),
    "name_part": mark("Tên (phần sau)"),
    "name_collective": mark("Tên tập thể"),
    "name_household": mark("Tên hộ gia đình"),
    "male": mark("Nam"),
    "female": mark("Nữ"),
    "unknown": mark("chưa đọc"),
}
"""What the reader made of a column that nobody chooses by name."""
OTHERWISE = mark("thông tin thêm, không dùng")
TITLES = {
    "NAME_MISSING": mark("Chưa có tên"),
    "NAME_CAPITALS": mark("Họ tên viết hoa toàn bộ"),
    "NAME_SMALL": mark("Họ tên có chữ chưa viết hoa"),
    "NAME_MARK": mark("Có chữ thừa sau họ tên"),
    "NAME_ODD": mark("Họ tên có ký tự lạ hoặc chỉ một chữ"),
    "LEGACY_FONT": mark("Phông chữ cũ đã chuyển sang Unicode, cần xem lại dấu"),
    "KIND_UNCLEAR": mark("Chưa rõ cá nhân hay tập thể"),
    "BIRTH_MISSING": mark("Thiếu ngày sinh"),
    "IMPOSSIBLE_DATE": mark("Ngày sinh không có trong lịch"),
    "BIRTH_ORDER": mark("Ngày sinh viết tháng trước, ngày sau"),
    "BIRTH_SHORT": mark("Năm sinh chỉ ghi hai chữ số"),
    "BIRTH_UNREADABLE": mark("Không đọc được ngày sinh"),
    "BIRTH_UNLIKELY": mark("Năm sinh có vẻ không đúng"),
    "SEX_UNREADABLE": mark("Không đọc được giới tính"),
    "SEX_MISMATCH": mark("Xưng hô không khớp giới tính"),
    "CCCD_ZERO_LOST": mark("Số định danh mất số 0 ở đầu"),
    "CCCD_LENGTH": mark("Số định danh không đủ 12 chữ số"),
    "CCCD_LETTERS": mark("Số định danh có chữ cái"),
    "CCCD_SCIENTIFIC": mark("Số định danh bị Excel rút gọn"),
    "CCCD_COLUMN": mark("Số định danh lấy ở cột không ghi rõ tên"),
    "CCCD_PROVINCE": mark("Ba số đầu không phải mã tỉnh, thành phố"),
    "CCCD_MISMATCH": mark("Số định danh không khớp năm sinh hoặc giới tính"),
    "TEXT_LONG": mark("Ô quá dài"),
    "AWARD_UNKNOWN": mark("Không nhận ra danh hiệu, hình thức"),
    "AWARD_KIND": mark("Danh hiệu không dành cho loại đối tượng này"),
    "CELL_ERROR": mark("Ô báo lỗi trong Excel"),
    "FORMULA_EMPTY": mark("Ô là công thức chưa tính"),
}
"""One line for all rows with a problem."""


@dataclass(frozen=True)
class ColumnChoice:
    """One column: the name of its select, where it stands, its heading, how it was understood, first values."""

    name: str
    where: str
    heading: str
    understood: str
    samples: str
    unread: bool
    options: list[tuple[str, str, bool]]


def column_choices(
    columns: Iterable[Column],
    *,
    several: bool,
    words: Mapping[str, str],
    choices: Mapping[str, str],
    told: frozenset[str],
) -> list[ColumnChoice]:
    """Every column of a file, those not read first; identity numbers among the first values are masked.

    `several`: the file has several sheets; `words`: field → what it is called; `choices`: the fields a person may choose,
    `told`: by which ways a field counts as chosen by one.
    """
    shown = [_column(place, column, several, words, choices, told) for place, column in enumerate(columns)]
    return sorted(shown, key=lambda one: not one.unread)


def _column(
    place: int,
    column: Column,
    several: bool,
    words: Mapping[str, str],
    choices: Mapping[str, str],
    told: frozenset[str],
) -> ColumnChoice:
    chosen = column.field if column.how in told else ""
    return ColumnChoice(
        name=f"c{place}",
        where=f"{column.column} ({column.sheet})" if several else column.column,
        heading=" ".join(column.header.split()) or _("không có tiêu đề"),
        understood=_(words.get(column.field) or OTHERWISE),
        samples="; ".join(map(numbers_masked, column.samples)),
        unread=column.field == "unknown" and bool(column.samples),
        options=[(code, _(label), code == chosen) for code, label in choices.items()],
    )


def numbers_masked(text: str) -> str:
    """The text with every number masked that may be an identity number."""
    return _NUMBER.sub(lambda found: mask_cccd(re.sub(r"\D", "", found.group())), text)
