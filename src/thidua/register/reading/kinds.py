"""Is this row a person, a collective or a household? Pure Python."""

from __future__ import annotations

import re
from functools import lru_cache

from thidua.foundation.text import fold
from thidua.register.reading.lexicon import words
from thidua.register.reading.people import has_surname, is_name
from thidua.register.reading.shapes import Kind

_NUMBER = re.compile(r"\d")


@lru_cache(maxsize=8192)
def opens_collective(text: str) -> bool:
    """Whether the text begins as the name of a collective does (marks matter: Trường is not Trương)."""
    return _opens(text, "collectives")


@lru_cache(maxsize=8192)
def opens_household(text: str) -> bool:
    """Whether the text begins as a household does: "Hộ ông …", "Gia đình bà …"."""
    return _opens(text, "households")


def _opens(text: str, group: str) -> bool:
    lower = text.casefold().lstrip("-–+•* ")
    return lower.startswith(words(group)) and any(
        lower.startswith(word) and (len(lower) == len(word) or not lower[len(word)].isalnum()) for word in words(group)
    )


@lru_cache(maxsize=16384)
def kind_by_name(name: str) -> Kind | None:
    """The kind that the name alone tells, or None when it could be anything."""
    if opens_household(name):
        return Kind.HOUSEHOLD
    if opens_collective(name) or (_NUMBER.search(name) and not has_surname(name)):
        return Kind.COLLECTIVE
    if is_name(name) and has_surname(name) and len(name.split()) <= 6:
        return Kind.INDIVIDUAL
    return None


@lru_cache(maxsize=8192)
def kind_by_words(text: str) -> Kind | None:
    """The kind that a heading, a group row or a cell of the column "Đối tượng" names."""
    plain = fold(text)
    kinds = {
        Kind.COLLECTIVE: bool(re.search(r"\btap the\b|\bdoanh nghiep\b|\bto chuc\b", plain)),
        Kind.INDIVIDUAL: bool(re.search(r"\bca nhan\b|\bdoanh nhan\b", plain)),
        Kind.HOUSEHOLD: bool(re.search(r"\bho gia dinh\b|\bgia dinh\b|\bho gd\b|^ho$", plain)),
    }
    named = [kind for kind, there in kinds.items() if there]
    return named[0] if len(named) == 1 else None
