"""The roster of a task: the units that carry it, those that ended replaced by the units that took over their work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from thidua.organisation.models import Succession, Unit
from thidua.plans.models import Task


@dataclass
class Roster:
    """The units of a task on a day, in order of name. `gone` are units that ended and left nobody their work.

    `stands_for`: for each unit, the ids of the units named in the task whose work it does now, itself among them.
    """

    units: list[Unit] = field(default_factory=list)
    gone: list[Unit] = field(default_factory=list)
    stands_for: dict[int, set[int]] = field(default_factory=dict)


def roster_of(task: Task, on: date) -> Roster:
    """The roster of one task on a day. At most three queries."""
    return rosters([task.pk], on)[task.pk]


def rosters(tasks: Iterable[int], on: date) -> dict[int, Roster]:
    """The roster of each task on a day. At most three queries, however many tasks and units."""
    wanted = list(tasks)
    links = Task.units.through.objects.filter(task_id__in=wanted).select_related("unit")
    named: dict[int, list[Unit]] = defaultdict(list)
    for link in links:
        named[link.task_id].append(link.unit)
    heirs = _heirs(on)
    found = {unit.pk: unit for units in named.values() for unit in units}
    ways = {pk: _living(pk, heirs, ended=_ended(unit, on)) for pk, unit in found.items()}
    more = {heir for way in ways.values() for heir in way} - found.keys()
    found |= Unit.objects.in_bulk(more) if more else {}
    return {task: _roster(named[task], ways, found) for task in wanted}


def _ended(unit: Unit, on: date) -> bool:
    return unit.valid_to is not None and unit.valid_to < on


def _heirs(on: date) -> dict[int, list[tuple[int, bool]]]:
    """By unit that ended before a day: who took over its work, and whether that one has ended too. One query."""
    found: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    rows = Succession.objects.filter(predecessor__valid_to__lt=on).order_by("id")
    for old, new, until in rows.values_list("predecessor_id", "successor_id", "successor__valid_to"):
        found[old].append((new, until is not None and until < on))
    return found


def _living(unit: int, heirs: dict[int, list[tuple[int, bool]]], *, ended: bool) -> set[int]:
    """The units in force that do the work of one now; itself when it has not ended."""
    if not ended:
        return {unit}
    living: set[int] = set()
    waiting, seen = [unit], {unit}
    while waiting:
        for heir, is_ended in heirs.get(waiting.pop(), ()):
            if is_ended and heir not in seen:
                seen.add(heir)
                waiting.append(heir)
            elif not is_ended:
                living.add(heir)
    return living


def _roster(named: list[Unit], ways: dict[int, set[int]], found: dict[int, Unit]) -> Roster:
    roster = Roster()
    for unit in named:
        for heir in ways[unit.pk]:
            roster.stands_for.setdefault(heir, set()).add(unit.pk)
        if not ways[unit.pk]:
            roster.gone.append(unit)
    roster.units = _by_name(found[pk] for pk in roster.stands_for)
    roster.gone = _by_name(roster.gone)
    return roster


def _by_name(units: Iterable[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: (unit.name_fold, unit.pk))


def living_units(units: Iterable[Unit], on: date) -> set[int]:
    """The ids of the units that do the work of these on a day. One query."""
    heirs = _heirs(on)
    return {one for unit in units for one in _living(unit.pk, heirs, ended=_ended(unit, on))}
