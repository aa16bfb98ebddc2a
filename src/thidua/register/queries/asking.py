"""What is asked of the search index, written for the engine at hand: FTS5 of SQLite or tsquery of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from thidua.register.keys import one_word, words_of

MOST_WORDS = 12
PREFIX_FROM = 2
"""Letters from which the last word typed may be the beginning of one."""


@dataclass(frozen=True)
class Filters:
    """What narrows a search. Of several on honours, one and the same honour must meet all.

    `units` are ids, None for any unit; `year` is the last year of the achievement period.
    """

    award: str = ""
    level: str = ""
    year: int | None = None
    status: str = ""
    kind: str = ""
    units: Sequence[int] | None = field(default=None)

    @property
    def on_honour(self) -> dict[str, str | int]:
        """The filters on honours by column."""
        asked = {"award": self.award, "level": self.level, "period_to": self.year, "status": self.status}
        return {column: value for column, value in asked.items() if value}

    def __bool__(self) -> bool:
        return bool(self.on_honour or self.kind or self.units is not None)


@dataclass(frozen=True)
class Dialect:
    """How an engine writes and, or, a whole word and the beginning of one."""

    both: str
    either: str
    word: str
    prefix: str

    def all_of(self, parts: Iterable[str]) -> str:
        """Every part."""
        return f"({self.both.join(parts)})"

    def any_of(self, parts: Iterable[str]) -> str:
        """At least one."""
        return f"({self.either.join(parts)})"


SQLITE = Dialect(" AND ", " OR ", '"{}"', '"{}" *')
POSTGRES = Dialect(" & ", " | ", "'{}'", "'{}':*")


def question(text: str, named: Sequence[int], filters: Filters, say: Dialect) -> str:
    """The question to the index; empty when nothing can be asked. `named` are units that bear what was typed as a name.

    Every word of a name must be there, the last one may be unfinished; or the whole text begins a unit's name as printed
    then; or it names a unit; or it follows the slash of a decision's number.
    """
    parts = []
    if text:
        ways = _ways(text, named, say)
        if not ways:
            return ""
        parts.append(say.any_of(ways))
    marks = {"award": "a", "level": "l", "period_to": "y", "status": "s"}
    parts += [say.word.format(f"{marks[column]}_{value}".lower()) for column, value in filters.on_honour.items()]
    if filters.kind:
        parts.append(say.word.format(f"k_{filters.kind}"))
    if filters.units is not None:
        parts.append(say.any_of(say.word.format(f"u_{unit}") for unit in filters.units or (0,)))
    return say.both.join(parts)


def _ways(text: str, named: Sequence[int], say: Dialect) -> list[str]:
    words = words_of(text)[:MOST_WORDS]
    ways = []
    if words:
        *whole, last = words
        open_end = say.prefix if len(last) >= PREFIX_FROM else say.word
        ways.append(say.all_of([*(say.word.format(word) for word in whole), open_end.format(last)]))
    together = one_word(text)
    if len(together) >= 4:
        ways.append(say.prefix.format(f"p_{together}"))
    if together.startswith("qd") or (together and text.strip().startswith("/")):
        ways.append(say.prefix.format(f"n_{together}"))
    return [*ways, *(say.word.format(f"u_{unit}") for unit in named)]
