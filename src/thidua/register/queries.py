"""Reading the ledger: search as people type, the honours of one recipient, likely matches of a nominee."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from thidua.foundation.text import fold, turned
from thidua.organisation.models import Unit
from thidua.organisation.sealing import index_cccd
from thidua.register.models import Honour, HonourStatus, Recipient

PAGE = 50


@dataclass(frozen=True)
class Page:
    """One page of recipients and the mark from which the next one starts."""

    rows: list[Recipient]
    next_after: str


def honours_of(recipient: Recipient) -> QuerySet[Honour]:
    """All honours of a recipient with what happened to them, by achievement period, newest first."""
    return recipient.honours.prefetch_related("changes").order_by("-period_to", "-id")


def standing_honours(recipient: Recipient) -> QuerySet[Honour]:
    """The honours that count: all but the revoked ones."""
    return recipient.honours.exclude(status=HonourStatus.REVOKED).order_by("period_to", "id")


def begins_with_number(column: str, text: str) -> Q:
    """Condition on a column of document numbers: "1/QĐ" and "01/QĐ" are the same number, written with and without zero."""
    number = text.strip()
    bare = number.lstrip("0")
    found = Q()
    for written in {number, bare, f"0{bare}"} if bare[:1].isdigit() else {number}:
        found |= Q(**{f"{column}__gte": written, f"{column}__lt": written + "\uffff"})
    return found


def called(text: str) -> Q:
    """Condition on rows with `name_fold` and `name_turned`: the name begins so, or ends so ("Ngọc", "Bích Ngọc")."""
    first = fold(text)
    last = turned(first)
    begins = Q(name_fold__gte=first, name_fold__lt=first + "\uffff")
    return begins | Q(name_turned=last) | Q(name_turned__gte=last + " ", name_turned__lt=last + " \uffff")


def search(text: str, *, seen: Q, after: str = "") -> Page:
    """Recipients found by what a person types: a name, its beginning or its last words without regard to marks, a decision
    number, or a whole identity number. `after` is the mark of the page before; `seen` what the person may see. With nothing typed: who holds or held an honour.

    Both ends of the name are B-tree ranges, so the cost grows with what is found, not with the ledger.
    """
    key = fold(text)
    rows = Recipient.objects.filter(seen).select_related("unit", "person")
    if text.strip().isdigit() and len(text.strip()) in (9, 12):
        rows = rows.filter(person__cccd_index=index_cccd(text.strip()))
    elif "/" in text:
        holders = Honour.objects.filter(begins_with_number("decision_number", text))
        rows = rows.filter(pk__in=holders.values("recipient_id")[:2000])
    elif key:
        rows = rows.filter(called(text))
    else:
        rows = rows.filter(Exists(Honour.objects.filter(recipient=OuterRef("pk"))))
    rows = rows.order_by("name_fold", "id")
    if after:
        name, _sep, number = after.rpartition("|")
        rows = rows.filter(Q(name_fold__gt=name) | Q(name_fold=name, id__gt=int(number or 0)))
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    return Page(found, f"{found[-1].name_fold}|{found[-1].pk}" if more else "")


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
