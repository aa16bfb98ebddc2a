from __future__ import annotations

import pytest

from thidua.audit.models import Event
from thidua.councils.tests.factories import SessionFactory
from thidua.decisions import actions, queries
from thidua.decisions.models import Decision, DecisionLine
from thidua.decisions.tests.factories import (
    AT,
    AWARD,
    DAY,
    DossierFactory,
    RecipientFactory,
    clerk,
    draft,
    head,
    issued,
    passed,
)  # fmt: skip
from thidua.dossiers.flow import DossierState
from thidua.foundation.answers import Conflict, Refused
from thidua.register.tests.factories import HonourFactory

pytestmark = pytest.mark.django_db


def grant(session, by=None, award=AWARD):
    return actions.draft_grant(session, award, by=by or head(), at=AT)


def test_draft_takes_what_the_session_passed_for_the_award_and_nothing_else():
    session = passed(2)
    for other in ({"state": DossierState.NOT_PASSED}, {"state": DossierState.ON_AGENDA}, {"award": "LDTT"}):
        DossierFactory(session=session, **other)
    passed(1)
    decision = grant(session)
    lines = queries.lines_of(decision)
    assert [(line.position, line.dossier.state, line.dossier.award) for line in lines] == [
        (1, "passed", AWARD),
        (2, "passed", AWARD),
    ]
    assert (decision.state, decision.number, decision.sequence) == ("draft", "", None)
    assert "năm 2025" in decision.title


def test_each_passed_dossier_is_taken_once():
    session = passed(2)
    grant(session)
    with pytest.raises(Refused, match="Không còn hồ sơ"):
        grant(session)
    late = DossierFactory(session=session)
    assert [line.dossier for line in queries.lines_of(grant(session))] == [late]
    assert DecisionLine.objects.count() == 3


def test_one_journal_event_each():
    by, decision = head(), draft(2)
    line = decision.lines.first()
    actions.remove_line(decision, line, "trùng", by=by, at=AT)
    actions.cancel(decision, "lập lại", by=by, at=AT)
    events = Event.objects.filter(subject=decision.key).order_by("id")
    assert [(event.verb, event.reason) for event in events] == [
        ("decisions.draft", ""), ("decisions.set_signer", ""), ("decisions.remove_line", "trùng"), ("decisions.cancel", "lập lại"),
    ]  # fmt: skip
    assert (events[3].before, events[3].after) == ("draft", "cancelled")
    assert events[2].data == {"about": line.dossier.key}


def test_only_the_head_drafts_and_only_from_a_result():
    with pytest.raises(Refused, match="lãnh đạo"):
        grant(passed(), by=clerk())
    with pytest.raises(Refused, match="chưa có kết quả"):
        grant(passed(session=SessionFactory(state="balloting")))
    assert not Decision.objects.exists()


def test_signer_is_written_and_the_slower_of_two_is_told():
    by, decision = head(), draft(signed=False)
    stale = Decision.objects.get(pk=decision.pk)
    actions.set_signer(decision, " Trần A ", "KT. CHỦ TỊCH", "Về việc", by=by, at=AT)
    assert (decision.signer_name, decision.revision) == ("Trần A", 1)
    with pytest.raises(Conflict, match="nơi khác"):
        actions.set_signer(stale, "Lê B", "", "", by=by, at=AT)


def test_removed_line_waits_for_another_decision():
    decision = draft(3)
    line = decision.lines.first()
    actions.remove_line(decision, line, "chờ xác minh", by=head(), at=AT)
    assert decision.lines.count() == 2
    assert decision.revision == 2
    waiting = queries.waiting()
    assert [(row.session, row.award, row.count) for row in waiting] == [(decision.session, AWARD, 1)]
    assert [row.dossier for row in queries.lines_of(grant(decision.session))] == [line.dossier]


def test_line_is_removed_with_a_reason_from_a_draft_and_never_the_last():
    decision = draft(2)
    first, second = decision.lines.all()
    with pytest.raises(Refused, match="lý do"):
        actions.remove_line(decision, first, " ", by=head(), at=AT)
    actions.remove_line(decision, first, "x", by=head(), at=AT)
    with pytest.raises(Refused, match="ít nhất một người"):
        actions.remove_line(decision, second, "x", by=head(), at=AT)
    with pytest.raises(Conflict):
        actions.remove_line(draft(2), second, "dòng của dự thảo khác", by=head(), at=AT)
    assert decision.lines.get() == second


def test_line_is_not_removed_from_a_decision_issued_meanwhile():
    decision = draft(3)
    stale = Decision.objects.get(pk=decision.pk)
    actions.issue(decision, DAY, by=clerk(), at=AT)
    with pytest.raises(Conflict):
        actions.remove_line(stale, stale.lines.first(), "x", by=head(), at=AT)
    assert decision.lines.count() == 3


def test_two_removals_at_once_cannot_empty_a_draft():
    decision = draft(2)
    stale = Decision.objects.get(pk=decision.pk)
    first, second = decision.lines.all()
    actions.remove_line(decision, first, "x", by=head(), at=AT)
    with pytest.raises(Conflict):
        actions.remove_line(stale, second, "x", by=head(), at=AT)
    assert decision.lines.count() == 1


def test_cancelled_draft_frees_its_dossiers_and_needs_a_reason():
    decision = draft(2)
    with pytest.raises(Refused, match="lý do"):
        actions.cancel(decision, " ", by=head(), at=AT)
    actions.cancel(decision, "lập lại", by=head(), at=AT)
    assert decision.state == "cancelled"
    assert grant(decision.session).lines.count() == 2
    with pytest.raises(Refused):
        actions.cancel(decision, "nữa", by=head(), at=AT)


def test_issued_decision_is_neither_changed_nor_cancelled():
    decision = issued(2)
    for act in (
        lambda: actions.cancel(decision, "x", by=head(), at=AT),
        lambda: actions.set_signer(decision, "x", "", "", by=head(), at=AT),
        lambda: actions.remove_line(decision, decision.lines.first(), "x", by=head(), at=AT),
    ):
        with pytest.raises(Refused, match="đã ban hành"):
            act()


def test_revocation_is_drafted_once_with_a_reason():
    honour = HonourFactory()
    with pytest.raises(Refused, match="lý do"):
        actions.draft_revocation(honour, "", by=head(), at=AT)
    decision = actions.draft_revocation(honour, " Khai sai ", by=head(), at=AT)
    assert (decision.kind, decision.reason, decision.lines.get().honour) == ("revoke", "Khai sai", honour)
    with pytest.raises(Conflict, match="Đã có dự thảo"):
        actions.draft_revocation(honour, "x", by=head(), at=AT)
    actions.cancel(decision, "chưa đủ căn cứ", by=head(), at=AT)
    assert actions.draft_revocation(honour, "x", by=head(), at=AT).state == "draft"


def test_revoked_honour_is_not_proposed_again_from_an_old_page():
    from thidua.decisions.tests.factories import revoked

    decision = issued()
    honour = decision.lines.get().honour
    revoked(decision)
    assert honour.status == "valid"  # as read before
    with pytest.raises(Refused, match="đã được thu hồi"):
        actions.draft_revocation(honour, "x", by=head(), at=AT)


def test_waiting_tells_sessions_with_a_result_only():
    session = passed(2)
    passed(1, session=SessionFactory(state="balloting"))
    assert [(row.session, row.count) for row in queries.waiting()] == [(session, 2)]
    grant(session)
    assert queries.waiting() == []


def test_same_person_for_one_year_twice_is_not_issued():
    """Two units put the same person forward: one honour, and a clear word before a number is drawn."""
    session, person = passed(1), RecipientFactory()
    DossierFactory.create_batch(2, session=session, recipient=person)
    decision = grant(session)
    decision = actions.set_signer(decision, "Trần A", "", "Về việc", by=head(), at=AT)
    with pytest.raises(Refused, match=person.name):
        actions.issue(decision, DAY, by=clerk(), at=AT)
    extra = decision.lines.filter(dossier__recipient=person).last()
    actions.remove_line(decision, extra, "trùng người", by=head(), at=AT)
    assert actions.issue(decision, DAY, by=clerk(), at=AT).sequence == 1
