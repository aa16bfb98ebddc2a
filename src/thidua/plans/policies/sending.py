"""Who may collect, hand in, urge, send documents out, and read what others did of it."""

from __future__ import annotations

from collections.abc import Container

from django.db.models import Q
from django.utils.translation import gettext as _

from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES, in_office
from thidua.organisation.queries import with_predecessors
from thidua.plans.models import Dispatch, DispatchUnit, Plan, PlanState, Task
from thidua.plans.policies.reasons import HEAD_ONLY, KEEPERS, NOT_IN_FORCE, NOTHING, TASK_CLOSED
from thidua.plans.policies.whose import of_the_city

READERS = (DutyCode.LEADER, DutyCode.INSPECTOR)


def sees_all_units(acting: Acting) -> bool:
    """Whether a person reads what every unit handed in and opened: the office, the city's leaders, inspectors."""
    return in_office(acting) or acting.holds(*READERS)


def may_collect(acting: Acting, task: Task) -> Answer:
    """A task of a plan in force is opened for handing in by the head of the office."""
    if task.plan.state != PlanState.ACTIVE:
        return Answer.no(_(NOT_IN_FORCE))
    if task.closed_on:
        return Answer.no(_(TASK_CLOSED))
    return of_the_city(task.plan) if acting.holds(DutyCode.OFFICE_HEAD) else Answer.no(_(HEAD_ONLY))


def may_see_collected(acting: Acting) -> Answer:
    """The list of all units, those missing among them, is read by the office, the city's leaders and inspectors."""
    if sees_all_units(acting):
        return Answer.yes()
    return Answer.no(_("Danh sách các đơn vị đã nộp do Ban Thi đua - Khen thưởng và lãnh đạo Thành phố xem."))


def may_hand_in(acting: Acting, task: Task, roster: Container[int]) -> Answer:
    """An officer or head of a unit on the roster (its ids) hands in, also after the day, until the task is closed."""
    if task.plan.state != PlanState.ACTIVE:
        return Answer.no(_(NOT_IN_FORCE))
    if task.closed_on:
        return Answer.no(_(TASK_CLOSED))
    if not acting.holds(*UNIT_DUTIES):
        return Answer.no(_("Phần này do cán bộ hoặc lãnh đạo của đơn vị thực hiện nộp."))
    if acting.unit is None or acting.unit.pk not in roster:
        return Answer.no(_("Đơn vị của anh/chị không có trong danh sách đơn vị thực hiện việc này."))
    return Answer.yes()


def registrations_seen_by(acting: Acting) -> Q:
    """Condition on what was handed in: the office and leaders see all, a unit its own and that of its predecessors."""
    if sees_all_units(acting):
        return Q()
    if acting.unit is None or not acting.holds(*UNIT_DUTIES):
        return NOTHING
    return with_predecessors(acting.unit)


def may_urge(acting: Acting, plan: Plan) -> Answer:
    """Late units of a plan in force are urged by those who keep plans."""
    if plan.state != PlanState.ACTIVE:
        return Answer.no(_(NOT_IN_FORCE))
    if acting.holds(*KEEPERS):
        return of_the_city(plan)
    return Answer.no(_("Đôn đốc do lãnh đạo Ban hoặc chuyên viên thẩm định của Ban Thi đua - Khen thưởng làm."))


def may_dispatch(acting: Acting, plan: Plan) -> Answer:
    """A document is sent to units by those who keep plans and by the clerk, once the plan is in force."""
    if plan.state == PlanState.DRAFT:
        return Answer.no(_("Kế hoạch chưa phát hành nên chưa gửi văn bản được."))
    if acting.holds(*KEEPERS, DutyCode.CLERK):
        return of_the_city(plan)
    return Answer.no(_("Văn bản do lãnh đạo Ban, chuyên viên thẩm định hoặc văn thư gửi."))


def dispatches_seen_by(acting: Acting) -> Q:
    """Condition on documents sent out: the office and leaders see all, a unit those sent to it or its predecessors."""
    if sees_all_units(acting):
        return Q()
    if acting.unit is None or not acting.holds(*UNIT_DUTIES):
        return NOTHING
    got = DispatchUnit.objects.filter(with_predecessors(acting.unit))
    return Q(pk__in=got.values("dispatch"))


def may_see_readers(acting: Acting) -> Answer:
    """Who has opened a document is read by the office, the city's leaders and inspectors."""
    if sees_all_units(acting):
        return Answer.yes()
    return Answer.no(_("Đơn vị nào đã xem do Ban Thi đua - Khen thưởng và lãnh đạo Thành phố xem."))


def may_remind_unread(acting: Acting, dispatch: Dispatch) -> Answer:
    """Who may send documents reminds those who have not opened one."""
    return may_dispatch(acting, dispatch.plan)
