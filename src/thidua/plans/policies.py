"""Who may see a plan and who may do what with it."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.answers import Answer
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES, in_office
from thidua.organisation.queries import with_predecessors
from thidua.plans.models import (
    Dispatch,
    DispatchUnit,
    Extension,
    ExtensionState,
    Flag,
    Milestone,
    Plan,
    PlanState,
    SavedView,
    Severity,
    Task,
)

NOTHING = Q(pk__in=())
KEEPERS = (DutyCode.OFFICE_HEAD, DutyCode.APPRAISER)
HEAD_ONLY = mark("Việc này do lãnh đạo Ban Thi đua - Khen thưởng làm.")
NOT_IN_FORCE = mark("Chỉ làm được với kế hoạch đang thực hiện.")
DROPPED = mark("Mốc này đã bỏ theo văn bản sửa đổi.")
TASK_CLOSED = mark("Việc này đã khép. Cần làm tiếp thì lãnh đạo Ban mở lại.")
NOT_DRAFT = mark("Kế hoạch này không còn ở bước soát nên không sửa được.")


def seen_by(acting: Acting) -> Q:
    """Condition on plans: everyone with a duty reads plans in force and past ones; drafts only the standing office."""
    if acting.duty is None:
        return NOTHING
    return Q() if in_office(acting) else ~Q(state=PlanState.DRAFT)


def tasks_seen_by(acting: Acting) -> Q:
    """Condition on tasks and milestones: those of the plans seen."""
    return Q(plan__in=Plan.objects.filter(seen_by(acting)))


def may_import(acting: Acting) -> Answer:
    """The head of the office and appraisers take a plan in."""
    if acting.holds(*KEEPERS):
        return Answer.yes()
    return Answer.no(
        _("Kế hoạch do lãnh đạo Ban hoặc chuyên viên thẩm định của Ban Thi đua - Khen thưởng nạp.")
    )


def may_resolve(acting: Acting, plan: Plan) -> Answer:
    """While the plan is being reviewed, those who take plans in settle its flags."""
    if plan.state != PlanState.DRAFT:
        return Answer.no(_(NOT_DRAFT))
    if acting.holds(*KEEPERS):
        return Answer.yes()
    return Answer.no(_("Chữ in trong kế hoạch do lãnh đạo Ban hoặc chuyên viên thẩm định xác nhận."))


def may_set_counting(acting: Acting, plan: Plan) -> Answer:
    """How "trước ngày X" counts is settled by the head of the office, before the plan ends."""
    if plan.state == PlanState.CLOSED:
        return Answer.no(_("Kế hoạch đã kết thúc."))
    return Answer.yes() if acting.holds(DutyCode.OFFICE_HEAD) else Answer.no(_(HEAD_ONLY))


def may_activate(acting: Acting, plan: Plan) -> Answer:
    """The head of the office, once no blocking flag is open and no other plan of the issuer is in force that year."""
    if plan.state != PlanState.DRAFT:
        return Answer.no(_("Kế hoạch này đã được phát hành trước đó."))
    blocking = blocking_flags(plan)
    if blocking:
        text = ngettext(
            "Còn %(n)s điều phải xác nhận nên chưa phát hành được.",
            "Còn %(n)s điều phải xác nhận nên chưa phát hành được.", blocking,
        )  # fmt: skip
        return Answer.no(text % {"n": blocking})
    if not acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.no(_("Kế hoạch do lãnh đạo Ban Thi đua - Khen thưởng phát hành."))
    other = rival(plan)
    if other:
        text = _("Năm %(year)s đang thực hiện %(plan)s của cùng cơ quan. Hãy kết thúc kế hoạch đó trước.")
        return Answer.no(text % {"year": plan.year, "plan": other.number or other.title})
    return Answer.yes()


def blocking_flags(plan: Plan) -> int:
    """How many flags still keep the plan from being put in force."""
    return Flag.objects.filter(plan=plan, severity=Severity.ERROR, resolution="").count()


def rival(plan: Plan) -> Plan | None:
    """The other plan of the same issuer that is in force for the same year."""
    return (
        Plan.objects.filter(state=PlanState.ACTIVE, issuer=plan.issuer, year=plan.year)
        .exclude(pk=plan.pk)
        .first()
    )


def may_discard(acting: Acting, plan: Plan) -> Answer:
    """A plan still being reviewed may be taken away again by the head of the office or who took it in."""
    if plan.state != PlanState.DRAFT:
        return Answer.no(_("Kế hoạch đã phát hành thì không bỏ được; có thể kết thúc."))
    if acting.holds(DutyCode.OFFICE_HEAD) or (
        acting.holds(*KEEPERS) and plan.imported_by_id == acting.user.pk
    ):
        return Answer.yes()
    return Answer.no(_("Bản đang soát do lãnh đạo Ban hoặc người đã nạp bỏ."))


def may_close(acting: Acting, plan: Plan) -> Answer:
    """A plan in force is ended by the head of the office."""
    if plan.state != PlanState.ACTIVE:
        return Answer.no(_("Chỉ kết thúc kế hoạch đang thực hiện."))
    return Answer.yes() if acting.holds(DutyCode.OFFICE_HEAD) else Answer.no(_(HEAD_ONLY))


def may_choose_units(acting: Acting, task: Task) -> Answer:
    """Which units carry a task is settled by the head of the office, before the plan ends."""
    if task.plan.state == PlanState.CLOSED:
        return Answer.no(_("Kế hoạch đã kết thúc."))
    return (
        Answer.yes()
        if acting.holds(DutyCode.OFFICE_HEAD)
        else Answer.no(_("Đơn vị thực hiện do lãnh đạo Ban Thi đua - Khen thưởng chọn."))
    )


def may_report(acting: Acting, milestone: Milestone) -> Answer:
    """The office, or an officer or head of a unit that carries the task, reports a milestone of a plan in force."""
    if milestone.plan.state != PlanState.ACTIVE:
        return Answer.no(_("Chỉ báo xong mốc của kế hoạch đang thực hiện."))
    if milestone.dropped_on:
        return Answer.no(_(DROPPED))
    if milestone.task and milestone.task.closed_on:
        return Answer.no(_(TASK_CLOSED))
    if acting.holds(*KEEPERS) or (milestone.task and carries(acting, milestone.task)):
        return Answer.yes()
    return Answer.no(_("Mốc này do đơn vị thực hiện hoặc Ban Thi đua - Khen thưởng báo xong."))


def may_chain(acting: Acting, plan: Plan) -> Answer:
    """What waits for what, and which milestone is a goal, is settled by the standing office before the plan ends."""
    if plan.state == PlanState.CLOSED:
        return Answer.no(_("Kế hoạch đã kết thúc."))
    if acting.holds(*KEEPERS):
        return Answer.yes()
    return Answer.no(
        _("Thứ tự các mốc do lãnh đạo Ban hoặc chuyên viên thẩm định của Ban Thi đua - Khen thưởng ghi.")
    )


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


def may_set_accountable(acting: Acting, task: Task) -> Answer:
    """Who answers for a task is chosen by the head of the office, before the task or the plan ends."""
    if task.plan.state == PlanState.CLOSED:
        return Answer.no(_("Kế hoạch đã kết thúc."))
    if task.closed_on:
        return Answer.no(_(TASK_CLOSED))
    if acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.yes()
    return Answer.no(_("Người phụ trách do lãnh đạo Ban Thi đua - Khen thưởng chọn."))


def may_note(acting: Acting, task: Task) -> Answer:
    """The office, and officers and heads of units that carry a task or coordinate in it, tell how it goes."""
    if task.plan.state != PlanState.ACTIVE:
        return Answer.no(_("Chỉ ghi tiến độ cho việc của kế hoạch đang thực hiện."))
    if task.closed_on:
        return Answer.no(_(TASK_CLOSED))
    if in_office(acting) or takes_part(acting, task):
        return Answer.yes()
    return Answer.no(_("Tiến độ do đơn vị thực hiện, đơn vị phối hợp hoặc Ban Thi đua - Khen thưởng ghi."))


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
    if not (acting.holds(*KEEPERS) or (milestone.task and carries(acting, milestone.task))):
        return Answer.no(_("Gia hạn do đơn vị thực hiện hoặc Ban Thi đua - Khen thưởng đề nghị."))
    if Extension.objects.filter(milestone=milestone, state=ExtensionState.ASKED).exists():
        return Answer.no(_("Mốc này đang có một đề nghị gia hạn chờ quyết định."))
    return Answer.yes()


def may_decide_extension(acting: Acting, extension: Extension) -> Answer:
    """A request for more time on an open milestone of a plan in force is decided by the head of the office."""
    milestone = extension.milestone
    if milestone.plan.state != PlanState.ACTIVE:
        return Answer.no(_(NOT_IN_FORCE))
    if milestone.dropped_on:
        return Answer.no(_(DROPPED))
    if milestone.done_on:
        return Answer.no(_("Mốc này đã xong nên không cần quyết định gia hạn."))
    if extension.state != ExtensionState.ASKED:
        return Answer.no(_("Đề nghị này đã có quyết định."))
    if acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.yes()
    return Answer.no(_("Gia hạn do lãnh đạo Ban Thi đua - Khen thưởng quyết định."))


def extensions_seen_by(acting: Acting) -> Q:
    """Condition on requests for more time: the office sees all, an officer or head those on tasks his unit carries."""
    if in_office(acting):
        return Q()
    if acting.unit is None or not acting.holds(*UNIT_DUTIES):
        return NOTHING
    carried = Task.units.through.objects.filter(with_predecessors(acting.unit))
    return Q(asked_unit=acting.unit) | Q(milestone__task__in=carried.values("task"))


def may_amend(acting: Acting, plan: Plan) -> Answer:
    """An amendment of a plan in force is recorded by the head of the office."""
    if plan.state != PlanState.ACTIVE:
        return Answer.no(_("Chỉ sửa đổi kế hoạch đang thực hiện."))
    if acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.yes()
    return Answer.no(_("Văn bản sửa đổi kế hoạch do lãnh đạo Ban Thi đua - Khen thưởng ghi."))


def may_close_task(acting: Acting, task: Task) -> Answer:
    """A task of a plan in force is closed by the head of the office once every milestone of it is done."""
    if task.plan.state != PlanState.ACTIVE:
        return Answer.no(_(NOT_IN_FORCE))
    if task.closed_on:
        return Answer.no(_("Việc này đã khép."))
    if not acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.no(_("Việc do lãnh đạo Ban Thi đua - Khen thưởng khép."))
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
    return Answer.yes() if acting.holds(DutyCode.OFFICE_HEAD) else Answer.no(_(HEAD_ONLY))


def may_roll(acting: Acting, plan: Plan) -> Answer:
    """Those who take plans in draft the next one, from a plan in force or ended whose year is known."""
    if plan.state == PlanState.DRAFT:
        return Answer.no(_("Lập kế hoạch năm sau từ kế hoạch đang thực hiện hoặc đã kết thúc."))
    if plan.year is None:
        return Answer.no(_("Kế hoạch này không ghi năm nên chưa lập được kế hoạch năm sau."))
    if acting.holds(*KEEPERS):
        return Answer.yes()
    return Answer.no(
        _("Kế hoạch năm sau do lãnh đạo Ban hoặc chuyên viên thẩm định của Ban Thi đua - Khen thưởng lập.")
    )


def may_save_view(acting: Acting) -> Answer:
    """Everyone who reads plans keeps filters for himself."""
    if acting.duty is None:
        return Answer.no(_("Cần có nhiệm vụ đang giữ để lưu bộ lọc."))
    return Answer.yes()


def may_change_view(acting: Acting, view: SavedView) -> Answer:
    """A saved filter is renamed and taken away by whose it is."""
    if view.user_id == acting.user.pk:
        return Answer.yes()
    return Answer.no(_("Bộ lọc này do người khác lưu."))


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
    return Answer.yes() if acting.holds(DutyCode.OFFICE_HEAD) else Answer.no(_(HEAD_ONLY))


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
        return Answer.yes()
    return Answer.no(_("Đôn đốc do lãnh đạo Ban hoặc chuyên viên thẩm định của Ban Thi đua - Khen thưởng làm."))


def may_dispatch(acting: Acting, plan: Plan) -> Answer:
    """A document is sent to units by those who keep plans and by the clerk, once the plan is in force."""
    if plan.state == PlanState.DRAFT:
        return Answer.no(_("Kế hoạch chưa phát hành nên chưa gửi văn bản được."))
    if acting.holds(*KEEPERS, DutyCode.CLERK):
        return Answer.yes()
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
