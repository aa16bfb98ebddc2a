"""The same nominee, award and period met elsewhere: in another list of the unit, another round, another unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier

AT_ONCE = 400
OVER = (DossierState.WITHDRAWN, DossierState.INELIGIBLE, DossierState.NOT_PASSED, DossierState.REVOKED)
"""States in which another dossier no longer stands in the way."""


@dataclass(frozen=True)
class Twin:
    """Another dossier that may be of the same nominee. `code` is empty when it belongs to another unit."""

    code: str
    pk: int | None
    round: str
    same_number: bool
    ours: bool


def twins_of(dossiers: Sequence[Dossier]) -> dict[int, list[Twin]]:
    """For each dossier the others with the same award and period and the same number, or the same name and birth year.

    Of other units only sent dossiers count, and only by number: a draft elsewhere hinders nobody and is not told.
    """
    if not dossiers:
        return {}
    unit = dossiers[0].unit_id
    by_number: dict[tuple[str, int, str], list[Dossier]] = defaultdict(list)
    by_name: dict[tuple[str, int, str, str], list[Dossier]] = defaultdict(list)
    for row in _others(dossiers, unit):
        if row.cccd_index:
            by_number[row.award, row.round.period, row.cccd_index].append(row)
        if row.unit_id == unit:
            by_name[row.award, row.round.period, row.name_fold, row.birth[:4]].append(row)
    return {row.pk: _twins(row, unit, by_number, by_name) for row in dossiers}


def _others(dossiers: Sequence[Dossier], unit: int) -> list[Dossier]:
    """Every dossier one of these may meet, these themselves among them."""
    found: dict[int, Dossier] = {}
    rows = Dossier.objects.exclude(state__in=OVER).select_related("round")
    rows = rows.filter(
        round__period__in={row.round.period for row in dossiers}, award__in={row.award for row in dossiers}
    )
    rows = rows.filter(Q(unit=unit) | Q(sent_at__isnull=False)).only(
        "code", "award", "unit_id", "cccd_index", "name_fold", "birth", "round__period", "round__title", "submission_id"
    )
    for start in range(0, len(dossiers), AT_ONCE):
        part = dossiers[start : start + AT_ONCE]
        numbers = [row.cccd_index for row in part if row.cccd_index]
        names = [row.name_fold for row in part]
        for row in rows.filter(Q(cccd_index__in=numbers) | Q(unit=unit, name_fold__in=names)):
            found[row.pk] = row
    return list(found.values())


def _twins(
    row: Dossier,
    unit: int,
    by_number: dict[tuple[str, int, str], list[Dossier]],
    by_name: dict[tuple[str, int, str, str], list[Dossier]],
) -> list[Twin]:
    period = row.round.period
    same = by_number.get((row.award, period, row.cccd_index), []) if row.cccd_index else []
    alike = [
        other for other in by_name.get((row.award, period, row.name_fold, row.birth[:4]), [])
        if not (row.cccd_index and other.cccd_index)
    ]  # fmt: skip
    found = {other.pk: _twin(other, unit, other in same) for other in (*alike, *same) if other.pk != row.pk}
    return sorted(found.values(), key=lambda twin: (not twin.same_number, twin.code))


def _twin(other: Dossier, unit: int, same_number: bool) -> Twin:
    ours = other.unit_id == unit
    return Twin(other.code if ours else "", other.pk if ours else None, other.round.title, same_number, ours)
