"""The law in force in this application: the catalogue as shipped with what officers amended laid over it.

Each process keeps the laws it built under the stamp of the database. A request reads the stamp once, with one query by
primary key and only when it asks about the law at all; a change made by another process is seen by the next request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.http import HttpRequest, HttpResponse

from thidua.awards.models import LawAmendment, LawStamp
from thidua.awards.rules import Law, Ruleset, load_law, rules_in_force
from thidua.awards.rules.amending import Act, Change, Sort, amended_as_far_as_it_goes
from thidua.awards.rules.findings import Citation, Confidence

KEPT = 8  # laws kept in memory: the one in force, and those before and after acts that somebody looks at
STAMP = 1  # the only row of LawStamp


@dataclass(frozen=True)
class InForce:
    """A law, and the acts that no longer fit it (after a new release of the catalogue)."""

    law: Law
    unfit: tuple[Change, ...] = ()


@dataclass
class _Hold:
    """What one request was told; empty until it asks."""

    found: InForce | None = None


_hold: ContextVar[_Hold | None] = ContextVar("law_held", default=None)
_built: dict[tuple[str, int | None], InForce] = {}
_building = Lock()


def law_in_force() -> Law:
    """The law of now: the same object throughout a request (see `held`), the newest one outside."""
    return in_force().law


def in_force() -> InForce:
    """The law of now with the acts that no longer fit it."""
    hold = _hold.get()
    if hold is None:
        return _law_of(_mark())
    if hold.found is None:
        hold.found = _law_of(_mark())
    return hold.found


def rules_of_day(received_on: date, award: str | None = None) -> Ruleset:
    """The rules in force for a dossier received that day; as `rules.rules_in_force`, with what officers amended."""
    return rules_in_force(received_on, award, law=law_in_force())


def law_as_of(amendment: int) -> Law:
    """The law as the acts up to and including this one (by its number; 0: as shipped) made it."""
    return _law_of(_mark(), amendment).law


@contextmanager
def held() -> Iterator[None]:
    """Ask for the stamp once at most until the end: one request, one console command, one background task."""
    token = _hold.set(_Hold())
    try:
        yield
    finally:
        _hold.reset(token)


def look_again() -> None:
    """After an act on the law: what this request was told before is no longer true."""
    hold = _hold.get()
    if hold is not None:
        hold.found = None


class LawMiddleware:
    """Holds one law through each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under one law."""
        with held():
            return self.get_response(request)


def _mark() -> str:
    return LawStamp.objects.filter(pk=STAMP).values_list("mark", flat=True).first() or ""


def _law_of(mark: str, upto: int | None = None) -> InForce:
    if not mark:
        return InForce(load_law())
    with _building:
        if (mark, upto) not in _built:
            while len(_built) >= KEPT:
                del _built[next(iter(_built))]
            _built[mark, upto] = _build(upto)
        return _built[mark, upto]


def _build(upto: int | None) -> InForce:
    rows = LawAmendment.objects.order_by("pk")
    stand = changes_of(rows if upto is None else rows.filter(pk__lte=upto))
    return InForce(*amended_as_far_as_it_goes(load_law(), stand))


def changes_of(rows: Iterable[LawAmendment]) -> list[Change]:
    """The acts that stand, in their order: no withdrawals and nothing withdrawn by a row among them."""
    found = list(rows)
    gone = {row.withdraws_id for row in found}
    return [change_of(row) for row in found if row.withdraws_id is None and row.pk not in gone]


def change_of(row: LawAmendment) -> Change:
    """A stored act in the shape the rules know."""
    return Change(
        Sort(row.sort), Act(row.act), row.key, row.content, row.valid_from, row.valid_to,
        Citation(row.document, row.article, row.clause), Confidence(row.confidence), row.pk,
    )  # fmt: skip
