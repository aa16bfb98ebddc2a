"""The frame of every page: the places the chosen duty opens, who acts, in what duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from thidua.foundation.words import mark
from thidua.notices.queries import unread_count
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


OFFICE = frozenset(
    {
        DutyCode.INTAKE_OFFICER,
        DutyCode.APPRAISER,
        DutyCode.OFFICE_HEAD,
        DutyCode.COUNCIL_SECRETARY,
        DutyCode.CLERK,
    }
)
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
    (
        ("awards", mark("Quy định khen thưởng"), "book-open", "awards:list", EVERY_DUTY),
        ("organisation", mark("Danh mục"), "tags", "organisation:units", EVERY_DUTY),
    ),
)  # fmt: skip


# Pages that stand in another place than their room.
PLACED = {
    "awards:recipient": "register",
    "dossiers:touched": "awards",
    "dossiers:whatif": "awards",
    "dossiers:whatif_value": "awards",
    "dossiers:whatif_condition": "awards",
}


def places(request: HttpRequest) -> list[list[Place]]:
    """The places the chosen duty opens, grouped, the current one marked."""
    acting = request.acting  # type: ignore[attr-defined]  # put there by ActingMiddleware
    match = request.resolver_match
    here = PLACED.get(match.view_name, match.app_name) if match else ""
    groups = [
        [
            Place(code, gettext(label), icon, reverse(route), here == code)
            for code, label, icon, route, duties in group
            if acting.duty and acting.duty.code in duties
        ]
        for group in PLACES
    ]
    return [group for group in groups if group]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` for signed-in people, `public_places` for everybody."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"frame": None, "public_places": SimpleLazyObject(lambda: public_places(request))}
    return {
        "frame": SimpleLazyObject(lambda: _frame(request)),
        "public_places": SimpleLazyObject(lambda: public_places(request)),
    }


PUBLIC = ((mark("Kiểm tra bằng"), "portal:home"), (mark("Lấy ý kiến Nhân dân"), "consulting:lists"))


def public_places(request: HttpRequest) -> list[Place]:
    """The places open to everybody, the current one marked."""
    here = request.resolver_match.app_name if request.resolver_match else ""
    return [
        Place(route, gettext(label), "", reverse(route), route.partition(":")[0] == here) for label, route in PUBLIC
    ]


def _frame(request: HttpRequest) -> dict[str, Any]:
    acting = request.acting  # type: ignore[attr-defined]  # put there by ActingMiddleware
    duty = acting.duty
    return {
        "places": places(request),
        "city_name": gettext("Công tác thi đua, khen thưởng"),
        "person_name": acting.user.full_name,
        "duty_label": f"{duty.get_code_display()} · {duty.unit}" if duty else gettext("Chưa có nhiệm vụ"),
        "duties_url": reverse("organisation:act_as") if len(acting.duties) > 1 else "",
        "home_url": reverse("desk:home"),
        "search_url": reverse("desk:search"),
        "search_text": request.GET.get("q", "") if request.path == reverse("desk:search") else "",
        "help_url": reverse("desk:help"),
        "notices_url": reverse("notices:inbox"),
        "notice_count": unread_count(acting.user),
        "account_url": reverse("accounts:security"),
        "sign_out_url": reverse("account_logout"),
        "session_seconds": request.session.get_expiry_age(),
        "keep_url": reverse("desk:keep"),
    }
