"""Who may look into the ledger, and who may write what into it."""

from __future__ import annotations

from django.db.models import Q

from thidua.foundation.answers import Answer
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import OFFICE_DUTIES, UNIT_DUTIES
from thidua.organisation.queries import with_predecessors
from thidua.register.models import Honour, HonourStatus, Recipient

READS_ALL = (*OFFICE_DUTIES, DutyCode.LEADER, DutyCode.INSPECTOR, DutyCode.COUNCIL_CHAIR)
CHANGES = (DutyCode.OFFICE_HEAD, DutyCode.CLERK)
HANDS_OVER = (DutyCode.OFFICE_HEAD, DutyCode.CLERK, DutyCode.APPRAISER)
DESCRIBES = (DutyCode.OFFICE_HEAD, DutyCode.CLERK, DutyCode.APPRAISER)
RULES = (DutyCode.OFFICE_HEAD, DutyCode.APPRAISER)
SEES_LOOKS = (DutyCode.OFFICE_HEAD, DutyCode.INSPECTOR)

CORRECTED_FIELDS = ("recipient_name", "unit_name", "position", "award_name")
"""Printed texts that a decision of correction may change. Award, years and number are what was decided: for another of
them the honour is revoked and granted anew.
"""


def may_search(acting: Acting) -> Answer:
    """The standing office, leaders and inspectors see the whole ledger, a unit its own part."""
    if acting.holds(*READS_ALL, *UNIT_DUTIES):
        return Answer.yes()
    return Answer.no(
        mark("Sổ khen thưởng mở cho Ban Thi đua - Khen thưởng, lãnh đạo, thanh tra và đơn vị (phần của đơn vị).")
    )


def seen_by(acting: Acting) -> Q:
    """Condition on recipients: those this person may see."""
    if acting.holds(*READS_ALL):
        return Q()
    if acting.holds(*UNIT_DUTIES) and acting.unit:
        return with_predecessors(acting.unit)
    return Q(pk=None)


def may_correct(acting: Acting, honour: Honour) -> Answer:
    """Write a correction beside an honour that stands."""
    return _may_change(acting, honour)


def may_reissue(acting: Acting, honour: Honour) -> Answer:
    """Record that the certificate of an honour that stands was issued again."""
    return _may_change(acting, honour)


def may_note_revocation(acting: Acting, honour: Honour) -> Answer:
    """Record that an authority took an honour back by a decision of its own. What was granted here is revoked here: by a
    decision of revocation, which also ends the certificate.
    """
    answer = _may_change(acting, honour)
    if answer and honour.source.startswith("decision:"):
        return Answer.no(
            mark("Danh hiệu này do quyết định ban hành trong hệ thống tặng: hãy đề nghị thu hồi ở trang quyết định ấy.")
        )
    return answer


def may_describe(acting: Acting, recipient: Recipient) -> Answer:
    """Say of which nationality a recipient is, and that a person has died."""
    if acting.holds(*DESCRIBES):
        return Answer.yes()
    return Answer.no(mark("Quốc tịch, ngày mất do Ban Thi đua - Khen thưởng ghi vào Sổ."))


def _may_change(acting: Acting, honour: Honour) -> Answer:
    if not acting.holds(*CHANGES):
        return Answer.no(
            mark("Đính chính, cấp lại bằng, thu hồi do lãnh đạo Ban Thi đua - Khen thưởng hoặc văn thư ghi vào Sổ.")
        )
    if honour.status == HonourStatus.REVOKED:
        return Answer.no(mark("Danh hiệu này đã được thu hồi nên không ghi thêm thay đổi nào."))
    return Answer.yes()


def may_hand_over(acting: Acting, honour: Honour) -> Answer:
    """Record the handing over of a certificate, once."""
    if not acting.holds(*HANDS_OVER):
        return Answer.no(mark("Việc trao bằng do Ban Thi đua - Khen thưởng ghi vào Sổ."))
    if honour.status == HonourStatus.REVOKED:
        return Answer.no(mark("Danh hiệu này đã được thu hồi nên không ghi trao."))
    if honour.handed_on:
        return Answer.no(mark("Bằng này đã được ghi trao."))
    return Answer.yes()


def may_rule(acting: Acting) -> Answer:
    """Decide whether two recipients are one."""
    if acting.holds(*RULES):
        return Answer.yes()
    return Answer.no(mark("Kết luận hai dòng là một hay là hai do chuyên viên thẩm định hoặc lãnh đạo Ban ghi."))


def may_see_looks(acting: Acting) -> Answer:
    """Who looked at a page is shown to the head of the office and to inspectors."""
    if acting.holds(*SEES_LOOKS):
        return Answer.yes()
    return Answer.no(mark("Ai đã xem trang này chỉ lãnh đạo Ban Thi đua - Khen thưởng và thanh tra được biết."))


IMPORTS = (DutyCode.OFFICE_HEAD, DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER, DutyCode.CLERK)


def may_import(acting: Acting) -> Answer:
    """Read old ledgers into the register: those of the standing office who keep it."""
    if acting.holds(*IMPORTS):
        return Answer.yes()
    return Answer.no(mark("Sổ khen thưởng cũ do Ban Thi đua - Khen thưởng nạp. Hãy gửi tệp cho Ban."))
