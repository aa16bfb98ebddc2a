"""Requests for more time: those a person sees, and the working day a new day would mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from thidua.organisation.acting import Acting
from thidua.plans.due import effective_day, named_day
from thidua.plans.models import Extension, ExtensionState, Milestone, PlanState
from thidua.plans.policies import extensions_seen_by
from thidua.plans.queries.calendars import calendar_of

PAGE = 30


def present_day(milestone: Milestone) -> date | None:
    """The day a milestone names now."""
    return named_day(milestone.used_date, milestone.printed_date, milestone.month)


def counted(milestone: Milestone, day: date) -> tuple[date, str]:
    """The last working day a milestone would have if it named `day`, and why it is another one ("" when it is not)."""
    calendar = calendar_of([day])
    last = effective_day(day, milestone.relation, inclusive=milestone.plan.before_is_inclusive, calendar=calendar)
    assert last is not None  # a day was given
    return last, calendar.reason_off(day) or ""


def extensions(acting: Acting) -> QuerySet[Extension]:
    """The requests a person sees, with all that their page and their policy ask."""
    related = (
        "milestone__plan__unit", "milestone__task", "milestone__council_row", "asked_by", "asked_unit", "decided_by",
    )  # fmt: skip
    rows = Extension.objects.filter(extensions_seen_by(acting)).select_related(*related)
    return rows.defer("milestone__plan__reading").prefetch_related("asked_by__duties")


@dataclass(frozen=True)
class ExtensionPage:
    """One page of requests and the id after which the next one starts (0: no more)."""

    rows: list[Extension]
    next_after: int


def extension_page(acting: Acting, *, decided: bool, after: int = 0) -> ExtensionPage:
    """Requests waiting for a decision, who waits longest first; or the decided ones, newest first. One query."""
    rows = extensions(acting)
    if decided:
        rows = rows.exclude(state=ExtensionState.ASKED).order_by("-id")
        rows = rows.filter(id__lt=after) if after else rows
    else:
        rows = waiting(rows).filter(id__gt=after).order_by("id")
    found = list(rows[: PAGE + 1])
    return ExtensionPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0)


def waiting(rows: QuerySet[Extension]) -> QuerySet[Extension]:
    """Of some requests those that still need a decision: a milestone done or dropped meanwhile needs none."""
    return rows.filter(
        state=ExtensionState.ASKED,
        milestone__plan__state=PlanState.ACTIVE,
        milestone__done_on=None,
        milestone__dropped_on=None,
    )
