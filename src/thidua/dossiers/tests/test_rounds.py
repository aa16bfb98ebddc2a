"""A round's life: late lists by decision, who is missing and urging, the level above, which level rewards, clocks of routes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.clusters.models import Cluster, ClusterMember
from thidua.councils.tests.factories import SessionFactory
from thidua.dossiers import actions, policies
from thidua.dossiers.actions.above import Answered, granted, not_granted, send_up
from thidua.dossiers.actions.competence import rule_on_level
from thidua.dossiers.actions.late import take_late
from thidua.dossiers.actions.moving import move_all
from thidua.dossiers.actions.urging import urge_round
from thidua.dossiers.competence import BELOW, NO_DISTRICT, question
from thidua.dossiers.flow import DossierState, DossierVerb
from thidua.dossiers.models import Ascent, AscentLine, Dossier, Receipt, RoundSender
from thidua.dossiers.page import acts, stations
from thidua.dossiers.queries import passed_in, ready_for_agenda
from thidua.dossiers.queries.completeness import completeness_of
from thidua.dossiers.queries.roster import missing, missing_page
from thidua.dossiers.routes import ABOVE_ROUTES
from thidua.dossiers.tests.factories import (
    AT,
    DossierFactory,
    RoundFactory,
    SubmissionFactory,
    appraiser,
    in_state,
    officer,
    put_on_route,
    unit_head,
)
from thidua.dossiers.voting import votes_on
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day, today
from thidua.notices.models import Notice
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.register.models import Honour
from thidua.register.tests.factories import RecipientFactory

pytestmark = pytest.mark.django_db
DAY = local_day(AT)  # 16/03/2026
AFTER = datetime(2026, 4, 10, 2, 0, tzinfo=UTC)
"""Ten days after the rounds of the factory closed."""


@pytest.fixture
def head():
    return acting(DutyCode.OFFICE_HEAD)


def a_list(unit, **fields):
    submission = SubmissionFactory(unit=unit, number="12/TTr", dated=date(2026, 3, 10), **fields)
    DossierFactory.create_batch(2, submission=submission, achievement="Giảm thời gian")
    return submission


# -- late lists


def late(submission, head, **fields):
    given = {
        "number": "88/UBND",
        "dated": date(2026, 4, 9),
        "until": date(2026, 4, 12),
        "reason": "Đơn vị mới thành lập",
    }
    return take_late(submission.round, submission.unit, **(given | fields), by=head, at=AFTER)


def test_after_closing_a_list_leaves_only_by_a_recorded_decision_and_says_so(head):
    who = unit_head()
    submission = a_list(who.unit)
    with pytest.raises(Refused, match="quyết định nhận muộn"):
        actions.submit(submission, by=who, at=AFTER)
    late(submission, head)
    assert actions.submit(submission, by=who, at=AFTER) == 2
    note = Dossier.objects.first().late_note
    assert "Gửi muộn" in note
    assert "88/UBND" in note
    assert "09/04/2026" in note
    assert any("88/UBND" in remark for remark in Receipt.objects.get().content["remarks"])
    assert Event.objects.filter(verb="dossiers.take_late").count() == 1


def test_a_decision_is_for_its_unit_until_its_day_alone(head):
    one, other = unit_head(), unit_head()
    submission = a_list(one.unit)
    theirs = a_list(other.unit, round=submission.round)
    late(submission, head)
    assert not policies.may_submit(other, theirs, local_day(AFTER))
    assert policies.may_submit(one, submission, date(2026, 4, 12))
    assert not policies.may_submit(one, submission, date(2026, 4, 13))
    assert policies.may_draw_up(one, submission.round, date(2026, 4, 12))
    assert not policies.may_draw_up(other, submission.round, date(2026, 4, 12))


def test_a_decision_for_some_nominees_covers_a_list_of_these_alone(head):
    who = unit_head()
    submission = a_list(who.unit)
    first, second = submission.dossiers.order_by("id")
    late(submission, head, nominees=[first.name.upper()])
    with pytest.raises(Refused, match=second.name):
        actions.submit(submission, by=who, at=AFTER)
    actions.withdraw(second, "Không có trong quyết định", by=who, at=AFTER)
    assert actions.submit(submission, by=who, at=AFTER) == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"number": " "}, "số văn bản"),
        ({"reason": ""}, "lý do"),
        ({"dated": date(2026, 4, 11)}, "sau hôm nay"),
        ({"until": date(2026, 4, 9)}, "đã qua"),
    ],
)
def test_a_decision_that_says_too_little_or_cannot_be_is_refused(head, fields, why):
    with pytest.raises(Refused, match=why):
        late(a_list(UnitFactory()), head, **fields)


def test_a_decision_is_the_heads_and_comes_after_closing(head):
    submission = a_list(UnitFactory())
    with pytest.raises(Refused, match="lãnh đạo Ban"):
        late(submission, appraiser())
    assert not policies.may_take_late(head, submission.round, submission.round.closes_on)


def test_the_decision_is_recorded_on_the_page_once(client, head):
    round_ = RoundFactory(opens_on=today() - timedelta(days=9), closes_on=today() - timedelta(days=2))
    unit = UnitFactory()
    client.force_login(head.user)
    url = reverse("dossiers:take_late", args=[round_.pk])
    day = f"{today():%d/%m/%Y}"
    data = {"muon-unit": unit.pk, "muon-number": "1/UBND", "muon-dated": day, "muon-until": day, "muon-reason": "Bão"}
    assert client.post(url, data | {"muon-until": "31/02/2026", "form_key": "a"}).context["late_form"].errors["until"]
    for _time in range(2):
        assert client.post(url, data | {"form_key": "b"}).status_code == 302
    assert round_.late_decisions.count() == 1
    assert "1/UBND" in client.get(reverse("dossiers:round", args=[round_.pk])).content.decode()
    client.force_login(appraiser().user)
    assert client.post(url, data | {"form_key": "c"}).status_code == 403


# -- from whom, who is missing


def test_a_round_takes_lists_of_its_kinds_clusters_and_units(head):
    ward, school, clustered, other = (
        UnitFactory(kind="ward"),
        UnitFactory(kind="school"),
        UnitFactory(kind="department"),
        UnitFactory(kind="department"),
    )
    cluster = Cluster.objects.create(kind="cluster", code="c1", name="Cụm 1", valid_from=date(2020, 1, 1))
    ClusterMember.objects.create(cluster=cluster, unit=clustered, valid_from=date(2020, 1, 1))
    round_ = RoundFactory()
    RoundSender.objects.create(round=round_, kind="ward")
    RoundSender.objects.create(round=round_, cluster=cluster)
    RoundSender.objects.create(round=round_, unit=school)
    allowed = {
        unit: bool(policies.may_draw_up(officer(unit), round_, DAY)) for unit in (ward, school, clustered, other)
    }
    assert allowed == {ward: True, school: True, clustered: True, other: False}
    assert set(missing(round_, DAY)) == {ward, school, clustered}


def test_missing_units_are_urged_once_a_day_and_only_they(head):
    round_ = RoundFactory()
    sent, silent = officer(), officer()
    officer(silent.unit)
    SubmissionFactory(round=round_, unit=sent.unit, state="sent", sent_at=AT)
    assert [unit.pk for unit in missing_page(round_, DAY).rows] == [silent.unit.pk]
    assert urge_round(round_, by=head, at=AT).told == 2
    assert urge_round(round_, by=head, at=AT).told == 0
    assert set(Notice.objects.values_list("user", flat=True)) == {silent.user.pk, *policies_people(silent.unit)}
    with pytest.raises(Refused, match="đã đóng"):
        urge_round(round_, by=head, at=AFTER)
    with pytest.raises(Refused, match="lãnh đạo Ban"):
        urge_round(round_, by=appraiser(), at=AT)


def policies_people(unit):
    return unit.duties.filter(code="unit_officer").values_list("user", flat=True)


def test_the_page_of_a_round_asks_as_often_for_fifty_units(client, head):
    round_ = RoundFactory(opens_on=today() - timedelta(days=5), closes_on=today() + timedelta(days=5))
    client.force_login(head.user)
    url = reverse("dossiers:round", args=[round_.pk])

    def queries():
        with CaptureQueriesContext(connection) as context:
            client.get(url)
        return len(context)

    officer()
    client.get(url)
    few = queries()
    for _n in range(55):
        officer()
    assert queries() == few
    page = missing_page(round_, today())
    assert len(page.rows) == 50
    assert len(missing_page(round_, today(), page.next_after).rows) == 6


def test_a_unit_sees_its_own_side_of_a_round_only(client):
    who, other = officer(), officer(UnitFactory(name="Đơn vị vắng mặt"))
    round_ = RoundFactory(opens_on=today() - timedelta(days=5), closes_on=today() + timedelta(days=5))
    client.force_login(who.user)
    text = client.get(reverse("dossiers:round", args=[round_.pk])).content.decode()
    assert other.unit.name not in text
    assert "Nhắc các đơn vị" not in text


# -- the level above


def ready(route="state", **fields):
    votes = votes_on(route, date(2026, 1, 1))
    state = DossierState.PASSED if votes else DossierState.APPRAISED
    dossier = in_state(state, recipient=RecipientFactory(), eligible=True, **fields)
    dossier.round.route, dossier.round.votes = route, votes
    dossier.round.save()
    return dossier


def letter(dossier, clerk, **fields):
    given = {"number": "150/TTr-UBND", "dated": date(2026, 3, 12), "addressee": "Thủ tướng Chính phủ"}
    return send_up(dossier.round, [dossier], **(given | fields), by=clerk, at=AT)


@pytest.mark.parametrize("route", ABOVE_ROUTES)
def test_sent_up_and_granted_it_enters_the_ledger(route):
    clerk = acting(DutyCode.CLERK)
    dossier = ready(route, award="BKTTG")
    letter(dossier, clerk)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.SENT_UP
    [honour] = granted([dossier], Answered("500/QĐ-TTg", date(2026, 3, 14), "Thủ tướng Chính phủ"), by=clerk, at=AT)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.DECIDED
    assert (honour.recipient, honour.award, honour.decision_number, honour.decided_by, honour.period_to) == (
        dossier.recipient, "BKTTG", "500/QĐ-TTg", "Thủ tướng Chính phủ", dossier.round.period,
    )  # fmt: skip
    line = AscentLine.objects.get()
    assert (line.granted, line.honour) == (True, honour)
    assert [step.verb for step in dossier.steps.all()] == ["send_up", "granted"]


def test_not_granted_keeps_why_and_gives_nothing():
    clerk = acting(DutyCode.CLERK)
    dossier = ready()
    letter(dossier, clerk)
    answer = Answered("20/BTĐKT", date(2026, 3, 14))
    with pytest.raises(Refused, match="lý do"):
        not_granted([dossier], answer, " ", by=clerk, at=AT)
    not_granted([dossier], answer, "Chưa đủ thời gian", by=clerk, at=AT)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.NOT_GRANTED
    assert not Honour.objects.exists()
    assert AscentLine.objects.get().reason == "Chưa đủ thời gian"


def test_what_cannot_be_sent_up_is_refused_and_nothing_is_kept():
    clerk = acting(DutyCode.CLERK)
    dossier = ready()
    for fields, why in (({"number": ""}, "số tờ trình"), ({"dated": date(2026, 3, 17)}, "sau hôm nay")):
        with pytest.raises(Refused, match=why):
            letter(dossier, clerk, **fields)
    with pytest.raises(Refused, match="Việc"):
        letter(dossier, acting(DutyCode.OFFICE_HEAD))
    Dossier.objects.filter(pk=dossier.pk).update(approved_by=clerk.user)
    with pytest.raises(Refused, match="không ghi quyết định"):
        letter(dossier, clerk)
    Dossier.objects.filter(pk=dossier.pk).update(approved_by=None)
    actions.hold(dossier, actions.Matter("complaint", date(2026, 3, 1), "Đơn 1", False), by=appraiser(), at=AT)
    with pytest.raises(Refused, match="tạm dừng"):
        letter(dossier, clerk)
    with pytest.raises(Refused, match="không có bước"):
        send_up(in_state("passed").round, [in_state("passed")], number="1", dated=DAY, addressee="x", by=clerk, at=AT)
    assert not Ascent.objects.exists()


def test_an_answer_older_than_the_letter_or_the_same_twice_is_refused():
    clerk = acting(DutyCode.CLERK)
    dossier = ready()
    letter(dossier, clerk)
    with pytest.raises(Refused, match="từ ngày tờ trình"):
        granted([dossier], Answered("500/QĐ", date(2026, 3, 11), "TTg"), by=clerk, at=AT)
    granted([dossier], Answered("500/QĐ", date(2026, 3, 13), "TTg"), by=clerk, at=AT)
    with pytest.raises(Refused):
        granted([dossier], Answered("500/QĐ", date(2026, 3, 13), "TTg"), by=clerk, at=AT)
    twin = ready()
    Dossier.objects.filter(pk=twin.pk).update(recipient=dossier.recipient)
    letter(twin, clerk)
    with pytest.raises(Refused, match="đã có danh hiệu"):
        granted([twin], Answered("500/QĐ", date(2026, 3, 13), "TTg"), by=clerk, at=AT)
    assert Honour.objects.count() == 1


def test_letter_and_answer_on_the_page(client):
    clerk = acting(DutyCode.CLERK)
    dossier = ready()
    client.force_login(clerk.user)
    page = reverse("dossiers:ascent", args=[dossier.round_id])
    assert dossier.code in client.get(page).content.decode()
    day = f"{today():%d/%m/%Y}"
    data = {"number": "9/TTr", "dated": day, "addressee": "Chủ tịch nước", "form_key": "a"}
    assert "Chưa chọn hồ sơ" in client.post(page, data).content.decode()
    for _time in range(2):
        assert client.post(page, data | {"chosen": [dossier.pk], "form_key": "b"}).status_code == 302
    assert Ascent.objects.count() == 1
    url = reverse("dossiers:ascent_result", args=[dossier.round_id])
    answer = {"chosen": [dossier.pk], "document": "5/QĐ-CTN", "dated": day, "granted": "1"}
    assert "người quyết định" in client.post(url, answer | {"form_key": "c"}).content.decode()
    client.post(url, answer | {"decided_by": "Chủ tịch nước", "form_key": "d"})
    assert Honour.objects.get().decided_by == "Chủ tịch nước"
    assert client.get(reverse("dossiers:ascent", args=[RoundFactory().pk])).status_code == 404
    client.force_login(officer(dossier.unit).user)
    assert client.get(page).status_code == 404


def test_a_crash_while_the_answer_is_written_leaves_all_as_it_was(monkeypatch):
    clerk = acting(DutyCode.CLERK)
    dossier = ready()
    letter(dossier, clerk)

    def crash(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr("thidua.dossiers.actions.above.move_all", crash)
    with pytest.raises(RuntimeError):
        granted([dossier], Answered("500/QĐ", date(2026, 3, 13), "TTg"), by=clerk, at=AT)
    assert not Honour.objects.exists()
    assert AscentLine.objects.get().granted is None


# -- routes without a vote


def test_a_regular_dossier_is_not_decided_without_the_vote():
    dossier = in_state("appraised")
    with pytest.raises(Refused, match="bước"):
        actions.mark_decided([dossier], decision_number="1/QĐ", by=acting(DutyCode.CLERK), at=AT)


def test_sessions_and_decisions_of_the_city_leave_other_routes_alone():
    session = SessionFactory()
    for route, state in (("state", "passed"), ("regular", "passed"), ("sudden", "appraised"), ("regular", "appraised")):
        dossier = in_state(state, session=session if state == "passed" else None)
        put_on_route(dossier.round, route)
        dossier.round.session = session
        dossier.round.save()
    assert [row.round.route for row in passed_in(session)] == ["regular"]
    assert [row.round.route for row in ready_for_agenda(session)] == ["regular"]


def test_the_page_draws_the_road_of_the_route_and_offers_its_acts(head):
    dossier = ready("sudden")
    assert "Bỏ phiếu" not in [row["label"] for row in stations(dossier, DAY)]
    offered = {act.verb for act in acts(acting(DutyCode.COUNCIL_SECRETARY), dossier)}
    assert DossierVerb.PUT_ON_AGENDA not in offered
    put_on_route(dossier.round, "regular")
    assert DossierVerb.PUT_ON_AGENDA in {act.verb for act in acts(acting(DutyCode.COUNCIL_SECRETARY), dossier)}


def test_the_fast_lane_counts_hours_and_the_others_days():
    who = appraiser()
    fast, usual = in_state("submitted"), in_state("submitted")
    put_on_route(fast.round, "sudden")
    fast.round.save()
    actions.receive(fast, by=who, at=AT)
    actions.receive(usual, by=who, at=AT)
    assert fast.due_at == AT + timedelta(hours=24)
    assert fast.due_on == local_day(fast.due_at)
    assert usual.due_at is None
    assert usual.due_on > fast.due_on


def test_dossiers_of_several_routes_moved_at_once_have_each_its_clock():
    rows = [in_state("submitted"), in_state("submitted")]
    put_on_route(rows[0].round, "sudden")
    rows[0].round.save()
    move_all(rows, DossierVerb.RECEIVE, by=appraiser(), at=AT)
    found = {row.pk: row for row in Dossier.objects.all()}
    assert found[rows[0].pk].due_at == AT + timedelta(hours=24)
    assert found[rows[1].pk].due_at is None


def test_the_simplified_route_has_its_own_parts():
    dossier = in_state("draft", award="BKTP")
    full = [line.need.part.code for line in completeness_of(dossier, dossier.submission, [], DAY).lines]
    put_on_route(dossier.round, "simplified")
    few = [line.need.part.code for line in completeness_of(dossier, dossier.submission, [], DAY).lines]
    assert few == ["TO_TRINH", "BAO_CAO_TOM_TAT"]
    assert "BIEN_BAN_XET" in full


# -- which level rewards


@pytest.mark.parametrize(
    ("level", "award", "day", "text"),
    [
        ("", "BKTP", DAY, None), ("city", "BKTP", DAY, None), ("department", "BKTP", DAY, BELOW), ("department", "BKTTG", DAY, None),
        ("department", "GK", DAY, None), ("district", "BKTP", date(2025, 6, 30), BELOW), ("district", "BKTP", date(2025, 7, 1), NO_DISTRICT),
        ("department", "BKTP", date(2024, 12, 8), None), ("department", "khong-co", DAY, None),
    ],
)  # fmt: skip
def test_what_is_asked_about_the_level(level, award, day, text):
    found = question(level, award, day)
    assert (found.text if found else None) == text
    assert found is None or "KH 357" in found.citation


def asked_of(**fields):
    dossier = in_state("appraising", award="BKTP", verdict_code="pass", recipient=RecipientFactory(), **fields)
    dossier.round.movement_level, dossier.round.movement = "department", "Phong trào của sở"
    dossier.round.save()
    return dossier


def test_a_dossier_is_not_found_eligible_before_the_officer_decided_the_level():
    who = appraiser()
    dossier = asked_of(holder=who.user)
    with pytest.raises(Refused, match="cấp nào khen"):
        actions.conclude(dossier, eligible=True, text="", by=who, at=AT)
    with pytest.raises(Refused, match="lý do"):
        rule_on_level(dossier, "city", "", by=who, at=AT)
    rule_on_level(dossier, "below", "Chỉ trong ngành", by=who, at=AT)
    with pytest.raises(Refused, match="chuyển cấp"):
        actions.conclude(dossier, eligible=True, text="", by=who, at=AT)
    made = rule_on_level(dossier, "city", "Ảnh hưởng toàn Thành phố", by=who, at=AT)
    assert "KH 357" in made.rule
    assert actions.conclude(dossier, eligible=True, text="", by=who, at=AT).state == "concluded"
    assert Event.objects.filter(verb="dossiers.rule_on_level").count() == 2


def test_the_level_is_decided_by_intake_and_appraisal_not_by_the_author(client):
    dossier = asked_of()
    for duty in (DutyCode.OFFICE_HEAD, DutyCode.CLERK, DutyCode.LEADER):
        with pytest.raises(Refused):
            rule_on_level(dossier, "city", "Vì", by=acting(duty), at=AT)
    who = appraiser()
    Dossier.objects.filter(pk=dossier.pk).update(state="appraised")
    with pytest.raises(Refused, match="không đổi"):
        rule_on_level(dossier, "city", "Vì", by=who, at=AT)
    dossier.submission.created_by = who.user
    dossier.submission.save()
    Dossier.objects.filter(pk=dossier.pk).update(state="submitted")
    with pytest.raises(Refused, match="Người lập"):
        rule_on_level(dossier, "city", "Vì", by=who, at=AT)


def test_the_question_stands_on_the_page_and_in_the_queue_until_it_is_decided(client):
    who = acting(DutyCode.INTAKE_OFFICER)
    dossier = asked_of()
    Dossier.objects.filter(pk=dossier.pk).update(state="submitted")
    client.force_login(who.user)
    assert "Xét thẩm quyền" in client.get(reverse("dossiers:queue")).content.decode()
    page = client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()
    assert "Thẩm quyền khen" in page
    assert "KH 357" in page
    url = reverse("dossiers:level", args=[dossier.pk])
    for _time in range(2):
        client.post(url, {"ruling": "city", "reason": "Toàn Thành phố", "form_key": "a"})
    assert dossier.rulings.count() == 1
    client.post(url, {"ruling": "khac", "reason": "x", "form_key": "b"})
    assert dossier.rulings.count() == 1
    assert "Xét thẩm quyền" not in client.get(reverse("dossiers:queue")).content.decode()
    client.force_login(officer(dossier.unit).user)
    assert client.post(url, {"ruling": "city", "reason": "x", "form_key": "c"}).status_code == 403
    assert "Kết luận cấp khen" not in client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()
