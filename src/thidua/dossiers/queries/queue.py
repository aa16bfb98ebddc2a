"""The queue of the standing office: what waits for it, by deadline; neighbours in it; the load of each officer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from thidua.accounts.models import User
from thidua.dossiers.flow import EDGES, DossierState, DossierVerb
from thidua.dossiers.models import Dossier, SavedQueue
from thidua.dossiers.policies import seen_by
from thidua.dossiers.queries import PAGE, Filters, filtered, for_list
from thidua.organisation.acting import Acting
from thidua.organisation.models import Duty, DutyCode
from thidua.organisation.queries import valid_on

WAITING = (DossierState.SUBMITTED, DossierState.APPRAISING, DossierState.CONCLUDED)
"""States in which the office has the next step."""
NEXT_STEP = {
    DossierState.SUBMITTED: DossierVerb.RECEIVE, DossierState.APPRAISING: DossierVerb.CONCLUDE_ELIGIBLE,
    DossierState.CONCLUDED: DossierVerb.APPROVE,
}  # fmt: skip
"""The step that brings a waiting dossier on."""
NO_DEADLINE = "-"


@dataclass(frozen=True)
class Mark:
    """A place in the queue: the deadline (none: behind all that have one) and the dossier as tie-break."""

    due: date | None
    pk: int

    def __str__(self) -> str:
        return f"{self.due.isoformat() if self.due else NO_DEADLINE}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """The mark in a page's address; None when it is none."""
        day, _dot, number = text.partition(".")
        if not number.isdecimal() or len(number) > 18:
            return None
        try:
            return cls(None if day == NO_DEADLINE else date.fromisoformat(day), int(number))
        except ValueError:
            return None


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue and the mark from which the next one starts."""

    rows: list[Dossier]
    next_after: str = ""


def waiting(acting: Acting, filters: Filters) -> QuerySet[Dossier]:
    """What waits for the office, narrowed by filters."""
    rows = filtered(acting, filters)
    if filters.state:
        return rows
    # Said as what it is not, beside the deadline: the index by deadline then gives the order without sorting.
    return rows.exclude(state__in=[state for state in DossierState if state not in WAITING])


def queue_page(acting: Acting, filters: Filters, after: Mark | None) -> QueuePage:
    """One page by deadline, then what has none; one query, a second one only where the first part ends."""
    found = _following(for_list(waiting(acting, filters)), after, PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return QueuePage(found[:PAGE], str(Mark(last.due_on, last.pk)) if last else "")


def _following(rows: QuerySet[Dossier], after: Mark | None, count: int) -> list[Dossier]:
    found: list[Dossier] = []
    if after is None or after.due is not None:
        dated = rows.filter(due_on__isnull=False)
        if after and after.due:
            dated = dated.filter(due_on__gte=after.due).exclude(due_on=after.due, pk__lte=after.pk)
        found = list(dated.order_by("due_on", "id")[:count])
        after = None
    if len(found) < count:
        undated = rows.filter(due_on=None)
        if after:
            undated = undated.filter(pk__gt=after.pk)
        found += undated.order_by("id")[: count - len(found)]
    return found


def _preceding(rows: QuerySet[Dossier], before: Mark) -> Dossier | None:
    dated = rows.filter(due_on__isnull=False)
    if before.due is None:
        found = rows.filter(due_on=None, pk__lt=before.pk).order_by("-id").first()
        return found or dated.order_by("-due_on", "-id").first()
    earlier = dated.filter(due_on__lte=before.due).exclude(due_on=before.due, pk__gte=before.pk)
    return earlier.order_by("-due_on", "-id").first()


def _to_do(acting: Acting) -> Q:
    """Condition for what has its next step with this very person: not with his colleague, not with the head."""
    states = [state for state, verb in NEXT_STEP.items() if acting.holds(*EDGES[verb].duties)]
    free = Q(holder=acting.user) | Q(holder=None)
    return Q(state__in=states) & (~Q(state=DossierState.APPRAISING) | free)


def neighbour(acting: Acting, filters: Filters, here: Mark, *, back: bool = False) -> int | None:
    """The dossier before or after a place in the queue; after the last comes the first that is left, but not itself.

    Unless a state or an officer was asked for, one walks through what one can do something about.
    """
    rows = waiting(acting, filters).only("due_on")
    if not filters.state and filters.officer is None:
        rows = rows.filter(_to_do(acting))
    if back:
        found = _preceding(rows, here)
        return found.pk if found else None
    following = _following(rows, here, 1) or _following(rows.exclude(pk=here.pk), None, 1)
    return following[0].pk if following else None


def saved_queues(user: User) -> list[SavedQueue]:
    """The ways of narrowing the queue that a person keeps."""
    return list(SavedQueue.objects.filter(user=user))


def appraisers_on(day: date) -> list[User]:
    """Who appraises on a day, by name."""
    return list(
        User.objects.filter(duties__in=Duty.objects.filter(valid_on(day), code=DutyCode.APPRAISER))
        .distinct()
        .order_by("full_name", "id")
    )


@dataclass(frozen=True)
class Load:
    """How much one officer has in hand: nobody's when `officer` is None."""

    officer: User | None
    open: int = 0
    overdue: int = 0
    nearest: date | None = None


def loads(acting: Acting, day: date) -> list[Load]:
    """The load of every officer who appraises on a day or still holds something, the heaviest first; nobody's last."""
    rows = Dossier.objects.filter(seen_by(acting), state=DossierState.APPRAISING)
    grouped = rows.order_by().values_list("holder").annotate(
        open=Count("id"), overdue=Count("id", filter=Q(due_on__lt=day)), nearest=Min("due_on")
    )  # fmt: skip
    counted: dict[int | None, tuple[int, int, date | None]] = {
        holder: (n, late, near) for holder, n, late, near in grouped
    }
    people = {user.pk: user for user in appraisers_on(day)}
    missing = [pk for pk in counted if pk is not None and pk not in people]
    people |= User.objects.in_bulk(missing) if missing else {}
    nothing = (0, 0, None)
    found = [Load(user, *counted.get(pk, nothing)) for pk, user in people.items()]
    found.sort(key=lambda load: (-load.open, str(load.officer)))
    return [*found, Load(None, *counted.get(None, nothing))]


def of_officer(acting: Acting, officer: int | None, limit: int) -> Iterable[int]:
    """Keys of what one officer has in hand, the nearest deadline first."""
    rows = Dossier.objects.filter(seen_by(acting), state=DossierState.APPRAISING, holder=officer)
    return rows.order_by("due_on", "id").values_list("pk", flat=True)[:limit]
