"""Who may see a decision and who may do what with it."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from thidua.councils.flow import SessionState
from thidua.councils.models import Session
from thidua.decisions.flow import EDGES, DecisionState, DecisionVerb
from thidua.decisions.models import Decision
from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES, in_office
from thidua.register.models import Honour, HonourStatus


def seen_by(acting: Acting) -> Q:
    """The office sees every decision, leaders, inspectors and units those that are issued."""
    if in_office(acting):
        return Q()
    if acting.holds(DutyCode.LEADER, DutyCode.INSPECTOR, DutyCode.COUNCIL_CHAIR, *UNIT_DUTIES):
        return Q(state=DecisionState.ISSUED)
    return Q(pk__in=())


def may_draft(acting: Acting) -> Answer:
    """Drafts are drawn up by the head of the standing office."""
    if acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.yes()
    return Answer.no(_("Dự thảo quyết định do lãnh đạo Ban Thi đua - Khen thưởng lập."))


def may_draft_from(acting: Acting, session: Session) -> Answer:
    """From a session whose minutes are drawn up: the decision rests on them."""
    answer = may_draft(acting)
    if answer and session.state == SessionState.COUNTED:
        return Answer.no(_("Phiên này chưa lập biên bản nên chưa có căn cứ để lập quyết định."))
    if answer and session.state != SessionState.CLOSED:
        return Answer.no(_("Phiên này chưa có kết quả kiểm phiếu."))
    return answer


def may_change(acting: Acting, decision: Decision) -> Answer:
    """Change a draft: signer, lines."""
    answer = may_draft(acting)
    if answer and decision.state != DecisionState.DRAFT:
        return Answer.no(_("Quyết định đã ban hành nên không sửa được."))
    return answer


def may_issue(acting: Acting, decision: Decision) -> Answer:
    """The clerk gives the number and issues; whoever drew up the draft does not."""
    edge = EDGES[DecisionVerb.ISSUE]
    if not acting.holds(*edge.duties):
        return Answer.no(_("Việc lấy số và ban hành do văn thư làm."))
    if decision.state not in edge.sources:
        return Answer.no(_("Quyết định này không còn là dự thảo."))
    if decision.drafted_by_id == acting.user.pk:
        return Answer.no(_("Người lập dự thảo không tự lấy số và ban hành."))
    if not decision.signer_name:
        return Answer.no(_("Dự thảo chưa ghi người ký."))
    return Answer.yes()


def may_cancel(acting: Acting, decision: Decision) -> Answer:
    """Put a draft away."""
    return may_change(acting, decision)


def may_print(acting: Acting, decision: Decision) -> Answer:
    """Print certificates of an issued decision: the office."""
    if not in_office(acting):
        return Answer.no(_("Bằng do Ban Thi đua - Khen thưởng in."))
    if decision.state != DecisionState.ISSUED:
        return Answer.no(_("Bằng in được sau khi quyết định ban hành."))
    return Answer.yes()


def may_propose_revocation(acting: Acting, honour: Honour) -> Answer:
    """Propose to take an honour back: the head of the office, while the honour stands."""
    answer = may_draft(acting)
    if answer and honour.status == HonourStatus.REVOKED:
        return Answer.no(_("Danh hiệu này đã được thu hồi."))
    return answer
