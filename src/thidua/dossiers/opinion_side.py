"""What the page of a dossier shows of opinions: what is asked for, what was said, what may be done, what it waits for."""

from __future__ import annotations

from datetime import date
from typing import Any

from thidua.dossiers import policies
from thidua.dossiers.models import Dossier
from thidua.dossiers.policies.opinions import lines_of, needs, not_consulting
from thidua.dossiers.queries.opinions import said_on
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.queries import official_calendar


def opinion_side(acting: Acting, found: Dossier, day: date) -> dict[str, Any]:
    """The context of the section; empty where the law asks nothing and nobody was asked. `found` was read by `queries.full`."""
    need = needs(found)
    said = said_on(found) if found.has_opinions else []  # type: ignore[attr-defined]  # annotated by queries.full
    lines = lines_of(found) if need.days else []
    office = acting.holds(DutyCode.APPRAISER, DutyCode.OFFICE_HEAD)
    calendar = (
        official_calendar((day.year, day.year + 1))
        if any(line.consultation.ended_at is None for line in lines)
        else None
    )
    return {
        "needs": need,
        "opinions": said,
        "published": [(line, calendar.between(day, line.consultation.ends_on) if calendar and line.consultation.ended_at is None else None) for line in lines],
        "waits_for": not_consulting(found).reason,
        "may_ask_opinion": policies.may_ask(acting, found),
        "may_publish_name": policies.may_publish(acting, found) if office and not lines and need.days else None,
        "opinions_shown": bool(said or lines or ((need.days or need.agency) and found.sent_at)),
        "opinions_office": office,
    }  # fmt: skip
