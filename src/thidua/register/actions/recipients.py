"""Entries of those who may hold honours, and who looked at them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thidua.audit.actions import record
from thidua.foundation.text import search_keys, tidy
from thidua.organisation.acting import Acting
from thidua.organisation.actions import add_person, collective_named
from thidua.organisation.models import Person, Unit
from thidua.organisation.sealing import index_cccd
from thidua.register.models import Recipient, RecipientKind


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
def look_at(recipient: Recipient, *, by: Acting, at: datetime) -> None:
    """Record that somebody opened a recipient's page: who looked is kept."""
    record("register.look_at", recipient.key, by=by.actor, at=at)
