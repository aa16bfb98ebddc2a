"""The head's approval, the separation of duties, returns counted and cited."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from django.urls import reverse

from thidua.dossiers import actions, policies, sheets
from thidua.dossiers import queries as reads
from thidua.dossiers.deadlines import days_for, due_after
from thidua.dossiers.defects import spots, usual_deadline
from thidua.dossiers.flow import EDGES, DossierState, DossierVerb
from thidua.dossiers.models import Defect, Dossier
from thidua.dossiers.policies.steps import APPRAISAL_VERBS
from thidua.dossiers.queries.returning import ready_sentences
from thidua.dossiers.routes import RouteCode, road
from thidua.dossiers.tests.factories import AT, appraiser, in_state, officer
from thidua.foundation.answers import Refused
from thidua.foundation.workdays import OfficialCalendar
from thidua.organisation.models import DutyCode
from thidua.organisation.sealing import index_cccd
from thidua.organisation.tests.factories import PersonFactory, acting
from thidua.register.tests.factories import RecipientFactory

pytestmark = pytest.mark.django_db
RULE = {
    "id": "chuoi",
    "status": "fail",
    "text": "Chưa đủ 3 năm.",
    "citation": {"article": "22", "document": "Luật 06"},
    "why": "",
}
DAY = date(2026, 3, 16)


def head():
    return acting(DutyCode.OFFICE_HEAD)


def concluded(eligible=True):
    who = appraiser()
    dossier = in_state("appraising", holder=who.user, verdict_code="pass" if eligible else "fail")
    actions.conclude(dossier, eligible=eligible, text="" if eligible else "Thiếu ba năm liền", by=who, at=AT)
    return dossier, who


@pytest.mark.parametrize(("eligible", "state"), [(True, "appraised"), (False, "ineligible")])
def test_the_head_approves_what_was_concluded(eligible, state):
    dossier, _who = concluded(eligible)
    assert dossier.state == "concluded"
    chief = head()
    actions.approve(dossier, by=chief, at=AT)
    assert (dossier.state, dossier.approved_by, dossier.due_on) == (state, chief.user, None)
    assert (dossier.recipient is not None) is eligible


def test_the_head_cannot_turn_the_conclusion_round():
    dossier, _who = concluded()
    answer = policies.may(head(), dossier, DossierVerb.APPROVE_INELIGIBLE)
    assert "kết luận khác" in answer.reason


def test_sent_back_with_a_reason_it_is_the_officers_again():
    dossier, who = concluded()
    with pytest.raises(Refused, match="cần ghi lý do"):
        actions.send_back(dossier, " ", by=head(), at=AT)
    actions.send_back(dossier, "Chưa đối chiếu bản gốc", by=head(), at=AT)
    assert (dossier.state, dossier.holder, dossier.eligible) == ("appraising", who.user, None)
    assert policies.may(who, dossier, DossierVerb.CONCLUDE_ELIGIBLE)


def test_who_concluded_does_not_approve_even_as_head():
    dossier, who = concluded()
    assert (
        "không tự duyệt" in policies.may(acting_as(who.user, DutyCode.OFFICE_HEAD), dossier, DossierVerb.APPROVE).reason
    )


def acting_as(user, code):
    from thidua.organisation.acting import acting_for
    from thidua.organisation.tests.factories import DutyFactory

    return acting_for(user, DutyFactory(user=user, code=code))


@pytest.mark.parametrize("part", ["author", "sender", "appraiser", "approver"])
def test_author_appraiser_and_approver_do_not_decide(part):
    dossier = in_state("passed")
    clerk = acting(DutyCode.CLERK)
    assert policies.may(clerk, dossier, DossierVerb.DECIDE)
    match part:
        case "author":
            dossier.submission.created_by = clerk.user
        case "sender":
            dossier.submission.sent_by = clerk.user
        case "appraiser":
            dossier.concluded_by = clerk.user
        case _:
            dossier.approved_by = clerk.user
    assert not policies.may(clerk, dossier, DossierVerb.DECIDE)


@pytest.mark.parametrize("verb", sorted(APPRAISAL_VERBS))
def test_the_author_takes_no_step_of_appraisal_in_any_office_duty(verb):
    for duty in EDGES[verb].duties:
        dossier = in_state("draft", eligible=verb == DossierVerb.APPROVE)
        writer = acting(duty)
        for who in ("created_by", "sent_by"):
            setattr(dossier.submission, who, writer.user)
            for state in EDGES[verb].sources:
                dossier.state = state
                assert not policies.may(writer, dossier, verb), (duty, who, state)
            setattr(dossier.submission, who, acting(duty).user)


@pytest.mark.parametrize("by_number", [False, True])
@pytest.mark.parametrize("verb", DossierVerb)
def test_a_nominee_takes_no_step_with_his_own_file(verb, by_number):
    """Every duty × state of the verb: never one's own file, whether known from the ledger or by the identity number."""
    for place, duty in enumerate(EDGES[verb].duties):
        number = index_cccd(f"00118500001{place}")
        dossier = in_state("draft", eligible=verb == DossierVerb.APPROVE)
        who = acting(duty, dossier.unit if duty in ("unit_head", "unit_officer") else None)
        if by_number:
            PersonFactory(user=who.user, cccd_index=number)
            dossier.cccd_index = number
            dossier.recipient = RecipientFactory()  # matched to somebody else: the number still says who it is
        else:
            dossier.recipient = RecipientFactory(person__user=who.user)
        for route, votes in product(RouteCode, (True, False)):
            dossier.round.route, dossier.round.votes = route, votes
            for state in road(route, votes)[verb].sources if verb in road(route, votes) else ():
                dossier.state = state
                answer = policies.may_step(who, dossier, verb)
                assert "chính mình" in answer.reason, (duty, state)


def test_returns_are_counted_cited_and_get_the_usual_deadline():
    who, unit_officer = appraiser(), officer()
    dossier = in_state(
        "appraising", unit_officer.unit, holder=who.user, verdict={"conditions": [RULE]}, verdict_code="fail"
    )
    dossier = reads.full(dossier.pk, who).get()
    actions.return_for_supplement(dossier, [actions.Point("rule:chuoi", "Bổ sung", None)], by=who, at=AT)
    point = Defect.objects.get()
    usual = usual_deadline(dossier, DAY)
    assert (point.cite, point.turn, point.due_on, dossier.due_on, dossier.returns) == (
        "Điều 22 Luật 06",
        1,
        usual,
        usual,
        1,
    )
    actions.answer_defect(point, "Đã bổ sung", by=unit_officer, at=AT)
    actions.resubmit(Dossier.objects.get(pk=dossier.pk), by=unit_officer, at=AT)
    again = Dossier.objects.get(pk=dossier.pk)
    actions.receive(again, by=who, at=AT + timedelta(days=1))
    actions.return_for_supplement(
        again, [actions.Point("general", "Còn thiếu", date(2026, 4, 1))], by=who, at=AT + timedelta(days=1)
    )
    assert (again.returns, list(Defect.objects.values_list("turn", flat=True))) == (2, [1, 2])


def test_the_unit_reads_the_points_with_place_rule_and_round(client):
    who, unit_officer = appraiser(), officer()
    dossier = in_state(
        "appraising", unit_officer.unit, holder=who.user, verdict={"conditions": [RULE]}, verdict_code="fail"
    )
    actions.return_for_supplement(
        dossier, [actions.Point("rule:chuoi", "Gửi bản sao ba quyết định", None)], by=who, at=AT
    )
    client.force_login(unit_officer.user)
    text = client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()
    for said in ("Gửi bản sao ba quyết định", "Điều kiện: Chưa đủ 3 năm.", "Điều 22 Luật 06", "đã trả lại 1 lần"):
        assert said in text


def test_ready_sentences_are_those_of_the_award_and_fill_the_points(client):
    who = appraiser()
    for n in range(3):
        other = in_state("appraising", holder=who.user, award="CSTDT" if n < 2 else "BKTP")
        actions.return_for_supplement(
            other, [actions.Point("paper:1", f"Thiếu chữ ký{' ở bản hai' if n == 2 else ''}", None)], by=who, at=AT
        )
    dossier = in_state("appraising", holder=who.user)
    (ready,) = ready_sentences(dossier)
    assert (ready.text, ready.times, ready.about) == ("Thiếu chữ ký", 2, "general")
    client.force_login(who.user)
    url = reverse("dossiers:return", args=[dossier.pk])
    page = client.get(url, {"mau": ready.pk, "chon": "part:report"})
    points = page.context["points"]
    assert [point["text"] for point in points if point["text"]] == [
        "Thiếu “Báo cáo thành tích”. Đề nghị bổ sung.",
        "Thiếu chữ ký",
    ]
    assert all(point["due"] for point in points)
    assert any(spot.about == "part:report" and spot.cite for spot in spots(reads.full(dossier.pk, who).get()))


def test_not_returning_after_all_leads_back_into_the_queue(client):
    who = appraiser()
    dossier = in_state("appraising", holder=who.user)
    client.force_login(who.user)
    page, back = reverse("dossiers:return", args=[dossier.pk]), reverse("dossiers:detail", args=[dossier.pk])
    assert f'href="{back}?hang=1"' in client.get(page + "?hang=1").content.decode()
    assert f'href="{back}?hang=1"' not in client.get(page).content.decode()


def test_bad_deadline_keeps_every_point_typed(client):
    who = appraiser()
    dossier = in_state("appraising", holder=who.user)
    client.force_login(who.user)
    data = {"rows": "7", "about_6": "general", "text_6": "Điểm thứ bảy", "due_6": "32/13/2026", "form_key": "k"}
    text = client.post(reverse("dossiers:return", args=[dossier.pk]), data).content.decode()
    assert "Điểm thứ bảy" in text
    assert "32/13/2026" in text
    assert Dossier.objects.get(pk=dossier.pk).state == "appraising"


def test_steps_set_their_deadline_in_working_days():
    calendar = OfficialCalendar()
    award = due_after(DossierVerb.RECEIVE, ["CSTDT", "HCHCM"], DAY, calendar)
    assert award["CSTDT"] == calendar.add(DAY, days_for("han.tham-dinh.ngay", "CSTDT", DAY).value)
    assert award["HCHCM"] > award["CSTDT"]  # the decree sets that award's own number of days
    assert due_after(DossierVerb.PUT_ON_AGENDA, ["CSTDT"], DAY, calendar) == {"CSTDT": None}


def test_many_of_two_awards_get_each_its_own_deadline():
    who = appraiser()
    rows = [in_state("submitted"), in_state("submitted", award="HCHCM")]
    outcome = actions.receive_many(rows, by=who, at=AT)
    assert len(outcome.done) == 2
    assert rows[0].due_on < rows[1].due_on


def test_the_sheet_says_the_conclusion_the_history_and_the_approval():
    dossier, who = concluded()
    chief = head()
    actions.approve(dossier, by=chief, at=AT)
    sheet = sheets.appraisal(reads.full(dossier.pk, who).get())
    assert sheet["opinion"].startswith("Đủ điều kiện trình Hội đồng")
    assert sheet["approval"].startswith("Đồng ý")
    assert sheet["head"]["name"] == chief.user.full_name
    assert any(chief.user.full_name in line for line in sheet["history"])


def test_the_sheet_prints_in_both_formats(client):
    dossier, who = concluded(eligible=False)
    client.force_login(who.user)
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert client.get(reverse("dossiers:appraisal_sheet", args=[dossier.pk, kind])).content.startswith(start)


def test_reopening_forgets_the_old_conclusion():
    dossier, _who = concluded()
    actions.approve(dossier, by=head(), at=AT)
    actions.reopen(dossier, "Có tài liệu mới", by=head(), at=AT)
    assert (dossier.state, dossier.eligible, dossier.approved_by) == (DossierState.APPRAISING, None, None)
