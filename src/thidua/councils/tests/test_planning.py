from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from thidua.audit.models import Event
from thidua.councils import actions, queries
from thidua.councils.models import Session
from thidua.councils.tests.factories import (
    AT,
    HELD,
    BallotItemFactory,
    CouncilFactory,
    MemberFactory,
    SessionFactory,
    opened,
    secretary,
    session_with,
    teller,
)  # fmt: skip
from thidua.foundation.answers import Conflict, Refused

pytestmark = pytest.mark.django_db


def verbs(subject):
    return list(Event.objects.filter(subject=subject).order_by("id").values_list("verb", flat=True))


def plan(council, by, number=2, **changes):
    fields = {"year": 2026, "number": number, "title": " Phiên  thứ hai ", "held_on": HELD, **changes}
    return actions.plan_session(council, by=by, at=AT, **fields)


def test_session_is_planned_with_its_event():
    by = secretary()
    session = plan(CouncilFactory(), by)
    assert (session.state, session.title) == ("planned", "Phiên thứ hai")
    event = Event.objects.get(subject=session.key)
    assert (event.verb, event.actor, event.unit, event.after) == (
        "councils.plan_session", by.user.key, f"unit:{by.unit.pk}", "planned",
    )  # fmt: skip


def test_number_of_a_session_is_given_once_a_year():
    council, by = CouncilFactory(), secretary()
    plan(council, by)
    with pytest.raises(Refused, match="đã có phiên thứ 2"):
        plan(council, by)
    plan(council, by, year=2027)
    other = plan(council, by, number=3)
    with pytest.raises(Refused, match="đã có phiên thứ 2"):
        actions.edit_session(
            other, year=2026, number=2, title="x", held_on=None, place="", programme_ref="", by=by, at=AT
        )
    other.refresh_from_db()
    assert other.number == 3


def test_teller_plans_nothing():
    with pytest.raises(Refused, match="Thư ký"):
        plan(CouncilFactory(), teller())
    assert not Session.objects.exists()


def edit(session, by, **changes):
    fields = {"year": 2026, "number": session.number, "title": "Mới", "held_on": HELD, "place": "", "programme_ref": ""}
    return actions.edit_session(session, by=by, at=AT, **{**fields, **changes})


def test_slower_editor_is_told_who_was_faster():
    session, first, slow = SessionFactory(), secretary(), secretary()
    seen_by_slow = Session.objects.get(pk=session.pk)
    edit(session, first, title="Bản nhanh")
    with pytest.raises(Conflict, match=first.user.full_name):
        edit(seen_by_slow, slow, title="Bản chậm")
    session.refresh_from_db()
    assert session.title == "Bản nhanh"


def test_nothing_is_edited_after_the_ballot_opened():
    session = session_with()
    stale = Session.objects.get(pk=session.pk)
    opened(session)
    session.refresh_from_db()
    with pytest.raises(Refused, match="Đã mở phiếu"):
        edit(session, secretary())
    with pytest.raises(Conflict):
        edit(stale, secretary())


def add(session, by, subject="dossier:7", **changes):
    fields = {"label": "Nguyễn Văn A", "threshold": Fraction(9, 10), "source": "Điều 1", **changes}
    return actions.add_item(session, subject=subject, by=by, at=AT, **fields)


def test_agenda_keeps_order_share_and_source():
    session, by = SessionFactory(), secretary()
    add(session, by)
    add(session, by, subject="dossier:8", threshold=Fraction(3, 4))
    rows = list(session.items.values_list("subject", "position", "threshold_numerator", "threshold_denominator"))
    assert rows == [("dossier:7", 1, 9, 10), ("dossier:8", 2, 3, 4)]
    assert verbs(session.key) == ["councils.add_item", "councils.add_item"]


def test_subject_stands_on_an_agenda_once():
    session, by = SessionFactory(), secretary()
    add(session, by)
    with pytest.raises(Conflict, match="Nguyễn Văn A"):
        add(session, by)
    assert session.items.count() == 1


@pytest.mark.parametrize("share", [Fraction(0), Fraction(11, 10), Fraction(-1, 2)])
def test_a_threshold_is_a_share(share):
    with pytest.raises(ValueError, match="share"):
        add(SessionFactory(), secretary(), threshold=share)


def test_item_is_taken_off_and_position_is_not_used_again():
    session, by = SessionFactory(), secretary()
    add(session, by)
    add(session, by, subject="dossier:8")
    actions.remove_item(session, "dossier:7", by=by, at=AT, reason="rút")
    with pytest.raises(Conflict, match="không còn"):
        actions.remove_item(session, "dossier:7", by=by, at=AT)
    assert add(session, by, subject="dossier:9").position == 3


def test_agenda_is_closed_once_the_ballot_is_open():
    session = session_with()
    subject = session.items.first().subject
    opened(session)
    with pytest.raises(Refused, match="chương trình"):
        add(session, secretary())
    with pytest.raises(Refused, match="chương trình"):
        actions.remove_item(session, subject, by=secretary(), at=AT)
    assert session.items.count() == 2


def test_membership_begins_and_ends_by_the_day():
    council, by = CouncilFactory(), secretary()
    member = actions.add_member(council, name=" Trần  Thị B ", valid_from=date(2026, 1, 1), by=by, at=AT)
    assert member.name == "Trần Thị B"
    actions.end_membership(member, on=HELD, by=by, at=AT, reason="nghỉ hưu")
    assert member in queries.members_on(council, HELD)
    assert member not in queries.members_on(council, date(2026, 6, 13))
    assert verbs(member.key) == ["councils.add_member", "councils.end_membership"]
    with pytest.raises(Conflict, match="từ trước"):
        actions.end_membership(member, on=HELD, by=by, at=AT)


def test_membership_cannot_end_before_it_began():
    member = MemberFactory(valid_from=date(2026, 1, 1))
    with pytest.raises(Refused, match="trước ngày bắt đầu"):
        actions.end_membership(member, on=date(2025, 12, 31), by=secretary(), at=AT)


def test_conflict_of_interest_is_noted_by_name():
    session = session_with(members=3, items=0)
    member = session.council.members.first()
    BallotItemFactory(session=session, label=member.name.upper())
    BallotItemFactory(session=session)
    notes = queries.conflicts(session, session.items.all())
    assert list(notes.values()) == [(member.name,)]
