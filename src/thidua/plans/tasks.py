"""Work of the room that the clock starts."""

from __future__ import annotations

from datetime import datetime

from thidua.foundation.clock import HANOI, local_day
from thidua.notices.queries import slot_done
from thidua.plans.actions.reminding import SLOT, Run, run
from thidua.plans.reminding.habits import habits_on


def remind(*, at: datetime) -> Run | None:
    """The reminders of the day, once, not before the office's hour. None when it is too early or done already."""
    day = local_day(at)
    if at.astimezone(HANOI).time() < habits_on(day).from_hour or slot_done(SLOT, day):
        return None
    return run(on=day, at=at)
