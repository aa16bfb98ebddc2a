"""One question to many recipients: an award, a period, a day; honours weighed, years laid out."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ..criteria.base import MAYBE, NO, YES, Case, Criterion, disciplined
from ..findings import Status
from ..ruleset import Compiled
from .columns import UNKNOWN, Codes, Columns, Ints, Mask, day_code, marked

# Codes of the answers: the larger weighs more. QUIET: open only because nobody claims that merit (inside a
# condition alone). NOT_ASKED: the condition is not for this recipient.
NOT_ASKED = -1
PASS, QUIET, OPEN, HOLD, FAIL = 0, 1, 2, 3, 4
STATUSES = (Status.PASS, Status.UNKNOWN, Status.UNKNOWN, Status.HOLD, Status.FAIL)
CODE_OF = {status: code for code, status in enumerate(STATUSES)}
OF_STRENGTH = np.array([FAIL, OPEN, PASS], np.int8)  # by strength: NO, MAYBE, YES


@dataclass(frozen=True, slots=True)
class Weighed:
    """The honours of one award with their strength (NO, MAYBE, YES), by achievement year."""

    owner: Ints
    year: Ints
    strength: Codes
    plain: bool  # every one of them counts in full

    def until(self, year: int) -> slice:
        """The places up to that year."""
        return slice(0, int(np.searchsorted(self.year, year + 1)))


class Ask:
    """The question, and what has been worked out for it so far."""

    def __init__(self, columns: Columns, compiled: Compiled, period: int, on: date) -> None:
        self.columns, self.compiled, self.period, self.on = columns, compiled, period, on
        self.day = day_code(on)
        self._weighed: dict[tuple[str, bool], Weighed | None] = {}
        self._grids: dict[tuple[str, int], Codes] = {}
        self._undisciplined: dict[int, Codes] = {}
        self._cases: dict[int, Case] = {}
        table = columns.tables["discipline"]
        ended = (table["until"] > 0) & (table["until"] < self.day)
        self.disciplined: Mask = np.zeros(columns.size, np.bool_)
        self.disciplined[table["owner"][ended]] = True
        self.any_disciplined = bool(ended.any())

    def case(self, row: int) -> Case:
        """The same question to one recipient, for the single judge."""
        if row not in self._cases:
            compiled = self.compiled
            self._cases[row] = Case(
                self.columns.source(row),
                compiled.award,
                self.period,
                self.on,
                compiled.names,
                compiled.standards,
                compiled.district_until,
            )
        return self._cases[row]

    def full(self, code: int) -> Codes:
        """The same answer for all."""
        return np.full(self.columns.size, code, np.int8)

    def singly(self, criterion: Criterion, rows: Mask, answers: Codes) -> Codes:
        """Put the single judge's answers in for the given rows."""
        for row in np.flatnonzero(rows).tolist():
            reply = criterion.check(self.case(row))
            answers[row] = QUIET if reply.unclaimed else CODE_OF[reply.status]
        return answers

    def held(self, award: str) -> Weighed | None:
        """Honours of that award as achievements, weighed; None when nobody holds any."""
        return self._kept(award, achieved=True)

    def given(self, award: str) -> Weighed | None:
        """The same as awards already given: later discipline takes nothing from them."""
        return self._kept(award, achieved=not self.any_disciplined)

    def _kept(self, award: str, *, achieved: bool) -> Weighed | None:
        if (award, achieved) not in self._weighed:
            self._weighed[award, achieved] = self._weigh(award, achieved)
        return self._weighed[award, achieved]

    def _weigh(self, award: str, achieved: bool) -> Weighed | None:
        rows = self.columns.honours.get(award)
        if rows is None or not len(rows.owner):
            return None
        strength = np.full(len(rows.owner), YES, np.int8)
        doubtful = ((rows.decided >> 9) < rows.first) & (rows.decided > 0)
        until = self.compiled.district_until
        if until is not None:
            doubtful |= rows.district & (rows.decided > day_code(until))
        if doubtful.any():
            strength[doubtful] = MAYBE
        refused = rows.revoked | rows.unmerited | (rows.decided > self.day)
        if refused.any():
            strength[refused] = NO
        if self.any_disciplined and achieved:
            later = self.disciplined[rows.owner] & (strength == YES)
            for place in np.flatnonzero(later).tolist():
                year, owner = int(rows.last[place]), int(rows.owner[place])
                strength[place] = disciplined(year, self.case(owner))[0]
        return Weighed(rows.owner, rows.last, strength, bool((strength == YES).all()))

    def in_year(self, award: str, year: int) -> Codes:
        """Per recipient: 0 none in that year, else the strength of the strongest plus one."""
        key = (award, year)
        if key not in self._grids:
            grid = np.zeros(self.columns.size, np.int8)
            held = self.held(award)
            if held is not None:
                here = self.columns.honours[award].years(year)
                owner, strength = held.owner[here], held.strength[here]
                if held.plain:
                    grid[owner] = YES + 1
                else:
                    for each in (NO, MAYBE, YES):  # the stronger is written over the weaker
                        grid[owner[strength == each]] = each + 1
            self._grids[key] = grid
        return self._grids[key]

    def strength(self, award: str, year: int) -> Codes:
        """Per recipient: the strongest honour of that year, NO without one."""
        return np.maximum(self.in_year(award, year) - 1, 0).astype(np.int8)

    def wide(self, award: str) -> Mask | None:
        """Who holds one for more than two years at once: its chain may leap; None when nobody."""
        rows = self.columns.honours.get(award)
        if rows is None:
            return None
        found = rows.last - rows.first > 1
        return marked(self.columns.size, rows.owner[found]) if found.any() else None

    def undisciplined(self, year: int) -> Codes:
        """How far a year counts in view of discipline."""
        if year not in self._undisciplined:
            strength = self.full(YES)
            for row in np.flatnonzero(self.disciplined).tolist() if self.any_disciplined else ():
                strength[row] = disciplined(year, self.case(row))[0]
            self._undisciplined[year] = strength
        return self._undisciplined[year]

    def rated(self, year: int) -> Codes:
        """The rating of that year by its order, -1 unknown."""
        table = self.columns.tables["ratings"]
        found = self.full(UNKNOWN)
        here = table["year"] == year
        found[table["owner"][here]] = table["order"][here]
        return found

    def stated(self, code: str) -> Codes:
        """A statement: 1 yes, 0 no, -1 nothing said."""
        found = self.columns.attested.get(code)
        return self.full(UNKNOWN) if found is None else found
