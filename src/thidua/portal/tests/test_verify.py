"""What a stranger sees: valid, revoked, unknown; never more than stands on the paper."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.accounts.seldom import PER_MINUTE
from thidua.decisions.tests.factories import issued, revoked
from thidua.organisation.models import Person
from thidua.organisation.sealing import seal_cccd
from thidua.register.models import Honour

pytestmark = pytest.mark.django_db
CCCD = "001099000123"


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    cache.clear()
    yield
    cache.clear()


def page(code):
    return reverse("portal:verify", args=[code])


def ask(client, code, **more):
    answer = client.get(page(code), **more)
    return answer.status_code, answer.content.decode()


def neutral(text):
    """The page without what differs from one loading to the next."""
    return re.sub(r'nonce="[^"]*"|value="[^"]*"|\d\d:\d\d', "", text)


def test_valid_certificate_shows_what_stands_on_the_paper(client):
    decision = issued()
    certificate = decision.certificates.get()
    status, text = ask(client, certificate.code)
    assert status == 200
    assert "Bằng này đúng và còn giá trị" in text
    for said in (
        certificate.honour.recipient_name,
        certificate.honour.award_name,
        "01/QĐ-UBND",
        "25/06/2026",
        certificate.number,
        "2025",
    ):
        assert said in text, said


def test_page_turns_when_the_honour_is_revoked(client):
    decision = issued(2)
    first, second = decision.certificates.order_by("id")
    assert "còn giá trị" in ask(client, first.code)[1]
    back = revoked(decision, "Khai không đúng thành tích")
    status, text = ask(client, first.code)
    assert status == 200
    assert "Bằng này đã bị thu hồi" in text
    assert "đúng và còn giá trị" not in text
    assert back.number in text
    assert "Không còn giá trị từ 25/06/2026" in text
    assert "Khai không đúng" not in text  # the reason is not for strangers
    assert "Bằng này đúng và còn giá trị" in ask(client, second.code)[1]


def test_revocation_shows_even_when_its_decision_was_not_recorded(client):
    certificate = issued().certificates.get()
    Honour.objects.filter(pk=certificate.honour_id).update(status="revoked")
    status, text = ask(client, certificate.code)
    assert status == 200
    assert "đã bị thu hồi" in text
    assert "đúng và còn giá trị" not in text


def test_answer_is_never_kept_by_a_browser(client):
    answer = client.get(page(issued().certificates.get().code))
    assert "no-store" in answer["Cache-Control"]
    assert client.get(page("khong-co"))["Cache-Control"] == answer["Cache-Control"]


@pytest.mark.parametrize("code", ["khong-co", "A" * 24, "A" * 400, "a b", "%00", "\x00", "'; --", "<b>", "²", "ắ", "-"])
def test_unknown_code_is_a_neutral_404(client, code):
    plain = ask(client, "khong-co-ma-nay")
    status, text = ask(client, code)
    assert status == plain[0] == 404
    assert neutral(text) == neutral(plain[1])


def test_code_is_compared_letter_by_letter(client):
    code = issued().certificates.get().code
    for other in (code[:-1], code + "A", code.swapcase()):
        assert ask(client, other)[0] == 404


def test_page_holds_no_identity_number_and_no_birth_date(client):
    decision = issued()
    certificate = decision.certificates.get()
    person = certificate.honour.recipient.person
    Person.objects.filter(pk=person.pk).update(
        cccd_sealed=seal_cccd(CCCD), birth_year=1985, birth_date=date(1985, 2, 17)
    )
    for turn in (lambda: None, lambda: revoked(decision)):
        turn()
        answer = client.get(page(certificate.code))
        text = neutral(answer.content.decode())
        for secret in (CCCD, CCCD[:4], "0123", "1985", "17/02/1985", decision.lines.first().dossier.code):
            assert secret not in text, secret
        assert CCCD not in str(answer.headers)


def test_works_without_a_session_and_leaves_none(client):
    certificate = issued().certificates.get()
    answer = client.get(page(certificate.code))
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert "/tai-khoan/dang-xuat" not in answer.content.decode()
    assert client.head(page(certificate.code)).status_code == 200
    assert client.post(page(certificate.code)).status_code == 405


def test_too_many_questions_from_one_address_are_stopped(client):
    certificate = issued().certificates.get()
    for turn in range(PER_MINUTE):
        assert ask(client, certificate.code if turn % 2 else "doan-mo")[0] in (200, 404)
    answer = client.get(page(certificate.code))
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert certificate.honour.recipient_name not in answer.content.decode()
    assert ask(client, certificate.code, REMOTE_ADDR="203.0.113.9")[0] == 200


def test_home_sends_on_what_is_typed(client):
    code = issued().certificates.get().code
    home = reverse("portal:home")
    assert client.get(home).status_code == 200
    assert client.get(home, {"ma": f"  {code} "})["Location"] == page(code)
    for odd in ("a/b", "/", "../x", "x" * 500, "ắ", "?", "#"):
        answer = client.get(home, {"ma": odd}, follow=True)
        assert answer.status_code == 404, odd


def test_page_costs_the_same_for_every_certificate(client):
    decision = issued(50)
    codes = list(decision.certificates.values_list("code", flat=True))
    client.get(page(codes[0]))
    with CaptureQueriesContext(connection) as caught:
        client.get(page(codes[-1]))
    assert len(caught) <= 2
