"""The nominee's personal link: what it shows, what can be said, how it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from thidua.audit.models import Event
from thidua.dossiers import actions
from thidua.dossiers.actions.nominee import LASTS, hash_of
from thidua.dossiers.models import NomineeLink, NomineeReply
from thidua.dossiers.tests.factories import (
    AT,
    DossierFactory,
    SubmissionFactory,
    in_state,
    officer,
    unit_head,
)
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import now
from thidua.organisation.sealing import seal_cccd

pytestmark = pytest.mark.django_db
NUMBER = "001185000017"


@pytest.fixture(autouse=True)
def fresh_counter():
    cache.clear()


@pytest.fixture
def who():
    return officer()


def given(who, **fields):
    dossier = in_state("draft", who.unit, cccd_sealed=seal_cccd(NUMBER), **fields)
    link, token = actions.make_link(dossier, by=who, at=now())
    return dossier, link, token


def address(token):
    return reverse("dossiers:personal", args=[token])


def test_the_page_needs_no_account_and_shows_no_number_in_clear(who):
    dossier, link, token = given(who)
    assert link.token_hash == hash_of(token)
    assert token not in str(NomineeLink.objects.values())
    page = Client().get(address(token))
    text = page.content.decode()
    assert page.status_code == 200
    assert dossier.name in text
    assert "0011••••0017" in text
    assert NUMBER not in text
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert Event.objects.filter(verb="dossiers.open_link", actor=f"nominee:{link.pk}").count() == 1
    Client().get(address(token))
    assert Event.objects.filter(verb="dossiers.open_link").count() == 1


def test_unknown_ended_and_revoked_links_get_one_answer(who):
    _dossier, link, token = given(who)
    unknown = Client().get(address("x" * 43))
    NomineeLink.objects.update(expires_at=now() - timedelta(seconds=1))
    ended = Client().get(address(token))
    NomineeLink.objects.update(expires_at=now() + LASTS)
    actions.revoke_link(link, by=who, at=now())
    revoked = Client().get(address(token))
    assert [page.status_code for page in (unknown, ended, revoked)] == [404] * 3
    assert "không mở được" in revoked.content.decode()
    assert Client().post(address(token), {"kind": "confirmed"}).status_code == 404
    assert not NomineeReply.objects.exists()


def test_a_new_link_ends_the_old_one(who):
    dossier, _link, token = given(who)
    _second, other = actions.make_link(dossier, by=who, at=now())
    assert Client().get(address(token)).status_code == 404
    assert Client().get(address(other)).status_code == 200


def test_each_word_is_kept_with_its_time_and_the_same_word_once(who):
    dossier, _link, token = given(who)
    client = Client()
    for kind, text in (
        ("confirmed", ""),
        ("confirmed", ""),
        ("consent", ""),
        ("refusal", ""),
        ("consent", ""),
        ("wrong", "Sai chức vụ"),
    ):
        assert client.post(address(token), {"kind": kind, "text": text}).status_code == 302
    assert [said.kind for said in dossier.replies.all()] == ["confirmed", "consent", "refusal", "consent", "wrong"]
    assert client.post(address(token), {"kind": "wrong", "text": " "}).status_code == 409
    assert client.post(address(token), {"kind": "khac"}).status_code == 404
    event = Event.objects.filter(verb="dossiers.nominee_reply").order_by("pk").last()
    assert event.after == "wrong"
    assert "Sai chức vụ" not in str(event.data)


def test_a_wish_to_withdraw_holds_the_sending_until_the_unit_answers(who):
    submission = SubmissionFactory(unit=who.unit, number="1/TTr", dated=date(2026, 3, 1))
    dossier, head = DossierFactory(submission=submission), unit_head(who.unit)
    _link, token = actions.make_link(dossier, by=who, at=AT)
    NomineeLink.objects.update(expires_at=now() + LASTS)
    Client().post(address(token), {"kind": "withdrawal", "text": "Chuyển công tác"})
    with pytest.raises(Refused, match=f"xin rút.*{dossier.name}"):
        actions.submit(submission, by=head, at=AT)
    said = NomineeReply.objects.get()
    with pytest.raises(Refused):
        actions.answer_nominee(said, "x", by=officer(), at=AT)
    actions.answer_nominee(said, "Đã trao đổi, người ấy ở lại", by=who, at=AT)
    with pytest.raises((Refused, Conflict)):
        actions.answer_nominee(said, "lần nữa", by=who, at=AT)
    assert actions.submit(submission, by=head, at=AT) == 1


def test_only_the_unit_gives_links_and_only_for_a_person_under_way(who):
    dossier = in_state("draft", who.unit)
    for row, by in (
        (dossier, officer()),
        (in_state("draft", who.unit, kind="collective"), who),
        (in_state("decided", who.unit), who),
    ):
        with pytest.raises(Refused):
            actions.make_link(row, by=by, at=AT)


def test_the_address_is_shown_once_and_kept_nowhere(who, client):
    dossier = in_state("draft", who.unit)
    client.force_login(who.user)
    page = client.post(reverse("dossiers:make_link", args=[dossier.pk]))
    assert "/ho-so/ca-nhan/" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "/ho-so/ca-nhan/" not in client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()


def test_asking_too_often_is_answered_with_wait(who):
    _dossier, _link, token = given(who)
    client = Client()
    assert [client.get(address(token)).status_code for _ in range(31)][-1] == 429
