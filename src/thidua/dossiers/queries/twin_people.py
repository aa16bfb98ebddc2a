"""Dossiers of one nominee: found by number, by name and by marks of the name, compared as rows of a list are. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from thidua.awards.queries import is_title
from thidua.dossiers.models import Dossier, TwinKind, TwinMark, TwinStrength
from thidua.dossiers.queries.twin_shapes import Suspicion, others, parts
from thidua.dossiers.sameness.people import Nominee, SameNominee, name_marks, same_nominee
from thidua.organisation.sealing import open_cccd


def nominee_of(dossier: Dossier, *, number: bool = True) -> Nominee:
    """The nominee as the comparison wants him; the number only when it is needed."""
    cccd = open_cccd(dossier.cccd_sealed) if number else ""
    return Nominee(dossier.kind, dossier.name, dossier.birth, cccd, dossier.workplace or dossier.unit.name)


def same_people(dossiers: Sequence[Dossier]) -> Iterator[Suspicion]:
    """Dossiers of the same nominee: equal number, equal or near name. Each pair once."""
    mine = {row.pk: row for row in dossiers}
    told: set[tuple[int, int]] = set()
    for pk, other in _people_beside(dossiers):
        pair = (min(pk, other.pk), max(pk, other.pk))
        if pk == other.pk or pair in told:
            continue
        told.add(pair)
        same = compared(mine[pk], other)
        if same and (found := _person_pair(mine[pk], other, same)):
            yield found


def _people_beside(dossiers: Sequence[Dossier]) -> Iterator[tuple[int, Dossier]]:
    by_number, by_name, by_mark = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in dossiers:
        if row.cccd_index:
            by_number[row.cccd_index].append(row)
        by_name[row.name_fold].append(row)
        for mark in name_marks(nominee_of(row, number=False)):
            by_mark[mark].append(row.pk)
    rows = others().select_related("round", "unit")
    for part in parts(by_number):
        for other in rows.filter(cccd_index__in=part):
            yield from ((row.pk, other) for row in by_number[other.cccd_index])
    for part in parts(by_name):
        for other in rows.filter(name_fold__in=part):
            yield from ((row.pk, other) for row in by_name[other.name_fold] if _one_year(row.birth, other.birth))
    beside: dict[int, set[int]] = defaultdict(set)
    for part in parts(by_mark):
        for mark, pk in TwinMark.objects.filter(mark__in=part, text=None).values_list("mark", "dossier_id"):
            beside[pk].update(by_mark[mark])
    for part in parts(beside):
        for other in rows.filter(pk__in=part):
            yield from ((pk, other) for pk in beside[other.pk])


def _one_year(one: str, other: str) -> bool:
    return not one or not other or one[:4] == other[:4]


def compared(one: Dossier, other: Dossier) -> SameNominee | None:
    """What two nominees are to each other; those joined to one recipient of the ledger are one."""
    if one.recipient_id and one.recipient_id == other.recipient_id:
        return SameNominee(True, "Cùng một người, tập thể trong Sổ khen thưởng.")
    if one.kind != other.kind:
        return None
    return same_nominee(nominee_of(one), nominee_of(other))


def _person_pair(one: Dossier, other: Dossier, same: SameNominee) -> Suspicion | None:
    """How much it weighs that two dossiers are of one nominee: for one award and year it is the same achievement.

    Two forms of commendation for one year are asked about; a title beside another award is a step of the ladder.
    """
    award, period = one.award == other.award, one.round.period == other.round.period
    if "dùng chung một số CCCD" in same.why or (award and period and same.sure):
        strength = TwinStrength.STRONG
    elif period and (award or (same.sure and not is_title(one.award) and not is_title(other.award))):
        strength = TwinStrength.LIKELY
    elif same.sure and (award or period):
        strength = TwinStrength.WEAK
    else:
        return None
    why = f"{same.why} {_relation(award=award, period=period)}"
    first, second = sorted((one.pk, other.pk))
    return Suspicion(TwinKind.PERSON, strength, first, second, 1.0 if same.sure else 0.8, why)


def _relation(*, award: bool, period: bool) -> str:
    what = "Cùng danh hiệu, hình thức" if award else "Khác danh hiệu, hình thức"
    return f"{what}, {'cùng' if period else 'khác'} năm thành tích."
