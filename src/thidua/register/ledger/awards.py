"""What a cell of awards tells: one or several awards, each perhaps with its years and its decision. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from thidua.foundation.dates import find_dates
from thidua.foundation.text import fold
from thidua.register.ledger.values import Decision, number_in, read_decision, spans_in
from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.messages import problem
from thidua.register.reading.shapes import Kind, Problem

_TICKS: Final = frozenset({"x", "v", "1", "co", "true", "✓", "✔", "√", "*", "+", "☑", "☒", "dat"})
_NOTHING: Final = frozenset({"", "-", "–", "0", "khong", "k", "false", "…", "...", "/", "ko", "khong dat", "khong xet"})
_PARTS = re.compile(r"\s*[;\n]\s*|\s*(?<=\))\s*,\s*|\s+\+\s+")
_SAYS_DECISION = re.compile(r"\bqd\b|quyet dinh|/qd")
_BESIDE_DECISION = re.compile(r"\b(?:theo|tai|quyet dinh|qd|so|ngay|ky)\b")
_UNSURE: Final = frozenset({"AWARD_AMBIGUOUS", "AWARD_UNKNOWN"})
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One award as a cell tells it. `code` is empty when it is not known; then a problem says so. `printed`: its words."""

    code: str = ""
    name: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    decision: Decision | None = None
    problems: tuple[Problem, ...] = ()
    printed: str = ""


class AwardReader:
    """Reads cells of awards; every distinct text is read once.

    `more`: words a person said are an award. `accepted`: codes of problems whose proposals are taken.
    """

    def __init__(self, names: AwardNames, more: Mapping[str, str], accepted: frozenset[str], on: str) -> None:
        self.names = names.with_names(more)
        self._exact = {fold(words): code for words, code in more.items()}
        self._accepted = accepted
        self._on = on
        self._known: dict[tuple[str, str], tuple[Told, ...]] = {}
        self._fits: dict[tuple[str, str], Told] = {}
        self._kinds: dict[str, str] = {}
        self._levels: dict[tuple[str, str], Told | None] = {}

    def read(self, text: str, heading_award: str = "") -> tuple[Told, ...]:
        """The awards in a cell; none when it says there is none. `heading_award`: words of the column's own award."""
        key = (text, heading_award)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(text, heading_award)
        return found

    def kind_of(self, text: str) -> str:
        """The only kind of recipient the awards in a text may go to; empty when there are several."""
        if text not in self._kinds:
            codes = self.names.find(text).codes
            fitting = [kind for kind in Kind if codes and all(self.names.fits(code, kind) for code in codes)]
            self._kinds[text] = fitting[0].value if len(fitting) == 1 else ""
        return self._kinds[text]

    def fitted(self, told: Told, kind: str) -> Told:
        """The award for this kind of recipient: with a problem, or its counterpart where that was agreed to."""
        if not told.code or self._may_hold(told.code, kind):
            return told
        key = (told.code, kind)
        other = self.names.counterparts.get(told.code, "")
        mended = other if other and self._may_hold(other, kind) else ""
        if mended and "AWARD_KIND" in self._accepted:
            return replace(told, code=mended, name=self.names.title(mended))
        if key not in self._fits:
            who = {
                "individual": "cá nhân",
                "collective": "tập thể",
                "household": "hộ gia đình",
                "community": "cộng đồng",
            }[kind]
            doubt = problem("AWARD_KIND", printed=self.names.title(told.code), choices=who, proposal=mended)
            self._fits[key] = Told(problems=(doubt,))
        return replace(told, problems=(*told.problems, *self._fits[key].problems))

    def _may_hold(self, code: str, kind: str) -> bool:
        """A community may hold what a collective or a household may."""
        kinds = (Kind.COLLECTIVE, Kind.HOUSEHOLD) if kind == Kind.COMMUNITY else (kind,)
        return any(self.names.fits(code, each) for each in kinds)

    def _read(self, text: str, heading_award: str) -> tuple[Told, ...]:
        plain = fold(text).strip(" .")
        if plain in _NOTHING:
            return ()
        if plain in self._exact:
            return (self._known_award(self._exact[plain], text),)
        if plain in _TICKS:
            return self._read(heading_award, "") if heading_award else (self._unknown(text),)
        if heading_award and (alone := self._only_decision(text)):
            return tuple(replace(each, decision=alone) for each in self._read(heading_award, ""))
        told: list[Told] = []
        for part in filter(None, _PARTS.split(text)):
            found = self._part(part, heading_award)
            if len(found) == 1 and not found[0].code and found[0].decision and not found[0].problems and told:
                told = [replace(each, decision=each.decision or found[0].decision) for each in told]
            else:
                told += found
        return tuple(self._agreed(self._named(each, heading_award), heading_award) for each in told)

    def _agreed(self, told: Told, heading_award: str) -> Told:
        """An award written under the heading of another one is neither, until a person says which."""
        above = self.names.find(heading_award).codes if told.code and heading_award else ()
        if len(above) != 1 or told.code in above:
            return told
        doubt = problem("AWARD_CONTRADICTS", printed=_line(told.printed)[:80], choices=self.names.title(above[0]))
        return Told(name=told.printed, spans=told.spans, decision=told.decision, problems=(doubt,))

    def _only_decision(self, text: str) -> Decision | None:
        """The decision in a cell that holds nothing else, be it on one line or on two; the column names the award."""
        decision = read_decision(text, self._on)
        if not number_in(text):
            return None
        rest = _line(text).replace(number_in(_line(text)), " ", 1)
        for start, end, _found in reversed(find_dates(rest)):
            rest = rest[:start] + " " + rest[end:]
        return None if _BESIDE_DECISION.sub(" ", fold(rest)).strip(" ,;.:()-–/") else decision

    def at_level(self, told: Told, authority: str) -> Told:
        """An award whose level stands in a column of its own: "Bằng khen" beside "Chủ tịch UBND Thành phố".

        Only words that are unclear alone are read together with those of the authority, and only one sure award counts.
        """
        if told.code or not authority or not any(p.code in _UNSURE for p in told.problems):
            return told
        key = (told.name, authority)
        if key not in self._levels:
            found = self.names.find(f"{told.name} {authority}")
            sure = len(found.codes) == 1 and not found.unclear and not found.rest
            self._levels[key] = self._known_award(found.codes[0], told.name) if sure else None
        whole = self._levels[key]
        if whole is None:
            return told
        remark = problem("AWARD_FROM_LEVEL", printed=_line(told.name)[:80], choices=_line(authority)[:80])
        return replace(whole, spans=told.spans, decision=told.decision, problems=(remark,))

    def _named(self, told: Told, heading_award: str) -> Told:
        """A cell that holds a decision alone names no award, unless its column does."""
        if told.code or told.problems:
            return told
        above = self._read(heading_award, "") if heading_award else ()
        if len(above) == 1:
            return replace(above[0], spans=told.spans or above[0].spans, decision=told.decision)
        return replace(told, problems=(problem("AWARD_MISSING"),))

    def _part(self, part: str, heading_award: str) -> list[Told]:
        decision = read_decision(part, self._on) if _SAYS_DECISION.search(fold(part)) or number_in(part) else None
        words = _without_decision(part, decision)
        spans = tuple(spans_in(words))
        found = self.names.find(words)
        told = [replace(self._known_award(code, words), spans=spans, decision=decision) for code in found.codes]
        for unclear in found.unclear:
            alone = len(found.rest) <= 1  # "Bằng khen của Bộ trưởng …" is none of those it might be
            if "AWARD_AMBIGUOUS" in self._accepted and alone:
                told.append(replace(self._known_award(unclear.proposal, words), spans=spans, decision=decision))
                continue
            choices = ", ".join(self.names.title(code) for code in unclear.may_be)
            doubt = problem(
                "AWARD_AMBIGUOUS",
                printed=_line(words),
                choices=choices,
                proposal=unclear.proposal if alone else "",
            )
            told.append(Told("", _line(words), spans, decision, (doubt,)))
        if told:
            return _told_of_rest(told, found.rest, part)
        if heading_award and spans and not found.rest:
            return [replace(each, spans=spans, decision=decision) for each in self._read(heading_award, "")]
        if decision and not found.rest and (decision.number or decision.day.value or decision.day.code):
            return [Told(decision=decision)]
        return [self._unknown(part)]

    def _known_award(self, code: str, printed: str) -> Told:
        title = self.names.title(code)
        shown = _line(printed)
        full = fold(title) in fold(shown) and len(shown) <= _LONGEST and not spans_in(shown)
        return Told(code, shown if full else title, printed=shown)

    def _unknown(self, text: str) -> Told:
        return Told(name=_line(text)[:_LONGEST], problems=(problem("AWARD_UNKNOWN", printed=_line(text)[:120]),))


def _told_of_rest(told: list[Told], rest: tuple[str, ...], part: str) -> list[Told]:
    """The awards, with a remark where the cell has words that name nothing known."""
    if len(rest) <= 1:
        return told
    remark = problem("AWARD_PART_UNKNOWN", printed=_line(part)[:120])
    return [each if each.problems else replace(each, problems=(remark,)) for each in told]


def _without_decision(part: str, decision: Decision | None) -> str:
    """The words of an award without the decision and the days beside it."""
    if decision is None:
        return part
    number = number_in(part)
    part = part.replace(number, " ") if number else part
    cut = re.search(r"[\s,(\-–]*(?:theo\s+)?(?:tại\s+)?(?:quyết định|QĐ)(?!\s*TTg)\b", part, re.IGNORECASE)
    head = part[: cut.start()] if cut and cut.start() else part
    for start, end, _found in reversed(find_dates(head)):
        if "/" in head[start:end]:
            head = head[:start] + " " + head[end:]
    return head.strip(" ,;.()–-")


def _line(text: str) -> str:
    return " ".join(text.split())
