"""The passages that stand in two texts. Pure Python; places are characters of the `readable` texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from thidua.dossiers.sameness.likeness import LIKELY, LONG, STRETCH, STRONG, Background, Likeness, Profile
from thidua.dossiers.sameness.words import NAME, NUMBER, Word, groups_of, number_of, words_of

_SEED: Final = STRETCH
"""Neighbouring words from which a passage is looked for."""
_LEAST: Final = 6
"""Words a passage must have: less is chance."""
_GAP: Final = 3
"""Changed words inside a passage that do not break it."""
_TRIED: Final = 24
"""Places of the other text at which one seed is tried."""
_TEMPLATE: Final = 0.9
"""Share of a passage's words that many texts hold, from which it is the template's, not the author's."""

_PART_LIKELY: Final = 0.25
_PART_STRONG: Final = 0.5
"""Shares of the shorter text in passages of the author's own, from which a copy in part is likely and strong."""
_WORTH_A_LOOK: Final = 0.08
"""Share of a text's own stretches in the other one, below which its passages are not looked for: changed words break many."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch that stands in both texts: from where to where in each; `words` of the first; shared by many or not."""

    start: int
    end: int
    there: int
    there_end: int
    words: int
    common: bool = False

    def to_json(self) -> list[int]:
        """As it is kept: start, end, start and end in the other text, words, 1 when it is the template's."""
        return [self.start, self.end, self.there, self.there_end, self.words, int(self.common)]

    @classmethod
    def from_json(cls, row: Sequence[int]) -> Passage:
        """The passage that `to_json` wrote."""
        return cls(row[0], row[1], row[2], row[3], row[4], bool(row[5]))


@dataclass(slots=True)
class _Run:
    """Words `at` to `end` of the first text stand from `there` to `there_end` in the second."""

    at: int
    end: int
    there: int
    there_end: int


def passages(one: str, other: str, background: Background | None = None) -> list[Passage]:
    """The passages that two readable texts share, in order of the first. Sentences that changed places are found."""
    here, there = words_of(one), words_of(other)
    found = []
    for run in _joined(_runs([word.key for word in here], [word.key for word in there])):
        if run.end - run.at < _LEAST:
            continue
        first, last = here[run.at], here[run.end - 1]
        first_there, last_there = there[run.there], there[run.there_end - 1]
        common = background is not None and _is_template(here[run.at : run.end], background)
        found.append(Passage(first.start, last.end, first_there.start, last_there.end, run.end - run.at, common))
    return found


def copied(found: Sequence[Passage], words: int) -> float:
    """The share of a text of so many words that stands in passages of the author's own."""
    return min(1.0, sum(passage.words for passage in found if not passage.common) / words) if words else 0.0


def with_passages(alike: Likeness, one: Profile, other: Profile, background: Background) -> Likeness:
    """The likeness of two texts, raised when long stretches of the one stand in the other."""
    shorter = min(one.length, other.length)
    if alike.strong or shorter < LONG or _shared(one, other, background) < _WORTH_A_LOOK:
        return alike
    part = copied(passages(one.text, other.text, background), shorter)
    if part < _PART_LIKELY:
        return alike
    slope = (STRONG - LIKELY) / (_PART_STRONG - _PART_LIKELY)
    return replace(alike, score=max(alike.score, min(1.0, LIKELY + (part - _PART_LIKELY) * slope)))


def _shared(one: Profile, other: Profile, background: Background) -> float:
    own = sum(not background.is_spread(stretch) for stretch in one.stretches & other.stretches)
    fewest = min(len(one.stretches), len(other.stretches))
    return own / fewest if fewest else 0.0


def _runs(here: Sequence[str], there: Sequence[str]) -> list[_Run]:
    """Equal stretches, the longest at each place of the first text."""
    seeds: dict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups_of(there, _SEED)):
        seeds[group].append(place)
    found, at = [], 0
    groups = groups_of(here, _SEED)
    while at < len(groups):
        best = (
            max((_reach(here, there, at, place), -place) for place in seeds[groups[at]][:_TRIED])
            if groups[at] in seeds
            else (0, 0)
        )
        if best[0]:
            found.append(_Run(at, at + best[0], -best[1], best[0] - best[1]))
            at += best[0]
        else:
            at += 1
    return found


def _reach(here: Sequence[str], there: Sequence[str], at: int, place: int) -> int:
    """How many words are equal from two places on."""
    reach = _SEED
    while at + reach < len(here) and place + reach < len(there) and here[at + reach] == there[place + reach]:
        reach += 1
    return reach


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Neighbouring stretches with a few changed words between them are one passage."""
    found: list[_Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and run.at - last.end <= _GAP and 0 <= run.there - last.there_end <= _GAP:
            last.end, last.there_end = run.end, run.there_end
        else:
            found.append(run)
    return found


def _is_template(words: Sequence[Word], background: Background) -> bool:
    """Whether the passage is held by more texts than the two: by its stretches, or where none are known by its pairs of words."""
    keys = [word.key for word in words]
    if background.stretched:
        groups = groups_of(keys, STRETCH)
        return sum(background.is_spread(number_of(group)) for group in groups) > len(groups) * _TEMPLATE
    pairs = [group for group in groups_of(keys, 2) if NUMBER not in group and NAME not in group]
    return sum(map(background.is_common, pairs)) > len(pairs) * _TEMPLATE
