"""The same achievement rewarded before: honours of the ledger a nominee may hold already for the year. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from thidua.awards.queries import is_title
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, TwinKind, TwinStrength
from thidua.dossiers.queries.twin_shapes import Suspicion, parts
from thidua.register.models import Honour, HonourStatus


def rewarded_before(dossiers: Sequence[Dossier]) -> Iterator[Suspicion]:
    """Honours that stand in the ledger for the same year: found by number, by the joined recipient, by name and birth year."""
    rows = [row for row in dossiers if row.state not in (DossierState.DECIDED, DossierState.REVOKED)]
    by_number = _keyed(rows, lambda row: row.cccd_index)
    by_recipient = _keyed(rows, lambda row: row.recipient_id)
    by_name = _keyed(rows, lambda row: row.name_fold if row.birth else "")
    told: set[tuple[int, int]] = set()
    honours = Honour.objects.exclude(status=HonourStatus.REVOKED).select_related("recipient__person")
    for table, column in (
        (by_recipient, "recipient__in"),
        (by_number, "recipient__person__cccd_index__in"),
        (by_name, "recipient__name_fold__in"),
    ):
        for part in parts(table):
            for honour in honours.filter(**{column: part}, period_to__gte=min(row.round.period for row in rows)):
                for row in table.get(_key_of(honour, column), ()):
                    found = _honour_pair(row, honour, sure=column != "recipient__name_fold__in")
                    if found and (row.pk, honour.pk) not in told:
                        told.add((row.pk, honour.pk))
                        yield found


def _keyed(rows: Iterable[Dossier], key: Any) -> dict[Any, list[Dossier]]:
    found: dict[Any, list[Dossier]] = defaultdict(list)
    for row in rows:
        if key(row):
            found[key(row)].append(row)
    return found


def _key_of(honour: Honour, column: str) -> Any:
    person = honour.recipient.person
    if column == "recipient__in":
        return honour.recipient_id
    return (person.cccd_index if person else "") if "cccd" in column else honour.recipient.name_fold


def _honour_pair(row: Dossier, honour: Honour, *, sure: bool) -> Suspicion | None:
    if not honour.period_from <= row.round.period <= honour.period_to or honour.recipient.kind != row.kind:
        return None
    if not sure:
        person = honour.recipient.person
        known = person is not None and person.birth_year and str(person.birth_year) == row.birth[:4]
        apart = (
            person is not None
            and bool(person.cccd_index)
            and bool(row.cccd_index)
            and person.cccd_index != row.cccd_index
        )
        if not known or apart:
            return None
    same = honour.award == row.award
    if not same and (not sure or is_title(honour.award)):
        return None  # a title of the year is a step of the ladder, not the same reward
    strength = (TwinStrength.STRONG if sure else TwinStrength.LIKELY) if same else TwinStrength.WEAK
    who = "Cùng người, tập thể" if sure else "Cùng họ tên, cùng năm sinh"
    years = (
        str(honour.period_to) if honour.period_from == honour.period_to else f"{honour.period_from}-{honour.period_to}"
    )
    why = f"{who}. Đã được tặng {honour.award_name} cho thành tích năm {years}."
    return Suspicion(TwinKind.HONOUR, strength, row.pk, None, 1.0 if sure else 0.8, why[:400], honour=honour.pk)
