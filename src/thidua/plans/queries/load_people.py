"""The load of a plan as a table: who carries how many milestones in which month, persons first, then the units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from thidua.plans.due import named_day
from thidua.plans.queries.load import Carried, DoubleBooked, Load

MOST_UNITS = 8
"""Units in the table, the busiest; the others are on the page by unit."""


@dataclass(frozen=True)
class CarrierRow:
    """One who carries tasks: milestones in each month of the table, in all, and tasks that end in the window looked at.

    `most` is the number in his heaviest month.
    """

    name: str
    cells: list[int]
    total: int
    booked: int

    @property
    def most(self) -> int:
        """Milestones of the heaviest month."""
        return max(self.cells, default=0)


@dataclass(frozen=True)
class LoadTable:
    """Persons who answer for tasks, tasks for which nobody does, and the busiest units, month by month."""

    months: list[date]
    persons: list[CarrierRow]
    nobody: CarrierRow | None
    units: list[CarrierRow]


def load_table(weight: Load, known: Carried, months: Sequence[date], booked: Iterable[DoubleBooked]) -> LoadTable:
    """Put the counted load into a table over these months (each by its first day). No query."""
    keys = [f"{month:%Y-%m}" for month in months]
    tasks = {one.holder: one.tasks for one in booked}
    rows: dict[str, list[CarrierRow]] = {"person": [], "unit": [], "printed": []}
    for holder, found in weight.by_holder:
        cells = [found.get(key, 0) for key in keys]
        rows[holder.kind].append(CarrierRow(holder.name, cells, sum(found.values()), tasks.get(holder, 0)))
    return LoadTable(list(months), rows["person"], _nobody(known, keys), (rows["unit"] + rows["printed"])[:MOST_UNITS])


def _nobody(known: Carried, keys: Sequence[str]) -> CarrierRow | None:
    """The milestones of the tasks without an accountable person."""
    named = (
        named_day(row.used_date, row.printed_date, row.month)
        for row in known.rows
        if not any(one.kind == "person" for one in known.holders.get(row.task_id or 0, ()))
    )
    found = Counter(f"{day:%Y-%m}" for day in named if day)
    return CarrierRow("", [found[key] for key in keys], found.total(), 0) if found else None
