"""The journal's verbs in words."""

from thidua.foundation.words import mark

VERBS = {
    "organisation.add_person": mark("Thêm người"),
    "organisation.add_collective": mark("Thêm tập thể"),
    "organisation.entrust": mark("Giao nhiệm vụ"),
    "organisation.end_duty": mark("Kết thúc nhiệm vụ"),
    "organisation.set_calendar_day": mark("Ghi lịch nghỉ"),
    "documents.store_file": mark("Lưu tệp"),
    "register.add_recipient": mark("Mở trang trong Sổ"),
    "register.grant": mark("Ghi danh hiệu vào Sổ"),
    "register.revoke": mark("Thu hồi danh hiệu"),
    "register.look_at": mark("Xem trang trong Sổ"),
}
