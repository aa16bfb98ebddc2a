"""Looking for the same achievement twice: what is found is kept as suspicions; a person decides them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from thidua.audit.actions import record, record_many
from thidua.audit.actors import SYSTEM
from thidua.dossiers.models import (
    AchievementText,
    Dossier,
    Twin,
    TwinDecision,
    TwinLook,
    TwinMark,
)
from thidua.dossiers.policies.twins import may_decide_twin
from thidua.dossiers.queries.completeness import with_parts
from thidua.dossiers.queries.twin_ledger import rewarded_before
from thidua.dossiers.queries.twin_likeness import Around, marks_of, same_texts
from thidua.dossiers.queries.twin_people import nominee_of, same_people
from thidua.dossiers.queries.twin_shapes import Suspicion
from thidua.dossiers.queries.twin_texts import texts_of
from thidua.dossiers.sameness.people import name_marks
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting

LOOK_AT_ONCE = 100
"""Dossiers looked at in one transaction, so that others may write in between."""
RISEN = 0.05
"""By how much a likeness must have grown, on a changed text, to be asked again after somebody decided."""
Pair = tuple[str, int, int | None, int | None]


@transaction.atomic
def look(keys: Sequence[int], *, at: datetime, around: Around | None = None) -> int:
    """Look for the same achievement beside these dossiers. Returns how many new suspicions were kept.

    What was open and is not found any more goes; what somebody decided stays decided.
    """
    rows = with_parts(Dossier.objects.filter(pk__in=keys, sent_at__isnull=False)).order_by("id")
    dossiers = list(rows.select_related("recipient__person"))
    if not dossiers:
        return 0
    texts = _keep_texts(dossiers)
    _keep_marks(dossiers)
    found = [*same_people(dossiers), *same_texts(texts, around or Around()), *rewarded_before(dossiers)]
    made = _keep(dossiers, found, at)
    TwinLook.objects.filter(dossier__in=dossiers).delete()
    TwinLook.objects.bulk_create([TwinLook(dossier=row, at=at) for row in dossiers])
    record_many("dossiers.twins_found", dict.fromkeys(twin.first.key for twin in made), by=SYSTEM, at=at)
    return len(made)


def look_at_all(keys: Iterable[int], *, at: datetime) -> int:
    """Look at many dossiers, a part at a time. Returns how many new suspicions were kept."""
    rows, around, made = list(keys), Around(), 0
    for start in range(0, len(rows), LOOK_AT_ONCE):
        made += look(rows[start : start + LOOK_AT_ONCE], at=at, around=around)
    return made


def _keep_texts(dossiers: Sequence[Dossier]) -> list[AchievementText]:
    """The standing texts of the dossiers; one that changed is replaced, an equal one stays."""
    standing = {
        (row.dossier_id, row.digest): row for row in AchievementText.objects.filter(dossier__in=dossiers, stands=True)
    }
    kept: list[AchievementText] = []
    fresh: list[AchievementText] = []
    for dossier in dossiers:
        for found in texts_of(dossier):
            known = standing.pop((dossier.pk, found.digest), None)
            if known is None:
                known = AchievementText(
                    dossier=dossier, kind=found.kind, title=found.title, text=found.text, digest=found.digest
                )
                fresh.append(known)
            known.dossier = dossier
            kept.append(known)
    gone = [row.pk for row in standing.values()]
    AchievementText.objects.filter(pk__in=gone).update(stands=False)
    TwinMark.objects.filter(text__in=gone).delete()
    AchievementText.objects.bulk_create(fresh, batch_size=100)
    TwinMark.objects.bulk_create(
        [TwinMark(dossier_id=row.dossier_id, text=row, mark=mark) for row in fresh for mark in marks_of(row.text)],
        batch_size=1000,
    )
    return kept


def _keep_marks(dossiers: Sequence[Dossier]) -> None:
    """The marks of the names, written anew: a name may have been mended."""
    TwinMark.objects.filter(dossier__in=dossiers, text=None).delete()
    TwinMark.objects.bulk_create(
        [TwinMark(dossier=row, mark=mark) for row in dossiers for mark in name_marks(nominee_of(row, number=False))],
        batch_size=1000,
    )


def _keep(dossiers: Sequence[Dossier], found: Iterable[Suspicion], at: datetime) -> list[Twin]:
    """Keep what was found; returns the new ones."""
    known: dict[Pair, list[Twin]] = {}
    for twin in Twin.objects.filter(Q(first__in=dossiers) | Q(second__in=dossiers)).select_related(
        "first_text", "second_text"
    ):
        known.setdefault((twin.kind, twin.first_id, twin.second_id, twin.honour_id), []).append(twin)
    seen: set[int] = set()
    made: list[Twin] = []
    for each in _likest(found):
        rows = known.get((each.kind, each.first, each.second, each.honour), [])
        open_one = next((twin for twin in rows if not twin.decision), None)
        if open_one is not None:
            seen.add(open_one.pk)
            Twin.objects.filter(pk=open_one.pk, decision="").update(**_fields(each))
        elif _is_new(each, rows):
            made.append(
                Twin(
                    kind=each.kind,
                    first_id=each.first,
                    second_id=each.second,
                    honour_id=each.honour,
                    found_at=at,
                    **_fields(each),
                )
            )
    stale = [
        twin.pk
        for rows in known.values()
        for twin in rows
        if not twin.decision and twin.pk not in seen and not _stands(twin)
    ]
    Twin.objects.filter(pk__in=stale, decision="").delete()
    return Twin.objects.bulk_create(made, batch_size=200)


def _stands(twin: Twin) -> bool:
    """Whether both texts are still those compared: then the other side, whose likest this one is, keeps the pair."""
    return (
        twin.first_text is not None
        and twin.second_text is not None
        and twin.first_text.stands
        and twin.second_text.stands
    )


def _likest(found: Iterable[Suspicion]) -> list[Suspicion]:
    """One suspicion for each pair and kind: of several initiatives the nearest."""
    best: dict[Pair, Suspicion] = {}
    for each in found:
        key = (each.kind, each.first, each.second, each.honour)
        if key not in best or best[key].score < each.score:
            best[key] = each
    return list(best.values())


def _fields(each: Suspicion) -> dict[str, object]:
    return {
        "strength": each.strength, "score": each.score, "why": each.why, "passages": each.passages,
        "first_text_id": each.first_text, "second_text_id": each.second_text,
    }  # fmt: skip


def _is_new(each: Suspicion, decided: Sequence[Twin]) -> bool:
    """Whether it is asked for the first time, or the texts changed and came nearer since somebody decided."""
    if not decided:
        return True
    last = max(decided, key=lambda twin: twin.pk)
    changed = (last.first_text_id, last.second_text_id) != (each.first_text, each.second_text)
    return changed and each.score > last.score + RISEN


@transaction.atomic
def decide_twin(
    twin: Twin, decision: str, reason: str, *, against: Dossier | None = None, by: Acting, at: datetime
) -> Twin:
    """Say whether two dossiers are one achievement, and why. `against`: the one that must be returned or found ineligible.

    Raises Refused without a decision, a reason, or the dossier it goes against; Conflict when somebody else decided meanwhile.
    """
    insist(may_decide_twin(by, twin))
    if decision not in TwinDecision.values:
        raise Refused(_("Chưa chọn trùng hay không trùng. Chưa ghi gì."))
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do: căn cứ vào giấy tờ, dữ kiện nào. Chưa ghi gì."))
    if decision == TwinDecision.SAME and (against is None or against.pk not in (twin.first_id, twin.second_id)):
        raise Refused(_("Hãy chọn hồ sơ phải trả lại hoặc loại. Chưa ghi gì."))
    rows = Twin.objects.filter(pk=twin.pk, decided_at=twin.decided_at)
    if not rows.update(
        decision=decision, against=against if decision == TwinDecision.SAME else None, decided_by=by.user, decided_at=at, reason=reason.strip()
    ):  # fmt: skip
        raise Conflict(_("Người khác vừa ghi kết luận về cặp hồ sơ này. Chưa ghi gì; hãy mở lại trang."))
    before = twin.decision
    twin.refresh_from_db()
    record("dossiers.decide_twin", twin.key, by=by.actor, at=at, before=before, after=decision, reason=twin.reason)
    # The dossiers' own history is read by their units: the reason, which may speak of the other dossier, is not told there.
    record_many(
        "dossiers.decide_twin", [row.key for row in (twin.first, twin.second) if row is not None], by=by.actor, at=at
    )
    return twin
