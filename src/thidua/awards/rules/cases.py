"""The readable cases beside an award: a story, its facts, the expected answer. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .dated import LawInvalid
from .facts_json import facts_from_json
from .findings import Finding, Status, Verdict
from .judge import judge
from .law import AWARD_FILES, CATALOGUE, SAFE_LOADER, Law
from .ruleset import rules_in_force

Json = Any  # a YAML value


@dataclass(frozen=True)
class Story:
    """One case. ``conditions``: the expected status of some conditions by id."""

    award: str
    told: str
    facts: Mapping[str, Json]
    received: date
    on: date
    period: int
    verdict: Status
    conditions: Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """A story with the answer the law given now gives, or why it gives none."""

    story: Story
    verdict: Verdict | None
    problem: str = ""

    @property
    def as_written(self) -> bool:
        """Whether the law still answers as the story expects."""
        return self.verdict is not None and self.verdict.verdict is self.story.verdict

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """The findings that decide: those of the verdict's own status, or the expected ones where it passes."""
        if self.verdict is None:
            return ()
        found = self.verdict.conditions
        if self.verdict.verdict is Status.PASS:
            return tuple(each for each in found if each.id in self.story.conditions)
        return tuple(each for each in found if each.status is self.verdict.verdict)


@lru_cache(maxsize=64)
def stories(code: str, catalogue: Path = CATALOGUE) -> tuple[Story, ...]:
    """The cases of an award ("_common": those of the shared conditions)."""
    path = catalogue / code / AWARD_FILES[2]
    if not path.exists():
        return ()
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506 - a safe loader
    return tuple(_story(data, case, str(data.get("award") or code)) for case in data["cases"])


def _story(data: Mapping[str, Json], case: Mapping[str, Json], award: str) -> Story:
    row = {**{key: data[key] for key in ("received", "on", "period") if key in data}, **case}
    return Story(
        award=award,
        told=str(row["case"]),
        facts={**data["base"], **case.get("facts", {})},
        received=row["received"],
        on=row.get("on", row["received"]),
        period=int(row["period"]),
        verdict=Status(row["verdict"]),
        conditions=dict(case.get("conditions", {})),
    )


def tell(story: Story, law: Law) -> Told:
    """Judge a story by a law."""
    try:
        rules = rules_in_force(story.received, law=law)
        return Told(story, judge(facts_from_json(story.facts), story.award, story.period, story.on, rules))
    except LawInvalid as problem:
        return Told(story, None, str(problem))
