"""The near pairs of a list of texts, without comparing every text with every other. Pure Python."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from thidua.dossiers.sameness.likeness import Background, Likeness, Profile, likeness
from thidua.dossiers.sameness.passages import with_passages

_Group = TypeVar("_Group", str, int)
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
    """For each text the earlier ones that share most with it, what few texts hold counting most."""
    posted: dict[str | int, list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        rare = {**_rarest(profile.groups, background.held), **_rarest(profile.stretches, background.stretched)}
        shared: dict[int, float] = defaultdict(float)
        for group, held in rare.items():
            for other in posted[group]:
                shared[other] += 1 / held
        for other in heapq.nlargest(_LOOKED_AT, shared, key=shared.__getitem__):
            yield place, other
        every: list[str | int] = [*profile.groups, *profile.stretches]
        for group in every:
            if len(posted[group]) < _POSTED:
                posted[group].append(place)


def _rarest(groups: Iterable[_Group], held: Counter[_Group]) -> dict[str | int, int]:
    """Those of a text's groups that fewest others hold, of those that any other holds, with how many do."""
    others = {group: held[group] for group in groups if 1 < held[group] <= _POSTED}
    return {group: others[group] for group in heapq.nsmallest(_RAREST, others, key=others.__getitem__)}
