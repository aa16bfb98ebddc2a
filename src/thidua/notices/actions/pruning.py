"""Taking away what the machine no longer needs: letters that went out long ago, results of background work.

What people were told stays: a notice outlives the letter it went out in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from thidua.audit.actions import record
from thidua.audit.actors import SYSTEM
from thidua.foundation.clock import local_day
from thidua.notices.actions.running import advance, slot_for_writing, take_slot
from thidua.notices.models import Digest, DigestState, Notice, Slot
from thidua.notices.queries import slot_done

SLOT = "notices.prune"
CHUNK = 500
"""Rows taken away in one transaction."""


@dataclass(frozen=True)
class Pruned:
    """How many rows of each kind were taken away."""

    letters: int = 0
    results: int = 0


def prune(*, days: int, at: datetime) -> Pruned | None:
    """Take away letters and results finished more than `days` days ago, once a day. None when done today already.

    Letters that still wait and work that is not finished stay, however old. Safe to run again after a crash.
    """
    day = local_day(at)
    if slot_done(SLOT, day):
        return None
    slot, limit = take_slot(SLOT, day, at=at), at - timedelta(days=days)
    letters = results = 0
    while count := _letters(slot, limit):
        letters += count
    while count := _results(slot, limit):
        results += count
    _completed(slot, Pruned(letters, results), at=at)
    return Pruned(letters, results)


@transaction.atomic
def _letters(slot: Slot, before: datetime) -> int:
    held = slot_for_writing(slot)
    ended = Digest.objects.filter(created_at__lt=before).exclude(state=DigestState.WAITING).order_by("pk")
    keys = list(ended.values_list("pk", flat=True)[:CHUNK])
    # A notice marked for letters and in none waits for one: without this it would be sent again.
    Notice.objects.filter(digest__in=keys).update(mailed=False, digest=None)
    Digest.objects.filter(pk__in=keys).delete()
    advance(held, cursor=held.cursor, made=len(keys))
    return len(keys)


@transaction.atomic
def _results(slot: Slot, before: datetime) -> int:
    held = slot_for_writing(slot)
    ended = DBTaskResult.objects.finished().filter(finished_at__lt=before).order_by("finished_at", "pk")
    keys = list(ended.values_list("pk", flat=True)[:CHUNK])
    DBTaskResult.objects.filter(pk__in=keys).delete()
    advance(held, cursor=held.cursor, made=len(keys))
    return len(keys)


@transaction.atomic
def _completed(slot: Slot, done: Pruned, *, at: datetime) -> None:
    held = slot_for_writing(slot)
    if held.completed_at:
        return
    held.completed_at = at
    held.save(update_fields=["completed_at"])
    if done.letters or done.results:
        data = {"letters": done.letters, "results": done.results}
        record("notices.prune", held.key_in_journal, by=SYSTEM, at=at, data=data)
