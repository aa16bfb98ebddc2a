"""Opinions: who asks, who answers, who sees a request; what a dossier must wait for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from thidua.documents.models import StoredFile
from thidua.dossiers.asking import Needs, needs_of
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import (
    Consultation,
    Consulted,
    Dossier,
    OpinionOutcome,
    OpinionRequest,
    PaperPart,
    PublicComment,
    Triage,
)
from thidua.dossiers.policies.beside import authors, not_own
from thidua.dossiers.policies.seeing import NOBODY
from thidua.foundation.answers import Answer
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode, Unit
from thidua.organisation.policies import UNIT_DUTIES

ASKED_IN = (
    DossierState.SUBMITTED,
    DossierState.APPRAISING,
    DossierState.RETURNED,
    DossierState.CONCLUDED,
    DossierState.APPRAISED,
)
"""States in which opinions may be asked for: received by the office, not yet before the council."""
LENT = tuple(part for part in PaperPart if part is not PaperPart.LIST)
"""Parts an agency may be lent: never the list itself, which holds identity numbers."""
SHOWN_IN = (*ASKED_IN, DossierState.ON_AGENDA, DossierState.PASSED)
"""States in which a name stands on a public list: a dossier that is withdrawn or refused leaves it."""


def needs(dossier: Dossier) -> Needs:
    """What the award of a dossier needs by the rules in force on the day it was sent."""
    day = local_day(dossier.sent_at or dossier.held_since)
    return needs_of(dossier.award, day, route=getattr(dossier.round, "route", ""))


def may_ask(acting: Acting, dossier: Dossier) -> Answer:
    """Ask for opinions, or publish a name: officers of appraisal and the head, before the council's agenda."""
    if not acting.holds(DutyCode.APPRAISER, DutyCode.OFFICE_HEAD):
        return Answer.no(_("Lấy ý kiến là việc của chuyên viên thẩm định hoặc lãnh đạo Ban."))
    if dossier.state not in ASKED_IN:
        return Answer.no(_("Chỉ lấy ý kiến từ khi hồ sơ đã gửi đến trước khi đưa vào phiên của Hội đồng."))
    if acting.user.pk in authors(dossier):
        return Answer.no(_("Người lập hoặc gửi danh sách không lấy ý kiến về hồ sơ trong danh sách đó."))
    return not_own(acting, dossier)


def may_publish(acting: Acting, dossier: Dossier) -> Answer:
    """Publish a name: only for an award whose rule says how long, and once at a time."""
    answer = may_ask(acting, dossier)
    if not answer:
        return answer
    if not needs(dossier).days:
        return Answer.no(_("Quy định không đặt việc công khai lấy ý kiến cho danh hiệu, hình thức này."))
    if lines_of(dossier):
        return Answer.no(_("Hồ sơ này đã được đưa vào một danh sách công khai."))
    return Answer.yes()


def may_keep_consultation(acting: Acting) -> Answer:
    """Sort comments, extend, print the result: officers of appraisal and the head."""
    if acting.holds(DutyCode.APPRAISER, DutyCode.OFFICE_HEAD):
        return Answer.yes()
    return Answer.no(_("Công khai lấy ý kiến là việc của chuyên viên thẩm định hoặc lãnh đạo Ban."))


def may_close(consultation: Consultation) -> Answer:
    """A list ends by itself with its last day; nobody ends it early."""
    if consultation.ended_at:
        return Answer.no(_("Danh sách này đã hết thời gian công khai."))
    return Answer.no(
        _("Không kết thúc sớm: %(cite)s đặt %(days)d ngày làm việc. Danh sách tự kết thúc khi hết ngày %(day)s.")
        % {"cite": consultation.citation, "days": consultation.days, "day": show_date(consultation.ends_on)}
    )


def may_triage(acting: Acting, comment: PublicComment) -> Answer:
    """Say what a comment is: never on one's own file."""
    answer = may_keep_consultation(acting)
    return not_own(acting, comment.dossier) if answer and comment.dossier else answer


def may_reveal_writer(acting: Acting, comment: PublicComment) -> Answer:
    """See who wrote: only those who may triage the comment."""
    answer = may_triage(acting, comment)
    return answer if not answer or comment.writer_sealed else Answer.no(_("Người góp ý không để lại tên, liên hệ."))


def may_clear(acting: Acting, file: StoredFile) -> Answer:
    """Say that a scan shows no identity number: who asks agencies, never the one who put the paper into the file."""
    if not acting.holds(DutyCode.APPRAISER, DutyCode.OFFICE_HEAD):
        return Answer.no(_("Chuyên viên thẩm định hoặc lãnh đạo Ban xác nhận giấy tờ cho cơ quan xem."))
    if file.added_by_id == acting.user.pk:
        return Answer.no(_("Người nộp giấy tờ không tự xác nhận giấy tờ đó."))
    return Answer.yes()


def requests_seen_by(acting: Acting) -> Q:
    """The requests a person sees: the office and the inspector all, an agency those put to it."""
    if acting.holds(
        DutyCode.INTAKE_OFFICER,
        DutyCode.APPRAISER,
        DutyCode.OFFICE_HEAD,
        DutyCode.COUNCIL_SECRETARY,
        DutyCode.INSPECTOR,
    ):
        return Q()
    if acting.holds(*UNIT_DUTIES) and acting.unit:
        after = Unit.objects.filter(successions__successor=acting.unit).values("pk")
        return Q(agency=acting.unit) | Q(agency__in=after)
    return NOBODY


def may_answer_request(acting: Acting, request: OpinionRequest) -> Answer:
    """Answer: the agency asked, by its own account, until its day has passed; the office types a paper answer also later."""
    if acting.holds(DutyCode.APPRAISER, DutyCode.OFFICE_HEAD):
        return Answer.yes()
    if not OpinionRequest.objects.filter(requests_seen_by(acting), pk=request.pk).exists() or not acting.holds(
        *UNIT_DUTIES
    ):
        return Answer.no(_("Yêu cầu này gửi cơ quan khác hoặc không có."))
    if request.ended_at and not request.opinions.filter(outcome=OpinionOutcome.SILENT).exists():
        return Answer.no(_("Cơ quan đã trả lời đủ yêu cầu này. Câu trả lời đã ghi được giữ nguyên."))
    if request.ended_at:
        return Answer.no(
            _("Đã quá hạn trả lời ngày %(day)s, đã ghi là không có ý kiến. Hãy gửi văn bản để Ban ghi.")
            % {"day": show_date(request.due_on)}
        )
    return Answer.yes()


def read_consulted(dossiers: Sequence[Dossier]) -> None:
    """Read for many dossiers at once what their publication came to, kept beside each row."""
    rows: dict[int, list[Consulted]] = {}
    lines = Consulted.objects.filter(dossier__in=[row.pk for row in dossiers if needs(row).days]).select_related(
        "consultation"
    )
    about = Q(consultation__comments__dossier=None) | Q(consultation__comments__dossier=F("dossier"))
    unsorted = Count("consultation__comments", filter=about & Q(consultation__comments__triage=Triage.NEW))
    for line in lines.annotate(unsorted=unsorted).order_by("-id"):
        rows.setdefault(line.dossier_id, []).append(line)
    for dossier in dossiers:
        dossier.consulted_read = rows.get(dossier.pk, [])  # type: ignore[attr-defined]  # kept beside the row, as a prefetch would


def lines_of(dossier: Dossier) -> list[Any]:
    """The lines of published lists that name a dossier, newest first, with how many comments on it are unsorted."""
    if not hasattr(dossier, "consulted_read"):
        read_consulted([dossier])
    found: list[Any] = dossier.consulted_read  # type: ignore[attr-defined]  # put there by read_consulted
    return found


def not_consulting(dossier: Dossier) -> Answer:
    """No while the name is published and while comments wait to be sorted; an award that needs none waits for nothing."""
    if not needs(dossier).days:
        return Answer.yes()
    for line in lines_of(dossier):
        shown = line.consultation
        if shown.ended_at is None:
            return Answer.no(
                _("Đang công khai lấy ý kiến đến hết ngày %(day)s (%(cite)s).")
                % {"day": show_date(shown.ends_on), "cite": shown.citation}
            )
        if line.unsorted:
            return Answer.no(_("Còn %(n)d ý kiến của Nhân dân chưa phân loại.") % {"n": line.unsorted})
    return Answer.yes()


def consulted(dossier: Dossier) -> Answer:
    """Onto an agenda only after the name was published for the whole time and every comment was sorted."""
    answer = not_consulting(dossier)
    need = needs(dossier).consultation
    if not answer or need is None or lines_of(dossier):
        return answer
    return Answer.no(
        _("Chưa công khai lấy ý kiến Nhân dân: cần %(days)d ngày làm việc trước phiên họp, theo %(cite)s.")
        % {"days": int(need.value.value), "cite": need.cite}
    )


def runs_on(request: OpinionRequest, day: date) -> bool:
    """Whether an agency may still answer on this day; the last day counts whole."""
    return request.ended_at is None and day <= request.due_on
