"""When, by which decision, and whether it still stands: the facts of one honour, with what contradicts them. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from thidua.foundation.dates import show_iso
from thidua.register.ledger.awards import Told
from thidua.register.ledger.routes import MERIT, route_in, route_named
from thidua.register.ledger.shapes import Line, Standing
from thidua.register.ledger.tables import Around
from thidua.register.ledger.values import (
    Day,
    Decision,
    Period,
    money_in,
    number_in,
    read_day,
    read_decision,
    read_period,
    read_standing,
    tells_revoked,
    tells_something,
    years_in,
)
from thidua.register.reading.messages import keepable, problem
from thidua.register.reading.shapes import Problem

OLDEST: Final = 110  # a bound of plausibility for the age of a recipient, not of any law
_LONGEST_NUMBER: Final = 80
_LONGEST_SIGNER: Final = 120
_LONGEST_CERTIFICATE: Final = 40
_NAMES: Final = {
    Standing.REVOKED: "đã thu hồi",
    Standing.CORRECTED: "đã đính chính",
    Standing.REISSUED: "đã cấp lại",
}
_ROUTES: Final = {"sudden": "đột xuất", "themed": "chuyên đề"}
_COMMON: Final = ("signer", "authority", "status", "revocation", "certificate", "bonus", "route")
Places = Mapping[str, int]
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Common:
    """What all honours of one row share."""

    signer: str
    authority: str
    standing: Standing
    change: Decision
    certificate: str
    bonus: int | None
    route: str
    problems: tuple[Problem, ...]


class FactReader:
    """Reads the facts of honours; every distinct combination of cells is understood once.

    `settled`: code of a problem → "accept" or "keep". `on`: ISO day of reading.
    """

    def __init__(self, settled: Mapping[str, str], on: str) -> None:
        self._accepted = frozenset(code for code, answer in settled.items() if answer == "accept")
        self._kept = frozenset(code for code, answer in settled.items() if answer == "keep")
        self._on = on
        self._commons: dict[tuple[str, ...], Common] = {}
        self._decisions: dict[tuple[str, ...], tuple[Decision, tuple[Problem, ...]]] = {}
        self._periods: dict[str, tuple[Spans, tuple[Problem, ...]]] = {}
        self._years: dict[str, tuple[int, int] | None] = {}

    # ---- whether it stands ---------------------------------------------------------------------------------

    def common(self, at: Places, cells: Sequence[str], _around: Around, note: str) -> Common:
        """Author, standing, certificate of a row."""
        key = (*(_text(at, cells, field) for field in _COMMON), note)
        found = self._commons.get(key)
        if found is None:
            found = self._commons[key] = self._common(*key)
        return found

    def _common(
        self,
        signer: str,
        authority: str,
        status: str,
        revocation: str,
        certificate: str,
        bonus: str,
        route: str,
        note: str,
    ) -> Common:
        standing = read_standing(status)
        problems: list[Problem] = []
        if standing is None:
            problems.append(problem("STATUS_UNKNOWN", printed=_short(status)))
            standing = Standing.VALID
        told_gone = tells_revoked(note) or (bool(revocation) and read_standing(revocation) is not Standing.VALID)
        if standing is Standing.VALID and told_gone:
            if status and not problems:
                problems.append(
                    problem("STATUS_CONTRADICTS", printed=_short(status), choices=_short(revocation or note))
                )
            standing = Standing.REVOKED
        change = Decision()
        if standing is not Standing.VALID:
            change = self._change(revocation, note, status)
            if not change.number or not change.day.value:
                problems.append(problem("CHANGE_HOW", printed=_short(status) or _NAMES[standing]))
        told = route_named(route)
        if route and not told:
            problems.append(problem("ROUTE_UNKNOWN", printed=_short(route)))
        by = _short(authority) or _short(signer)
        named = _short(signer) if len(_short(signer)) <= _LONGEST_SIGNER else ""
        return Common(
            named,
            by,
            standing,
            change,
            _short(certificate)[:_LONGEST_CERTIFICATE],
            money_in(bonus),
            told,
            tuple(problems),
        )

    def _change(self, *texts: str) -> Decision:
        found = [read_decision(text, self._on) for text in texts if text]
        return next((each for each in found if each.number and each.day.value), Decision())

    def route(self, told: Told, common: Common, around: Around, note: str, problems: list[Problem]) -> str:
        """The route of an honour: its own column, else words of the award, the note, group lines and titles; else merit."""
        if common.route:
            return common.route
        for where, words in (
            ("ô danh hiệu", told.printed),
            ("nội dung của dòng", note),
            *(("tiêu đề", text) for text in around.words),
        ):
            if found := route_in(words):
                problems.append(problem("ROUTE_FROM_WORDS", printed=_ROUTES[found], choices=where))
                return found
        return MERIT

    # ---- by which decision, for which years ----------------------------------------------------------------

    def of_honour(
        self, at: Places, cells: Sequence[str], around: Around, told: Told, years: str, note: str
    ) -> tuple[Decision, Spans, list[Problem]]:
        """The decision and the years of one honour; at least one span, (0, 0) when no year is known."""
        decision, doubts = self._decision(at, cells, around, told)
        spans, more = self._period(at, cells, around, told, years, note)
        if spans:
            return decision, spans, [*doubts, *more] if doubts or more else []
        if "PERIOD_MISSING" in self._accepted and decision.day.year and any(p.code == "PERIOD_MISSING" for p in more):
            return decision, ((decision.day.year, decision.day.year),), list(doubts)
        if decision.day.year:
            more = tuple(replace(p, proposal=str(decision.day.year)) if p.code == "PERIOD_MISSING" else p for p in more)
        return decision, ((0, 0),), [*doubts, *more]

    def _decision(
        self, at: Places, cells: Sequence[str], around: Around, told: Told
    ) -> tuple[Decision, tuple[Problem, ...]]:
        if told.decision is not None:
            return self._told_decision(told.decision)
        key = (
            _text(at, cells, "decision"),
            _text(at, cells, "decision_number"),
            _text(at, cells, "decision_date"),
        )
        if not any(key):
            key = (_above(around), "", "")
        found = self._decisions.get(key)
        if found is None:
            both, number, day = key
            whole = read_decision(both, self._on)
            numbered = read_decision(number, self._on)
            dated = self._day(day) if day else whole.day if whole.day != Day() else numbered.day
            made = Decision(numbered.number or whole.number, dated, whole.signer or numbered.signer)
            found = self._decisions[key] = (made, self._doubts(made, day or both or number, number or both))
        return found

    def _told_decision(self, decision: Decision) -> tuple[Decision, tuple[Problem, ...]]:
        return decision, self._doubts(decision, decision.number)

    def _day(self, text: str) -> Day:
        day = read_day(text, self._on)
        return read_day(day.proposal, self._on) if day.code in self._accepted and day.proposal else day

    def _doubts(self, decision: Decision, printed: str, numbered: str = "") -> tuple[Problem, ...]:
        found = []
        if not decision.number:
            lost = tells_something(numbered) and decision.day == Day()
            found.append(problem("DECISION_UNREADABLE" if lost else "DECISION_MISSING", printed=_short(numbered)))
        if len(decision.number) > _LONGEST_NUMBER:
            found.append(problem("TEXT_LONG", field="decision_number", count=_LONGEST_NUMBER))
        if decision.day.code:
            found.append(problem(decision.day.code, printed=_short(printed), proposal=decision.day.proposal))
        elif not decision.day.value:
            found.append(problem("DECISION_DATE_MISSING"))
        return tuple(p for p in found if not self._let(p))

    def _let(self, found: Problem) -> bool:
        return found.code in self._kept and keepable(found)

    def _period(
        self, at: Places, cells: Sequence[str], around: Around, told: Told, years: str, note: str
    ) -> tuple[Spans, tuple[Problem, ...]]:
        own = _text(at, cells, "period")
        ends = (_text(at, cells, "period_from"), _text(at, cells, "period_to"))
        if any(ends):
            own = own or "-".join(filter(None, ends))
        if told.spans and (years or not own):
            return self._judged(_shown(told.spans))
        if text := own or years:
            return self._judged(text)
        return self._from_words(around, note)

    def _judged(self, text: str) -> tuple[Spans, tuple[Problem, ...]]:
        """The years in a text, with what is doubtful about them; every text is understood once."""
        if text not in self._periods:
            self._periods[text] = self._read(text)
        return self._periods[text]

    def _read(self, text: str) -> tuple[Spans, tuple[Problem, ...]]:
        found = read_period(text, self._on)
        if found.code in self._accepted and found.proposal:
            found = read_period(found.proposal, self._on)
        if not found.code:
            return (found.spans, ()) if found.spans else ((), (problem("PERIOD_MISSING"),))
        doubt = problem(found.code, printed=_short(text), proposal=found.proposal)
        return self._doubtful(found, doubt)

    def _doubtful(self, found: Period, doubt: Problem) -> tuple[Spans, tuple[Problem, ...]]:
        return found.spans, () if self._let(doubt) and found.spans else (doubt,)

    def _from_words(self, around: Around, note: str) -> tuple[Spans, tuple[Problem, ...]]:
        """The year in the words about the achievement, else in group lines and titles, else in the sheet's name."""
        for where, text in (("nội dung của dòng", note), *(("tiêu đề", words) for words in around.words)):
            if text not in self._years:
                self._years[text] = years_in(text)
            if span := self._years[text]:
                spans, doubts = self._judged(_shown((span,)))
                remark = problem("PERIOD_FROM_TITLE", printed=_short(text)[:80], choices=where)
                return spans, (*doubts, remark)
        return (), (problem("PERIOD_MISSING"),)

    # ---- what contradicts ----------------------------------------------------------------------------------

    def contradictions(self, line: Line) -> None:
        """Adds to a line what cannot be true together."""
        year = line.year
        if year and line.period_to and year < line.period_to:
            span = f"{line.period_from}-{line.period_to}" if line.period_from != line.period_to else line.period_to
            self._add(line, problem("DECISION_BEFORE_PERIOD", printed=year, choices=span))
        last = line.period_to or year
        if line.birth and last:
            born = int(line.birth[:4])
            if last < born or (year and year < born):
                line.problems.append(problem("BEFORE_BIRTH", printed=min(filter(None, (last, year))), choices=born))
            elif last - born > OLDEST and not any(p.code == "BIRTH_UNLIKELY" for p in line.problems):
                self._add(line, problem("AGE_UNLIKELY", printed=last - born, choices=born))
        if line.change_day and line.day and line.change_day < line.day:
            self._add(line, problem("CHANGE_BEFORE", printed=show_iso(line.change_day), choices=show_iso(line.day)))

    def _add(self, line: Line, found: Problem) -> None:
        if not self._let(found):
            line.problems.append(found)


def _text(at: Places, cells: Sequence[str], field: str) -> str:
    place = at.get(field)
    return cells[place] if place is not None else ""


def _shown(spans: Spans) -> str:
    return ", ".join(f"{first}-{last}" if first != last else str(first) for first, last in spans)


def _above(around: Around) -> str:
    """A decision named by a group line or a title: "Quyết định số 12/QĐ-UBND ngày 03/4/2019"."""
    return next((words for words in around.words if number_in(words) and "Đ" in words.upper()), "")


def _short(text: str) -> str:
    return " ".join(text.split())[:200]
