"""Writing people, collectives, duties and days: what is kept, what the journal says, nothing half done."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.serializers import serialize
from django.db import IntegrityError, transaction

from thidua.accounts.tests.factories import UserFactory
from thidua.audit.models import Event
from thidua.organisation import actions
from thidua.organisation.models import CalendarDay, Duty, DutyCode, Person, Unit, UnitKind
from thidua.organisation.queries import duties_on, official_calendar
from thidua.organisation.sealing import open_cccd
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, acting

pytestmark = pytest.mark.django_db
AT = datetime(2025, 6, 16, 2, 0, tzinfo=UTC)
DAY = date(2025, 6, 16)
CCCD = "001085012345"


@pytest.fixture
def head():
    return acting(DutyCode.OFFICE_HEAD)


def told():
    return [(event.verb, event.subject) for event in Event.objects.order_by("id")]


class BrokenError(Exception):
    pass


@pytest.fixture
def journal_breaks(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise BrokenError

    monkeypatch.setattr(actions, "record", refuse)


# People


def test_person_is_kept_tidy_with_its_search_key(head):
    unit = UnitFactory()
    person = actions.add_person(
        full_name="  Nguyễn  Thị\u00a0Hoà ",
        birth="1985-02-17",
        unit=unit,
        position="Chuyên viên",
        by=head,
        at=AT,
    )
    person.refresh_from_db()
    assert person.full_name == "Nguyễn Thị Hoà"
    assert person.name_fold == "nguyen thi hoa"
    assert (person.birth_date, person.birth_year) == (date(1985, 2, 17), 1985)
    assert (person.unit, person.position) == (unit, "Chuyên viên")
    assert told() == [("organisation.add_person", f"person:{person.pk}")]


@pytest.mark.parametrize(
    ("birth", "day", "year"),
    [("", None, None), ("1985", None, 1985), ("1985-02-17", date(1985, 2, 17), 1985)],
)
def test_birth_is_kept_as_far_as_it_is_known(head, birth, day, year):
    person = actions.add_person(full_name="Lê Văn Thử", birth=birth, by=head, at=AT)
    assert (person.birth_date, person.birth_year) == (day, year)


def test_impossible_day_of_birth_leaves_nothing(head):
    with pytest.raises(ValueError, match="day"):
        actions.add_person(full_name="Lê Văn Thử", birth="1985-02-30", by=head, at=AT)
    assert not Person.objects.exists()
    assert told() == []


def test_identity_number_is_kept_sealed_and_told_to_nobody(head):
    person = actions.add_person(full_name="Lê Văn Thử", cccd=CCCD, by=head, at=AT)
    person.refresh_from_db()
    assert open_cccd(person.cccd_sealed) == CCCD
    assert CCCD.encode() not in bytes(person.cccd_sealed)
    assert CCCD not in person.cccd_index
    assert CCCD not in serialize("json", Event.objects.all())


def test_journal_holds_no_name(head):
    actions.add_person(full_name="Lê Văn Thử", birth="1985-02-17", by=head, at=AT)
    kept = serialize("json", Event.objects.all())
    assert "Thử" not in json.loads(kept)[0]["fields"].values()
    assert "1985" not in kept
    assert head.user.full_name not in kept


def test_number_held_by_somebody_adds_nobody_and_no_event(head):
    actions.add_person(full_name="Lê Văn Một", cccd=CCCD, by=head, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_person(full_name="Lê Văn Hai", cccd=CCCD, by=head, at=AT)
    assert Person.objects.count() == 1
    assert len(told()) == 1


def test_many_people_may_be_without_a_number(head):
    for name in ("Lê Văn Một", "Lê Văn Hai"):
        actions.add_person(full_name=name, by=head, at=AT)
    assert Person.objects.filter(cccd_index=None).count() == 2


# Collectives


def test_collective_is_made_once_within_its_unit(head):
    unit = UnitFactory(name="Sở Thử nghiệm")
    made = actions.collective_named("Phòng  Tổng hợp", unit, by=head, at=AT)
    assert (made.name, made.kind, made.parent, made.valid_from) == (
        "Phòng Tổng hợp",
        UnitKind.COLLECTIVE,
        unit,
        DAY,
    )
    assert actions.collective_named("PHÒNG TỔNG HỢP", unit, by=head, at=AT) == made
    assert told() == [("organisation.add_collective", made.key)]


def test_name_of_the_unit_itself_is_the_unit(head):
    unit = UnitFactory(name="Sở Thử nghiệm")
    assert actions.collective_named("sở thử nghiệm", unit, by=head, at=AT) == unit
    assert Unit.objects.count() == 2
    assert told() == []


def test_same_name_in_another_unit_is_another_collective(head):
    first, second = UnitFactory(), UnitFactory()
    one = actions.collective_named("Văn phòng", first, by=head, at=AT)
    two = actions.collective_named("Văn phòng", second, by=head, at=AT)
    assert one != two
    assert one.code != two.code


def test_collective_that_ended_is_not_taken_again(head):
    unit = UnitFactory()
    old = actions.collective_named("Văn phòng", unit, by=head, at=AT)
    Unit.objects.filter(pk=old.pk).update(valid_to=DAY)
    assert actions.collective_named("Văn phòng", unit, by=head, at=AT) != old


def test_collective_begins_on_the_day_in_hanoi(head):
    late = datetime(2025, 12, 31, 18, 0, tzinfo=UTC)
    assert actions.collective_named("Văn phòng", UnitFactory(), by=head, at=late).valid_from == date(2026, 1, 1)


# Duties


def test_duty_is_given_for_a_time_and_told(head):
    user, unit = UserFactory(), UnitFactory()
    duty = actions.entrust(
        user, DutyCode.APPRAISER, unit, valid_from=DAY, valid_to=DAY + timedelta(days=9), by=head, at=AT
    )
    assert list(duties_on(user, DAY - timedelta(days=1))) == []
    assert list(duties_on(user, DAY)) == list(duties_on(user, DAY + timedelta(days=9))) == [duty]
    assert list(duties_on(user, DAY + timedelta(days=10))) == []
    event = Event.objects.get()
    assert (event.verb, event.subject, event.at) == ("organisation.entrust", f"duty:{duty.pk}", AT)
    assert (event.actor, event.unit, event.duty) == (head.user.key, head.unit.key, DutyCode.OFFICE_HEAD)
    assert event.data == {"user": user.key, "code": "appraiser", "unit": unit.key}


def test_duty_ending_before_it_begins_leaves_nothing(head):
    user, unit = UserFactory(), UnitFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.entrust(user, DutyCode.CLERK, unit, valid_from=DAY, valid_to=DAY - timedelta(days=1), by=head, at=AT)
    assert not Duty.objects.filter(user=user).exists()
    assert told() == []


def test_ended_duty_is_held_to_its_last_day_and_keeps_the_reason(head):
    duty = DutyFactory()
    actions.end_duty(duty, on=DAY, reason="Chuyển công tác", by=head, at=AT)
    assert list(duties_on(duty.user, DAY)) == [duty]
    assert list(duties_on(duty.user, DAY + timedelta(days=1))) == []
    event = Event.objects.get()
    assert (event.verb, event.subject, event.reason) == (
        "organisation.end_duty",
        f"duty:{duty.pk}",
        "Chuyển công tác",
    )


# Calendar


def test_day_entered_again_is_changed_and_both_are_told(head):
    saturday = date(2025, 6, 21)
    first = actions.set_calendar_day(saturday, "off", "Nghỉ bù", source="TB 1", by=head, at=AT)
    second = actions.set_calendar_day(saturday, "worked", "Làm bù", source="TB 2", by=head, at=AT)
    assert first.pk == second.pk
    row = CalendarDay.objects.get()
    assert (row.kind, row.name, row.source) == ("worked", "Làm bù", "TB 2")
    assert official_calendar([2025]).is_working_day(saturday)
    assert told() == [("organisation.set_calendar_day", "day:2025-06-21")] * 2
    assert [event.data for event in Event.objects.order_by("id")] == [{"kind": "off"}, {"kind": "worked"}]


# Together or not at all


def test_nothing_is_written_when_the_journal_cannot_be(head, journal_breaks):
    user, unit, duty = UserFactory(), UnitFactory(), DutyFactory()
    for act in (
        lambda: actions.add_person(full_name="Lê Văn Thử", by=head, at=AT),
        lambda: actions.collective_named("Văn phòng", unit, by=head, at=AT),
        lambda: actions.entrust(user, DutyCode.CLERK, unit, valid_from=DAY, by=head, at=AT),
        lambda: actions.end_duty(duty, on=DAY, by=head, at=AT),
        lambda: actions.set_calendar_day(DAY, "off", "Nghỉ", source="", by=head, at=AT),
    ):
        with pytest.raises(BrokenError):
            act()
    assert not Person.objects.exists()
    assert not Unit.objects.filter(kind=UnitKind.COLLECTIVE).exists()
    assert not Duty.objects.filter(user=user).exists()
    assert Duty.objects.get(pk=duty.pk).valid_to is None
    assert not CalendarDay.objects.exists()
