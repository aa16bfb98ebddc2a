"""The steps of one dossier: the flow table first, then the rules beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext as _

from thidua.councils.models import Session
from thidua.dossiers.flow import DEEDS, EDGES, FACES, DossierState, DossierVerb, Edge
from thidua.dossiers.models import Dossier
from thidua.dossiers.policies.beside import authors, for_unit, free_for, in_preparation, is_own_file
from thidua.dossiers.policies.competence import level_settled
from thidua.dossiers.policies.holding import not_held, settled
from thidua.dossiers.policies.opinions import consulted, not_consulting
from thidua.dossiers.policies.twins import not_twin
from thidua.dossiers.routes import road, route_of
from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES

APPRAISAL_VERBS = frozenset(
    {
        DossierVerb.RECEIVE, DossierVerb.TAKE, DossierVerb.RETURN, DossierVerb.CONCLUDE_ELIGIBLE,
        DossierVerb.CONCLUDE_INELIGIBLE, DossierVerb.APPROVE, DossierVerb.APPROVE_INELIGIBLE, DossierVerb.SEND_BACK,
        DossierVerb.REOPEN,
    }
)  # fmt: skip
LEAVING = frozenset({DossierVerb.DECIDE, DossierVerb.SEND_UP, DossierVerb.GRANTED, DossierVerb.NOT_GRANTED})
"""Steps out of the office: not by who wrote, appraised or approved."""
APPROVALS = frozenset({DossierVerb.APPROVE, DossierVerb.APPROVE_INELIGIBLE, DossierVerb.SEND_BACK})


def may_step(acting: Acting, dossier: Dossier, verb: DossierVerb) -> Answer:
    """Whether this duty may take this step with this dossier now: the flow table first, then the rules beside it."""
    edge = EDGES[verb]
    if not acting.holds(*edge.duties):
        return Answer.no(_wrong_duty(edge))
    on_route = road(dossier.round.route, dossier.round.votes).get(verb)
    if on_route is None:
        return Answer.no(
            _("Đợt xét theo đường “%(route)s” không có bước “%(verb)s”.")
            % {"route": _(route_of(dossier.round.route).label), "verb": _(DEEDS[verb].label)}
        )
    if dossier.state not in on_route.sources:
        return Answer.no(
            _("Hồ sơ đang ở bước “%(state)s”, nên không làm được việc này.")
            % {"state": _(FACES[DossierState(dossier.state)].label)}
        )
    if acting.holds(*UNIT_DUTIES) and not for_unit(acting, dossier.unit_id):
        return Answer.no(_("Hồ sơ này thuộc đơn vị khác hoặc không có."))
    if is_own_file(acting, dossier):
        return Answer.no(_("Người được đề nghị không xử lý hồ sơ của chính mình."))
    if verb in APPRAISAL_VERBS and acting.user.pk in authors(dossier):
        return Answer.no(_("Người lập hoặc gửi danh sách không tiếp nhận, thẩm định hồ sơ trong danh sách đó."))
    return _apart(acting, dossier, verb)


def _apart(acting: Acting, dossier: Dossier, verb: DossierVerb) -> Answer:
    """Who concluded does not approve; who wrote, appraised or approved does not decide."""
    if verb in APPROVALS and dossier.concluded_by_id == acting.user.pk:
        return Answer.no(_("Người kết luận thẩm định không tự duyệt phiếu của mình."))
    if verb in LEAVING and acting.user.pk in (*authors(dossier), dossier.concluded_by_id, dossier.approved_by_id):
        return Answer.no(_("Người lập, thẩm định hoặc duyệt hồ sơ không ghi quyết định cho hồ sơ đó."))
    return Answer.yes()


def may_send_up(acting: Acting, dossier: Dossier) -> Answer:
    """Onto a letter to the level above go only nominees whom nothing holds."""
    return may_step(acting, dossier, DossierVerb.SEND_UP) and not_held(dossier) and _published(dossier)


def _published(dossier: Dossier) -> Answer:
    """Where no council votes, the public is heard before a dossier leaves the office."""
    return Answer.yes() if dossier.round.votes else consulted(dossier)


def may_take(acting: Acting, dossier: Dossier) -> Answer:
    """An appraiser takes a dossier nobody holds."""
    answer = may_step(acting, dossier, DossierVerb.TAKE)
    if answer and dossier.holder_id == acting.user.pk:
        return Answer.no(_("Hồ sơ đã do đồng chí xử lý."))
    return free_for(acting, dossier) if answer else answer


def may_hand_over(acting: Acting, dossier: Dossier) -> Answer:
    """The officer who holds it, or the head of the office, gives it to another appraiser."""
    answer = may_step(acting, dossier, DossierVerb.HAND_OVER)
    return answer if not answer or acting.holds(DutyCode.OFFICE_HEAD) else free_for(acting, dossier)


def may_return(acting: Acting, dossier: Dossier) -> Answer:
    """Return for supplement: intake before it is received, then the officer who holds it."""
    answer = may_step(acting, dossier, DossierVerb.RETURN)
    if not answer or dossier.state == DossierState.SUBMITTED:
        return answer
    return free_for(acting, dossier)


def may_resubmit(acting: Acting, dossier: Dossier) -> Answer:
    """Send again: only when every point has its answer."""
    answer = may_step(acting, dossier, DossierVerb.RESUBMIT)
    if not answer:
        return answer
    left = dossier.defects.filter(answered_at=None).count()
    if left:
        return Answer.no(_("Còn %(count)d điểm chưa trả lời.") % {"count": left})
    return answer


def may_conclude(acting: Acting, dossier: Dossier, *, eligible: bool) -> Answer:
    """The officer who holds it concludes; whom to name in the ledger must be settled before it goes on."""
    verb = DossierVerb.CONCLUDE_ELIGIBLE if eligible else DossierVerb.CONCLUDE_INELIGIBLE
    answer = may_step(acting, dossier, verb)
    if answer:
        answer = free_for(acting, dossier)
    if not answer or not eligible:
        return answer
    return level_settled(dossier) and not_consulting(dossier) and settled(dossier) and not_twin(dossier)


def may_approve(acting: Acting, dossier: Dossier, *, eligible: bool) -> Answer:
    """The head approves a sheet as it was concluded; nothing may hold a nominee who is found eligible."""
    answer = may_step(acting, dossier, DossierVerb.APPROVE if eligible else DossierVerb.APPROVE_INELIGIBLE)
    if answer and dossier.eligible is not eligible:
        return Answer.no(
            _("Phiếu thẩm định kết luận khác. Chỉ duyệt đúng như chuyên viên kết luận, hoặc yêu cầu thẩm định lại.")
        )
    return not_held(dossier) and not_twin(dossier) if answer and eligible else answer


def may_decide(acting: Acting, dossier: Dossier) -> Answer:
    """A decision names only nominees whom nothing holds."""
    return may_step(acting, dossier, DossierVerb.DECIDE) and not_held(dossier) and _published(dossier)


def may_put_on_agenda(acting: Acting, dossier: Dossier, session: Session | None) -> Answer:
    """Onto the agenda of the session its round is for, while that session is being prepared."""
    answer = may_step(acting, dossier, DossierVerb.PUT_ON_AGENDA)
    if not answer:
        return answer
    if session is None:
        return Answer.no(_("Đợt xét này chưa gắn với phiên họp nào của Hội đồng."))
    if dossier.round.session_id != session.pk:
        return Answer.no(_("Đợt xét của hồ sơ gắn với phiên khác."))
    return in_preparation(session) and consulted(dossier) and not_held(dossier)


def may_take_off_agenda(acting: Acting, dossier: Dossier) -> Answer:
    """Off the agenda, while the session is being prepared."""
    answer = may_step(acting, dossier, DossierVerb.TAKE_OFF_AGENDA)
    return in_preparation(dossier.session) if answer and dossier.session else answer


RULES: dict[DossierVerb, Callable[[Acting, Dossier], Answer]] = {
    DossierVerb.TAKE: may_take,
    DossierVerb.HAND_OVER: may_hand_over,
    DossierVerb.RETURN: may_return,
    DossierVerb.RESUBMIT: may_resubmit,
    DossierVerb.CONCLUDE_ELIGIBLE: partial(may_conclude, eligible=True),
    DossierVerb.CONCLUDE_INELIGIBLE: partial(may_conclude, eligible=False),
    DossierVerb.APPROVE: partial(may_approve, eligible=True),
    DossierVerb.APPROVE_INELIGIBLE: partial(may_approve, eligible=False),
    DossierVerb.PUT_ON_AGENDA: lambda acting, dossier: may_put_on_agenda(acting, dossier, dossier.round.session),
    DossierVerb.TAKE_OFF_AGENDA: may_take_off_agenda,
    DossierVerb.DECIDE: may_decide,
    DossierVerb.SEND_UP: may_send_up,
}
"""Steps with more rules than the table and what is common to all."""


def may(acting: Acting, dossier: Dossier, verb: DossierVerb) -> Answer:
    """The answer for any step of one dossier, with every rule that goes with it."""
    rule = RULES.get(verb)
    return rule(acting, dossier) if rule else may_step(acting, dossier, verb)


def _wrong_duty(edge: Edge) -> str:
    names = ", ".join(str(DutyCode(code).label) for code in sorted(edge.duties))
    return _("Việc “%(verb)s” dành cho: %(duties)s.") % {"verb": _(DEEDS[edge.verb].label), "duties": names}
