"""The preview of a list as the page draws it: the user's own columns and row numbers, flags, the chosen cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from thidua.awards.queries import short_name
from thidua.dossiers.actions import in_round, is_good
from thidua.dossiers.models import Round
from thidua.dossiers.reading import EDITABLE, ListReading, Row, Status
from thidua.dossiers.reading.shapes import Key, Problem
from thidua.foundation.dates import show_iso
from thidua.foundation.words import mark
from thidua.organisation.sealing import mask_cccd
from thidua.register.models import Recipient
from thidua.register.queries import suggested_matches

FIELDS = {
    "name": mark("Họ và tên, tên tập thể"),
    "sex": mark("Giới tính"),
    "birth": mark("Ngày sinh"),
    "cccd": mark("Số định danh"),
    "position": mark("Chức vụ"),
    "unit": mark("Đơn vị công tác"),
    "awards": mark("Đề nghị"),
    "rating": mark("Xếp loại"),
    "achievement": mark("Thành tích"),
    "kind": mark("Loại"),
}
ALWAYS = ("name", "birth", "cccd", "position", "unit", "awards")
SEXES = {"male": mark("Nam"), "female": mark("Nữ")}
KINDS = {"individual": mark("Cá nhân"), "collective": mark("Tập thể"), "household": mark("Hộ gia đình")}


@dataclass(frozen=True)
class Cell:
    """One cell: the value that would be stored, what the file printed where it differs, and its worst flag."""

    field: str
    address: str
    value: str
    printed: str
    flag: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """One line of the list."""

    key: str
    number: int
    cells: list[Cell]
    flagged: bool
    problems: list[Problem]
    chosen: bool


@dataclass(frozen=True)
class Kind:
    """A kind of problem: how many lines have it, and whether all proposals can be taken at once."""

    code: str
    message: str
    count: int
    proposals: int


@dataclass(frozen=True)
class SheetView:
    """Everything the page draws of a preview."""

    lines: list[Line]
    columns: list[tuple[str, str, str]]
    kinds: list[Kind]
    good: int
    flagged: int
    elsewhere: int
    same: list[tuple[str, str, str]]
    ignored: list[tuple[str, str]]
    chosen: Line | None = None
    chosen_cell: Cell | None = None
    suggestions: list[Recipient] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many lines stay when the good ones are taken."""
        return len(self.lines) - self.good


def key_of(text: str) -> Key | None:
    """The line named in a form: `sheet:12`."""
    sheet, _sep, number = text.rpartition(":")
    return (sheet, int(number)) if number.isdigit() else None


def sheet_of(reading: ListReading, round_: Round, chosen: str) -> SheetView:
    """Draw a reading. `chosen` names a cell (`sheet:12|birth`); without one the first flagged cell is chosen."""
    line_key, _sep, name = chosen.partition("|")
    fields = [each for each in FIELDS if each in ALWAYS or any(row.texts.get(each) for row in reading.rows)]
    if not any(_text(row) == line_key for row in reading.rows):
        first = next((row for row in reading.rows if row.problems), None)
        line_key = _text(first) if first else ""
        name = first.problems[0].field if first else ""
    lines = [_line(row, fields, line_key, name, in_round(row, round_)) for row in reading.rows]
    lines.sort(key=lambda line: not line.flagged)
    chosen_line = next((line for line in lines if line.chosen), None)
    letters = {column.field: column.column for column in reading.columns if column.field}
    return SheetView(
        lines=lines,
        columns=[(each, FIELDS[each], letters.get(each, "")) for each in fields],
        kinds=_kinds(reading),
        good=sum(is_good(row, round_) for row in reading.rows),
        flagged=sum(row.status is Status.FLAGGED for row in reading.rows),
        elsewhere=sum(not in_round(row, round_) for row in reading.rows),
        same=[(item.verdict.value, _("dòng %(rows)s") % {"rows": ", ".join(str(number) for _sheet, number in item.rows)}, item.why) for item in reading.same],
        ignored=[(_("%(sheet)s, dòng %(row)s") % {"sheet": item.sheet, "row": item.row} if item.row else item.sheet, item.why) for item in reading.ignored],
        chosen=chosen_line,
        chosen_cell=next((cell for cell in chosen_line.cells if cell.chosen), None) if chosen_line else None,
        suggestions=_suggestions(reading, chosen_line),
    )  # fmt: skip


def _text(row: Row) -> str:
    return f"{row.sheet}:{row.row}"


def _line(row: Row, fields: list[str], chosen: str, name: str, here: bool) -> Line:
    is_chosen = _text(row) == chosen
    worst = {problem.field: ("e" if problem.blocking else "w") for problem in reversed(row.problems)}
    worst.update({problem.field: "e" for problem in row.problems if problem.blocking})
    if not here:
        worst["awards"] = "e"
    field_chosen = name if name in fields else (row.problems[0].field if row.problems else "name")
    cells = [
        Cell(
            each, row.cells.get(each, ""), value_of(row, each), _printed(row, each), worst.get(each, ""),
            is_chosen and each == field_chosen,
        )
        for each in fields
    ]  # fmt: skip
    return Line(_text(row), row.row, cells, row.status is Status.FLAGGED or not here, list(row.problems), is_chosen)


def value_of(row: Row, name: str) -> str:
    """The value that would be stored, as people read it; identity numbers masked unless they are flagged."""
    if name == "awards":
        return ", ".join(map(short_name, row.awards))
    if name == "sex":
        return _(SEXES[row.sex]) if row.sex in SEXES else ""
    if name == "kind":
        return _(KINDS[row.kind.value])
    if name == "birth" and row.birth:
        return show_iso(row.birth)
    if name == "cccd":
        flagged = any(problem.field == "cccd" for problem in row.problems)
        return row.cccd or row.texts.get("cccd", "") if flagged else mask_cccd(row.cccd)
    return str(getattr(row, name, "") or row.texts.get(name, ""))


def _printed(row: Row, name: str) -> str:
    printed = row.printed.get(name, "")
    if name == "cccd" or not printed or printed == value_of(row, name):
        return ""
    return printed


def _kinds(reading: ListReading) -> list[Kind]:
    count = Counter(problem.code for row in reading.rows for problem in row.problems)
    offers = Counter(problem.code for row in reading.rows for problem in row.problems if problem.proposal)
    words = {problem.code: problem.message for row in reading.rows for problem in row.problems}
    return [Kind(code, words[code], number, offers[code]) for code, number in count.most_common()]


def _suggestions(reading: ListReading, line: Line | None) -> list[Recipient]:
    if line is None or (key := key_of(line.key)) is None:
        return []
    row = reading.find(key)
    return suggested_matches(row.name, row.birth, row.cccd, None) if row.name else []


def editable(name: str) -> bool:
    """Whether a field may be typed anew in place."""
    return name in EDITABLE
