from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from thidua.audit.actions import record, seal
from thidua.audit.actors import Actor
from thidua.audit.models import Event, Seal
from thidua.audit.queries import check_seals, history_of

AT = datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC)
WHO = Actor("user:1", "unit:2", "appraiser")

pytestmark = pytest.mark.django_db


def add(number: int = 1) -> Event:
    return record("dossiers.submit", f"dossier:{number}", by=WHO, at=AT, before="draft", after="submitted")


def test_event_cannot_be_changed():
    event = add()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(reason="khác")
    assert Event.objects.get(pk=event.pk).reason == ""


def test_event_cannot_be_deleted():
    event = add()
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()
    assert Event.objects.count() == 1


def test_event_place_is_given_once():
    event = add()
    assert Event.objects.filter(pk=event.pk).update(leaf=0) == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(leaf=5)


def test_seal_takes_new_events_only():
    add(1), add(2)
    first = seal(at=AT)
    assert first and first.size == 2
    assert seal(at=AT) is None
    add(3)
    second = seal(at=AT)
    assert second and second.size == 3 and second.root != first.root
    assert check_seals().whole


def test_check_finds_a_changed_row(django_db_blocker):
    from django.db import connection

    from thidua.audit import guards

    for number in range(5):
        add(number)
    seal(at=AT)
    guards.lift(connection)
    Event.objects.filter(subject="dossier:3").update(reason="sửa lén")
    guards.install(connection)
    assert not check_seals().whole


def test_check_finds_a_removed_row():
    from django.db import connection

    from thidua.audit import guards

    for number in range(5):
        add(number)
    seal(at=AT)
    guards.lift(connection)
    Event.objects.filter(leaf=4).delete()
    guards.install(connection)
    assert not check_seals().whole


def test_seal_cannot_be_changed():
    add()
    seal(at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Seal.objects.update(root="0" * 64)


def test_history_newest_first():
    add(1), add(1), add(2)
    assert [event.subject for event in history_of("dossier:1")] == ["dossier:1", "dossier:1"]
