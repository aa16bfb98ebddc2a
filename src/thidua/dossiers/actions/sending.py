"""A list leaves the unit: put before the head, signed, sent whole or not at all, with its receipt and its versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.audit.actions import record
from thidua.awards.actions import keep_rules
from thidua.dossiers.actions.moving import move, move_all
from thidua.dossiers.actions.reporting import draw_newer
from thidua.dossiers.actions.states import stand
from thidua.dossiers.flow import DossierState, DossierVerb
from thidua.dossiers.models import (
    Dossier,
    DossierVersion,
    LateDecision,
    ListPaper,
    NomineeReply,
    Receipt,
    ReplyKind,
    SignOff,
    SignOffOutcome,
    Submission,
    SubmissionState,
)
from thidua.dossiers.policies import late_by, may, may_ask_head, may_give_back, may_submit, may_take_back
from thidua.dossiers.queries.completeness import completeness_of, list_papers, report_of, with_parts
from thidua.dossiers.queries.judging import verdicts_of
from thidua.dossiers.receipts import digest_of, lateness, lateness_in_words, new_code, receipt_of
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting

_AT_ONCE = 200
_NAMED = 5  # how many nominees a refusal names


@transaction.atomic
def ask_head(submission: Submission, note: str = "", *, by: Acting, at: datetime) -> SignOff:
    """Put the list before the head of the unit; it is locked until he answers. Refused while a blocking part is missing."""
    found = _held(submission)
    insist(may_ask_head(by, found, local_day(at)))
    _refuse_incomplete(_drafts(found), found, local_day(at))
    if not stand(
        found, SubmissionState.SIGNING, sources=(SubmissionState.DRAFT, SubmissionState.PREVIEW, SubmissionState.SENT)
    ):
        raise Conflict(_("Danh sách vừa được trình hoặc gửi ở cửa sổ khác. Chưa ghi gì; hãy mở lại trang."))
    made = SignOff.objects.create(submission=found, asked_by=by.user, asked_at=at, note=note.strip()[:500])
    record("dossiers.ask_head", found.key, by=by.actor, at=at)
    submission.refresh_from_db()
    return made


@transaction.atomic
def give_back(submission: Submission, reason: str, *, by: Acting, at: datetime) -> None:
    """The head gives the list back to the officer, with his reason."""
    found = _held(submission)
    insist(may_give_back(by, found))
    if not reason.strip():
        raise Refused(_("Trả lại cán bộ cần ghi lý do. Chưa ghi gì."))
    _answer(found, SignOffOutcome.GIVEN_BACK, reason.strip(), by=by, at=at)
    record("dossiers.give_back", found.key, by=by.actor, at=at, reason=reason.strip())
    submission.refresh_from_db()


@transaction.atomic
def take_back(submission: Submission, *, by: Acting, at: datetime) -> None:
    """The officer takes the list back from the head's table to mend it."""
    found = _held(submission)
    insist(may_take_back(by, found))
    _answer(found, SignOffOutcome.TAKEN_BACK, "", by=by, at=at)
    record("dossiers.take_back", found.key, by=by.actor, at=at)
    submission.refresh_from_db()


def _answer(submission: Submission, outcome: SignOffOutcome, reason: str, *, by: Acting, at: datetime) -> None:
    stand(submission, SubmissionState.DRAFT, sources=(SubmissionState.SIGNING,))
    open_ones = SignOff.objects.filter(submission=submission, answered_at=None)
    open_ones.update(outcome=outcome, reason=reason[:500], answered_by=by.user, answered_at=at)


@transaction.atomic
def submit(submission: Submission, *, by: Acting, at: datetime) -> int:
    """Send every draft of the submission, all or none. The rules of this day are the rules of the dossiers to the end.

    Returns how many were sent. Raises Refused outside the window, without the head's signature, when nothing is
    ready or a part is missing that the law asks for.
    """
    found = _held(submission)
    day = local_day(at)
    insist(may_submit(by, found, day))
    drafts = _drafts(found)
    shared = list_papers(found)
    lacking = _refuse_incomplete(drafts, found, day, shared)
    _judge(drafts, day, at)
    late = late_by(found, day)
    how = lateness(found.round, at, late)
    note = how.decision and lateness_in_words(how)
    move_all(drafts, DossierVerb.SUBMIT, by=by, at=at, sent_at=at, late_note=note)
    sent = keep_versions(drafts, by=by, at=at)
    stand(found, SubmissionState.SENT, sent_by=by.user, sent_at=at, revision=F("revision") + 1)
    SignOff.objects.filter(submission=found, answered_at=None).update(
        outcome=SignOffOutcome.APPROVED, answered_by=by.user, answered_at=at
    )
    _receipt(found, sent, shared, lacking, late, by=by, at=at)
    record("dossiers.send_list", found.key, by=by.actor, at=at, data={"dossiers": len(drafts)})
    submission.refresh_from_db()
    return len(drafts)


def _held(submission: Submission) -> Submission:
    """The list as it is now, kept from others until the end of this act."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("round", "unit", "sent_by")
    return rows.get(pk=submission.pk)


def _drafts(submission: Submission) -> list[Dossier]:
    rows = submission.dossiers.filter(state=DossierState.DRAFT).select_related("recipient__person", "recipient__unit")
    return list(with_parts(rows).order_by("id"))


def _refuse_incomplete(
    drafts: Sequence[Dossier], submission: Submission, day: date, shared: Sequence[ListPaper] | None = None
) -> list[str]:
    """Raise Refused when a part the law asks for is missing or a nominee asked to be left out; else say what lacks."""
    papers = list_papers(submission) if shared is None else shared
    blocked: list[str] = []
    lacking: Counter[str] = Counter()
    for row in drafts:
        found = completeness_of(row, submission, papers, day)
        if found.blocking:
            blocked.append(f"{row.name} ({', '.join(line.need.part.name for line in found.blocking)})")
        lacking.update(line.need.part.name for line in found.missing)
    if blocked:
        raise Refused(
            ngettext(
                "%(n)s hồ sơ còn thiếu giấy tờ mà quy định bắt buộc nên chưa gửi gì: %(names)s. Hãy bổ sung rồi gửi.",
                "%(n)s hồ sơ còn thiếu giấy tờ mà quy định bắt buộc nên chưa gửi gì: %(names)s. Hãy bổ sung rồi gửi.",
                len(blocked),
            )
            % {"n": len(blocked), "names": _some(blocked)}
        )
    _refuse_withdrawn(drafts)
    return [f"Gửi khi còn thiếu: {name}, {count} hồ sơ." for name, count in lacking.most_common()]


def _refuse_withdrawn(drafts: Sequence[Dossier]) -> None:
    """A nominee who asked to be left out is not sent over his head."""
    waiting = NomineeReply.objects.filter(
        kind=ReplyKind.WITHDRAWAL, answered_at=None, dossier__state=DossierState.DRAFT, dossier__submission=drafts[0].submission_id
    ) if drafts else NomineeReply.objects.none()  # fmt: skip
    names = list(waiting.values_list("dossier__name", flat=True).distinct())
    if names:
        raise Refused(
            _(
                "Người được đề nghị xin rút mà đơn vị chưa trả lời: %(names)s. Chưa gửi gì; hãy rút hồ sơ hoặc trả lời trước."
            )
            % {"names": _some(names)}
        )


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    told = "; ".join(names[:_NAMED])
    return f"{told} {_('và %(n)s người nữa') % {'n': more}}" if more > 0 else told


def _judge(drafts: Sequence[Dossier], day: date, at: datetime) -> None:
    """The verdicts by the rules of the day of sending, written where they changed."""
    verdicts = verdicts_of(drafts, day)
    changed = []
    for row in drafts:
        judged = verdicts[row.pk]
        if row.verdict != judged.record or row.verdict_code != judged.code:
            row.verdict, row.verdict_code = judged.record, judged.code
            changed.append(row)
    Dossier.objects.bulk_update(changed, ["verdict", "verdict_code"], batch_size=_AT_ONCE)
    for award in {row.award for row in drafts if "problem" not in row.verdict}:
        keep_rules(award, received_on=day, at=at)


@transaction.atomic
def keep_versions(dossiers: Iterable[Dossier], *, by: Acting, at: datetime) -> dict[str, dict[str, object]]:
    """Keep what each dossier holds as it leaves the unit, so that the next sending can be compared with it.

    Read the dossiers with `with_parts`. Returns what was kept, by code.
    """
    rows = list(dossiers)
    contents = {row.code: content_of(row) for row in rows}
    last: dict[int, int] = {}
    for start in range(0, len(rows), _AT_ONCE):
        part: QuerySet[DossierVersion] = DossierVersion.objects.filter(dossier__in=rows[start : start + _AT_ONCE])
        last.update(part.values_list("dossier").annotate(n=Max("number")).order_by())
    DossierVersion.objects.bulk_create(
        [
            DossierVersion(dossier=row, number=last.get(row.pk, 0) + 1, at=at, by=by.user, content=contents[row.code])
            for row in rows
        ],
        batch_size=_AT_ONCE,
    )
    return contents


def content_of(dossier: Dossier) -> dict[str, object]:
    """What a version holds; the identity number only as its keyed hash."""
    report = report_of(dossier)
    papers = getattr(dossier, "standing", None)
    rows = papers if papers is not None else dossier.papers.filter(replaced_by=None).select_related("file")
    return {
        "name": dossier.name, "birth": dossier.birth, "cccd": dossier.cccd_index, "position": dossier.position,
        "workplace": dossier.workplace, "achievement": dossier.achievement, "award": dossier.award,
        "facts": dossier.facts,
        "papers": [{"pk": row.pk, "part": row.part, "title": row.title, "sha256": row.file.sha256} for row in rows],
        "report": {"outline": report.outline, "sections": report.sections} if report else None,
    }  # fmt: skip


def _receipt(
    submission: Submission, sent: dict[str, dict[str, object]], shared: Sequence[ListPaper], lacking: Sequence[str], late: LateDecision | None,
    *, by: Acting, at: datetime,
) -> Receipt:  # fmt: skip
    code, digest = new_code(), digest_of(sent)
    content = receipt_of(
        submission,
        code=code,
        digest=digest,
        count=len(sent),
        papers=shared,
        lacking=lacking,
        sender=by.user,
        at=at,
        late_by=late,
    )
    return Receipt.objects.create(
        submission=submission, code=code, made_at=at, count=len(sent), content=content, digest=digest
    )


def resubmit(dossier: Dossier, *, by: Acting, at: datetime) -> Dossier:
    """Send the supplement: every point has its answer. What it holds now is kept beside what was sent before.

    A report written on since is drawn first, before the transaction: drawing is slow and must keep nobody waiting.
    """
    insist(may(by, dossier, DossierVerb.RESUBMIT))
    draw_newer(dossier, by=by, at=at)
    with transaction.atomic():
        moved = move(dossier, DossierVerb.RESUBMIT, by=by, at=at)
        keep_versions(with_parts(Dossier.objects.filter(pk=moved.pk)), by=by, at=at)
    return moved
