"""A plan as it is used: the printed words with the days that a person confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from thidua.plans.rolling.restyling import restyled, to_days

Json = dict[str, Any]


def milestones_of(reading: Json) -> Iterator[Json]:
    """Every milestone of the tasks and of the council's programme, in the order of the document."""
    for row in (*reading["tasks"], *reading["sessions"]):
        yield from row["milestones"]


def last_day(milestone: Json) -> date | None:
    """The last calendar day a milestone names."""
    named = milestone["date"] or milestone["to"]
    return date.fromisoformat(named) if named else None


def as_used(reading: Json, used: Mapping[str, date]) -> Json:
    """Return a copy of a `plan-read/1` in which each milestone of `used` (by key) names and prints that day."""
    copy = deepcopy({key: value for key, value in reading.items() if key != "source"})
    copy["source"] = reading.get("source", [])
    year = reading["document"]["year"]
    for milestone in milestones_of(copy):
        day, printed = used.get(milestone["key"]), last_day(milestone)
        if day is None or day == printed:
            continue
        if printed:
            milestone["printed"] = restyled(milestone["printed"], to_days({printed: day}), year=year)
        milestone["date" if milestone["date"] or not milestone["to"] else "to"] = day.isoformat()
    return copy
