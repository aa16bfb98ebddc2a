"""Whose a plan is: the city's, kept by the standing office, or a unit's own, kept within that unit."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.queries import with_predecessors
from thidua.plans.models import Plan
from thidua.plans.policies.reasons import KEEPERS


def keeps(acting: Acting, plan: Plan) -> bool:
    """Whether a person keeps the plan: the city's, the head of the office and appraisers; a unit's own, its officer and head."""
    return _within(acting, plan) if plan.unit_id else acting.holds(*KEEPERS)


def leads(acting: Acting, plan: Plan) -> bool:
    """Whether a person decides on the plan: the head of the office on the city's, the unit's head on its own."""
    if plan.unit_id:
        return acting.holds(DutyCode.UNIT_HEAD) and _within(acting, plan)
    return acting.holds(DutyCode.OFFICE_HEAD)


def keeps_or(acting: Acting, plan: Plan, reason: str) -> Answer:
    """Yes to who keeps the plan; to others the reason, or whose the plan is."""
    return Answer.yes() if keeps(acting, plan) else _no(plan, reason)


def leads_or(acting: Acting, plan: Plan, reason: str) -> Answer:
    """Yes to who decides on the plan; to others the reason, or whose the plan is."""
    return Answer.yes() if leads(acting, plan) else _no(plan, reason)


def of_the_city(plan: Plan) -> Answer:
    """Urging, sending out and collecting reach other units: they belong to the city's plans."""
    if plan.unit_id is None:
        return Answer.yes()
    return Answer.no(_("Đây là kế hoạch riêng của một đơn vị nên không dùng để gửi, đôn đốc các đơn vị khác."))


def _within(acting: Acting, plan: Plan) -> bool:
    """Whether a person acts for the unit whose plan it is, or for the one that took over its work when it ended."""
    if acting.unit is None or plan.unit is None or not acting.holds(*UNIT_DUTIES):
        return False
    if acting.unit.pk == plan.unit_id:
        return True
    ended = plan.unit.valid_to is not None
    return ended and Plan.objects.filter(with_predecessors(acting.unit), pk=plan.pk).exists()


def _no(plan: Plan, reason: str) -> Answer:
    if plan.unit is None:
        return Answer.no(reason)
    text = _("Đây là kế hoạch riêng của %(unit)s; việc này do lãnh đạo hoặc cán bộ của đơn vị đó làm.")
    return Answer.no(text % {"unit": plan.unit})
