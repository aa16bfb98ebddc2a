"""What reading a list yields, and its JSON (docs/schemas/list-read-1.json). Pure Python, no Django.

Messages are Vietnamese sentences. Identity numbers stand here in full: callers mask them on screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

SCHEMA = "list-read/1"
Key = tuple[str, int]
"""A row is named by its sheet and its number in that sheet, as the person sees them."""


class Kind(StrEnum):
    """Who is nominated; communities are met in old ledgers only."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"
    HOUSEHOLD = "household"
    COMMUNITY = "community"


class Status(StrEnum):
    """Whether a row may go on as it is, or waits for the officer."""

    ACCEPTED = "accepted"
    FLAGGED = "flagged"


class Sameness(StrEnum):
    """What two or more rows of one list are to each other."""

    SAME = "same"
    DIFFERENT = "different"
    SUSPECTED = "suspected"


class Unreadable(Exception):  # noqa: N818 - it names the state of the file, as Refused does
    """The file cannot be read as a list: `code` is stable, `reason` is the sentence for the person."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to settle (`blocking`) or only to know about one field of a row.

    `proposal` is what the field would hold if the officer accepts; empty when there is nothing to offer.
    """

    code: str
    field: str
    message: str
    proposal: str = ""
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One nominee as understood. `printed` keeps the text of the file, whatever happens to the values.

    `texts`, `hints` and `waived` are what the row is judged from: the words of each field (the file's,
    or the officer's after a correction), what the table around it says, and the problem codes the
    officer has accepted as they are.
    """

    sheet: str
    row: int
    kind: Kind
    name: str = ""
    birth: str = ""
    sex: str = ""
    cccd: str = ""
    position: str = ""
    unit: str = ""
    awards: tuple[str, ...] = ()
    rating: str = ""
    achievement: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    status: Status = Status.ACCEPTED
    problems: tuple[Problem, ...] = ()
    printed: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    waived: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Sheet and row number."""
        return (self.sheet, self.row)

    def with_problems(self, problems: Iterable[Problem]) -> Row:
        """The row with these problems (those waived left out) and the status that follows from them."""
        kept = tuple(p for p in problems if p.code not in self.waived)
        flagged = any(p.blocking for p in kept)
        return replace(self, problems=kept, status=Status.FLAGGED if flagged else Status.ACCEPTED)

    def to_json(self) -> dict[str, Any]:
        """Plain data of the row."""
        data = asdict(self)
        data["awards"] = list(self.awards)
        data["problems"] = [asdict(p) for p in self.problems]
        data["waived"] = list(self.waived)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The row that `to_json` wrote."""
        return cls(
            **{
                **data,
                "kind": Kind(data["kind"]),
                "status": Status(data["status"]),
                "awards": tuple(data["awards"]),
                "problems": tuple(Problem(**p) for p in data["problems"]),
                "waived": tuple(data["waived"]),
            }
        )


@dataclass(frozen=True, slots=True)
class SameRows:
    """Rows that are, are not or may be one nominee, and why."""

    rows: tuple[Key, ...]
    verdict: Sameness
    why: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that is not a nominee; `row` is None when a whole sheet was left out."""

    sheet: str
    row: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Column:
    """How one column was understood; `how` is known, learnt, guessed, content, chosen or unknown.

    `samples` are the first values of a column that was not read.
    """

    sheet: str
    column: str
    header: str
    field: str
    how: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListReading:
    """A whole list as read."""

    rows: tuple[Row, ...] = ()
    same: tuple[SameRows, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    columns: tuple[Column, ...] = ()
    filename: str = ""
    file_kind: str = ""
    unit: str = ""

    @property
    def several(self) -> bool:
        """Whether the file has several sheets, however many still have rows here."""
        sheets = {row.sheet for row in self.rows} | {column.sheet for column in self.columns}
        return len(sheets | {line.sheet for line in self.ignored}) > 1

    def find(self, key: Key) -> Row:
        """The row at this sheet and number; KeyError when it is not a nominee row."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)

    def summary(self) -> dict[str, Any]:
        """Counts of the whole, and one sentence for the person."""
        flagged = sum(row.status is Status.FLAGGED for row in self.rows)
        return {
            "file": self.filename,
            "kind": self.file_kind,
            "unit": self.unit,
            "rows": len(self.rows),
            "accepted": len(self.rows) - flagged,
            "flagged": flagged,
            "ignored": len(self.ignored),
            "kinds": dict(Counter(row.kind.value for row in self.rows)),
            "awards": dict(Counter(code for row in self.rows for code in row.awards)),
            "problems": dict(Counter(p.code for row in self.rows for p in row.problems)),
            "sentence": self._sentence(flagged),
        }

    def _sentence(self, flagged: int) -> str:
        if not self.rows:
            return "Không tìm thấy bảng danh sách trong tệp. Đề nghị kiểm tra dòng tiêu đề cột."
        if not flagged:
            return f"Đọc được {len(self.rows)} dòng, không có lỗi."
        return f"Đọc được {len(self.rows)} dòng; {flagged} dòng cần xem lại trước khi nộp."

    def to_json(self) -> dict[str, Any]:
        """The shape printed by `thidua dossiers read --json`."""
        return {
            "schema": SCHEMA,
            "rows": [row.to_json() for row in self.rows],
            "same": [
                {"rows": [{"sheet": s, "row": r} for s, r in item.rows], "verdict": item.verdict.value, "why": item.why}
                for item in self.same
            ],
            "ignored": [asdict(item) for item in self.ignored],
            "columns": [{**asdict(item), "samples": list(item.samples)} for item in self.columns],
            "summary": self.summary(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The reading that `to_json` wrote, so that a preview can be kept between two requests."""
        summary = data["summary"]
        return cls(
            rows=tuple(Row.from_json(row) for row in data["rows"]),
            same=tuple(
                SameRows(tuple((k["sheet"], k["row"]) for k in item["rows"]), Sameness(item["verdict"]), item["why"])
                for item in data["same"]
            ),
            ignored=tuple(Ignored(**item) for item in data["ignored"]),
            columns=tuple(Column(**{**item, "samples": tuple(item.get("samples", ()))}) for item in data["columns"]),
            filename=summary["file"],
            file_kind=summary["kind"],
            unit=summary["unit"],
        )
