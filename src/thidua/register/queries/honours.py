"""The honours of one recipient, whatever spelling or unit they stand under, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from thidua.audit.models import Event
from thidua.audit.queries import history_of
from thidua.foundation.text import fold
from thidua.organisation.models import Succession, Unit
from thidua.organisation.sealing import index_cccd
from thidua.register.models import Honour, HonourStatus, Recipient
from thidua.register.policies import CORRECTED_FIELDS
from thidua.register.queries.sameness import every_spelling
from thidua.register.queries.units import predecessors_of

LOOKED = 30
"""Looks shown on a recipient's page."""


def honours_under(heads: Collection[int]) -> QuerySet[Honour]:
    """The honours of recipients under every spelling. The spellings are found first, by their own keys: a condition on
    honours and their recipients at once would read the whole ledger.
    """
    return Honour.objects.filter(recipient__in=every_spelling(heads))


def honours_of(recipient: Recipient) -> QuerySet[Honour]:
    """All honours of a recipient, under every spelling a person decided to be the same, with what happened to them; by
    achievement period, newest first.
    """
    own = honours_under([recipient.head_id])
    return own.select_related("recipient").prefetch_related("changes").order_by("-period_to", "-id")


def standing(honours: Iterable[Honour]) -> list[Honour]:
    """Those that count: all but the revoked ones."""
    return [honour for honour in honours if honour.status != HonourStatus.REVOKED]


@dataclass(frozen=True)
class Inherited:
    """Honours of a unit that a merger brought into the one looked at."""

    merger: Succession
    honours: list[Honour]


def inherited_by(recipient: Recipient) -> list[Inherited]:
    """The honours of the units this one took over, each unit apart: they are shown, marked, and not counted as its own."""
    if recipient.collective_id is None:
        return []
    mergers = predecessors_of(recipient.collective_id)
    rows = Honour.objects.filter(recipient__collective_id__in=list(mergers)).select_related("recipient")
    held: dict[int, list[Honour]] = {}
    for honour in rows.prefetch_related("changes").order_by("-period_to", "-id") if mergers else ():
        held.setdefault(honour.recipient.collective_id or 0, []).append(honour)
    return [Inherited(mergers[unit], honours) for unit, honours in held.items()]


def former_names(recipient: Recipient) -> list[str]:
    """Names the unit bore before, so that nobody wonders at an old certificate."""
    if recipient.collective_id is None:
        return []
    now = fold(recipient.name)
    names = recipient.collective.names.order_by("valid_from", "id") if recipient.collective else []
    return [row.name for row in names if row.name_fold != now]


def texts_of(honour: Honour) -> dict[str, str]:
    """The texts of an honour as they read after all corrections so far. Prefetch `changes`."""
    texts = {field: str(getattr(honour, field)) for field in CORRECTED_FIELDS}
    for change in honour.changes.all():
        texts |= {row["field"]: row["corrected"] for row in change.corrections}
    return texts


def certificate_of(honour: Honour) -> str:
    """The number of the certificate that is valid now. Prefetch `changes`."""
    numbers = [change.certificate_number for change in honour.changes.all() if change.certificate_number]
    return numbers[-1] if numbers else honour.certificate_number


def looks_at(recipients: Iterable[Recipient]) -> QuerySet[Event]:
    """Who opened the page of these recipients, newest first."""
    return history_of(*(row.key for row in recipients)).filter(verb="register.look_at")[:LOOKED]


def suggested_matches(name: str, birth: str, cccd: str, unit: Unit | None) -> list[Recipient]:
    """Recipients a nominee may be: the one with the same identity number first, then namesakes with the same birth
    year or unit. At most five; nobody is joined without a person saying so.
    """
    people = Recipient.objects.select_related("person", "unit").filter(person__isnull=False)
    if cccd:
        same = list(people.filter(person__cccd_index=index_cccd(cccd)))
        if same:
            return same
    likely = Q(person__birth_year=int(birth[:4])) if birth[:4].isdigit() else Q()
    if unit is not None:
        likely |= Q(unit=unit)
    return list(people.filter(Q(name_fold=fold(name)) & likely).order_by("id")[:5])
