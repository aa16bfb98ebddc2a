"""The titles a unit may register for, as dated data (data/titles.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class Title:
    """One title: `code` is its code in the catalogue of awards, `label` its Vietnamese name, `source` the law's article."""

    code: str
    label: str
    whom: str
    source: str
    valid_from: date
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it may be registered for on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def titles_on(day: date) -> list[Title]:
    """The titles that may be registered for on a day, in the order of the file."""
    return [title for title in _titles() if title.holds(day)]


def labels() -> dict[str, str]:
    """The name of every title there ever was, by code: what was registered stays readable."""
    return {title.code: title.label for title in _titles()}


@cache
def _titles() -> tuple[Title, ...]:
    text = files("thidua.plans.registering").joinpath("data", "titles.yaml").read_text(encoding="utf-8")
    return tuple(Title(**row) for row in yaml.safe_load(text)["titles"])
