"""The dated facts that rolling a plan over compares with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent / "data" / "rolling.yaml"


@dataclass(frozen=True)
class RollRules:
    """The facts of `data/rolling.yaml`, or a caller's own in the same form."""

    data: dict[str, Any]

    def __getitem__(self, name: str) -> list[dict[str, Any]]:
        """One group of facts; empty when it is not given."""
        return self.data.get(name) or []

    def occasion(self, day: int, month: int) -> str | None:
        """The name of the occasion on a day of the year, or None."""
        return next((str(row["name"]) for row in self["occasions"] if (row["day"], row["month"]) == (day, month)), None)

    @staticmethod
    @lru_cache(maxsize=1)
    def standard() -> RollRules:
        """The facts that come with the product."""
        return RollRules(yaml.safe_load(DATA.read_text(encoding="utf-8")))
