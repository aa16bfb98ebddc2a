"""The room's words for codes: what a flag is about, and the verbs of the journal."""

from thidua.foundation.words import mark

LABELS = {
    "DATE_BEFORE_ISSUE": mark("Trước ngày ký"),
    "CONFLICT_BETWEEN_APPENDICES": mark("Trái Phụ lục khác"),
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
    "plans.choose_partners": mark("Chọn đơn vị phối hợp"),
    "plans.set_accountable": mark("Chọn người phụ trách"),
    "plans.note": mark("Ghi tiến độ"),
    "plans.ask_extension": mark("Đề nghị gia hạn"),
    "plans.grant_extension": mark("Đồng ý gia hạn"),
    "plans.refuse_extension": mark("Không đồng ý gia hạn"),
    "plans.amend": mark("Ghi văn bản sửa đổi"),
    "plans.close_task": mark("Khép việc"),
    "plans.reopen_task": mark("Mở lại việc"),
    "plans.add_dependency": mark("Ghi mốc phải chờ mốc khác"),
    "plans.remove_dependency": mark("Bỏ việc chờ mốc khác"),
    "plans.mark_goal": mark("Đổi đích của chuỗi việc"),
    "plans.save_view": mark("Lưu bộ lọc"),
    "plans.rename_view": mark("Đổi tên bộ lọc"),
    "plans.delete_view": mark("Xóa bộ lọc"),
    "plans.roll": mark("Lập dự thảo từ kế hoạch năm trước"),
    "plans.collect": mark("Mở cho đơn vị nộp"),
    "plans.hand_in": mark("Đơn vị nộp"),
    "plans.urge": mark("Đôn đốc"),
    "plans.dispatch": mark("Gửi văn bản đến đơn vị"),
    "plans.open_dispatch": mark("Mở văn bản lần đầu"),
    "plans.remind_unread": mark("Nhắc đơn vị chưa xem"),
}
"""The journal's verbs of this room in words."""
