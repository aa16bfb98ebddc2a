"""When two entries of the ledger look like one recipient. Pure Python; a hint for a person, never a decision.

To compare each with all would take ever: only those that share a key are compared. A key stands for "same name and birth
year", "same unit and birth year" and so on; namesakes with different birth dates or identity numbers are different people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b

from rapidfuzz import fuzz

from thidua.register.keys import one_word

NEAR_BY_DATE = 80
NEAR_BY_YEAR = 90
NEAR_COLLECTIVE = 92
"""Likeness of the letters (0 to 100) from which two names count as spellings of one; the more else agrees, the less."""


class Why(StrEnum):
    """Why two are suspected."""

    NUMBER = "number"
    NAME_BIRTH = "name_birth"
    NAME_YEAR = "name_year"
    NAME_UNIT = "name_unit"
    NEAR_BIRTH = "near_birth"
    NEAR_UNIT = "near_unit"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a recipient. `number` is the keyed hash of the identity number, empty when none is known."""

    pk: int
    kind: str
    name: str
    unit: int | None
    birth: date | None
    year: int | None
    number: str

    @property
    def person(self) -> bool:
        """Whether it is a natural person."""
        return self.kind == "individual"


def keys_of(entry: Entry) -> list[int]:
    """The keys of an entry: 64-bit numbers. Two entries without a common key are not compared."""
    return [int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True) for text in _texts(entry)]


def _texts(entry: Entry) -> Iterator[str]:
    if not entry.person:
        yield f"c|{entry.kind}|{one_word(entry.name)}|{entry.unit}"
        yield f"q|{entry.kind}|{entry.unit}|{_digits(entry.name)}|{entry.name[:1]}"
        return
    if entry.year:
        yield f"n|{entry.name}|{entry.year}"
        if entry.unit:
            yield f"p|{entry.unit}|{entry.year}"
    if entry.unit:
        yield f"u|{entry.name}|{entry.unit}"
    if entry.birth:
        yield f"d|{entry.birth}|{entry.name.rpartition(' ')[2][:1]}"


def likeness(one: Entry, other: Entry) -> Why | None:
    """Why the two may be one; None when they are not suspected."""
    if one.kind != other.kind:
        return None
    if not one.person:
        return _same_collective(one, other)
    if one.number and other.number:
        return Why.NUMBER if one.number == other.number else None
    if (one.birth and other.birth and one.birth != other.birth) or (one.year and other.year and one.year != other.year):
        return None
    same_unit = one.unit is not None and one.unit == other.unit
    by_date, by_year = bool(one.birth and other.birth), bool(one.year and other.year)
    if one.name == other.name:
        return _namesakes(by_date, by_year, same_unit, one.unit is None or other.unit is None)
    if by_date and (fuzz.ratio(one.name, other.name) >= NEAR_BY_DATE or _shortened(one.name, other.name)):
        return Why.NEAR_BIRTH
    if by_year and same_unit and fuzz.ratio(one.name, other.name) >= NEAR_BY_YEAR:
        return Why.NEAR_UNIT
    return None


def _namesakes(by_date: bool, by_year: bool, same_unit: bool, unit_unknown: bool) -> Why | None:
    if by_date:
        return Why.NAME_BIRTH
    if by_year:
        return Why.NAME_YEAR if same_unit or unit_unknown else None
    return Why.NAME_UNIT if same_unit else None


def _shortened(one: str, other: str) -> bool:
    """One name is the other without a middle word: "nguyen hoa" and "nguyen thi hoa"."""
    short, long = sorted((one.split(), other.split()), key=len)
    return len(short) > 1 and (short[0], short[-1]) == (long[0], long[-1]) and set(short) < set(long)


def _same_collective(one: Entry, other: Entry) -> Why | None:
    if one.unit != other.unit or _digits(one.name) != _digits(other.name):
        return None
    if one_word(one.name) == one_word(other.name):
        return Why.NAME_UNIT
    return Why.NEAR_UNIT if fuzz.ratio(one.name, other.name) >= NEAR_COLLECTIVE else None


def _digits(name: str) -> str:
    """Numbers tell collectives apart: group 1 is not group 2."""
    return " ".join(part for part in name.split() if any(letter.isdigit() for letter in part))
