"""What is said about each problem. Vietnamese sentences; pure Python."""

from __future__ import annotations

from typing import Final

from thidua.dossiers.reading.shapes import Problem

# code: (field, blocking, sentence). A blocking problem waits for the officer; others are only told.
_TABLE: Final[dict[str, tuple[str, bool, str]]] = {
    "NAME_MISSING": ("name", True, "Dòng này chưa có tên. Đề nghị ghi họ và tên hoặc tên tập thể."),
    "NAME_CAPITALS": ("name", False, "Họ tên viết in hoa toàn bộ; đề xuất viết hoa chữ cái đầu."),
    "NAME_SMALL": ("name", False, "Họ tên có chữ chưa viết hoa; đề xuất viết hoa chữ cái đầu."),
    "NAME_ODD": ("name", True, "Họ tên có ký tự lạ hoặc chỉ có một chữ. Đề nghị kiểm tra lại."),
    "LEGACY_FONT": ("name", False, "Dòng viết bằng phông chữ cũ ({printed}), đã chuyển sang Unicode. Đề nghị xem lại dấu."),
    "KIND_UNCLEAR": ("kind", True, "Chưa rõ đây là cá nhân hay tập thể: {printed}. Đề nghị chọn lại."),
    "BIRTH_MISSING": ("birth", True, "Thiếu ngày sinh hoặc năm sinh."),
    "IMPOSSIBLE_DATE": ("birth", True, "Ngày sinh “{printed}” không có trong lịch. Giữ nguyên chữ in, đề nghị sửa."),
    "BIRTH_ORDER": ("birth", True, "Ngày sinh “{printed}” có vẻ viết tháng trước, ngày sau."),
    "BIRTH_UNREADABLE": ("birth", True, "Không đọc được ngày sinh “{printed}”. Đề nghị ghi dạng 16/06/1985 hoặc 1985."),
    "BIRTH_UNLIKELY": ("birth", True, "Năm sinh “{printed}” có vẻ không đúng. Đề nghị kiểm tra lại."),
    "SEX_UNREADABLE": ("sex", False, "Không đọc được giới tính “{printed}”. Đề nghị ghi Nam hoặc Nữ."),
    "SEX_MISMATCH": ("sex", True, "Cách xưng hô trước họ tên không khớp giới tính “{printed}”."),
    "CCCD_MISSING": ("cccd", True, "Thiếu số CCCD."),
    "CCCD_ZERO_LOST": ("cccd", True, "Số CCCD chỉ có {count} chữ số, có vẻ mất số 0 ở đầu."),
    "CCCD_OLD": ("cccd", True, "Đây có vẻ là số CMND cũ (9 số). Đề nghị ghi số CCCD gồm 12 số."),
    "CCCD_LENGTH": ("cccd", True, "Số CCCD có {count} chữ số, cần 12 chữ số. Đề nghị kiểm tra lại."),
    "CCCD_LETTERS": ("cccd", True, "Số CCCD có ký tự không phải chữ số. Đề nghị kiểm tra lại."),
    "CCCD_SCIENTIFIC": (
        "cccd",
        True,
        "Số CCCD bị Excel rút gọn nên mất chữ số. Đề nghị gõ lại, để ô ở dạng chữ.",
    ),
    "CCCD_PROVINCE": ("cccd", True, "Ba số đầu của CCCD không phải mã tỉnh, thành phố nào. Đề nghị kiểm tra lại."),
    "CCCD_MISMATCH": ("cccd", True, "Số CCCD không khớp {printed}. Đề nghị đối chiếu giấy tờ."),
    "CCCD_SHARED": ("cccd", True, "Số CCCD trùng với người khác tên ở {printed}. Đề nghị đối chiếu giấy tờ."),
    "UNIT_MISSING": ("unit", False, "Chưa rõ đơn vị công tác; sẽ lấy đơn vị nộp danh sách."),
    "AWARD_MISSING": ("awards", True, "Chưa ghi danh hiệu hoặc hình thức khen thưởng đề nghị."),
    "AWARD_UNKNOWN": ("awards", True, "Không nhận ra danh hiệu, hình thức khen thưởng “{printed}”."),
    "AWARD_PART_UNKNOWN": ("awards", False, "Ô danh hiệu có chữ chưa rõ nghĩa: “{printed}”. Đề nghị xem lại."),
    "AWARD_AMBIGUOUS": ("awards", True, "“{printed}” chưa rõ cấp nào. Đề nghị chọn: {choices}."),
    "AWARD_KIND": ("awards", True, "“{printed}” không dành cho {choices}. Đề nghị kiểm tra lại."),
    "AWARD_FROM_TITLE": ("awards", False, "Danh hiệu lấy theo tên danh sách: “{printed}”."),
    "CELL_ERROR": ("", True, "Ô {printed} báo lỗi {choices}. Đề nghị gõ lại giá trị."),
    "FORMULA_EMPTY": ("", True, "Ô {printed} là công thức chưa được tính. Đề nghị mở tệp, lưu lại hoặc gõ giá trị."),
    "SAME_PERSON": ("name", True, "Trùng với {printed}: {choices}. Đề nghị giữ một dòng."),
    "SAME_PERSON_OTHER_AWARD": ("name", False, "Người này còn được đề nghị ở {printed} với danh hiệu khác."),
    "SAME_SUSPECTED": ("name", True, "Có thể trùng với {printed}: {choices}. Đề nghị xác nhận."),
}
CODES: Final = frozenset(_TABLE)
# Found by comparing rows with each other, not by looking at one.
BETWEEN_ROWS: Final = frozenset({"CCCD_SHARED", "SAME_PERSON", "SAME_PERSON_OTHER_AWARD", "SAME_SUSPECTED"})


def problem(code: str, *, field: str = "", proposal: str = "", **words: object) -> Problem:
    """The problem of this code with its sentence filled in; `field` overrides the usual one."""
    usual, blocking, sentence = _TABLE[code]
    filled = sentence.format(**{"printed": "", "choices": "", "count": "", **words})
    return Problem(code, field or usual, filled, proposal, blocking)


def field_of(code: str) -> str:
    """The field a code is usually about."""
    return _TABLE[code][0]
