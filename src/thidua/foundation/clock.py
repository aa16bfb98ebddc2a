"""The only place that reads the clock.

Views, tasks and commands call it and hand the moment down as `at=`; nothing below them does.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in Viet Nam (Asia/Ho_Chi_Minh)."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """Return the day in Viet Nam on which the aware `moment` falls; ValueError when it is naive."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no day")
    return moment.astimezone(HANOI).date()


def start_of(day: date) -> datetime:
    """Return the moment a day begins in Viet Nam, aware."""
    return datetime.combine(day, time.min, HANOI)
