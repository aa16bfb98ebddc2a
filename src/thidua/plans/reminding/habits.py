"""The office's habits of reminding, as dated data (data/habits.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Habits:
    """What was in use on a day: working days for `before`, `recurring`, `office_head`, `leader` and `alarms`."""

    valid_from: date
    before: tuple[int, ...]
    recurring: tuple[int, ...]
    again: int
    office_head: int
    leader: int
    alarms: tuple[int, ...]
    from_hour: time
    rings: time
    closes: time
    source: str
    confidence: str


def habits_on(day: date) -> Habits:
    """The habits in use on a day; before the first row, those of the first row."""
    rows = _rows()
    return next((row for row in reversed(rows) if row.valid_from <= day), rows[0])


@cache
def _rows() -> tuple[Habits, ...]:
    text = files("thidua.plans.reminding").joinpath("data", "habits.yaml").read_text(encoding="utf-8")
    rows = [_row(row) for row in yaml.safe_load(text)["habits"]]
    return tuple(sorted(rows, key=lambda row: row.valid_from))


def _row(row: dict[str, Any]) -> Habits:
    lists = {name: tuple(row[name]) for name in ("before", "recurring", "alarms")}
    hours = {name: time.fromisoformat(row[name]) for name in ("from_hour", "rings", "closes")}
    return Habits(**{**row, **lists, **hours})
