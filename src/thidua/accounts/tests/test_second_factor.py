"""The second step: a code computed as RFC 6238 says opens, once; guessing is stopped."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse

from thidua.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-1"
LOGIN = "/tai-khoan/dang-nhap/"
STEP = 30
TRIES = 5


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch):
    """The clock stands in the middle of a step, so that a code is not outdated while the test runs."""
    moment = time.time() // STEP * STEP + STEP / 2
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: moment)
    return moment


def code(secret, at):
    """The six digits of an authenticator app at a moment (seconds since 1970)."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(at) // STEP), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def wrong(secret, at):
    return f"{(int(code(secret, at)) + 1) % 10**6:06d}"


def sign_in(client, user):
    return client.post(LOGIN, {"login": user.username, "password": PASSWORD})


@pytest.fixture
def user(client):
    """Somebody who signed in and typed the password once more, as setting up asks."""
    user = UserFactory()
    sign_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return user


@pytest.fixture
def secret(client, user, standing_clock):
    """The second step set up for the user, who signed out again."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    shown = re.search(r"\b[A-Z2-7]{32}\b", page)[0]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(shown, standing_clock)})
    assert answer.status_code == 302
    client.post(reverse("account_logout"))
    cache.clear()
    return shown


def test_reference_values_of_the_standard():
    """RFC 6238, appendix B, the last six of the eight digits."""
    secret = base64.b32encode(b"12345678901234567890")
    assert [code(secret, at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


def test_wrong_code_switches_nothing_on(client, user, standing_clock):
    client.get(reverse("mfa_activate_totp"))
    page = client.post(reverse("mfa_activate_totp"), {"code": wrong(client.session["mfa.totp.secret"], standing_clock)})
    assert page.status_code == 200
    assert page.context["form"].errors["code"]
    assert not Authenticator.objects.exists()


def test_account_page_says_whether_it_is_on(client, user, standing_clock):
    assert "Chưa bật" in client.get(reverse("accounts:security")).content.decode()
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": code(client.session["mfa.totp.secret"], standing_clock)})
    page = client.get(reverse("accounts:security")).content.decode()
    assert "Đang bật" in page
    assert "Chưa bật" not in page


def test_right_password_alone_leads_to_the_second_step(client, user, secret):
    assert sign_in(client, user)["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/").status_code == 302
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert "Nhập mã hai bước" in page


def test_code_of_the_moment_opens_the_desk(client, user, secret, standing_clock):
    sign_in(client, user)
    answer = client.post(reverse("mfa_authenticate"), {"code": code(secret, standing_clock)})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("steps", [-10, -2, 2, 10])
def test_code_of_another_moment_does_not(client, user, secret, standing_clock, steps):
    sign_in(client, user)
    page = client.post(reverse("mfa_authenticate"), {"code": code(secret, standing_clock + steps * STEP)})
    assert page.status_code == 200
    assert client.get("/").status_code == 302


def test_code_opens_once(client, user, secret, standing_clock):
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code(secret, standing_clock)})
    client.post(reverse("account_logout"))
    sign_in(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret, standing_clock)}).status_code == 200
    assert client.get("/").status_code == 302


def test_guessing_is_stopped_and_told_in_vietnamese(client, user, secret, standing_clock):
    sign_in(client, user)
    for _ in range(TRIES):
        page = client.post(reverse("mfa_authenticate"), {"code": wrong(secret, standing_clock)})
    before = list(page.context["form"].errors["code"])
    stopped = client.post(reverse("mfa_authenticate"), {"code": code(secret, standing_clock)})
    assert stopped.status_code == 200
    (told,) = stopped.context["form"].errors["code"]
    assert "quá nhiều lần" in told
    assert "quá nhiều lần" not in before[0]
    assert client.get("/").status_code == 302


def test_signing_in_again_gives_no_new_guesses(client, user, secret, standing_clock):
    for _ in range(TRIES):
        sign_in(client, user)
        client.post(reverse("mfa_authenticate"), {"code": wrong(secret, standing_clock)})
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code(secret, standing_clock)})
    assert client.get("/").status_code == 302


def test_guesses_at_one_account_stop_no_other(client, user, secret, standing_clock):
    sign_in(client, user)
    for _ in range(TRIES):
        client.post(reverse("mfa_authenticate"), {"code": wrong(secret, standing_clock)})
    client.logout()
    other = UserFactory()
    TOTP.activate(other, secret)
    sign_in(client, other)
    client.post(reverse("mfa_authenticate"), {"code": code(secret, standing_clock)})
    assert client.get("/").status_code == 200
