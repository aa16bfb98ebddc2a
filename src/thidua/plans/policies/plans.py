"""Who may see a plan, take it in, review it, put it in force, amend, roll over and end it."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES, in_office
from thidua.organisation.queries import with_predecessors
from thidua.plans.models import Flag, Plan, PlanState, Severity
from thidua.plans.policies.reasons import HEAD_ONLY, KEEPERS, NOT_DRAFT, NOTHING
from thidua.plans.policies.whose import keeps, keeps_or, leads, leads_or


def seen_by(acting: Acting) -> Q:
    """Condition on plans: everyone with a duty reads plans in force and past ones; drafts only who keeps them: the standing
    office, and a unit's own those of the unit."""
    if acting.duty is None:
        return NOTHING
    issued = ~Q(state=PlanState.DRAFT)
    if in_office(acting):
        return issued | Q(unit=None)
    if acting.unit is None or not acting.holds(*UNIT_DUTIES):
        return issued
    return issued | with_predecessors(acting.unit)


def tasks_seen_by(acting: Acting) -> Q:
    """Condition on tasks and milestones: those of the plans seen."""
    return Q(plan__in=Plan.objects.filter(seen_by(acting)))


def may_import(acting: Acting) -> Answer:
    """The head of the office and appraisers take a plan in; an officer or head of a unit the unit's own."""
    if acting.holds(*KEEPERS, *UNIT_DUTIES):
        return Answer.yes()
    return Answer.no(
        _(
            "Kế hoạch do lãnh đạo Ban, chuyên viên thẩm định nạp; kế hoạch riêng của đơn vị do cán bộ, lãnh đạo đơn vị nạp."
        )
    )


def may_resolve(acting: Acting, plan: Plan) -> Answer:
    """While the plan is being reviewed, those who take plans in settle its flags."""
    if plan.state != PlanState.DRAFT:
        return Answer.no(_(NOT_DRAFT))
    return keeps_or(acting, plan, _("Chữ in trong kế hoạch do lãnh đạo Ban hoặc chuyên viên thẩm định xác nhận."))


def may_set_counting(acting: Acting, plan: Plan) -> Answer:
    """How "trước ngày X" counts is settled by the head of the office, before the plan ends."""
    if plan.state == PlanState.CLOSED:
        return Answer.no(_("Kế hoạch đã kết thúc."))
    return leads_or(acting, plan, _(HEAD_ONLY))


def may_activate(acting: Acting, plan: Plan) -> Answer:
    """The head of the office, once no blocking flag is open."""
    if plan.state != PlanState.DRAFT:
        return Answer.no(_("Kế hoạch này đã được phát hành trước đó."))
    blocking = blocking_flags(plan)
    if blocking:
        text = ngettext(
            "Còn %(n)s điều phải xác nhận nên chưa phát hành được.",
            "Còn %(n)s điều phải xác nhận nên chưa phát hành được.", blocking,
        )  # fmt: skip
        return Answer.no(text % {"n": blocking})
    return puts_in_force(acting, plan)


def year_is_free(plan: Plan) -> Answer:
    """One plan a year is the city's programme of that year; a unit's own never is."""
    if plan.unit_id:
        return Answer.no(_("Đây là kế hoạch riêng của đơn vị, thực hiện bên cạnh kế hoạch công tác năm của Thành phố."))
    other = rival(plan)
    if other is None:
        return Answer.yes()
    text = _(
        "Năm %(year)s đang có kế hoạch công tác năm là %(plan)s. Hãy kết thúc kế hoạch đó trước, hoặc phát hành bản này là kế hoạch khác."
    )
    return Answer.no(text % {"year": plan.year, "plan": other.number or other.title})


def puts_in_force(acting: Acting, plan: Plan) -> Answer:
    """A plan is put in force by the head of the office, a unit's own by the unit's head, whatever its state."""
    return leads_or(acting, plan, _("Kế hoạch do lãnh đạo Ban Thi đua - Khen thưởng phát hành."))


def blocking_flags(plan: Plan) -> int:
    """How many flags still keep the plan from being put in force."""
    return Flag.objects.filter(plan=plan, severity=Severity.ERROR, resolution="").count()


def rival(plan: Plan) -> Plan | None:
    """The other plan that is in force as the programme of the same year."""
    rows = Plan.objects.filter(state=PlanState.ACTIVE, yearly=True, year=plan.year)
    return rows.exclude(pk=plan.pk).first() if plan.year else None


def may_discard(acting: Acting, plan: Plan) -> Answer:
    """A plan still being reviewed may be taken away again by the head of the office or who took it in."""
    if plan.state != PlanState.DRAFT:
        return Answer.no(_("Kế hoạch đã phát hành thì không bỏ được; có thể kết thúc."))
    if leads(acting, plan) or (keeps(acting, plan) and plan.imported_by_id == acting.user.pk):
        return Answer.yes()
    return leads_or(acting, plan, _("Bản đang soát do lãnh đạo Ban hoặc người đã nạp bỏ."))


def may_close(acting: Acting, plan: Plan) -> Answer:
    """A plan in force is ended by the head of the office."""
    if plan.state != PlanState.ACTIVE:
        return Answer.no(_("Chỉ kết thúc kế hoạch đang thực hiện."))
    return leads_or(acting, plan, _(HEAD_ONLY))


def may_amend(acting: Acting, plan: Plan) -> Answer:
    """An amendment of a plan in force is recorded by the head of the office."""
    if plan.state != PlanState.ACTIVE:
        return Answer.no(_("Chỉ sửa đổi kế hoạch đang thực hiện."))
    return leads_or(acting, plan, _("Văn bản sửa đổi kế hoạch do lãnh đạo Ban Thi đua - Khen thưởng ghi."))


def may_settle(acting: Acting, plan: Plan) -> Answer:
    """Those who take plans in settle where the two appendices differ, until the plan ends."""
    if plan.state == PlanState.CLOSED:
        return Answer.no(_("Kế hoạch đã kết thúc."))
    reason = _("Điều khác nhau giữa hai phụ lục do lãnh đạo Ban hoặc chuyên viên thẩm định thống nhất.")
    return keeps_or(acting, plan, reason)


def may_roll(acting: Acting, plan: Plan) -> Answer:
    """Those who take plans in draft the next one, from a plan in force or ended whose year is known."""
    if plan.state == PlanState.DRAFT:
        return Answer.no(_("Lập kế hoạch năm sau từ kế hoạch đang thực hiện hoặc đã kết thúc."))
    if plan.year is None:
        return Answer.no(_("Kế hoạch này không ghi năm nên chưa lập được kế hoạch năm sau."))
    reason = _("Kế hoạch năm sau do lãnh đạo Ban hoặc chuyên viên thẩm định của Ban Thi đua - Khen thưởng lập.")
    return keeps_or(acting, plan, reason)


def may_chain(acting: Acting, plan: Plan) -> Answer:
    """What waits for what, and which milestone is a goal, is settled by the standing office before the plan ends."""
    if plan.state == PlanState.CLOSED:
        return Answer.no(_("Kế hoạch đã kết thúc."))
    reason = _("Thứ tự các mốc do lãnh đạo Ban hoặc chuyên viên thẩm định của Ban Thi đua - Khen thưởng ghi.")
    return keeps_or(acting, plan, reason)
