"""What waits for what: writing it down, taking it back, taking up what the printed plan suggests, naming goals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.chain import Link, path
from thidua.plans.models import Dependency, Milestone, Origin, Plan
from thidua.plans.policies import may_chain
from thidua.plans.queries.chain import links_of, spoken, suggestions

LONGEST_LEAD = 250
"""The longest lead that is taken, in working days: about a year. A longer one is a slip of the keyboard."""


@transaction.atomic
def add_dependency(
    plan: Plan, before: Milestone, after: Milestone, *, lead: int = 0, why: str = "", by: Acting, at: datetime
) -> Dependency:
    """Write down that `after` waits for `before`, at least `lead` working days.

    Refused when the two are of different plans, when it would close a circle (the circle is told), when the lead is
    longer than a year of working days; Conflict when it stands already.
    """
    plan = plan_for_writing(plan.pk)
    insist(may_chain(by, plan))
    if plan.milestones.filter(pk__in=(before.pk, after.pk), dropped_on=None).count() != len({before, after}):
        raise Refused(_("Mốc không thuộc kế hoạch này hoặc đã bỏ. Chưa ghi gì."))
    if not 0 <= lead <= LONGEST_LEAD:
        text = _("Số ngày làm việc cần có ở giữa phải từ 0 đến %(most)s. Chưa ghi gì.")
        raise Refused(text % {"most": LONGEST_LEAD})
    links = links_of(plan)
    if any(link.before == before.pk and link.after == after.pk for link in links):
        raise Conflict(_("Hai mốc này đã được nối với nhau. Chưa ghi thêm gì."))
    _refuse_circle(plan, links, before.pk, after.pk)
    return _kept(plan, before, after, lead=lead, why=tidy(why), origin=Origin.ADDED, by=by, at=at)


def _refuse_circle(plan: Plan, links: Iterable[Link], before: int, after: int) -> None:
    """A milestone that waits for itself, by whatever way, can never be reached."""
    if before == after:
        raise Refused(_("Một mốc không thể chờ chính nó. Chưa ghi gì."))
    way = path(links, after, before)
    if way:
        names = " → ".join(spoken(plan, [*way, after]))
        raise Refused(_("Chưa ghi, vì các mốc sẽ chờ nhau thành vòng: %(circle)s.") % {"circle": names})


def _kept(
    plan: Plan,
    before: Milestone,
    after: Milestone,
    *,
    lead: int,
    why: str,
    origin: Origin,
    by: Acting,
    at: datetime,
) -> Dependency:
    row = Dependency.objects.create(
        plan=plan,
        before=before,
        after=after,
        lead=lead,
        why=why,
        origin=origin,
        added_by=by.user,
        added_at=at,
    )
    record(
        "plans.add_dependency", after.key_in_journal, by=by.actor, at=at, reason=why,
        data={"plan": plan.pk, "waits_for": before.pk, "lead": lead, "origin": str(origin)},
    )  # fmt: skip
    return row


@transaction.atomic
def remove_dependency(row: Dependency, *, reason: str = "", by: Acting, at: datetime) -> None:
    """Take back that one milestone waits for another. The journal keeps what stood."""
    plan = plan_for_writing(row.plan_id)
    insist(may_chain(by, plan))
    found = Dependency.objects.select_related("after").filter(pk=row.pk).first()
    if found is None:
        raise Conflict(_("Liên hệ này vừa được người khác bỏ. Hãy xem lại trang."))
    record(
        "plans.remove_dependency", found.after.key_in_journal, by=by.actor, at=at, reason=tidy(reason),
        data={"plan": plan.pk, "waits_for": found.before_id, "lead": found.lead, "origin": found.origin},
    )  # fmt: skip
    found.delete()


@transaction.atomic
def accept_proposals(
    plan: Plan, chosen: Iterable[tuple[int, int]] | None, *, goal: Milestone | None = None, by: Acting, at: datetime
) -> list[Dependency]:
    """Take up suggested links: those chosen (the pair before, after), or all when `chosen` is None; with them name the
    milestone `goal`, unless somebody named it meanwhile.

    What is no longer suggested (somebody was faster, or a day moved) is left out. Conflict when nothing is left.
    """
    plan = plan_for_writing(plan.pk)
    insist(may_chain(by, plan))
    wanted = None if chosen is None else set(chosen)
    taken = [one for one in suggestions(plan) if wanted is None or one.pair in wanted]
    if not taken:
        raise Conflict(_("Đề xuất này không còn. Hãy xem lại trang."))
    if goal and plan.milestones.filter(pk=goal.pk, goal=False, dropped_on=None).exists():
        mark_goal(goal, goal=True, by=by, at=at)
    return [
        _kept(plan, one.before, one.after, lead=one.lead, why=one.why, origin=one.origin, by=by, at=at) for one in taken
    ]


@transaction.atomic
def mark_goal(milestone: Milestone, *, goal: bool, by: Acting, at: datetime) -> Milestone:
    """Name a milestone as a goal to which float is counted (the Congress), or take that back."""
    plan = plan_for_writing(milestone.plan_id)
    insist(may_chain(by, plan))
    if not plan.milestones.filter(pk=milestone.pk, goal=not goal, dropped_on=None).update(goal=goal):
        raise Conflict(_("Người khác vừa đổi đích này. Hãy xem lại trang."))
    record(
        "plans.mark_goal", milestone.key_in_journal, by=by.actor, at=at,
        before="" if goal else "goal", after="goal" if goal else "", data={"plan": plan.pk},
    )  # fmt: skip
    milestone.refresh_from_db()
    return milestone
