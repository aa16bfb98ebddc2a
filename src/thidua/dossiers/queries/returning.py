"""Sentences the office has written before, to be chosen from and changed when a dossier is returned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from thidua.dossiers.defects import GENERAL, PAPER
from thidua.dossiers.models import Defect, Dossier
from thidua.foundation.text import fold

LOOKED_AT = 1000
SHOWN = 8


@dataclass(frozen=True)
class Ready:
    """A sentence used before: the point it was taken from, what it was on, how often it was used."""

    pk: int
    about: str
    text: str
    times: int


def ready_sentences(dossier: Dossier) -> list[Ready]:
    """The most frequent points of this award among the last thousand of the office, most often first."""
    recent = Defect.objects.order_by("-id").values_list("pk", "about", "text", "dossier__award")[:LOOKED_AT]
    rows = [(pk, about, text) for pk, about, text, award in recent if award == dossier.award]
    times = Counter(fold(text) for _pk, _about, text in rows)
    first: dict[str, tuple[int, str, str]] = {}
    for row in rows:
        first.setdefault(fold(row[2]), row)
    # A paper is of one dossier only: elsewhere its sentence is about the whole.
    return [
        Ready(pk, GENERAL if about.startswith(PAPER) else about, text, count)
        for key, count in times.most_common(SHOWN)
        for pk, about, text in (first[key],)
    ]
