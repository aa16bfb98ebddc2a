from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.accounts.tests.factories import UserFactory
from thidua.audit.models import Event
from thidua.notices.actions import (
    Message,
    advance,
    complete,
    set_email,
    slot_for_writing,
    take_slot,
    tell,
)  # fmt: skip
from thidua.notices.models import Digest, DigestState, Notice, Slot
from thidua.notices.tests.factories import AT, DAY, NoticeFactory
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db


def person(**fields):
    return UserFactory(email="canbo@thanhpho.example", **fields)


def message(user, key="moc:1:d7", **fields):
    return Message(user=user.pk, key=key, topic="thu", title="Còn 7 ngày làm việc", day=DAY, url="/ke-hoach/", **fields)


def ended(name="thu", day=DAY, at=AT):
    with transaction.atomic():
        return complete(slot_for_writing(take_slot(name, day, at=at)), at=at)


def test_the_same_key_is_told_a_person_once():
    one, two = person(), person()
    assert tell([message(one), message(two), message(one)], at=AT) == 2
    assert tell([message(one), message(two, "moc:2")], at=AT) == 1
    assert Notice.objects.count() == 3


def test_telling_costs_the_same_for_one_and_fifty():
    costs = []
    for number in (1, 50):
        users = [person() for _ in range(number)]
        with CaptureQueriesContext(connection) as seen:
            tell([message(user, f"moc:{number}") for user in users], at=AT)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_a_key_known_to_a_rival_run_is_left_to_the_database(monkeypatch):
    one = person()
    tell([message(one)], at=AT)
    monkeypatch.setattr("thidua.notices.actions.telling.known_keys", lambda keys: set())
    tell([message(one)], at=AT)
    assert Notice.objects.count() == 1


def test_the_database_refuses_a_second_notice_and_a_foreign_address():
    notice = NoticeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeFactory(user=notice.user, key=notice.key)
    for url in ("https://elsewhere.example/", "//elsewhere.example/"):
        with pytest.raises(IntegrityError), transaction.atomic():
            NoticeFactory(url=url)


def test_letters_only_for_those_who_want_and_can():
    wants, off, nowhere, gone = person(), person(), UserFactory(email=""), person(is_active=False)
    set_email(on=False, by=Acting(off, None), at=AT)
    tell([message(user) for user in (wants, off, nowhere, gone)], at=AT)
    ended()
    assert [digest.user for digest in Digest.objects.all()] == [wants]
    assert Notice.objects.count() == 4


def test_one_letter_a_person_and_run_with_everything_in_it():
    user = person()
    tell([message(user, f"moc:{n}") for n in range(30)], at=AT)
    ended()
    digest = Digest.objects.get()
    assert digest.notices.count() == 30
    assert digest.slot == "thu:2025-06-16"


def test_a_letter_still_unsent_is_merged_into_the_next():
    user = person()
    for days in range(3):
        tell([message(user, f"moc:{days}")], at=AT)
        ended(day=DAY + timedelta(days=days))
    waiting = Digest.objects.get(state=DigestState.WAITING)
    assert waiting.notices.count() == 3
    assert Digest.objects.filter(state=DigestState.MERGED).count() == 2


def test_a_letter_sent_is_not_sent_again_with_the_next():
    user = person()
    tell([message(user, "moc:1")], at=AT)
    ended()
    Digest.objects.update(state=DigestState.SENT, sent_at=AT)
    tell([message(user, "moc:2")], at=AT)
    ended(day=DAY + timedelta(days=1))
    assert [digest.notices.count() for digest in Digest.objects.order_by("id")] == [1, 1]


def test_a_run_is_taken_once_and_completed_with_one_event():
    first, again = take_slot("thu", DAY, at=AT), take_slot("thu", DAY, at=AT + timedelta(hours=1))
    assert first == again
    assert again.taken_at == AT
    with transaction.atomic():
        advance(slot_for_writing(first), cursor=12, made=3)
    done = ended()
    assert (done.cursor, done.made, done.completed_at) == (12, 3, AT)
    assert Event.objects.get(verb="notices.complete").data == {"notices": 3, "letters": 0}
    assert Slot.objects.count() == 1


def test_completing_costs_the_same_for_one_letter_and_forty():
    costs = []
    for day, number in ((DAY, 1), (DAY + timedelta(days=1), 40)):
        tell([message(person(), f"moc:{day}") for _ in range(number)], at=AT)
        slot = take_slot("thu", day, at=AT)
        with transaction.atomic(), CaptureQueriesContext(connection) as seen:
            complete(slot, at=AT)
        costs.append(len(seen))
    assert costs[0] == costs[1]


@pytest.mark.django_db
def test_a_person_gives_the_address_of_the_letters(client):
    who = acting(DutyCode.UNIT_OFFICER)
    client.force_login(who.user)
    page = reverse("notices:choices")
    assert client.post(page, {"address": "khong-phai-thu", "email": "on"}).status_code == 200
    client.post(page, {"address": "can-bo@don-vi.example", "email": "on"})
    who.user.refresh_from_db()
    assert who.user.email == "can-bo@don-vi.example"
    event = Event.objects.get(verb="accounts.set_address")
    assert "can-bo" not in str((event.after, event.reason, event.data))
