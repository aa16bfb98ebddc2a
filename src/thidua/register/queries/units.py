"""Units as the ledger knows them: by any name they bore, with those whose work they took over."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from thidua.organisation.acting import Acting
from thidua.organisation.models import Succession, Unit, UnitName
from thidua.organisation.policies import UNIT_DUTIES
from thidua.register.keys import words_of
from thidua.register.policies import READS_ALL

SHORTEST = 4
"""Letters of a unit's name below which it is not looked for: every word would name some unit."""
MOST = 30
DEEPEST = 8
"""Mergers of mergers followed back."""


def units_named(text: str) -> list[int]:
    """Units whose name now, a former one or another way it is written begins so. At most some thirty. One query."""
    key = " ".join(words_of(text))
    if len(key.replace(" ", "")) < SHORTEST:
        return []
    so = Q(name_fold__gte=key, name_fold__lt=key + "\uffff")
    now = Unit.objects.filter(so).order_by().values_list("pk", flat=True)
    former = UnitName.objects.filter(so).order_by().values_list("unit_id", flat=True)
    return sorted(now.union(former)[:MOST])


def family_of(units: Iterable[int]) -> list[int]:
    """The units, the collectives within them, and the units whose work they took over. One query."""
    named = list(units)
    own = Q(pk__in=named) | Q(parent__in=named) | Q(successions__successor__in=named)
    return sorted(set(Unit.objects.filter(own).order_by().values_list("pk", flat=True)))


def predecessors_of(unit_id: int) -> dict[int, Succession]:
    """The units whose work came to this one, by however many mergers: each with the merger by which it left."""
    found: dict[int, Succession] = {}
    newest = {unit_id}
    for _step in range(DEEPEST):
        rows = Succession.objects.filter(successor__in=newest).select_related("predecessor", "successor")
        newest = {row.predecessor_id for row in rows} - found.keys() - {unit_id}
        found |= {row.predecessor_id: row for row in rows if row.predecessor_id in newest}
        if not newest:
            break
    return found


def units_seen(acting: Acting) -> list[int] | None:
    """The units whose part of the ledger a person may see, None for all: the same people as `policies.seen_by`."""
    if acting.holds(*READS_ALL):
        return None
    return family_of([acting.unit.pk]) if acting.holds(*UNIT_DUTIES) and acting.unit else []
