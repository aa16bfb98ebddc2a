"""By when each step of the office is due: dated numbers of working days from the law room, counted from today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from thidua.awards.inforce import law_in_force
from thidua.awards.rules import DatedValue
from thidua.dossiers.flow import DossierVerb
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
