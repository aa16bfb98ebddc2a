"""The plan in force, the other plans, the board of each, and its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thidua.documents.serving import kept_file_response
from thidua.foundation.clock import today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import policies, queries
from thidua.plans.due import SOON_WORKDAYS, Standing
from thidua.plans.models import Plan, PlanState
from thidua.plans.queries.board import LOCS
from thidua.plans.queries.chain import unlinked
from thidua.plans.queries.saved import kept_query, saved_lines
from thidua.plans.queries.sessions import sessions

VIEWS = ("bang", "han", "don-vi", "phien", "hoi-dong")
ELSEWHERE = {"thoi-gian": "plans:timeline", "lich": "plans:monthly"}
"""Ways of looking that have pages of their own; a saved filter names them all alike."""


@require_safe
@login_required
def listing(request: ActingRequest) -> HttpResponse:
    """The board of the plan in force with the other plans under it; the plans alone when none is in force."""
    day = today()
    plan = queries.main_plan(request.acting, day)
    context: dict[str, Any] = {
        "years": queries.years_of_plans(request.acting, day),
        "may_import": policies.may_import(request.acting),
    }
    if plan is None:
        return render(request, "plans/list.html", context)
    return render(request, "plans/board.html", {**context, **board_context(request, plan)})


@require_safe
@login_required
def board(request: ActingRequest, pk: int) -> HttpResponse:
    """The board of one plan; a plan being reviewed shows what it will be."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    if page := ELSEWHERE.get(request.GET.get("xem", "")):
        rest = urlencode([(name, value) for name, value in request.GET.items() if name != "xem"])
        return redirect(f"{reverse(page, args=[pk])}?{rest}")
    context = board_context(request, plan)
    return render(request, "plans/board.html", {**context, "may_import": policies.may_import(request.acting)})


def board_context(request: ActingRequest, plan: Plan) -> dict[str, Any]:
    """What the board's template shows for the filters in the address."""
    day, asked = today(), filters_of(request)
    shown = queries.board(plan, day, asked)
    return {
        **frame_of(request, plan, shown, asked),
        "board": shown,
        "day": day,
        "view": asked.view,
        "bars": _bars(shown, Links(request.path, asked), asked),
        "may_settle": policies.may_settle(request.acting, plan),
        "programme": queries.programme(plan, day) if asked.view == "hoi-dong" else [],
        "sessions": sessions(plan, day) if asked.view == "phien" else None,
        "soon": SOON_WORKDAYS,
        "is_draft": plan.state == PlanState.DRAFT,
        "is_active": plan.state == PlanState.ACTIVE,
        "may_close": policies.may_close(request.acting, plan),
        "may_amend": policies.may_amend(request.acting, plan),
        "may_urge": policies.may_urge(request.acting, plan),
        "may_roll": policies.may_roll(request.acting, plan),
    }


def frame_of(
    request: ActingRequest,
    plan: Plan,
    shown: queries.Board,
    asked: queries.Filters,
    view: str = "",
    **carried: str,
) -> dict[str, Any]:
    """What every way of looking at a plan shows around its rows: tabs, filters in use, pages, saved filters.

    `view` names a page of its own; its address keeps no `xem`, and `carried` is what else of it stays.
    """
    links = Links(request.path, asked, carried)
    values = {"xem": view or (asked.view if asked.view != VIEWS[0] else ""), **links.filters}
    saved = saved_lines(request.acting, values)
    return {
        "plan": plan,
        "unlinked": unlinked(plan) and bool(policies.may_chain(request.acting, plan)),
        "asked": asked,
        "units": shown.units,
        "parts": shown.parts,
        "kept": urlencode({name: value for name, value in links.filters.items() if value}),
        "pills": _pills(shown, links, asked),
        "bare_url": request.path,
        "carried": carried,
        "board_url": reverse("plans:board", args=[plan.pk]) if view else request.path,
        "next_url": links.to(sau=shown.next_after) if shown.next_after else "",
        "before_url": links.to(sau=shown.before) if shown.before is not None else "",
        "saved": saved,
        "kept_now": iri_to_uri(kept_query(values)) if asked.narrowed else "",
        "is_kept": any(one.current for one in saved),
    }


def filters_of(request: ActingRequest) -> queries.Filters:
    """The filters in the address; what is not understood is left out."""
    get = request.GET
    view = get.get("xem", "")
    return queries.Filters(
        loc=get.get("loc", "") if get.get("loc") in LOCS else "",
        unit=whole_number(get.get("don-vi", "")),
        part=get.get("phan", "")[:200],
        text=get.get("q", "").strip()[:100],
        view=view if view in VIEWS else VIEWS[0],
        after=whole_number(get.get("sau", "")) or 0,
    )


class Links:
    """Addresses of the same board with one thing changed."""

    def __init__(self, path: str, asked: queries.Filters, carried: Mapping[str, str] | None = None) -> None:
        self._path = path
        self.filters = {
            "loc": asked.loc, "don-vi": str(asked.unit or ""), "phan": asked.part, "q": asked.text
        }  # fmt: skip
        self._now = {"xem": "" if asked.view == VIEWS[0] else asked.view, **self.filters, **(carried or {})}

    def to(self, **change: object) -> str:
        """The address with these parameters changed; an empty value takes one away."""
        named = {name.replace("_", "-"): "" if value in (0, None) else str(value) for name, value in change.items()}
        if named.get("xem") == VIEWS[0]:
            named["xem"] = ""
        query = {name: value for name, value in {**self._now, **named}.items() if value}
        return f"{self._path}?{urlencode(query)}" if query else self._path


def _bars(shown: queries.Board, links: Links, asked: queries.Filters) -> list[dict[str, Any]]:
    """The summary bar: how many milestones stand how, each a link to exactly those."""
    rows = (
        ("qua-han", Standing.LATE, "late", "late", _("Quá hạn")),
        (
            "sap-han",
            Standing.SOON,
            "warn",
            "warn",
            _("Sắp hạn, còn %(n)s ngày làm việc trở xuống") % {"n": SOON_WORKDAYS},
        ),
        ("dung-han", Standing.AHEAD, "ok", "ok", _("Còn trong hạn")),
        ("thuong-xuyen", Standing.UNDATED, "", "wait", _("Chưa có ngày")),
        ("da-xong", Standing.DONE, "fin", "", _("Đã xong")),
    )
    whole = max(1, sum(shown.counts.values()))
    return [
        {
            "n": shown.counts[kind], "class": css, "mark": mark, "label": label, "current": asked.loc == loc,
            "url": links.to(loc="" if asked.loc == loc else loc, sau=0),
            "share": max(1, min(20, round(20 * shown.counts[kind] / whole))),
        }
        for loc, kind, css, mark, label in rows
    ]  # fmt: skip


def _pills(shown: queries.Board, links: Links, asked: queries.Filters) -> list[tuple[str, str, str]]:
    """The filters in use: name, value, address without it."""
    names = {
        "qua-han": _("quá hạn"), "sap-han": _("sắp hạn"), "dung-han": _("còn trong hạn"), "sap-toi": _("còn phía trước"),
        "thuong-xuyen": _("chưa có ngày"), "da-xong": _("đã xong"),
    }  # fmt: skip
    pills = []
    if asked.loc:
        pills.append((_("Trạng thái"), names[asked.loc], links.to(loc="", sau=0)))
    if asked.unit:
        unit = next((unit.name for unit in shown.units if unit.pk == asked.unit), str(asked.unit))
        pills.append((_("Đơn vị"), unit, links.to(don_vi="", sau=0)))
    if asked.part:
        pills.append((_("Phần"), asked.part, links.to(phan="", sau=0)))
    if asked.text:
        pills.append((_("Có chữ"), asked.text, links.to(q="", sau=0)))
    return pills


@require_safe
@login_required
def original(request: ActingRequest, pk: int) -> HttpResponse:
    """The document as it was taken in."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    return kept_file_response(plan.file, inline=request.GET.get("xem") == "1")


@require_safe
@login_required
def source(request: ActingRequest, pk: int) -> HttpResponse:
    """The whole text of the document, every row with its anchor."""
    plan = visible_or_404(queries.plans(request.acting).defer(None), pk=pk)
    return render(request, "plans/source.html", {"plan": plan, "blocks": queries.whole_source(plan)})
