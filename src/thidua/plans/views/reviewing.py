"""Reviewing a plan that was read: settling its flags, then putting it in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, flags, policies, queries
from thidua.plans.flags import Tab
from thidua.plans.forms import CountingForm, KeepAllForm, ReasonForm, ResolveForm
from thidua.plans.models import Flag, Plan, PlanState
from thidua.plans.queries.details import history

TAB_NAMES: dict[Tab, Callable[[], str]] = {
    Tab.CONFIRM: lambda: _("Phải xác nhận"),
    Tab.LOOK: lambda: _("Nên xem"),
    Tab.RECORDED: lambda: _("Ghi nhận"),
    Tab.SPELLING: lambda: _("Chính tả"),
}


SENT = {"value": "value", "why": "reason", "resolution": "resolution"}
"""What was typed for a flag, as the page shows it again, by the field it was sent in."""


@require_safe
@login_required
def review(request: ActingRequest, pk: int) -> HttpResponse:
    """The source beside what was read, and the questions in tabs."""
    return page(request, _plan(request, pk))


def _plan(request: ActingRequest, pk: int) -> Plan:
    return visible_or_404(queries.plans(request.acting).defer(None), pk=pk)


def page(request: ActingRequest, plan: Plan, *, failed: dict[str, Any] | None = None) -> HttpResponse:
    """The review page; `failed` is what was sent for a flag that could not be written, with the reason."""
    get = request.GET
    shown = queries.review(
        plan,
        tab=(failed or {}).get("tab") or get.get("muc", ""),
        chosen=(failed or {}).get("flag") or whole_number(get.get("canh", "")),
        after=whole_number(get.get("sau", "")) or 0,
        at=get.get("nguon", "")[:40],
    )
    answer = policies.may_resolve(request.acting, plan)
    context = {
        "plan": plan,
        "review": shown,
        "tabs": _tabs(plan, shown),
        "is_tasks": shown.tab is Tab.TASKS,
        "task_count": shown.all_counts[Tab.TASKS],
        "open_look": shown.open_counts[Tab.LOOK],
        "open_rest": shown.open_counts[Tab.RECORDED] + shown.open_counts[Tab.SPELLING],
        "next_url": f"?muc={shown.tab}&sau={shown.next_after}" if shown.next_after else "",
        "before_url": "" if shown.before is None else f"?muc={shown.tab}&sau={shown.before}",
        "old_fonts": shown.old_fonts if shown.tab is Tab.LOOK else 0,
        "told": history(plan.key),
        "is_draft": plan.state == PlanState.DRAFT,
        "milestone_count": plan.milestones.filter(task__isnull=False).count(),
        "session_count": plan.council_rows.count(),
        "failed": failed or {},
        "failed_shown": failed is not None and _on_page(shown, failed["flag"]),
        "may_resolve": answer,
        "may_activate": policies.may_activate(request.acting, plan),
        "year_is_free": policies.year_is_free(plan),
        "may_discard": policies.may_discard(request.acting, plan),
        "may_set_counting": policies.may_set_counting(request.acting, plan),
        "counting": CountingForm(initial={"before": "gom" if plan.before_is_inclusive else "khong"}),
    }
    return render(request, "plans/review.html", context)


def _on_page(shown: queries.Review, flag: int) -> bool:
    """Whether the flag leads a question of the page: a reason why it was not written is then shown there."""
    return any(question.main.pk == flag for item in shown.items for question in item.questions)


def _tabs(plan: Plan, shown: queries.Review) -> list[dict[str, Any]]:
    base = reverse("plans:review", args=[plan.pk])
    rows = [
        {
            "label": name(),
            "count": shown.open_counts[tab],
            "url": f"{base}?muc={tab}",
            "current": tab is shown.tab,
        }
        for tab, name in TAB_NAMES.items()
        if shown.all_counts[tab] or tab is Tab.CONFIRM
    ]
    label = _("Tất cả %(n)s việc") % {"n": shown.all_counts[Tab.TASKS]}
    is_tasks = shown.tab is Tab.TASKS
    return [*rows, {"label": label, "count": "", "url": f"{base}?muc={Tab.TASKS}", "current": is_tasks}]


def _flag(request: ActingRequest, pk: int, flag: int) -> Flag:
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    return visible_or_404(
        Flag.objects.filter(plan=plan).select_related("milestone", "plan").defer("plan__reading"), pk=flag
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def resolve(request: ActingRequest, pk: int, flag: int) -> HttpResponse:
    """Settle one flag and go to the next open one; what cannot be written is shown again with the reason."""
    found = _flag(request, pk, flag)
    tab = str(flags.tab_of(found))
    if request.method != "POST":
        return redirect(f"{reverse('plans:review', args=[pk])}?muc={tab}&canh={flag}#dieu-{flag}")
    demand(policies.may_resolve(request.acting, found.plan))
    form = ResolveForm(request.POST)
    tab = request.POST.get("tab", "") or tab
    if not form.is_valid():
        return _again(request, pk, flag, tab, _("Phần gửi lên không đúng dạng. Chưa ghi gì."))
    try:
        actions.resolve_flag(found, **form.cleaned_data, by=request.acting, at=now())
    except Refused as refused:
        return _again(request, pk, flag, tab, refused.reason)
    return redirect(_next(pk, found, tab))


def _again(request: ActingRequest, pk: int, flag: int, tab: str, reason: str) -> HttpResponse:
    sent = {name: request.POST.get(field, "") for name, field in SENT.items()}
    return page(request, _plan(request, pk), failed={"flag": flag, "tab": tab, "reason": reason, **sent})


def _next(pk: int, settled: Flag, tab: str) -> str:
    """The address of the next open flag of the tab, else of the one just settled."""
    asked = flags.in_tab(Tab(tab)) if tab in flags.TAB_CODES else flags.in_tab(flags.tab_of(settled))
    rows = Flag.objects.filter(asked, plan_id=pk, resolution="").order_by("position", "pk")
    chosen = rows.filter(position__gt=settled.position).first() or rows.first() or settled
    return f"{reverse('plans:review', args=[pk])}?muc={tab}&canh={chosen.pk}#dieu-{chosen.pk}"


@require_POST
@login_required
@acts_once
def reopen(request: ActingRequest, pk: int, flag: int) -> HttpResponse:
    """Open a settled flag again."""
    found = _flag(request, pk, flag)
    demand(policies.may_resolve(request.acting, found.plan))
    tab = request.POST.get("tab", "") or str(flags.tab_of(found))
    try:
        actions.reopen_flag(found, reason=request.POST.get("reason", "")[:500], by=request.acting, at=now())
    except Refused as refused:
        return _again(request, pk, flag, tab, refused.reason)
    return redirect(f"{reverse('plans:review', args=[pk])}?muc={tab}&canh={flag}#dieu-{flag}")


@require_POST
@login_required
@acts_once
def keep_all(request: ActingRequest, pk: int) -> HttpResponse:
    """Keep as printed every open flag of one kind."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    demand(policies.may_resolve(request.acting, plan))
    form = KeepAllForm(request.POST)
    kind = request.POST.get("kind", "")
    address = f"{reverse('plans:review', args=[pk])}?muc={kind if kind in flags.TAB_CODES else ''}"
    if not form.is_valid():
        messages.error(request, _("Giữ như in cần có lý do. Chưa ghi gì."))
        return redirect(address)
    try:
        reason = form.cleaned_data["reason"]
        count = actions.keep_all_as_printed(plan, kind, reason=reason, by=request.acting, at=now())
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect(address)
    text = ngettext("Đã giữ như in %(n)s điều.", "Đã giữ như in %(n)s điều.", count)
    messages.success(request, text % {"n": count})
    return redirect(address)


@require_POST
@login_required
@acts_once
def read_old_fonts(request: ActingRequest, pk: int) -> HttpResponse:
    """Confirm every conversion of words in an old font at once."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    demand(policies.may_resolve(request.acting, plan))
    address = f"{reverse('plans:review', args=[pk])}?muc={Tab.LOOK}"
    try:
        count = actions.read_all_old_fonts(plan, by=request.acting, at=now())
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect(address)
    text = ngettext("Đã xác nhận %(n)s bản chuyển.", "Đã xác nhận %(n)s bản chuyển.", count)
    messages.success(request, text % {"n": count})
    return redirect(address)


@require_POST
@login_required
@acts_once
def counting(request: ActingRequest, pk: int) -> HttpResponse:
    """Settle how "trước ngày X" counts in this plan."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    demand(policies.may_set_counting(request.acting, plan))
    form = CountingForm(request.POST)
    if form.is_valid():
        inclusive = form.cleaned_data["before"]
        actions.set_counting(plan, before_is_inclusive=inclusive, by=request.acting, at=now())
        messages.success(request, _("Đã ghi cách tính “trước ngày”; ngày làm việc các mốc được tính lại."))
    else:
        messages.error(request, _("Phần gửi lên không đúng dạng. Chưa ghi gì."))
    return redirect(f"{reverse('plans:review', args=[pk])}?muc={request.POST.get('tab', '')}")


@require_POST
@login_required
@acts_once
def activate(request: ActingRequest, pk: int) -> HttpResponse:
    """Put the plan in force."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    demand(policies.puts_in_force(request.acting, plan))
    try:
        actions.activate(plan, yearly="yearly" in request.POST, by=request.acting, at=now())
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("plans:review", pk=pk)
    messages.success(request, _("Đã phát hành kế hoạch. Bảng theo dõi bắt đầu từ hôm nay."))
    return redirect("plans:board", pk=pk)


@require_POST
@login_required
@acts_once
def discard(request: ActingRequest, pk: int) -> HttpResponse:
    """Take away a plan still being reviewed."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    actions.discard_plan(plan, by=request.acting, at=now())
    messages.success(request, _("Đã bỏ bản đang soát. Có thể nạp lại văn bản."))
    return redirect("plans:list")


@require_POST
@login_required
@acts_once
def close(request: ActingRequest, pk: int) -> HttpResponse:
    """End a plan in force, with a reason."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    demand(policies.may_close(request.acting, plan))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Kết thúc kế hoạch cần có lý do. Chưa ghi gì."))
        return redirect("plans:board", pk=pk)
    actions.close_plan(plan, reason=form.cleaned_data["reason"], by=request.acting, at=now())
    messages.success(request, _("Đã kết thúc kế hoạch. Kế hoạch vẫn xem được."))
    return redirect("plans:board", pk=pk)
