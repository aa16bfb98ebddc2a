"""The plan room as it is used through the year: who answers, more time asked and granted, the views, the next plan."""

from __future__ import annotations

import re
from datetime import timedelta

import pypdfium2
import pytest

from thidua.foundation.clock import today
from thidua.plans.reading.read import read_plan

pytestmark = pytest.mark.browser


def test_a_task_is_followed_extended_and_rolled_into_the_next_year(people):
    head = people("truongban")
    head.go("/ke-hoach/")
    timeline = head.page.locator("main a[href*='/thoi-gian/']").first.get_attribute("href") or ""
    plan = re.sub(r"thoi-gian/.*", "", timeline)

    # A milestone still open: more time is asked for, granted by somebody else; the day followed moves.
    head.go(f"{plan}?xem=han")
    milestone = head.page.locator("main a[href*='/moc/']").first.get_attribute("href")
    day = f"{today() + timedelta(days=60):%d/%m/%Y}"
    head.go(milestone)
    head.page.locator("#gia-han summary").click()
    head.page.locator("#gia-han input[name=day]").fill(day)
    head.page.locator("#gia-han [name=reason]").fill("Chờ số liệu của các cụm.")
    head.press("Gửi đề nghị")
    head.go("/ke-hoach/gia-han/")
    assert head.sees("Chờ số liệu của các cụm.")
    assert head.sees("không tự quyết định")
    appraiser = people("thamdinh")
    appraiser.go("/ke-hoach/gia-han/")
    appraiser.page.locator("summary", has_text="Đồng ý gia hạn").first.click()
    appraiser.page.locator("details[open] button").first.click()
    appraiser.page.wait_for_load_state()
    head.go(milestone)
    assert head.sees(f"đến {day}")

    # The views of the same rows, and the leaders' sheet on one page.
    for path, words in (
        ("thoi-gian/", "Danh sách theo tháng"), ("lich/", "Lịch"), ("chuoi/", "Chuỗi"), ("lui-lich/", "Các mốc đề xuất"),
        ("lanh-dao/", "Mốc theo tháng"), ("ket-qua/", "Kế hoạch"), ("kiem-tra/", "Kiểm tra"), ("lich-su/", "Kế hoạch"),
    ):  # fmt: skip
        head.go(plan + path)
        assert head.sees(words), path
    sheet = head.page.request.get(f"{head.base}{plan}lanh-dao/a3/")
    assert len(pypdfium2.PdfDocument(sheet.body())) == 1

    # Next year's plan: proposed, written as a Word file that the reader reads back.
    head.go(f"{plan}nam-sau/")
    with head.page.expect_download() as waiting:
        head.page.get_by_role("button", name="Tải bản Word để xem trước").click()
    reading = read_plan(waiting.value.path().read_bytes(), "ke-hoach.docx")
    assert len(reading.tasks) > 30
    assert len(reading.sessions) == 7
