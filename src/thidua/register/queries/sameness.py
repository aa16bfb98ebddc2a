"""Suspected pairs, and those decided to be one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from thidua.register.models import Recipient, SuspectedSame, SuspicionRun

PAGE = 25


def joined_with(recipient_id: int) -> set[int]:
    """The recipients decided to be one with this, directly or through others, itself included."""
    group, newest = {recipient_id}, {recipient_id}
    while newest:
        pairs = SuspectedSame.objects.filter(
            Q(left__in=newest) | Q(right__in=newest), verdict=SuspectedSame.Verdict.SAME
        )
        newest = {pk for pair in pairs.values_list("left_id", "right_id") for pk in pair} - group
        group |= newest
    return group


def every_spelling(heads: Collection[int]) -> QuerySet[Recipient]:
    """The rows of recipients under every spelling, by the keys of the rows that stand for them."""
    return Recipient.objects.filter(Q(pk__in=heads) | Q(same_as__in=heads))


def spellings_of(recipient: Recipient) -> list[Recipient]:
    """The other rows decided to be this recipient, oldest first."""
    rows = every_spelling([recipient.head_id]).exclude(pk=recipient.pk)
    return list(rows.select_related("person", "unit").order_by("id"))


def pairs_of(recipient: Recipient) -> QuerySet[SuspectedSame]:
    """The pairs a recipient is in, with what was decided."""
    return _told(SuspectedSame.objects.filter(Q(left=recipient) | Q(right=recipient))).order_by("id")


def pair_rows() -> QuerySet[SuspectedSame]:
    """Pairs with what a page shows of both sides."""
    return _told(SuspectedSame.objects.all())


def _told(rows: QuerySet[SuspectedSame]) -> QuerySet[SuspectedSame]:
    sides = rows.select_related("left__person", "left__unit", "right__person", "right__unit")
    return sides.prefetch_related("rulings__by")


@dataclass(frozen=True)
class PairPage:
    """One page of pairs, how many honours each recipient on it holds, and where the next page starts."""

    rows: list[SuspectedSame]
    held: dict[int, int]
    next_after: int | None


def pair_page(verdict: str, *, after: int = 0) -> PairPage:
    """Pairs of one verdict, oldest first, 25 at a time. Four queries."""
    found = list(pair_rows().filter(verdict=verdict, pk__gt=after).order_by("pk")[: PAGE + 1])
    rows = found[:PAGE]
    sides = {side for pair in rows for side in (pair.left_id, pair.right_id)}
    counted = Recipient.objects.filter(pk__in=sides).annotate(n=Count("honours")).values_list("pk", "n")
    return PairPage(rows, dict(counted.order_by()), rows[-1].pk if len(found) > PAGE else None)


def last_run() -> SuspicionRun | None:
    """The newest search for pairs."""
    return SuspicionRun.objects.first()


def new_since_last_run() -> bool:
    """Whether recipients came that have not been compared yet."""
    last = last_run()
    return Recipient.objects.filter(pk__gt=last.reached if last else 0).exists()
