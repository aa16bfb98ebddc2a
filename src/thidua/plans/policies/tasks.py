"""Who may do what with a task and its milestones."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES, in_office
from thidua.organisation.queries import with_predecessors
from thidua.plans.models import Milestone, PlanState, Task
from thidua.plans.policies.reasons import DROPPED, HEAD_ONLY, NOT_IN_FORCE, TASK_CLOSED
from thidua.plans.policies.whose import keeps, leads, leads_or


def carries(acting: Acting, task: Task) -> bool:
    """Whether an officer or head acts for a unit that carries the task, or that took over the work of one that did."""
    return _among(acting, Task.units.through.objects.filter(task=task))


def takes_part(acting: Acting, task: Task) -> bool:
    """Whether an officer or head acts for a unit that carries the task or coordinates in it."""
    return carries(acting, task) or _among(acting, Task.partners.through.objects.filter(task=task))


def _among(acting: Acting, links: QuerySet[Any]) -> bool:
    if acting.unit is None or not acting.holds(*UNIT_DUTIES):
        return False
    return links.filter(with_predecessors(acting.unit)).exists()


def may_choose_units(acting: Acting, task: Task) -> Answer:
    """Which units carry a task is settled by the head of the office, in a unit's own plan by its head, before it ends."""
    if task.plan.state == PlanState.CLOSED:
        return Answer.no(_("Kế hoạch đã kết thúc."))
    return leads_or(acting, task.plan, _("Đơn vị thực hiện do lãnh đạo Ban Thi đua - Khen thưởng chọn."))


def may_set_accountable(acting: Acting, task: Task) -> Answer:
    """Who answers for a task is chosen by who leads the plan, before the task or the plan ends."""
    if task.plan.state == PlanState.CLOSED:
        return Answer.no(_("Kế hoạch đã kết thúc."))
    if task.closed_on:
        return Answer.no(_(TASK_CLOSED))
    return leads_or(acting, task.plan, _("Người phụ trách do lãnh đạo Ban Thi đua - Khen thưởng chọn."))


def may_note(acting: Acting, task: Task) -> Answer:
    """The office in the city's plans, and officers and heads of units that carry a task or coordinate in it, tell how it goes."""
    if task.plan.state != PlanState.ACTIVE:
        return Answer.no(_("Chỉ ghi tiến độ cho việc của kế hoạch đang thực hiện."))
    if task.closed_on:
        return Answer.no(_(TASK_CLOSED))
    if keeps(acting, task.plan) or (in_office(acting) and not task.plan.unit_id) or takes_part(acting, task):
        return Answer.yes()
    return Answer.no(_("Tiến độ do đơn vị thực hiện, đơn vị phối hợp hoặc Ban Thi đua - Khen thưởng ghi."))


def may_report(acting: Acting, milestone: Milestone) -> Answer:
    """Who keeps the plan, or an officer or head of a unit that carries the task, reports a milestone of a plan in force."""
    if milestone.plan.state != PlanState.ACTIVE:
        return Answer.no(_("Chỉ báo xong mốc của kế hoạch đang thực hiện."))
    if milestone.dropped_on:
        return Answer.no(_(DROPPED))
    if milestone.task and milestone.task.closed_on:
        return Answer.no(_(TASK_CLOSED))
    if keeps(acting, milestone.plan) or (milestone.task and carries(acting, milestone.task)):
        return Answer.yes()
    return Answer.no(_("Mốc này do đơn vị thực hiện hoặc Ban Thi đua - Khen thưởng báo xong."))


def may_close_task(acting: Acting, task: Task) -> Answer:
    """A task of a plan in force is closed by the head of the office once every milestone of it is done."""
    if task.plan.state != PlanState.ACTIVE:
        return Answer.no(_(NOT_IN_FORCE))
    if task.closed_on:
        return Answer.no(_("Việc này đã khép."))
    if not leads(acting, task.plan):
        return leads_or(acting, task.plan, _("Việc do lãnh đạo Ban Thi đua - Khen thưởng khép."))
    still_open = task.milestones.filter(done_on=None, dropped_on=None).count()
    if still_open:
        text = ngettext("Còn %(n)s mốc chưa xong.", "Còn %(n)s mốc chưa xong.", still_open)
        return Answer.no(text % {"n": still_open})
    return Answer.yes()


def may_reopen_task(acting: Acting, task: Task) -> Answer:
    """A closed task of a plan in force is opened again by the head of the office."""
    if task.plan.state != PlanState.ACTIVE:
        return Answer.no(_(NOT_IN_FORCE))
    if not task.closed_on:
        return Answer.no(_("Việc này chưa khép."))
    return leads_or(acting, task.plan, _(HEAD_ONLY))
