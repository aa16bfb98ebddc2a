"""The frame of every page: the places the chosen duty opens, who acts, in what duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from thidua.foundation.words import mark
from thidua.organisation.models import DutyCode


@dataclass(frozen=True)
class Place:
    """One entry of the left column."""

    code: str
    label: str
    icon: str
    url: str
    current: bool
    count: int | None = None
    hot: bool = False


OFFICE = frozenset({DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER, DutyCode.OFFICE_HEAD, DutyCode.COUNCIL_SECRETARY, DutyCode.CLERK})
COUNCIL = frozenset({DutyCode.COUNCIL_MEMBER, DutyCode.COUNCIL_CHAIR, DutyCode.TELLER})
EVERY_DUTY = frozenset(DutyCode)

# code, label, icon, named route, duties that open it; the groups are separated by a rule on screen.
PLACES: tuple[tuple[tuple[str, str, str, str, frozenset[DutyCode]], ...], ...] = (
    (
        ("desk", mark("Bàn việc"), "clipboard-list", "desk:home", EVERY_DUTY),
        ("plans", mark("Kế hoạch"), "calendar-range", "plans:list", EVERY_DUTY),
    ),
    (
        ("dossiers", mark("Hồ sơ"), "folder-open", "dossiers:list", OFFICE | {DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD, DutyCode.LEADER, DutyCode.INSPECTOR}),
        ("councils", mark("Hội đồng"), "users", "councils:list", OFFICE | COUNCIL | {DutyCode.LEADER}),
        ("decisions", mark("Quyết định"), "stamp", "decisions:list", OFFICE | {DutyCode.LEADER, DutyCode.UNIT_HEAD, DutyCode.UNIT_OFFICER}),
        ("register", mark("Sổ khen thưởng"), "book-marked", "register:search", OFFICE | {DutyCode.LEADER, DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD, DutyCode.INSPECTOR}),
    ),
    (("organisation", mark("Danh mục"), "tags", "organisation:units", EVERY_DUTY),),
)  # fmt: skip


def places(request: HttpRequest) -> list[list[Place]]:
    """The places the chosen duty opens, grouped, the current one marked."""
    acting = request.acting  # type: ignore[attr-defined]  # put there by ActingMiddleware
    match = request.resolver_match
    here = match.app_name if match else ""
    return [
        [
            Place(code, label, icon, reverse(route), here == code)
            for code, label, icon, route, duties in group
            if acting.duty and acting.duty.code in duties
        ]
        for group in PLACES
    ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` for signed-in people, nothing for strangers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"frame": None}
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, Any]:
    acting = request.acting  # type: ignore[attr-defined]  # put there by ActingMiddleware
    return {
        "places": [group for group in places(request) if group],
        "person_name": acting.user.full_name,
        "duty": acting.duty,
        "duties": acting.duties,
        "switch_url": reverse("organisation:act_as"),
    }
