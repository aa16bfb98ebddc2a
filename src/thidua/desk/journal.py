"""The journal in words: opaque keys become names where the names still stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.audit.models import Event
from thidua.councils.models import Session
from thidua.decisions.models import Decision
from thidua.desk.verbs import ACTORS, SUBJECTS, VERBS
from thidua.dossiers.models import Dossier, Round
from thidua.foundation.clock import start_of
from thidua.foundation.text import fold
from thidua.organisation.models import Unit
from thidua.plans.models import Plan

PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What of the journal is wanted: one subject's key, a person by any part of his name, a verb, from one day (Hanoi) to
    another, before a mark.
    """

    subject: str = ""
    person: str = ""
    verb: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """One event as it is shown."""

    event: Event
    person: str
    unit: str
    verb: str
    kind: str
    mark: str


@dataclass(frozen=True)
class JournalPage:
    """One page, newest first, and the mark from which the next one starts."""

    lines: list[Line]
    next_before: int | None


def journal_page(asked: Asked) -> JournalPage:
    """The events asked for. The same few queries whatever the size of the journal."""
    rows = Event.objects.order_by("-id")
    if asked.subject:
        rows = rows.filter(subject=asked.subject)
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    if asked.person:
        rows = rows.filter(actor__in=[f"user:{pk}" for pk in people_called(asked.person)])
    if asked.first:
        rows = rows.filter(at__gte=start_of(asked.first))
    if asked.last:
        rows = rows.filter(at__lt=start_of(asked.last + timedelta(days=1)))
    if asked.before:
        rows = rows.filter(pk__lt=asked.before)
    events = list(rows[: PAGE + 1])
    more = len(events) > PAGE
    events = events[:PAGE]
    return JournalPage(lines_of(events), events[-1].pk if more else None)


def people_called(text: str) -> list[int]:
    """Users whose name has words that begin so, without regard to marks. There are thousands of users, not millions."""
    words = fold(text).split()
    users = User.objects.values_list("pk", "full_name")
    return [pk for pk, name in users if all(f" {word}" in f" {fold(name)}" for word in words)]


NAMED: dict[str, tuple[type[Model], str]] = {
    "decision": (Decision, "number"),
    "dossier": (Dossier, "code"),
    "plan": (Plan, "number"),
    "round": (Round, "title"),
    "session": (Session, "title"),
    "unit": (Unit, "name"),
}
"""Subjects that people know by another name than their number in the table, and the column that holds it."""
SELF_NAMED = ("round", "session", "unit")
"""Subjects whose name says what they are."""


def lines_of(events: list[Event]) -> list[Line]:
    """Put names beside the keys: one query for people, one for units, one for each kind of subject on the page."""
    people = dict(User.objects.filter(pk__in=numbers(event.actor for event in events)).values_list("pk", "full_name"))
    units = dict(Unit.objects.filter(pk__in=numbers(event.unit for event in events)).values_list("pk", "name"))
    subjects = _subject_names(events)
    return [_line(event, people, units, subjects) for event in events]


def _subject_names(events: list[Event]) -> dict[str, str]:
    names = {}
    for kind, (model, column) in NAMED.items():
        keys = numbers(event.subject for event in events if event.subject.startswith(f"{kind}:"))
        found = model._default_manager.filter(pk__in=keys).values_list("pk", column) if keys else ()
        names.update({f"{kind}:{key}": str(name) for key, name in found if name})
    return names


def _line(event: Event, people: dict[int, str], units: dict[int, str], subjects: dict[str, str]) -> Line:
    kind, _, mark = event.subject.partition(":")
    named = subjects.get(event.subject)
    if named and kind in SELF_NAMED:
        kind = ""
    return Line(
        event, _who(event.actor, people), units.get(number(event.unit), event.unit),
        VERBS.get(event.verb, event.verb), SUBJECTS.get(kind, kind), named or mark,
    )  # fmt: skip


def _who(actor: str, people: dict[int, str]) -> str:
    """The name of who acted; in words where it was nobody with an account."""
    kind = actor.partition(":")[0]
    return _(ACTORS[kind]) if kind in ACTORS else people.get(number(actor), actor)


def number(key: str) -> int:
    """The number in an opaque key; 0 when there is none."""
    tail = key.rpartition(":")[2]
    return int(tail) if tail.isdigit() else 0


def numbers(keys: Iterable[str]) -> set[int]:
    """The numbers in opaque keys."""
    return {number(key) for key in keys}
