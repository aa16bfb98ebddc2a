"""A plan comes in as the document it is: uploaded, its flags settled one by one, put into force, followed on the board."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.journeys.conftest import not_walked

from thidua.plans.demo.build import build

pytestmark = pytest.mark.browser


def test_a_plan_goes_from_the_document_to_the_board(people, tmp_path):
    year = date.today().year + 1
    path = tmp_path / f"ke-hoach-{year}.docx"
    path.write_bytes(build(year))
    head = people("truongban")
    head.go("/ke-hoach/")
    head.press("Nạp từ văn bản")
    head.page.set_input_files("input[type=file]", str(path))
    head.press("Đọc và lưu bản soát")
    assert head.sees("Đọc được 45 việc, 53 mốc và 7 dòng chương trình Hội đồng")
    head.picture("11-soat-ke-hoach")
    review = head.page.url

    # Blocking flags: the plan cannot be put into force before each has its decision.
    assert head.sees("5 điều phải xác nhận trước khi phát hành")
    assert head.page.get_by_role("button", name="Phát hành kế hoạch").first.get_attribute("aria-disabled") == "true"
    while not head.sees("Không còn điều nào chặn phát hành"):
        confirm = head.page.get_by_role("button", name=re.compile("^Xác nhận "))
        with head.page.expect_response(lambda answer: answer.request.method == "POST"):
            if confirm.count():
                head.press(re.compile("^Xác nhận "))
            else:
                head.page.locator("summary", has_text="Giữ như in, có lý do").first.click()
                head.page.locator("details[open] input[name=reason]").first.fill("Đã hỏi đơn vị soạn thảo.")
                head.page.get_by_role("button", name="Giữ như in", exact=True).first.click()
        head.page.wait_for_timeout(300)
    head.go(review)
    assert head.sees("Không còn điều nào chặn phát hành")
    head.page.get_by_role("button", name="Phát hành kế hoạch").first.click()
    head.press("Phát hành kế hoạch", head.page.get_by_role("dialog"))

    # The same document again is told, and nothing comes twice.
    head.go("/ke-hoach/nap/")
    head.page.set_input_files("input[type=file]", str(path))
    head.press("Đọc và lưu bản soát")
    assert head.sees("Văn bản này đã có")
    head.press("Mở kế hoạch đã nạp")
    for words in ("Thời hạn", "Đơn vị", "Như văn bản in"):
        head.press(words, within=".pl-sub .tabs")
        assert head.page.locator("main a[href*='/moc/'], main a[href*='/viec/']").count() > 10
    head.picture("12-bang-ke-hoach")

    # A milestone is reported done with its evidence.
    head.page.locator("main a[href*='/moc/']").first.click()
    head.page.wait_for_load_state()
    proof = tmp_path / "bao-cao.txt"
    proof.write_text("Báo cáo kết quả thực hiện.", encoding="utf-8")
    milestone = head.page.url
    if head.page.locator("input[type=file]").count():
        head.page.fill("textarea", "Đã hoàn thành theo kế hoạch.")
    head.press("Báo đã xong")
    head.go(milestone)
    assert head.sees("Bỏ báo xong")
    assert not_walked("nap-ke-hoach.md", [head]) == set()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("trong.docx", b"", "Tệp"),
        ("hong.pdf", b"%PDF-1.7 hong", "Tệp"),
        ("anh.png", b"\x89PNG\r\n\x1a\n0000", "Tệp"),
    ],
)
def test_a_file_that_is_no_plan_gets_a_sentence(people, tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    head = people("truongban")
    before = head.go("/ke-hoach/").locator("main a[href*='/ke-hoach/']").count()
    head.go("/ke-hoach/nap/")
    head.page.set_input_files("input[type=file]", str(path))
    head.press("Đọc và lưu bản soát")
    assert head.sees(words)
    assert head.go("/ke-hoach/").locator("main a[href*='/ke-hoach/']").count() == before
