"""Good lines of a list become draft dossiers, all in a few statements; what is there already stays behind, flagged."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Cast, Concat, LPad
from django.utils.translation import gettext as _

from thidua.audit.actions import record, record_many
from thidua.dossiers.actions.content import judge
from thidua.dossiers.actions.mending import is_good, keep_reading, reading_of
from thidua.dossiers.actions.states import stand
from thidua.dossiers.actions.twins import awards_of, hints_for, indexes_of
from thidua.dossiers.models import Dossier, Round, Submission, SubmissionState
from thidua.dossiers.policies import may_work_on
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import search_keys, tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.sealing import seal_cccd
from thidua.register.models import Recipient
from thidua.register.reading import TWINS, Row, rating_code, with_twins
from thidua.register.reading.shapes import Key

_AT_ONCE = 200
_SHORTEST = 5  # figures of the running number in a dossier's code


@transaction.atomic
def take_good_lines(submission: Submission, *, revision: int, by: Acting, at: datetime) -> int:
    """Turn the good lines into draft dossiers and keep the others in the preview. Returns how many dossiers.

    A nominee who has a dossier in the round already hinders nobody else: that line stays behind and says so.
    """
    insist(may_work_on(by, submission))
    reading = reading_of(submission)
    if reading is None:
        raise Refused(_("Danh sách này không còn dòng nào chờ nhận."))
    # Lists of one round are taken in one after the other, so that two units cannot bring one person at once.
    round_ = Round.objects.select_for_update().get(pk=submission.round_id)
    good = [row for row in reading.rows if is_good(row, round_)]
    if not good:
        raise Refused(_("Chưa có dòng nào của đợt này đủ để nhận. Hãy sửa các ô được đánh dấu trước."))
    there = hints_for(good, round_, submission.unit_id)
    waived = {row.key for row in good if "TWIN_MAYBE" in row.waived and "twin_maybe" in there.get(row.key, {})}
    taken = _once([row for row in good if row.key not in there or row.key in waived], round_)
    made = _make(submission, taken, by=by, at=at)
    keys = {row.key for row in taken}
    left = replace(reading, rows=tuple(row for row in reading.rows if row.key not in keys))
    told = {dossier.code: _told(dossier.code, row, reading.several) for row, dossier in made}
    left = with_twins(left, hints_for(left.rows, round_, submission.unit_id, told))
    keep_reading(submission, left, taken=submission.reading.get("taken", 0) + len(taken), revision=revision)
    if taken:
        stand(submission, SubmissionState.DRAFT, sources=(SubmissionState.PREVIEW,))
    record(
        "dossiers.take_lines", submission.key, by=by.actor, at=at,
        data={"taken": len(taken), "dossiers": len(made), "behind": len(good) - len(taken)},
    )  # fmt: skip
    return len(made)


def _told(code: str, row: Row, several: bool) -> str:
    """A new dossier and the line it came from, with its sheet when the file has several."""
    if several:
        return f"{code} ({_('%(sheet)s, dòng %(row)s') % {'sheet': row.sheet, 'row': row.row}})"
    return _("%(code)s (dòng %(row)s)") % {"code": code, "row": row.row}


def twins_left(submission: Submission) -> int:
    """How many lines of the preview have a dossier in the round already, or may have."""
    reading = reading_of(submission)
    return sum(bool(TWINS.keys() & row.hints.keys()) for row in reading.rows) if reading else 0


def _once(rows: Sequence[Row], round_: Round) -> list[Row]:
    """Each number once for an award; the later line of two stays behind."""
    indexes = indexes_of(rows)
    seen: set[tuple[str, str]] = set()
    taken = []
    for row in rows:
        keys = {(award, indexes[row.key]) for award in awards_of(row, round_) if indexes[row.key]}
        if not keys & seen:
            taken.append(row)
            seen |= keys
    return taken


def _make(submission: Submission, rows: Sequence[Row], *, by: Acting, at: datetime) -> list[tuple[Row, Dossier]]:
    """Write the draft dossiers of these lines, matched to the ledger by identity number alone, judged by today's rules."""
    indexes = indexes_of(rows)
    known = _recipients(indexes.values())
    made = [
        (row, _unsaved(submission, row, award, indexes, known, at))
        for row in rows
        for award in awards_of(row, submission.round)
    ]
    _judge_all([dossier for _row, dossier in made], at)
    kept = Dossier.objects.bulk_create([dossier for _row, dossier in made], batch_size=_AT_ONCE)
    if not kept:
        return []
    year = local_day(at).year
    pks = [dossier.pk for dossier in kept]
    mine = Dossier.objects.filter(submission=submission, pk__gte=min(pks), pk__lte=max(pks))
    number = Cast("pk", CharField())
    padded = Case(When(pk__lt=10**_SHORTEST, then=LPad(number, _SHORTEST, Value("0"))), default=number)
    mine.update(code=Concat(Value(f"{year}-"), padded, output_field=CharField()))
    for dossier in kept:
        dossier.code = f"{year}-{dossier.pk:05d}"
    record_many("dossiers.add", [dossier.key for dossier in kept], by=by.actor, at=at)
    return made


def _recipients(indexes: Iterable[str]) -> dict[str, Recipient]:
    """The one recipient of the ledger with each number; a number that several have matches nobody."""
    wanted = sorted(set(filter(None, indexes)))
    found: dict[str, list[Recipient]] = {}
    people = Recipient.objects.select_related("person", "unit").filter(person__isnull=False)
    for start in range(0, len(wanted), _AT_ONCE):
        for recipient in people.filter(person__cccd_index__in=wanted[start : start + _AT_ONCE]):
            assert recipient.person
            found.setdefault(recipient.person.cccd_index or "", []).append(recipient)
    return {index: rows[0] for index, rows in found.items() if len(rows) == 1}


def _unsaved(
    submission: Submission, row: Row, award: str, indexes: dict[Key, str], known: dict[str, Recipient], at: datetime
) -> Dossier:
    facts: dict[str, object] = {}
    if rating := rating_code(row.rating):
        facts["ratings"] = {str(submission.round.period): rating}
    if initiative := row.extra.get("initiative") or row.texts.get("initiative", ""):
        facts["initiatives"] = [{"name": initiative}]
    name, index = tidy(row.name), indexes[row.key]
    return Dossier(
        code=secrets.token_hex(8), round=submission.round, submission=submission, unit=submission.unit, award=award,
        kind=row.kind.value, recipient=known.get(index), name=name, **search_keys(name), birth=row.birth,
        cccd_sealed=seal_cccd(row.cccd), cccd_index=index, position=row.position, workplace=row.unit,
        achievement=row.achievement, facts=facts, held_since=at,
    )  # fmt: skip


def _judge_all(dossiers: Sequence[Dossier], at: datetime) -> None:
    """Verdicts of many drafts; nominees nobody has in the ledger and who declare the same get the same one."""
    known: dict[str, Dossier] = {}
    for dossier in dossiers:
        key = json.dumps([dossier.award, dossier.kind, dossier.facts], sort_keys=True)
        if dossier.recipient is None and (same := known.get(key)):
            dossier.verdict, dossier.verdict_code = same.verdict, same.verdict_code
            continue
        judge(dossier, at=at)
        if dossier.recipient is None:
            known[key] = dossier
