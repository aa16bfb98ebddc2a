"""Who is written for the lines of an import: which of them names its recipient best, and the columns of a person."""

from __future__ import annotations

from functools import lru_cache

from thidua.foundation.text import fold
from thidua.organisation.sealing import index_cccd, seal_cccd
from thidua.register.ledger import Line, unit_key
from thidua.register.queries.matching import Matches


def better(line: Line, other: Line) -> bool:
    """Whether a line names its recipient better: with a number, in usual letters, with the whole date of birth."""
    return _worth(line) > _worth(other)


@lru_cache(maxsize=16384)
def _usual(name: str) -> bool:
    return name != name.upper()


def _worth(line: Line) -> tuple[bool, bool, int, int]:
    return (bool(line.cccd), _usual(line.name), len(line.birth), line.period_to)


def person_of(line: Line, matches: Matches) -> dict[str, object]:
    """The columns of the person a line is about; the identity number sealed and indexed."""
    return {
        "full_name": line.name, "name_fold": fold(line.name), "sex": line.sex,
        "birth_date": line.birth if len(line.birth) == 10 else None, "birth_year": int(line.birth[:4]) if line.birth else None,
        "cccd_sealed": seal_cccd(line.cccd), "cccd_index": index_cccd(line.cccd) or None,
        "unit_id": matches.units.get(unit_key(line.unit)), "position": line.position,
    }  # fmt: skip
