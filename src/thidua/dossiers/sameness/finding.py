"""The near pairs of a list of texts, without comparing every text with every other. Pure Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from thidua.dossiers.sameness.likeness import Background, Likeness, Profile, likeness
from thidua.dossiers.sameness.passages import with_passages

_RAREST: Final = 40
"""Groups of a text by which others are looked for: its rarest ones that stand elsewhere too."""
_POSTED: Final = 400
"""Texts remembered for one group; one that more share finds nobody in particular."""
_LOOKED_AT: Final = 40
"""Candidates of one text that are compared in full, those sharing most first."""


@dataclass(frozen=True, slots=True)
class NearPair:
    """Two texts of a list by their places, the earlier first, and how like they are."""

    first: int
    second: int
    likeness: Likeness


def near_pairs(profiles: Sequence[Profile], background: Background | None = None) -> list[NearPair]:
    """Every pair of the list that a person should look at, the likest first."""
    around = background or Background.of(profiles)
    found = []
    for second, first in _candidates(profiles, around):
        alike = with_passages(
            likeness(profiles[first], profiles[second], around), profiles[first], profiles[second], around
        )
        if alike.likely:
            found.append(NearPair(first, second, alike))
    return sorted(found, key=lambda pair: (-pair.likeness.score, pair.first, pair.second))


def _candidates(profiles: Sequence[Profile], background: Background) -> Iterator[tuple[int, int]]:
    """For each text the earlier ones that share most of its rarest groups."""
    posted: dict[str, list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        rarest = sorted(
            (group for group in profile.groups if background.held[group] > 1),
            key=lambda group: background.held[group],
        )[:_RAREST]
        shared: Counter[int] = Counter()
        for group in rarest:
            shared.update(posted[group])
        for other, _count in shared.most_common(_LOOKED_AT):
            yield place, other
        for group in profile.groups:
            if len(posted[group]) < _POSTED:
                posted[group].append(place)
