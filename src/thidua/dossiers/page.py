"""What the page of a dossier draws from its state and steps: road, acts with their reasons, history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.accounts.models import User
from thidua.audit.models import Event
from thidua.councils.flow import SessionState
from thidua.dossiers.flow import (
    DEEDS,
    EDGES,
    FACES,
    STATIONS,
    Deed,
    DossierState,
    DossierVerb,
    Face,
    ahead,
    station_of,
)
from thidua.dossiers.models import Dossier
from thidua.dossiers.policies import may
from thidua.dossiers.routes import road, stations_on
from thidua.foundation.answers import Answer
from thidua.foundation.clock import HANOI, local_day
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting

# The station whose day is known before a dossier comes to it: that of the session.
COUNCIL = 4
VOTED = (SessionState.COUNTED, SessionState.CLOSED)
"""States of a session whose vote is over."""
# The order in which acts are offered; the first that is possible is the main one.
OFFERED = (
    DossierVerb.RESUBMIT, DossierVerb.RECEIVE, DossierVerb.APPROVE, DossierVerb.APPROVE_INELIGIBLE, DossierVerb.SEND_BACK,
    DossierVerb.CONCLUDE_ELIGIBLE, DossierVerb.TAKE, DossierVerb.RETURN,
    DossierVerb.CONCLUDE_INELIGIBLE, DossierVerb.HAND_OVER, DossierVerb.PUT_ON_AGENDA, DossierVerb.REOPEN,
    DossierVerb.TAKE_OFF_AGENDA, DossierVerb.WITHDRAW,
)  # fmt: skip


MAIN_ACT = "viec-chinh"
"""The id of the button of the main act."""


ON_OWN_PAGE = (DossierVerb.RETURN, DossierVerb.HAND_OVER)
"""Acts that ask for what they need on a page of their own."""


@dataclass(frozen=True)
class Act:
    """One act on the panel: its words, whether it may be done now, and the reason when not."""

    verb: DossierVerb
    deed: Deed
    answer: Answer
    needs_reason: bool
    main: bool = False


def face(dossier: Dossier) -> Face:
    """How the state is shown."""
    return FACES[DossierState(dossier.state)]


def stations(dossier: Dossier, day: date) -> list[dict[str, str]]:
    """The road: stations done with their dates, the present one, those to come.

    The day of a vote is told only while it lies ahead: a dossier that missed it waits for another.
    """
    here = station_of(DossierState(dossier.state))
    dates: dict[int, str] = {}
    for step in dossier.steps.all():
        dates[station_of(DossierState(step.target))] = f"{local_day(step.at):%d/%m/%Y}"
    session = dossier.session or dossier.round.session
    if session and session.held_on and session.held_on >= day and session.state not in VOTED:
        dates.setdefault(COUNCIL, _("dự kiến %(day)s") % {"day": f"{session.held_on:%d/%m/%Y}"})
    ended = dossier.state in (DossierState.DECIDED, DossierState.REVOKED, DossierState.NOT_GRANTED)
    return [
        {
            "label": _(label),
            "kind": "done" if place < here or (ended and place == here) else "now" if place == here else "todo",
            "date": dates.get(place, "") if place <= here or place == COUNCIL else "",
        }
        for place, (label, _states) in enumerate(STATIONS)
        if place == here or place in stations_on(dossier.round.route, dossier.round.votes)
    ]


def acts(acting: Acting, dossier: Dossier) -> list[Act]:
    """The acts that belong to this duty: possible ones first, then those to come, blocked with their reason."""
    state = DossierState(dossier.state)
    found = []
    for verb in OFFERED:
        edge = road(dossier.round.route, dossier.round.votes).get(verb)
        if (
            edge is None
            or not acting.holds(*edge.duties)
            or not (state in edge.sources or _next_on_the_road(state, verb))
        ):
            continue
        if verb == DossierVerb.TAKE and dossier.holder_id == acting.user.pk:
            continue  # nothing to take: it is already mine
        if verb == (DossierVerb.APPROVE_INELIGIBLE if dossier.eligible else DossierVerb.APPROVE):
            continue  # the sheet concludes the other way
        needs_reason = edge.needs_reason or (verb == DossierVerb.CONCLUDE_ELIGIBLE and dossier.verdict_code != "pass")
        found.append(Act(verb, DEEDS[verb], may(acting, dossier, verb), needs_reason))
    found.sort(key=lambda act: (act.verb == DossierVerb.WITHDRAW, not act.answer.allowed))
    return [
        Act(
            act.verb,
            act.deed,
            act.answer,
            act.needs_reason,
            place == 0 and act.answer.allowed and act.verb != DossierVerb.WITHDRAW,
        )
        for place, act in enumerate(found)
    ]


def first_place(offered: Iterable[Act]) -> str:
    """Where the keyboard goes first: to what the main act asks for, to the main act itself, else to the panel."""
    main = next((act for act in offered if act.main), None)
    if main is None:
        return "viec"
    return f"ly-do-{main.verb}" if main.needs_reason and main.verb not in ON_OWN_PAGE else MAIN_ACT


def _next_on_the_road(state: DossierState, verb: DossierVerb) -> bool:
    """Whether the act is one of the milestones still to come: these are shown blocked, with their reason."""
    if verb not in (DossierVerb.CONCLUDE_ELIGIBLE, DossierVerb.PUT_ON_AGENDA) or not ahead(state, verb):
        return False
    return min(map(station_of, EDGES[verb].sources)) > station_of(state)


MENDED: dict[str, str] = {
    "dossiers.edit": mark("sửa thông tin"),
    "dossiers.declare": mark("khai dữ kiện"),
    "dossiers.add_paper": mark("thêm giấy tờ"),
    "dossiers.match": mark("nối hồ sơ với Sổ"),
    "dossiers.hold": mark("ghi việc đang mở, tạm dừng xét"),
    "dossiers.release": mark("ghi văn bản giải quyết, xét tiếp"),
    "dossiers.decide_twin": mark("kết luận trùng hay không trùng"),
}
"""What is done to a dossier between its steps, told in its history once it was sent."""
FIELDS = {
    "name": mark("họ tên"), "cccd": mark("số định danh"), "birth": mark("ngày sinh"), "position": mark("chức vụ"),
    "workplace": mark("đơn vị công tác"), "achievement": mark("thành tích"),
}  # fmt: skip


def history(dossier: Dossier, events: Iterable[Event], people: Mapping[str, User]) -> list[dict[str, Any]]:
    """Steps newest first, with who, when, why, and how long the dossier stayed there; between them what was mended.

    `people`: who acted in the events, by the journal's key.
    """
    steps = list(dossier.steps.all())
    rows = []
    for place, step in enumerate(steps):
        until = steps[place + 1].at if place + 1 < len(steps) else None
        days = (local_day(until) - local_day(step.at)).days if until else None
        held = ngettext("giữ %(n)s ngày", "giữ %(n)s ngày", days) % {"n": days} if days is not None else ""
        deed = _(DEEDS[DossierVerb(step.verb)].done)
        rows.append(_told(step.at, step.by, deed, step.reason, held))
    rows += [
        _told(event.at, people.get(event.actor), _(MENDED[event.verb]), _fields(event) or event.reason)
        for event in events
        if steps and event.at >= steps[0].at
    ]
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def _told(at: datetime, who: User | None, deed: str, reason: str, held: str = "") -> dict[str, Any]:
    when = at.astimezone(HANOI).strftime("%d/%m/%Y, %H:%M")
    return {"at": at, "when": when, "who": who.full_name if who else "", "deed": deed, "reason": reason, "held": held}


def _fields(event: Event) -> str:
    return ", ".join(_(FIELDS[name]) for name in event.data.get("fields", ()) if name in FIELDS)
