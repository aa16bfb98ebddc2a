"""From sheets to drafts: which rows are nominees, and what the table around them says. Pure Python.

Every row that is not blank ends up either in a draft or among the ignored ones, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.blocks import block_header, is_line, without_names
from thidua.register.reading.choosing import Choices, columns_of, with_choices
from thidua.register.reading.columns import find_header, looks_heading
from thidua.register.reading.drafts import Draft, continue_draft, draft_of, row_text
from thidua.register.reading.groups import Groups, Outline, titles_context
from thidua.register.reading.guessing import guess_columns, guess_header
from thidua.register.reading.headings import BIRTH_PARTS, LEDGER_FIELDS, NAMES, Header, Headings
from thidua.register.reading.lines import (
    is_column_numbers,
    is_motto,
    is_note,
    is_number,
    is_signature,
    is_total,
    organisation_of,
)
from thidua.register.reading.shapes import Column, Ignored
from thidua.register.reading.sheets import Sheet

_ENOUGH = 5_000  # rows that tell whether nominees carry running numbers
_LETTERHEAD = 4  # a table of so few rows above the list carries the names of the offices

_TELLING = (
    "birth",
    *BIRTH_PARTS,
    "cccd",
    "position",
    "unit",
    "position_unit",
    "awards",
    "achievement",
    *sorted(LEDGER_FIELDS),
)


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller knows beside the file."""

    names: AwardNames
    default_unit: str = ""
    default_award: str = ""
    learnt: Mapping[str, str] = field(default_factory=dict)
    chosen: Choices = field(default_factory=dict)
    on: str = ""
    ledger: bool = False


@dataclass
class Assembled:
    """What was found in all sheets together."""

    drafts: list[Draft] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    unit: str = ""


def assemble(
    sheets: Sequence[Sheet],
    options: Options,
    reader_of: type[SheetReader] | None = None,
    into: Assembled | None = None,
) -> Assembled:
    """Read every visible sheet in order. `reader_of`: who walks a sheet, where it is no list of nominees."""
    result = into or Assembled()
    headings = Headings(options.learnt, options.names, ledger=options.ledger)
    seen: dict[tuple[tuple[str, ...], ...], str] = {}
    previous: Header | None = None
    unnamed: list[SheetReader] = []
    outline = Outline(options.names)
    for sheet in (raw.prepared() for raw in sheets):
        if why := _left_out(sheet, seen):
            result.ignored.append(Ignored(sheet.name, None, why))
            continue
        result.unit = result.unit or organisation_of(sheet.above)
        reader = (reader_of or SheetReader)(sheet, headings, options, result)
        reader.outline = outline.over(sheet.above)
        if header := reader.read(previous):
            previous = header
        else:
            unnamed.append(reader)
    for reader in unnamed:  # only when no sheet has a heading that is known
        if previous is not None or not reader.read_block():
            reader.no_list()
    return result


def _left_out(sheet: Sheet, seen: dict[tuple[tuple[str, ...], ...], str]) -> str:
    if sheet.hidden:
        return "Trang tính bị ẩn nên không đọc."
    content = tuple(tuple(row) for row in sheet.cells if any(row))
    if not content:
        return "Trang tính trống."
    if content in seen and not sheet.above:
        return f"Giống hệt “{seen[content]}” nên không đọc lần nữa."
    seen.setdefault(content, sheet.name)
    return ""


class SheetReader:
    """Walks one sheet, section by section: a heading and the rows under it."""

    def __init__(self, sheet: Sheet, headings: Headings, options: Options, result: Assembled) -> None:
        self.sheet = sheet
        self.headings = headings
        self.options = options
        self.result = result
        self.groups = Groups(options.names)
        self.titles: list[str] = list(sheet.above)
        self.outline: Mapping[str, str] = {}  # what the numbered lines over this table and those before it say
        self.over: list[str] = []  # the titles over the section being read
        self.own: list[Draft] = []
        self.named = True  # whether some column is known to hold the names

    def read(self, previous: Header | None) -> Header | None:
        """Read the sheet; `previous` is the heading of the table before, for tables that run on."""
        header = find_header(self.sheet, 0, self.headings)
        if header is None and previous and self._runs_on(previous):
            header = Header(0, -1, previous.columns)
        header = header or guess_header(self.sheet, self.options.names, self.headings)
        if header is None:
            if not self.result.unit and len(self.sheet.cells) <= _LETTERHEAD:
                self.result.unit = organisation_of([text for row in self.sheet.cells for text in row])
            return None
        self._above(header)
        while header:
            following = find_header(self.sheet, header.last + 1, self.headings, again=True)
            end = following.first if following else len(self.sheet.cells)
            header = self._section(header, end, following)
            if following and not self._same_heading(header, following):
                header = following
            elif following:
                header = Header(following.first, following.last, header.columns)
            else:
                break
        return header

    def read_block(self) -> bool:
        """Read a table of which no heading is known, for a person to name its columns; False when there is none."""
        header = block_header(self.sheet, self.headings)
        if header is None:
            return False
        self.named = False
        self._above(header)
        self._section(header, len(self.sheet.cells), None)
        return True

    def _above(self, header: Header) -> None:
        self._titles(0, header.first)
        if not self.result.unit:
            self.result.unit = organisation_of(self.titles)

    def _runs_on(self, previous: Header) -> bool:
        return self.sheet.name.startswith(("Bảng ", "Trang ")) and len(previous.columns) == self.sheet.width

    def no_list(self) -> None:
        """Tell that the sheet holds no list."""
        why = "Không thấy bảng danh sách (không có dòng tiêu đề cột)."
        self.result.ignored.append(Ignored(self.sheet.name, None, why))

    def _ignore(self, row: int, why: str) -> None:
        self.result.ignored.append(Ignored(self.sheet.name, self.sheet.number(row), why))

    def _titles(self, start: int, end: int) -> None:
        for row in range(start, end):
            if texts := [text for text in self.sheet.cells[row] if text]:
                said = [text for text in texts if not is_motto(text)]
                self.titles += ["\n".join(said)] if len(said) < 3 else said[:1]
                self._ignore(row, "Dòng tên cơ quan, tên biểu phía trên bảng.")

    @staticmethod
    def _same_heading(header: Header, other: Header) -> bool:
        return [h.text for h in header.columns] == [h.text for h in other.columns]

    # ---- one section -------------------------------------------------------------------------------------

    def _section(self, header: Header, end: int, following: Header | None) -> Header:
        for row in range(header.first, header.last + 1):
            if any(self.sheet.cells[row]):
                self._ignore(row, "Tiêu đề cột.")
        start = header.last + 1
        likely = self._likely(start, end)
        header = with_choices(header, self.sheet, likely, self.options.chosen)
        header = self.understood(guess_columns(self.sheet, header, likely, self.options.names), likely)
        if not self.named:
            header = without_names(header)
            self.named = header.has(*NAMES)
        self.over = self.titles
        context = {**self.outline, **titles_context(self.over, self.sheet.name, self.options.names)}
        last = self._last(header, start, end)
        known = {(c.sheet, c.column, c.header) for c in self.result.columns}
        told = columns_of(self.sheet, header, range(start, last + 1))
        self.result.columns += [c for c in told if (c.sheet, c.column, c.header) not in known]
        self.begin(header)
        numbered = self._numbered(header, start, last + 1)
        for row in range(start, last + 1):
            self._row(header, row, context, numbered)
        self.titles = []
        self._below(last + 1, end, following)
        return header

    def understood(self, header: Header, _rows: Sequence[int]) -> Header:
        """The columns of a section as they are read; other readers may see more in them."""
        return header

    def begin(self, header: Header) -> None:
        """A section begins whose columns are these."""

    def _likely(self, start: int, end: int) -> list[int]:
        """Rows that have enough in them to tell what their columns hold."""
        return [r for r in range(start, end) if sum(bool(t) for t in self.sheet.cells[r]) >= 3]

    def _name(self, header: Header, row: int) -> str:
        return " ".join(t for c in header.columns_of(*NAMES) if (t := self.sheet.cell(row, c)))

    def _stt(self, header: Header, row: int) -> str:
        column = header.column("stt")
        return self.sheet.cell(row, column) if column is not None else ""

    def _numbered(self, header: Header, start: int, end: int) -> bool:
        """Whether nominees of this section carry running numbers."""
        looked_at = range(start, min(end, start + _ENOUGH))
        numbers = sum(is_number(self._stt(header, row)) for row in looked_at)
        return numbers >= max(1, 0.5 * sum(bool(self._name(header, row)) for row in looked_at))

    def _last(self, header: Header, start: int, end: int) -> int:
        """The last nominee's row; of a numbered list those who sign below it are none, whatever stands beside them."""
        last = next((r for r in reversed(range(start, end)) if self._is_data(header, r)), start - 1)
        counted = next((r for r in range(last, start - 1, -1) if is_number(self._stt(header, r))), last)
        below = range(counted + 1, last + 1)
        signed = next((r for r in below if is_signature([t for t in self.sheet.cells[r] if t][:1])), None)
        return last if signed is None else self._last(header, start, signed)

    def _is_data(self, header: Header, row: int) -> bool:
        """A nominee beyond doubt; the last one ends the list, what is below it are notes and signatures."""
        cells = self.sheet.cells[row]
        texts = [text for text in cells if text]
        if not self.named:
            return is_line(texts)
        name = self._name(header, row)
        number = is_number(self._stt(header, row))
        if not texts or is_total(texts) or is_column_numbers(texts):
            return False
        if not name:
            return number and len(texts) >= 3
        if number:
            return True
        if is_signature(texts) or is_note(texts[0]):
            return False
        told = header.columns_of(*_TELLING)
        others = sum(bool(cells[c]) for c in told if c < len(cells))
        if header.has("stt"):
            return others >= 1
        return others >= 1 or len(header.columns_of(*NAMES)) + len(told) <= 2

    def _row(self, header: Header, row: int, context: Mapping[str, str], numbered: bool) -> None:
        cells = self.sheet.cells[row]
        texts = [text for text in cells if text]
        if not texts:
            return
        if self.sheet.number(row) in self.sheet.hidden_rows:
            self._ignore(row, "Dòng bị ẩn trong tệp nên không đọc.")
        elif is_column_numbers(texts) and not self.own:
            self._ignore(row, "Dòng đánh số cột.")
        elif is_total(texts):
            self._ignore(row, "Dòng cộng.")
        elif not self.named and not is_line(texts):
            self._ignore(row, "Dòng ghi chú.")
        elif not self.named:
            self._nominee(header, row, context)
        elif not is_number(self._stt(header, row)) and looks_heading(self.sheet, row, self.headings):
            self._ignore(row, "Tiêu đề cột.")
        elif self._continues(header, row, numbered):
            self._continue(header, row)
        elif label := self._group_label(header, row, numbered):
            self.groups.enter(label)
            self._ignore(row, f"Dòng nhóm: {label}")
        elif not self._name(header, row) and len(texts) == 1:
            only_number = is_number(texts[0])
            self._ignore(row, "Dòng chỉ có số thứ tự." if only_number else "Dòng ghi chú.")
        elif is_note(texts[0]) and not is_number(self._stt(header, row)):
            self._ignore(row, "Dòng ghi chú.")
        else:
            self._nominee(header, row, context)

    def _continue(self, header: Header, row: int) -> None:
        self.own[-1] = self.result.drafts[-1] = continue_draft(self.own[-1], self.sheet, header, row)
        self._ignore(row, f"Dòng viết tiếp của dòng {self.own[-1].row}.")

    def _nominee(self, header: Header, row: int, context: Mapping[str, str]) -> None:
        default = {"awards": self.options.default_award, "awards_from": "default"}
        around = {**context, **(default if self.options.default_award else {}), **self.groups.context()}
        around["unit_default"] = self.options.default_unit or self.result.unit
        around["on"] = self.options.on
        draft = draft_of(self.sheet, header, row, around)
        self.own.append(draft)
        self.result.drafts.append(draft)

    def _continues(self, header: Header, row: int, numbered: bool) -> bool:
        """A row that goes on with the nominee above: its name is merged from above, or it has none."""
        if not self.own or is_number(self._stt(header, row)):
            return False
        column = next(iter(header.columns_of(*NAMES)), None)
        if column is None:
            return False
        merge = self.sheet.merge_at(row, column)
        if merge and merge[0] < row and self.own[-1].row >= self.sheet.number(merge[0]):
            return True
        texts = [text for text in self.sheet.cells[row] if text]
        if self._name(header, row):
            return (
                self.sheet.flowing
                and numbered
                and not self._group_label(header, row, numbered)
                and (len(self._name(header, row).split()) <= 3)
            )
        first = next(i for i, text in enumerate(self.sheet.cells[row]) if text)
        return (
            first > column
            and len(texts) <= 4
            and not is_note(texts[0])
            and not self._group_label(header, row, numbered)
        )

    def _group_label(self, header: Header, row: int, numbered: bool) -> str:
        """The words of a group line, or nothing when the row is something else."""
        text, merged = row_text(self.sheet, row)
        if not text or is_number(self._stt(header, row)):
            return ""
        return text if self.groups.is_group(text, merged=merged, numbered=numbered) else ""

    def _below(self, start: int, end: int, following: Header | None) -> None:
        """Rows between the last nominee and the next heading, or the end."""
        signed = False
        for row in range(start, end):
            texts = [text for text in self.sheet.cells[row] if text]
            if not texts:
                continue
            signed = signed or is_signature(texts)
            if self.sheet.number(row) in self.sheet.hidden_rows:
                self._ignore(row, "Dòng bị ẩn trong tệp nên không đọc.")
            elif is_total(texts):
                self._ignore(row, "Dòng cộng.")
            elif signed:
                self._ignore(row, "Phần ký tên bên dưới bảng.")
            elif following and not is_note(texts[0]):
                self.titles.append(" ".join(texts))
                self.groups.enter(" ".join(texts))
                self._ignore(row, "Dòng tên biểu phía trên bảng.")
            else:
                self._ignore(row, "Dòng ghi chú bên dưới bảng.")
