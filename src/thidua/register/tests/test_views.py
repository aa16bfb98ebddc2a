from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Refused
from thidua.organisation.models import DutyCode, Succession
from thidua.organisation.sealing import index_cccd, seal_cccd
from thidua.organisation.tests.factories import PersonFactory, UnitFactory, acting
from thidua.plans.tests.cases.schema import wrong_in
from thidua.register.actions import Basis, correct, describe
from thidua.register.models import Honour
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
AT = datetime(2025, 6, 20, 3, tzinfo=UTC)
NUMBER = "001085012345"


@pytest.fixture
def clerk(client):
    who = acting(DutyCode.CLERK)
    client.force_login(who.user)
    return who


@pytest.fixture
def known():
    person = PersonFactory(full_name="Nguyễn Văn Hòa", cccd_sealed=seal_cccd(NUMBER), cccd_index=index_cccd(NUMBER))
    return RecipientFactory(person=person)


URL = "register:search"


def text(page):
    return page.content.decode()


def test_an_identity_number_is_searched_by_post_only(client, clerk, known):
    assert "Nguyễn Văn Hòa" in text(client.post(reverse(URL), {"q": "001 085 012 345"}))
    page = text(client.get(reverse(URL), {"q": NUMBER}, follow=True))
    assert "Nguyễn Văn Hòa" not in page
    assert NUMBER not in page
    assert "Số định danh không đi trong địa chỉ" in page
    with_filter = text(client.post(reverse(URL), {"q": NUMBER, "loai": "individual"}))
    assert f"q={NUMBER}" not in with_filter


def test_filters_are_pills_that_go_one_by_one(client, clerk):
    honour = HonourFactory(award="CSTDT", award_name="CSTĐ", period_from=2023)
    HonourFactory(award="LDTT", period_from=2023)
    page = text(client.get(reverse(URL), {"q": "nguyen", "dh": "CSTDT", "nam": "2023"}))
    assert reverse("awards:recipient", args=[honour.recipient_id]) in page
    assert page.count("1 lần") == 0
    assert "?q=nguyen&amp;nam=2023" in page
    assert "?q=nguyen&amp;dh=CSTDT" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"nam": "x"},
        {"nam": "99999"},
        {"dh": "'"},
        {"loai": "x"},
        {"dv": "Không Có Đâu"},
        {"sau": "b|'|x"},
        {"q": "'%_"},
    ],
)
def test_bad_filters_are_no_error(client, clerk, asked):
    HonourFactory()
    assert client.get(reverse(URL), {"q": "nguyen", **asked}).status_code == 200


def test_an_unknown_unit_is_told(client, clerk):
    HonourFactory()
    assert "Không Có Đâu" in text(client.get(reverse(URL), {"dv": "Không Có Đâu"}))


def test_pager_keeps_what_was_asked(client, clerk):
    for _ in range(60):
        HonourFactory(award="LDTT")
    page = text(client.post(reverse(URL), {"q": "nguyen", "dh": "LDTT"}))
    assert "?q=nguyen&amp;dh=LDTT&amp;sau=w" in page


def test_the_page_tells_the_whole_chain(client, clerk):
    honour = HonourFactory(
        recipient_name="Nguyễn Văn Hoè", certificate_number="2025/1-0001", bonus=2_340_000, signer="Trần Văn Ký",
        source_line="so-2019.xlsx, dòng 14", handed_on=date(2025, 2, 3), handed_at="Hội trường", handed_by="Chủ tịch",
    )  # fmt: skip
    basis = Basis("5/QĐ-UBND", date(2025, 3, 1), "In sai tên")
    correct(honour, {"recipient_name": "Nguyễn Văn Huệ"}, basis=basis, by=clerk, at=AT)
    page = text(client.get(reverse("awards:recipient", args=[honour.recipient_id])))
    for told in (
        "Nguyễn Văn Hoè", "đính chính: Nguyễn Văn Huệ", "2025/1-0001", "2.340.000", "Trần Văn Ký", "so-2019.xlsx, dòng 14",
        "03/02/2025", "Hội trường", "5/QĐ-UBND, 01/03/2025", "Đã đính chính",
    ):  # fmt: skip
        assert told in " ".join(page.split()), told
    assert "Ai đã xem" not in page


def test_who_looked_is_shown_to_the_head_and_the_inspector_only(client):
    honour = HonourFactory()
    url = reverse("awards:recipient", args=[honour.recipient_id])
    first = acting(DutyCode.APPRAISER, full_name="Lê Thị Xem")
    client.force_login(first.user)
    assert "Ai đã xem" not in text(client.get(url))
    for duty in (DutyCode.OFFICE_HEAD, DutyCode.INSPECTOR):
        client.force_login(acting(duty).user)
        page = text(client.get(url))
        assert "Lê Thị Xem" in page.partition("Ai đã xem")[2]


def test_the_page_costs_the_same_with_one_honour_and_fifty(client, clerk, django_assert_num_queries):
    honour = HonourFactory()
    url = reverse("awards:recipient", args=[honour.recipient_id])
    client.get(url)
    with django_assert_num_queries(13) as few:
        client.get(url)
    for year in range(1960, 2010):
        HonourFactory(recipient=honour.recipient, period_from=year)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_a_merged_unit_shows_the_honours_before(client, clerk):
    old, new = UnitFactory(name="Quận Cũ"), UnitFactory(name="Phường Mới")
    Succession.objects.create(predecessor=old, successor=new, on=date(2025, 7, 1), document="NQ 1656")
    rows = [
        RecipientFactory(kind="collective", person=None, collective=unit, unit=unit, name=unit.name, name_fold=unit.name_fold)
        for unit in (old, new)
    ]  # fmt: skip
    HonourFactory(recipient=rows[0])
    page = text(client.get(reverse("awards:recipient", args=[rows[1].pk])))
    assert "Của Quận Cũ trước khi hợp nhất" in page
    assert "NQ 1656" in page


def test_nationality_and_day_of_death_are_said_with_a_reason_by_the_office(client, clerk):
    row = RecipientFactory(person=PersonFactory(birth_year=1950))
    url, page = reverse("register:describe", args=[row.pk]), reverse("awards:recipient", args=[row.pk])
    sent = {"nationality": "vn", "deceased_on": "01/03/2025", "reason": "Trích lục khai tử", "seen": " "}
    for wrong in (
        {"reason": ""},
        {"nationality": "V1"},
        {"deceased_on": "01/03/1940"},
        {"deceased_on": "mai"},
        {"seen": "LA "},
    ):
        assert client.post(url, {**sent, **wrong}).status_code == 200
    row.refresh_from_db()
    assert (row.nationality, row.deceased_on) == ("", None)
    assert client.post(url, sent).url == page
    row.refresh_from_db()
    assert (row.nationality, row.deceased_on) == ("VN", date(2025, 3, 1))
    assert "mất ngày 01/03/2025" in text(client.get(page))
    event = Event.objects.get(verb="register.describe")
    assert (event.subject, event.data) == (row.key, {"fields": ["nationality", "deceased_on"]})
    client.force_login(acting(DutyCode.INSPECTOR).user)
    assert client.post(url, {**sent, "seen": "VN 2025-03-01", "nationality": "LA"}).status_code == 403


def test_a_collective_does_not_die():
    unit = UnitFactory()
    row = RecipientFactory(
        kind="collective", person=None, collective=unit, name=unit.name, name_fold=unit.name_fold, unit=unit
    )
    with pytest.raises(Refused, match="cá nhân"):
        describe(
            row,
            nationality="",
            deceased_on=date(2025, 3, 1),
            reason="Nghe nói",
            by=acting(DutyCode.CLERK),
            at=AT,
        )


def test_what_was_granted_here_is_not_noted_as_revoked_but_revoked_by_a_decision(client, clerk):
    sent = {"number": "9/QĐ-CTN", "day": "01/03/2025", "reason": "Cấp trên thu hồi"}
    ours, old = HonourFactory(source="decision:5"), HonourFactory(source="import:1")
    assert client.post(reverse("register:revoke", args=[ours.pk]), sent).status_code == 403
    assert client.post(reverse("register:revoke", args=[old.pk]), sent).status_code == 302
    assert [row.status for row in Honour.objects.order_by("pk")] == ["valid", "revoked"]
    change = old.changes.get()
    assert (change.decision_number, change.reason) == ("9/QĐ-CTN", "Cấp trên thu hồi")
    page = text(client.get(reverse("awards:recipient", args=[old.recipient_id])))
    assert "9/QĐ-CTN" in page and reverse("register:revoke", args=[old.pk]) not in page


CHANGES = [
    ("register:correct", {"recipient_name": "Lê Huệ", "number": "5/QĐ", "day": "01/03/2025", "reason": "In sai"}, "corrected"),
    ("register:reissue", {"certificate_number": "9", "number": "5/QĐ", "day": "01/03/2025", "reason": "Rách"}, "reissued"),
    ("register:revoke", {"number": "5/QĐ", "day": "01/03/2025", "reason": "Thu hồi"}, "revoked"),
    ("register:hand_over", {"on": "01/03/2025", "place": "Hội trường", "who": "Chủ tịch"}, "valid"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sent", "status"), CHANGES)
def test_changes_are_written_once_by_their_pages(client, clerk, name, sent, status):
    honour = HonourFactory()
    url = reverse(name, args=[honour.pk])
    assert client.get(url).status_code == 200
    for _twice in range(2):
        answer = client.post(url, {**sent, "form_key": "once"})
        assert answer.url == reverse("awards:recipient", args=[honour.recipient_id])
    assert Honour.objects.get().status == status
    assert Event.objects.filter(verb=f"register.{name.partition(':')[2]}").count() == 1


@pytest.mark.parametrize(("name", "sent", "_status"), CHANGES)
def test_changes_refuse_what_is_missing_and_who_may_not(client, clerk, name, sent, _status):
    url = reverse(name, args=[HonourFactory().pk])
    assert client.post(url, {**sent, "day": "32/13/2025", "on": "mai"}).status_code == 200
    assert client.post(url, {**sent, "day": "01/03/1990", "on": "01/03/1990"}).status_code == 200
    assert not Event.objects.filter(
        verb__in=["register.correct", "register.reissue", "register.revoke", "register.hand_over"]
    ).exists()
    client.force_login(acting(DutyCode.INSPECTOR).user)
    assert "<form method" not in text(client.get(url)).partition("<main")[2].partition("</main")[0]
    assert client.post(url, sent).status_code == 403
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    assert client.post(url, sent).status_code == 404


def test_all_certificates_of_a_decision_are_handed_over_together(client, clerk):
    honours = [HonourFactory(decision_number="12/QĐ-UBND") for _ in range(3)]
    other = HonourFactory(decision_number="13/QĐ-UBND")
    url = reverse("register:hand_over", args=[honours[0].pk])
    assert "2 bằng khác" in text(client.get(url))
    client.post(url, {**CHANGES[-1][1], "together": "1"})
    assert set(Honour.objects.filter(handed_on=None)) == {other}


# console


@pytest.fixture
def run(capsys):
    from thidua.config.cli import parser

    def call(*words):
        options = parser().parse_args(["register", *words])
        code = options.run(options)
        return code, capsys.readouterr().out

    return call


def test_search_command_answers_by_its_schema_and_never_prints_a_number(run, known):
    HonourFactory(recipient=known)
    for asked in ("van hoa", NUMBER):
        code, out = run("search", asked, "--json")
        found = json.loads(out)
        assert wrong_in(found, "register-search-1") == []
        assert code == 0
        assert [row["key"] for row in found["recipients"]] == [known.key]
        assert NUMBER not in out
    assert run("search", "hoa", "--unit", "Không Có Đâu")[0] == 2
    assert "0 dòng" in run("search", "hoa", "--award", "CSTDT")[1]


def test_recount_and_pairs_commands(run, known):
    assert run("recount") == (0, "Đã tính lại chỉ mục tìm kiếm: 0 dòng phải sửa.\n")
    assert "Thêm 0 cặp" in run("pairs")[1]
