"""What holds a nominee: recorded with its rule, shown everywhere, in the way of every step that would settle him."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from thidua.audit.models import Event
from thidua.councils.tests.factories import SessionFactory
from thidua.dossiers import actions, policies, queries
from thidua.dossiers.flow import DossierState, DossierVerb
from thidua.dossiers.models import Dossier, Hold
from thidua.dossiers.tests.factories import AT, appraiser, in_state, officer
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.sealing import index_cccd
from thidua.organisation.tests.factories import acting
from thidua.register.tests.factories import RecipientFactory

pytestmark = pytest.mark.django_db
FACTS = {
    "honours": [{"award": "CSTDCS", "period": str(year)} for year in (2023, 2024, 2025)],
    "initiatives": [{"name": "Số hóa", "scope": "province", "recognised_on": "2025-10-15"}],
}
"""What a nominee who meets every condition declares."""
SINCE = date(2026, 3, 10)
NUMBER = "001185000017"


def matter(**changes):
    return actions.Matter(**{"kind": "complaint", "since": SINCE, "document": "Đơn 12/ĐKN", "person": False, **changes})


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.select_related("submission", "recipient__person", "round__session").get(pk=dossier.pk)


def head():
    return acting(DutyCode.OFFICE_HEAD)


def test_the_rule_is_the_one_the_law_room_finds_and_the_verdict_says_hold():
    who = appraiser()
    dossier = in_state("appraising", holder=who.user, facts=FACTS)
    made = actions.hold(dossier, matter(), by=who, at=AT)
    assert made.citation == "Điều 4 khoản 4 NĐ 152/2025/NĐ-CP"
    assert "chưa đề nghị" in made.basis
    found = fresh(dossier)
    assert found.verdict_code == "hold"
    assert [row["status"] for row in found.verdict["conditions"] if row["id"] == "khong-vuong-vu-viec"] == ["hold"]
    event = Event.objects.get(verb="dossiers.hold")
    assert (event.subject, event.actor) == (dossier.key, who.user.key)


def test_a_matter_opened_after_the_day_of_sending_holds_all_the_same():
    who = appraiser()
    dossier = in_state("appraising", holder=who.user, facts=FACTS)
    actions.hold(dossier, matter(since=date(2026, 3, 20)), by=who, at=AT + timedelta(days=6))
    assert fresh(dossier).verdict_code == "hold"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "x"}, "Chưa chọn"),
        ({"document": " "}, "văn bản"),
        ({"since": date(2026, 3, 17)}, "sau hôm nay"),
        ({"person": True}, "chưa có trong Sổ"),
    ],
)
def test_bad_matters_are_refused_and_nothing_is_kept(changes, said):
    who = appraiser()
    with pytest.raises(Refused, match=said):
        actions.hold(in_state("appraising", holder=who.user), matter(**changes), by=who, at=AT)
    assert not Hold.objects.exists()


def test_a_held_dossier_is_prepared_but_not_concluded_eligible_nor_approved_nor_put_on_an_agenda():
    who = appraiser()
    dossier = in_state("appraising", holder=who.user)
    actions.hold(dossier, matter(), by=who, at=AT)
    with pytest.raises(Refused, match="đang tạm dừng: Khiếu nại đang xác minh từ ngày 10/03/2026"):
        actions.conclude(fresh(dossier), eligible=True, text="Đủ", by=who, at=AT)
    assert policies.may(who, fresh(dossier), DossierVerb.RETURN)
    assert policies.may(who, fresh(dossier), DossierVerb.CONCLUDE_INELIGIBLE)
    waiting = in_state("concluded", eligible=True)
    actions.hold(waiting, matter(), by=who, at=AT)
    assert not policies.may(head(), fresh(waiting), DossierVerb.APPROVE)
    assert policies.may(head(), fresh(waiting), DossierVerb.SEND_BACK)
    session = SessionFactory()
    ready = in_state("appraised")
    ready.round.session = session
    ready.round.save()
    actions.hold(ready, matter(), by=who, at=AT)
    with pytest.raises(Refused, match="đang tạm dừng"):
        actions.put_on_agenda(session, [fresh(ready)], by=acting(DutyCode.COUNCIL_SECRETARY), at=AT)


def test_a_held_dossier_is_not_decided_and_is_left_out_of_a_draft():
    session = SessionFactory()
    dossier = in_state("passed", session=session)
    assert list(queries.passed_in(session)) == [dossier]
    actions.hold(dossier, matter(), by=appraiser(), at=AT)
    assert list(queries.passed_in(session)) == []
    with pytest.raises(Refused, match="đang tạm dừng"):
        actions.mark_decided([dossier], decision_number="1/QĐ", by=acting(DutyCode.CLERK), at=AT)
    assert fresh(dossier).state == DossierState.PASSED


def test_a_hold_on_a_person_holds_all_his_open_files_also_those_matched_by_number_alone():
    who = appraiser()
    recipient = RecipientFactory(person__cccd_index=index_cccd(NUMBER))
    first = in_state("appraising", holder=who.user, recipient=recipient)
    second = in_state("appraised", recipient=recipient)
    unmatched = in_state("submitted", cccd_index=index_cccd(NUMBER))
    other, done = in_state("appraising", holder=who.user), in_state("decided", recipient=recipient)
    actions.hold(first, matter(person=True), by=who, at=AT)
    held = set(Dossier.objects.filter(policies.held()))
    assert held == {first, second, unmatched, done}
    assert not policies.not_held(fresh(unmatched))
    assert policies.not_held(fresh(other))
    assert fresh(done).revision == done.revision
    assert set(Event.objects.filter(verb="dossiers.hold").values_list("subject", flat=True)) == {
        first.key,
        second.key,
        unmatched.key,
    }
    assert policies.read_holds([first, other]) == {first.pk: list(Hold.objects.all()), other.pk: []}


def test_whoever_had_the_page_open_is_told_before_he_concludes():
    who = appraiser()
    stale = fresh(in_state("appraising", holder=who.user, verdict_code="pass"))
    policies.read_holds([stale])
    actions.hold(fresh(stale), matter(), by=who, at=AT)
    with pytest.raises(Conflict):
        actions.conclude(stale, eligible=True, text="", by=who, at=AT)
    assert fresh(stale).state == DossierState.APPRAISING


def test_released_by_the_head_with_a_document_the_dossier_goes_on():
    who, chief = appraiser(), head()
    dossier = in_state("appraising", holder=who.user)
    made = actions.hold(dossier, matter(), by=who, at=AT)
    with pytest.raises(Refused, match="lãnh đạo Ban"):
        actions.release(made, "KL 5", "Không vi phạm", by=who, at=AT)
    with pytest.raises(Refused, match="Bỏ tạm dừng cần"):
        actions.release(made, "KL 5", " ", by=chief, at=AT)
    stale = Hold.objects.get(pk=made.pk)
    actions.release(made, "KL 5/KL-TTr", "Không vi phạm", by=chief, at=AT)
    with pytest.raises(Conflict):
        actions.release(stale, "KL 6", "Khác", by=chief, at=AT)
    assert fresh(dossier).verdict_code != "hold"
    assert policies.may(who, fresh(dossier), DossierVerb.CONCLUDE_ELIGIBLE)
    assert Event.objects.get(verb="dossiers.release").reason == "KL 5/KL-TTr: Không vi phạm"


def test_a_verdict_of_hold_from_declared_facts_waits_for_a_recorded_and_settled_matter():
    who = appraiser()
    dossier = in_state("appraising", holder=who.user, verdict_code="hold")
    assert "ghi việc tạm dừng" in policies.may(who, dossier, DossierVerb.CONCLUDE_ELIGIBLE).reason
    made = actions.hold(dossier, matter(), by=who, at=AT)
    actions.release(made, "KL 5", "Không vi phạm", by=head(), at=AT)
    Dossier.objects.filter(pk=dossier.pk).update(verdict_code="hold")
    assert policies.may(who, fresh(dossier), DossierVerb.CONCLUDE_ELIGIBLE)


@pytest.mark.parametrize("duty", DutyCode)
def test_who_may_hold_and_when(duty):
    dossier = in_state("appraising")
    who = acting(duty, dossier.unit if duty in ("unit_head", "unit_officer") else None)
    for state in DossierState:
        dossier.state = state
        expected = duty in ("intake_officer", "appraiser", "office_head") and state not in {*policies.ENDED, "draft"}
        assert policies.may_hold(who, dossier).allowed is expected, state


def test_nobody_holds_or_releases_his_own_matter():
    chief = head()
    recipient = RecipientFactory(person__user=chief.user)
    dossier = in_state("appraising", recipient=recipient)
    assert "chính mình" in policies.may_hold(chief, dossier).reason
    made = actions.hold(dossier, matter(person=True), by=appraiser(), at=AT)
    assert not policies.may_release(chief, made)


def test_pages_show_the_reason_and_the_form_keeps_what_was_typed(client):
    who = appraiser()
    dossier = in_state("appraising", holder=who.user)
    client.force_login(who.user)
    url = reverse("dossiers:hold", args=[dossier.pk])
    page = client.post(url, {"kind": "complaint", "since": "31/02/2026", "document": "Đơn 77/ĐKN", "form_key": "a"})
    assert page.status_code == 200
    assert "Đơn 77/ĐKN" in page.content.decode()
    assert "31/02/2026" in page.content.decode()
    assert (
        client.post(
            url, {"kind": "complaint", "since": "10/03/2026", "document": "Đơn 77/ĐKN", "form_key": "b"}
        ).status_code
        == 302
    )
    for name, args in (
        ("detail", [dossier.pk]),
        ("holds", []),
        ("queue", []),
        ("list", []),
        ("consolidated", [dossier.round_id]),
    ):
        text = client.get(reverse(f"dossiers:{name}", args=args), follow=True).content.decode()
        assert "tạm dừng" in text.casefold(), name
    client.force_login(officer(dossier.unit).user)
    assert "Đơn 77/ĐKN" in client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()
    assert client.get(reverse("dossiers:holds")).status_code == 403
