"""Are two nominees of different lists one? The comparison of a list's rows, and the marks by which others are found.

Pure Python. Identity numbers come in clear and go nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from thidua.dossiers.sameness.words import number_of
from thidua.foundation.text import fold
from thidua.register.reading import Kind, Row, Sameness
from thidua.register.reading.sameness import compare


@dataclass(frozen=True, slots=True)
class Nominee:
    """Who is proposed. `birth`: ISO day or year; `cccd`: the number in clear or empty."""

    kind: str
    name: str
    birth: str = ""
    cccd: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SameNominee:
    """What two nominees are to each other, and why (a Vietnamese phrase)."""

    sure: bool
    why: str


def same_nominee(one: Nominee, other: Nominee) -> SameNominee | None:
    """Whether two nominees are, or may be, one; None when nothing says so."""
    _rows, found = compare([_row(one, 1), _row(other, 2)])
    for each in found:
        if each.verdict is Sameness.SAME:
            return SameNominee(True, each.why)
        if each.verdict is Sameness.SUSPECTED:
            return SameNominee("dùng chung một số CCCD" in each.why, each.why)
    return None


def _row(one: Nominee, number: int) -> Row:
    return Row("", number, Kind(one.kind), name=one.name, birth=one.birth, cccd=one.cccd, unit=one.unit)


def name_marks(one: Nominee) -> set[int]:
    """Numbers that nominees alike in name share: without spaces, or with any one syllable left out, with birth year or unit.

    A letter, a tone or a syllable written otherwise leaves at least one number equal.
    """
    words = fold(one.name).split()
    places = [f"{one.kind}|{place}" for place in (one.birth[:4], fold(one.unit)) if place]
    if len(words) < 2:
        return set()
    shapes = {"".join(words), *("".join(words[:at] + words[at + 1 :]) + f"/{at}" for at in range(len(words)))}
    return {number_of(f"{place}|{shape}") for place in places for shape in shapes}
