"""Work of the room that the clock starts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thidua.dossiers.actions.opening import open_due
from thidua.foundation.clock import local_day
from thidua.notices.actions import complete, slot_for_writing, take_slot
from thidua.notices.queries import slot_done

SLOT = "dossiers.open_months"


@transaction.atomic
def open_months(*, at: datetime) -> int:
    """Open the monthly rounds due on the day, once a day. Returns how many were opened."""
    day = local_day(at)
    if slot_done(SLOT, day):
        return 0
    made = open_due(at=at).made
    complete(slot_for_writing(take_slot(SLOT, day, at=at)), at=at)
    return len(made)
