"""What is said about each problem. Vietnamese sentences; pure Python."""

from __future__ import annotations

from typing import Final

from thidua.register.reading.shapes import Problem

# code: (field, blocking, sentence). A blocking problem waits for the officer; others are only told.
_TABLE: Final[dict[str, tuple[str, bool, str]]] = {
    "NAME_MISSING": ("name", True, "Dòng này chưa có tên. Đề nghị ghi họ và tên hoặc tên tập thể."),
    "NAME_CAPITALS": ("name", False, "Họ tên viết in hoa toàn bộ; đề xuất viết hoa chữ cái đầu."),
    "NAME_SMALL": ("name", False, "Họ tên có chữ chưa viết hoa; đề xuất viết hoa chữ cái đầu."),
    "NAME_MARK": ("name", True, "Sau họ tên có chữ “{printed}”, có vẻ không thuộc họ tên."),
    "NAME_ODD": ("name", True, "Họ tên có ký tự lạ hoặc chỉ có một chữ. Đề nghị kiểm tra lại."),
    "LEGACY_FONT": (
        "name",
        False,
        "Dòng viết bằng phông chữ cũ ({printed}), đã chuyển sang Unicode. Đề nghị xem lại dấu.",
    ),
    "KIND_UNCLEAR": ("kind", True, "Chưa rõ đây là cá nhân hay tập thể: {printed}. Đề nghị chọn lại."),
    "BIRTH_MISSING": ("birth", True, "Thiếu ngày sinh hoặc năm sinh."),
    "IMPOSSIBLE_DATE": ("birth", True, "Ngày sinh “{printed}” không có trong lịch. Giữ nguyên chữ in, đề nghị sửa."),
    "BIRTH_ORDER": ("birth", True, "Ngày sinh “{printed}” có vẻ viết tháng trước, ngày sau."),
    "BIRTH_UNREADABLE": ("birth", True, "Không đọc được ngày sinh “{printed}”. Đề nghị ghi dạng 16/06/1985 hoặc 1985."),
    "BIRTH_SHORT": ("birth", True, "Năm sinh “{printed}” chỉ ghi hai chữ số. Đề nghị ghi đủ bốn chữ số."),
    "BIRTH_FUTURE": ("birth", True, "Ngày sinh “{printed}” ở sau ngày nộp danh sách. Đề nghị sửa theo giấy tờ."),
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
    "CCCD_COLUMN": (
        "cccd",
        False,
        "Cột này không ghi là số định danh, nhận theo 12 chữ số trong cột. Đề nghị xem lại.",
    ),
    "CCCD_PROVINCE": ("cccd", True, "Ba số đầu của CCCD không phải mã tỉnh, thành phố nào. Đề nghị kiểm tra lại."),
    "CCCD_MISMATCH": ("cccd", True, "Số CCCD không khớp {printed}. Đề nghị đối chiếu giấy tờ."),
    "CCCD_SHARED": (
        "cccd",
        True,
        "Số CCCD trùng với tên khác ở {printed}. Một số chỉ của một người: sửa số CCCD hoặc bỏ một dòng.",
    ),
    "TEXT_LONG": ("name", True, "Ô này dài hơn {count} chữ. Đề nghị rút gọn, hoặc xem lại cột."),
    "UNIT_MISSING": ("unit", False, "Chưa rõ đơn vị công tác; sẽ lấy đơn vị nộp danh sách."),
    "AWARD_MISSING": ("awards", True, "Chưa ghi danh hiệu hoặc hình thức khen thưởng đề nghị."),
    "AWARD_UNKNOWN": ("awards", True, "Không nhận ra danh hiệu, hình thức khen thưởng “{printed}”."),
    "AWARD_PART_UNKNOWN": ("awards", False, "Ô danh hiệu có chữ chưa rõ nghĩa: “{printed}”. Đề nghị xem lại."),
    "AWARD_AMBIGUOUS": ("awards", True, "“{printed}” chưa rõ cấp nào. Đề nghị chọn: {choices}."),
    "AWARD_KIND": ("awards", True, "“{printed}” không dành cho {choices}. Đề nghị kiểm tra lại."),
    "AWARD_FROM_TITLE": ("awards", False, "Danh hiệu lấy theo tên danh sách: “{printed}”."),
    "AWARD_CONTRADICTS": ("awards", True, "Ô ghi “{printed}” dưới tên cột “{choices}”. Đề nghị ghi danh hiệu đúng."),
    "AWARD_FROM_LEVEL": ("awards", False, "Danh hiệu lấy theo hai cột: “{printed}” và “{choices}”."),
    "CELL_ERROR": ("", True, "Ô {printed} báo lỗi {choices}. Đề nghị gõ lại giá trị."),
    "FORMULA_EMPTY": ("", True, "Ô {printed} là công thức chưa được tính. Đề nghị mở tệp, lưu lại hoặc gõ giá trị."),
    "SAME_PERSON": ("name", True, "Trùng với {printed}: {choices}. Đề nghị giữ một dòng."),
    "SAME_NUMBER": ("cccd", True, "Trùng với {printed}: {choices}. Bỏ một dòng, hoặc sửa số CCCD nếu là hai người."),
    "SAME_PERSON_OTHER_AWARD": ("name", False, "Người này còn được đề nghị ở {printed} với danh hiệu khác."),
    "SAME_SUSPECTED": ("name", True, "Có thể trùng với {printed}: {choices}. Đề nghị xác nhận."),
    "TWIN_OURS": (
        "name",
        True,
        "Đã có hồ sơ {printed} của đơn vị trong đợt này. Đề nghị bỏ dòng này hoặc sửa nếu là người khác.",
    ),
    "TWIN_MAYBE": ("name", True, "Có thể đã có hồ sơ {printed} của đơn vị trong đợt này (cùng tên). Đề nghị xác nhận."),
    "TWIN_ELSEWHERE": (
        "cccd",
        True,
        "Số CCCD này đã có trong một danh sách của đợt do đơn vị khác nộp. Đề nghị hỏi Ban Thi đua - Khen thưởng.",
    ),
    # ---- what only ledgers of honours already granted can have ----
    "PERIOD_MISSING": ("period", True, "Chưa rõ năm thành tích."),
    "PERIOD_UNREADABLE": (
        "period",
        True,
        "Không đọc được năm thành tích “{printed}”. Đề nghị ghi 2019 hoặc 2019-2020.",
    ),
    "PERIOD_ORDER": ("period", True, "Năm thành tích “{printed}” viết năm sau trước năm trước."),
    "PERIOD_UNLIKELY": ("period", True, "Năm thành tích “{printed}” có vẻ không đúng. Đề nghị kiểm tra lại."),
    "PERIOD_SERIAL": ("period", True, "Năm thành tích “{printed}” là số năm bị Excel hiện thành ngày."),
    "PERIOD_FUTURE": ("period", True, "Năm thành tích “{printed}” chưa tới."),
    "PERIOD_FROM_TITLE": ("period", False, "Năm thành tích lấy theo {choices}: “{printed}”."),
    "DECISION_MISSING": ("decision_number", False, "Chưa ghi số quyết định."),
    "DECISION_UNREADABLE": (
        "decision_number",
        True,
        "Không đọc được số quyết định “{printed}”. Đề nghị ghi số, hoặc để trống.",
    ),
    "DECISION_DATE_MISSING": ("decision_date", False, "Chưa ghi ngày quyết định."),
    "DECISION_DATE_IMPOSSIBLE": ("decision_date", True, "Ngày quyết định “{printed}” không có trong lịch."),
    "DECISION_DATE_UNREADABLE": (
        "decision_date",
        True,
        "Không đọc được ngày quyết định “{printed}”. Đề nghị ghi dạng 16/06/2019.",
    ),
    "DECISION_DATE_PART": ("decision_date", False, "Ngày quyết định “{printed}” không đủ ngày, tháng, năm; để trống."),
    "DECISION_DATE_UNLIKELY": (
        "decision_date",
        True,
        "Ngày quyết định “{printed}” có vẻ không đúng (Excel hay tự sinh ngày năm 1900).",
    ),
    "DECISION_DATE_FUTURE": ("decision_date", True, "Ngày quyết định “{printed}” ở sau hôm nay."),
    "DECISION_ORDER": ("decision_date", True, "Ngày quyết định “{printed}” có vẻ viết tháng trước, ngày sau."),
    "DECISION_BEFORE_PERIOD": (
        "decision_date",
        True,
        "Quyết định ký năm {printed}, trước khi hết thời gian thành tích ({choices}).",
    ),
    "BEFORE_BIRTH": ("birth", True, "Khen năm {printed} khi chưa sinh (năm sinh {choices})."),
    "AGE_UNLIKELY": ("birth", True, "Được khen khi {printed} tuổi (năm sinh {choices}). Đề nghị kiểm tra lại."),
    "STATUS_UNKNOWN": (
        "status",
        True,
        "Không hiểu tình trạng “{printed}”. Đề nghị ghi: có hiệu lực, đã thu hồi, đã đính chính hoặc đã cấp lại.",
    ),
    "STATUS_CONTRADICTS": ("status", True, "Tình trạng ghi “{printed}” nhưng ghi chú lại nói thu hồi: “{choices}”."),
    "CHANGE_HOW": (
        "status",
        True,
        "Dòng ghi “{printed}” nhưng chưa rõ số và ngày quyết định về việc đó. Đề nghị ghi ở cột Ghi chú.",
    ),
    "CHANGE_BEFORE": ("status", False, "Quyết định thu hồi, đính chính ngày {printed}, trước ngày khen {choices}."),
    "BIRTH_DIFFERS": ("birth", True, "Cùng số CCCD nhưng {printed} ghi ngày sinh khác: {choices}."),
    "TWICE": ("", False, "Trùng với {printed}: cùng người, danh hiệu, năm và quyết định. Chỉ ghi một dòng."),
    "HONOUR_TWICE": (
        "decision_number",
        True,
        "Cùng người, danh hiệu, năm với {printed} nhưng số quyết định khác ({choices}).",
    ),
    "HONOUR_CONTRADICTS": ("status", True, "Cùng danh hiệu với {printed} nhưng {choices}."),
    "ROUTE_UNKNOWN": (
        "route",
        False,
        "Không hiểu loại hình khen thưởng “{printed}”; ghi là công trạng. Đề nghị xem lại.",
    ),
    "ROUTE_FROM_WORDS": ("route", False, "Ghi là khen {printed} theo {choices}."),
    "UNIT_UNKNOWN": ("unit", False, "Danh mục chưa có đơn vị “{printed}”; giữ như chữ in."),
    "CCCD_OF_OTHER": ("cccd", True, "Số CCCD này trong Sổ là của người tên khác. Đề nghị đối chiếu giấy tờ."),
    "BIRTH_OF_OTHER": ("birth", True, "Số CCCD này trong Sổ có ngày sinh khác. Đề nghị đối chiếu giấy tờ."),
    "HONOUR_OTHERWISE": ("decision_number", True, "Sổ đã có danh hiệu này của người này, cùng năm, theo {printed}."),
}
CODES: Final = frozenset(_TABLE)
# Found by comparing rows with each other, not by looking at one.
BETWEEN_ROWS: Final = frozenset(
    {"CCCD_SHARED", "SAME_NUMBER", "SAME_PERSON", "SAME_PERSON_OTHER_AWARD", "SAME_SUSPECTED"}
)
# What may stand as the file has it: the value is whole, or the field may be left empty.
_KEEPABLE: Final = frozenset(
    {
        *("NAME_ODD", "NAME_MARK", "NAME_CAPITALS", "NAME_SMALL", "KIND_UNCLEAR", "BIRTH_MISSING", "BIRTH_UNLIKELY"),
        *("SEX_MISMATCH", "CCCD_MISSING", "CCCD_PROVINCE", "CCCD_MISMATCH", "AWARD_KIND"),
        *("SAME_PERSON", "SAME_SUSPECTED", "TWIN_MAYBE"),
        *("PERIOD_UNLIKELY", "DECISION_UNREADABLE", "DECISION_DATE_UNLIKELY", "DECISION_BEFORE_PERIOD", "AGE_UNLIKELY"),
        *("HONOUR_TWICE", "HONOUR_OTHERWISE"),
    }
)
# The value of such a cell is lost; only where the field may be empty can the line go on without it.
_LOST: Final = frozenset({"CELL_ERROR", "FORMULA_EMPTY"})
_NEEDED: Final = frozenset({"name", "birth", "cccd", "awards"})


def keepable(found: Problem) -> bool:
    """Whether the officer may let this stand as it is; otherwise the cell is mended or the line left out."""
    if found.code in _LOST:
        return found.field not in _NEEDED
    return not found.blocking or found.code in _KEEPABLE


def problem(code: str, *, field: str = "", proposal: str = "", **words: object) -> Problem:
    """The problem of this code with its sentence filled in; `field` overrides the usual one."""
    usual, blocking, sentence = _TABLE[code]
    filled = sentence.format(**{"printed": "", "choices": "", "count": "", **words})
    return Problem(code, field or usual, filled, proposal, blocking)


def field_of(code: str) -> str:
    """The field a code is usually about."""
    return _TABLE[code][0]
