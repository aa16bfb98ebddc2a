"""Dossiers with near texts: found by marks that few texts share, compared before the texts around. Writes nothing."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Count

from thidua.dossiers.models import AchievementText, TextKind, TwinKind, TwinMark, TwinStrength
from thidua.dossiers.queries.twin_shapes import Suspicion, others, parts
from thidua.dossiers.sameness.likeness import (
    SHORT,
    STRETCH,
    Background,
    Likeness,
    Profile,
    likeness,
    profile_of,
)
from thidua.dossiers.sameness.passages import passages, with_passages
from thidua.dossiers.sameness.words import groups_of, keys_of, number_of

MARKS = 96
"""Marks kept of one text. A longer text keeps those whose number divides by a power of two: any two texts keep alike ones."""
POPULAR = 60
"""Texts with one mark from which the mark belongs to a template and finds nobody."""
SAMPLED = 300
"""Texts that make the background before which two are compared."""
COMPARED = 24
"""Candidates of one text that are compared in full."""
KEPT = 5
KEPT_NAMES = 2
"""Likest texts kept for one report, for one initiative: what twenty dossiers share is one question, not two hundred."""
LONG = 60
"""Words from which only stretches make marks; a shorter text is found by smaller groups of words too."""


def marks_of(text: str) -> set[int]:
    """The marks of a text."""
    keys = keys_of(text)
    groups = {number_of(group) for group in groups_of(keys, STRETCH)}
    if len(keys) < LONG:
        groups |= {number_of(group) for size in (2, 3) for group in groups_of(keys, size)}
    step = 1
    while len(groups) > MARKS:
        step *= 2
        groups = {group for group in groups if group % step == 0}
    return groups


class Around:
    """The background of each kind of text, and profiles made once."""

    def __init__(self) -> None:
        self._profiles: dict[int, Profile] = {}
        self._backgrounds: dict[str, Background] = {}

    def profile(self, row: AchievementText) -> Profile:
        """The profile of a kept text."""
        if row.pk not in self._profiles:
            self._profiles[row.pk] = profile_of(row.text)
        return self._profiles[row.pk]

    def background(self, kind: str) -> Background:
        """The latest texts of a kind."""
        if kind not in self._backgrounds:
            rows = AchievementText.objects.filter(kind=kind, stands=True).order_by("-id")[:SAMPLED]
            self._backgrounds[kind] = Background.of(map(self.profile, rows))
        return self._backgrounds[kind]


def same_texts(texts: Sequence[AchievementText], around: Around) -> Iterator[Suspicion]:
    """Dossiers whose report or initiative is near these texts. Each pair once, the likest of each text."""
    told: set[tuple[int, int]] = set()
    beside = _texts_beside(texts)
    rows = {row.pk: row for part in parts({pk for found in beside.values() for pk in found}) for row in _standing(part)}
    for text in texts:
        found = [
            pair
            for pk in beside[text.pk]
            if (other := rows.get(pk)) and other.kind == text.kind and other.dossier_id != text.dossier_id
            if (pair := _text_pair(text, other, around))
        ]
        for pair in sorted(found, key=lambda pair: -pair.score)[: KEPT if text.kind == TextKind.REPORT else KEPT_NAMES]:
            assert pair.first_text and pair.second_text
            if (pair.first_text, pair.second_text) not in told:
                told.add((pair.first_text, pair.second_text))
                yield pair


def _standing(keys: Sequence[int]) -> Iterable[AchievementText]:
    rows = AchievementText.objects.filter(pk__in=keys, stands=True, dossier__in=others().values("pk"))
    return rows.select_related("dossier__round", "dossier__unit")


def _texts_beside(texts: Sequence[AchievementText]) -> dict[int, list[int]]:
    """For each text the others that share most of its marks, rare ones counting most, those of templates left out."""
    by_mark: dict[int, list[int]] = defaultdict(list)
    for text in texts:
        for mark in marks_of(text.text):
            by_mark[mark].append(text.pk)
    shared: dict[int, dict[int, float]] = {text.pk: defaultdict(float) for text in texts}
    for part in parts(by_mark):
        rows = TwinMark.objects.filter(mark__in=part, text__isnull=False)
        held = {mark: n for mark, n in rows.order_by().values_list("mark").annotate(n=Count("id")) if 1 < n <= POPULAR}
        for mark, pk in rows.filter(mark__in=list(held)).values_list("mark", "text_id"):
            for mine in by_mark[mark]:
                if mine != pk:
                    shared[mine][pk] += 1 / held[mark]
    return {mine: heapq.nlargest(COMPARED, found, key=found.__getitem__) for mine, found in shared.items()}


def _text_pair(one: AchievementText, other: AchievementText, around: Around) -> Suspicion | None:
    background = around.background(one.kind)
    a, b = around.profile(one), around.profile(other)
    alike = with_passages(likeness(a, b, background), a, b, background)
    if not alike.likely:
        return None
    first, second = (one, other) if one.dossier_id < other.dossier_id else (other, one)
    found = passages(first.text, second.text, background) if a.length >= SHORT else []
    strength, why = _weight_of(one, other, alike)
    kind = TwinKind.REPORT if one.kind == TextKind.REPORT else TwinKind.INITIATIVE
    return Suspicion(
        kind, strength, first.dossier_id, second.dossier_id, round(alike.score, 3), why,
        first_text=first.pk, second_text=second.pk, passages=[passage.to_json() for passage in found],
    )  # fmt: skip


def _weight_of(one: AchievementText, other: AchievementText, alike: Likeness) -> tuple[str, str]:
    """How much a likeness weighs. The name of an initiative alone is never sure: authors share it."""
    same = (
        one.dossier.cccd_index == other.dossier.cccd_index
        if one.dossier.cccd_index
        else one.dossier.name_fold == other.dossier.name_fold
    )
    period = one.dossier.round.period == other.dossier.round.period
    percent = f"{round(alike.score * 100)} %"
    if one.kind == TextKind.INITIATIVE:
        strength = TwinStrength.WEAK if same and period else TwinStrength.LIKELY
        return strength, f"Tên sáng kiến giống nhau {percent}."
    strength = TwinStrength.STRONG if alike.strong and not (same and period) else TwinStrength.LIKELY
    whose = "cùng người đề nghị" if same else "hai người khác nhau"
    return (
        strength,
        f"Báo cáo thành tích giống nhau {percent}, {whose}, {'cùng' if period else 'khác'} năm thành tích.",
    )
