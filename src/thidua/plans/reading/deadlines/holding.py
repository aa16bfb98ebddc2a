"""Whether a piece of a cell holds a time: what the cell is parted by."""

from __future__ import annotations

from thidua.plans.reading.deadlines import patterns as p
from thidua.plans.reading.deadlines.bare import bare
from thidua.plans.reading.deadlines.recurring import recurs


def holds_day(text: str) -> bool:
    """Tell whether a piece of a cell names a day, a month, a quarter or a recurrence."""
    plain = p.masked(bare(text).text)
    return bool(p.ATOM.search(plain)) or recurs(plain)


def holds_time(text: str) -> bool:
    """Tell whether a piece of a cell states a time by itself, be it in words only."""
    plain = p.masked(bare(text).text)
    alone = plain.strip(" -+")
    return holds_day(text) or bool(
        p.AS_ARISES.search(plain)
        or p.BY_DOCUMENT.match(alone)
        or p.NO_DATE_OCCASION.search(plain)
        or p.WHOLE_YEAR.match(plain.strip())
        or p.PART_OF_YEAR.match(alone)
        or p.LONE_DAY.search(plain)
    )
