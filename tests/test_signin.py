from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-1"
LOGIN = "/tai-khoan/dang-nhap/"


def sign_in(client, username, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def confirm(client):
    """Settings of the second step ask for the password again."""
    page = client.get(reverse("mfa_activate_totp"))
    assert page["Location"].startswith(reverse("account_reauthenticate"))
    client.post(page["Location"], {"password": PASSWORD})


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_right_password_opens_the_desk(client):
    who = acting()
    answer = sign_in(client, who.user.username)
    assert answer.status_code == 302
    page = client.get("/")
    assert page.status_code == 200
    assert [str(message) for message in page.context["messages"]] == []


def test_signing_out_is_told_in_vietnamese(client):
    who = acting()
    sign_in(client, who.user.username)
    page = client.post(reverse("account_logout"), follow=True)
    assert [str(message) for message in page.context["messages"]] == ["Đã đăng xuất."]


def test_wrong_password_says_so_and_keeps_the_name(client):
    who = acting()
    page = sign_in(client, who.user.username, "sai")
    assert page.status_code == 200
    assert who.user.username in page.content.decode()
    assert client.get("/").status_code == 302


def test_unknown_name_and_wrong_password_answer_alike(client):
    who = acting()
    known = sign_in(client, who.user.username, "sai").content.decode().replace(who.user.username, "X")
    unknown = sign_in(client, "khongco", "sai").content.decode().replace("khongco", "X")
    strip = lambda page: re.sub(r'(csrfmiddlewaretoken" value=|nonce=|X-CSRFToken": )"[^"]+"', "", page)  # noqa: E731
    assert strip(known) == strip(unknown)


def test_five_wrong_passwords_lock_this_address_and_no_other(client):
    who = acting()
    for _ in range(5):
        locked = sign_in(client, who.user.username, "sai")
    assert locked.status_code == 429
    assert "Tạm khóa" in locked.content.decode()
    assert sign_in(client, who.user.username).status_code == 429
    elsewhere = sign_in(client, who.user.username, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302


def test_session_number_changes_at_sign_in(client):
    who = acting()
    client.get(LOGIN)
    before = client.session.session_key
    sign_in(client, who.user.username)
    assert client.session.session_key != before


def test_nobody_signs_up(client):
    assert client.get("/tai-khoan/dang-ky/").status_code == 302
    assert client.post("/tai-khoan/dang-ky/", {"username": "a"}).status_code in (302, 405)


def test_second_factor_is_switched_on_and_asked_for(client):
    who = acting(DutyCode.APPRAISER)
    sign_in(client, who.user.username)
    confirm(client)
    url = reverse("mfa_activate_totp")
    assert client.get(url).status_code == 200
    secret = client.session["mfa.totp.secret"]
    client.post(url, {"code": code_for(secret)})
    assert Authenticator.objects.filter(user=who.user, type="totp").count() == 1
    client.post(reverse("account_logout"))
    half = sign_in(client, who.user.username)
    assert half["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/").status_code == 302
    Authenticator.objects.filter(type="totp").update(data={"secret": secret})
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get("/").status_code == 302


def test_recovery_code_opens_once(client):
    who = acting()
    sign_in(client, who.user.username)
    confirm(client)
    url = reverse("mfa_activate_totp")
    client.get(url)
    client.post(url, {"code": code_for(client.session["mfa.totp.secret"])})
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    client.post(reverse("account_logout"))
    sign_in(client, who.user.username)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    sign_in(client, who.user.username)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200
    assert client.get("/").status_code == 302


def test_account_page_links_to_both(client):
    who = acting()
    client.force_login(who.user)
    page = client.get(reverse("accounts:security")).content.decode()
    assert reverse("account_change_password") in page
    assert reverse("mfa_index") in page
    assert client.get(reverse("account_change_password")).status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200


def test_sign_out_by_post_only_after_a_question(client):
    who = acting()
    client.force_login(who.user)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("path", [LOGIN, "/kiem-tra/"])
def test_headers_refuse_what_they_should(client, path):
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
