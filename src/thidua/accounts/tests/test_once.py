from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from thidua.accounts.models import FormReceipt
from thidua.accounts.once import acts_once
from thidua.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class Counter:
    def __init__(self, answer=None, error=None):
        self.calls = 0
        self.answer, self.error = answer, error

    def __call__(self, request):
        self.calls += 1
        if self.error:
            raise self.error
        return self.answer or redirect(f"/ket-qua/{self.calls}/")


def send(view, user, key="k"):
    request = RequestFactory().post("/viec/", {"form_key": key})
    request.user = user
    return acts_once(view)(request)


def test_second_sending_follows_the_first():
    view, user = Counter(), UserFactory()
    assert send(view, user)["Location"] == send(view, user)["Location"] == "/ket-qua/1/"
    assert view.calls == 1


def test_other_key_acts_again():
    view, user = Counter(), UserFactory()
    send(view, user, "a")
    assert send(view, user, "b")["Location"] == "/ket-qua/2/"


def test_form_shown_again_leaves_no_receipt():
    view, user = Counter(answer=HttpResponse("sai")), UserFactory()
    send(view, user)
    assert not FormReceipt.objects.exists()
    send(view, user)
    assert view.calls == 2


def test_failure_leaves_no_receipt():
    view, user = Counter(error=ValueError("hỏng")), UserFactory()
    with pytest.raises(ValueError, match="hỏng"):
        send(view, user)
    assert not FormReceipt.objects.exists()


def test_key_of_another_person_is_not_followed():
    view = Counter()
    send(view, UserFactory())
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        send(view, UserFactory())


def test_get_passes_through():
    request = RequestFactory().get("/viec/")
    request.user = UserFactory()
    assert acts_once(Counter())(request).status_code == 302
    assert not FormReceipt.objects.exists()
