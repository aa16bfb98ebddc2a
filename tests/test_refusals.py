"""What a person meets when a page cannot be had: an address for forms only, a session that ended, words of the libraries."""

from __future__ import annotations

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.test import Client
from django.urls import reverse
from django.utils import translation

from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

# Sign-in by phone and by a code sent, and accounts people open themselves, are not offered.
NOT_OFFERED = {"select_only_one", "username_blacklisted", "phone_taken", "unknown_phone", "unverified_primary_email"}


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(acting(DutyCode.CLERK).user)
    return client


@pytest.mark.django_db
def test_address_for_forms_says_so_when_it_is_opened(clerk):
    page = clerk.get(reverse("dossiers:bulk"))
    assert page.status_code == 405
    assert "POST" in page["Allow"]
    assert "Chưa có gì được gửi" in page.content.decode()


@pytest.mark.django_db
def test_who_signs_in_again_comes_back_to_the_page_he_pressed_on(client):
    came_from = "http://testserver/ho-so/?trang-thai=submitted"
    answer = client.post(reverse("dossiers:bulk"), HTTP_REFERER=came_from)
    assert answer["Location"] == "/tai-khoan/dang-nhap/?next=%2Fho-so%2F%3Ftrang-thai%3Dsubmitted"
    assert "Phiên làm việc đã hết" in client.get(answer["Location"]).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("came_from", ["", "https://noi-khac.example/ho-so/"])
def test_a_page_elsewhere_is_never_led_back_to(client, came_from):
    answer = client.post(reverse("dossiers:bulk"), HTTP_REFERER=came_from)
    assert answer["Location"] == "/tai-khoan/dang-nhap/?next=%2F"


@pytest.mark.parametrize("adapter", [DefaultAccountAdapter, DefaultMFAAdapter])
def test_library_speaks_vietnamese(adapter):
    with translation.override("vi"):
        spoken = {code: str(text) for code, text in adapter.error_messages.items()}
    with translation.override("en"):
        english = {code: str(text) for code, text in adapter.error_messages.items()}
    assert {code for code in spoken if spoken[code] == english[code]} <= NOT_OFFERED


@pytest.mark.django_db
def test_signing_in_is_told_in_vietnamese(client):
    who = acting()
    page = client.post("/tai-khoan/dang-nhap/", {"login": who.user.username, "password": "mat-khau-thu-1"}, follow=True)
    assert "Successfully" not in page.content.decode()
    wrong = client.get(reverse("account_change_password"), follow=True).content.decode()
    assert "Password" not in wrong
