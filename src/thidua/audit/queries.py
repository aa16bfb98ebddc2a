"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from thidua.audit.models import Event, Seal
from thidua.audit.tree import leaf_hash, root_of


def history_of(*subjects: str) -> QuerySet[Event]:
    """Events of the given subjects, newest first."""
    return Event.objects.filter(subject__in=subjects).order_by("-id")


@dataclass(frozen=True)
class SealCheck:
    """The outcome of checking the journal against its seals."""

    events: int
    sealed: int
    broken_at: int | None

    @property
    def whole(self) -> bool:
        """Whether every seal still matches the events under it."""
        return self.broken_at is None


def check_seals() -> SealCheck:
    """Recompute the tree under the newest seal and compare roots. Reads every sealed event once."""
    newest = Seal.objects.order_by("-size").first()
    if newest is None:
        return SealCheck(Event.objects.count(), 0, None)
    leaves: Iterable[bytes] = (
        leaf_hash(event) for event in Event.objects.filter(leaf__lt=newest.size).order_by("leaf").iterator()
    )
    whole = root_of(leaves) == newest.root
    return SealCheck(Event.objects.count(), newest.size, None if whole else newest.size)
