"""Names in a plan that no unit on file bears: told when a plan is read, reviewed and checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from thidua.foundation.text import fold
from thidua.organisation.models import Unit, UnitName
from thidua.plans.reading.lint.bodies import unknown
from thidua.plans.reading.shapes import Flag

Json = dict[str, Any]
AT_ONCE = 500
"""Names asked for in one query."""


def unknown_units(reading: Json, *, only: Mapping[str, Iterable[str]] | None = None) -> list[Flag]:
    """One flag for each name in the columns of units that no unit on file bears, current, former or alias.

    `only`: by key of task the names to look at. None when no name of the plan is known: then it is another province's,
    or the list of units is not entered yet, and nothing is learnt from it.
    """
    by_name: dict[str, list[str]] = defaultdict(list)
    for task in reading["tasks"]:
        looked_at = None if only is None else set(only.get(task["key"], ()))
        for name in dict.fromkeys((*task["implementing"], *task["coordinating"])):
            if looked_at is None or name in looked_at:
                by_name[name].append(task["key"])
    every = {name for task in reading["tasks"] for name in (*task["implementing"], *task["coordinating"])}
    known = _known(every)
    if not known:
        return []
    return list(unknown({name: keys for name, keys in by_name.items() if name not in known}))


def _known(names: Iterable[str]) -> set[str]:
    """The names among these that a unit bears or bore. Two queries for every few hundred names."""
    keys = {name: fold(name) for name in names}
    wanted = sorted(set(keys.values()))
    found: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        found.update(Unit.objects.filter(name_fold__in=some).values_list("name_fold", flat=True))
        found.update(UnitName.objects.filter(name_fold__in=some).values_list("name_fold", flat=True))
    return {name for name, key in keys.items() if key in found}
