"""A new decree: one number changed, the pending dossiers it touches, taken back; the same tried as a draft first."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
DECREE = {
    "value": "4",
    "valid_from": "01/01/2025",
    "document": "NĐ 300/2026/NĐ-CP",
    "article": "7",
    "reason": "Nghị định mới",
}


def test_a_number_is_tried_changed_and_taken_back(people):
    head = people("truongban")
    page = head.page

    # Tried first: the verdicts of a year under the draft; the law stays.
    head.go("/ho-so/xet-thu-quy-dinh/")
    page.select_option("#khoa-so", "CSTDT.times")
    page.get_by_role("button", name="Sửa trong dự thảo").first.click()
    page.fill("[name=value]", "4")
    head.press("Ghi vào dự thảo")
    assert head.sees("Kết quả xét thay đổi")
    assert head.sees("Chưa có 4 lần liên tục")

    # Found by a few letters without marks, changed with its document, and the dossiers it touches follow at once.
    head.go("/phap-luat/")
    page.fill("#q", "cstd tp")
    head.press("Tìm")
    page.locator("main table a.b").first.click()
    page.locator("tr", has_text="Số lần liên tục phải có").get_by_role("link", name="Sửa").click()
    for name, typed in DECREE.items():
        page.fill(f"[name={name}]", typed)
    page.check("[name=checked]")
    head.press("Ghi vào quy định")
    assert head.sees("Hồ sơ đang xử lý chịu ảnh hưởng")
    assert head.sees("Chưa có 4 lần liên tục")

    # Taken back with a reason; both stay in sight.
    page.get_by_role("link", name="Xem, rút thay đổi").click()
    page.fill("[name=reason]", "Ghi thử")
    head.press("Rút thay đổi này")
    head.go("/phap-luat/thay-doi/")
    assert head.sees("đã rút")
    assert head.sees("Rút thay đổi")
