"""An old ledger comes in as the unit kept it: columns and words explained once, good lines written, bad ones back."""

from __future__ import annotations

import re

import pytest
from tests.journeys.conftest import not_walked

from thidua.register.tests.books import one

pytestmark = pytest.mark.browser
HEAD = ("TT", "Họ và tên", "Năm sinh", "CCCD", "Đơn vị", "DH gì đó", "Mốc", "QĐ số", "Ngày ký", "Số bằng")
ROWS = (
    (1, "Khổng Thị Sổ Cũ", 1980, "001180123456", "Phường Cũ", "Khen loại 2", "mốc 2016", "5/QĐ-UBND", "03/01/2017", "B-16"),
    (2, "Khổng Văn Chưa Sinh", 1999, "", "Phường Cũ", "Khen loại 2", "mốc 1990", "6/QĐ-UBND", "03/01/1991", ""),
    (3, "Khổng Văn Bốn", 1975, "", "Phường Cũ", "CSTĐ", "mốc 2016", "7/QĐ-UBND", "03/01/2017", ""),
)  # fmt: skip


def test_an_old_ledger_becomes_honours_that_are_found_corrected_and_revoked(people, tmp_path):
    path = tmp_path / "so-phuong.xlsx"
    path.write_bytes(one(("SỔ THEO DÕI KHEN THƯỞNG",), (), HEAD, *ROWS))
    head = people("truongban")
    page = head.page
    head.go("/so-khen-thuong/")
    head.press("Nạp sổ cũ")
    page.set_input_files("input[type=file]", str(path))
    head.press("Đọc và xem trước")
    page.select_option("select[name=c5]", "awards")
    head.press("Đọc lại theo cách đã chọn")
    page.get_by_label("“Khen loại 2”").select_option("GK")
    page.locator("select[name=s_AWARD_AMBIGUOUS]").select_option("accept")
    head.press("Đọc lại theo cách đã chọn")
    assert head.sees("Khen năm 1990 khi chưa sinh")
    assert not head.sees("001180123456")
    head.picture("13-nap-so-cu")
    head.press(re.compile(r"^Ghi \d+ dòng vào Sổ"))
    assert head.sees("Đã ghi 2 lần khen vào Sổ.")
    with page.expect_download() as given:
        head.press("Lấy các dòng phải sửa ra Excel")
    assert given.value.suggested_filename.endswith("can-sua.xlsx")

    # Found without marks, by the number without its mark, and by the whole identity number, which is in no address.
    head.go("/so-khen-thuong/")
    head.press("Nghi trùng")
    for typed in ("so cu khong thi", "05/qd-ubnd", "001180123456"):
        head.go("/so-khen-thuong/")
        page.fill("#tim", typed)
        head.press("Tìm", "main")
        assert head.sees("Khổng Thị Sổ Cũ"), typed
        assert "001180123456" not in page.url
    head.press("Khổng Thị Sổ Cũ")
    mine = page.url

    # Each change stands beside what was printed.
    basis = {"number": "1/QĐ-KT", "day": "05/01/2024", "reason": "Theo sổ gốc"}
    steps = (
        ("Đính chính", {"recipient_name": "Khổng Thị Sổ Cũ Hơn", **basis}, "Ghi đính chính", "“Khổng Thị Sổ Cũ” → “Khổng Thị Sổ Cũ Hơn”"),
        ("Cấp lại bằng", {"certificate_number": "B-24", **basis}, "Ghi cấp lại", "trước: B-16"),
        ("Ghi trao bằng", {"on": "06/01/2024", "place": "Hội trường", "who": "Chủ tịch phường"}, "Ghi đã trao", "Chủ tịch phường"),
        ("Ghi thu hồi", basis, "Ghi thu hồi", "Đã thu hồi"),
    )  # fmt: skip
    for link, typed, button, told in steps:
        head.go(mine)
        head.press(link, "main")
        for name, value in typed.items():
            page.fill(f"main [name={name}]", value)
        page.locator("main form").get_by_role("button", name=button).click()
        page.wait_for_url(mine)
        assert head.sees(told), link
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not_walked("nap-so-cu.md", [head]) == set()


@pytest.mark.parametrize(
    ("name", "data"),
    [("trong.xlsx", b""), ("hong.xlsx", b"PK\x03\x04 hong"), ("anh.png", b"\x89PNG\r\n\x1a\n0000")],
)
def test_a_file_that_is_no_ledger_gets_a_sentence(people, tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    head = people("truongban")
    head.go("/so-khen-thuong/nap-so/")
    head.page.set_input_files("input[type=file]", str(path))
    head.press("Đọc và xem trước")
    assert head.sees("Tệp") and head.page.url.endswith("/nap-so/")
