"""Pages on units, the official calendar and the duty one acts in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thidua.accounts.once import acts_once
from thidua.foundation.clock import now, today
from thidua.organisation import queries
from thidua.organisation.access import demand
from thidua.organisation.acting import SESSION_KEY
from thidua.organisation.actions import set_calendar_day
from thidua.organisation.forms import CalendarDayForm
from thidua.organisation.models import CalendarDay, Unit, UnitKind
from thidua.organisation.policies import may_keep_calendar


@require_safe
@login_required
def units(request: HttpRequest) -> HttpResponse:
    """Units by kind and by what a person types, old names included."""
    text, kind, ended = (
        request.GET.get("q", ""),
        request.GET.get("loai", ""),
        request.GET.get("da-ket-thuc") == "1",
    )
    page = queries.find_units(text, kind=kind, ended=ended, on=today(), after=request.GET.get("sau", ""))
    return render(
        request,
        "organisation/units.html",
        {"page": page, "text": text, "kind": kind, "ended": ended, "kinds": UnitKind.choices},
    )


@require_safe
@login_required
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: names over time, what came before and after, who holds which duty."""
    found = get_object_or_404(Unit.objects.select_related("parent"), pk=pk)
    return render(request, "organisation/unit.html", {"unit": found, **queries.unit_page(found, on=today())})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The days off and make-up days of a year; the head of the office enters what is announced."""
    shown = year or today().year
    if not 1985 <= shown <= 2100:
        return redirect("organisation:calendar")
    answer = may_keep_calendar(request.acting)  # type: ignore[attr-defined]  # put there by ActingMiddleware
    form = CalendarDayForm(shown, request.POST or None)
    if request.method == "POST":
        demand(answer)
        if form.is_valid():
            data: dict[str, Any] = form.cleaned_data
            row = set_calendar_day(
                data["day"], data["kind"], data["name"], source=data["source"],
                by=request.acting, at=now(),  # type: ignore[attr-defined]  # put there by ActingMiddleware
            )  # fmt: skip
            messages.success(request, _("Đã ghi ngày %(day)s.") % {"day": f"{row.day:%d/%m/%Y}"})
            return redirect(reverse("organisation:calendar_year", args=[shown]))
    official = queries.official_calendar([shown])
    entered = CalendarDay.objects.filter(day__year=shown)
    context = {
        "year": shown,
        "months": queries.months_of(shown, official),
        "off": sorted((day, name) for day, name in official.off.items() if day.year == shown),
        "worked": sorted(day for day in official.worked if day.year == shown),
        "entered": entered,
        "form": form,
        "answer": answer,
    }
    return render(request, "organisation/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose the duty to act in, among those held today."""
    acting = request.acting  # type: ignore[attr-defined]  # put there by ActingMiddleware
    if request.method == "POST":
        wanted = request.POST.get("duty", "")
        if any(str(duty.pk) == wanted for duty in acting.duties):
            request.session[SESSION_KEY] = int(wanted)
            return redirect("desk:home")
        messages.error(request, _("Nhiệm vụ này không còn hiệu lực. Vẫn giữ nhiệm vụ đang chọn."))
    return render(request, "organisation/act_as.html", {"acting": acting})
