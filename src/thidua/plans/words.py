"""The room's words for codes: what a flag is about, and the verbs of the journal."""

from thidua.foundation.words import mark

LABELS = {
    "DATE_BEFORE_ISSUE": mark("Trước ngày ký"),
    "CONFLICT_BETWEEN_APPENDICES": mark("Trái Phụ lục khác"),
    "YEAR_CONFLICT": mark("Trái năm của kế hoạch"),
    "LETTER_FOR_DIGIT": mark("Chữ cái trong ngày"),
    "LUNAR_DATE": mark("Ngày âm lịch"),
    "WEEKDAY_MISMATCH": mark("Thứ và ngày lệch nhau"),
    "VAGUE_DAY": mark("Ngày chưa cụ thể"),
    "AFTER_DAY": mark("Chỉ nói “sau”"),
    "COUNTED_DAYS": mark("Hạn phải đếm"),
    "SAME_AS_ABOVE": mark("Ghi như trên"),
    "UNKNOWN_COLUMN": mark("Cột chưa rõ"),
    "DATE_OUTSIDE_DEADLINE": mark("Ngày ngoài ô thời hạn"),
    "TABLE_NOT_READ": mark("Bảng chưa đọc"),
    "COLUMNS_GUESSED": mark("Cột do máy đoán"),
    "ROW_LEFT_OUT": mark("Hàng không phải việc"),
    "NESTED_TABLE": mark("Bảng trong ô"),
    "TEXT_BOX": mark("Khung chữ riêng"),
    "TRACKED_CHANGE": mark("Còn dấu sửa đổi"),
    "EMPTY_TITLE": mark("Thiếu nội dung"),
    "UNIT_NOT_STATED": mark("Thiếu đơn vị"),
    "SHARED_NUMBER": mark("Chung số thứ tự"),
    "SAME_TASK_TWICE": mark("Việc lặp lại"),
    "OUTSIDE_SECTION_PERIOD": mark("Hạn lệch mục"),
    "YEAR_UNKNOWN": mark("Chưa rõ năm"),
}
"""Short labels of the reader's flag codes; the sentence of the flag says the rest."""

VERBS = {
    "plans.import": mark("Nạp kế hoạch"),
    "plans.resolve_flag": mark("Xác nhận điều soát"),
    "plans.reopen_flag": mark("Mở lại điều soát"),
    "plans.keep_as_printed": mark("Giữ như in"),
    "plans.keep_all_as_printed": mark("Giữ như in hàng loạt"),
    "plans.activate": mark("Phát hành kế hoạch"),
    "plans.set_counting": mark("Đổi cách tính “trước ngày”"),
    "plans.recount": mark("Tính lại ngày làm việc"),
    "plans.close": mark("Kết thúc kế hoạch"),
    "plans.discard": mark("Bỏ bản đang soát"),
    "plans.report_done": mark("Báo xong mốc"),
    "plans.undo_done": mark("Bỏ báo xong"),
    "plans.choose_units": mark("Chọn đơn vị thực hiện"),
}
"""The journal's verbs of this room in words."""
