from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from thidua.audit.models import Event
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.register.actions import Basis, correct, hand_over, reissue, revoke
from thidua.register.models import Honour, HonourChange, HonourStatus
from thidua.register.queries import certificate_of, standing, texts_of
from thidua.register.tests.factories import HonourFactory

pytestmark = pytest.mark.django_db
AT = datetime(2025, 6, 20, 3, tzinfo=UTC)
BASIS = Basis("5/QĐ-UBND", date(2025, 3, 1), "In sai")


def clerk():
    return acting(DutyCode.CLERK)


def test_a_correction_stands_beside_the_printed_text():
    honour = HonourFactory(recipient_name="Nguyễn Văn Hoè", position="Chuyên viên")
    correct(
        honour,
        {"recipient_name": " Nguyễn Văn Huệ ", "position": "Chuyên viên"},
        basis=BASIS,
        by=clerk(),
        at=AT,
    )
    assert (honour.recipient_name, honour.status) == ("Nguyễn Văn Hoè", HonourStatus.CORRECTED)
    change = honour.changes.get()
    assert change.corrections == [
        {"field": "recipient_name", "printed": "Nguyễn Văn Hoè", "corrected": "Nguyễn Văn Huệ"}
    ]
    assert texts_of(honour)["recipient_name"] == "Nguyễn Văn Huệ"
    assert standing([honour]) == [honour]
    event = Event.objects.get(verb="register.correct")
    assert (event.subject, event.before, event.after) == (honour.key, "valid", "corrected")
    assert "Huệ" not in str(event.data)


def test_a_second_correction_starts_from_the_first():
    honour = HonourFactory(recipient_name="Lê A")
    correct(honour, {"recipient_name": "Lê B"}, basis=BASIS, by=clerk(), at=AT)
    correct(honour, {"recipient_name": "Lê C"}, basis=BASIS, by=clerk(), at=AT)
    assert [row.corrections[0]["printed"] for row in honour.changes.all()] == ["Lê A", "Lê B"]
    assert texts_of(honour)["recipient_name"] == "Lê C"


def test_a_reissue_keeps_the_old_number():
    honour = HonourFactory(certificate_number="2025/1-0001")
    reissue(honour, "2025/9-0003", basis=BASIS, by=clerk(), at=AT)
    assert (honour.status, honour.certificate_number) == ("reissued", "2025/1-0001")
    assert certificate_of(honour) == "2025/9-0003"
    with pytest.raises(Refused):
        reissue(honour, "2025/9-0003", basis=BASIS, by=clerk(), at=AT)


def test_the_chain_ends_with_the_revocation():
    honour, who = HonourFactory(), clerk()
    correct(honour, {"position": "Trưởng phòng"}, basis=BASIS, by=who, at=AT)
    reissue(honour, "2", basis=BASIS, by=who, at=AT)
    revoke(honour, decision_number="9", decision_date=date(2025, 5, 1), reason="Kê khai sai", by=who, at=AT)
    assert [row.status for row in honour.changes.all()] == ["corrected", "reissued", "revoked"]
    with pytest.raises(Refused):
        correct(honour, {"position": "x"}, basis=BASIS, by=who, at=AT)
    assert HonourChange.objects.count() == 3


@pytest.mark.parametrize(
    ("read", "basis"),
    [
        ({}, BASIS),
        ({"position": "  "}, BASIS),
        ({"award": "CSTDT"}, BASIS),
        ({"position": "x"}, Basis(" ", date(2025, 3, 1), "a")),
        ({"position": "x"}, Basis("5", date(2025, 3, 1), " ")),
        ({"position": "x"}, Basis("5", date(2025, 6, 21), "a")),
        ({"position": "x"}, Basis("5", date(2025, 1, 14), "a")),
    ],
)
def test_a_correction_needs_a_text_a_decision_of_its_time_and_a_reason(read, basis):
    honour = HonourFactory()
    with pytest.raises(Refused):
        correct(honour, read, basis=basis, by=clerk(), at=AT)
    assert not HonourChange.objects.exists()
    assert Honour.objects.get().status == "valid"


def test_the_slower_of_two_is_told():
    honour = HonourFactory()
    slower = Honour.objects.get()
    correct(honour, {"position": "x"}, basis=BASIS, by=clerk(), at=AT)
    with pytest.raises(Conflict):
        reissue(slower, "2", basis=BASIS, by=clerk(), at=AT)
    assert HonourChange.objects.count() == 1


@pytest.mark.parametrize("duty", [DutyCode.APPRAISER, DutyCode.UNIT_HEAD, DutyCode.INSPECTOR])
def test_others_may_not_correct_or_reissue(duty):
    honour = HonourFactory()
    with pytest.raises(Refused):
        correct(honour, {"position": "x"}, basis=BASIS, by=acting(duty), at=AT)
    with pytest.raises(Refused):
        reissue(honour, "2", basis=BASIS, by=acting(duty), at=AT)


def test_certificates_are_handed_over_once_and_together():
    honours = [HonourFactory(), HonourFactory()]
    call = {"on": date(2025, 6, 1), "place": "Nhà hát Lớn", "who": "Chủ tịch", "by": clerk(), "at": AT}
    assert hand_over(honours, **call) == 2
    assert set(Honour.objects.values_list("handed_on", "handed_at")) == {(date(2025, 6, 1), "Nhà hát Lớn")}
    assert Event.objects.filter(verb="register.hand_over").count() == 2
    fresh = HonourFactory()
    with pytest.raises(Conflict), transaction.atomic():
        hand_over([honours[0], fresh], **call)
    assert Honour.objects.get(pk=fresh.pk).handed_on is None


@pytest.mark.parametrize("day", [date(2025, 1, 14), date(2025, 6, 21)])
def test_handing_over_lies_between_the_decision_and_today(day):
    with pytest.raises(Refused):
        hand_over([HonourFactory()], on=day, place="a", who="b", by=clerk(), at=AT)


# the database's own refusal


@pytest.mark.parametrize(
    "change",
    [
        "award = 'X'", "recipient_name = 'X'", "period_to = 2030", "decision_number = 'X'", "bonus = 5",
        "certificate_number = 'X'", "level = 'state'", "recipient_id = recipient_id + 1", "source_line = 'X'",
    ],
)  # fmt: skip
def test_what_was_granted_never_changes(change):
    HonourFactory()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE register_honour SET {change}")


def test_a_revoked_honour_stays_revoked_and_a_handing_over_stays():
    honour = HonourFactory(status="revoked", handed_on=date(2025, 6, 1))
    for change in ({"status": "valid"}, {"handed_on": None}, {"handed_at": "khác"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Honour.objects.filter(pk=honour.pk).update(**change)


def test_nothing_is_deleted_and_no_change_is_rewritten():
    honour = HonourFactory()
    correct(honour, {"position": "x"}, basis=BASIS, by=clerk(), at=AT)
    for statement in (
        "DELETE FROM register_honourchange", "UPDATE register_honourchange SET reason = ''", "DELETE FROM register_honour",
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert (Honour.objects.count(), HonourChange.objects.count()) == (1, 1)
