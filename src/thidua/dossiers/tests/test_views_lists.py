"""The pages of a list: what was not read, what is taken, what the form by hand asks."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from thidua.dossiers import actions
from thidua.dossiers.forms import NomineeForm
from thidua.dossiers.models import Dossier, Submission
from thidua.dossiers.tests.factories import AT, SubmissionFactory, officer, workbook
from thidua.dossiers.tests.test_lists import GOOD, LOST, OTHER_NAME, TWICE
from thidua.dossiers.tests.test_taking import many, odd
from thidua.dossiers.tests.test_views import messages_of, open_round, send_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(client):
    made = officer()
    client.force_login(made.user)
    return made


def page_of(client, pk, **query):
    return client.get(reverse("dossiers:submission", args=[pk]), query).content.decode()


def post(client, name, pk, /, **data):
    return client.post(
        reverse(f"dossiers:{name}", args=[pk]), {"form_key": f"k{len(str(data))}-{name}", **data}, follow=True
    )


def test_a_csv_is_read_like_any_list(client, who):
    data = "Họ và tên;Ngày sinh;Số CCCD;Đề nghị\r\nĐinh Thị Tươi;16/06/1985;001185000017;CSTĐTP\r\n".encode()
    page = send_file(client, open_round(), data, "danh-sach.csv")
    assert "Đinh Thị Tươi" in page.content.decode()
    assert (Submission.objects.get().file.kind, Submission.objects.get().reading["good"]) == ("csv", 1)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "danh-sach.xlsx", "Tệp rỗng"),
        (b"\x89PNG\r\n\x1a\n" + b"7" * 500, "danh-sach.png", "bị hỏng"),
        (b"<html><table><tr><td>1</table></html>", "danh-sach.xls", "lưu thành .xlsx"),
    ],
)
def test_a_file_not_read_says_why_and_that_nothing_was_kept(client, who, data, name, words):
    page = send_file(client, open_round(), data, name)
    assert words in messages_of(page)
    assert messages_of(page).count("Chưa lưu gì.") == 1
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("danh\u202esach.csv", "danhsach.csv"), ("../../etc/danh-sach.csv", "danh-sach.csv"), ("C:\\DS\\a.csv", "a.csv")],
)
def test_tricks_in_a_files_name_never_reach_what_is_kept(client, who, sent, kept):
    round_ = open_round()
    row = "Họ và tên;Ngày sinh;Số CCCD;Đề nghị\r\nĐinh Thị Tươi;16/06/1985;001185000017;CSTĐTP\r\n"
    body = (
        '--b\r\nContent-Disposition: form-data; name="form_key"\r\n\r\nk-name\r\n'
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{sent}"\r\n'
        f"Content-Type: text/csv\r\n\r\n{row}\r\n--b--\r\n"
    )
    client.post(
        reverse("dossiers:upload", args=[round_.pk]), body.encode(), content_type="multipart/form-data; boundary=b"
    )
    assert Submission.objects.get().file.name == kept


@pytest.mark.parametrize("name", ["danh-sach.exe", "danh\u202exslx.exe"])
def test_a_programs_name_is_refused_on_the_page_whatever_hides_it(client, who, name):
    data = "Họ và tên;Ngày sinh;Số CCCD;Đề nghị\r\nĐinh Thị Tươi;16/06/1985;001185000017;CSTĐTP\r\n".encode()
    assert "Chưa lưu gì." in messages_of(send_file(client, open_round(), data, name))
    assert not Submission.objects.exists()


def test_columns_not_read_stand_open_and_can_be_named(client, who):
    found = odd(who, (*GOOD[:4], "Đầu bếp", *GOOD[5:]))
    text = page_of(client, found.pk)
    assert "Cột chưa đọc: E, Cột A" in text
    assert "Đầu bếp" in text
    name = re.search(r'<select id="(c\d+)"', text).group(1)
    page = post(client, "mend", found.pk, act="columns", revision=found.revision, **{name: "position"})
    assert "Đã đọc lại tệp" in messages_of(page)
    assert "Cột chưa đọc" not in page.content.decode()
    assert [row.position for row in actions.reading_of(Submission.objects.get()).rows] == ["Đầu bếp"]


def test_a_list_of_which_no_heading_is_known_asks_for_its_columns(client, who):
    data = "Nhân vật;Mốc;Mã\r\nĐinh Thị Tươi;x1;001185000017\r\nLý Văn Khạc;x2;001085000018\r\n".encode()
    page = send_file(client, open_round(), data, "danh-sach.csv").content.decode()
    found = Submission.objects.get()
    assert found.reading["good"] == 0
    assert "Chưa nhận ra cột họ tên" in page
    assert "Đinh Thị Tươi; Lý Văn Khạc" in page
    assert "001185000017;" not in page
    for label in ("Ngày sinh: ngày", "Ngày sinh: tháng", "Ngày sinh: năm", "Xếp loại", "Sáng kiến"):
        assert f">{label}</option>" in page
    page = post(
        client, "mend", found.pk, act="columns", revision=found.revision, c0="name", c1="rating"
    ).content.decode()
    assert "Chưa nhận ra cột họ tên" not in page
    found.refresh_from_db()
    assert [(row.name, row.rating) for row in actions.reading_of(found).rows] == [
        ("Đinh Thị Tươi", "x1"),
        ("Lý Văn Khạc", "x2"),
    ]


@pytest.mark.parametrize("data", [{}, {"c4": ""}, {"c4": "password"}, {"c99": "name"}])
def test_choices_that_change_nothing_or_are_none(client, who, data):
    found = odd(who, (*GOOD[:4], "Đầu bếp", *GOOD[5:]))
    page = post(client, "mend", found.pk, act="columns", revision=found.revision, **data)
    assert page.status_code == 200
    found.refresh_from_db()
    assert found.revision == 0


def test_keeping_is_offered_and_done_where_it_may_be(client, who):
    round_ = open_round()
    send_file(client, round_, workbook((*GOOD[:3], "", *GOOD[4:]), (*OTHER_NAME[:6], "Danh hiệu lạ")))
    found = Submission.objects.get()
    by_field = {
        name: page_of(client, found.pk, o=f"Danh sách:{row}|{name}") for row, name in ((2, "cccd"), (3, "awards"))
    }
    assert 'value="keep"' in by_field["cccd"]
    assert 'value="keep"' not in by_field["awards"]
    post(client, "mend", found.pk, act="keep", line="Danh sách:2", code="CCCD_MISSING", revision=found.revision)
    found.refresh_from_db()
    assert found.reading["good"] == 1
    page = post(client, "mend", found.pk, act="keep", line="Danh sách:3", code="AWARD_UNKNOWN", revision=found.revision)
    assert "bỏ dòng khỏi danh sách" in messages_of(page)


def test_taking_tells_what_stayed_behind(client, who):
    send_file(client, open_round(), workbook(GOOD, TWICE, (3, OTHER_NAME[1].upper(), *OTHER_NAME[2:])))
    found = Submission.objects.get()
    assert "1 họ tên viết hoa toàn bộ sẽ giữ nguyên" in page_of(client, found.pk)
    page = post(client, "take_good", found.pk, revision=found.revision)
    assert "Đã nhận 2 hồ sơ" in messages_of(page)
    assert "1 dòng đã có hồ sơ trong đợt nên để lại" in messages_of(page)
    assert Dossier.objects.get(name=GOOD[1]).code in page.content.decode()


def test_a_long_list_is_paged_and_the_sending_is_on_every_page(client, who):
    round_ = open_round()
    send_file(client, round_, workbook(*many(120), LOST))
    found = Submission.objects.get()
    text = page_of(client, found.pk)
    assert text.count('<td class="num">') == 50
    assert "?trang=2#bang" in text
    assert "Gửi cho Ban Thi đua" in text
    assert page_of(client, found.pk, trang=3).count('<td class="num">') == 21
    assert page_of(client, found.pk, trang="x").count('<td class="num">') == 50
    assert "1 dòng chờ sửa" in client.get(reverse("dossiers:round", args=[round_.pk])).content.decode()
    page = post(client, "take_good", found.pk, revision=found.revision)
    assert "Xem cả 120 hồ sơ" in page.content.decode()


# ---- the form by hand -----------------------------------------------------------------------------------------

FIELDS = {
    "kind": "individual",
    "name": "Trần Văn Bình",
    "birth": "16/06/1985",
    "cccd": "001085123456",
    "award": "CSTDT",
}


def form(**changes):
    return NomineeForm({**FIELDS, **changes}, awards=[("CSTDT", "CSTĐTP")], on=AT.date())


def test_details_in_order_ask_for_no_tick():
    made = form()
    assert made.is_valid()
    assert "confirmed" not in made.fields
    assert "confirmed" not in NomineeForm(awards=[("CSTDT", "CSTĐTP")], on=AT.date()).fields


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "Trần Văn B1nh"}, "name"),
        ({"cccd": "001070123456"}, "cccd"),
        ({"name": "Bà Trần Thị Bình"}, "cccd"),
        ({"cccd": "003085123456"}, "cccd"),
    ],
)
def test_what_is_unusual_needs_the_tick(changes, field):
    asked = form(**changes)
    assert not asked.is_valid()
    assert set(asked.errors) == {field, "confirmed"}
    assert form(**changes, confirmed="on").is_valid()


@pytest.mark.parametrize("birth", ["17/03/2026", "2027", "01/2030"])
def test_nobody_born_later_is_added_whatever_is_ticked(birth):
    made = form(birth=birth, cccd="", confirmed="on")
    assert not made.is_valid()
    assert set(made.errors) == {"birth"}


def test_the_page_by_hand_asks_and_then_adds(client, who):
    mine = SubmissionFactory(round=open_round(), unit=who.unit)
    data = {**FIELDS, "name": "Trần Văn B1nh"}
    page = post(client, "add", mine.pk, **data)
    assert 'name="confirmed"' in page.content.decode()
    assert not Dossier.objects.exists()
    post(client, "add", mine.pk, **data, confirmed="on")
    assert Dossier.objects.get().name == "Trần Văn B1nh"
