"""Writing the ledger: honours are granted, corrected, revoked; never edited or deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record, record_many
from thidua.foundation.answers import Conflict
from thidua.foundation.text import search_keys, tidy
from thidua.organisation.acting import Acting
from thidua.organisation.actions import add_person, collective_named
from thidua.organisation.models import Person, Unit
from thidua.organisation.sealing import index_cccd
from thidua.register.models import Honour, HonourChange, HonourStatus, Recipient, RecipientKind


@transaction.atomic
def recipient_for_person(person: Person, *, by: Acting, at: datetime) -> Recipient:
    """The ledger's entry of a person, made when there is none yet."""
    recipient, made = Recipient.objects.get_or_create(
        person=person,
        defaults={
            "kind": RecipientKind.INDIVIDUAL, "name": person.full_name, "unit": person.unit,
            **search_keys(person.full_name),
        },
    )  # fmt: skip
    if made:
        record("register.add_recipient", recipient.key, by=by.actor, at=at)
    return recipient


@transaction.atomic
def recipient_for(
    kind: str,
    name: str,
    *,
    birth: str = "",
    cccd: str = "",
    unit: Unit | None = None,
    position: str = "",
    by: Acting,
    at: datetime,
) -> Recipient:
    """The ledger's entry of a nominee: found by identity number, else made new. Names alone never join two people.

    `birth` is an ISO date or a year, `cccd` is in clear.
    """
    if kind == RecipientKind.INDIVIDUAL:
        known = Person.objects.filter(cccd_index=index_cccd(cccd)).first() if cccd else None
        person = known or add_person(
            full_name=name, birth=birth, cccd=cccd, unit=unit, position=position, by=by, at=at
        )
        return recipient_for_person(person, by=by, at=at)
    shown = tidy(name)
    if kind == RecipientKind.COLLECTIVE:
        collective = collective_named(shown, unit, by=by, at=at)
        recipient, made = Recipient.objects.get_or_create(
            collective=collective,
            defaults={"kind": kind, "name": shown, "unit": unit, **search_keys(shown)},
        )
    else:
        recipient, made = (
            Recipient.objects.create(kind=kind, name=shown, unit=unit, **search_keys(shown)),
            True,
        )
    if made:
        record("register.add_recipient", recipient.key, by=by.actor, at=at)
    return recipient


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
    by: Acting,
    at: datetime,
) -> Honour:
    """Write one honour into the ledger, named as at the time of the decision. Periods are achievement years.

    Raises IntegrityError when the same honour by the same decision is already there.
    """
    honour = Honour.objects.create(
        recipient=recipient,
        award=award,
        award_name=award_name,
        recipient_name=recipient_name,
        unit_name=unit_name,
        position=position,
        period_from=period_from,
        period_to=period_to,
        decision_number=decision_number,
        decision_date=decision_date,
        decided_by=decided_by,
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
def revoke(
    honour: Honour, *, decision_number: str, decision_date: date, reason: str, by: Acting, at: datetime
) -> Honour:
    """Mark an honour revoked by a decision. The row stays; what happened stands beside it.

    Raises Conflict when it was already revoked.
    """
    changed = (
        Honour.objects.filter(pk=honour.pk)
        .exclude(status=HonourStatus.REVOKED)
        .update(status=HonourStatus.REVOKED)
    )
    if not changed:
        raise Conflict(_("Danh hiệu này đã được thu hồi trước đó. Không ghi thêm gì."))
    before = honour.status
    HonourChange.objects.create(
        honour=honour,
        status=HonourStatus.REVOKED,
        decision_number=decision_number,
        decision_date=decision_date,
        reason=reason,
        at=at,
    )
    record(
        "register.revoke",
        honour.key,
        by=by.actor,
        at=at,
        before=before,
        after=HonourStatus.REVOKED,
        reason=reason,
    )
    honour.refresh_from_db()
    return honour


@transaction.atomic
def look_at(recipient: Recipient, *, by: Acting, at: datetime) -> None:
    """Record that somebody opened a recipient's page: who looked is kept."""
    record("register.look_at", recipient.key, by=by.actor, at=at)
