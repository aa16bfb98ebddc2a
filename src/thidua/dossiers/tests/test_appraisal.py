"""The standing office's acts: receive, return, conclude; the council's result."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.audit.models import Event
from thidua.councils.tests.factories import SessionFactory
from thidua.dossiers import actions
from thidua.dossiers.models import Dossier
from thidua.dossiers.tests.factories import AT, appraiser, in_state, officer
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.sealing import index_cccd
from thidua.organisation.tests.factories import PersonFactory, acting
from thidua.register.tests.factories import RecipientFactory

pytestmark = pytest.mark.django_db
POINT = actions.Point("general", "Thiếu quyết định công nhận sáng kiến.", date(2026, 3, 25))


def test_who_receives_as_appraiser_holds_it_and_the_journal_says_so():
    who, dossier = appraiser(), in_state("submitted")
    actions.receive(dossier, by=who, at=AT)
    assert (dossier.state, dossier.holder) == ("appraising", who.user)
    event = Event.objects.get(verb="dossiers.receive", subject=dossier.key)
    assert (event.actor, event.unit, event.before, event.after) == (
        who.user.key,
        who.unit.key,
        "submitted",
        "appraising",
    )


def test_two_officers_one_dossier_one_effect_and_the_slower_is_told_who():
    fast, slow, dossier = appraiser(), appraiser(), in_state("submitted")
    stale = Dossier.objects.select_related("submission", "recipient").get(pk=dossier.pk)
    actions.receive(dossier, by=fast, at=AT)
    with pytest.raises(Conflict, match=fast.user.full_name):
        actions.receive(stale, by=slow, at=AT)
    dossier.refresh_from_db()
    assert dossier.holder == fast.user
    assert dossier.steps.count() == 1
    assert Event.objects.filter(subject=dossier.key).count() == 1


def test_a_stale_page_is_not_told_of_an_old_step_when_something_else_changed():
    """The verdict was judged anew after the dossier was received: to name the receiving would be untrue."""
    who = appraiser()
    dossier = actions.receive(in_state("submitted"), by=who, at=AT)
    stale = Dossier.objects.select_related("submission", "recipient").get(pk=dossier.pk)
    actions.judge_again(dossier, by=who, at=AT)
    with pytest.raises(Conflict, match="vừa được người khác sửa") as told:
        actions.conclude(stale, eligible=False, text="Thiếu", by=who, at=AT)
    assert "tiếp nhận" not in str(told.value)


def test_receiving_many_tells_row_by_row_what_stayed():
    who = appraiser()
    good, gone = in_state("submitted"), in_state("appraising")
    outcome = actions.receive_many([good, gone], by=who, at=AT)
    assert outcome.done == [good]
    assert [row for row, _reason in outcome.refused] == [gone]


def test_return_needs_words_and_opens_the_dossier_for_the_unit():
    who, unit_officer = appraiser(), officer()
    dossier = in_state("appraising", unit_officer.unit, holder=who.user)
    with pytest.raises(Refused, match="ít nhất một điểm"):
        actions.return_for_supplement(dossier, [actions.Point("general", "  ", None)], by=who, at=AT)
    actions.return_for_supplement(dossier, [POINT], by=who, at=AT)
    assert (dossier.state, dossier.due_on) == ("returned", POINT.due_on)
    with pytest.raises(Refused, match="1 điểm chưa trả lời"):
        actions.resubmit(dossier, by=unit_officer, at=AT)
    actions.answer_defect(dossier.defects.get(), "Đã bổ sung Quyết định 15.", by=unit_officer, at=AT)
    actions.resubmit(dossier, by=unit_officer, at=AT)
    assert dossier.state == "submitted"
    assert dossier.due_on > AT.date()  # by when the office receives it again
    with pytest.raises(Refused):
        actions.answer_defect(dossier.defects.get(), "Sửa lại", by=unit_officer, at=AT)


def test_concluding_against_the_verdict_needs_its_reason():
    who = appraiser()
    dossier = in_state("appraising", holder=who.user, verdict_code="fail")
    with pytest.raises(Refused, match="phải ghi lý do"):
        actions.conclude(dossier, eligible=True, text="", by=who, at=AT)
    dossier.refresh_from_db()
    assert dossier.state == "appraising"
    actions.conclude(dossier, eligible=True, text="Đã đối chiếu bản gốc.", by=who, at=AT)
    assert (dossier.state, dossier.conclusion, dossier.concluded_by) == ("concluded", "Đã đối chiếu bản gốc.", who.user)
    assert (dossier.eligible, dossier.recipient) == (True, None)


def test_reopening_is_the_heads_and_needs_a_reason():
    dossier = in_state("ineligible")
    head = acting(DutyCode.OFFICE_HEAD)
    with pytest.raises(Refused):
        actions.reopen(dossier, "", by=head, at=AT)
    with pytest.raises(Refused):
        actions.reopen(dossier, "Có tài liệu mới", by=appraiser(), at=AT)
    actions.reopen(dossier, "Có tài liệu mới", by=head, at=AT)
    assert dossier.state == "appraising"


def test_hand_over_only_to_somebody_who_appraises():
    who, other = appraiser(), appraiser()
    dossier = in_state("appraising", holder=who.user)
    with pytest.raises(Refused):
        actions.hand_over(dossier, officer().user, by=who, at=AT)
    actions.hand_over(dossier, other.user, by=who, at=AT)
    assert dossier.holder == other.user


@pytest.mark.parametrize("by_number", [False, True])
def test_a_nominee_is_not_handed_his_own_file(by_number):
    who, other = appraiser(), appraiser()
    dossier = in_state("appraising", holder=who.user)
    if by_number:
        dossier.cccd_index = index_cccd("001185000019")
        PersonFactory(user=other.user, cccd_index=dossier.cccd_index)
    else:
        dossier.recipient = RecipientFactory(person__user=other.user)
    dossier.save()
    with pytest.raises(Refused, match="không nhận thẩm định"):
        actions.hand_over(dossier, other.user, by=who, at=AT)
    assert Dossier.objects.get(pk=dossier.pk).holder == who.user


def test_agenda_takes_the_dated_threshold_and_gives_the_dossier_back():
    secretary = acting(DutyCode.COUNCIL_SECRETARY)
    session = SessionFactory()
    dossier = in_state("appraised")
    with pytest.raises(Refused, match="chưa gắn với phiên"):
        actions.put_on_agenda(session, [dossier], by=secretary, at=AT)
    dossier.round.session = session
    dossier.round.save()
    assert actions.put_on_agenda(session, [dossier], by=secretary, at=AT) == 1
    item = session.items.get()
    assert (item.subject, item.label) == (dossier.key, dossier.name)
    assert item.threshold > 0
    assert item.threshold_source
    dossier.refresh_from_db()
    assert (dossier.state, dossier.session) == ("on_agenda", session)
    actions.take_off_agenda(dossier, "Chờ bổ sung", by=secretary, at=AT)
    assert dossier.state == "appraised"
    assert not session.items.exists()


def test_a_seen_identity_number_leaves_its_reason():
    from thidua.organisation.sealing import seal_cccd

    who = appraiser()
    dossier = in_state("submitted", cccd_sealed=seal_cccd("001185000017"))
    with pytest.raises(Refused):
        actions.reveal_number(dossier, " ", by=who, at=AT)
    assert actions.reveal_number(dossier, "Đối chiếu hộ tịch", by=who, at=AT) == "001185000017"
    event = Event.objects.get(verb="dossiers.reveal_number")
    assert event.reason == "Đối chiếu hộ tịch"
    assert "001185000017" not in str(event.data)
