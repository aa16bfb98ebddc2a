"""Which awards a cell names: names, abbreviations and spellings to catalogue codes. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Self

from thidua.foundation.text import fold
from thidua.register.reading.lexicon import lexicon

Phrase = tuple[str, ...]
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that may name several awards: what was written, which codes, which one is proposed."""

    written: str
    may_be: tuple[str, ...]
    proposal: str


@dataclass(frozen=True, slots=True)
class AwardsFound:
    """What a text names: sure codes in order, unclear words, and words that name nothing known."""

    codes: tuple[str, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    rest: tuple[str, ...] = ()


@dataclass(frozen=True)
class AwardNames:
    """A dictionary of award phrases. `standard()` covers the whole catalogue; `with_names` adds to it."""

    phrases: Mapping[Phrase, str | Unclear]
    titles: Mapping[str, str]
    kinds: Mapping[str, tuple[str, ...]]
    counterparts: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def standard(cls) -> AwardNames:
        """The names shipped with the application."""
        return _standard()

    def with_names(self, more: Mapping[str, str]) -> Self:
        """A dictionary that also knows these written names (name → code)."""
        added = {_phrase(written): code for written, code in more.items() if _phrase(written)}
        return replace(self, phrases={**self.phrases, **added})

    def title(self, code: str) -> str:
        """The award's name on screen; the code itself when it is not in the catalogue."""
        return self.titles.get(code, code)

    def level(self, code: str) -> str:
        """At whose level the award is given, a code of the register; empty when it is not in the catalogue."""
        return self.levels.get(code, "")

    def fits(self, code: str, kind: str) -> bool:
        """Whether this kind of nominee may receive the award; unknown codes fit everyone."""
        return kind in self.kinds.get(code, (kind,))

    def find(self, text: str) -> AwardsFound:
        """Every award named in `text` (the longest phrase wins)."""
        return self._find_tokens(_tokens(text))

    def _find_tokens(self, tokens: Phrase) -> AwardsFound:
        codes: dict[str, None] = {}
        unclear: list[Unclear] = []
        rest: list[str] = []
        at = 0
        while at < len(tokens):
            size, meaning = self._longest(tokens, at)
            if meaning is None:
                rest.append(tokens[at])
            elif isinstance(meaning, Unclear):
                unclear.append(meaning)
            else:
                codes[meaning] = None
            at += max(size, 1)
        beside = _beside()
        unknown = tuple(t for t in rest if t not in beside and not t.isdigit())
        return AwardsFound(tuple(codes), tuple(unclear), unknown)

    def _longest(self, tokens: Phrase, at: int) -> tuple[int, str | Unclear | None]:
        for size in range(min(_longest_phrase(), len(tokens) - at), 0, -1):
            meaning = self.phrases.get(tokens[at : at + size])
            if meaning is not None:
                return size, meaning
        return 0, None


@lru_cache(maxsize=1)
def _longest_phrase() -> int:
    return max(len(phrase) for phrase in _standard().phrases) + 4


@lru_cache(maxsize=1)
def _beside() -> frozenset[str]:
    return frozenset(lexicon("awards")["beside"])


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[tuple[re.Pattern[str], str], ...], frozenset[str]]:
    data = lexicon("awards")
    same = tuple((re.compile(rf"\b{re.escape(old)}\b"), new) for old, new in data["same_words"])
    return same, frozenset(data["filler"])


@lru_cache(maxsize=4096)
def _tokens(text: str) -> Phrase:
    """The telling words of a text: folded, common variants made one, filler left out."""
    plain = " ".join(_NOT_WORD.sub(" ", _YEAR.sub(" ", fold(text))).split())
    same, filler = _rules()
    for pattern, new in same:
        plain = pattern.sub(new, plain)
    return tuple(t for t in plain.split() if t not in filler)


def _phrase(written: str) -> Phrase:
    return _tokens(written)


def _add(phrases: dict[Phrase, str | Unclear], written: Iterable[str], meaning: str | Unclear) -> None:
    for words in written:
        if phrase := _phrase(words):
            phrases.setdefault(phrase, meaning)
            if len(phrase) > 1 and len(words) <= 12:
                phrases.setdefault(("".join(phrase),), meaning)  # CSTĐ CS is also typed CSTĐCS


@lru_cache(maxsize=1)
def _standard() -> AwardNames:
    data = lexicon("awards")
    phrases: dict[Phrase, str | Unclear] = {}
    for code, entry in data["awards"].items():
        _add(phrases, [code, entry["name"], *entry["written"]], code)
    for entry in data["unclear"]:
        unclear = Unclear(entry["written"][0], tuple(entry["may_be"]), entry["proposal"])
        _add(phrases, entry["written"], unclear)
    awards = data["awards"].items()
    return AwardNames(
        phrases=phrases,
        titles={code: entry["name"] for code, entry in awards},
        kinds={code: tuple(entry["kinds"]) for code, entry in awards},
        counterparts={code: entry["counterpart"] for code, entry in awards if "counterpart" in entry},
        levels={code: entry["level"] for code, entry in awards},
    )
