"""Is a nominee already in the round? Lines and forms compared with the dossiers that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Round
from thidua.foundation.text import fold, tidy
from thidua.organisation.sealing import index_cccd
from thidua.register.reading import Row
from thidua.register.reading.shapes import Key

_AT_ONCE = 500


@dataclass(frozen=True)
class Twins:
    """Dossiers of one round: of the unit by number and by name, of other units by number once they are sent."""

    ours: dict[tuple[str, str], str] = field(default_factory=dict)
    named: dict[tuple[str, str], list[tuple[str, str, str]]] = field(default_factory=dict)
    elsewhere: set[tuple[str, str]] = field(default_factory=set)

    def hint(self, award: str, index: str, name: str, birth: str) -> dict[str, str]:
        """What a line is told (see `reading.with_twins`); empty when nobody like this is there."""
        if index and (code := self.ours.get((award, index))):
            return {"twin": code}
        if index and (award, index) in self.elsewhere:
            return {"twin_elsewhere": "1"}
        for other_index, other_birth, code in self.named.get((award, fold(tidy(name))), []):
            if not (index and other_index) and _one_birth(birth, other_birth):
                return {"twin_maybe": code}
        return {}


def _one_birth(one: str, other: str) -> bool:
    """Whether two births may be one: equal as far as both are known."""
    short = min(len(one), len(other))
    return one[:short] == other[:short]


def twins_in(round_: Round, unit_id: int, awards: Iterable[str], indexes: Iterable[str]) -> Twins:
    """The dossiers a unit's nominees with these numbers may meet. A draft of another unit hinders nobody."""
    found = Twins()
    rows = Dossier.objects.filter(round=round_, award__in=list(awards)).exclude(state=DossierState.WITHDRAWN)
    fields = ("award", "cccd_index", "name_fold", "birth", "code")
    for award, index, name, birth, code in rows.filter(unit=unit_id).order_by("id").values_list(*fields).iterator():
        if index:
            found.ours.setdefault((award, index), code)
        found.named.setdefault((award, name), []).append((index, birth, code))
    sent = rows.exclude(Q(unit=unit_id) | Q(state=DossierState.DRAFT))
    wanted = sorted(set(filter(None, indexes)))
    for start in range(0, len(wanted), _AT_ONCE):
        part = sent.filter(cccd_index__in=wanted[start : start + _AT_ONCE])
        found.elsewhere.update(part.values_list("award", "cccd_index"))
    return found


def awards_of(row: Row, round_: Round) -> list[str]:
    """The awards of the round that a line proposes; a line that names none means the round's only award."""
    named = [code for code in row.awards if code in round_.awards]
    return named or (list(round_.awards) if len(round_.awards) == 1 and not row.awards else [])


def indexes_of(rows: Iterable[Row]) -> dict[Key, str]:
    """The hash of each line's identity number."""
    return {row.key: index_cccd(row.cccd) for row in rows}


def hints_for(
    rows: Sequence[Row], round_: Round, unit_id: int, told: Mapping[str, str] | None = None
) -> dict[Key, dict[str, str]]:
    """Which lines have a dossier in the round already. `told`: words put beside a code (the line it came from)."""
    indexes = indexes_of(rows)
    found = twins_in(round_, unit_id, round_.awards, indexes.values())
    return dict(_hints(rows, round_, found, indexes, told or {}))


def _hints(
    rows: Sequence[Row], round_: Round, found: Twins, indexes: Mapping[Key, str], told: Mapping[str, str]
) -> Iterator[tuple[Key, dict[str, str]]]:
    for row in rows:
        for award in awards_of(row, round_):
            if hint := found.hint(award, indexes[row.key], row.name, row.birth):
                yield row.key, {name: told.get(code, code) for name, code in hint.items()}
                break
