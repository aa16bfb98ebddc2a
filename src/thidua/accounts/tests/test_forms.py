"""The sign-in form speaks the words of this house."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from thidua.accounts.forms import SignInForm
from thidua.accounts.tests.factories import UserFactory

LOGIN = "/tai-khoan/dang-nhap/"


@pytest.mark.parametrize(("language", "label"), [("vi", "Tên đăng nhập"), ("en", "User name")])
def test_first_label_is_the_name_one_signs_in_with(language, label):
    with translation.override(language):
        assert str(SignInForm().fields["login"].label) == label


def test_label_is_not_repeated_inside_the_box():
    form = SignInForm()
    assert "placeholder" not in form.fields["login"].widget.attrs
    assert "placeholder" not in str(form["login"])


def test_browser_is_told_which_box_is_which():
    form = SignInForm()
    assert form.fields["login"].widget.attrs["autocomplete"] == "username"
    assert form.fields["password"].widget.attrs["autocomplete"] == "current-password"


@pytest.mark.django_db
def test_page_asks_for_name_and_password_only(client):
    page = client.get(LOGIN).content.decode()
    asked = re.findall(r'<input[^>]* name="(\w+)"', page)
    assert sorted(set(asked) - {"csrfmiddlewaretoken"}) == ["login", "password"]
    assert "Tên đăng nhập" in page
    assert "Username" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"login": "", "password": ""}, {"login": "x" * 400, "password": "y" * 5000}, {}])
def test_form_filled_in_wrongly_is_shown_again(client, sent):
    page = client.post(LOGIN, sent)
    assert page.status_code == 200
    assert page.context["form"].errors


@pytest.mark.django_db
def test_wrong_password_is_told_in_vietnamese(client):
    user = UserFactory()
    page = client.post(LOGIN, {"login": user.username, "password": "sai"})
    (told,) = page.context["form"].non_field_errors()
    assert "mật khẩu" in told
    assert told in page.content.decode()


@pytest.mark.django_db
def test_password_is_never_sent_back(client):
    page = client.post(LOGIN, {"login": UserFactory().username, "password": "mat-khau-go-nham"})
    assert "mat-khau-go-nham" not in page.content.decode()


@pytest.mark.django_db
def test_account_put_out_of_use_does_not_open(client):
    user = UserFactory(is_active=False)
    answer = client.post(LOGIN, {"login": user.username, "password": "mat-khau-thu-1"})
    assert answer.status_code == 302
    assert answer["Location"] == "/tai-khoan/ngung/"
    assert client.get("/").status_code == 302
