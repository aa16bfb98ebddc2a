"""The journal in words: opaque keys become names where the names still stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from thidua.accounts.models import User
from thidua.audit.models import Event
from thidua.desk.verbs import SUBJECTS, VERBS
from thidua.organisation.models import Unit

PAGE = 50


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


def journal_page(*, subject: str, before: int | None) -> JournalPage:
    """Events before a mark, of one subject when given. Three queries whatever the size of the journal."""
    rows = Event.objects.order_by("-id")
    if subject:
        rows = rows.filter(subject=subject)
    if before:
        rows = rows.filter(pk__lt=before)
    events = list(rows[: PAGE + 1])
    more = len(events) > PAGE
    events = events[:PAGE]
    return JournalPage(lines_of(events), events[-1].pk if more else None)


def lines_of(events: list[Event]) -> list[Line]:
    """Put names beside the keys: two queries."""
    people = dict(
        User.objects.filter(pk__in=numbers(event.actor for event in events)).values_list("pk", "full_name")
    )
    units = dict(
        Unit.objects.filter(pk__in=numbers(event.unit for event in events)).values_list("pk", "name")
    )
    return [_line(event, people, units) for event in events]


def _line(event: Event, people: dict[int, str], units: dict[int, str]) -> Line:
    kind, _, mark = event.subject.partition(":")
    return Line(
        event, people.get(number(event.actor), event.actor), units.get(number(event.unit), event.unit),
        VERBS.get(event.verb, event.verb), SUBJECTS.get(kind, kind), mark,
    )  # fmt: skip


def number(key: str) -> int:
    """The number in an opaque key; 0 when there is none."""
    tail = key.rpartition(":")[2]
    return int(tail) if tail.isdigit() else 0


def numbers(keys: Iterable[str]) -> set[int]:
    """The numbers in opaque keys."""
    return {number(key) for key in keys}
