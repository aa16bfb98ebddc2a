"""The table of the preview, fifty lines a page, those to be mended first; the chosen cell above it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from thidua.awards.queries import short_name
from thidua.dossiers.actions import is_elsewhere, is_good
from thidua.dossiers.models import Round
from thidua.dossiers.preview.columns import columns_shown
from thidua.dossiers.preview.summary import Kind, kinds_of, problems_of, proposal_words
from thidua.dossiers.preview.words import FIELDS, KINDS, SEXES
from thidua.foundation.dates import show_iso
from thidua.foundation.text import tidy
from thidua.organisation.sealing import mask_cccd
from thidua.register.file_words import ColumnChoice
from thidua.register.models import Recipient
from thidua.register.queries import suggested_matches
from thidua.register.reading import EDITABLE, ListReading, Row, keepable
from thidua.register.reading.shapes import Key, Problem

ALWAYS = ("name", "birth", "cccd", "position", "unit", "awards")
PAGE = 50
_NAMES = frozenset({"name", "name_family", "name_collective", "name_household"})


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
class Remark:
    """One problem of the chosen line: its sentence, what taking the proposal writes, whether it may stand."""

    code: str
    message: str
    blocking: bool
    proposal: str
    keepable: bool


@dataclass(frozen=True)
class Line:
    """One line of the list; `label` is how it is called, with its sheet when there are several."""

    key: str
    number: int
    label: str
    cells: list[Cell]
    flagged: bool
    problems: list[Remark]
    chosen: bool


@dataclass(frozen=True)
class SheetView:
    """Everything the page draws of a preview. `total` = good + flagged + elsewhere.

    `nameless`: no column is known to hold the names, so the officer is asked to say what each one is.
    """

    lines: list[Line]
    columns: list[tuple[str, str, str]]
    unread: list[ColumnChoice]
    understood: list[ColumnChoice]
    kinds: list[Kind]
    total: int
    good: int
    flagged: int
    elsewhere: int
    capitals: int
    same: list[tuple[str, str, str]]
    ignored: list[tuple[str, str]]
    page: int = 1
    pages: int = 1
    several: bool = False
    nameless: bool = False
    chosen: Line | None = None
    chosen_cell: Cell | None = None
    suggestions: list[Recipient] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many lines stay when the good ones are taken."""
        return self.total - self.good

    @property
    def before(self) -> str:
        """The address of the page before; empty on the first."""
        return f"?trang={self.page - 1}#bang" if self.page > 1 else ""

    @property
    def after(self) -> str:
        """The address of the page after; empty on the last."""
        return f"?trang={self.page + 1}#bang" if self.page < self.pages else ""

    @property
    def first(self) -> int:
        """Place of the first line drawn, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Place of the last line drawn."""
        return self.first + len(self.lines) - 1


@dataclass(frozen=True)
class _Seen:
    row: Row
    problems: list[Problem]

    @property
    def weight(self) -> int:
        """0 to be mended, 1 with a remark, 2 without."""
        return 0 if any(p.blocking for p in self.problems) else 1 if self.problems else 2

    @property
    def worst(self) -> str:
        """The field to be mended first; the name when nothing is wrong."""
        return next((p.field for p in sorted(self.problems, key=lambda p: not p.blocking)), "name")


def key_of(text: str) -> Key | None:
    """The line named in a form: `sheet:12`."""
    sheet, _sep, number = text.rpartition(":")
    return (sheet, int(number)) if number.isdigit() else None


def sheet_of(reading: ListReading, round_: Round, chosen: str, page: int | None = None) -> SheetView:
    """Draw a reading. `chosen` names a cell (`sheet:12|birth`); without one the first flagged cell is chosen.

    `page` counts from 1; without one the page of the chosen cell is drawn.
    """
    several = reading.several
    label = {_text(row): _label(row, several) for row in reading.rows}
    seen = sorted((_Seen(row, problems_of(row, round_)) for row in reading.rows), key=lambda one: one.weight)
    line_key, name = _chosen(seen, label, chosen)
    fields = [each for each in FIELDS if each in ALWAYS or any(row.texts.get(each) for row in reading.rows)]
    pages = max(1, -(-len(seen) // PAGE))
    place = next((i for i, one in enumerate(seen) if _text(one.row) == line_key), 0)
    page = min(max(1, page if page is not None else place // PAGE + 1), pages)
    drawn = seen[(page - 1) * PAGE : page * PAGE]
    lines = [_line(one, fields, line_key, name, label) for one in drawn]
    there = next((one for one in seen if _text(one.row) == line_key), None)
    chosen_line = _line(there, fields, line_key, name, label) if there else None
    columns = columns_shown(reading)
    good = [one for one in seen if is_good(one.row, round_)]
    elsewhere = sum(is_elsewhere(one.row, round_) for one in seen)
    return SheetView(
        lines=lines,
        columns=[(each, FIELDS[each], _letters(reading, each)) for each in fields],
        unread=[column for column in columns if column.unread],
        understood=[column for column in columns if not column.unread],
        kinds=kinds_of([(row, problems_of(row, round_)) for row in reading.rows], label),
        total=len(seen),
        good=len(good),
        flagged=len(seen) - len(good) - elsewhere,
        elsewhere=elsewhere,
        capitals=sum(any(p.code == "NAME_CAPITALS" for p in one.problems) for one in good),
        same=[(item.verdict.value, _rows_told(item.rows, several), item.why) for item in reading.same],
        ignored=[(_("%(sheet)s, dòng %(row)s") % {"sheet": item.sheet, "row": item.row} if item.row else item.sheet, item.why) for item in reading.ignored],
        page=page,
        pages=pages,
        several=several,
        nameless=not any(column.field in _NAMES for column in reading.columns),
        chosen=chosen_line,
        chosen_cell=next((cell for cell in chosen_line.cells if cell.chosen), None) if chosen_line else None,
        suggestions=_suggestions(there.row if there else None),
    )  # fmt: skip


def _chosen(seen: list[_Seen], label: dict[str, str], chosen: str) -> tuple[str, str]:
    """The line and the field that stand open for mending."""
    line_key, _sep, name = chosen.partition("|")
    if line_key in label:
        return line_key, name
    first = seen[0] if seen and seen[0].problems else None
    return (_text(first.row), first.worst) if first else ("", "")


def _text(row: Row) -> str:
    return f"{row.sheet}:{row.row}"


def _label(row: Row, several: bool) -> str:
    return (
        _("%(sheet)s, dòng %(row)s") % {"sheet": row.sheet, "row": row.row}
        if several
        else _("dòng %(row)s") % {"row": row.row}
    )


def _rows_told(keys: tuple[Key, ...], several: bool) -> str:
    if not several:
        return _("dòng %(rows)s") % {"rows": ", ".join(str(number) for _sheet, number in keys)}
    return "; ".join(_("%(sheet)s, dòng %(row)s") % {"sheet": sheet, "row": number} for sheet, number in keys)


def _letters(reading: ListReading, name: str) -> str:
    """The letter of the column that holds a field; one for each sheet where they differ."""
    parts = {
        "name": ("name", "name_family", "name_collective"),
        "birth": ("birth", "birth_day", "birth_month", "birth_year", "male"),
    }.get(name, (name,))
    held: dict[str, str] = {}
    for column in reading.columns:
        if column.field in parts:
            held.setdefault(column.sheet, column.column)
    if len(set(held.values())) <= 1:
        return next(iter(held.values()), "")
    return ", ".join(f"{letter} ({sheet})" for sheet, letter in held.items())


def _line(one: _Seen, fields: list[str], chosen: str, name: str, label: dict[str, str]) -> Line:
    row = one.row
    is_chosen = _text(row) == chosen
    worst = {problem.field: ("e" if problem.blocking else "w") for problem in reversed(one.problems)}
    worst.update({problem.field: "e" for problem in one.problems if problem.blocking})
    field_chosen = name if name in fields else one.worst
    cells = [
        Cell(
            each, row.cells.get(each, ""), value_of(row, each), _printed(row, each), worst.get(each, ""),
            is_chosen and each == field_chosen,
        )
        for each in fields
    ]  # fmt: skip
    foreign = any(p.code == "AWARD_ELSEWHERE" for p in one.problems)
    remarks = [
        Remark(
            p.code, p.message, p.blocking, proposal_words(p), _may_stand(p) and not (foreign and p.field == "awards")
        )
        for p in one.problems
    ]
    return Line(_text(row), row.row, label[_text(row)], cells, one.weight == 0, remarks, is_chosen)


def _may_stand(problem: Problem) -> bool:
    """Whether "Giữ như trong tệp" is offered: something waits for an answer and the value can be kept."""
    return problem.blocking and keepable(problem)


def value_of(row: Row, name: str) -> str:
    """The value that would be stored, as people read it; identity numbers masked unless they are to be mended."""
    if name == "awards":
        return ", ".join(map(short_name, row.awards))
    if name == "sex":
        return _(SEXES[row.sex]) if row.sex in SEXES else ""
    if name == "kind":
        return _(KINDS[row.kind.value])
    if name == "birth" and row.birth:
        return show_iso(row.birth)
    if name == "cccd":
        flagged = any(problem.field == "cccd" and problem.blocking for problem in row.problems)
        return row.cccd or row.texts.get("cccd", "") if flagged else mask_cccd(row.cccd)
    return str(getattr(row, name, "") or row.texts.get(name, ""))


def _printed(row: Row, name: str) -> str:
    """What the file prints where it looks different; one name in two Unicode forms looks the same."""
    printed = row.printed.get(name, "")
    if name == "cccd" or not printed or " ".join(tidy(printed).split()) == value_of(row, name):
        return ""
    return printed


def _suggestions(row: Row | None) -> list[Recipient]:
    return suggested_matches(row.name, row.birth, row.cccd, None) if row and row.name else []


def editable(name: str) -> bool:
    """Whether a field may be typed anew in place."""
    return name in EDITABLE
