"""Which kind of task comes before which, as dated data (data/orders.yaml): known by words, not by numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from thidua.plans.reading.flat import flat, words_of


@dataclass(frozen=True)
class Kind:
    """A kind of task: what its title must say, and what it must not."""

    all: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]

    def fits(self, title: str) -> bool:
        """Whether a title, as bare words (`words_of`), is of this kind."""
        return all(one.search(title) for one in self.all) and not any(one.search(title) for one in self.none)


@dataclass(frozen=True)
class Order:
    """A task of one kind comes before one of another. `needs`: steps of back-planning that lie between; `inferred`:
    from how the work is done, no document says so. `from_first`, `to_first`: the first milestone is meant, not the last."""

    before: Kind
    after: Kind
    why: str
    inferred: bool
    needs: tuple[str, ...]
    from_first: bool
    to_first: bool
    valid_from: date
    valid_to: date | None


def orders_on(day: date) -> list[Order]:
    """The orders that hold for a plan of the year that begins on `day`."""
    return [one for one in _orders() if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]


def bare(title: str) -> str:
    """A title as kinds read it."""
    return words_of(title)


def needs_between(before: str, after: str, day: date) -> tuple[str, ...] | None:
    """The steps between two tasks by their titles, by the first order that fits both. None: no order does."""
    first, second = bare(before), bare(after)
    fitting = (one for one in orders_on(day) if one.before.fits(first) and one.after.fits(second))
    return next((one.needs for one in fitting), None)


def session_needs() -> tuple[str, ...]:
    """The steps that lie between the dossiers of a session and the session."""
    return tuple(_data()["session_dossiers"])


@cache
def _data() -> dict[str, Any]:
    text = files("thidua.plans.chain").joinpath("data", "orders.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@cache
def _orders() -> tuple[Order, ...]:
    data = _data()
    kinds = {name: Kind(_patterns(row["all"]), _patterns(row.get("none", ()))) for name, row in data["tasks"].items()}
    return tuple(_order(row, kinds) for row in data["orders"])


def _patterns(rows: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b(?:{flat(row)})\b") for row in rows)


def _order(row: dict[str, Any], kinds: dict[str, Kind]) -> Order:
    return Order(
        kinds[row["before"]], kinds[row["after"]], row["why"], row["said"] == "practice", tuple(row.get("needs", ())),
        row.get("from") == "first", row.get("to") == "first", row["valid_from"], row.get("valid_to"),
    )  # fmt: skip
