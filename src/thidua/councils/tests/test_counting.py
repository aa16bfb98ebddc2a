"""From the frozen roll to the agreed count."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from thidua.audit.models import Event
from thidua.councils import actions, queries, tally
from thidua.councils.models import Attendance, BallotItem, PaperCount, Session
from thidua.councils.tests.factories import (
    AT,
    HELD,
    BallotItemFactory,
    MemberFactory,
    SessionFactory,
    everybody,
    opened,
    secretary,
    session_with,
    teller,
    typed,
    unanimous,
)  # fmt: skip
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UserFactory, acting

pytestmark = pytest.mark.django_db
WRITTEN, ABSENT = Attendance.WRITTEN, Attendance.ABSENT


# The roll


def test_opening_freezes_the_whole_membership_of_the_day():
    session = session_with(members=4)
    MemberFactory(council=session.council, valid_to=HELD - timedelta(days=1))
    MemberFactory(council=session.council, valid_from=HELD + timedelta(days=1))
    last_day = MemberFactory(council=session.council, valid_to=HELD)
    members = queries.members_on(session.council, HELD)
    assert last_day in members
    roll = {member.pk: Attendance.PRESENT for member in members} | {last_day.pk: ABSENT}
    opened(session, roll)
    assert session.state == "balloting"
    assert session.roll.count() == 5
    assert set(session.items.values_list("members", flat=True)) == {5}


def test_the_denominator_stays_when_members_come_and_go_later():
    session = opened(session_with(members=4))
    MemberFactory(council=session.council)
    actions.end_membership(session.roll.first().member, on=HELD, by=secretary(), at=AT)
    typed(session, unanimous(session))
    results = actions.confirm_count(session, by=secretary(), at=AT)
    assert [(row.yes, row.members) for row in results] == [(4, 4), (4, 4)]


def test_reason_is_kept_for_those_who_are_not_present():
    session = session_with(members=3)
    first, second, third = everybody(session)
    roll = {first: Attendance.PRESENT, second: WRITTEN, third: ABSENT}
    reasons = {first: "thừa", third: "đi công tác"}
    actions.open_ballot(session, roll, reasons=reasons, by=secretary(), at=AT)
    assert dict(session.roll.values_list("member_id", "reason")) == {first: "", second: "", third: "đi công tác"}
    part = queries.participation(session.roll.all())
    assert (part.members, part.present, part.written, part.absent, part.taking_part) == (3, 1, 1, 1, 2)


def test_day_of_the_meeting_is_the_day_of_opening_when_none_was_planned():
    session = session_with(held_on=None)
    opened(session)
    assert session.held_on == date(2026, 6, 12)


def test_session_brought_forward_is_held_on_the_day_of_its_roll():
    session = session_with(held_on=HELD + timedelta(days=9))
    MemberFactory(council=session.council, valid_from=HELD + timedelta(days=1))
    roll = {member.pk: Attendance.PRESENT for member in queries.members_on(session.council, HELD)}
    with pytest.raises(Refused, match="Phiên ghi họp ngày 21/06/2026, chưa tới"):
        actions.open_ballot(session, roll, by=secretary(), at=AT)
    actions.open_ballot(session, roll, early=True, by=secretary(), at=AT)
    assert (session.held_on, session.roll.count()) == (HELD, 5)


def test_ballot_opened_by_mistake_is_called_off_until_somebody_typed():
    session, by = opened(session_with()), secretary()
    with pytest.raises(Refused, match="cần ghi lý do"):
        actions.call_off_ballot(session, " ", by=by, at=AT)
    actions.call_off_ballot(session, "Mở nhầm phiên", by=by, at=AT)
    assert (session.state, session.roll.count()) == ("planned", 0)
    assert set(session.items.values_list("members", flat=True)) == {None}
    assert Event.objects.get(verb="councils.call_off").reason == "Mở nhầm phiên"
    assert session.held_on == HELD
    again = opened(session)
    typed(again, {item.pk: (5, 0, 0) for item in again.items.all()})
    with pytest.raises(Refused, match="Đã có người nhập phiếu"):
        actions.call_off_ballot(again, "Mở nhầm", by=by, at=AT)


def test_wrong_sum_names_the_question():
    session = opened(session_with(items=2))
    first, second = session.items.all()
    with pytest.raises(Refused, match=f"“{second.label}”: tổng ba ô là 4, không khớp số phiếu 5"):
        actions.type_counts(session, {first.pk: (5, 0, 0), second.pk: (4, 0, 0)}, collected=5, by=teller(), at=AT)


@pytest.mark.parametrize("change", ["missing", "stranger", "empty"])
def test_roll_must_tell_of_everybody_and_nobody_else(change):
    session = session_with(members=3)
    roll = everybody(session)
    if change == "missing":
        roll.popitem()
    elif change == "stranger":
        roll[MemberFactory().pk] = Attendance.PRESENT
    else:
        roll = {}
    with pytest.raises(Refused, match="Danh sách thành viên"):
        actions.open_ballot(session, roll, by=secretary(), at=AT)
    session.refresh_from_db()
    assert session.state == "planned"
    assert not session.roll.exists()


def test_ballot_needs_an_agenda_a_membership_and_somebody_taking_part():
    with pytest.raises(Refused, match="chưa có nội dung"):
        opened(session_with(items=0))
    with pytest.raises(Refused, match="chưa có thành viên"):
        actions.open_ballot(session_with(members=0), {}, by=secretary(), at=AT)
    session = session_with(members=2)
    with pytest.raises(Refused, match="Không có ai"):
        opened(session, everybody(session, ABSENT, ABSENT))


def test_ballot_is_not_opened_on_an_agenda_nobody_saw():
    session = session_with()
    seen = list(session.items.values_list("pk", flat=True))
    BallotItemFactory(session=session)
    with pytest.raises(Conflict):
        actions.open_ballot(session, everybody(session), agenda=seen, by=secretary(), at=AT)
    seen = session.items.values_list("pk", flat=True)
    actions.open_ballot(session, everybody(session), agenda=seen, by=secretary(), at=AT)
    assert session.state == "balloting"


def test_ballot_opens_once_and_the_slower_is_told():
    session = session_with()
    stale, by = Session.objects.get(pk=session.pk), secretary()
    opened(session, by=by)
    with pytest.raises(Conflict, match=by.user.full_name):
        opened(stale)
    with pytest.raises(Refused, match="đã mở"):
        opened(session)
    assert session.roll.count() == 5
    assert Event.objects.filter(subject=session.key, verb="councils.open_ballot").count() == 1


# Double typing


def test_same_person_twice_counts_once():
    session, who = opened(session_with()), teller()
    for _ in range(2):
        counting = actions.type_counts(session, unanimous(session), by=who, at=AT)
    assert len(counting.typings) == 1
    assert not counting.agreed
    with pytest.raises(Refused, match="hai người"):
        actions.confirm_count(session, by=secretary(), at=AT)
    assert set(session.items.values_list("passed", flat=True)) == {None}


def test_the_same_user_in_another_duty_is_still_one_person():
    session, user = opened(session_with()), UserFactory()
    from thidua.organisation.acting import acting_for
    from thidua.organisation.tests.factories import DutyFactory

    for code in (DutyCode.TELLER, DutyCode.COUNCIL_SECRETARY):
        who = acting_for(user, DutyFactory(user=user, code=code))
        counting = actions.type_counts(session, unanimous(session), by=who, at=AT)
    assert len(counting.typings) == 1


def test_third_person_is_refused_and_changes_nothing():
    session = opened(session_with())
    first, second = typed(session, unanimous(session))
    with pytest.raises(Refused) as refusal:
        actions.type_counts(session, dict.fromkeys(unanimous(session), (0, 5, 0)), by=teller(), at=AT)
    assert first.user.full_name in refusal.value.reason
    assert second.user.full_name in refusal.value.reason
    assert queries.counting(session).agreed


def test_third_person_types_after_one_typing_was_put_away():
    session = opened(session_with())
    first, _second = typed(session, unanimous(session))
    actions.discard_counts(session, first.user, reason="đếm nhầm tập phiếu", by=secretary(), at=AT)
    actions.type_counts(session, unanimous(session), by=teller(), at=AT)
    assert queries.counting(session).agreed


def test_typing_is_put_away_by_its_owner_or_the_secretary_with_a_reason():
    session = opened(session_with())
    first, second = typed(session, unanimous(session))
    with pytest.raises(Refused, match="Thư ký"):
        actions.discard_counts(session, first.user, reason="x", by=second, at=AT)
    with pytest.raises(Refused, match="lý do"):
        actions.discard_counts(session, first.user, reason="  ", by=first, at=AT)
    actions.discard_counts(session, first.user, reason="nhầm", by=first, at=AT)
    with pytest.raises(Conflict, match="không còn"):
        actions.discard_counts(session, first.user, reason="nhầm", by=first, at=AT)
    assert [typing.by for typing in queries.counting(session).typings] == [second.user]


def test_mismatch_is_refused_and_told_by_items_never_by_numbers():
    session, one, two = opened(session_with(members=29, items=3)), teller(), teller()
    counts = dict.fromkeys(session.items.values_list("pk", flat=True), (27, 2, 0))
    odd = session.items.all()[1].pk
    actions.type_counts(session, counts, by=one, at=AT)
    counting = actions.type_counts(session, counts | {odd: (28, 1, 0)}, by=two, at=AT)
    assert counting.differing == {odd}
    with pytest.raises(Refused, match="khác nhau ở 1 mục") as refusal:
        actions.confirm_count(session, by=secretary(), at=AT)
    assert not {"27", "28", "29"} & set(refusal.value.reason.replace(".", " ").split())
    assert not BallotItem.objects.exclude(yes=None).exists()
    session.refresh_from_db()
    assert session.state == "balloting"


def test_mismatch_ends_when_one_types_anew():
    session, one, two = opened(session_with()), teller(), teller()
    good = unanimous(session)
    actions.type_counts(session, dict.fromkeys(good, (4, 1, 0)), by=one, at=AT)
    actions.type_counts(session, good, by=two, at=AT)
    counting = actions.type_counts(session, good, by=one, at=AT + timedelta(minutes=5))
    assert counting.agreed
    assert PaperCount.objects.count() == 4


def test_all_questions_are_typed_or_none():
    session = opened(session_with())
    counts = unanimous(session)
    counts.popitem()
    with pytest.raises(Refused, match="đủ mọi nội dung"):
        actions.type_counts(session, counts, by=teller(), at=AT)
    foreign = BallotItemFactory()
    with pytest.raises(Refused, match="đủ mọi nội dung"):
        actions.type_counts(session, unanimous(session) | {foreign.pk: (1, 0, 0)}, by=teller(), at=AT)
    assert not PaperCount.objects.exists()


@pytest.mark.parametrize(
    ("count", "collected"), [((5, 0, 0), None), ((4, 0, -1), None), ((2, 1, 0), 4), ((4, 1, 0), 4), ((4, 0, 0), 5)]
)
def test_sums_beyond_the_papers_are_refused(count, collected):
    session = session_with(members=5)
    session = opened(session, everybody(session, ABSENT))
    with pytest.raises(Refused):
        actions.type_counts(session, dict.fromkeys(unanimous(session), count), collected=collected, by=teller(), at=AT)
    assert not PaperCount.objects.exists()


def test_two_tabs_of_one_person_do_not_overwrite_each_other():
    session, who = opened(session_with()), teller()
    good = unanimous(session)
    counting = actions.type_counts(session, good, seen="", by=who, at=AT)
    other = dict.fromkeys(good, (4, 1, 0))
    with pytest.raises(Conflict, match="trang khác"):
        actions.type_counts(session, other, seen="", by=who, at=AT + timedelta(minutes=1))
    assert queries.counting(session).of(who.user).counts == good
    seen = counting.of(who.user).mark
    actions.type_counts(session, other, seen=seen, by=who, at=AT + timedelta(minutes=2))
    assert queries.counting(session).of(who.user).counts == other


def test_counts_are_typed_only_while_counting_and_only_by_counters():
    session = session_with()
    items = dict.fromkeys(session.items.values_list("pk", flat=True), (5, 0, 0))
    with pytest.raises(Refused, match="Chưa mở phiếu"):
        actions.type_counts(session, items, by=teller(), at=AT)
    opened(session)
    for code in set(DutyCode) - {DutyCode.TELLER, DutyCode.COUNCIL_SECRETARY}:
        with pytest.raises(Refused):
            actions.type_counts(session, items, by=acting(code), at=AT)
    typed(session, items)
    actions.confirm_count(session, by=secretary(), at=AT)
    with pytest.raises(Refused, match="đã chốt"):
        actions.type_counts(session, items, by=teller(), at=AT)


def test_journal_tells_who_typed_and_never_what():
    session, who = opened(session_with(members=29)), teller()
    actions.type_counts(session, dict.fromkeys(unanimous(session), (23, 4, 2)), by=who, at=AT)
    event = Event.objects.get(verb="councils.type_counts")
    assert (event.actor, event.data) == (who.user.key, {"items": 2})


# The result


def test_twenty_six_of_twenty_nine_fail_ninety_per_cent():
    session = opened(session_with(members=29))
    low, high = session.items.values_list("pk", flat=True)
    typed(session, {low: (26, 3, 0), high: (27, 1, 1)})
    results = actions.confirm_count(session, by=secretary(), at=AT)
    assert [(row.yes, row.members, row.passed) for row in results] == [(26, 29, False), (27, 29, True)]
    group = queries.results(session)[0]
    assert (group.need, group.passed) == (27, 1)
    assert [(row.missing, row.share) for row in group.rows] == [(1, "89,66 %"), (0, "")]


def test_absent_and_invalid_are_not_a_yes_but_stay_in_the_denominator():
    session = session_with(members=10, items=1)
    opened(session, everybody(session, WRITTEN, ABSENT))
    typed(session, {session.items.get().pk: (8, 0, 1)})
    result = actions.confirm_count(session, by=secretary(), at=AT)[0]
    assert (result.yes, result.members, result.passed) == (8, 10, False)


SHARES = [Fraction(3, 4), Fraction(4, 5), Fraction(9, 10), Fraction(1), Fraction(2, 3)]


def test_confirmed_result_is_exact_for_every_membership_and_share():
    """600 questions: for 1 to 60 members and five shares, the fewest votes that pass and one less."""
    session = SessionFactory(state="balloting")
    cases = [
        (members, share, max(0, tally.minimum_yes(members, share) - less))
        for members in range(1, 61) for share in SHARES for less in (0, 1)
    ]  # fmt: skip
    items = BallotItem.objects.bulk_create(
        BallotItem(
            session=session, subject=f"s:{place}", label="x", position=place, members=members, threshold_source="x",
            threshold_numerator=share.numerator, threshold_denominator=share.denominator,
        )
        for place, (members, share, _yes) in enumerate(cases)
    )  # fmt: skip
    for who in (teller(), teller()):
        PaperCount.objects.bulk_create(
            PaperCount(item=item, by=who.user, yes=yes, no=0, invalid=0, at=AT)
            for item, (_members, _share, yes) in zip(items, cases, strict=True)
        )
    results = actions.confirm_count(session, by=secretary(), at=AT)
    assert len(results) == 600
    for result, (members, share, yes) in zip(results, cases, strict=True):
        assert (result.yes, result.members) == (yes, members)
        assert result.passed is (Fraction(yes, members) >= share), (yes, members, share)
    stored = dict(session.items.values_list("pk", "passed"))
    assert [stored[item.pk] for item in items] == [result.passed for result in results]


def test_count_is_confirmed_once_and_the_slower_is_told():
    session = opened(session_with())
    typed(session, unanimous(session))
    stale, by = Session.objects.get(pk=session.pk), secretary()
    actions.confirm_count(session, by=by, at=AT)
    assert session.state == "counted"
    with pytest.raises(Conflict, match=by.user.full_name):
        actions.confirm_count(stale, by=secretary(), at=AT)
    assert Event.objects.filter(subject=session.key, verb="councils.confirm_count").count() == 1


def test_teller_does_not_confirm():
    session = opened(session_with())
    first, _second = typed(session, unanimous(session))
    with pytest.raises(Refused, match="Thư ký"):
        actions.confirm_count(session, by=first, at=AT)


def test_results_are_empty_before_they_are_confirmed():
    session = opened(session_with())
    typed(session, unanimous(session))
    assert queries.results(session) == []


def test_results_come_by_threshold_and_can_be_narrowed():
    session = session_with(members=10, items=2)
    BallotItemFactory(session=session, threshold_numerator=3, threshold_denominator=4)
    session = opened(session)
    a, b, c = session.items.values_list("pk", flat=True)
    typed(session, {a: (9, 1, 0), b: (8, 2, 0), c: (8, 2, 0)})
    actions.confirm_count(session, by=secretary(), at=AT)
    assert [(group.threshold, group.need, group.passed) for group in queries.results(session)] == [
        ("90 %", 9, 1), ("75 %", 8, 1),
    ]  # fmt: skip
    failed = queries.results(session, only_failed=True)
    assert [row.item.pk for group in failed for row in group.rows] == [b]
