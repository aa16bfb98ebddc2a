"""Plain text and Markdown: tab-separated rows, pipe and grid tables, HTML tables, and lines of prose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from thidua.plans.reading.failures import Failure, Unreadable
from thidua.plans.reading.sources.blocks import (
    Block,
    Cell,
    Loaded,
    Paragraph,
    Row,
    make_cell,
    numbered,
    without_html,
)
from thidua.plans.reading.sources.text_aligned import (
    aligned_cells,
    goes_on,
    header_starts,
    parted_cells,
    parted_header,
)
from thidua.plans.reading.sources.text_html import html_rows

_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_GRID_RULE = re.compile(r"^\s*\+(?:[-=:]+\+)+\s*$")
_TABLE_TAGS = re.compile(r"(?is)<table\b.*?(?:</table\s*>|\Z)")
_MARKS = re.compile(r"\*\*|__|^\s{0,3}#{1,6}\s+|^\s{0,3}>\s?", re.MULTILINE)
_BOLD = re.compile(r"\*\*|__")
_MAX_QUOTED_LINES = 40


def load_text(data: bytes) -> Loaded:
    """Read the bytes of a text file. Raises Unreadable when they are not text."""
    text = _decoded(data)
    decomposed = not unicodedata.is_normalized("NFC", text) and unicodedata.is_normalized("NFD", text)
    html: list[str] = []
    blocks = numbered(_blocks(text.replace("\r\n", "\n").replace("\r", "\n"), html))
    return Loaded(blocks, "text", html=_ids_of(blocks, html), decomposed=decomposed)


def _ids_of(blocks: list[Block], lines: list[str]) -> list[str]:
    wanted = set(lines)
    return [block.id for block in blocks if str(block.place.get("line")) in wanted]


def _decoded(data: bytes) -> str:
    """Return the text of the bytes: UTF-8, UTF-16 with a mark, or the code page that reads best."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _from_code_page(data)
    if text.count("\x00") > 0 or _share_of_controls(text) > 0.02:
        raise Unreadable(Failure.WRONG_KIND)
    return text


def _from_code_page(data: bytes) -> str:
    windows = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    vietnamese = sum(0x1EA0 <= ord(c) <= 0x1EF9 for c in windows)
    if vietnamese * 50 > len(windows):
        return windows
    return data.decode("latin-1")


def _share_of_controls(text: str) -> float:
    sample = text[:20_000]
    controls = sum(ord(c) < 32 and c not in "\t\n\r\f\v" for c in sample)
    return controls / max(1, len(sample))


def _blocks(text: str, html: list[str]) -> Iterator[Block]:
    """Yield the blocks of the text; HTML tables are taken out first, the rest is read line by line."""
    table = 0
    position = line = 0
    for match in _TABLE_TAGS.finditer(text) if "<table" in text.lower() else ():
        before = text[position : match.start()]
        lines = _Lines(before, line, table, html)
        yield from lines.blocks()
        table = lines.table + 1
        line += before.count("\n")
        for row in html_rows(match.group()):
            yield Row(row, table, {"line": line + 1, "table": table})
        html.append(str(line + 1))
        line += match.group().count("\n")
        position = match.end()
    yield from _Lines(text[position:], line, table, html).blocks()


class _Lines:
    """Reads lines into paragraphs and rows; knows in which table it stands."""

    def __init__(self, text: str, first_line: int, table: int, html: list[str]) -> None:
        self._lines = text.split("\n")
        self._first = first_line
        self.table = table
        self._html = html
        self._in_table = False
        self._gap = False
        self._at = 0
        self._starts: list[int] = []
        self._parted = False

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of all lines."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip():
                self._gap = True
                self._at += 1
            elif _GRID_RULE.match(line):
                yield from self._grid_rows()
            elif self._is_pipe(line):
                if row := self._pipe_row(line):
                    yield row
                self._at += 1
            elif self._is_tabbed(line):
                yield self._tab_row()
            elif (starts := header_starts(line) or self._goes_on(line)) is not None:
                yield from self._aligned_rows(starts)
            elif parted_header(line) or (self._parted and parted_cells(line)):
                yield from self._parted_rows()
            else:
                self._in_table = False
                yield self._paragraph(line)
                self._at += 1

    def _place(self) -> dict[str, int]:
        return {"line": self._first + self._at + 1}

    def _row(self, raw: list[str], place: dict[str, int]) -> Row:
        if not self._in_table:
            self.table += 1
            self._gap = False
        self._in_table = True
        cells: list[Cell] = []
        for text in raw:
            bare, tags = without_html(text)
            if tags and (not self._html or self._html[-1] != str(place["line"])):
                self._html.append(str(place["line"]))
            cells.append(make_cell(_BOLD.sub("", bare)))
        row = Row(cells, self.table, {**place, "table": self.table}, after_break=self._gap)
        self._gap = False
        return row

    def _paragraph(self, line: str) -> Paragraph:
        place = self._place()
        bare, tags = without_html(line)
        if tags:
            self._html.append(str(place["line"]))
        cell = make_cell(_MARKS.sub("", bare))
        paragraph = Paragraph(cell.text, cell.printed, place, gap_before=self._gap)
        self._gap = False
        return paragraph

    def _is_tabbed(self, line: str) -> bool:
        tabs = line.rstrip(" ").count("\t") if line.strip("\t ") else 0
        if line.startswith("\t") and not self._in_table:
            tabs = line.strip().count("\t")
        return tabs >= 2 or (tabs == 1 and self._in_table)

    def _tab_row(self) -> Row:
        place = self._place()
        text = self._lines[self._at]
        self._at += 1
        if re.search(r'(?:^|\t)"', text) and text.count('"') % 2:
            text = self._quoted(text)
        return self._row([_unquoted(cell) for cell in text.split("\t")], place)

    def _quoted(self, text: str) -> str:
        """Return a row whose quoted cell runs over several lines, as spreadsheets copy it."""
        end = min(len(self._lines), self._at + _MAX_QUOTED_LINES)
        for stop in range(self._at, end):
            if self._lines[stop].count('"') % 2:
                joined = "\n".join([text, *self._lines[self._at : stop + 1]])
                self._at = stop + 1
                return joined
        return text

    def _aligned_rows(self, starts: list[int]) -> Iterator[Row]:
        """Yield the rows under a header whose columns spaces hold apart; a line without a number runs on."""
        self._in_table, self._starts = False, starts
        held: list[str] | None = None
        place = self._place()
        for cells, at in self._lines_while(lambda line: aligned_cells(line, starts)):
            if held is not None and not cells[0] and not self._gap:
                held = [f"{old} {new}".strip() for old, new in zip(held, cells, strict=True)]
                continue
            if held is not None:
                yield self._row(held, place)
            held, place = cells, at
        if held is not None:
            yield self._row(held, place)
        self._in_table = False

    def _goes_on(self, line: str) -> list[int] | None:
        """Return the columns of the header above when a line below some prose keeps to them again."""
        return self._starts if self._starts and goes_on(line, self._starts) else None

    def _parted_rows(self) -> Iterator[Row]:
        self._in_table, self._parted = False, True
        for cells, place in self._lines_while(parted_cells):
            yield self._row(cells, place)

    def _lines_while(self, read: Callable[[str], list[str] | None]) -> Iterator[tuple[list[str], dict[str, int]]]:
        """Yield the cells of the lines that keep to a form, with their place; stop at the first that does not."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip():
                self._gap = True
                self._at += 1
                continue
            cells = read(line)
            if cells is None:
                return
            place = self._place()
            self._at += 1
            yield cells, place

    def _is_pipe(self, line: str) -> bool:
        bare = line.strip()
        if bare.startswith("|") and bare.count("|") >= 2:
            return True
        if bare.count("|") < 1:
            return False
        following = self._lines[self._at + 1] if self._at + 1 < len(self._lines) else ""
        return self._in_table or (bool(_PIPE_RULE.match(following)) and "|" in following)

    def _pipe_row(self, line: str) -> Row | None:
        if _PIPE_RULE.match(line):
            return None
        return self._row(_pipe_cells(line), self._place())

    def _grid_rows(self) -> Iterator[Row]:
        """Yield the rows of a table drawn with + and -, whose cells may hold several lines."""
        while self._at < len(self._lines) and _GRID_RULE.match(self._lines[self._at]):
            self._at += 1
            place = self._place()
            columns: list[list[str]] = []
            while self._at < len(self._lines) and self._lines[self._at].lstrip().startswith("|"):
                for column, cell in enumerate(_pipe_cells(self._lines[self._at])):
                    if column == len(columns):
                        columns.append([])
                    columns[column].append(cell.strip())
                self._at += 1
            if columns:
                yield self._row([_wrapped(cells) for cells in columns], place)


def _pipe_cells(line: str) -> list[str]:
    bare = line.strip()
    bare = bare[1:] if bare.startswith("|") else bare
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", bare)]


def _wrapped(lines: list[str]) -> str:
    """Join the lines of a drawn cell: a line that opens with a bullet is a new one."""
    text = ""
    for line in filter(None, lines):
        text += ("\n" if re.match(r"[-+•*]\s", line) else " ") + line if text else line
    return text


def _unquoted(cell: str) -> str:
    bare = cell.strip(" ")
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        return bare[1:-1].replace('""', '"')
    return cell
