"""Entries of those who may hold honours, and who looked at them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import search_keys, tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.actions import add_person, collective_named
from thidua.organisation.models import Person, Unit
from thidua.organisation.sealing import index_cccd
from thidua.register.models import Recipient, RecipientKind
from thidua.register.policies import may_describe


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
        person = known or add_person(full_name=name, birth=birth, cccd=cccd, unit=unit, position=position, by=by, at=at)
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
def describe(
    recipient: Recipient, *, nationality: str, deceased_on: date | None, reason: str, by: Acting, at: datetime
) -> Recipient:
    """Say of which nationality a recipient is (two letters, empty when unknown) and when a person died (None: alive, or
    nobody has said). Raises Conflict when somebody changed it since the recipient was read.
    """
    insist(may_describe(by, recipient))
    if not tidy(reason):
        raise Refused(_("Cần ghi căn cứ. Chưa ghi gì."))
    _check_death(recipient, deceased_on, at)
    before = {"nationality": recipient.nationality, "deceased_on": recipient.deceased_on}
    after = {"nationality": nationality, "deceased_on": deceased_on}
    if before == after:
        raise Refused(_("Sổ đang ghi đúng như vậy. Chưa ghi gì."))
    if not Recipient.objects.filter(pk=recipient.pk, **before).update(**after):
        raise Conflict(_("Người khác vừa ghi quốc tịch, ngày mất của trang này. Chưa ghi gì: hãy mở lại trang."))
    changed = [name for name, value in after.items() if value != before[name]]
    record("register.describe", recipient.key, by=by.actor, at=at, reason=tidy(reason), data={"fields": changed})
    recipient.nationality, recipient.deceased_on = nationality, deceased_on
    return recipient


def _check_death(recipient: Recipient, day: date | None, at: datetime) -> None:
    if day is None:
        return
    if recipient.person is None:
        raise Refused(_("Chỉ cá nhân có ngày mất. Chưa ghi gì."))
    born = recipient.person.birth_year
    if day > local_day(at) or (born and day.year < born):
        raise Refused(_("Ngày mất nằm trong khoảng từ năm sinh đến hôm nay. Chưa ghi gì."))


@transaction.atomic
def look_at(recipient: Recipient, *, by: Acting, at: datetime) -> None:
    """Record that somebody opened a recipient's page: who looked is kept."""
    record("register.look_at", recipient.key, by=by.actor, at=at)
