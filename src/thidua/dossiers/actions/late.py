"""Late lists are taken only by a recorded decision: which unit, whom, until when, by which document, why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.dossiers.models import LateDecision, Round
from thidua.dossiers.policies import may_take_late
from thidua.dossiers.policies.rounds import may_send_for
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.models import Unit


@transaction.atomic
def take_late(
    round_: Round, unit: Unit, *, number: str, dated: date, until: date, reason: str, nominees: Sequence[str] = (),
    by: Acting, at: datetime,
) -> LateDecision:  # fmt: skip
    """Record a decision to take the late list of one unit; `nominees` narrows it to these names.

    Raises Refused before the round has closed, without number or reason, and for days that cannot be.
    """
    day = local_day(at)
    insist(may_take_late(by, round_, day))
    insist(may_send_for(unit, round_, day))
    if not tidy(number) or not reason.strip():
        raise Refused(_("Quyết định nhận muộn cần số văn bản và lý do. Chưa ghi gì."))
    if dated > day:
        raise Refused(_("Ngày văn bản không thể sau hôm nay. Chưa ghi gì."))
    if until < day:
        raise Refused(_("Hạn nhận muộn đã qua; hãy ghi ngày từ hôm nay trở đi. Chưa ghi gì."))
    made = LateDecision.objects.create(
        round=round_,
        unit=unit,
        number=tidy(number),
        dated=dated,
        until=until,
        reason=reason.strip(),
        by=by.user,
        at=at,
        nominees=list(filter(None, map(tidy, nominees))),
    )
    record(
        "dossiers.take_late", round_.key, by=by.actor, at=at, reason=reason.strip(),
        data={"unit": unit.key, "decision": f"late:{made.pk}", "until": until.isoformat(), "nominees": len(made.nominees)},
    )  # fmt: skip
    return made
