"""The head signs, the list leaves whole or not at all, the receipt says when, the versions are kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from thidua.awards.inforce import held
from thidua.documents.rendering import DocumentKind, render_pdf
from thidua.documents.tests import rendering_samples
from thidua.documents.tests.rendering_reading import text_of_pdf
from thidua.dossiers import actions, papers, policies
from thidua.dossiers.comparing import compare, pieces
from thidua.dossiers.models import DossierVersion, PaperPart, Receipt, SignOff
from thidua.dossiers.queries.checkup import checkup
from thidua.dossiers.queries.lacking import last_lacked
from thidua.dossiers.receipts import lateness, span_in_words
from thidua.dossiers.tests.factories import (
    AT,
    DossierFactory,
    RoundFactory,
    SubmissionFactory,
    appraiser,
    in_state,
    officer,
    unit_head,
)
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.organisation.models import DutyCode
from thidua.organisation.sealing import index_cccd
from thidua.organisation.tests.factories import DutyFactory, PersonFactory, UnitFactory, acting
from thidua.register.tests.factories import RecipientFactory

pytestmark = pytest.mark.django_db
PDF = render_pdf(DocumentKind.RECEIPT, rendering_samples.receipt()).data


@pytest.fixture
def who():
    return officer()


def ready(unit, count=1, **fields):
    submission = SubmissionFactory(unit=unit, number="12/TTr", dated=date(2026, 3, 10), **fields)
    DossierFactory.create_batch(count, submission=submission)
    return submission


def test_only_the_heads_signature_lets_a_list_leave(who):
    submission, head = ready(who.unit), unit_head(who.unit)
    with pytest.raises(Refused, match=head.user.full_name):
        actions.submit(submission, by=who, at=AT)
    actions.ask_head(submission, "Kính trình", by=who, at=AT)
    assert submission.state == "signing"
    for again in (
        lambda: actions.ask_head(submission, by=who, at=AT),
        lambda: actions.submit(submission, by=who, at=AT),
    ):
        with pytest.raises(Refused):
            again()
    assert actions.submit(submission, by=head, at=AT) == 1
    signoff = SignOff.objects.get()
    assert (signoff.outcome, signoff.answered_by, submission.state) == ("approved", head.user, "sent")


def test_the_head_sends_in_one_step(who):
    assert actions.submit(ready(who.unit), by=unit_head(who.unit), at=AT) == 1


def test_while_it_waits_nobody_changes_it_until_it_is_given_or_taken_back(who):
    submission, head = ready(who.unit), unit_head(who.unit)
    dossier = submission.dossiers.get()
    actions.ask_head(submission, by=who, at=AT)
    dossier.refresh_from_db()
    for by in (who, head):
        assert not policies.may_edit(by, dossier)
        assert not policies.may_work_on(by, submission)
    with pytest.raises(Refused, match="lý do"):
        actions.give_back(submission, " ", by=head, at=AT)
    actions.give_back(submission, "Thiếu biên bản", by=head, at=AT)
    assert (submission.state, SignOff.objects.get().reason) == ("draft", "Thiếu biên bản")
    dossier.submission.refresh_from_db()
    assert policies.may_edit(who, dossier)
    actions.ask_head(submission, by=who, at=AT)
    actions.take_back(submission, by=who, at=AT)
    assert [row.outcome for row in SignOff.objects.all()] == ["given_back", "taken_back"]
    with pytest.raises(Refused):
        actions.give_back(submission, "x", by=head, at=AT)


def test_a_head_of_another_unit_or_of_yesterday_signs_nothing(who):
    submission = ready(who.unit)
    unit_head()
    DutyFactory(unit=who.unit, code=DutyCode.UNIT_HEAD, valid_to=date(2026, 3, 15))
    assert policies.heads_who_may_sign(submission, local_day(AT)) == []
    with pytest.raises(Refused, match=r"thuộc|đơn vị lập ra"):
        actions.submit(submission, by=unit_head(), at=AT)


def test_without_a_head_the_officer_sends_with_the_signed_letter(who):
    submission = ready(who.unit)
    with pytest.raises(Refused, match="tờ trình thủ trưởng đã ký"):
        actions.submit(submission, by=who, at=AT)
    actions.add_list_paper(submission, PaperPart.LETTER, PDF, "to-trinh.pdf", by=who, at=AT)
    assert actions.submit(submission, by=who, at=AT) == 1


def test_a_head_who_is_a_nominee_signs_not_his_own_list(who):
    submission, head = ready(who.unit), unit_head(who.unit)
    person = PersonFactory(user=head.user, unit=who.unit, cccd_index=index_cccd("001185000017"))
    submission.dossiers.update(cccd_index=person.cccd_index)
    assert policies.heads_who_may_sign(submission, local_day(AT)) == []
    with pytest.raises(Refused, match="chính người gửi"):
        actions.submit(submission, by=head, at=AT)
    deputy = unit_head(who.unit)
    assert policies.heads_who_may_sign(submission, local_day(AT)) == [deputy.user]
    assert actions.submit(submission, by=deputy, at=AT) == 1


def test_a_missing_part_the_law_asks_for_stops_the_whole_list(who):
    round_ = RoundFactory(awards=["CSTDTQ"])
    submission = ready(who.unit, 0, round=round_)
    whole, lacking = DossierFactory.create_batch(2, submission=submission, award="CSTDTQ")
    head = unit_head(who.unit)
    for row in (whole, lacking):
        actions.add_paper(row, PaperPart.REPORT, PDF, "bc.pdf", by=who, at=AT)
    actions.add_paper(whole, PaperPart.INITIATIVE, PDF, "sk.pdf", by=who, at=AT)
    actions.add_list_paper(submission, PaperPart.MINUTES, PDF, "bb.pdf", by=who, at=AT)
    for act in (
        lambda: actions.ask_head(submission, by=who, at=AT),
        lambda: actions.submit(submission, by=head, at=AT),
    ):
        with pytest.raises(Refused, match=f"1 hồ sơ.*{lacking.name}.*sáng kiến"):
            act()
    assert not submission.dossiers.filter(state="submitted").exists()
    assert not Receipt.objects.exists()
    actions.add_paper(lacking, PaperPart.INITIATIVE, PDF, "sk.pdf", by=who, at=AT)
    assert actions.submit(submission, by=head, at=AT) == 2


def test_the_receipt_keeps_time_code_and_hash_and_prints_the_same_again(who, client):
    submission, head = ready(who.unit, 3), unit_head(who.unit)
    actions.submit(submission, by=head, at=AT)
    given = Receipt.objects.get()
    words = text_of_pdf(render_pdf(papers.RECEIPT, given.content).data)
    assert given.code in words
    assert "09:00:00, 16/03/2026" in words
    assert "Gửi trong hạn" in words
    assert "Gửi khi còn thiếu: Báo cáo thành tích, 3 hồ sơ" in words
    client.force_login(who.user)
    address = reverse("dossiers:receipt_pdf", args=[submission.pk])
    first = client.get(address).content
    submission.dossiers.update(name="Tên khác")
    assert client.get(address).content == first
    page = client.get(reverse("portal:receipt", args=[given.code.lower()])).content.decode()
    assert given.digest in page
    assert all(row.name not in page for row in submission.dossiers.all())
    assert client.get(reverse("portal:receipt", args=["BN-0000-0000-0000"])).status_code == 404


@pytest.mark.parametrize(
    "changed", [{"position": "Phó Giám đốc"}, {"achievement": "Việc khác"}, {"facts": {"rating": "excellent"}}, {}]
)
def test_the_hash_tells_whether_anything_of_what_was_sent_changed(who, changed):
    submission, head = ready(who.unit, 2), unit_head(who.unit)
    actions.submit(submission, by=head, at=AT)
    actions.recall(submission, "Sửa", by=who, at=AT)
    submission.dossiers.update(**(changed or {"holder": None}))
    submission.refresh_from_db()
    actions.submit(submission, by=head, at=AT)
    first, again = Receipt.objects.order_by("pk").values_list("digest", flat=True)
    assert (first == again) is not bool(changed)


def test_another_unit_gets_no_receipt(who, client):
    submission = ready(UnitFactory())
    actions.submit(submission, by=unit_head(submission.unit), at=AT)
    client.force_login(who.user)
    assert client.get(reverse("dossiers:receipt_pdf", args=[submission.pk])).status_code == 404


def test_lateness_is_measured_from_the_first_last_day_and_names_the_recorded_decision():
    chief = acting(DutyCode.OFFICE_HEAD)
    round_ = RoundFactory(closes_on=date(2026, 3, 10))
    late = datetime(2026, 3, 12, 20, 5, tzinfo=UTC)  # 03:05 on 13/03 in Hà Nội
    assert lateness(round_, datetime(2026, 3, 10, 16, 59, tzinfo=UTC)).late == timedelta()
    assert lateness(round_, late).decision == ""
    actions.extend_window(round_, date(2026, 3, 20), "Dời phiên họp.", by=chief, at=datetime(2026, 3, 9, tzinfo=UTC))
    found = lateness(round_, late)
    assert found.closes_on == date(2026, 3, 10)
    assert span_in_words(found.late) == "2 ngày 3 giờ 5 phút"
    assert "20/03/2026" in found.decision
    assert "Dời phiên họp" in found.decision


def test_recall_leaves_what_was_with_the_office_once(who):
    head, office = unit_head(who.unit), appraiser()
    submission = ready(who.unit, 2)
    actions.submit(submission, by=head, at=AT)
    first, second = submission.dossiers.order_by("pk")
    actions.return_for_supplement(
        first, [actions.Point("general", "Thiếu", None)], by=office, at=AT + timedelta(minutes=1)
    )
    actions.answer_defect(first.defects.get(), "Đã thêm", by=who, at=AT + timedelta(minutes=2))
    actions.resubmit(first, by=who, at=AT + timedelta(minutes=3))
    assert actions.recall(submission, "Sửa số tờ trình", by=head, at=AT + timedelta(minutes=4)) == 1
    states = {row.pk: row.state for row in submission.dossiers.all()}
    assert states == {first.pk: "submitted", second.pk: "draft"}


def test_versions_tell_what_changed_between_two_sendings(who):
    head, office = unit_head(who.unit), appraiser()
    submission = ready(who.unit)
    dossier = submission.dossiers.get()
    actions.save_report(dossier, {"ly-lich": "A", "thanh-tich": "Giảm 40 % thời gian"}, revision=0, by=who, at=AT)
    actions.submit(submission, by=head, at=AT)
    dossier.refresh_from_db()
    actions.return_for_supplement(
        dossier, [actions.Point("general", "Thiếu", None), actions.Point("details", "Sai", None)], by=office, at=AT
    )
    fields = {
        "name": dossier.name,
        "birth": "1986",
        "cccd": "",
        "position": dossier.position,
        "workplace": "",
        "achievement": "",
    }
    actions.edit(dossier, fields, by=who, at=AT)
    actions.save_report(dossier, {"ly-lich": "A", "thanh-tich": "Giảm 55 % thời gian"}, revision=1, by=who, at=AT)
    actions.add_paper(dossier, PaperPart.INITIATIVE, PDF, "sk.pdf", by=who, at=AT)
    for defect in dossier.defects.all():
        actions.answer_defect(defect, "Đã sửa", by=who, at=AT)
    actions.resubmit(dossier, by=who, at=AT)
    before, after = DossierVersion.objects.order_by("number")
    found = compare(before.content, after.content)
    assert [(row.before, row.after) for row in found.fields] == [("17/02/1985", "1986")]
    assert [paper["title"] for paper in found.papers_new] == [
        "sk.pdf",
        "Báo cáo thành tích của cá nhân",
    ]  # drawn as it was answered
    [(code, parts)] = found.report
    assert code == "thanh-tich"
    assert [(piece.kind, piece.text) for piece in parts if piece.kind != "same"] == [("gone", "40 "), ("new", "55 ")]


def test_a_text_is_whole_again_from_its_pieces():
    old, new = "một hai\nba bốn", "một ba bốn năm"
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "new") == old
    assert "".join(piece.text for piece in found if piece.kind != "gone") == new


def test_the_check_marks_twins_matches_and_blocks_and_costs_the_same(who, django_assert_max_num_queries):
    submission = ready(who.unit)
    row = submission.dossiers.get()
    number = index_cccd("001185000017")
    submission.dossiers.update(cccd_index=number)
    other_round = RoundFactory(period=2025)
    DossierFactory(submission=SubmissionFactory(round=other_round, unit=who.unit), cccd_index=number)
    DossierFactory(submission=SubmissionFactory(round=other_round), cccd_index=number)  # another unit's draft: not told
    theirs = in_state("submitted", cccd_index=number)
    RecipientFactory(
        person=PersonFactory(full_name=row.name, name_fold=row.name_fold, birth_year=1985),
        name=row.name,
        name_fold=row.name_fold,
    )
    found = checkup(submission, local_day(AT)).rows[0]
    assert found.mark == "no"
    assert not found.blocks
    assert [(twin.ours, twin.same_number) for twin in found.twins] == [(False, True), (True, True)]
    assert theirs.code not in [twin.code for twin in found.twins]
    assert len(found.matches) == 1
    actions.match_nobody(row, by=who, at=AT)
    assert checkup(submission, local_day(AT)).rows[0].matches == []
    with held(), django_assert_max_num_queries(17):
        checkup(submission, local_day(AT))
    DossierFactory.create_batch(49, submission=submission)
    with held(), django_assert_max_num_queries(17):
        assert checkup(submission, local_day(AT)).total == 50


def test_what_the_last_returned_lacked_is_counted_without_names(who):
    office = appraiser()
    for about, n in (("part:initiative", 2), ("general", 1)):
        for _ in range(n):
            dossier = in_state("submitted")
            actions.return_for_supplement(
                dossier, [actions.Point(about, f"{dossier.name} thiếu", None)], by=office, at=AT
            )
    looked, lacks = last_lacked(["CSTDT"])
    assert looked == 3
    assert [(lack.what, lack.dossiers) for lack in lacks] == [
        ("Giấy tờ: Xác nhận sáng kiến, đề tài", 2),
        ("Chung cả hồ sơ", 1),
    ]
    assert last_lacked(["BKTP"]) == (0, [])


def test_report_files_find_their_nominees_by_name(who):
    submission = ready(who.unit, 0)
    an = DossierFactory(submission=submission, name="Đinh Thị An", name_fold="dinh thi an")
    DossierFactory(submission=submission, name="Đinh Thị An Bình", name_fold="dinh thi an binh")
    twins = DossierFactory.create_batch(2, submission=submission, name="Lý Văn Đôi", name_fold="ly van doi")
    files = [
        ("bao_cao-Đinh Thị An.pdf", PDF),
        ("Lý Văn Đôi.pdf", PDF),
        ("ai do.pdf", PDF),
        ("Dinh thi an binh 2025.pdf", PDF),
    ]
    done = actions.add_reports(submission, files, by=who, at=AT)
    assert [row.name for _name, row in done.taken] == ["Đinh Thị An", "Đinh Thị An Bình"]
    assert [name for name, _why in done.left] == ["Lý Văn Đôi.pdf", "ai do.pdf"]
    assert an.papers.get().part == "report"
    assert not any(row.papers.exists() for row in twins)
