"""Submissions: a unit's list read from a file, mended line by line, taken in, sent, recalled."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.awards.queries import award_name
from thidua.documents.actions import store_file
from thidua.dossiers.actions.content import judge, name_fields
from thidua.dossiers.actions.moving import move
from thidua.dossiers.flow import DossierState, DossierVerb
from thidua.dossiers.models import Dossier, Round, Submission, SubmissionState
from thidua.dossiers.policies import may_discard_list, may_draw_up, may_submit, may_work_on, may_write_letter
from thidua.dossiers.reading import (
    ListReading,
    Row,
    Status,
    accept,
    correct,
    leave_out,
    rating_code,
    read_list,
)
from thidua.dossiers.reading.shapes import Key
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.sealing import open_text, seal_text


def stand(
    submission: Submission, state: SubmissionState, *, sources: tuple[SubmissionState, ...] = (), **changes: Any
) -> None:
    """Move a submission to a state (from the sources, when given): the only writer of its state."""
    rows = Submission.objects.filter(pk=submission.pk)
    (rows.filter(state__in=sources) if sources else rows).update(state=state, **changes)
    submission.refresh_from_db()


@transaction.atomic
def begin(round_: Round, *, by: Acting, at: datetime) -> Submission:
    """Begin an empty list of the unit acted for, to be filled by form."""
    insist(may_draw_up(by, round_, local_day(at)))
    assert by.unit
    made = Submission.objects.create(
        round=round_, unit=by.unit, state=SubmissionState.DRAFT, created_by=by.user, created_at=at
    )
    record("dossiers.begin", made.key, by=by.actor, at=at)
    return made


@transaction.atomic
def upload_list(round_: Round, data: bytes, name: str, *, by: Acting, at: datetime) -> Submission:
    """Read a unit's list into a new submission for preview; the file is kept beside it.

    Raises Unreadable when the file cannot be read: nothing is kept then. Identity numbers of the preview are kept
    encrypted.
    """
    insist(may_draw_up(by, round_, local_day(at)))
    assert by.unit
    default = award_name(round_.awards[0], local_day(at)) if len(round_.awards) == 1 else ""
    reading = read_list(data, name, default_unit=by.unit.name, default_award=default)
    if not reading.rows:
        raise Refused(reading.summary()["sentence"])
    made = Submission.objects.create(
        round=round_, unit=by.unit, created_by=by.user, created_at=at, state=SubmissionState.PREVIEW
    )
    made.file = store_file(data, name, reading.file_kind, made.key, by=by, at=at)
    made.reading_sealed = sealed(reading)
    made.reading = numbers(reading, round_, taken=0)
    made.save(update_fields=["file", "reading", "reading_sealed"])
    record("dossiers.upload_list", made.key, by=by.actor, at=at, data={"rows": len(reading.rows)})
    return made


def sealed(reading: ListReading) -> bytes:
    """The reading as it is kept: encrypted, for it holds identity numbers."""
    return seal_text(json.dumps(reading.to_json(), ensure_ascii=False))


def reading_of(submission: Submission) -> ListReading | None:
    """The lines of the preview that are not taken in yet; None when there is no preview."""
    if not submission.reading_sealed:
        return None
    return ListReading.from_json(json.loads(open_text(submission.reading_sealed)))


def numbers(reading: ListReading, round_: Round, *, taken: int) -> dict[str, int]:
    """How many lines are left, good and flagged, and how many were taken in: no personal data."""
    good = sum(is_good(row, round_) for row in reading.rows)
    return {"left": len(reading.rows), "flagged": len(reading.rows) - good, "good": good, "taken": taken}


def in_round(row: Row, round_: Round) -> bool:
    """Whether a line proposes an award of the round; a line that names none means the round's only award."""
    return bool(set(row.awards) & set(round_.awards)) or (not row.awards and len(round_.awards) == 1)


def is_good(row: Row, round_: Round) -> bool:
    """Whether a line may become a dossier of the round as it stands."""
    return row.status is Status.ACCEPTED and in_round(row, round_)


@transaction.atomic
def mend(
    submission: Submission, change: Callable[[ListReading], ListReading], *, revision: int, by: Acting, at: datetime
) -> Submission:
    """Change the preview: a cell typed anew, a proposal accepted, a line left out. Raises Conflict when it changed."""
    insist(may_work_on(by, submission))
    reading = reading_of(submission)
    if reading is None:
        raise Refused(_("Danh sách này không còn dòng nào chờ sửa."))
    changed = change(reading)
    keep_reading(submission, changed, taken=submission.reading.get("taken", 0), revision=revision)
    record("dossiers.mend_list", submission.key, by=by.actor, at=at, data=submission.reading)
    return submission


def keep_reading(submission: Submission, reading: ListReading, *, taken: int, revision: int) -> None:
    """Write the preview by compare-and-swap on the submission's revision."""
    fields = {"reading": numbers(reading, submission.round, taken=taken), "reading_sealed": sealed(reading) if reading.rows else None}
    rows = Submission.objects.filter(pk=submission.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **fields):
        raise Conflict(_("Danh sách vừa được sửa ở cửa sổ khác. Ô vừa nhập chưa ghi; hãy mở lại trang."))
    submission.refresh_from_db()


def correct_cell(submission: Submission, key: Key, field: str, value: str, *, revision: int, by: Acting, at: datetime) -> Submission:
    """Type one cell of the preview anew."""
    return mend(submission, lambda reading: correct(reading, key, field, value), revision=revision, by=by, at=at)


def accept_proposal(submission: Submission, key: Key, code: str, *, revision: int, by: Acting, at: datetime) -> Submission:
    """Take the proposal for one line, or let the line stand as it is."""
    return mend(submission, lambda reading: accept(reading, key, code), revision=revision, by=by, at=at)


def accept_all(submission: Submission, code: str, *, revision: int, by: Acting, at: datetime) -> Submission:
    """Take every proposal of one kind."""

    def change(reading: ListReading) -> ListReading:
        for key in lines_with(reading, code):
            reading = accept(reading, key, code)
        return reading

    return mend(submission, change, revision=revision, by=by, at=at)


def lines_with(reading: ListReading, code: str) -> list[Key]:
    """The lines that have this problem with a proposal."""
    return [row.key for row in reading.rows if any(p.code == code and p.proposal for p in row.problems)]


def skip_line(submission: Submission, key: Key, *, revision: int, by: Acting, at: datetime) -> Submission:
    """Leave one line of the file out."""
    return mend(submission, lambda reading: leave_out(reading, key), revision=revision, by=by, at=at)


def skip_other_rounds(submission: Submission, *, revision: int, by: Acting, at: datetime) -> Submission:
    """Leave out every line that proposes only awards this round does not take."""

    def change(reading: ListReading) -> ListReading:
        for row in [row for row in reading.rows if not in_round(row, submission.round)]:
            reading = leave_out(reading, row.key)
        return reading

    return mend(submission, change, revision=revision, by=by, at=at)


@transaction.atomic
def take_good_lines(submission: Submission, *, revision: int, by: Acting, at: datetime) -> int:
    """Turn the good lines into draft dossiers and keep the flagged ones in the preview. All or nothing."""
    insist(may_work_on(by, submission))
    reading = reading_of(submission)
    if reading is None:
        raise Refused(_("Danh sách này không còn dòng nào chờ nhận."))
    good = [row for row in reading.rows if is_good(row, submission.round)]
    if not good:
        raise Refused(_("Chưa có dòng nào của đợt này đủ để nhận. Hãy sửa các ô được đánh dấu trước."))
    made = sum(len(_from_row(submission, row, by=by, at=at)) for row in good)
    left = ListReading(
        rows=tuple(row for row in reading.rows if not is_good(row, submission.round)),
        same=(), ignored=reading.ignored, columns=reading.columns, filename=reading.filename,
        file_kind=reading.file_kind, unit=reading.unit,
    )  # fmt: skip
    keep_reading(submission, left, taken=submission.reading.get("taken", 0) + len(good), revision=revision)
    stand(submission, SubmissionState.DRAFT, sources=(SubmissionState.PREVIEW,))
    record("dossiers.take_lines", submission.key, by=by.actor, at=at, data={"taken": len(good), "dossiers": made})
    return made


def _from_row(submission: Submission, row: Row, *, by: Acting, at: datetime) -> list[Dossier]:
    allowed = [code for code in row.awards if code in submission.round.awards] or submission.round.awards
    facts: dict[str, object] = {}
    if rating := rating_code(row.rating):
        facts["ratings"] = {str(submission.round.period): rating}
    if initiative := row.extra.get("initiative") or row.texts.get("initiative", ""):
        facts["initiatives"] = [{"name": initiative}]
    return [
        add_dossier(
            submission, award=award, kind=row.kind.value, name=row.name, birth=row.birth, cccd=row.cccd,
            position=row.position, workplace=row.unit, achievement=row.achievement, facts=facts, by=by, at=at,
        )
        for award in allowed
    ]  # fmt: skip


@transaction.atomic
def add_nominee(submission: Submission, fields: dict[str, str], *, by: Acting, at: datetime) -> Dossier:
    """Add one nominee by form."""
    insist(may_work_on(by, submission))
    made = add_dossier(submission, facts={}, by=by, at=at, **fields)
    stand(submission, SubmissionState.DRAFT, sources=(SubmissionState.SENT,))
    return made


def add_dossier(
    submission: Submission, *, award: str, kind: str, name: str, birth: str, cccd: str, position: str,
    workplace: str, achievement: str, facts: dict[str, object], by: Acting, at: datetime,
) -> Dossier:  # fmt: skip
    """Write one draft dossier, matched to the ledger by identity number alone, judged by the rules of the day.

    Raises Refused when the same identity number already has a dossier for the award in this round.
    """
    named = name_fields(name, cccd)
    if cccd and (
        twin := Dossier.objects.filter(round=submission.round, award=award, cccd_index=named["cccd_index"])
        .exclude(state=DossierState.WITHDRAWN)
        .first()
    ):
        raise Refused(
            _("%(name)s đã có hồ sơ %(code)s trong đợt này. Chưa ghi gì; hãy bỏ một trong hai.")
            % {"name": name, "code": twin.code}
        )
    made = Dossier.objects.create(
        code=secrets.token_hex(8), round=submission.round, submission=submission, unit=submission.unit, award=award,
        kind=kind, birth=birth, position=position, workplace=workplace, achievement=achievement, facts=facts,
        held_since=at, **named,
    )  # fmt: skip
    made.code = f"{local_day(at).year}-{made.pk:05d}"
    judge(made, at=at)
    made.save(update_fields=["code", "verdict", "verdict_code"])
    record("dossiers.add", made.key, by=by.actor, at=at, after=DossierState.DRAFT, data={"submission": submission.key})
    return made


@transaction.atomic
def letter(submission: Submission, number: str, dated: date | None, *, by: Acting, at: datetime) -> Submission:
    """Write the number and date of the unit's letter (tờ trình)."""
    insist(may_write_letter(by, submission))
    before = [submission.number, str(submission.dated or "")]
    rows = Submission.objects.filter(pk=submission.pk).exclude(state=SubmissionState.SENT)
    if not rows.update(number=number.strip(), dated=dated):
        raise Conflict(_("Danh sách vừa được gửi, nên số tờ trình không đổi nữa. Chưa ghi gì."))
    submission.refresh_from_db()
    record("dossiers.letter", submission.key, by=by.actor, at=at, data={"before": before, "after": [submission.number, str(submission.dated or "")]})
    return submission


@transaction.atomic
def submit(submission: Submission, *, by: Acting, at: datetime) -> int:
    """Send every draft of the submission. The rules of this day are the rules of the dossiers to the end.

    Returns how many were sent. Raises Refused outside the window or when nothing is ready.
    """
    insist(may_submit(by, submission, local_day(at)))
    drafts = list(submission.dossiers.filter(state=DossierState.DRAFT).select_related("round", "recipient__person"))
    for dossier in drafts:
        judge(dossier, at=at)
        move(
            dossier, DossierVerb.SUBMIT, by=by, at=at, sent_at=at,
            verdict=dossier.verdict, verdict_code=dossier.verdict_code,
        )  # fmt: skip
    stand(submission, SubmissionState.SENT, sent_by=by.user, sent_at=at, revision=F("revision") + 1)
    record("dossiers.send_list", submission.key, by=by.actor, at=at, data={"dossiers": len(drafts)})
    return len(drafts)


@transaction.atomic
def recall(submission: Submission, reason: str, *, by: Acting, at: datetime) -> int:
    """Take back what the office has not received yet. Returns how many came back."""
    waiting = list(submission.dossiers.filter(state=DossierState.SUBMITTED))
    if not waiting:
        raise Refused(_("Ban đã tiếp nhận hết hồ sơ của danh sách này nên không thu hồi được nữa."))
    _each(waiting, DossierVerb.RECALL, by=by, at=at, reason=reason, sent_at=None)
    stand(submission, SubmissionState.DRAFT, revision=F("revision") + 1)
    record("dossiers.recall_list", submission.key, by=by.actor, at=at, reason=reason)
    return len(waiting)


@transaction.atomic
def discard_list(submission: Submission, reason: str, *, by: Acting, at: datetime) -> None:
    """Put away a list that was never sent, its drafts withdrawn with it; the journal keeps what it was."""
    insist(may_discard_list(by, submission))
    if not reason.strip():
        raise Refused(_("Bỏ danh sách cần ghi lý do. Chưa bỏ gì."))
    drafts = submission.dossiers.filter(state=DossierState.DRAFT)
    _each(drafts, DossierVerb.WITHDRAW, by=by, at=at, reason=reason.strip())
    stand(submission, SubmissionState.DROPPED, revision=F("revision") + 1)
    record("dossiers.discard_list", submission.key, by=by.actor, at=at, reason=reason.strip())


def _each(rows: Iterable[Dossier], verb: DossierVerb, *, by: Acting, at: datetime, reason: str, **changes: object) -> None:
    for dossier in rows:
        move(dossier, verb, by=by, at=at, reason=reason, **changes)
