"""The named times of a piece: where each stands, and the words behind it that are part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thidua.plans.reading.deadlines import patterns as p
from thidua.plans.reading.deadlines.bare import Bare

_DAYS = "iso", "words", "full", "sep", "day"
_KINDS = {**dict.fromkeys(_DAYS, "day"), "bare_month": "month"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_LUNAR_WORDS = re.compile(r"\bram\b|gieng|chap")


@dataclass(frozen=True, slots=True)
class Atom:
    """A named time in bare text. `close` is where the words that belong to it end: "âm lịch", "năm sau"."""

    kind: str  # day, month, quarter, half
    text: str
    start: int
    end: int
    close: int
    lunar: bool = False
    next_year: bool = False
    misprint: bool = False

    @property
    def years(self) -> list[int]:
        """The years of four digits that it prints."""
        return [int(found) for found in re.findall(r"20\d\d", self.text)]


def atoms(plain: Bare, text: str) -> list[Atom]:
    """Return the named times of `text` (the bare text, what is not a time blanked).

    "2/3" amid words is a share unless a word before it says that it is a day, or a day stands in the same list.
    """
    matches = list(p.ATOM.finditer(text))
    kept: list[Atom] = []
    for chain in _chains(text, matches):
        sure = any(_is_sure(text, match) for match in chain)
        ends = _lunar(text, chain)
        for match in chain:
            if sure and not (match.lastgroup == "half" and _is_reported(text, match, matches)):
                kept.append(_atom(plain, text, match, lunar=match in ends))
    return kept


def _chains(text: str, matches: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Put together the times that stand in one list or range."""
    chains: list[list[re.Match[str]]] = []
    for match in matches:
        between = text[chains[-1][-1].end() : match.start()] if chains else ""
        if chains and (p.LISTED.fullmatch(between) or p.TO.match(between)):
            chains[-1].append(match)
        else:
            chains.append([match])
    return chains


def _is_sure(text: str, match: re.Match[str]) -> bool:
    if match.lastgroup != "day":
        return True
    before, behind = text[: match.start()], text[match.end() :]
    opens = not before.strip(" (") and bool(re.match(r"\s*[:(]", behind))
    said = any(pattern.match(text, match.end()) for pattern in (p.LUNAR_BEHIND, p.NEXT_YEAR))
    return opens or said or not behind.strip(" ).") or bool(p.CUE.search(before))


def _lunar(text: str, chain: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the times of a chain that are lunar: up to the one that says so, since "10/3 và 15/8 âm lịch" says it once."""
    said = [place for place, match in enumerate(chain) if _is_lunar(text, match)]
    return chain[: said[-1] + 1] if said else []


def _is_lunar(text: str, match: re.Match[str]) -> bool:
    if p.LUNAR_BEHIND.match(text, match.end()) or p.LUNAR_AHEAD.search(text[: match.start()]):
        return True
    if _LUNAR_WORDS.search(match.group()):
        return True
    return not _YEAR.search(match.group()) and bool(p.CYCLE_BEHIND.match(text, match.end()))


def _is_reported(text: str, match: re.Match[str], matches: list[re.Match[str]]) -> bool:
    return len(matches) > 1 and bool(p.REPORTED.search(text[: match.start()]))


def _atom(plain: Bare, text: str, match: re.Match[str], *, lunar: bool) -> Atom:
    kind = match.lastgroup or ""
    behind = p.LUNAR_BEHIND.match(text, match.end()) or p.CYCLE_BEHIND.match(text, match.end()) if lunar else None
    following = None if _YEAR.search(match.group()) else p.NEXT_YEAR.match(text, match.end())
    belongs = behind or following
    return Atom(
        kind=_KINDS.get(kind, kind),
        text=match.group(),
        start=match.start(),
        end=match.end(),
        close=belongs.end() if belongs else match.end(),
        lunar=lunar,
        next_year=following is not None,
        misprint=plain.misprinted(*match.span()),
    )
