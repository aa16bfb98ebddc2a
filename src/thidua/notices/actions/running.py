"""The runs of a day. A run is taken once, goes forward piece by piece, and is completed once.

Each piece is one transaction that holds both what it made and how far it got. Whoever is killed anywhere in between has
lost that piece alone, and the next one to come goes on from the piece before. No piece holds the database for long.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from thidua.audit.actions import record
from thidua.audit.actors import SYSTEM
from thidua.notices.actions.mailing import make_letters
from thidua.notices.models import Slot


def take_slot(name: str, day: date, *, at: datetime) -> Slot:
    """The run of a day, made when nobody took it before."""
    Slot.objects.bulk_create([Slot(name=name, day=day, taken_at=at)], ignore_conflicts=True)
    return Slot.objects.get(name=name, day=day)


def slot_for_writing(slot: Slot) -> Slot:
    """The run, locked until the transaction ends: a second worker waits and then sees how far the first one got."""
    return Slot.objects.select_for_update().get(pk=slot.pk)


def advance(slot: Slot, *, cursor: int, made: int) -> Slot:
    """Note how far the run got. Call it in the transaction of what was made, on a run locked for writing."""
    slot.cursor, slot.made = cursor, slot.made + made
    slot.save(update_fields=["cursor", "made"])
    return slot


@transaction.atomic
def complete(slot: Slot, *, at: datetime) -> Slot:
    """End a run locked for writing: what was told and goes by letter is put into one letter a person."""
    letters = make_letters(slot.key, slot.day, at=at)
    slot.completed_at = at
    slot.save(update_fields=["completed_at"])
    record("notices.complete", slot.key_in_journal, by=SYSTEM, at=at, data={"notices": slot.made, "letters": letters})
    return slot
