"""Tables, their entries, and how the cells of rows become an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thidua.plans.reading.captions import Caption
from thidua.plans.reading.columns import Role
from thidua.plans.reading.flat import flat, one_line, words_of
from thidua.plans.reading.sections import Heading
from thidua.plans.reading.sources.blocks import Cell, Row
from thidua.plans.reading.sources.wrapping import glued

_BULLET = re.compile(r"^[-–+•*]\s")
_BARE_PERIOD = re.compile(r"^[\dIVX][\dIVX\s,;/–-]*$")
_BARE_DAY = re.compile(r"^(?:ngày\s+)?\d", re.IGNORECASE)
# What a whole time has: figures, or one of the words for time without a day.
_FIGURE_OR_WORD = re.compile(
    r"\d{1,2}/\d{1,2}|\b(?:thang|quy)\s+[\divx]|thuong xuyen|phat sinh|hang (?:thang|quy|nam|tuan)"
)
_QUOTES = '“"«('
_MARK = re.compile(r"^[xX×✓✔☑vV+*•●■]$")
_UNITS = (Role.DIRECTING, Role.IMPLEMENTING, Role.COORDINATING, Role.ADVISING)
_SEVERAL = 2
_MOST_JOINS = 12  # shown of one entry
_GROUP_NUMBER = re.compile(r"^\d{1,3}\.?$")


@dataclass(slots=True)
class Value:
    """The text of one role in one entry: for analysis, and as the file holds it."""

    text: str = ""
    printed: str = ""

    def add(self, cell: Cell, *, running: bool) -> None:
        """Add more text: as the rest of a running text, or on a line of its own."""
        run_on = running and not _BULLET.match(cell.text)
        self.text = _add(self.text, cell.text, run_on)
        self.printed = _add(self.printed, cell.printed, run_on)


@dataclass(slots=True)
class Timing:
    """The text of one deadline cell, and the words of the sub-row it belongs to."""

    value: Value
    label: str = ""


@dataclass(slots=True)
class Entry:
    """One task as it stands in the table: one row, or several that belong together."""

    number: str
    part: Heading | None
    section: Heading | None
    values: dict[Role, Value]
    timings: list[Timing]
    rows: list[Row]
    joins: list[str] = field(default_factory=list)
    spanning: list[str] = field(default_factory=list)
    shares_number: bool = False

    def text(self, role: Role) -> str:
        """Return the text for analysis of a role, "" when the table has no such column."""
        value = self.values.get(role)
        return value.text if value else ""

    def printed(self, role: Role) -> str:
        """Return the text of a role as the file holds it."""
        value = self.values.get(role)
        return value.printed if value else ""


@dataclass(slots=True)
class Table:
    """One table of tasks (or of the council's programme). `months` are the columns of a month matrix."""

    caption: Caption
    roles: dict[int, Role]
    headers: list[list[str]]
    entries: list[Entry] = field(default_factory=list)
    headings: list[tuple[Heading, Row]] = field(default_factory=list)
    repeats: list[Row] = field(default_factory=list)
    odd_rows: list[Row] = field(default_factory=list)
    left_out: list[Row] = field(default_factory=list)
    months: dict[int, int] = field(default_factory=dict)
    guessed: bool = False

    def name_of(self, column: int) -> str:
        """Return the name printed over a column, "" when none is."""
        names = (at(header, column) for header in reversed(self.headers))
        return next((one_line(name) for name in names if name), "")

    def column_of(self, role: Role) -> int | None:
        """Return the first column of a role, or None."""
        return next((column for column, held in self.roles.items() if held is role), None)


def at(texts: list[str], column: int) -> str:
    """Return the text of a column, "" beyond the end of a row."""
    return texts[column].strip() if column < len(texts) else ""


def _add(held: str, more: str, run_on: bool) -> str:
    if not held or not more:
        return held + more
    return glued(held, more) if run_on else f"{held}\n{more}"


def _by_role(table: Table, row: Row) -> dict[Role, list[Cell]]:
    held: dict[Role, list[Cell]] = {}
    for column, cell in enumerate(row.cells):
        role = table.roles.get(column)
        if role and not cell.covered and cell.text:
            held.setdefault(role, []).append(cell)
    return held


def entry_of(table: Table, row: Row, part: Heading | None, section: Heading | None) -> Entry:
    """Return a new entry with the cells of one row."""
    values: dict[Role, Value] = {}
    for role, cells in _by_role(table, row).items():
        value = values.setdefault(role, Value())
        for cell in cells:
            value.add(cell, running=False)
    entry = Entry(
        number=values.get(Role.NUMBER, Value()).text,
        part=part,
        section=section,
        values=values,
        timings=[Timing(values.get(Role.DEADLINE, Value()))],
        rows=[row],
    )
    entry.spanning = _spanning(table, row)
    _say_period(table, entry)
    _time_of_each_column(table, entry, row)
    _times_of_matrix(table, entry, row)
    return entry


def _time_of_each_column(table: Table, entry: Entry, row: Row) -> None:
    """Of several columns of times each gives its own, under the name of the column."""
    columns = [column for column, role in table.roles.items() if role is Role.DEADLINE]
    named = {column: name for column in columns if (name := table.name_of(column))}
    if len(set(named.values())) < _SEVERAL:
        return
    cells = [(row.cells[column], name) for column, name in named.items() if column < len(row.cells)]
    timings = [Timing(Value(cell.text, cell.printed), name) for cell, name in cells if cell.text and not cell.covered]
    entry.timings = timings or entry.timings


def _times_of_matrix(table: Table, entry: Entry, row: Row) -> None:
    """Every mark in a matrix of months is that month; printed are the name of the column and the mark."""
    marked = [
        (column, month, row.cells[column])
        for column, month in table.months.items()
        if column < len(row.cells) and row.cells[column].text and not row.cells[column].covered
    ]
    timings = list[Timing]()
    for column, month, cell in marked:
        printed = f"{table.name_of(column)}: {one_line(cell.printed)}"
        label = "" if _MARK.match(cell.text) else one_line(cell.printed)
        timings.append(Timing(Value(f"Tháng {month}", printed), label))
    if timings and not any(timing.value.text for timing in entry.timings):
        entry.timings = timings
    elif timings:
        entry.timings.extend(timings)


def _say_period(table: Table, entry: Entry) -> None:
    """Say in the text what the header says: "3" under "Tháng", a day under "Hoàn thành trước"; printed stays."""
    column = table.column_of(Role.DEADLINE)
    header = table.headers[0][column].strip() if column is not None and column < len(table.headers[0]) else ""
    value, start = entry.timings[0].value, entry.values.get(Role.START)
    if words_of(header) in ("thang", "quy") and _BARE_PERIOD.match(value.text):
        value.text = f"{header} {value.text}"
    elif words_of(header).endswith(("truoc", "truoc ngay")) and _BARE_DAY.match(value.text):
        value.text = f"trước {value.text}"
    elif start and start.text and value.text:
        entry.timings[0].value = Value(f"từ {start.text} đến {value.text}", f"{start.printed} | {value.printed}")


def _spanning(table: Table, row: Row) -> list[str]:
    """Return the texts of cells that reach over columns of different roles."""
    found = []
    for column, cell in enumerate(row.cells):
        covered = column + 1 < len(row.cells) and row.cells[column + 1].covered
        if cell.own_text and covered and table.roles.get(column) is not table.roles.get(column + 1):
            found.append(cell.printed)
    return found


def is_point(text: str) -> bool:
    """Tell whether a text opens with a bullet: a point of the row above it."""
    return bool(_BULLET.match(text.strip()))


def is_of_its_own(table: Table, row: Row, *, broken: bool) -> bool:
    """Tell whether a row without a number is a task of its own: a title of its own, and a time or a unit of its own.

    Where a page ended before it, the time above must be whole as well: else the row is the other half.
    """
    own: dict[Role, list[str]] = {}
    for column, cell in enumerate(row.cells):
        if (role := table.roles.get(column)) and cell.own_text.strip():
            own.setdefault(role, []).append(cell.own_text.strip())
    title = own.get(Role.TITLE, [""])[0]
    if not title or not (title[0].isupper() or title[0] in _QUOTES):
        return False
    if broken:
        held = table.entries[-1].timings[-1].value.text
        return Role.DEADLINE in own and all(_FIGURE_OR_WORD.search(flat(text)) for text in (held, *own[Role.DEADLINE]))
    return bool(own.keys() & {Role.DEADLINE, Role.MONTH, *_UNITS})


def runs_on(table: Table, row: Row) -> bool:
    """Tell whether a row without a number carries on a sentence, rather than adding a line of its own."""
    column = table.column_of(Role.TITLE)
    text = row.cells[column].own_text if column is not None and column < len(row.cells) else ""
    return text[:1].islower()


def extend(entry: Entry, table: Table, row: Row, *, running: bool) -> None:
    """Add a row to the entry above: joined column by column, or as a sub-row with its own time."""
    entry.rows.append(row)
    cells = {role: [cell for cell in held if not cell.merged_up] for role, held in _by_role(table, row).items()}
    told = len(entry.joins) < _MOST_JOINS
    joined = [
        f"{entry.printed(role)[-60:]} | {held[0].printed[:60]}"
        for role, held in cells.items()
        if told and held and entry.printed(role)
    ]
    entry.joins.extend(joined if running else joined[:1])
    label = _BULLET.sub("", cells[Role.TITLE][0].text) if cells.get(Role.TITLE) else ""
    for role, held in cells.items():
        for cell in held:
            if role is Role.DEADLINE and not running and entry.timings[0].value.text:
                entry.timings.append(Timing(Value(cell.text, cell.printed), label))
            elif role is Role.DEADLINE and not running:
                entry.timings[0] = Timing(Value(cell.text, cell.printed), label)
            elif role is not Role.NUMBER and not (role in _UNITS and not running and entry.text(role) == cell.text):
                entry.values.setdefault(role, Value()).add(cell, running=running)
    if running and Role.DEADLINE in entry.values and not entry.timings[0].value.text:
        entry.timings[0] = Timing(entry.values[Role.DEADLINE])


def grouped(entries: list[Entry]) -> list[Entry]:
    """Turn "1 Công tác thi đua" without anything else, before 1.1 and 1.2, into the heading of these."""
    kept: list[Entry] = []
    group: tuple[str, Heading] | None = None
    for position, entry in enumerate(entries):
        number = entry.number.rstrip(". ")
        following = entries[position + 1].number if position + 1 < len(entries) else ""
        only_title = set(entry.values) <= {Role.NUMBER, Role.TITLE}
        if only_title and _GROUP_NUMBER.match(entry.number) and following.startswith(f"{number}."):
            group = (f"{number}.", Heading(number, " ".join(entry.text(Role.TITLE).split()), is_part=False))
            continue
        if group and entry.number.startswith(group[0]):
            entry.section = group[1]
        kept.append(entry)
    return kept
