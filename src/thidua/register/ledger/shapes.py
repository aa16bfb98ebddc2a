"""What reading an old ledger yields. Pure Python, no Django. Identity numbers stand here in full: callers mask them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final, Self

from thidua.register.reading.shapes import Column, Ignored, Problem

SCHEMA: Final = "register-import/1"
_WORDS: Final = 100  # different words to be explained on one page


class Standing(StrEnum):
    """Whether an honour stands, as the ledger tells it."""

    VALID = "valid"
    CORRECTED = "corrected"
    REVOKED = "revoked"
    REISSUED = "reissued"


@dataclass(slots=True)
class Line:
    """One honour in the file. Several lines may come from one row, told apart by `part`.

    `printed` are the cells of the row as in the file. `who` numbers the people and collectives of the file: lines with
    the same number are one recipient beyond doubt; `owner` is the row that names him. `twin` is the place of the line this one repeats, or -1. Days are
    ISO dates or empty; `number` is the decision's, `bonus` in đồng; `route` as the codes of the register.
    """

    sheet: str
    row: int
    part: int
    kind: str
    name: str
    birth: str
    sex: str
    cccd: str
    position: str
    unit: str
    award: str
    award_name: str
    period_from: int
    period_to: int
    number: str
    day: str
    signer: str
    authority: str
    standing: str
    change_number: str
    change_day: str
    certificate: str
    bonus: int | None
    note: str
    printed: list[str]
    problems: list[Problem] = field(default_factory=list)
    owner: int = 0
    who: int = -1
    twin: int = -1
    year: int = 0
    route: str = "merit"

    @property
    def bad(self) -> bool:
        """Whether something must be mended before the line can be written."""
        return any(problem.blocking for problem in self.problems)

    def to_list(self) -> list[Any]:
        """Plain data, short enough to keep by the hundred thousand."""
        return [*_values(self), [_problem(p) for p in self.problems]]

    @classmethod
    def from_list(cls, data: list[Any]) -> Self:
        """The line that `to_list` wrote."""
        *values, problems = data
        line = cls(*values[:_GIVEN])
        for name, value in zip(_LATER, values[_GIVEN:], strict=True):
            setattr(line, name, value)
        line.problems = [Problem(*words) for words in problems]
        return line


_PLAIN: Final = tuple(name for name in Line.__slots__ if name != "problems")
_GIVEN: Final = Line.__slots__.index("problems")
_LATER: Final = _PLAIN[_GIVEN:]
_values = attrgetter(*_PLAIN)


def _problem(found: Problem) -> tuple[str, str, str, str, bool]:
    return found.code, found.field, found.message, found.proposal, found.blocking


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """A whole ledger as read. `headings` are those of each sheet, by which `Line.printed` is told."""

    lines: list[Line]
    columns: tuple[Column, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    filename: str = ""
    file_kind: str = ""
    unit: str = ""

    def counts(self) -> dict[str, int]:
        """How many lines there are, and of what kind."""
        bad = sum(line.bad for line in self.lines)
        twice = sum(line.twin >= 0 and not line.bad for line in self.lines)
        return {"lines": len(self.lines), "bad": bad, "twice": twice, "ignored": len(self.ignored)}

    def words_unknown(self) -> list[tuple[str, int]]:
        """Words that name no award, or may name several, the most frequent first."""
        found = Counter(
            line.award_name
            for line in self.lines
            if line.award_name and any(p.code in {"AWARD_UNKNOWN", "AWARD_AMBIGUOUS"} for p in line.problems)
        )
        return found.most_common(_WORDS)


def tally(lines: Iterable[Line]) -> dict[str, dict[str, int]]:
    """How often each problem occurs: in all, with a proposal, and waiting for somebody."""
    found = [problem for line in lines for problem in line.problems]
    return {
        "problems": dict(Counter(p.code for p in found)),
        "proposals": dict(Counter(p.code for p in found if p.proposal)),
        "blocking": dict(Counter(p.code for p in found if p.blocking)),
    }
