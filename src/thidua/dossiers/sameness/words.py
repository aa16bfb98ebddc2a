"""A text as words with their places, and as groups of neighbouring words under short numbers."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from thidua.foundation.text import decode_legacy, fold, legacy_encoding, tidy

NUMBER: Final = "#"
"""What every number is to the comparison: who copies a report changes its figures first."""
NAME: Final = "@"
"""What every proper name is: the unit and the people of the one who copies stand where the others stood."""

_WORD = re.compile(r"\d+(?:[.,/:]\d+)*%?|[^\W\d_]+")
_SHOUTED: Final = 0.6
"""Share of capitals from which a text is written in capitals, so that they tell nothing of names."""


@dataclass(frozen=True, slots=True)
class Word:
    """One syllable, number or proper name: its key without marks and case, and where it stands in the text."""

    key: str
    start: int
    end: int


def readable(text: str) -> str:
    """The text in the form in which it is compared and shown: old encodings decoded, NFC, single spaces."""
    encoding = legacy_encoding(text)
    return tidy(decode_legacy(text, encoding) if encoding else text)


def words_of(text: str) -> list[Word]:
    """The words of a `readable` text in order."""
    found = [Word(_key(mark.group()), mark.start(), mark.end()) for mark in _WORD.finditer(text)]
    return [
        found[start] if end - start == 1 else Word(NAME, found[start].start, found[end - 1].end)
        for start, end in _runs(text, found)
    ]


def _runs(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Places of the words; neighbours that all begin with a capital letter are taken together as one name."""
    capital = [text[word.start].isupper() for word in words]
    shouted = sum(capital) > len(words) * _SHOUTED
    at = 0
    while at < len(words):
        end = at + 1
        if capital[at] and not shouted:
            while end < len(words) and capital[end] and text[words[end - 1].end : words[end].start].isspace():
                end += 1
        yield at, end
        at = end


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return NUMBER if word[0].isdigit() else fold(word)


def keys_of(text: str) -> list[str]:
    """The keys of the words of a text."""
    return [word.key for word in words_of(text)]


def groups_of(keys: Sequence[str], size: int) -> list[str]:
    """Every group of so many neighbouring words."""
    return [" ".join(keys[at : at + size]) for at in range(len(keys) - size + 1)]


def number_of(group: str) -> int:
    """The number by which a group of words is kept in a table: 32 bits."""
    return zlib.crc32(group.encode())
