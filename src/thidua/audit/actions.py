"""Writing to the journal. The only writer of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from thidua.audit.actors import Actor
from thidua.audit.loading import load, moment
from thidua.audit.models import Event, Seal
from thidua.audit.tree import leaf_hash, root_of


def record(
    verb: str,
    subject: str,
    *,
    by: Actor,
    at: datetime,
    before: str = "",
    after: str = "",
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Add one event. Call it inside the transaction of the change it tells of.

    `verb` is `room.verb`, `subject` an opaque key such as `dossier:55`, `at` an aware UTC time. `data` must hold no
    personal data: keys, numbers and states only.
    """
    return Event.objects.create(**_fields(verb, subject, by, at, before, after, reason, data))


def record_many(verb: str, subjects: Iterable[str], *, by: Actor, at: datetime, reason: str = "") -> int:
    """Add one event for each subject of a bulk act, in few statements. Returns how many."""
    same = (moment(at), by.key, by.unit, by.duty, verb, "", "", reason, "{}")
    rows = [(subject, *same) for subject in subjects]
    load(Event, ("subject", "at", "actor", "unit", "duty", "verb", "before", "after", "reason", "data"), rows)
    return len(rows)


def _fields(
    verb: str,
    subject: str,
    by: Actor,
    at: datetime,
    before: str,
    after: str,
    reason: str,
    data: Mapping[str, Any] | None,
) -> dict[str, Any]:
    return {
        "verb": verb, "subject": subject, "actor": by.key, "unit": by.unit, "duty": by.duty, "at": at,
        "before": before, "after": after, "reason": reason, "data": dict(data or {}),
    }  # fmt: skip


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """Give the events not yet sealed their places in the tree and keep its new root. None when nothing is new.

    Events are taken by "has no place yet", not by "id is larger": a lower id may be committed later.
    """
    fresh = list(Event.objects.select_for_update().filter(leaf=None).order_by("id"))
    if not fresh:
        return None
    size = Event.objects.exclude(leaf=None).count()
    for place, event in enumerate(fresh, start=size):
        event.leaf = place
    Event.objects.bulk_update(fresh, ["leaf"], batch_size=500)
    root = root_of(leaf_hash(event) for event in Event.objects.exclude(leaf=None).order_by("leaf").iterator())
    return Seal.objects.create(size=size + len(fresh), root=root, at=at)
