"""To whom a reminder goes, by duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from thidua.plans.reminding.steps import Level


@dataclass(frozen=True)
class Roster:
    """Who holds which duty on the day: ids of users whose accounts are in use.

    `units`: officers and heads by unit, in the office itself who keeps its plans; `unit_heads`: the heads alone. `keepers`:
    who keeps plans in the office. `holders`: everyone with any duty.
    """

    holders: frozenset[int] = frozenset()
    keepers: frozenset[int] = frozenset()
    office_heads: frozenset[int] = frozenset()
    leaders: frozenset[int] = frozenset()
    units: Mapping[int, frozenset[int]] = field(default_factory=dict)
    unit_heads: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def carriers(self, accountable: int | None, units: Iterable[int], own_of: int | None = None) -> frozenset[int]:
        """The accountable person if he still holds a duty; else the officers and heads of the units; else who keeps the plan:
        the office, or the people of the unit whose own it is."""
        if accountable is not None and accountable in self.holders:
            return frozenset({accountable})
        found = frozenset().union(*(self.units.get(unit, frozenset()) for unit in units))
        if found:
            return found
        return self.keepers if own_of is None else self.units.get(own_of, frozenset())

    def people(self, level: Level, carriers: frozenset[int], own_of: int | None = None) -> frozenset[int]:
        """Whom a level is for. Who was told as a carrier is not told again as head or leader.

        What a unit is late with in its own plan goes to its head, and no further up.
        """
        if own_of is not None and level is not Level.CARRIERS:
            return self.unit_heads.get(own_of, frozenset()) - carriers if level is Level.OFFICE_HEAD else frozenset()
        return {
            Level.CARRIERS: carriers,
            Level.OFFICE_HEAD: self.office_heads - carriers,
            Level.LEADER: self.leaders - carriers,
        }[level]
