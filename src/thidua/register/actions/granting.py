"""Honours written into the ledger, and handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record, record_many
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.register.models import Honour, HonourStatus, Recipient, Route
from thidua.register.policies import may_hand_over


@transaction.atomic
def grant(
    recipient: Recipient,
    *,
    award: str,
    award_name: str,
    recipient_name: str,
    unit_name: str,
    position: str,
    period_from: int,
    period_to: int,
    decision_number: str,
    decision_date: date,
    decided_by: str,
    level: str = "",
    route: str = Route.MERIT,
    signer: str = "",
    certificate_number: str = "",
    bonus: int | None = None,
    by: Acting,
    at: datetime,
) -> Honour:
    """Write one honour into the ledger, named as at the time of the decision. Periods are achievement years, `bonus` is
    in đồng.

    Raises IntegrityError when the same honour by the same decision is already there.
    """
    honour = Honour.objects.create(
        recipient=recipient,
        award=award,
        award_name=award_name,
        level=level,
        route=route,
        recipient_name=recipient_name,
        unit_name=unit_name,
        position=position,
        period_from=period_from,
        period_to=period_to,
        decision_number=decision_number,
        decision_date=decision_date,
        decided_by=decided_by,
        signer=signer,
        certificate_number=certificate_number,
        bonus=bonus,
        source="decision",
        recorded_at=at,
    )
    record("register.grant", honour.key, by=by.actor, at=at, after=HonourStatus.VALID, data={"award": award})
    return honour


@transaction.atomic
def grant_many(honours: Sequence[Honour], *, by: Acting, at: datetime) -> list[Honour]:
    """Write many honours of one decision in few statements: the same rows and events as `grant` one by one."""
    rows = Honour.objects.bulk_create(honours, batch_size=500)
    record_many("register.grant", [honour.key for honour in rows], by=by.actor, at=at)
    return rows


@transaction.atomic
def hand_over(honours: Sequence[Honour], *, on: date, place: str, who: str, by: Acting, at: datetime) -> int:
    """Record once when, where and by whom the certificates of these honours were handed over. Returns how many.

    Raises Conflict when one of them was handed over or revoked meanwhile: then none is recorded.
    """
    for honour in honours:
        insist(may_hand_over(by, honour))
        if on > local_day(at) or (honour.decision_date and on < honour.decision_date):
            raise Refused(_("Ngày trao nằm trong khoảng từ ngày quyết định đến hôm nay. Chưa ghi gì."))
    standing = Honour.objects.filter(pk__in=[honour.pk for honour in honours], handed_on=None)
    changed = standing.exclude(status=HonourStatus.REVOKED).update(
        handed_on=on, handed_at=tidy(place)[:200], handed_by=tidy(who)[:200]
    )
    if changed != len(honours):
        raise Conflict(_("Có bằng vừa được ghi trao hoặc vừa bị thu hồi. Chưa ghi gì: hãy mở lại trang để xem."))
    record_many("register.hand_over", [honour.key for honour in honours], by=by.actor, at=at)
    return changed
