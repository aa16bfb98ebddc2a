"""Who may see, ask for and decide more time on a milestone."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from thidua.foundation.answers import Answer
from thidua.foundation.clock import local_day
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES, in_office
from thidua.organisation.queries import with_predecessors
from thidua.plans.models import Extension, ExtensionState, Milestone, Plan, PlanState, Task
from thidua.plans.policies.reasons import DROPPED, NOT_IN_FORCE, NOTHING
from thidua.plans.policies.tasks import carries
from thidua.plans.policies.whose import keeps, leads, leads_or


def may_ask_extension(acting: Acting, milestone: Milestone) -> Answer:
    """More time on an open milestone with a day is asked for by a unit that carries the task or by who keeps the plan."""
    if milestone.plan.state != PlanState.ACTIVE:
        return Answer.no(_(NOT_IN_FORCE))
    if milestone.dropped_on:
        return Answer.no(_(DROPPED))
    if milestone.done_on:
        return Answer.no(_("Mốc này đã xong nên không cần gia hạn."))
    if milestone.effective is None:
        return Answer.no(_("Mốc này không có ngày nên không cần gia hạn."))
    if not (keeps(acting, milestone.plan) or (milestone.task and carries(acting, milestone.task))):
        return Answer.no(_("Gia hạn do đơn vị thực hiện hoặc Ban Thi đua - Khen thưởng đề nghị."))
    if Extension.objects.filter(milestone=milestone, state=ExtensionState.ASKED).exists():
        return Answer.no(_("Mốc này đang có một đề nghị gia hạn chờ quyết định."))
    return Answer.yes()


def may_decide_extension(acting: Acting, extension: Extension) -> Answer:
    """A request for more time on an open milestone of a plan in force is decided by the head of the office, in a unit's own
    plan by its head, never by who asked.

    What a head asked for is decided by another head or by who keeps the plan with him.
    """
    milestone = extension.milestone
    plan = milestone.plan
    if plan.state != PlanState.ACTIVE:
        return Answer.no(_(NOT_IN_FORCE))
    if milestone.dropped_on:
        return Answer.no(_(DROPPED))
    if milestone.done_on:
        return Answer.no(_("Mốc này đã xong nên không cần quyết định gia hạn."))
    if extension.state != ExtensionState.ASKED:
        return Answer.no(_("Đề nghị này đã có quyết định."))
    if acting.user.pk == extension.asked_by_id:
        if plan.unit_id:
            return Answer.no(
                _("Anh/chị là người đề nghị gia hạn mốc này nên không tự quyết định; người khác của đơn vị quyết định.")
            )
        return Answer.no(
            _("Anh/chị là người đề nghị gia hạn mốc này nên không tự quyết định; người khác của Ban quyết định.")
        )
    if leads(acting, plan) or (keeps(acting, plan) and asked_by_head(extension)):
        return Answer.yes()
    return leads_or(acting, plan, _("Gia hạn do lãnh đạo Ban Thi đua - Khen thưởng quyết định."))


def asked_by_head(extension: Extension) -> bool:
    """Whether who leads the plan asked: another head or who keeps the plan with him then decides."""
    day, unit = local_day(extension.asked_at), extension.milestone.plan.unit_id
    return any(
        (duty.code == DutyCode.UNIT_HEAD and duty.unit_id == unit if unit else duty.code == DutyCode.OFFICE_HEAD)
        and duty.valid_from <= day
        and (duty.valid_to is None or day <= duty.valid_to)
        for duty in extension.asked_by.duties.all()
    )


def extensions_seen_by(acting: Acting) -> Q:
    """Condition on requests for more time: the office sees all, an officer or head those on tasks his unit carries and those
    in its own plans."""
    if in_office(acting):
        return Q()
    if acting.unit is None or not acting.holds(*UNIT_DUTIES):
        return NOTHING
    carried = Task.units.through.objects.filter(with_predecessors(acting.unit))
    own = Plan.objects.filter(with_predecessors(acting.unit))
    return (
        Q(asked_unit=acting.unit)
        | Q(milestone__task__in=carried.values("task"))
        | Q(milestone__plan__in=own.values("pk"))
    )
