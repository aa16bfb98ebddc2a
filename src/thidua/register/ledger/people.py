"""Who a row is about, judged by the list reader once for each distinct person as written. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from thidua.foundation.text import fold
from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.correcting import EDITABLE
from thidua.register.reading.drafts import birth_from_parts, without_marks
from thidua.register.reading.headings import BIRTH_PARTS, NAMES, Heading
from thidua.register.reading.judging import Who, judge_who
from thidua.register.reading.kinds import kind_by_name, kind_by_words
from thidua.register.reading.messages import keepable, problem
from thidua.register.reading.people import read_person
from thidua.register.reading.shapes import Kind, Problem

# In an old ledger these are told, not asked for: nobody can fill them in any more.
_TOLD: Final = frozenset({"CCCD_MISSING", "BIRTH_MISSING", "CCCD_OLD", "SEX_UNREADABLE"})
# An identity number that is lost may be left out where a person says so.
_MAY_GO: Final = frozenset({"CCCD_LENGTH", "CCCD_LETTERS", "CCCD_SCIENTIFIC", "CCCD_ZERO_LOST"})
_PARTS: Final = {
    **dict.fromkeys(NAMES | {"name_given", "name_part"}, "name"),
    "kind": "kind",
    "birth": "birth",
    "sex": "sex",
    "cccd": "cccd",
}
_LISTED: Final = ("name", "kind", "birth", "sex", "cccd", *BIRTH_PARTS, "male", "female")
_STANDING: Final = ("name_collective", "name_household")
_COMMUNITY: Final = "cong dong"
_TICKED: Final = frozenset({"x", "X", "v", "1", "✓", "✔"})
Places = dict[str, list[int]]


class PersonReader:
    """Reads who a row is about. `settled`: what to do with kinds of problems; `on`: ISO day of reading."""

    def __init__(self, names: AwardNames, settled: Mapping[str, str], on: str) -> None:
        self._names = names
        self._accepted = frozenset(code for code, answer in settled.items() if answer == "accept")
        self._kept = frozenset(code for code, answer in settled.items() if answer == "keep")
        self._on = on
        self._known: dict[tuple[str, ...], Who] = {}

    @staticmethod
    def columns_of(columns: Sequence[Heading]) -> Places:
        """Where each part of a person stands."""
        places: Places = {}
        for place, heading in enumerate(columns):
            field = _PARTS.get(heading.field, heading.field)
            if field in _LISTED:
                places.setdefault(field, []).append(place)
            if heading.field in _STANDING:
                places.setdefault(heading.field, []).append(place)
                places["name_"] = [place]  # some column stands for one kind only
        return places

    def read(
        self,
        places: Places,
        cells: Sequence[str],
        context: Mapping[str, str],
        weak: str,
        legacy: str,
        raw: Sequence[str],
    ) -> Who:
        """The person or collective of a row. `weak`: the kind its award tells; `raw`: the row as in the file."""
        key = []
        for field in _LISTED:
            at = places.get(field)
            key.append(
                "" if at is None else cells[at[0]] if len(at) == 1 else " ".join([cells[p] for p in at if cells[p]])
            )
        stands = (
            next((f for f in _STANDING if f in places and any(cells[p] for p in places[f])), "")
            if "name_" in places
            else ""
        )
        old = legacy if legacy and _was_old(places, cells, raw) else ""
        if weak and kind_by_name(read_person(key[0]).name):
            weak = ""  # the name tells it: what was given does not matter
        whole = (*key, stands, weak, old, context.get("kind", ""), context.get("kind_weak", ""))
        found = self._known.get(whole)
        if found is None:
            found = self._known[whole] = self._judged(
                dict(zip(_LISTED, key, strict=True)), places, context, stands, weak, old
            )
        return found

    def _judged(
        self,
        texts: dict[str, str],
        places: Places,
        context: Mapping[str, str],
        stands: str,
        weak: str,
        legacy: str,
    ) -> Who:
        for ticked in ("male", "female"):
            if text := texts.pop(ticked):
                texts["sex"] = ticked
                texts["birth"] = texts["birth"] or ("" if text in _TICKED else text)
        birth_from_parts(texts)
        texts["name"] = without_marks(texts["name"])
        words = texts.pop("kind")
        kind = kind_by_words(words) if words else None
        told = kind.value if kind else context.get("kind") or stands.removeprefix("name_")
        hints = {
            "on": self._on, "kind": told, "kind_weak": weak or context.get("kind_weak", ""), "legacy": legacy,
            "has": ",".join(sorted({"birth" if f in BIRTH_PARTS else f for f in places})),
        }  # fmt: skip
        who = self._settled({k: v for k, v in texts.items() if v}, {k: v for k, v in hints.items() if v})
        community = _COMMUNITY in fold(words) or fold(who.name).startswith(_COMMUNITY)
        return replace(who, kind=Kind.COMMUNITY) if community and who.kind is Kind.COLLECTIVE else who

    def _settled(self, texts: dict[str, str], hints: dict[str, str]) -> Who:
        who = judge_who(texts, hints, self._names)
        for _round in range(4):
            taken = {
                p.field: p.proposal
                for p in who.problems
                if p.code in self._accepted and p.proposal and p.field in EDITABLE
            }
            if not taken:
                break
            who = judge_who({**texts, **taken}, hints, self._names)
            texts = {**texts, **taken}
        problems = [kept for p in who.problems if (kept := self._told(p))]
        if hints.get("legacy"):
            problems.append(problem("LEGACY_FONT", printed=hints["legacy"].upper()))
        return replace(who, problems=tuple(problems), number=self._number(who))

    def _told(self, found: Problem) -> Problem | None:
        if found.code in self._kept and (keepable(found) or found.code in _MAY_GO):
            return None
        return replace(found, blocking=False) if found.code in _TOLD else found

    def _number(self, who: Who) -> str:
        """The number identifies when it is whole, or when its contradiction with the rest was agreed to."""
        doubted = {p.code for p in who.problems} & {"CCCD_MISMATCH", "CCCD_PROVINCE"} & self._kept
        return who.number or (who.cccd if doubted and len(who.cccd) == 12 else "")


def _was_old(places: Places, cells: Sequence[str], raw: Sequence[str]) -> bool:
    """Whether the name of a row stood in an old font."""
    return any(raw[p] != cells[p] and not raw[p].isascii() for p in places.get("name", ()) if p < len(raw))
