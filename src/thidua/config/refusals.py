"""How a refusal of an action reaches the person: a clear page or a message where he was, and nothing half done."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from thidua.foundation.answers import Conflict, Refused


class RefusalMiddleware:
    """Turns Refused and Conflict into a page with the reason. Their transaction is already rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 409 when somebody was faster, 403 for another refusal, 413 and 503 for what the machine cannot take."""
        if isinstance(exception, Conflict):
            return refusal_page(request, 409, _("Chưa ghi, vì có thay đổi khác"), str(exception))
        if isinstance(exception, Refused):
            return refusal_page(request, 403, _("Việc này chưa làm được"), str(exception))
        if isinstance(exception, RequestDataTooBig):
            return refusal_page(
                request,
                413,
                _("Phần gửi lên quá lớn"),
                _("Chưa lưu gì. Hãy gửi tệp nhỏ hơn hoặc chia danh sách."),
            )
        if isinstance(exception, OperationalError) and "locked" in str(exception):
            return refusal_page(request, 503, _("Máy đang bận"), _("Chưa lưu gì. Hãy thử lại sau ít giây."))
        return None


def refusal_page(request: HttpRequest, status: int, title: str, reason: str) -> HttpResponse:
    """The page of a refusal: what happened, why, and the way back."""
    back = request.META.get("HTTP_REFERER", "/")
    return render(request, "refused.html", {"title": title, "reason": reason, "back": back}, status=status)


def denied(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    """403: the reason given by the policy that said no."""
    reason = str(exception) if exception and str(exception) else _("Nhiệm vụ đang chọn không mở trang này.")
    return refusal_page(request, 403, _("Không mở được trang này"), reason)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection did not match: usually an old tab."""
    return refusal_page(
        request,
        403,
        _("Biểu mẫu đã cũ"),
        _("Chưa ghi gì. Hãy mở lại trang rồi làm lại; phần đã nhập có thể chép sang."),
    )
