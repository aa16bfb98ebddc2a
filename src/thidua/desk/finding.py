"""One search over people, units, dossiers, decisions and tasks of plans, each within what the person may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.decisions.models import Decision
from thidua.decisions.policies import seen_by as decisions_seen
from thidua.dossiers.models import Dossier
from thidua.dossiers.policies import seen_by as dossiers_seen
from thidua.foundation.clock import today
from thidua.foundation.text import fold
from thidua.organisation.acting import Acting
from thidua.organisation.queries import find_units
from thidua.plans.queries import FoundTask, find_tasks
from thidua.register.queries import begins_with_number, called, search, units_seen

SHOWN = 8
LONGEST = 140


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    title: str
    side: str
    url: str


@dataclass(frozen=True)
class Found:
    """What was found, by kind."""

    people: list[Hit]
    units: list[Hit]
    dossiers: list[Hit]
    decisions: list[Hit]
    tasks: list[Hit]

    def __bool__(self) -> bool:
        return bool(self.people or self.units or self.dossiers or self.decisions or self.tasks)


def find(text: str, acting: Acting) -> Found | None:
    """Search everything; None when nothing was typed."""
    key = fold(text)
    if not key:
        return None
    people = search(text, units=units_seen(acting)).rows[:SHOWN]
    units = [] if text.isdigit() else find_units(text, kind="", ended=False, on=today()).rows[:SHOWN]
    dossiers = Dossier.objects.filter(dossiers_seen(acting))
    dossiers = dossiers.filter(code__startswith=text.strip()) if text[:4].isdigit() else dossiers.filter(called(text))
    decisions = Decision.objects.filter(decisions_seen(acting)).filter(begins_with_number("number", text))
    return Found(
        [Hit(row.name, str(row.unit or ""), reverse("awards:recipient", args=[row.pk])) for row in people],
        [Hit(row.name, row.get_kind_display(), reverse("organisation:unit", args=[row.pk])) for row in units],
        [
            Hit(f"{row.code} {row.name}", row.unit.name, reverse("dossiers:detail", args=[row.pk]))
            for row in dossiers.select_related("unit").order_by("name_fold", "id")[:SHOWN]
        ],
        [
            Hit(row.number, row.title, reverse("decisions:detail", args=[row.pk]))
            for row in decisions.order_by("-id")[:SHOWN]
        ],
        [
            Hit(_cut(f"{row.number}. {row.headline}"), _of_plan(row), reverse("plans:task", args=[row.pk]))
            for row in find_tasks(text, acting, limit=SHOWN)
        ],
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _of_plan(row: FoundTask) -> str:
    if row.year is None:
        return row.plan
    return _("%(plan)s, năm %(year)s") % {"plan": row.plan, "year": row.year}
