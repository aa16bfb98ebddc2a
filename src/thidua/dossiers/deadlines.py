"""By when each step of the office is due: dated numbers of working days from the law room, counted from today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from thidua.awards.inforce import law_in_force
from thidua.awards.rules import DatedValue
from thidua.dossiers.flow import DossierVerb
from thidua.dossiers.routes import route_of
from thidua.foundation.clock import local_day
from thidua.foundation.workdays import OfficialCalendar

INTAKE, APPRAISAL, SUPPLEMENT = "han.tiep-nhan.ngay", "han.tham-dinh.ngay", "han.bo-sung.ngay"
# Which clock a step starts; a step that is not here and does not end the office's work lets the clock run on.
STARTS = {
    DossierVerb.SUBMIT: INTAKE, DossierVerb.RESUBMIT: INTAKE, DossierVerb.RECEIVE: APPRAISAL,
    DossierVerb.REOPEN: APPRAISAL, DossierVerb.RETURN: SUPPLEMENT,
}  # fmt: skip
RUNS_ON = frozenset(
    {
        DossierVerb.TAKE, DossierVerb.HAND_OVER, DossierVerb.CONCLUDE_ELIGIBLE, DossierVerb.CONCLUDE_INELIGIBLE,
        DossierVerb.SEND_BACK,
    }
)  # fmt: skip


def days_for(key: str, award: str, on: date) -> DatedValue | None:
    """The dated number of working days: the award's own for appraisal when the law sets one, else the office's."""
    law = law_in_force()
    own = law.value(f"{award}.appraisal.days", on) if key == APPRAISAL else None
    return own or law.value(key, on)


def due_after(verb: DossierVerb, awards: Iterable[str], on: date, calendar: OfficialCalendar) -> dict[str, date | None]:
    """The deadline that a step sets, by award; none for a step that sets none."""
    key = STARTS.get(verb)
    found: dict[str, date | None] = {}
    for award in set(awards):
        days = days_for(key, award, on) if key else None
        found[award] = calendar.add(on, int(days.value)) if days is not None and days.value else None
    return found


HOURS = ".gio"
"""What the key of a clock that counts hours ends in."""


def clock_of(verb: DossierVerb, route: str) -> str:
    """The key of the clock a step starts on a route; empty for a step that starts none."""
    key = STARTS.get(verb, "")
    return route_of(route).clocks.get(key, key)


def due_on_route(
    verb: DossierVerb, route: str, award: str, at: datetime, calendar: OfficialCalendar
) -> tuple[date | None, datetime | None]:
    """The deadline a step sets on a route: its day and, where the route counts hours, its moment."""
    key, day = clock_of(verb, route), local_day(at)
    if key == STARTS.get(verb, ""):
        return due_after(verb, [award], day, calendar)[award], None
    found = law_in_force().value(key, day)
    if found is None or not found.value:
        return None, None
    if key.endswith(HOURS):
        moment = at + timedelta(hours=int(found.value))
        return local_day(moment), moment
    return calendar.add(day, int(found.value)), None
