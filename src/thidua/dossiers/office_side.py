"""What the page of a dossier shows of the office's side: what holds it, its points with their rules, the way on in the queue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from thidua.accounts.models import User
from thidua.audit.models import Event
from thidua.dossiers import policies, queries
from thidua.dossiers.defects import DETAILS, PAPER, PART, RULE, about_words
from thidua.dossiers.models import Competence, Dossier
from thidua.dossiers.policies.competence import asked, last_ruling, may_rule
from thidua.dossiers.policies.holding import open_holds, reason_of
from thidua.foundation.clock import now
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import in_office


def office_side(acting: Acting, found: Dossier, day: date, *, in_queue: bool) -> dict[str, Any]:
    """The context of these panels. `found` was read by `queries.full`."""
    if not found.is_held:  # type: ignore[attr-defined]  # annotated by queries.full
        found.holds_read = []  # type: ignore[attr-defined]  # nothing to read
    holds = open_holds(found)
    points = list(found.defects.select_related("raised_by", "answered_by")) if found.returns else []
    words = about_words(found, [point.about for point in points])
    return {
        "holds": [(hold, policies.may_release(acting, hold)) for hold in holds],
        "held_reason": reason_of(holds) if holds else "",
        "may_hold": policies.may_hold(acting, found),
        "defects": [
            (point, words[point.about], policies.may_answer(acting, point), where_to_mend(found, point.about)) for point in reversed(points)
        ],
        "late": bool(found.due_on and found.due_on < day) or bool(found.due_at and found.due_at < now()),
        "late_note": found.late_note,
        **level_side(acting, found),
        "in_queue": in_queue and bool(policies.may_work_queue(acting)),
    }  # fmt: skip


def level_side(acting: Acting, found: Dossier) -> dict[str, Any]:
    """Which level rewards: what is asked of the dossier and what was decided; shown to the office."""
    question = asked(found) if in_office(acting) or acting.holds(DutyCode.INSPECTOR) else None
    if question is None:
        return {}
    return {
        "level_question": question, "level_ruling": last_ruling(found), "may_rule": may_rule(acting, found), "level_choices": Competence.choices,
    }  # fmt: skip


def where_to_mend(found: Dossier, about: str) -> str:
    """The address at which a point is put right; empty for one on the whole dossier."""
    if about == DETAILS:
        return reverse("dossiers:edit", args=[found.pk])
    if about.startswith(RULE):
        return reverse("dossiers:facts", args=[found.pk])
    return "#thanh-phan" if about.startswith((PART, PAPER)) else ""


def people_in(found: Dossier, events: list[Event]) -> dict[str, User]:
    """Who acted in the events: most are known from the steps, the others are read."""
    known = {step.by.key: step.by for step in found.steps.all() if step.by}
    missing = {event.actor for event in events} - known.keys()
    return {**known, **queries.people_of(missing)} if missing else known
