"""Too many wrong passwords: after how many, for whom, for how long, and what is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as configured
from django.db.models import F

from thidua.accounts.lockout import name_counted
from thidua.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-1"
LOGIN = "/tai-khoan/dang-nhap/"


def sign_in(client, username, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def fail(client, username, times):
    return [sign_in(client, username, "sai").status_code for _ in range(times)]


@pytest.fixture
def locked(client):
    """A user locked out at the address of the client."""
    user = UserFactory()
    fail(client, user.username, configured.AXES_FAILURE_LIMIT)
    return user


@pytest.mark.parametrize("limit", [2, 3, 7])
def test_locks_after_the_configured_number_even_for_the_right_password(client, settings, limit):
    settings.AXES_FAILURE_LIMIT = limit
    user = UserFactory()
    assert fail(client, user.username, limit) == [200] * (limit - 1) + [429]
    assert sign_in(client, user.username).status_code == 429
    assert client.get("/").status_code == 302


def test_right_password_before_the_last_try_opens_and_starts_the_count_anew(client):
    user, almost = UserFactory(), configured.AXES_FAILURE_LIMIT - 1
    for _ in range(2):
        assert fail(client, user.username, almost) == [200] * almost
        assert sign_in(client, user.username).status_code == 302
        client.logout()


def test_page_says_in_vietnamese_how_long_to_wait(client, locked):
    page = sign_in(client, locked.username)
    text = page.content.decode()
    assert "Tạm khóa đăng nhập từ máy này" in text
    assert f"Hãy đợi {configured.AXES_COOLOFF_TIME * 60:.0f} phút rồi thử lại" in text
    assert 'lang="vi"' in text


def test_page_speaks_english_to_who_chose_it(client, locked):
    client.cookies["django_language"] = "en"
    text = sign_in(client, locked.username).content.decode()
    assert "Tạm khóa" not in text
    assert f"{configured.AXES_COOLOFF_TIME * 60:.0f} minutes" in text


def test_page_does_not_tell_whether_the_account_exists(client, locked):
    known = sign_in(client, locked.username)
    fail(client, "khong-co-ai", configured.AXES_FAILURE_LIMIT)
    unknown = sign_in(client, "khong-co-ai")
    assert unknown.status_code == known.status_code == 429
    assert locked.username not in known.content.decode()
    assert locked.full_name not in known.content.decode()


def test_opens_again_when_the_time_is_over_and_not_before(client, locked):
    wait = timedelta(hours=configured.AXES_COOLOFF_TIME)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - wait + timedelta(minutes=1))
    assert sign_in(client, locked.username).status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - wait)
    assert sign_in(client, locked.username).status_code == 302


def test_colleague_at_the_same_address_still_signs_in(client, locked):
    assert sign_in(client, UserFactory().username).status_code == 302


def test_other_spellings_of_the_name_are_counted_together(client):
    user = UserFactory(username="canbo-so-noi-vu")
    spellings = [
        "canbo-so-noi-vu",
        "Canbo-so-noi-vu",
        "CANBO-SO-NOI-VU",
        " canbo-SO-noi-vu",
        "cAnBo-so-noi-vu",
    ]
    answers = [fail(client, name, 1)[0] for name in spellings]
    assert answers == [200, 200, 200, 200, 429]
    assert sign_in(client, user.username).status_code == 429
    assert sign_in(client, "cANBO-so-noi-vu").status_code == 429


def test_right_password_clears_what_was_counted_under_other_spellings(client):
    user = UserFactory(username="Canbo-Quan")
    fail(client, "CANBO-QUAN", configured.AXES_FAILURE_LIMIT - 1)
    assert sign_in(client, "canbo-quan").status_code == 302
    client.logout()
    assert fail(client, user.username, 1) == [200]


@pytest.mark.parametrize(
    ("credentials", "name"),
    [
        ({"username": " CanBo "}, "canbo"),
        ({"username": None}, ""),
        ({"password": "x"}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_name_counted(credentials, name, rf):
    assert name_counted(rf.post(LOGIN), credentials) == name


def test_address_is_that_of_the_peer_whatever_a_header_claims(client):
    user = UserFactory()
    for number in range(configured.AXES_FAILURE_LIMIT):
        last = sign_in(client, user.username, "sai", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert last.status_code == 429
