from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Conflict
from thidua.organisation.models import DutyCode, Person
from thidua.organisation.sealing import index_cccd, seal_cccd
from thidua.organisation.tests.factories import PersonFactory, UnitFactory, acting
from thidua.register.actions import grant, recipient_for, revoke
from thidua.register.models import Honour, HonourStatus, Recipient
from thidua.register.queries import honours_of, search, standing, suggested_matches, units_seen
from thidua.register.tests.factories import HonourFactory, RecipientFactory
from thidua.register.timeline import timeline_of

pytestmark = pytest.mark.django_db
AT = datetime(2025, 6, 20, 3, tzinfo=UTC)
NUMBER = "001085012345"


def known(name="Nguyễn Văn Hòa", number=NUMBER, **more):
    person = PersonFactory(full_name=name, cccd_sealed=seal_cccd(number), cccd_index=index_cccd(number) or None, **more)
    return RecipientFactory(person=person)


def granted(recipient, by, **change):
    fields = {
        "award": "CSTDT", "award_name": "Chiến sĩ thi đua Thành phố", "recipient_name": recipient.name,
        "unit_name": "Sở Thử", "position": "", "period_from": 2024, "period_to": 2024,
        "decision_number": "12/QĐ-UBND", "decision_date": date(2025, 6, 20), "decided_by": "Chủ tịch",
    }  # fmt: skip
    return grant(recipient, **{**fields, **change}, by=by, at=AT)


def test_same_identity_number_finds_the_same_person_whatever_the_spelling():
    recipient = known()
    again = recipient_for("individual", "NGUYỄN VĂN HOÀ", cccd=NUMBER, by=acting(), at=AT)
    assert again == recipient
    assert Person.objects.count() == 1


def test_same_name_alone_never_joins_two_people():
    known(number="")
    other = recipient_for("individual", "Nguyễn Văn Hòa", birth="1985", by=acting(), at=AT)
    assert Recipient.objects.count() == 2
    assert other.person.birth_year == 1985


def test_collective_is_found_within_its_unit():
    unit = UnitFactory(name="Sở Thử")
    who = acting()
    first = recipient_for("collective", "Phòng Tổng hợp", unit=unit, by=who, at=AT)
    assert recipient_for("collective", "phòng  tổng hợp", unit=unit, by=who, at=AT) == first
    assert recipient_for("collective", "Sở Thử", unit=unit, by=who, at=AT).collective == unit
    elsewhere = recipient_for("collective", "Phòng Tổng hợp", unit=UnitFactory(), by=who, at=AT)
    assert elsewhere != first


def test_grant_writes_honour_and_event_once():
    recipient, who = known(), acting(DutyCode.CLERK)
    honour = granted(recipient, who)
    event = Event.objects.get(verb="register.grant")
    assert (event.subject, event.actor, event.duty) == (honour.key, who.user.key, "clerk")
    with pytest.raises(IntegrityError), transaction.atomic():
        granted(recipient, who)
    assert Honour.objects.count() == 1


def test_revoked_honour_stays_and_says_why():
    who = acting(DutyCode.CLERK)
    honour = granted(known(), who)
    revoke(
        honour,
        decision_number="9/QĐ-UBND",
        decision_date=date(2025, 9, 1),
        reason="Kê khai sai",
        by=who,
        at=AT,
    )
    assert honour.status == HonourStatus.REVOKED
    assert honour.changes.get().reason == "Kê khai sai"
    assert not standing(honours_of(honour.recipient))
    assert Event.objects.filter(verb="register.revoke", before="valid", after="revoked").count() == 1


def test_second_revocation_is_refused():
    who = acting(DutyCode.CLERK)
    honour = granted(known(), who)
    for attempt in range(2):
        call = {"decision_number": "9", "decision_date": date(2025, 9, 1), "reason": "x", "by": who, "at": AT}
        if attempt:
            with pytest.raises(Conflict):
                revoke(honour, **call)
        else:
            revoke(honour, **call)
    assert honour.changes.count() == 1


@pytest.mark.parametrize("text", ["nguyen van hoa", "Nguyễn Văn Hoà", "NGUYEN V", "Nguyê\u0303n Va\u0306n Ho\u0300a"])
def test_search_as_people_type(text):
    recipient = known()
    known(name="Trần Thị Đào", number="001285012346")
    assert search(text, units=None).rows == [recipient]


def test_search_d_with_stroke():
    recipient = known(name="Đỗ Đình Đạt")
    assert search("do dinh dat", units=None).rows == [recipient]


def test_search_by_whole_identity_number_only():
    recipient = known()
    assert search(NUMBER, units=None).rows == [recipient]
    assert search(NUMBER[:-1], units=None).rows == []


def test_search_by_decision_number():
    honour = HonourFactory(decision_number="4127/QĐ-UBND")
    HonourFactory(decision_number="4128/QĐ-UBND")
    assert search("4127/QĐ", units=None).rows == [honour.recipient]


def test_search_pages_through_namesakes_once():
    for number in range(130):
        known(name="Nguyễn Văn Hòa", number=f"0010850{number:05d}")
    seen, after = [], ""
    while True:
        page = search("nguyen van hoa", units=None, after=after)
        seen += [row.pk for row in page.rows]
        after = page.next_after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 130


def test_search_costs_no_more_at_fifty_than_at_one(client, django_assert_max_num_queries):
    client.force_login(acting(DutyCode.APPRAISER).user)
    url = reverse("register:search")
    known()
    client.post(url, {"q": "nguyen"})
    asked_first = connection.vendor == "postgresql"  # how common the words are
    with django_assert_max_num_queries(9 + asked_first):
        client.post(url, {"q": "nguyen"})
    for number in range(60):
        known(number=f"0010850{number:05d}")
    with django_assert_max_num_queries(7):  # the first stage fills the page
        client.post(url, {"q": "nguyen"})


def test_suggested_matches_by_number_then_by_name_with_birth_or_unit():
    unit = UnitFactory()
    recipient = known(unit=unit, birth_year=1985)
    assert suggested_matches("ai đó", "", NUMBER, None) == [recipient]
    assert suggested_matches("Nguyễn Văn Hòa", "1985", "", None) == [recipient]
    assert suggested_matches("Nguyễn Văn Hòa", "1990", "", unit) == [recipient]
    assert suggested_matches("Nguyễn Văn Hòa", "1990", "", UnitFactory()) == []


def test_unit_sees_its_own_part():
    unit = UnitFactory()
    own, foreign = known(unit=unit), known(name="Lê Thị Xa", number="001285012346")
    for recipient in (own, foreign):
        HonourFactory(recipient=recipient)
    who = acting(DutyCode.UNIT_OFFICER, unit)
    assert search("", units=units_seen(who)).rows == [own]
    assert foreign in search("", units=units_seen(acting(DutyCode.APPRAISER))).rows


def test_recipient_page_records_who_looked(client):
    honour = HonourFactory()
    who = acting(DutyCode.APPRAISER)
    client.force_login(who.user)
    page = client.get(reverse("awards:recipient", args=[honour.recipient_id]))
    assert honour.award_name in page.content.decode()
    assert Event.objects.filter(verb="register.look_at", actor=who.user.key).count() == 1


def test_foreign_recipient_answers_as_unknown(client):
    honour = HonourFactory()
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    foreign = client.get(reverse("awards:recipient", args=[honour.recipient_id]))
    unknown = client.get(reverse("awards:recipient", args=[10**7]))
    assert foreign.status_code == unknown.status_code == 404


def test_administrator_does_not_see_the_ledger(client):
    client.force_login(acting(DutyCode.ADMIN).user)
    assert client.get(reverse("register:search")).status_code == 403


def test_timeline_draws_standing_honours_only():
    recipient = known()
    kept = HonourFactory(recipient=recipient, period_from=2024)
    HonourFactory(recipient=recipient, period_from=2023, status="revoked")
    drawn = timeline_of([kept, *recipient.honours.filter(status="revoked")], this_year=2025)
    cells = drawn["lanes"][0]["cells"]
    assert [bool(cell) for cell in cells] == [year["year"] == 2024 for year in drawn["years"]]


def test_identity_number_is_nowhere_in_the_journal():
    recipient_for("individual", "Nguyễn Văn Hòa", cccd=NUMBER, by=acting(), at=AT)
    assert not [event for event in Event.objects.all() if NUMBER in str(event.data) + event.reason]
