"""The stages of a plan: in force, ended, taken away; and how "trước ngày X" counts in it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.text import tidy
from thidua.foundation.words import mark
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.counting import count_effective, plan_for_writing
from thidua.plans.models import Flag, Plan, PlanState, Severity
from thidua.plans.policies import (
    may_activate,
    may_close,
    may_discard,
    may_set_counting,
    year_is_free,
)

BATCH = 500
CHANGED = mark("Kế hoạch vừa được người khác thay đổi. Chưa phát hành; hãy xem lại trang.")


@transaction.atomic
def activate(plan: Plan, *, yearly: bool | None = None, by: Acting, at: datetime) -> Plan:
    """Put a reviewed plan in force: printed days not questioned become the days followed, each with its working day.

    `yearly`: as the city's programme of its year (None: unless there is one). Raises Refused while a blocking flag is
    open or another plan is the programme of that year, Conflict when the plan was changed or put in force since it was read.
    """
    seen = plan.revision
    plan = plan_for_writing(plan.pk)
    if plan.revision != seen:
        raise Conflict(_(CHANGED))
    insist(may_activate(by, plan))
    free = year_is_free(plan)
    if yearly and not plan.unit_id:
        insist(free)
    blocking = Flag.objects.filter(plan=OuterRef("pk"), severity=Severity.ERROR, resolution="")
    try:
        with transaction.atomic():
            moved = Plan.objects.filter(
                ~Exists(blocking), pk=plan.pk, state=PlanState.DRAFT, revision=seen
            ).update(
                state=PlanState.ACTIVE, revision=seen + 1, activated_by=by.user, activated_at=at,
                yearly=bool(free) and yearly is not False,
            )  # fmt: skip
    except IntegrityError as other:
        raise Conflict(_("Một kế hoạch công tác năm khác vừa được phát hành cho năm này. Chưa ghi gì.")) from other
    if not moved:
        raise Conflict(_(CHANGED))
    plan.refresh_from_db()
    _settle_days(plan)
    record("plans.activate", plan.key, by=by.actor, at=at, before=PlanState.DRAFT, after=PlanState.ACTIVE)
    return plan


def _settle_days(plan: Plan) -> None:
    """Follow the printed day wherever no other was confirmed, and count every working day."""
    rows = list(plan.milestones.all())
    for row in rows:
        row.used_date = row.used_date or row.printed_date
    count_effective(plan, rows)
    plan.milestones.bulk_update(rows, ["used_date", "effective"], batch_size=BATCH)


@transaction.atomic
def set_counting(plan: Plan, *, before_is_inclusive: bool, by: Acting, at: datetime) -> Plan:
    """Settle whether "trước ngày X" lets the work be done on X itself, and count the plan's working days anew."""
    plan = plan_for_writing(plan.pk)
    insist(may_set_counting(by, plan))
    before = plan.before_is_inclusive
    plan.before_is_inclusive = before_is_inclusive
    plan.revision += 1
    plan.save(update_fields=["before_is_inclusive", "revision"])
    _count_days(plan)
    names = {True: "inclusive", False: "exclusive"}
    record(
        "plans.set_counting",
        plan.key,
        by=by.actor,
        at=at,
        before=names[before],
        after=names[before_is_inclusive],
    )
    return plan


@transaction.atomic
def recount(plan: Plan, *, by: Acting, at: datetime) -> int:
    """Count the working days anew after the official calendar changed. Returns how many milestones moved."""
    plan = plan_for_writing(plan.pk)
    moved = _count_days(plan)
    if moved:
        record("plans.recount", plan.key, by=by.actor, at=at, data={"milestones": moved})
    return moved


def _count_days(plan: Plan) -> int:
    """Count the days of a plan in force; those of a draft are counted for what was confirmed already."""
    rows = list(plan.milestones.all() if plan.state != PlanState.DRAFT else plan.milestones.exclude(used_date=None))
    old = {row.pk: row.effective for row in rows}
    count_effective(plan, rows)
    moved = [row for row in rows if row.effective != old[row.pk]]
    plan.milestones.bulk_update(moved, ["effective"], batch_size=BATCH)
    return len(moved)


@transaction.atomic
def close_plan(plan: Plan, *, reason: str, by: Acting, at: datetime) -> Plan:
    """End a plan in force; it stays readable."""
    plan = plan_for_writing(plan.pk)
    insist(may_close(by, plan))
    if not tidy(reason):
        raise Refused(_("Kết thúc kế hoạch cần có lý do. Chưa ghi gì."))
    plan.state = PlanState.CLOSED
    plan.revision += 1
    plan.save(update_fields=["state", "revision"])
    record(
        "plans.close",
        plan.key,
        by=by.actor,
        at=at,
        before=PlanState.ACTIVE,
        after=PlanState.CLOSED,
        reason=tidy(reason),
    )
    return plan


@transaction.atomic
def discard_plan(plan: Plan, *, by: Acting, at: datetime) -> None:
    """Take away a plan still being reviewed; the file itself and the journal keep what happened."""
    plan = plan_for_writing(plan.pk)
    insist(may_discard(by, plan))
    record("plans.discard", plan.key, by=by.actor, at=at, before=plan.state, data={"sha256": plan.content_sha256})
    try:
        plan.delete()
    except ProtectedError as used:
        raise Refused(_("Một đợt nhận hồ sơ đang gắn với nhiệm vụ của kế hoạch này nên chưa bỏ được.")) from used
