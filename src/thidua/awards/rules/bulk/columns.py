"""Facts of many recipients as columns: one array per fact, one flat table per list of facts.

Days in flat tables are day codes (:func:`day_code`: they compare as days do), except where days are counted
(work, leave): ordinals. Words are numbers in the order of ``words``; -1 is unknown. A row of a flat table
belongs to the recipient ``owner``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..criteria.base import ROUTES_NOT_MERIT
from ..facts import Facts

Json = Any  # a JSON value
Codes = NDArray[np.int8]
Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]

UNKNOWN = -1
ROUTES = ("merit", "sudden", "themed", "service", "external")
UNMERITED = tuple(ROUTES.index(route) for route in ROUTES_NOT_MERIT)
LISTS = (
    "honours",
    "initiatives",
    "ratings",
    "discipline",
    "pending",
    "leave",
    "members",
    "clusters",
    "posts",
    "proposed_with",
)
WORDS = ("kind", "recipient_class", "sex", "nationality", "residence")
FLAGS = ("leader", "deceased", "prosecuted", "claims_complete", "vouched")


def day_code(day: date) -> int:
    """A whole number that orders as days do; the year is ``code >> 9``."""
    return day.year << 9 | day.month << 5 | day.day


def code_day(code: int) -> date | None:
    """Inverse of :func:`day_code`; 0 is no day."""
    return date(code >> 9, code >> 5 & 15, code & 31) if code else None


def marked(size: int, owners: Ints | list[int]) -> Mask:
    """A mask with those places set."""
    found = np.zeros(size, np.bool_)
    found[owners] = True
    return found


@dataclass(frozen=True, slots=True)
class HonourColumns:
    """Honours of one award, ordered by achievement year and within it as the facts name them.

    ``decided``: day code, 0 unknown. ``route``: its place in ``ROUTES``. ``described`` writes one of them as a fact, by its place.
    """

    owner: Ints
    first: Ints
    last: Ints
    decided: Ints
    revoked: Mask
    route: Codes
    district: Mask
    described: Callable[[int], Json]

    @property
    def unmerited(self) -> Mask:
        """Given for a sudden or themed result."""
        return np.isin(self.route, UNMERITED)

    def years(self, year: int) -> slice:
        """The places of one achievement year."""
        start, end = np.searchsorted(self.last, (year, year + 1))
        return slice(int(start), int(end))


class Table:
    """A flat table: equally long columns by name, ``owner`` the recipient's place."""

    def __init__(self, names: tuple[str, ...], rows: list[tuple[int, ...]]) -> None:
        grid = np.array(rows, dtype=np.int32).reshape(len(rows), len(names))
        self._columns = {name: np.ascontiguousarray(grid[:, at]) for at, name in enumerate(names)}

    def __getitem__(self, name: str) -> Ints:
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._columns["owner"])

    def has(self, size: int) -> Mask:
        """Which recipients have a row."""
        found = np.zeros(size, np.bool_)
        found[self["owner"]] = True
        return found


MEMBERS = ("owner", "year", "total", "completed", "ldtt", "cstdcs", "women", "disciplined")
TABLES: Mapping[str, tuple[str, ...]] = {
    "initiatives": (
        "owner", "sort", "scope", "day", "by", "effective", "replicable", "nothing", "ministry", "name",
    ),
    "uses": ("owner", "award", "year"),
    "ratings": ("owner", "year", "order"),
    "discipline": ("owner", "form", "since", "until"),
    "pending": ("owner", "since", "resolved"),
    "leave": ("owner", "kind", "since", "until"),
    "members": MEMBERS,
    "clusters": ("owner", "year", "rank", "acclaimed"),
    "posts": ("owner",),
    "proposed_with": ("owner", "award"),
}  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """Facts of ``size`` recipients. ``source`` gives the facts of one of them as the single judge takes them.

    ``supposed``: who has honours that are only supposed (a walk into the future).
    """

    size: int
    words: Mapping[str, Ints]
    flags: Mapping[str, Codes]
    employed: Ints
    known: Mapping[str, Mask]
    honours: Mapping[str, HonourColumns]
    tables: Mapping[str, Table]
    attested: Mapping[str, Codes]
    supposed: Mask
    vocabulary: "Vocabulary"
    source: Callable[[int], Facts]

    @property
    def vouched(self) -> Mask:
        """For whom the proposing unit answers."""
        return np.asarray(self.flags["vouched"] == 1, np.bool_)


@dataclass
class Vocabulary:
    """Words met, each with its number, by the sort of word."""

    numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    def number(self, sort: str, word: str | None) -> int:
        """The number of a word, given on first sight; -1 for none."""
        if word is None:
            return UNKNOWN
        known = self.numbers.setdefault(sort, {})
        return known.setdefault(str(word), len(known))

    def seen(self, sort: str, word: str) -> int:
        """The number of a word, -2 (equal to nothing) when it was never met."""
        return self.numbers.get(sort, {}).get(word, -2)
