"""What a search for the same achievement finds, and whom it looks among."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier
from thidua.dossiers.queries.twins_beside import OVER

AT_ONCE = 400


@dataclass
class Suspicion:
    """What was found on a pair, to be kept as a Twin. `second` or `honour`."""

    kind: str
    strength: str
    first: int
    second: int | None
    score: float
    why: str
    honour: int | None = None
    first_text: int | None = None
    second_text: int | None = None
    passages: list[list[int]] = field(default_factory=list)


def others() -> QuerySet[Dossier]:
    """Dossiers another may be the same as: sent, and still in the way or decided."""
    return Dossier.objects.filter(sent_at__isnull=False).exclude(state__in=[*OVER, DossierState.DRAFT])


def parts(keys: Mapping[Any, Any] | Iterable[Any]) -> Iterator[list[Any]]:
    """The keys in parts that one statement can name."""
    rows = list(keys)
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
