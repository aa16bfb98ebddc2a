"""How like two texts are. Pure Python.

Two questions, both must be answered yes. *Wording*: how much of the shorter text's groups of words stand in the other?
A copy answers high, but so do two texts on one template. *Subject*: do the words that each text keeps coming back to
(what it is about) stand in the other too, those shared by few texts weighing most? A template filled in for another
subject answers low. Numbers and proper names count for nothing: they are changed first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final

from rapidfuzz import fuzz

from thidua.dossiers.sameness.words import NAME, NUMBER, groups_of, keys_of, number_of, readable

LIKELY: Final = 0.77
"""From here two texts are shown to a person; measured by tools/bench_same.py."""
STRONG: Final = 0.86
"""From here the likeness stands in the way until a person has decided."""
SHORT: Final = 25
"""Words below which a text is a name rather than a report: every group of its words is its subject."""
LONG: Final = 100
"""Words from which a text may be copied in part, so that its passages count, not only the whole."""
STRETCH: Final = 4
"""Neighbouring words by which a passage is told from a template."""
_SPREAD_AT_LEAST: Final = 2
_SPREAD_SHARE: Final = 0.02
_COMMON_AT_LEAST: Final = 8
_COMMON_SHARE: Final = 0.05
_RARE_NEEDED: Final = 2
_RARITY: Final = 1.5
"""How steeply rare groups weigh more; of 1 to 3 this one told copies from templates best."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A text as the comparison sees it: its words and pairs of words with how often they come, and its stretches."""

    groups: Mapping[str, int]
    length: int
    text: str = ""
    stretches: frozenset[int] = frozenset()

    @property
    def subject(self) -> dict[str, int]:
        """What the text keeps coming back to; all of it when it is short."""
        least = 1 if self.length < SHORT else 2
        return {group: n for group, n in self.groups.items() if n >= least and group not in (NUMBER, NAME)}


def profile_of(text: str, title: str = "") -> Profile:
    """The profile of a text, with its title when it has one."""
    groups: Counter[str] = Counter()
    body, head = readable(text), readable(title)
    parts = [keys_of(part) for part in (head, body) if part]
    for keys in parts:
        groups.update(keys)
        groups.update(groups_of(keys, 2))
    length = sum(map(len, parts))
    stretches = map(number_of, chain.from_iterable(groups_of(keys, STRETCH) for keys in parts))
    return Profile(groups, length, body, frozenset(stretches))


@dataclass
class Background:
    """How many of the texts around hold each group of words: what many share says little."""

    texts: int = 0
    held: Counter[str] = field(default_factory=Counter)
    stretched: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> Background:
        """The background that these texts make."""
        made = cls()
        for profile in profiles:
            made.texts += 1
            made.held.update(profile.groups.keys())
            made.stretched.update(profile.stretches)
        return made

    def weight(self, group: str) -> float:
        """How much a group tells: the rarer, the more."""
        if not self.texts:
            return 1.0
        held = min(max(self.held[group], 1), self.texts)
        return float(math.log((self.texts + 1) / held) ** _RARITY)

    def is_common(self, group: str) -> bool:
        """Whether so many texts hold the group that it belongs to a template."""
        return self.held[group] > max(_COMMON_AT_LEAST, self.texts * _COMMON_SHARE)

    def is_spread(self, stretch: int) -> bool:
        """Whether more texts hold the stretch of words than a copy and its source."""
        return self.stretched[stretch] > max(_SPREAD_AT_LEAST, self.texts * _SPREAD_SHARE)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two texts are: 0 to 1, and the two answers it comes from."""

    score: float
    wording: float
    subject: float

    @property
    def likely(self) -> bool:
        """Whether a person should look."""
        return self.score >= LIKELY

    @property
    def strong(self) -> bool:
        """Whether it must be decided before the work goes on."""
        return self.score >= STRONG


UNLIKE: Final = Likeness(0.0, 0.0, 0.0)


def likeness(one: Profile, other: Profile, background: Background) -> Likeness:
    """Compare two texts before a background of others of their kind."""
    shared = one.groups.keys() & other.groups.keys()
    if not shared:
        return UNLIKE
    wording = len(shared) / min(len(one.groups), len(other.groups))
    if one.length < SHORT and other.length < SHORT:
        wording = max(wording, fuzz.ratio(_line(one), _line(other)) / 100)
    elif not _distinctive(shared, one.stretches & other.stretches, background):
        return Likeness(0.0, wording, 0.0)
    subject = (_kept(one, other, background) + _kept(other, one, background)) / 2
    return Likeness(math.sqrt(wording * subject), wording, subject)


def _line(short: Profile) -> str:
    return " ".join(group for group in short.groups if " " not in group)


def _distinctive(groups: Iterable[str], stretches: Iterable[int], background: Background) -> bool:
    """Whether two texts share anything that is not on a template: some pairs or stretches of words that few texts hold."""
    rare = (" " in group and not background.is_common(group) for group in groups)
    kept = (not background.is_spread(stretch) for stretch in stretches)
    return sum(islice(filter(None, chain(rare, kept)), _RARE_NEEDED)) >= _RARE_NEEDED


def _kept(one: Profile, other: Profile, background: Background) -> float:
    """The share of a text's subject that stands in the other one, by weight."""
    whole = there = 0.0
    for group, times in one.subject.items():
        weight = times * background.weight(group)
        whole += weight
        if group in other.groups:
            there += weight
    return there / whole if whole else 1.0
