"""Documents sent out to units: which a person sees, who has opened them, who has not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.queries import with_predecessors
from thidua.plans.models import Dispatch, DispatchUnit, Plan
from thidua.plans.policies import dispatches_seen_by
from thidua.plans.queries.reminding import roster_on
from thidua.plans.queries.rosters import living_units

PAGE = 50


def dispatches(acting: Acting) -> QuerySet[Dispatch]:
    """The documents a person sees, newest first."""
    return (
        Dispatch.objects.filter(dispatches_seen_by(acting))
        .select_related("plan", "task", "file", "by")
        .defer("plan__reading")
        .order_by("-id")
    )


@dataclass(frozen=True)
class Share:
    """How many of the units have opened a document."""

    read: int
    whole: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 only when all have."""
        return 100 * self.read // self.whole if self.whole else 0


@dataclass(frozen=True)
class DispatchLine:
    """One document in the list. `own_unread`: it was sent to the person's unit, which has not opened it."""

    row: Dispatch
    share: Share
    own_unread: bool


@dataclass(frozen=True)
class DispatchPage:
    """One page of documents and the id below which the next one starts (0: no more)."""

    lines: list[DispatchLine]
    next_after: int


def dispatch_list(acting: Acting, plan: Plan, after: int = 0) -> DispatchPage:
    """The documents of a plan a person sees. Two queries."""
    rows = dispatches(acting).filter(plan=plan).annotate(whole=_count(Q()), read=_count(Q(first_read_at__isnull=False)))
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    unread = set(_own(acting).filter(dispatch__in=[row.pk for row in found]).values_list("dispatch", flat=True))
    lines = [DispatchLine(row, Share(row.read or 0, row.whole or 0), row.pk in unread) for row in found[:PAGE]]
    return DispatchPage(lines, found[PAGE - 1].pk if len(found) > PAGE else 0)


def _count(condition: Q) -> Subquery:
    """A count as a subquery: two counts over one join would have to be told apart."""
    rows = DispatchUnit.objects.filter(condition, dispatch=OuterRef("pk")).order_by().values("dispatch")
    return Subquery(rows.annotate(n=Count("pk")).values("n"))


def _own(acting: Acting) -> QuerySet[DispatchUnit]:
    """The receivers not yet read that are the unit acted for, or one whose work it took over."""
    rows = DispatchUnit.objects.filter(first_read_at=None)
    if acting.unit is None or not acting.holds(*UNIT_DUTIES):
        return rows.none()
    return rows.filter(with_predecessors(acting.unit))


def unread_of(dispatch: Dispatch, acting: Acting) -> list[DispatchUnit]:
    """The places of the person's unit in the list of a document that nobody has opened it for yet."""
    return list(_own(acting).filter(dispatch=dispatch))


@dataclass(frozen=True)
class Readers:
    """Who has opened a document, newest first, who has not, by name, and the share."""

    read: list[DispatchUnit]
    unread: list[DispatchUnit]

    @property
    def share(self) -> Share:
        """How many of all."""
        return Share(len(self.read), len(self.read) + len(self.unread))


def readers(dispatch: Dispatch) -> Readers:
    """Who has opened a document and who has not. One query."""
    rows = list(dispatch.receivers.select_related("unit", "first_reader").order_by("unit__name_fold", "unit_id"))
    read = [row for row in rows if row.first_read_at]
    read.sort(key=lambda row: row.first_read_at or row.dispatch.at, reverse=True)
    return Readers(read, [row for row in rows if not row.first_read_at])


def people_of_unread(dispatch: Dispatch, on: date) -> set[int]:
    """The people of the units that have not opened a document, and of those that took over from such a unit."""
    units = [row.unit for row in dispatch.receivers.filter(first_read_at=None).select_related("unit")]
    people = roster_on(on).units
    return {user for unit in living_units(units, on) for user in people.get(unit, ())}
