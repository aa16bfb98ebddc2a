"""Settling where the two appendices of a plan differ: what is printed stays, a named person says which holds and why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.models import CouncilRow
from thidua.plans.policies import may_settle
from thidua.plans.queries.programme import differences

LONGEST = 500


@transaction.atomic
def settle(row: CouncilRow, code: str, reason: str, *, by: Acting, at: datetime) -> CouncilRow:
    """Settle one difference (its code) with the reason; it opens anew when either appendix comes to say something else.

    Raises Refused without a reason, Conflict when it was settled meanwhile or is no difference any more.
    """
    plan = plan_for_writing(row.plan_id)
    insist(may_settle(by, plan))
    words = tidy(reason)[:LONGEST]
    if not words:
        raise Refused(_("Hãy ghi theo bên nào và vì sao. Chưa ghi gì."))
    row = CouncilRow.objects.select_related("task").get(pk=row.pk)
    if code not in {each.code for each in differences(row) if each.settled is None}:
        raise Conflict(_("Điều này vừa được thống nhất hoặc không còn khác nhau. Chưa ghi gì."))
    kept = {"code": code, "reason": words, "by": by.user.full_name, "on": local_day(at).isoformat()}
    row.settled = [each for each in row.settled if each["code"] != code] + [kept]
    row.save(update_fields=["settled"])
    record("plans.settle", plan.key, by=by.actor, at=at, reason=words, data={"row": row.key})
    return row
