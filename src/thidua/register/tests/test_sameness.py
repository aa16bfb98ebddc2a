from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.text import fold, search_keys
from thidua.organisation.models import DutyCode
from thidua.organisation.sealing import index_cccd, seal_cccd
from thidua.organisation.tests.factories import PersonFactory, UnitFactory, acting
from thidua.register.actions import look_for_pairs, rule
from thidua.register.likeness import Entry, Why, keys_of, likeness
from thidua.register.models import Recipient, SameRuling, SuspectedSame
from thidua.register.queries import honours_of, new_since_last_run, spellings_of
from thidua.register.queries.suspicions import CROWD
from thidua.register.tests.factories import HonourFactory, RecipientFactory

AT = datetime(2025, 6, 20, 3, tzinfo=UTC)
BIRTH = date(1985, 6, 16)


def entry(name, *, unit=1, birth=BIRTH, year=1985, number="", kind="individual", pk=0):
    return Entry(pk, kind, fold(name), unit, birth, year, number)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (entry("Nguyễn Văn Hoà"), entry("NGUYEN VAN HÒA", unit=2), Why.NAME_BIRTH),
        (entry("Nguyễn Thị Hoa"), entry("Nguyễn Hoa", unit=2), Why.NEAR_BIRTH),
        (entry("Nguyễn Văn Hòa"), entry("Nguyễn Văn Hoàn", unit=2), Why.NEAR_BIRTH),
        (entry("Nguyễn Văn Hòa", birth=None), entry("Nguyễn Văn Hòa"), Why.NAME_YEAR),
        (entry("Nguyễn Văn Hòa", birth=None, unit=None), entry("Nguyễn Văn Hòa"), Why.NAME_YEAR),
        (entry("Nguyễn Văn Hòa", birth=None, unit=2), entry("Nguyễn Văn Hòa"), None),
        (entry("Nguyễn Văn Hòa", birth=None, year=None), entry("Nguyễn Văn Hòa"), Why.NAME_UNIT),
        (entry("Nguyễn Văn Hòa", birth=None), entry("Nguyễn Văn Hoàn", birth=None), Why.NEAR_UNIT),
        (entry("Nguyễn Văn Hòa", birth=None), entry("Trần Thị Lan", birth=None), None),
        (entry("Nguyễn Văn Hòa"), entry("Nguyễn Văn Hòa", birth=date(1985, 6, 17)), None),
        (entry("Nguyễn Văn Hòa", birth=None, year=1984), entry("Nguyễn Văn Hòa"), None),
        (entry("Nguyễn Văn Hòa", number="a"), entry("Nguyễn Văn Hòa", number="b"), None),
        (entry("Nguyễn Văn Hòa", number="a"), entry("Ai khác", number="a"), Why.NUMBER),
        (entry("Tổ 1", kind="collective"), entry("Tổ 2", kind="collective"), None),
        (
            entry("Phòng Tổng hợp", kind="collective"),
            entry("Phòng Tổng-hợp", kind="collective"),
            Why.NAME_UNIT,
        ),
        (
            entry("Phòng Tổng hợp", kind="collective"),
            entry("Phòng Tổng họp", kind="collective", unit=2),
            None,
        ),
        (entry("Nguyễn Văn Hòa", kind="household"), entry("Nguyễn Văn Hòa"), None),
    ],
)
def test_likeness(one, other, why):
    assert likeness(one, other) == likeness(other, one) == why
    if why and why != Why.NUMBER:
        assert set(keys_of(one)) & set(keys_of(other)), "never compared"


pytest_db = pytest.mark.django_db


def person(name, **more):
    return RecipientFactory(person__full_name=name, person__birth_date=BIRTH, person__birth_year=BIRTH.year, **more)


def look():
    found = 0
    while run := look_for_pairs(at=AT, most=2):
        found += run.found
    return found


def ruled(pair, verdict, who=None):
    pair.refresh_from_db()
    return rule(pair, verdict, "Đã hỏi đơn vị", by=who or acting(DutyCode.OFFICE_HEAD), at=AT)


@pytest_db
def test_pairs_are_found_as_people_come_and_asked_once():
    one, other = person("Nguyễn Văn Hoà"), person("Nguyễn Văn Hòa")
    person("Trần Thị Lan")
    assert look() == 1
    pair = SuspectedSame.objects.get()
    assert (pair.left, pair.right, pair.why, pair.verdict) == (one, other, "name_birth", "open")
    ruled(pair, "different")
    third = person("Nguyễn Văn Hòa")
    assert new_since_last_run()
    assert look() == 2
    assert not new_since_last_run()
    assert {(row.left, row.right) for row in SuspectedSame.objects.filter(verdict="open")} == {
        (one, third),
        (other, third),
    }
    assert look() == 0


@pytest_db
def test_different_identity_numbers_are_different_people():
    for number in ("001085012345", "001085012346"):
        RecipientFactory(
            person=PersonFactory(full_name="Lê Hoa", birth_date=BIRTH, cccd_sealed=seal_cccd(number), cccd_index=index_cccd(number))
        )  # fmt: skip
    assert look() == 0


@pytest_db
def test_a_crowd_is_left_out_and_told(monkeypatch):
    monkeypatch.setattr("thidua.register.queries.suspicions.CROWD", 3)
    assert CROWD > 3
    unit = UnitFactory()
    for _ in range(5):
        Recipient.objects.create(kind="household", name="Hộ Lê", unit=unit, **search_keys("Hộ Lê"))
    run = look_for_pairs(at=AT)
    assert (run.found, run.left_out) == (0, 2)


@pytest_db
def test_same_shows_both_together_and_may_be_undone():
    one, other = person("Nguyễn Văn Hoà"), person("Nguyễn Văn Hòa")
    honours = {HonourFactory(recipient=row).pk for row in (one, other)}
    look()
    pair = ruled(SuspectedSame.objects.get(), "same")
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.same_as, other.same_as) == (None, one)
    for row in (one, other):
        assert {honour.pk for honour in honours_of(row)} == honours
    assert spellings_of(one) == [other]
    ruled(pair, "open")
    other.refresh_from_db()
    assert other.same_as is None
    assert len(honours_of(one)) == 1
    assert [row.verdict for row in pair.rulings.all()] == ["same", "open"]
    events = Event.objects.filter(verb="register.rule_same").order_by("id")
    assert [(event.before, event.after) for event in events] == [("open", "same"), ("same", "open")]
    assert "Hòa" not in str([event.data for event in events])


@pytest_db
def test_three_spellings_are_one_until_one_is_taken_out():
    rows = [person("Nguyễn Văn Hoà") for _ in range(3)]
    look()
    first, second, third = (SuspectedSame.objects.get(left=rows[a], right=rows[b]) for a, b in ((0, 1), (1, 2), (0, 2)))
    ruled(second, "same")
    ruled(first, "same")
    assert set(Recipient.objects.values_list("pk", "same_as")) == {
        (rows[0].pk, None), (rows[1].pk, rows[0].pk), (rows[2].pk, rows[0].pk),
    }  # fmt: skip
    ruled(first, "different")
    assert dict(Recipient.objects.values_list("pk", "same_as")) == {
        rows[0].pk: None, rows[1].pk: None, rows[2].pk: rows[1].pk,
    }  # fmt: skip
    assert third.verdict == "open"


@pytest_db
def test_a_ruling_needs_a_reason_the_duty_and_the_verdict_as_seen():
    person("Nguyễn Văn Hoà"), person("Nguyễn Văn Hòa")
    look()
    pair = SuspectedSame.objects.get()
    head = acting(DutyCode.OFFICE_HEAD)
    for verdict, reason, who in (
        ("same", " ", head),
        ("open", "a", head),
        ("x", "a", head),
        ("same", "a", acting()),
    ):
        with pytest.raises(Refused):
            rule(pair, verdict, reason, by=who, at=AT)
    stale = SuspectedSame.objects.get()
    ruled(pair, "different")
    with pytest.raises(Conflict):
        rule(stale, "same", "a", by=head, at=AT)
    assert SameRuling.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        SameRuling.objects.update(reason="b")


@pytest_db
def test_pages_of_pairs(client, django_assert_max_num_queries):
    rows = [person("Nguyễn Văn Hoà") for _ in range(8)]
    look()
    who = acting(DutyCode.APPRAISER)
    client.force_login(who.user)
    with django_assert_max_num_queries(16):
        page = client.get(reverse("register:pairs"))
    assert page.content.decode().count("Xem và kết luận") == 25
    pair = SuspectedSame.objects.first()
    assert "Cùng tên, cùng ngày sinh" in page.content.decode()
    url = reverse("register:rule", args=[pair.pk])
    assert client.get(url).status_code == 200
    refused = client.post(url, {"verdict": "same", "seen": "open", "reason": ""})
    assert "Chưa ghi gì" in refused.content.decode()
    done = client.post(url, {"verdict": "same", "seen": "open", "reason": "Đã hỏi", "form_key": "k1"})
    assert (done.status_code, SuspectedSame.objects.get(pk=pair.pk).verdict) == (302, "same")
    shown = client.get(reverse("awards:recipient", args=[rows[1].pk])).content.decode()
    assert "Đã kết luận là một" in shown
    assert client.get(reverse("register:pairs") + "?xem=same").content.decode().count("Kết luận lại") == 1
    client.force_login(acting(DutyCode.CLERK).user)
    assert client.get(reverse("register:pairs")).status_code == 403
