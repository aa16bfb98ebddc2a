"""The same achievement twice: found when it is handed in, shown to the right people, decided by a person."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.config.cli import main
from thidua.dossiers import actions, policies
from thidua.dossiers.actions.twins_found import decide_twin, look, look_at_all
from thidua.dossiers.flow import DossierVerb
from thidua.dossiers.models import AchievementText, Dossier, Twin, TwinLook, TwinMark
from thidua.dossiers.queries import full
from thidua.dossiers.queries.twins import beside_dossier, waiting_for_look
from thidua.dossiers.tasks import ask_for_look, look_for_twins
from thidua.dossiers.tests.factories import AT, RoundFactory, appraiser, in_state, officer
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.text import fold
from thidua.organisation.models import DutyCode
from thidua.organisation.sealing import index_cccd, seal_cccd
from thidua.organisation.tests.factories import PersonFactory, UnitFactory, acting
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "001185000017", "036185004392"
REPORT = (
    "Tổ chúng tôi dời điểm tập kết rác khỏi cổng trường, xếp lại giờ thu gom và giao từng ngõ cho một nhóm trông coi. "
    "Sau 5 tháng, điểm tồn đọng giảm từ 14 xuống 2, bà con tự nhắc nhau phân loại tại nhà, đội xe đi ít hơn mỗi đêm."
)
COPIED = (
    "Tại Phường Kim Ngọc, sau 7 tháng, điểm tồn đọng giảm từ 31 xuống 4, bà con tự nhắc nhau phân loại tại nhà, đội xe đi ít hơn mỗi đêm. "
    "Tổ chúng tôi dời điểm tập kết rác khỏi cổng trường, xếp lại giờ thu gom và giao từng ngõ cho một nhóm trông coi."
)
OWN = (
    "Phòng khám ghép lịch hẹn với sổ tiêm để phụ huynh không phải chờ buổi thứ hai, nhân viên gọi nhắc trước một ngày. "
    "Số trẻ lỡ mũi tiêm giảm rõ rệt, tủ bảo quản được ghi nhiệt độ hai lần mỗi ca và có người ký nhận."
)


def nominee(name="Đặng Thị Hòa", cccd="", **fields):
    """A dossier on its way, of its own unit."""
    known = {"cccd_index": index_cccd(cccd), "cccd_sealed": seal_cccd(cccd)} if cccd else {}
    return in_state(
        fields.pop("state", "appraising"), fields.pop("unit", None), name=name, name_fold=fold(name), **known, **fields
    )


def looked(*dossiers):
    look([row.pk for row in dossiers], at=AT)
    return list(Twin.objects.order_by("kind", "id"))


def moved(dossier, **fields):
    Dossier.objects.filter(pk=dossier.pk).update(**fields)
    return Dossier.objects.select_related("submission", "recipient__person", "round__session", "unit").get(
        pk=dossier.pk
    )


def one_round():
    return RoundFactory()


def in_round(dossier, round_):
    return moved(dossier, round=round_)


def test_one_number_in_two_units_for_one_award_and_year_is_strong():
    first, second = nominee(cccd=NUMBER), nominee("Đặng Thị Hoà", NUMBER, birth="1985")
    (twin,) = looked(first, second)
    assert (twin.kind, twin.strength, twin.first, twin.second) == ("person", "strong", first, second)
    assert "cùng số CCCD" in twin.why.casefold() or "Cùng số CCCD" in twin.why


def test_names_near_each_other_are_only_suspected_and_namesakes_are_not():
    first = nominee("Đặng Thị Hoà Bình", birth="1985-02-17")
    near = nominee("Đặng Thị Hào Bình", birth="1985-02-17")
    nominee("Đặng Thị Hòa Bình", birth="1991-05-05")
    looked(first, near, *Dossier.objects.exclude(pk__in=(first.pk, near.pk)))
    (twin,) = Twin.objects.all()
    assert {twin.first_id, twin.second_id} == {first.pk, near.pk}
    assert twin.strength == "likely"


def test_namesakes_with_other_numbers_born_another_year_are_told_apart():
    assert looked(nominee(cccd=NUMBER, birth="1985"), nominee(cccd=OTHER, birth="1985")) == []


def test_the_same_person_in_another_year_is_only_to_know():
    first = nominee(cccd=NUMBER)
    later = in_round(nominee(cccd=NUMBER), RoundFactory(period=2024))
    (twin,) = looked(first, later)
    assert twin.strength == "weak"
    assert beside_dossier(first, None) == []


@pytest.mark.parametrize(
    ("one", "other", "strength"), [("BKTP", "BKTTG", "likely"), ("CSTDT", "CSTDCS", "weak"), ("CSTDT", "BKTP", "weak")]
)
def test_two_forms_for_one_year_are_asked_about_and_a_title_beside_them_is_not(one, other, strength):
    (twin,) = looked(nominee(cccd=NUMBER, award=one), nominee(cccd=NUMBER, award=other))
    assert twin.strength == strength


def test_a_short_report_that_says_only_that_conditions_are_met_is_not_compared():
    text = "Ba năm liền đạt Chiến sĩ thi đua cơ sở; chủ trì sáng kiến được áp dụng có hiệu quả trong toàn ngành và được công nhận."
    assert (
        looked(nominee("Lê Văn An", achievement=text), nominee("Trần Thị Bích", birth="1990", achievement=text)) == []
    )


def test_the_paper_drawn_from_a_short_report_is_not_compared_for_what_the_application_put_in():
    honours = "".join(f"{year}: Lao động tiên tiến, 4{year}/QĐ-KT, 19/01/{year}. " for year in range(2012, 2026))
    pair = (
        nominee("Lê Văn An", achievement="", state="draft", sent_at=None),
        nominee("Trần Thị Bích", birth="1990", achievement="", state="draft", sent_at=None),
    )
    for row in pair:
        who = officer(row.unit)
        words = {"ly-lich": "A", "thanh-tich": "Tận tụy với việc được giao.", "khen-thuong": honours}
        actions.save_report(row, words, revision=0, by=who, at=AT)
        actions.draw_report(row, by=who, at=AT)
        Dossier.objects.filter(pk=row.pk).update(state="submitted", sent_at=AT)
    assert looked(*pair) == []
    assert not AchievementText.objects.filter(kind="report").exists()


def test_two_names_on_one_number_stand_in_the_way_whatever_the_award():
    (twin,) = looked(nominee("Lê Văn An", NUMBER), nominee("Trần Thị Bích", NUMBER, award="BKTP", birth="1990"))
    assert twin.strength == "strong"
    assert "dùng chung một số CCCD" in twin.why


def test_a_copied_report_is_found_with_its_passages_though_sentences_moved_and_figures_changed():
    first, second = nominee("Lê Văn An", achievement=REPORT), nominee("Trần Thị Bích", birth="1990", achievement=COPIED)
    (twin,) = looked(first, second)
    assert (twin.kind, twin.strength) == ("report", "strong")
    texts = {row.dossier_id: row.text for row in AchievementText.objects.all()}
    here, there = texts[first.pk], texts[second.pk]
    shared = [(here[a:b], there[c:d]) for a, b, c, d, *_rest in twin.passages]
    assert any("dời điểm tập kết rác" in one and "dời điểm tập kết rác" in other for one, other in shared)
    assert any("tháng, điểm tồn đọng giảm từ 14" in one and "giảm từ 31" in other for one, other in shared)


def test_reports_of_their_own_are_left_alone():
    assert (
        looked(nominee("Lê Văn An", achievement=REPORT), nominee("Trần Thị Bích", birth="1990", achievement=OWN)) == []
    )


def test_one_initiative_in_two_units_is_shown_but_does_not_stand_in_the_way():
    facts = {"initiatives": [{"name": "Thẻ màu nhắc lịch trả hồ sơ một cửa"}]}
    near = {"initiatives": [{"name": "Thẻ mầu nhắc lịch trả hồ sơ một cửa"}]}
    (twin,) = looked(nominee("Lê Văn An", facts=facts), nominee("Trần Thị Bích", birth="1990", facts=near))
    assert (twin.kind, twin.strength) == ("initiative", "likely")


def test_an_honour_of_the_same_year_is_found_by_number_though_nobody_joined_the_dossier_to_the_ledger():
    person = PersonFactory(cccd_sealed=seal_cccd(NUMBER), cccd_index=index_cccd(NUMBER))
    recipient = RecipientFactory(person=person)
    honour = HonourFactory(recipient=recipient, award="CSTDT", period_from=2025, period_to=2025)
    HonourFactory(recipient=recipient, award="CSTDT", period_from=2022, period_to=2022)
    HonourFactory(recipient=recipient, award="CSTDCS", period_from=2025, period_to=2025)
    (twin,) = looked(nominee("Tên Khác", NUMBER))
    assert (twin.kind, twin.strength, twin.honour, twin.second) == ("honour", "strong", honour, None)


def test_withdrawn_and_draft_dossiers_are_nobodys_twin():
    first = nominee(cccd=NUMBER)
    nominee(cccd=NUMBER, state="withdrawn")
    nominee(cccd=NUMBER, state="draft")
    assert looked(first) == []


def test_looking_twice_keeps_one_and_what_is_mended_goes():
    first, second = nominee(cccd=NUMBER), nominee(cccd=NUMBER)
    looked(first, second)
    assert look([first.pk], at=AT) == 0
    assert Twin.objects.count() == 1
    moved(second, cccd_index=index_cccd(OTHER), cccd_sealed=seal_cccd(OTHER), birth="1970-01-01")
    look([second.pk], at=AT)
    assert not Twin.objects.exists()


def test_a_text_that_was_mended_stands_beside_the_old_one_and_the_old_marks_go():
    first, second = nominee("Lê Văn An", achievement=REPORT), nominee("Trần Thị Bích", birth="1990", achievement=COPIED)
    looked(first, second)
    moved(second, achievement=OWN)
    look([second.pk], at=AT)
    assert not Twin.objects.exists()
    assert [row.stands for row in AchievementText.objects.filter(dossier=second).order_by("id")] == [False, True]
    assert not TwinMark.objects.filter(text__stands=False).exists()


def test_a_strong_suspicion_stands_in_the_way_of_both_until_it_is_decided():
    who = appraiser()
    first, second = nominee(cccd=NUMBER, holder=who.user), nominee(cccd=NUMBER, holder=who.user)
    (twin,) = looked(first, second)
    for dossier in (first, second):
        answer = policies.may(who, moved(dossier), DossierVerb.CONCLUDE_ELIGIBLE)
        assert not answer
        assert "chưa ai kết luận" in answer.reason
        assert policies.may(who, moved(dossier), DossierVerb.CONCLUDE_INELIGIBLE)
    with pytest.raises(Refused, match="Có thể trùng với"):
        actions.conclude(moved(first), eligible=True, text="Đủ", by=who, at=AT)
    decide_twin(twin, "different", "Hai người, hai số định danh do nhập nhầm", by=who, at=AT)
    assert policies.may(who, moved(first), DossierVerb.CONCLUDE_ELIGIBLE)
    assert policies.may(who, moved(second), DossierVerb.CONCLUDE_ELIGIBLE)


def test_decided_the_same_one_goes_and_the_other_goes_on():
    who = appraiser()
    first, second = nominee(cccd=NUMBER, holder=who.user), nominee(cccd=NUMBER, holder=who.user)
    (twin,) = looked(first, second)
    decide_twin(twin, "same", "Cùng người", against=second, by=who, at=AT)
    assert policies.may(who, moved(first), DossierVerb.CONCLUDE_ELIGIBLE)
    assert "trả lại hoặc kết luận không đủ" in policies.may(who, moved(second), DossierVerb.CONCLUDE_ELIGIBLE).reason
    moved(first, state="withdrawn")
    assert policies.may(who, moved(second), DossierVerb.CONCLUDE_ELIGIBLE)


def test_what_was_decided_stays_decided_until_the_text_comes_nearer():
    who = appraiser()
    first, second = nominee("Lê Văn An", achievement=REPORT), nominee("Trần Thị Bích", birth="1990", achievement=COPIED)
    (twin,) = looked(first, second)
    decide_twin(twin, "allowed", "Đồng tác giả", by=who, at=AT)
    assert look([first.pk, second.pk], at=AT) == 0
    Twin.objects.update(score=0.8)
    moved(second, achievement=REPORT)
    assert look([second.pk], at=AT) == 1
    assert sorted(Twin.objects.values_list("decision", flat=True)) == ["", "allowed"]


@pytest.mark.parametrize(
    ("decision", "reason", "said"),
    [("", "x", "Chưa chọn"), ("khac", "x", "Chưa chọn"), ("different", " ", "lý do"), ("same", "x", "chọn hồ sơ")],
)
def test_bad_decisions_are_refused_and_nothing_is_kept(decision, reason, said):
    (twin,) = looked(nominee(cccd=NUMBER), nominee(cccd=NUMBER))
    with pytest.raises(Refused, match=said):
        decide_twin(twin, decision, reason, by=appraiser(), at=AT)
    assert Twin.objects.get().decision == ""


def test_the_slower_of_two_is_told():
    (twin,) = looked(nominee(cccd=NUMBER), nominee(cccd=NUMBER))
    slower = Twin.objects.get()
    decide_twin(twin, "different", "Khác", by=appraiser(), at=AT)
    with pytest.raises(Conflict, match="Người khác vừa ghi"):
        decide_twin(slower, "allowed", "Được", by=appraiser(), at=AT + timedelta(minutes=1))


def test_authors_units_and_nominees_do_not_decide():
    first = nominee(cccd=NUMBER)
    (twin,) = looked(first, nominee(cccd=NUMBER))
    who = appraiser()
    moved(first).submission.__class__.objects.filter(pk=first.submission_id).update(created_by=who.user)
    for person in (who, officer(first.unit), acting(DutyCode.INSPECTOR)):
        with pytest.raises(Refused):
            decide_twin(Twin.objects.get(), "different", "x", by=person, at=AT)
    assert twin.decision == ""


def test_the_journal_tells_each_dossier_that_it_was_decided_and_the_reason_only_at_the_pair():
    first, second = nominee(cccd=NUMBER), nominee(cccd=NUMBER)
    (twin,) = looked(first, second)
    decide_twin(twin, "different", "Người kia ở phường khác", by=appraiser(), at=AT)
    told = dict(Event.objects.filter(verb="dossiers.decide_twin").values_list("subject", "reason"))
    assert told == {twin.key: "Người kia ở phường khác", first.key: "", second.key: ""}


def test_the_unit_is_told_that_there_is_one_and_not_of_whom(client):
    unit = UnitFactory()
    who = officer(unit)
    mine, other = nominee("Lê Văn An", NUMBER, unit=unit), nominee("Lê Văn Anh", NUMBER)
    (twin,) = looked(mine, other)
    client.force_login(who.user)
    page = client.get(reverse("dossiers:detail", args=[mine.pk])).content.decode()
    assert "Có thể trùng với hồ sơ ở đơn vị khác. Ban đang xem." in page
    assert other.code not in page
    assert other.unit.name not in page
    assert client.get(reverse("dossiers:twin", args=[twin.pk])).status_code == 404
    assert client.get(reverse("dossiers:twins")).status_code == 403


def test_the_unit_is_told_which_when_both_are_its_own(client):
    unit = UnitFactory()
    mine, other = nominee(cccd=NUMBER, unit=unit), nominee(cccd=NUMBER, unit=unit)
    looked(mine, other)
    client.force_login(officer(unit).user)
    assert (
        f"Có thể trùng với hồ sơ {other.code} của đơn vị"
        in client.get(reverse("dossiers:detail", args=[mine.pk])).content.decode()
    )


def test_the_officer_sees_both_texts_marked_and_the_rule_and_decides_there(client):
    who = appraiser()
    first, second = (
        nominee("Lê Văn An", achievement=REPORT),
        nominee("Trần Thị Bích", NUMBER, birth="1990", achievement=COPIED),
    )
    (twin,) = looked(first, second)
    client.force_login(who.user)
    assert (
        reverse("dossiers:twin", args=[twin.pk])
        in client.get(reverse("dossiers:detail", args=[first.pk])).content.decode()
    )
    url = reverse("dossiers:twin", args=[twin.pk])
    page = client.get(url).content.decode()
    assert page.count("<mark") >= 4
    assert "Điều 5 Luật 06/2022/QH15" in page
    assert "0011••••0017" in page
    assert NUMBER not in page
    refused = client.post(url, {"decision": "same", "reason": "Chép"})
    assert refused.status_code == 409
    assert "Chép" in refused.content.decode()
    answer = client.post(url, {"decision": "same", "reason": "Chép", "against": second.pk})
    assert answer["Location"] == reverse("dossiers:detail", args=[second.pk])
    twin.refresh_from_db()
    assert (twin.decision, twin.against, twin.decided_by) == ("same", second, who.user)


def test_the_page_of_an_honour_shows_the_ledger_beside_the_dossier(client):
    person = PersonFactory(cccd_sealed=seal_cccd(NUMBER), cccd_index=index_cccd(NUMBER))
    HonourFactory(
        recipient=RecipientFactory(person=person),
        award="CSTDT",
        period_from=2025,
        period_to=2025,
        decision_number="123/QĐ-UBND",
    )
    (twin,) = looked(nominee("Tên Khác", NUMBER))
    client.force_login(appraiser().user)
    page = client.get(reverse("dossiers:twin", args=[twin.pk])).content.decode()
    assert "123/QĐ-UBND" in page
    assert "Trong Sổ khen thưởng" in page


def test_the_list_narrows_and_bad_filters_are_left_out(client):
    first, second = nominee("Lê Văn An", achievement=REPORT), nominee("Trần Thị Bích", birth="1990", achievement=COPIED)
    third, fourth = nominee(cccd=NUMBER), nominee(cccd=NUMBER)
    looked(first, second, third, fourth)
    client.force_login(appraiser().user)
    url = reverse("dossiers:twins")
    assert third.code in client.get(url).content.decode()
    only = client.get(url, {"loai": "report"}).content.decode()
    assert first.code in only
    assert third.code not in only
    assert third.code in client.get(url, {"dot": fourth.round_id, "muc": "strong"}).content.decode()
    assert third.code not in client.get(url, {"tinh-trang": "da"}).content.decode()
    for bad in ({"dot": "x"}, {"dot": "9" * 30}, {"loai": "'"}, {"sau": "strong-x"}, {"sau": "x-1"}, {"muc": "?"}):
        assert client.get(url, bad).status_code == 200


def pairs(count):
    for place in range(count):
        number = f"0011850{place:05d}"
        nominee(f"Đặng Thị Hoa {place}", number), nominee(f"Đặng Thị Hoa {place}", number)
    look_at_all(Dossier.objects.values_list("pk", flat=True), at=AT)


def test_the_list_asks_the_same_queries_for_one_pair_and_for_fifty_and_goes_on(client):
    client.force_login(appraiser().user)
    url = reverse("dossiers:twins")
    pairs(1)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    pairs(51)
    with CaptureQueriesContext(connection) as many:
        page = client.get(url).content.decode()
    assert len(many) == len(one)
    onward = client.get(url, {"sau": page.split("sau=")[1].split('"')[0]}).context["rows"]
    assert {row.pk for row in onward}.isdisjoint(row.pk for row in client.get(url).context["rows"])
    assert onward[0].strength == "strong"
    assert onward[-1].strength == "likely"  # the strong come first


def test_the_worker_looks_once_and_again_after_the_supplement():
    first, second = nominee(cccd=NUMBER), nominee(cccd=NUMBER)
    assert set(waiting_for_look()) == {first, second}
    assert ask_for_look()
    assert look_for_twins.call() == {"looked": 2, "found": 1}
    assert not waiting_for_look().exists()
    assert not ask_for_look()
    TwinLook.objects.filter(dossier=second).update(at=AT - timedelta(days=1))
    assert list(waiting_for_look()) == [second]


def run(*arguments):
    with pytest.raises(SystemExit) as ended:
        main(["dossiers", "duplicates", *arguments])
    return ended.value.code


def test_the_console_looks_and_prints_pairs_without_names(capsys):
    first, second = nominee("Lê Văn An", achievement=REPORT), nominee("Trần Thị Bích", birth="1990", achievement=COPIED)
    for named in (first.round.code, str(first.round_id)):
        assert run("--round", named, "--json") == 0
        out = capsys.readouterr().out
        found = json.loads(out)
        (pair,) = found["pairs"]
        assert (found["schema"], found["round"], pair["kind"], pair["first"], pair["second"]) == (
            "dossiers-duplicates/1", first.round.code, "report", first.code, second.code,
        )  # fmt: skip
        assert pair["passages"]
        assert first.name not in out
    assert run("--round", "khong-co") == 1
    assert capsys.readouterr().out == "Không có đợt mang mã khong-co.\n"
    assert run() == 1


def test_a_page_with_a_suspicion_costs_one_query_more_and_stays_within_twelve(client):
    """Goal 3 of the figures: twelve queries, the session and the frame of the page among them."""
    pairs(1)
    dossier = Dossier.objects.order_by("pk").last()
    who = appraiser()
    Dossier.objects.filter(pk=dossier.pk).update(state="appraising", holder=who.user, recipient=RecipientFactory())
    client.force_login(who.user)
    url = reverse("dossiers:detail", args=[dossier.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as suspected:
        assert 'id="trung"' in client.get(url).content.decode()
    Twin.objects.all().delete()
    with CaptureQueriesContext(connection) as clean:
        client.get(url)
    assert len(suspected) == len(clean) + 1
    assert len(suspected) <= 12, [row["sql"][:90] for row in suspected]


def test_ones_own_number_is_known_on_the_page_without_asking_for_it():
    who, other = appraiser(), appraiser()
    person = PersonFactory(user=who.user, cccd_index="own-number")
    dossier = nominee("Đặng Thị Hoa", "001185000777")
    Dossier.objects.filter(pk=dossier.pk).update(cccd_index=person.cccd_index)
    for acts, own in ((who, True), (other, False)):
        assert policies.beside.is_own_file(acts, full(dossier.pk, acts).get()) is own
    Dossier.objects.filter(pk=dossier.pk).update(cccd_index="")
    assert policies.beside.is_own_file(other, full(dossier.pk, other).get()) is False
