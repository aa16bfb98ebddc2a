"""One's own notices, and how one wants to be told."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.actions import set_address
from thidua.accounts.once import acts_once
from thidua.foundation.clock import now
from thidua.notices import actions, queries
from thidua.notices.forms import EmailForm, UptoForm
from thidua.notices.models import Notice
from thidua.notices.policies import seen_by
from thidua.organisation.access import visible_or_404
from thidua.organisation.acting import ActingRequest


@require_safe
@login_required
def inbox(request: ActingRequest) -> HttpResponse:
    """Notices, unread first."""
    page = queries.inbox(request.acting, request.GET.get("sau", ""))
    return render(request, "notices/inbox.html", {"page": page})


def _notice(request: ActingRequest, pk: int) -> Notice:
    return visible_or_404(Notice.objects.filter(seen_by(request.acting)), pk=pk)


@require_POST
@login_required
def follow(request: ActingRequest, pk: int) -> HttpResponse:
    """Open what a notice is about; with that it is read."""
    notice = _notice(request, pk)
    actions.mark_read(notice, by=request.acting, at=now())
    return redirect(notice.url or "notices:inbox")


@require_POST
@login_required
def read(request: ActingRequest, pk: int) -> HttpResponse:
    """Mark one notice read and stay."""
    actions.mark_read(_notice(request, pk), by=request.acting, at=now())
    return redirect("notices:inbox")


@require_POST
@login_required
def read_all(request: ActingRequest) -> HttpResponse:
    """Mark read everything up to the newest notice of the page; notices that came since stay."""
    form = UptoForm(request.POST)
    if form.is_valid():
        count = actions.mark_all_read(upto=form.cleaned_data["upto"], by=request.acting, at=now())
        messages.success(request, _("Đã đánh dấu đọc %(n)s thông báo.") % {"n": count})
    return redirect("notices:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def choices(request: ActingRequest) -> HttpResponse:
    """Letters on or off, and the address of one's calendar."""
    if request.method == "POST":
        form = EmailForm(request.POST)
        if form.is_valid():
            acting, moment = request.acting, now()
            if form.cleaned_data["address"] != request.user.email:
                set_address(acting.user, form.cleaned_data["address"], by=acting.actor, at=moment)
            actions.set_email(on=form.cleaned_data["email"], by=acting, at=moment)
            messages.success(request, _("Đã lưu tùy chọn thư."))
            return redirect("notices:choices")
    else:
        form = EmailForm(initial={"email": queries.preference_of(request.user).email, "address": request.user.email})
    secret = queries.feed_address(request.user)
    address = settings.BASE_URL + reverse(settings.FEED_ROUTE, args=[secret]) if secret else ""
    context = {
        "form": form,
        "address": address,
        "webcal": "webcal:" + address.split(":", 1)[1] if address else "",
        "letter": queries.last_letter(request.user),
    }
    return render(request, "notices/choices.html", context)


@require_POST
@login_required
@acts_once
def feed_make(request: ActingRequest) -> HttpResponse:
    """A new secret address; the one before stops."""
    actions.make_feed(by=request.acting, at=now())
    messages.success(request, _("Đã tạo địa chỉ lịch. Địa chỉ trước đó, nếu có, không còn dùng được."))
    return redirect("notices:choices")


@require_POST
@login_required
@acts_once
def feed_revoke(request: ActingRequest) -> HttpResponse:
    """Take the address back."""
    actions.revoke_feed(by=request.acting, at=now())
    messages.success(request, _("Đã thu hồi địa chỉ lịch. Lịch trên điện thoại, máy tính sẽ không cập nhật nữa."))
    return redirect("notices:choices")
