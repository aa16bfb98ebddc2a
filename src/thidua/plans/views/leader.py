"""The leader's board of a plan, on the screen, as one A3 sheet and as an Excel file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.documents.serving import file_response
from thidua.foundation.clock import now, today
from thidua.organisation.access import visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import queries
from thidua.plans.leader_form import WindowForm
from thidua.plans.models import Plan
from thidua.plans.queries.leader import SHEET, Leader
from thidua.plans.queries.leader import leader as weighed
from thidua.plans.queries.leader_sheet import board_pdf, board_xlsx
from thidua.plans.views.listing import Links, filters_of, frame_of


def _shown(request: ActingRequest, pk: int, *, page: int | None = SHEET) -> tuple[Plan, Leader]:
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    return plan, weighed(plan, today(), filters_of(request), page=page, window=_window(request).window())


def _window(request: ActingRequest) -> WindowForm:
    return WindowForm(request.GET if {"tu", "den"} & set(request.GET) else None)


@require_safe
@login_required
def leader(request: ActingRequest, pk: int) -> HttpResponse:
    """Every task with its colour and the reason, the load by month, who carries too much at once."""
    plan, page = _shown(request, pk)
    asked = filters_of(request)
    links = Links(request.path, asked)
    context = {
        **frame_of(request, plan, page.board, asked, "lanh-dao"),
        "view": "lanh-dao",
        "page": page,
        "board": page.board,
        "day": page.on,
        "bars": _bars(page),
        "next_url": links.to(sau=page.next_after) if page.next_after else "",
        "before_url": links.to(sau=page.before) if page.before is not None else "",
        "query": request.GET.urlencode(),
        "window_form": _window_shown(request, page),
    }
    return render(request, "plans/leader.html", context)


def _window_shown(request: ActingRequest, page: Leader) -> WindowForm:
    form = _window(request)
    form.initial = dict(zip(("tu", "den"), page.window, strict=True))
    return form


def _bars(page: Leader) -> list[dict[str, object]]:
    """The summary bar: how many tasks have which colour."""
    whole = max(1, len(page.rows))
    css = {"late": "late", "warn": "warn", "ok": "ok", "wait": "", "held": "fin"}
    return [
        {
            "n": count, "label": label, "kind": kind, "class": css[kind],
            "share": max(1, min(20, round(20 * count / whole))),
            "here": any(group.kind == kind for group in page.groups),
        }
        for kind, label, count in page.counts
    ]  # fmt: skip


@require_safe
@login_required
def leader_pdf(request: ActingRequest, pk: int) -> HttpResponse:
    """The page as one A3 sheet across."""
    plan, page = _shown(request, pk)
    return file_response(board_pdf(page, now()), f"{_name(plan, page)}.pdf", "pdf", inline=True)


@require_safe
@login_required
def leader_xlsx(request: ActingRequest, pk: int) -> HttpResponse:
    """The rows of all pages as an Excel file."""
    plan, page = _shown(request, pk, page=None)
    return file_response(board_xlsx(page), f"{_name(plan, page)}.xlsx", "xlsx")


def _name(plan: Plan, page: Leader) -> str:
    return f"bang-lanh-dao-{plan.year or plan.pk}-{page.on:%Y%m%d}"
