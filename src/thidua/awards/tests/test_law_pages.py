"""The pages of the law: read with sources and doubts, compared, amended by the officer who answers for it."""

import html
import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.awards import actions
from thidua.awards.inforce import law_in_force
from thidua.awards.models import LawAmendment
from thidua.awards.rules import load_law
from thidua.awards.rules.parameters import NEW
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 2, tzinfo=UTC)
LAW = load_law()
FIELDS = {
    "valid_from": "01/01/2027",
    "document": "NĐ 300/2026/NĐ-CP",
    "article": "7",
    "reason": "Nghị định mới",
    "checked": "on",
}


def text_of(answer):
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.unescape(plain))


@pytest.fixture
def reader(client):
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    return client


@pytest.fixture
def head():
    return acting(DutyCode.OFFICE_HEAD)


@pytest.fixture
def officer(client, head):
    client.force_login(head.user)
    return client


def url(name, *given, **query):
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"awards:{name}", args=given) + (f"?{asked}" if asked else "")


# ---- reading --------------------------------------------------------------------------------------------------


def test_the_catalogue_lists_every_award_of_the_day_with_its_doubts(reader):
    shown = text_of(reader.get(url("list", ngay="01/03/2026")))
    for award in LAW.awards.values():
        assert award.name in shown
    assert f"{len(LAW.awards)} danh hiệu, hình thức" in shown


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "chien si thi dua thanh pho"}, 1), ({"q": "CSTĐ TP"}, 1), ({"q": "cstd tp"}, 1), ({"q": "HCLD1"}, 1),
        ({"q": "không có"}, 0), ({"cap": "commune"}, 2), ({"loai": "prize"}, 2), ({"doi-tuong": "community"}, 0),
        ({"loai": "la"}, 0), ({"can-kiem-tra": "1", "q": "CSTDT"}, 2), ({"ngay": "01/01/2000"}, 0),
    ],
)  # fmt: skip
def test_the_catalogue_is_narrowed_without_marks(reader, query, count):
    found = set(re.findall(r"/phap-luat/danh-muc/(\w+)/", reader.get(url("list"), query).content.decode()))
    assert len(found) == count


@pytest.mark.parametrize("code", sorted(LAW.awards))
def test_every_award_reads_as_the_law(reader, code):
    answer = reader.get(url("award", code, ngay="01/03/2026"))
    assert answer.status_code == 200
    shown = text_of(answer)
    for version in LAW.awards[code].conditions:
        if version.covers(date(2026, 3, 1)):
            assert " ".join(str(version.row["why"]).split()) in shown
            assert version.citation.document in shown
    assert "Ví dụ" in shown
    assert "nay khác" not in shown  # every readable case still holds
    assert not re.search(r"\b(TO_TRINH|BIEN_BAN_XET|setting|individual)\b", shown)


def test_an_award_shows_values_with_source_validity_doubt_and_money(reader):
    shown = text_of(reader.get(url("award", "CSTDT", ngay="01/03/2026")))
    for words in (
        "Người quyết định Chủ tịch UBND Thành phố", "75 %", "từ 01/07/2025", "ghi theo trí nhớ, chưa đối chiếu", "2 bản theo thời gian",
        "90 % (Điều 30 khoản 7 NĐ 98/2023/NĐ-CP)", "7.020.000 đ", "Tờ trình; Báo cáo thành tích", "nộp hồ sơ: 30/03/2025",
        "theo quy chế của Hội đồng", "Phải có trước", "Chiến sĩ thi đua cơ sở", "Bằng chứng nhận", "5 điểm cần kiểm tra",
        "Thiếu năm 2023 thì không còn liên tục", "thiếu năm 2023",
    ):  # fmt: skip
        assert words in shown, words
    assert "7.590.000 đ" in text_of(reader.get(url("award", "CSTDT", ngay="01/07/2026")))
    assert "90 %" in text_of(reader.get(url("award", "CSTDT", ngay="30/06/2025")))


def test_the_district_decides_until_the_last_day_of_june(reader):
    assert "Chủ tịch UBND cấp huyện" in text_of(reader.get(url("award", "CSTDCS", ngay="30/06/2025")))
    later = text_of(reader.get(url("award", "CSTDCS", ngay="01/07/2025")))
    assert "cấp huyện" not in later.split("Ví dụ")[0].split("bản theo thời gian")[0]


def test_the_provisional_rule_set_is_marked(reader):
    assert "tạm tính" in text_of(reader.get(url("award", "CSTDT", ngay="01/10/2026")))
    assert "tạm tính" not in text_of(reader.get(url("award", "CSTDT", ngay="30/09/2026"))).split("Ví dụ")[0]
    assert "tạm tính" in text_of(reader.get(url("rulesets")))


def test_shared_values_stand_on_their_own_page(reader):
    before, after = (text_of(reader.get(url("common", ngay=day))) for day in ("30/06/2026", "01/07/2026"))
    assert "2.340.000 đ" in before
    assert "2.530.000 đ" in after
    for words in (
        "Mức lương cơ sở",
        "Lấy ý kiến nhân dân",
        "10 ngày",
        "Ngày cuối cấp huyện còn thẩm quyền",
        "Đang trong thời hạn kỷ luật",
    ):
        assert words in after


def test_two_days_compared_tell_what_changed_and_fold_what_only_changed_its_source(reader):
    answer = reader.get(url("compare", tu="30/06/2025", den="01/07/2025"))
    shown = text_of(answer)
    for words in (
        "NĐ 98/2023/NĐ-CP",
        "NĐ 152/2025/NĐ-CP",
        "7 ngày",
        "10 ngày",
        "90 %",
        "75 %",
        "Chủ tịch UBND cấp huyện",
        "chỉ đổi căn cứ",
    ):
        assert words in shown
    assert "<details" in answer.content.decode()
    assert "0 điểm khác" not in re.sub(r"\d0 điểm khác", "", shown)
    assert re.search(r"Gia đình văn hóa \d+ điểm chỉ đổi căn cứ", shown)
    assert "quy định như nhau" in text_of(reader.get(url("compare", tu="01/02/2026", den="02/02/2026")))
    assert "Không có bộ quy định" in text_of(reader.get(url("compare", tu="01/01/2020", den="02/02/2026")))


@pytest.mark.parametrize("day", ["mai", "31/02/2026", "0", "'", "99999999999", "2026-13-01"])
def test_a_day_nobody_can_read_is_told_and_today_is_shown(reader, day):
    for name, given in (("list", ()), ("award", ("CSTDT",)), ("common", ()), ("value", ("CSTDT.times",))):
        answer = reader.get(url(name, *given, ngay=day))
        assert answer.status_code == 200
        assert "Không đọc được ngày" in text_of(answer)


@pytest.mark.parametrize(
    "address",
    [
        ("award", "KHONG"), ("value", "CSTDT.khong"), ("value", "x"), ("condition", "CSTDT.khong"), ("condition", "KHONG.x"),
        ("condition", "x"), ("amendment", 999),
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(reader, address):
    assert reader.get(url(*address)).status_code == 404


@pytest.mark.parametrize(
    "key",
    [f"{code}.{row.id}" for code, each in LAW.awards.items() for row in each.conditions] + ["chung.khong-trung-ky"],
)
def test_every_condition_has_a_page_with_its_parameters(reader, key):
    assert reader.get(url("condition", key)).status_code == 200


def test_pages_cost_the_same_however_many_acts_there_are(reader, head):
    costs = []
    for count in (1, 49):
        for n in range(count):
            seen = LawAmendment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            source = actions.Source("NĐ 300", "", "", "Mới", seen=seen)
            actions.change_value("CSTDT.times", 4 + (n + count) % 9, date(2027, 1, 1), None, source, by=head, at=AT)
        cost = []
        for name, given in (
            ("list", ()),
            ("award", ("CSTDT",)),
            ("value", ("CSTDT.times",)),
            ("amendments", ()),
            ("common", ()),
        ):
            reader.get(url(name, *given))
            with CaptureQueriesContext(connection) as asked:
                assert reader.get(url(name, *given)).status_code == 200
            cost.append(len(asked))
        costs.append(cost)
    assert costs[0] == costs[1]


def test_the_list_of_acts_is_paged(reader, head):
    for n in range(52):
        seen = LawAmendment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        actions.change_value(
            "CSTDT.times",
            4 + n % 5,
            date(2027, 1, 1),
            None,
            actions.Source("NĐ 300", "", "", "Mới", seen=seen),
            by=head,
            at=AT,
        )
    page = reader.get(url("amendments")).content.decode()
    assert page.count("/phap-luat/thay-doi/") >= 50
    following = re.search(r"\?truoc=\d+", page)[0]
    assert "/phap-luat/thay-doi/" in reader.get(url("amendments") + following).content.decode()


# ---- amending -------------------------------------------------------------------------------------------------

FORMS = (
    ("change_value", "CSTDT.times"), ("change_value", "CSTDT.vote.share"), ("change_value", "CSTDT.dossier"), ("change_value", "BKTP.filing"),
    ("change_value", "HCDDK.tenure"), ("change_value", "luong-co-so"), ("confirm", "value", "CSTDT.lag"), ("confirm", "condition", "CSTDT.sang-kien"),
    ("confirm", "ruleset", "L2026"), ("change_condition", "BKTP.thanh-tich-ca-nhan"), ("end_condition", "CSTDT.sang-kien"),
    ("add_condition", "CSTDT"), ("add_ruleset",),
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_forms_open_for_the_head_of_the_office_alone(officer, form):
    assert officer.get(url(*form)).status_code == 200
    officer.force_login(acting(DutyCode.APPRAISER).user)
    for answer in (officer.get(url(*form)), officer.post(url(*form), {"value": "4", **FIELDS})):
        assert answer.status_code == 403
        assert "lãnh đạo Ban Thi đua - Khen thưởng" in text_of(answer)
    assert not LawAmendment.objects.exists()


def test_a_number_is_changed_and_the_touched_dossiers_follow(officer):
    answer = officer.post(url("change_value", "CSTDT.times"), {"value": "4", **FIELDS})
    row = LawAmendment.objects.get()
    assert answer["Location"] == reverse("dossiers:touched", args=[row.pk])
    assert (row.content["value"], row.valid_from, row.confidence) == (4, date(2027, 1, 1), "verified")
    shown = text_of(officer.get(url("value", "CSTDT.times")))
    for words in ("từ 01/01/2024 đến hết 31/12/2026", "từ 01/01/2027", "Điều 7 NĐ 300/2026/NĐ-CP"):
        assert words in shown
    assert "3 → 4" not in shown
    assert "Thay đổi" in text_of(officer.get(url("award", "CSTDT")))


def test_a_form_sent_twice_acts_once(officer):
    for _n in range(2):
        officer.post(url("change_value", "CSTDT.times"), {"value": "4", "form_key": "k1", **FIELDS})
    assert LawAmendment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"value": "bốn"}, "không phải số nguyên"), ({"value": ""}, "Chưa ghi giá trị"), ({"unset": "on"}, "không để trống"),
        ({"valid_from": "hôm nay"}, "ngày"), ({"valid_to": "31/12/2026"}, "ngược"), ({"document": " "}, "Văn bản"),
        ({"reason": ""}, "Lý do"), ({"valid_from": "01/01/9999"}, "quá xa"), ({"valid_from": "01/01/2020"}, "chồng nhau"),
        ({"document": "x" * 300}, "200"), ({"value": "9" * 40}, "không phải số nguyên"),
    ],
)  # fmt: skip
def test_bad_input_is_told_at_the_form_and_kept(officer, typed, says):
    answer = officer.post(url("change_value", "CSTDT.times"), {"value": "4", **FIELDS, **typed})
    assert answer.status_code == 200
    assert says in text_of(answer)
    assert not LawAmendment.objects.exists()


def test_values_of_other_kinds_are_changed_by_their_own_control(officer):
    for key, value, kept in (
        ("CSTDT.vote.share", "80 %", "80/100"), ("CSTDT.dossier", ["TO_TRINH", "DANH_SACH"], ["TO_TRINH", "DANH_SACH"]),
        ("luong-co-so", "2.700.000", 2700000), ("CSTDT.decided_by", "Chủ tịch UBND Thành phố\nPhó Chủ tịch", ["Chủ tịch UBND Thành phố", "Phó Chủ tịch"]),
        ("HCDDK.tenure", None, None),
    ):  # fmt: skip
        if value is None:
            continue
        officer.post(url("change_value", key), {"value": value, **FIELDS})
        assert law_in_force().value(key, date(2027, 1, 1)).value == kept


def test_the_mark_is_taken_off_by_confirming(officer):
    assert "Xác nhận" in text_of(officer.get(url("value", "CSTDT.lag")))
    officer.post(url("confirm", "value", "CSTDT.lag"), {"document": "HD 12/HD-BNV", "reason": "Đã đối chiếu"})
    shown = text_of(officer.get(url("value", "CSTDT.lag")))
    assert "cần kiểm tra" not in shown
    assert "HD 12/HD-BNV" in shown
    officer.post(
        url("confirm", "ruleset", "L2026") + "?ngay=01/10/2026",
        {"document": "Luật 06/2026/QH16", "reason": "Đã đọc"},
    )
    assert law_in_force().span(date(2026, 10, 1)).confidence == "verified"


def test_a_condition_is_changed_by_its_parameters_and_ended(officer):
    shown = officer.get(url("change_condition", "CSTDT.sang-kien")).content.decode()
    given = dict(re.findall(r'<select name="(p\.[^"]+)".*?<option value="([^"]*)" selected', shown, re.S))
    given |= {name: ["city"] for name in re.findall(r'name="(p\.of\.\d+\.by)"', shown)}
    assert given["p.of.0.scope"] == "province"
    answer = officer.post(
        url("change_condition", "CSTDT.sang-kien"),
        {**given, "p.of.0.scope": "national", "why": "Sáng kiến toàn quốc.", **FIELDS},
    )
    assert answer.status_code == 302, text_of(answer)
    newest = [row for row in law_in_force().awards["CSTDT"].conditions if row.id == "sang-kien"][-1]
    assert newest.row["of"][0]["scope"] == "national"
    assert newest.row["of"][0]["within"] == "@~initiative.within"
    row = LawAmendment.objects.get()
    officer.post(
        url("end_condition", "CSTDT.sang-kien"),
        {"last_day": "31/12/2027", "document": "NĐ 301", "reason": "Bỏ", "seen": row.pk},
    )
    rows = [row for row in law_in_force().awards["CSTDT"].conditions if row.id == "sang-kien"]
    assert rows[-1].valid_to == date(2027, 12, 31)


@pytest.mark.parametrize("kind", sorted(NEW))
def test_a_condition_of_every_kind_is_added(officer, kind):
    address = url("add_condition", "CSTDT", loai=kind)
    shown = officer.get(address).content.decode()
    names = set(re.findall(r'name="(p\.[^"]+)"', shown))
    values = {"p.award": "LDTT", "p.times": "2", "p.years": "2", "p.lag": "0", "p.least": "HTT", "p.sort": "initiative", "p.scope": "base",
              "p.part": "ldtt", "p.share": "70 %", "p.label": "Nội dung mới", "p.presumed": "yes", "p.reuse": "allow", "p.for_kind": ["collective"]}  # fmt: skip
    answer = officer.post(
        address, {**{name: values[name] for name in names}, "why": "Điều kiện mới của thành phố.", **FIELDS}
    )
    assert answer.status_code == 302, text_of(answer)
    added = [row for row in law_in_force().awards["CSTDT"].conditions if row.id == "dieu-kien-moi-cua-thanh-pho"]
    assert [row.valid_from for row in added] == [date(2027, 1, 1)]
    assert "Điều kiện mới của thành phố." in text_of(officer.get(url("award", "CSTDT", ngay="01/01/2027")))


def test_a_rule_set_is_added(officer):
    officer.post(url("add_ruleset"), {"code": "ND300", "name": "Nghị định 300", **FIELDS})
    shown = text_of(officer.get(url("rulesets")))
    assert "Nghị định 300" in shown
    assert law_in_force().span(date(2027, 1, 1)).code == "ND300"


def test_an_act_is_withdrawn_with_a_reason_and_both_stay_in_sight(officer):
    officer.post(url("change_value", "CSTDT.times"), {"value": "4", **FIELDS})
    row = LawAmendment.objects.get()
    officer.post(url("withdraw", row.pk), {"reason": ""})
    assert LawAmendment.objects.count() == 1
    officer.post(url("withdraw", row.pk), {"reason": "Ghi nhầm"})
    shown = text_of(officer.get(url("amendments")))
    assert "đã rút" in shown
    assert "Rút thay đổi" in shown
    assert "Ghi nhầm" in text_of(officer.get(url("amendment", row.pk)))
    officer.force_login(acting(DutyCode.ADMIN).user)
    officer.post(url("withdraw", row.pk), {"reason": "Tôi cũng rút"})
    assert LawAmendment.objects.count() == 2


def test_a_case_that_no_longer_holds_says_so(officer):
    officer.post(url("change_value", "CSTDT.times"), {"value": "4", **FIELDS, "valid_from": "01/01/2024"})
    assert "nay khác" in text_of(officer.get(url("award", "CSTDT")))


def test_the_slower_of_two_forms_is_told_and_keeps_what_was_typed(officer, head):
    address = url("change_value", "CSTDT.times")
    opened = officer.get(address).context["form"]
    source = actions.Source("NĐ 299/2026/NĐ-CP", "1", "", "Người khác nhanh hơn")
    actions.change_value("CSTDT.times", 5, date(2027, 1, 1), None, source, by=head, at=AT)
    answer = officer.post(address, {**FIELDS, "value": "4", "seen": opened["seen"].value()})
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert f"{head.user.full_name} vừa ghi một thay đổi khác ở đây" in html.unescape(shown)
    assert 'value="4"' in shown
    assert LawAmendment.objects.count() == 1
    assert law_in_force().value("CSTDT.times", date(2027, 1, 1)).value == 5


def test_the_way_to_try_a_draft_is_shown_to_the_office_alone(reader, officer, client):
    assert reverse("dossiers:whatif") in officer.get(url("list")).content.decode()
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    assert reverse("dossiers:whatif") not in client.get(url("list")).content.decode()
