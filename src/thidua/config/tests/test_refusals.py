"""A refusal reaches the person as a clear page with its reason, the right status and a way back."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from thidua.config import refusals
from thidua.config.urls import handler400, handler403
from thidua.config.urls import urlpatterns as real
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

__all__ = ["handler400", "handler403"]

REASON = "Hồ sơ này đã gửi <b>hôm qua</b>."
LOGIN = "/tai-khoan/dang-nhap/"
RAISED = {
    "refused": Refused(REASON),
    "conflict": Conflict(REASON),
    "denied": PermissionDenied(REASON),
    "denied-bare": PermissionDenied(),
    "locked": OperationalError("database is locked"),
    "big": RequestDataTooBig("x"),
    "fields": TooManyFieldsSent("x"),
    "other-database": OperationalError("no such table: x"),
    "fault": ValueError("x"),
}


def raises(_request, name):
    raise RAISED[name]


urlpatterns = [path("thu/<slug:name>/", raises), path("thu/", lambda _request: HttpResponse("được")), *real]


@pytest.fixture
def broken(client, settings):
    """Open a page that raises what its name says; answers status and text."""
    settings.ROOT_URLCONF = __name__

    def visit(name, method="post", **extra):
        answer = getattr(client, method)(f"/thu/{name}/", **extra)
        return answer.status_code, answer.content.decode()

    return visit


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("name", "status", "title", "reason"),
    [
        ("refused", 403, "Việc này chưa làm được", "Hồ sơ này đã gửi"),
        ("conflict", 409, "Chưa ghi, vì có thay đổi khác", "Hồ sơ này đã gửi"),
        ("denied", 403, "Không mở được trang này", "Hồ sơ này đã gửi"),
        ("denied-bare", 403, "Không mở được trang này", "Nhiệm vụ đang chọn không mở trang này."),
        ("locked", 503, "Máy đang bận", "Chưa lưu gì. Hãy thử lại sau ít giây."),
        ("big", 413, "Phần gửi lên quá lớn", "Hãy gửi tệp nhỏ hơn hoặc chia danh sách."),
        ("fields", 413, "Phần gửi lên quá lớn", "Hãy gửi tệp nhỏ hơn hoặc chia danh sách."),
    ],
)
def test_page_says_what_happened_and_why(broken, name, status, title, reason, method):
    answered, text = broken(name, method)
    assert answered == status
    assert f'<h1 tabindex="-1">{title}</h1>' in text
    assert reason in text
    assert "Lần bấm vừa rồi chưa ghi gì" in text
    assert 'lang="vi"' in text
    assert "!" not in title + reason


@pytest.mark.django_db
def test_reason_is_text_never_markup(broken):
    _status, text = broken("refused")
    assert "&lt;b&gt;hôm qua&lt;/b&gt;" in text
    assert "<b>hôm qua" not in text


@pytest.mark.django_db
def test_way_back_is_the_page_one_came_from_else_the_first(broken):
    _status, text = broken("refused", HTTP_REFERER="http://testserver/ho-so/?trang-thai=draft&sau=2")
    assert 'href="http://testserver/ho-so/?trang-thai=draft&amp;sau=2"' in text
    _status, text = broken("refused")
    assert text.count('href="/"') >= 3


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["other-database", "fault"])
def test_a_fault_is_never_shown_as_a_refusal(broken, name):
    with pytest.raises(type(RAISED[name])):
        broken(name)


@pytest.mark.django_db
def test_page_without_a_refusal_passes_untouched(client, settings):
    settings.ROOT_URLCONF = __name__
    assert client.get("/thu/").content.decode() == "được"


@pytest.mark.django_db
def test_reason_of_a_policy_is_told_in_the_language_chosen(client):
    client.force_login(acting(DutyCode.CLERK).user)
    assert "Nhật ký mở cho lãnh đạo Ban" in client.get("/nhat-ky/").content.decode()
    client.cookies["django_language"] = "en"
    page = client.get("/nhat-ky/")
    assert page.status_code == 403
    assert "Nhật ký mở cho" not in page.content.decode()
    assert "<dd>The journal" in page.content.decode()


@pytest.mark.django_db
def test_form_of_an_old_tab_is_refused_in_plain_words():
    client = Client(enforce_csrf_checks=True)
    page = client.post(LOGIN, {"login": "a", "password": "b"})
    assert page.status_code == 403
    assert "Biểu mẫu đã cũ" in page.content.decode()
    assert "Chưa ghi gì" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"login": "a" * 3_000_000}, {f"o{n}": "1" for n in range(12_001)}])
def test_form_too_big_says_so_even_before_its_protection_is_checked(sent):
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    page = client.post(LOGIN, sent)
    assert page.status_code == 413
    assert "Phần gửi lên quá lớn" in page.content.decode()


@pytest.mark.django_db
def test_unreadable_request_is_a_plain_400(rf):
    request = rf.get("/")
    page = refusals.unreadable(request, ValueError("x"))
    assert page.status_code == 400
    assert "Yêu cầu chưa đọc được" in page.content.decode()
