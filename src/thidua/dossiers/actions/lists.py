"""Submissions: a unit's list read from a file, mended line by line, taken in, sent, recalled."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.documents.actions import store_file
from thidua.documents.checks.worker import check_upload
from thidua.dossiers.actions.content import judge, name_fields
from thidua.dossiers.actions.mending import numbers, read_for, sealed
from thidua.dossiers.actions.moving import move
from thidua.dossiers.actions.states import stand
from thidua.dossiers.actions.twins import hints_for, twins_in
from thidua.dossiers.flow import DossierState, DossierVerb
from thidua.dossiers.letters import letter_in
from thidua.dossiers.models import Dossier, Round, Submission, SubmissionState
from thidua.dossiers.policies import may_discard_list, may_draw_up, may_work_on, may_write_letter
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.register.reading import ListReading, with_twins
from thidua.register.reading.entry import refused

_NOMINEE = ("award", "kind", "name", "birth", "cccd", "position", "workplace", "achievement")


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


def upload_list(round_: Round, data: bytes, name: str, *, by: Acting, at: datetime) -> Submission:
    """Read a unit's list and keep it for preview; as `read_upload`, then `keep_list`."""
    return keep_list(round_, data, name, read_upload(round_, data, name, by=by, at=at), by=by, at=at)


def read_upload(round_: Round, data: bytes, name: str, *, by: Acting, at: datetime) -> ListReading:
    """Check and read a unit's file. Writes nothing: call it before a transaction, it takes seconds for a long list.

    Raises Unreadable when the file cannot be read, Refused when it has no line.
    """
    insist(may_draw_up(by, round_, local_day(at)))
    assert by.unit
    verdict = check_upload(data, name)
    if not verdict.accepted:
        raise refused(verdict)
    reading = read_for(round_, by.unit, data, name, {}, at)
    if not reading.rows:
        raise Refused(reading.summary()["sentence"])
    return reading


@transaction.atomic
def keep_list(round_: Round, data: bytes, name: str, read: ListReading, *, by: Acting, at: datetime) -> Submission:
    """Keep what was read as a new submission for preview, the file beside it. Identity numbers are kept encrypted."""
    insist(may_draw_up(by, round_, local_day(at)))
    assert by.unit
    reading = with_twins(read, hints_for(read.rows, round_, by.unit.pk))
    made = Submission.objects.create(
        round=round_, unit=by.unit, created_by=by.user, created_at=at, state=SubmissionState.PREVIEW
    )
    made.file = store_file(data, name, reading.file_kind, made.key, by=by, at=at)
    made.reading_sealed = sealed(reading)
    made.reading = numbers(reading, round_, taken=0)
    made.number, made.dated = letter_in(data, reading.file_kind, local_day(at))
    made.save(update_fields=["file", "reading", "reading_sealed", "number", "dated"])
    record("dossiers.upload_list", made.key, by=by.actor, at=at, data={"rows": len(reading.rows)})
    return made


@transaction.atomic
def add_nominee(submission: Submission, fields: dict[str, str], *, by: Acting, at: datetime) -> Dossier:
    """Add one nominee by form. `fields`: award, kind, name, birth, cccd, position, workplace, achievement."""
    insist(may_work_on(by, submission))
    made = add_dossier(submission, facts={}, by=by, at=at, **{name: fields[name] for name in _NOMINEE})
    stand(submission, SubmissionState.DRAFT, sources=(SubmissionState.SENT,))
    return made


def add_dossier(
    submission: Submission, *, award: str, kind: str, name: str, birth: str, cccd: str, position: str,
    workplace: str, achievement: str, facts: dict[str, object], by: Acting, at: datetime,
) -> Dossier:  # fmt: skip
    """Write one draft dossier, matched to the ledger by identity number alone, judged by the rules of the day.

    Raises Refused when the same identity number already has a dossier for the award in this round. A draft of
    another unit hinders nobody.
    """
    named = name_fields(name, cccd)
    if cccd:
        twins = twins_in(submission.round, submission.unit_id, [award], [named["cccd_index"]])
        _refuse_twin(twins.hint(award, named["cccd_index"], name, birth), name)
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


def _refuse_twin(hint: dict[str, str], name: str) -> None:
    if code := hint.get("twin"):
        raise Refused(
            _("%(name)s đã có hồ sơ %(code)s trong đợt này. Chưa ghi gì; hãy bỏ một trong hai.")
            % {"name": name, "code": code}
        )
    if hint.get("twin_elsewhere"):
        raise Refused(
            _(
                "Số định danh này đã có trong một danh sách của đợt do đơn vị khác nộp. Chưa ghi gì; hãy hỏi Ban Thi đua - Khen thưởng."
            )
        )


@transaction.atomic
def letter(submission: Submission, number: str, dated: date | None, *, by: Acting, at: datetime) -> Submission:
    """Write the number and date of the unit's letter (tờ trình)."""
    insist(may_write_letter(by, submission))
    if dated and dated > local_day(at):
        raise Refused(_("Ngày tờ trình không thể sau hôm nay. Chưa ghi gì."))
    before = [submission.number, str(submission.dated or "")]
    rows = Submission.objects.filter(pk=submission.pk).exclude(state=SubmissionState.SENT)
    if not rows.update(number=number.strip(), dated=dated):
        raise Conflict(_("Danh sách vừa được gửi, nên số tờ trình không đổi nữa. Chưa ghi gì."))
    submission.refresh_from_db()
    record(
        "dossiers.letter",
        submission.key,
        by=by.actor,
        at=at,
        data={"before": before, "after": [submission.number, str(submission.dated or "")]},
    )
    return submission


@transaction.atomic
def recall(submission: Submission, reason: str, *, by: Acting, at: datetime) -> int:
    """Take back what the office has not received yet. Returns how many came back.

    A supplement is not taken back: its dossier was with the office once, and stays as it was answered.
    """
    waiting = list(recallable(submission).select_related("submission", "recipient__person"))
    if not waiting:
        raise Refused(_("Ban đã tiếp nhận hết hồ sơ của danh sách này nên không thu hồi được nữa."))
    _each(waiting, DossierVerb.RECALL, by=by, at=at, reason=reason, sent_at=None)
    stand(submission, SubmissionState.DRAFT, revision=F("revision") + 1)
    record("dossiers.recall_list", submission.key, by=by.actor, at=at, reason=reason)
    return len(waiting)


def recallable(submission: Submission) -> QuerySet[Dossier]:
    """The dossiers of a list that wait for intake and were never returned."""
    rows = submission.dossiers.filter(state=DossierState.SUBMITTED)
    return rows.exclude(steps__verb=DossierVerb.RETURN)


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


def _each(
    rows: Iterable[Dossier], verb: DossierVerb, *, by: Acting, at: datetime, reason: str, **changes: object
) -> None:
    for dossier in rows:
        move(dossier, verb, by=by, at=at, reason=reason, **changes)
