"""What is written on a dossier: details, facts, papers, answers, the verdict, the identity number."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Defect, Dossier, Paper, SubmissionState
from thidua.dossiers.policies.beside import for_unit, is_own_file, not_own
from thidua.dossiers.policies.windows import ON_HEADS_TABLE
from thidua.foundation.answers import Answer
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES

GENERAL, DETAILS = "general", "details"
"""What a point may be on besides single papers and conditions: the whole dossier, the nominee's details."""
LOCKED = mark("Không có điểm trả lại nào về phần này nên vẫn khóa. Chỉ sửa phần Ban trả lại.")
OPEN_TO_UNIT = frozenset({DossierState.DRAFT, DossierState.RETURNED})


def may_edit(acting: Acting, dossier: Dossier, *, signing: bool = False) -> Answer:
    """Correct details, declare facts, add papers: the unit, while the dossier is with it.

    `signing`: what is asked about may also be done while the list waits for the head of the unit.
    """
    if not acting.holds(*UNIT_DUTIES) or not for_unit(acting, dossier.unit_id):
        return Answer.no(_("Nội dung hồ sơ do đơn vị trình sửa."))
    if dossier.state not in OPEN_TO_UNIT:
        return Answer.no(_("Hồ sơ đã gửi nên không sửa được; muốn sửa, thu hồi trước khi Ban tiếp nhận."))
    if not signing and dossier.state == DossierState.DRAFT and dossier.submission.state == SubmissionState.SIGNING:
        return Answer.no(_(ON_HEADS_TABLE))
    if is_own_file(acting, dossier):
        return Answer.no(_("Người được đề nghị không xử lý hồ sơ của chính mình."))
    return Answer.yes()


def may_edit_details(acting: Acting, dossier: Dossier) -> Answer:
    """Correct the nominee's details: freely in a draft; in a returned dossier where a point asks for it."""
    return _if_asked_for(may_edit(acting, dossier), dossier, DETAILS, GENERAL)


def may_change_person(acting: Acting, dossier: Dossier) -> Answer:
    """Change name or identity number: a returned dossier keeps its nominee unless a point is on just that."""
    return _if_asked_for(may_edit_details(acting, dossier), dossier, DETAILS)


def may_declare(acting: Acting, dossier: Dossier) -> Answer:
    """Declare facts: freely in a draft; in a returned dossier where a point is on a condition or on the whole."""
    answer = may_edit(acting, dossier)
    if not answer or dossier.state == DossierState.DRAFT:
        return answer
    if any(about == GENERAL or about.startswith("rule:") for about in asked_for(dossier)):
        return Answer.yes()
    return Answer.no(_(LOCKED))


def open_points(dossier: Dossier) -> QuerySet[Defect]:
    """The points of the return that stands now; those of earlier returns are settled."""
    return dossier.defects.filter(raised_at__gte=dossier.held_since)


def asked_for(dossier: Dossier) -> frozenset[str]:
    """What the points of the return that stands now are on; read once for each standing of the dossier in hand."""
    known: tuple[datetime, frozenset[str]] | None = getattr(dossier, "asked_read", None)
    if known is None or known[0] != dossier.held_since:
        known = (dossier.held_since, frozenset(open_points(dossier).values_list("about", flat=True)))
        dossier.asked_read = known  # type: ignore[attr-defined]  # kept beside the row, as a prefetch would
    return known[1]


def open_parts(dossier: Dossier) -> set[str]:
    """The kinds of papers a returned dossier is open for: those a point is on, by the part or by a paper of it."""
    points = asked_for(dossier)
    parts = {about.removeprefix("part:") for about in points if about.startswith("part:")}
    if any(about.startswith("paper:") for about in points):
        parts |= {paper.part for paper in dossier.papers.all() if f"paper:{paper.pk}" in points}
    return parts


def _if_asked_for(answer: Answer, dossier: Dossier, *about: str) -> Answer:
    if not answer or dossier.state == DossierState.DRAFT or not asked_for(dossier).isdisjoint(about):
        return answer
    return Answer.no(_(LOCKED))


def may_replace(acting: Acting, paper: Paper) -> Answer:
    """Put a newer version of a paper: any in a draft; in a returned dossier only those of a part with a point on it."""
    answer = may_edit(acting, paper.dossier)
    if not answer or paper.dossier.state == DossierState.DRAFT:
        return answer
    if paper.part in open_parts(paper.dossier):
        return Answer.yes()
    return Answer.no(_("Giấy tờ này không bị trả lại nên vẫn khóa. Có thể thêm giấy tờ mới."))


def may_answer(acting: Acting, defect: Defect) -> Answer:
    """Answer a returned point: the unit, while the dossier is with it."""
    if defect.dossier.state != DossierState.RETURNED:
        return Answer.no(_("Điểm này đã gửi lại, không sửa được nữa."))
    if defect.raised_at < defect.dossier.held_since:
        return Answer.no(_("Điểm này của lần trả lại trước, đã gửi lại rồi."))
    return may_edit(acting, defect.dossier)


def may_judge(acting: Acting, dossier: Dossier) -> Answer:
    """Ask for the verdict afresh: the unit while it holds the dossier, the office while it appraises."""
    if acting.holds(*UNIT_DUTIES):
        return may_edit(acting, dossier)
    if not acting.holds(DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER, DutyCode.OFFICE_HEAD):
        return Answer.no(_("Việc xét theo quy định do đơn vị trình hoặc chuyên viên thẩm định làm."))
    if dossier.state not in (DossierState.SUBMITTED, DossierState.APPRAISING):
        return Answer.no(_("Hồ sơ đã qua thẩm định; kết quả xét được giữ nguyên."))
    return not_own(acting, dossier)


def may_match(acting: Acting, dossier: Dossier) -> Answer:
    """Say who in the ledger the nominee is: the same people who may ask for the verdict."""
    return may_judge(acting, dossier)


def may_reveal_number(acting: Acting, dossier: Dossier) -> Answer:
    """See an identity number in full: officers of intake and appraisal and the head of the office, with a reason."""
    if not acting.holds(DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER, DutyCode.OFFICE_HEAD):
        return Answer.no(_("Số định danh đầy đủ chỉ mở cho cán bộ tiếp nhận, thẩm định và lãnh đạo Ban."))
    if not dossier.cccd_sealed:
        return Answer.no(_("Hồ sơ chưa có số định danh."))
    return not_own(acting, dossier)


def may_print_appraisal(acting: Acting, dossier: Dossier) -> Answer:
    """The appraisal sheet is the office's; leaders, inspectors and council members who see the dossier read it too."""
    if acting.holds(*UNIT_DUTIES):
        return Answer.no(_("Phiếu thẩm định là văn bản nội bộ của Ban Thi đua - Khen thưởng."))
    return Answer.yes()
