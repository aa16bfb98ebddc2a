"""How a refusal of an action reaches the person: a clear page or a message where he was, and nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from thidua.foundation.answers import Conflict, Refused


class RefusalMiddleware:
    """Turns Refused and Conflict into a page with the reason. Their transaction is already rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; an address that only takes forms says so, and a lost session leads back to the form."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method in ("GET", "HEAD"):
            return _only_forms(request, response)
        if isinstance(response, HttpResponseRedirect) and request.method == "POST":
            _lead_back_to_the_form(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 409 when somebody was faster, 403 for another refusal, 413 and 503 for what the machine cannot take."""
        if isinstance(exception, Conflict):
            return refusal_page(request, 409, _("Chưa ghi, vì có thay đổi khác"), str(exception))
        if isinstance(exception, Refused):
            return refusal_page(request, 403, _("Việc này chưa làm được"), str(exception))
        if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
            return _too_big(request)
        if isinstance(exception, OperationalError) and "locked" in str(exception):
            return refusal_page(request, 503, _("Máy đang bận"), _("Chưa lưu gì. Hãy thử lại sau ít giây."))
        return None


def _only_forms(request: HttpRequest, response: HttpResponseNotAllowed) -> HttpResponse:
    page = refusal_page(
        request,
        405,
        _("Chưa có gì được gửi"),
        _("Địa chỉ này chỉ nhận biểu mẫu gửi lên. Chưa ghi gì; hãy mở lại trang có biểu mẫu rồi làm lại."),
    )
    page["Allow"] = response["Allow"]
    return page


def _lead_back_to_the_form(request: HttpRequest, response: HttpResponseRedirect) -> None:
    """Who signs in again after his session ended comes back to the page he pressed on, not to where the form went."""
    address = urlsplit(response.url)
    if address.path != resolve_url(settings.LOGIN_URL) or getattr(request, "user", AnonymousUser()).is_authenticated:
        return
    if request.path == reverse("account_logout"):  # signing out was what was pressed
        return
    came_from = request.META.get("HTTP_REFERER", "")
    inside = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    page = urlsplit(came_from) if inside else urlsplit("/")
    following = page.path + (f"?{page.query}" if page.query else "")
    response["Location"] = f"{address.path}?{urlencode({REDIRECT_FIELD_NAME: following})}"
    messages.warning(request, _("Phiên làm việc đã hết nên việc vừa bấm chưa được ghi. Đăng nhập rồi bấm lại."))


def _too_big(request: HttpRequest) -> HttpResponse:
    return refusal_page(
        request, 413, _("Phần gửi lên quá lớn"), _("Chưa lưu gì. Hãy gửi tệp nhỏ hơn hoặc chia danh sách.")
    )


def refusal_page(request: HttpRequest, status: int, title: str, reason: str) -> HttpResponse:
    """The page of a refusal: what happened, why, and the way back."""
    back = request.META.get("HTTP_REFERER", "/")
    return render(request, "refused.html", {"title": title, "reason": reason, "back": back}, status=status)


def denied(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    """403: the reason given by the policy that said no."""
    reason = str(exception) if exception and str(exception) else _("Nhiệm vụ đang chọn không mở trang này.")
    return refusal_page(request, 403, _("Không mở được trang này"), reason)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 for a form too big to be read: the check of its protection meets it first, before any view."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _too_big(request)
    return render(request, "400.html", status=400)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection did not match: usually an old tab."""
    return refusal_page(
        request,
        403,
        _("Biểu mẫu đã cũ"),
        _("Chưa ghi gì. Hãy mở lại trang rồi làm lại; phần đã nhập có thể chép sang."),
    )
