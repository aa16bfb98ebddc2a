"""One award goes all the way, in a real browser, by the people who do it: from a unit's list to a stranger's check."""

from __future__ import annotations

import io
import re

import pytest
import xlsxwriter
from tests.journeys.conftest import not_walked

pytestmark = pytest.mark.browser

PEOPLE = (
    # name, birth, identity number as typed, position
    ("Nguyễn Thị Hạnh Dung", "12/03/1980", "001180004321", "Trưởng phòng"),
    ("LÊ VĂN BÁCH", "05/09/1979", 1079004322, "Phó Trưởng phòng"),
    ("Phạm Thu Cúc", "31/02/1985", "001185004323", "Chuyên viên"),
    ("Nguyễn Thị Hạnh Dung", "12/03/1980", "001180004321", "Trưởng phòng"),
)


def unit_list() -> bytes:
    """A list as units send them: title rows, a number that lost its zero, a day that is none, a person twice."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write(0, 0, "SỞ TÀI CHÍNH")
        sheet.write(2, 0, "DANH SÁCH ĐỀ NGHỊ TẶNG DANH HIỆU CHIẾN SĨ THI ĐUA THÀNH PHỐ")
        for column, head in enumerate(("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chức vụ", "Danh hiệu đề nghị")):
            sheet.write(4, column, head)
        for place, (name, birth, number, position) in enumerate(PEOPLE, 1):
            for column, value in enumerate((place, name, birth, number, position, "Chiến sĩ thi đua Thành phố")):
                sheet.write(4 + place, column, value)
        sheet.write(10, 1, "Tổng cộng: 4 người")
    return out.getvalue()


def test_one_award_goes_all_the_way(people, tmp_path):
    # 1. The unit's officer reads the list, mends it in place, takes in the good part and sends.
    officer = people("donvi")
    officer.picture("01-ban-viec-don-vi")
    officer.press("Nhập danh sách", officer.page.locator("main li", has_text="Chiến sĩ thi đua Thành phố"))
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(unit_list())
    officer.page.set_input_files("input[name=file]", str(path))
    officer.press("Đọc tệp danh sách")
    assert officer.sees("dòng phải sửa")
    officer.picture("02-xem-truoc-danh-sach", full=True)
    officer.press(re.compile("đề xuất"), officer.page.locator("form", has_text="mất số 0").first)
    officer.page.locator("a", has_text="31/02/1985").first.click()
    officer.page.fill("#o-sua", "28/02/1985")
    officer.press("Ghi ô này")
    twice = officer.page.locator("tbody tr", has_text="Nguyễn Thị Hạnh Dung").last
    twice.locator("a").first.click()
    officer.page.wait_for_load_state()
    officer.press(re.compile("Bỏ dòng"))
    officer.press(re.compile("^Nhận (cả )?3 dòng"))
    assert officer.sees("Đã nhận 3 hồ sơ")
    submission = officer.page.url
    officer.press(re.compile("Kiểm tra và gửi"))
    officer.page.fill("input[name=number]", "45/TTr-STC")
    officer.page.fill("input[name=dated]", "20/11/2026")
    officer.press(re.compile("Trình thủ trưởng"))
    assert officer.sees("Đang chờ thủ trưởng duyệt")
    signer = people("lanhdaodonvi")
    signer.press("Xem và duyệt")
    signer.press(re.compile("Duyệt và gửi"))
    assert signer.sees("Biên nhận hồ sơ")
    signer.picture("03-bien-nhan")
    officer.go(submission)
    dossier = (
        officer.page.locator("#ho-so, main").locator("a", has_text="Nguyễn Thị Hạnh Dung").first.get_attribute("href")
    )

    # 2–3. The appraiser receives all, returns one for supplement, gets it back, concludes.
    appraiser = people("thamdinh")
    appraiser.go("/ho-so/?trang-thai=submitted")
    for name in ("Nguyễn Thị Hạnh Dung", "Lê Văn Bách", "Phạm Thu Cúc"):
        appraiser.page.locator("tr", has_text=name).locator("input[name=chosen]").check()
    appraiser.press("Tiếp nhận các hồ sơ đã chọn")
    assert appraiser.sees("Sẽ tiếp nhận 3 hồ sơ")
    appraiser.press("Tiếp nhận các hồ sơ đã chọn: 3 hồ sơ")
    assert appraiser.sees("Đã tiếp nhận 3 hồ sơ")
    appraiser.go(dossier)
    assert appraiser.sees("Xét theo quy định")
    appraiser.picture("04-ho-so", full=True)
    appraiser.press("Trả lại để bổ sung")
    appraiser.page.fill("[name=text_0]", "Thiếu quyết định công nhận sáng kiến cấp Thành phố.")
    appraiser.page.fill("[name=due_0]", "10/12/2026")
    appraiser.press("Trả lại hồ sơ")
    assert appraiser.sees("Đã trả lại hồ sơ")

    officer.go(dossier)
    assert officer.sees("Thiếu quyết định công nhận sáng kiến")
    officer.press("Khai dữ kiện: xếp loại, sáng kiến, kỷ luật")
    officer.page.fill("[name=initiative]", "Số hóa hồ sơ quyết toán")
    officer.page.select_option("[name=scope]", "province")
    officer.page.fill("[name=recognised_on]", "15/10/2025")
    officer.press("Ghi và xét lại")
    officer.page.fill("textarea[name=text]", "Đã khai sáng kiến và số quyết định công nhận.")
    officer.press("Ghi trả lời")
    officer.press("Gửi phần bổ sung")
    assert officer.sees("Chờ tiếp nhận")

    appraiser.go(dossier)
    appraiser.press("Tiếp nhận")
    appraiser.page.locator("#ly-do-conclude_eligible").fill(
        "Đã đối chiếu bản gốc ba quyết định Chiến sĩ thi đua cơ sở."
    )
    appraiser.press("Kết luận đủ điều kiện")
    assert appraiser.sees("Chờ lãnh đạo Ban duyệt")
    chief = people("truongban")
    chief.go(dossier)
    chief.press("Duyệt: đủ điều kiện")
    assert chief.sees("Đủ điều kiện trình Hội đồng")

    # 4. The secretary takes it to the session; the paper ballot is typed by two people; a mismatch is refused.
    secretary = people("thuky")
    secretary.press("Chọn hồ sơ")
    session = re.search(r"/phien/(\d+)/", secretary.page.url).group(1)
    secretary.press("Đưa hồ sơ đã chọn vào phiên")
    secretary.page.check("[name=early]")
    secretary.press(re.compile("Chốt 25 thành viên"))
    tellers = [people("kiemphieu1"), people("kiemphieu2")]
    for teller, yes in zip(tellers, (24, 23), strict=True):
        type_ballots(teller, session, yes)
    secretary.go(f"/hoi-dong/phien/{session}/")
    assert secretary.sees("Hai người nhập khác nhau")
    secretary.picture("05-kiem-phieu-lech")
    type_ballots(tellers[1], session, 24)
    secretary.go(f"/hoi-dong/phien/{session}/")
    secretary.press(re.compile("Chốt kết quả"))
    assert secretary.sees("Thông qua")
    secretary.picture("06-ket-qua-phien", full=True)
    secretary.press("Lập biên bản")
    secretary.press("Lập biên bản và đóng phiên")
    assert secretary.sees("Biên bản họp, PDF")
    for which in ("bien-ban.pdf", "bien-ban.docx", "kiem-phieu.pdf"):
        assert secretary.page.request.get(f"{secretary.base}/hoi-dong/phien/{session}/tep/{which}/").ok

    # 5. A decision is drawn up and issued; the number follows the last one.
    head = people("truongban")
    head.go("/quyet-dinh/")
    head.press("Lập dự thảo quyết định")
    head.page.fill("[name=signer_name]", "Hoàng Minh Đức")
    head.press("Ghi dự thảo")
    decision = head.page.url
    clerk = people("vanthu")
    clerk.go(decision)
    clerk.press("Lấy số và ban hành")
    assert clerk.sees("Đã ban hành Quyết định số")
    clerk.picture("07-quyet-dinh", full=True)

    # 6. Certificates are printed; a stranger checks one, and sees it turn when it is revoked.
    clerk.press("In bằng")
    row = clerk.page.locator("tr", has_text="Nguyễn Thị Hạnh Dung")
    verify = row.locator("td:nth-child(3) a").get_attribute("href")
    pdf = clerk.page.request.post(
        clerk.page.url.rstrip("/").removesuffix("/bang") + "/bang.pdf",
        form={
            "csrfmiddlewaretoken": clerk.page.locator("input[name=csrfmiddlewaretoken]").first.input_value(),
            "mode": "full",
            "right": "0",
            "down": "0",
        },
        headers={"Referer": clerk.page.url},
    )
    assert pdf.headers["content-type"] == "application/pdf"
    stranger = people(width=390, height=844)
    stranger.go(verify)
    assert stranger.sees("Bằng này đúng và còn giá trị")
    assert not stranger.sees("001180004321")
    stranger.picture("08-kiem-tra-bang")

    head.go(decision)
    head.press("Đề nghị thu hồi", head.page.locator("tr", has_text="Nguyễn Thị Hạnh Dung"))
    head.page.fill("[name=reason]", "Kê khai không đúng thành tích.")
    head.press("Lập dự thảo thu hồi")
    head.page.fill("[name=signer_name]", "Hoàng Minh Đức")
    head.press("Ghi dự thảo")
    clerk.go(head.page.url)
    clerk.press("Lấy số và ban hành")
    stranger.go(verify)
    assert stranger.sees("Bằng này đã bị thu hồi")
    stranger.picture("09-bang-da-thu-hoi")

    # 7. Every step is in the journal.
    head.go("/nhat-ky/")
    for words in ("Thu hồi danh hiệu", "Ghi danh hiệu vào Sổ"):
        assert head.sees(words)

    walkers = [officer, signer, appraiser, chief, secretary, *tellers, head, clerk]
    assert not_walked("mot-danh-hieu.md", walkers) == set()


def type_ballots(teller, session: str, yes: int) -> None:
    """Type the same count for every question of a session."""
    teller.go(f"/hoi-dong/phien/{session}/nhap-phieu/")
    teller.page.fill("[name=collected]", "25")
    for box in teller.page.locator("input.count").all():
        name = box.get_attribute("name")
        box.fill(str(yes if name.startswith("yes") else 25 - yes if name.startswith("no") else 0))
    teller.press(re.compile("Ghi số đếm"))
