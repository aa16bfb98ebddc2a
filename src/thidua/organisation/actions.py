"""Writing units, people, duties and the official calendar."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from thidua.accounts.models import User
from thidua.audit.actions import record, record_many
from thidua.audit.loading import load, new_ids
from thidua.foundation.clock import local_day
from thidua.foundation.text import fold, tidy
from thidua.organisation.acting import Acting
from thidua.organisation.models import CalendarDay, Duty, Person, Unit, UnitKind
from thidua.organisation.sealing import index_cccd, seal_cccd

OPERATOR: Final = "may-chu"


@transaction.atomic
def add_person(
    *,
    full_name: str,
    birth: str = "",
    cccd: str = "",
    unit: Unit | None = None,
    position: str = "",
    by: Acting,
    at: datetime,
) -> Person:
    """Add a person. `birth` is an ISO date or a year; `cccd` in clear, kept encrypted.

    Raises IntegrityError when the identity number is already held: look it up first.
    """
    name = tidy(full_name)
    person = Person.objects.create(
        full_name=name,
        name_fold=fold(name),
        birth_date=date.fromisoformat(birth) if len(birth) == 10 else None,
        birth_year=int(birth[:4]) if birth else None,
        cccd_sealed=seal_cccd(cccd),
        cccd_index=index_cccd(cccd) or None,
        unit=unit,
        position=position,
    )
    record("organisation.add_person", f"person:{person.pk}", by=by.actor, at=at)
    return person


@transaction.atomic
def collective_named(name: str, parent: Unit | None, *, by: Acting, at: datetime) -> Unit:
    """The collective of this name within a unit (or the unit itself), made when it is not known yet."""
    shown = tidy(name)
    key = fold(shown)
    if parent is not None and parent.name_fold == key:
        return parent
    known = Unit.objects.filter(name_fold=key, parent=parent, valid_to=None).order_by("id").first()
    if known is not None:
        return known
    code = f"tap-the-{secrets.token_hex(6)}"
    unit = Unit.objects.create(
        code=code,
        kind=UnitKind.COLLECTIVE,
        name=shown,
        name_fold=key,
        parent=parent,
        valid_from=local_day(at),
    )
    record("organisation.add_collective", unit.key, by=by.actor, at=at)
    return unit


@transaction.atomic
def entrust(
    user: User,
    code: str,
    unit: Unit,
    *,
    valid_from: date,
    valid_to: date | None = None,
    by: Acting,
    at: datetime,
) -> Duty:
    """Give a user a duty in a unit, for a time."""
    duty = Duty.objects.create(user=user, code=code, unit=unit, valid_from=valid_from, valid_to=valid_to)
    record(
        "organisation.entrust",
        f"duty:{duty.pk}",
        by=by.actor,
        at=at,
        data={"user": user.key, "code": code, "unit": unit.key},
    )
    return duty


@transaction.atomic
def end_duty(duty: Duty, *, on: date, by: Acting, at: datetime, reason: str = "") -> None:
    """End a duty: from the day after `on` it opens nothing any more."""
    duty.valid_to = on
    duty.save(update_fields=["valid_to"])
    record("organisation.end_duty", f"duty:{duty.pk}", by=by.actor, at=at, reason=reason)


@transaction.atomic
def set_calendar_day(day: date, kind: str, name: str, *, source: str, by: Acting, at: datetime) -> CalendarDay:
    """Enter or change one announced day off or make-up day."""
    row, _made = CalendarDay.objects.update_or_create(day=day, defaults={"kind": kind, "name": name, "source": source})
    record("organisation.set_calendar_day", f"day:{day.isoformat()}", by=by.actor, at=at, data={"kind": kind})
    return row


_PERSON = (
    "full_name",
    "name_fold",
    "sex",
    "birth_date",
    "birth_year",
    "cccd_sealed",
    "cccd_index",
    "unit_id",
    "position",
)


def add_people(people: Sequence[Mapping[str, object]], *, by: Acting, at: datetime) -> list[int]:
    """Add many persons in few statements; returns their numbers in order. Call it inside the transaction of the act.

    Each gives the columns of a person but for `direct_worker`; the identity number sealed and indexed.
    """
    ids = list(new_ids(Person, len(people)))
    load(
        Person, ("id", "direct_worker", *_PERSON),
        [(pk, False, *(person[column] for column in _PERSON)) for pk, person in zip(ids, people, strict=True)],
    )  # fmt: skip
    record_many("organisation.add_person", [f"person:{pk}" for pk in ids], by=by.actor, at=at)
    return ids


def add_collectives(named: Sequence[tuple[str, int | None]], *, since: date, by: Acting, at: datetime) -> list[int]:
    """Add many collectives, each a name and the number of its unit (None when that is not known); returns their numbers."""
    ids = list(new_ids(Unit, len(named)))
    rows = [
        (
            pk,
            f"tap-the-{secrets.token_hex(6)}",
            UnitKind.COLLECTIVE.value,
            name,
            "",
            fold(name),
            parent,
            since.isoformat(),
        )
        for pk, (name, parent) in zip(ids, named, strict=True)
    ]
    load(Unit, ("id", "code", "kind", "name", "short_name", "name_fold", "parent_id", "valid_from"), rows)
    record_many("organisation.add_collective", [f"unit:{pk}" for pk in ids], by=by.actor, at=at)
    return ids


@transaction.atomic
def operator() -> Acting:
    """Whoever works at the machine's own console; what he brings in is kept under an account nobody can sign in with."""
    user, made = User.objects.get_or_create(
        username=OPERATOR, defaults={"full_name": "Người vận hành máy chủ", "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return Acting(user, None, console=True)
