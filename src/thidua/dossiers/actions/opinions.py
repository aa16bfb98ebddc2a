"""Asking agencies, recording what they answer, and recording silence when their time has passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.audit.actions import record, record_many
from thidua.audit.actors import SYSTEM
from thidua.documents.actions import store_file
from thidua.documents.checks.worker import check_upload
from thidua.documents.models import StoredFile
from thidua.dossiers.asking import ANSWER_DAYS, REMIND_DAYS, dated_days
from thidua.dossiers.lending import shows_number
from thidua.dossiers.models import Dossier, Opinion, OpinionOutcome, OpinionRequest
from thidua.dossiers.policies.beside import not_own
from thidua.dossiers.policies.opinions import LENT, may_answer_request, may_ask
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.foundation.text import tidy
from thidua.notices.actions import Message, tell
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.models import Duty, Unit
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.queries import official_calendar, unit_by_name

SAID = (OpinionOutcome.AGREE, OpinionOutcome.DISAGREE, OpinionOutcome.OTHER)
LONGEST = 4000


@dataclass(frozen=True)
class Asked:
    """What is asked of whom: the agency by name, the question, which parts of the dossiers it may open, the letter's number."""

    agency: str
    question: str
    parts: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Said:
    """What an agency said of one nominee."""

    outcome: str
    text: str = ""


@dataclass(frozen=True)
class Letter:
    """The paper an answer stands on; an empty number for an answer given in the application alone."""

    number: str = ""
    dated: date | None = None
    file: tuple[bytes, str] | None = None


@transaction.atomic
def ask(dossiers: Sequence[Dossier], asked: Asked, *, by: Acting, at: datetime) -> OpinionRequest:
    """Ask one agency about these dossiers. Its accounts are told; its time is the dated number of working days of the law.

    Raises Refused for no dossier, no agency, no question, a part that does not exist, a dossier the agency was asked
    about and has not answered, or a day for which no rule sets the time.
    """
    agency, question = tidy(asked.agency), asked.question.strip()
    if not dossiers or not agency or not question:
        raise Refused(_("Hãy chọn hồ sơ, ghi cơ quan được hỏi và nội dung xin ý kiến. Chưa gửi gì."))
    if shows_number(question) or shows_number(agency) or shows_number(asked.number):
        raise Refused(
            _(
                "Nội dung xin ý kiến có số định danh. Hãy bỏ số đó, cơ quan nhận ra người qua tên và đơn vị. Chưa gửi gì."
            )
        )
    if not set(asked.parts) <= set(LENT):
        raise Refused(_("Không có thành phần hồ sơ này. Chưa gửi gì."))
    for dossier in dossiers:
        if not (answer := may_ask(by, dossier)):
            raise Refused(f"{dossier.code} {dossier.name}: {answer.reason}")
    day = local_day(at)
    time = dated_days(ANSWER_DAYS, day)
    if time is None:
        raise Refused(_("Chưa có quy định về thời hạn trả lời của cơ quan cho ngày này. Chưa gửi gì."))
    unit = unit_by_name(agency)
    _insist_not_asked(dossiers, unit, agency)
    due = official_calendar((day.year, day.year + 1)).add(day, int(time.value.value))
    made = OpinionRequest.objects.create(
        agency=unit, agency_name=(unit.name if unit else agency)[:300], question=question[:LONGEST], parts=sorted(asked.parts),
        number=tidy(asked.number)[:60], asked_by=by.user, asked_at=at, asked_on=day, due_on=due, citation=time.cite,
    )  # fmt: skip
    Opinion.objects.bulk_create(Opinion(request=made, dossier=dossier) for dossier in dossiers)
    record_many(
        "dossiers.ask_opinion",
        [made.key, *(row.key for row in dossiers)],
        by=by.actor,
        at=at,
        reason=made.agency_name,
    )
    _tell_agency(
        made,
        "asked",
        _("Xin ý kiến về khen thưởng, trả lời trước hết ngày %(day)s") % {"day": show_date(due)},
        at=at,
    )
    return made


def _insist_not_asked(dossiers: Sequence[Dossier], unit: Unit | None, agency: str) -> None:
    same = Q(request__agency=unit) if unit else Q(request__agency_name=agency)
    waiting = (
        Opinion.objects.filter(same, dossier__in=dossiers, outcome=OpinionOutcome.PENDING)
        .select_related("dossier", "request")
        .first()
    )
    if waiting:
        raise Refused(
            _("%(code)s đã được hỏi cơ quan này (%(request)s), đang chờ trả lời. Chưa gửi gì.")
            % {"code": waiting.dossier.code, "request": waiting.request.code}
        )


@transaction.atomic
def answer_request(
    request: OpinionRequest, said: Mapping[int, Said], letter: Letter, *, by: Acting, at: datetime
) -> int:
    """Record what an agency says of its nominees, by dossier id. The office types a paper answer: it needs its number and day.

    An answer that stands is not written over; a paper that came late takes the place of the silence recorded.
    Returns how many were recorded. Raises Refused; Conflict when somebody answered meanwhile.
    """
    insist(may_answer_request(by, request))
    own = by.holds(*UNIT_DUTIES)
    _insist_readable(said, letter, own=own, day=local_day(at))
    file = _kept(request, letter, by=by, at=at)
    open_ = [OpinionOutcome.PENDING] if own else [OpinionOutcome.PENDING, OpinionOutcome.SILENT]
    rows = {
        row.dossier_id: row
        for row in Opinion.objects.filter(request=request).select_related("dossier__recipient__person")
    }
    for pk, one in said.items():
        row = rows.get(pk)
        if row is None:
            raise Refused(_("Yêu cầu này không hỏi về hồ sơ ấy. Chưa ghi gì."))
        insist(not_own(by, row.dossier))
        changed = Opinion.objects.filter(pk=row.pk, outcome__in=open_).update(
            outcome=one.outcome, text=one.text.strip()[:LONGEST], document_number=tidy(letter.number)[:100], document_date=letter.dated,
            file=file, typed_by_office=not own, by=by.user, at=at,
        )  # fmt: skip
        if not changed:
            raise Conflict(
                _("%(code)s vừa có câu trả lời được ghi. Chưa ghi gì; hãy mở lại trang.") % {"code": row.dossier.code}
            )
        record(
            "dossiers.answer_opinion",
            row.dossier.key,
            by=by.actor,
            at=at,
            after=one.outcome,
            data={"request": request.pk},
        )
    if not Opinion.objects.filter(request=request, outcome=OpinionOutcome.PENDING).exists():
        OpinionRequest.objects.filter(pk=request.pk, ended_at=None).update(ended_at=at)
        _tell_asker(request, _("%(agency)s đã trả lời ý kiến") % {"agency": request.agency_name}, at=at)
    return len(said)


def _insist_readable(said: Mapping[int, Said], letter: Letter, *, own: bool, day: date) -> None:
    if not said:
        raise Refused(_("Chưa chọn ý kiến nào. Chưa ghi gì."))
    if any(one.outcome not in SAID for one in said.values()):
        raise Refused(_("Ý kiến là đồng ý, không đồng ý hoặc ý kiến khác. Chưa ghi gì."))
    if any(one.outcome != OpinionOutcome.AGREE and not one.text.strip() for one in said.values()):
        raise Refused(_("Không đồng ý hoặc ý kiến khác thì ghi rõ nội dung. Chưa ghi gì; phần đã nhập được giữ."))
    if not own and not (tidy(letter.number) and letter.dated):
        raise Refused(_("Ghi thay cơ quan cần số và ngày văn bản trả lời. Chưa ghi gì; phần đã nhập được giữ."))
    if letter.dated and letter.dated > day:
        raise Refused(_("Ngày văn bản trả lời không thể sau hôm nay. Chưa ghi gì; phần đã nhập được giữ."))


def _kept(request: OpinionRequest, letter: Letter, *, by: Acting, at: datetime) -> StoredFile | None:
    if letter.file is None:
        return None
    data, name = letter.file
    verdict = check_upload(data, name)
    if not verdict.accepted:
        raise Refused(" ".join(reason.text for reason in verdict.reasons))
    return store_file(data, name, verdict.kind, request.key, by=by, at=at)


@transaction.atomic
def end_requests(*, at: datetime) -> int:
    """Record silence where an agency's last day has passed, and remind those whose day is near. Does no harm again.

    Returns how many requests ended.
    """
    day = local_day(at)
    for request in OpinionRequest.objects.filter(ended_at=None, due_on__gte=day, reminded_on=None):
        _remind(request, day, at=at)
    ended = 0
    for request in OpinionRequest.objects.filter(ended_at=None, due_on__lt=day):
        if not OpinionRequest.objects.filter(pk=request.pk, ended_at=None).update(ended_at=at):
            continue
        silent = list(Opinion.objects.filter(request=request, outcome=OpinionOutcome.PENDING).select_related("dossier"))
        Opinion.objects.filter(pk__in=[row.pk for row in silent], outcome=OpinionOutcome.PENDING).update(
            outcome=OpinionOutcome.SILENT, at=at
        )
        record_many(
            "dossiers.opinion_silent",
            [request.key, *(row.dossier.key for row in silent)],
            by=SYSTEM,
            at=at,
            reason=request.citation,
        )
        _tell_asker(request, _("%(agency)s quá hạn, không có ý kiến") % {"agency": request.agency_name}, at=at)
        ended += 1
    return ended


def _remind(request: OpinionRequest, day: date, *, at: datetime) -> None:
    before = dated_days(REMIND_DAYS, day)
    left = official_calendar((day.year, day.year + 1)).between(day, request.due_on)
    if (
        before
        and left <= int(before.value.value)
        and OpinionRequest.objects.filter(pk=request.pk, reminded_on=None).update(reminded_on=day)
    ):
        title = _("Sắp hết hạn trả lời ý kiến về khen thưởng: hết ngày %(day)s") % {"day": show_date(request.due_on)}
        _tell_agency(request, "near", title, at=at)
        record("dossiers.remind_opinion", request.key, by=SYSTEM, at=at)


def _tell_agency(request: OpinionRequest, what: str, title: str, *, at: datetime) -> None:
    """Tell the accounts of the agency; an agency without accounts gets the letter alone."""
    if request.agency_id is None:
        return
    day = local_day(at)
    valid = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
    users = (
        Duty.objects.filter(valid, unit=request.agency_id, code__in=UNIT_DUTIES)
        .values_list("user", flat=True)
        .distinct()
    )
    url = reverse("dossiers:opinion_request", args=[request.pk])
    tell(
        (
            Message(
                user,
                f"opinion:{request.pk}:{what}",
                "dossiers.opinion",
                title,
                request.due_on,
                request.question,
                url,
                request.key,
            )
            for user in users
        ),
        at=at,
    )


def _tell_asker(request: OpinionRequest, title: str, *, at: datetime) -> None:
    url = reverse("dossiers:opinion_request", args=[request.pk])
    tell(
        [
            Message(
                request.asked_by_id,
                f"opinion:{request.pk}:ended",
                "dossiers.opinion",
                title,
                local_day(at),
                "",
                url,
                request.key,
            )
        ],
        at=at,
    )
