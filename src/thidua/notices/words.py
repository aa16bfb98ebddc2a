"""The room's words: the verbs of the journal."""

from thidua.foundation.words import mark

VERBS = {
    "notices.set_email": mark("Bật, tắt thư nhắc"),
    "notices.make_feed": mark("Mở địa chỉ lịch"),
    "notices.revoke_feed": mark("Thu hồi địa chỉ lịch"),
    "notices.prune": mark("Dọn thư đã gửi và kết quả việc nền đã cũ"),
    "notices.complete": mark("Xong lượt nhắc việc trong ngày"),
}
"""The journal's verbs of this room in words."""
