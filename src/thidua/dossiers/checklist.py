"""Which parts a dossier needs, by award, recipient and the rules of a day; and the outline of its report.

The award's part codes come from the law in force, their names and places from `catalogue/parts.yaml`,
the outlines of reports from `catalogue/outlines.yaml`. Returns Vietnamese words as data holds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from thidua.awards.inforce import law_in_force
from thidua.awards.rules import DatedValue, Law
from thidua.awards.rules.findings import Confidence

CATALOGUE = Path(__file__).parent / "catalogue"
Json = Any  # a value of a YAML file


@dataclass(frozen=True)
class Part:
    """A part of a dossier: its name, whether one paper serves the whole list, which kind of paper answers it."""

    code: str
    name: str
    for_list: bool
    paper: str
    hint: str = ""
    written: bool = False
    if_any: bool = False
    kinds: tuple[str, ...] = ()
    when: str = ""
    when_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """A part that a dossier needs. `blocks`: missing, it may not be sent. `doubt`: the source is to be checked."""

    part: Part
    blocks: bool
    citation: str
    doubt: bool
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One section of a report. `words`: how few and how many words are usual, (0, 0) when nothing is said."""

    code: str
    title: str
    hint: str = ""
    fill: str = ""
    must: bool = False
    words: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Outline:
    """The outline of a report: which form it follows and how well that form is known."""

    code: str
    title: str
    form: str
    doubt: bool
    sections: tuple[Section, ...]


@lru_cache(maxsize=1)
def parts() -> dict[str, Part]:
    """Every part by its code in the law room."""
    rows: Mapping[str, Mapping[str, Json]] = yaml.safe_load((CATALOGUE / "parts.yaml").read_text())
    return {code: _part(code, row) for code, row in rows.items()}


def _part(code: str, row: Mapping[str, Json]) -> Part:
    return Part(
        code, row["name"], row["place"] == "list", row["paper"], row.get("hint", ""), bool(row.get("written")),
        bool(row.get("if_any")), tuple(row.get("kinds", ())), row.get("when", ""), tuple(row.get("when_for", ())),
    )  # fmt: skip


def _law_of(law: Law, award: str, day: date) -> tuple[DatedValue | None, DatedValue | None]:
    """The award's list of parts, and what a missing one does."""
    declaration = law.awards.get(award)
    if declaration is None:
        return None, None
    return law.value(f"{award}.dossier", day), law.value(f"ho-so.thieu.{declaration.level}", day)


def needs(award: str, kind: str, enterprise: bool, facts: Mapping[str, Json], day: date) -> list[Need]:
    """The parts of one dossier by the rules of a day. `facts`: what the unit declared; `enterprise`: it is one."""
    law = law_in_force()
    listed, effect = _law_of(law, award, day)
    found: list[Need] = []
    if listed is not None and listed.value:
        blocks = _blocks(listed, effect)
        for code in listed.value:
            part = parts().get(code)
            if part is not None and _applies(part, award, kind, facts):
                found.append(_need(part, listed, blocks and not part.if_any, effect if not blocks else None))
    return found + _confirmations(law, award, kind, enterprise, day)


def needs_on_route(route: str, day: date) -> list[Need] | None:
    """The parts of a route that has its own instead of the award's (simplified, sudden, posthumous); None when it has none."""
    listed = law_in_force().value(f"duong.{route}.thanh-phan", day)
    return (
        None if listed is None or not listed.value else [_need(parts()[code], listed, False) for code in listed.value]
    )


def _blocks(listed: DatedValue, effect: DatedValue | None) -> bool:
    sure = Confidence.VERIFIED
    if effect is None or effect.value != "block" or listed.confidence is not sure:
        return False
    # A title of the city follows its own regulation: read, it decides by itself.
    return effect.confidence is sure or effect.key.endswith(".city")


def _applies(part: Part, award: str, kind: str, facts: Mapping[str, Json]) -> bool:
    if part.kinds and kind not in part.kinds:
        return False
    return award not in part.when_for or bool(facts.get(part.when))


def _need(part: Part, source: DatedValue, blocks: bool, why: DatedValue | None = None) -> Need:
    note = ". ".join(text for text in (source.note, why.note if why else "") if text)
    return Need(part, blocks, str(source.citation), source.confidence is not Confidence.VERIFIED, note)


def _confirmations(law: Law, award: str, kind: str, enterprise: bool, day: date) -> list[Need]:
    """What an enterprise adds, and the head of a unit that pays into the budget: never blocking ("nếu có")."""
    if not enterprise:
        return []
    if kind != "individual":
        source = law.value("ho-so.doanh-nghiep", day)
        codes = source.value if source else ()
    else:
        whose, source = law.value("ho-so.nguoi-dung-dau.danh-hieu", day), law.value("ho-so.nguoi-dung-dau.giay", day)
        codes = source.value if source and whose and award in whose.value else ()
    return [_need(parts()[code], source, False) for code in codes if source]


@lru_cache(maxsize=1)
def _outlines() -> list[tuple[Mapping[str, Json], Outline]]:
    rows: list[Mapping[str, Json]] = yaml.safe_load((CATALOGUE / "outlines.yaml").read_text())
    return [(row, _outline(row)) for row in rows]


def _outline(row: Mapping[str, Json]) -> Outline:
    sections = tuple(
        Section(
            each["code"], each["title"], each.get("hint", ""), each.get("fill", ""), bool(each.get("must")),
            (each["words"][0], each["words"][1]) if "words" in each else (0, 0),
        )
        for each in row["sections"]
    )  # fmt: skip
    return Outline(row["code"], row["title"], row["form"], row["confidence"] != Confidence.VERIFIED, sections)


def outline_for(award: str, kind: str) -> Outline:
    """The outline a report of this award and kind follows: the first that fits."""
    return next(
        outline
        for row, outline in _outlines()
        if award in row.get("awards", [award]) and kind in row.get("kinds", [kind])
    )


def outline_called(code: str) -> Outline | None:
    """The outline with this code; None when it is no longer in the catalogue."""
    return next((outline for _row, outline in _outlines() if outline.code == code), None)


def words_in(text: str) -> int:
    """How many words a text has, as people count them."""
    return len(text.split())


def guidance(section: Section, text: str) -> str:
    """`short`, `long`, `empty` or nothing: guidance only, never a refusal."""
    low, high = section.words
    count = words_in(text)
    if not count:
        return "empty" if section.must else ""
    if low and count < low:
        return "short"
    return "long" if high and count > high else ""
