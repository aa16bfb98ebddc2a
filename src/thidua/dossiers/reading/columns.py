"""What each column holds: headings over one, two or three rows to fields. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from thidua.dossiers.reading.awardnames import AwardNames
from thidua.dossiers.reading.births import read_birth
from thidua.dossiers.reading.kinds import opens_collective
from thidua.dossiers.reading.lexicon import lexicon, words
from thidua.dossiers.reading.people import has_surname, is_name, read_person
from thidua.dossiers.reading.posts import split_post
from thidua.dossiers.reading.sheets import Sheet
from thidua.foundation.text import fold

_PARENTHESES = re.compile(r"\([^)]*\)?|\[[^\]]*\]")
_PUNCTUATION = re.compile(r"[^\w%#&]+")
_NUMBERED = re.compile(r"^\(?\s*(?:\d{1,2}|[A-H])\s*\)?$")
_LONGEST_HEADING: Final = 130
NAMES: Final = frozenset({"name", "name_collective", "name_household", "name_family"})
# Several columns may hold these; of every other field the first column counts.
MANY: Final = frozenset({"awards", "achievement", "prior", "note", "other", "unknown", "name_part"})
# A parent heading that decides for the columns under it, whatever they are called.
_RULING: Final = frozenset({"prior", "awards", "rating", "votes", "initiative", "birth", "sex", "cccd"})
FIELDS: Final = frozenset(
    {
        *lexicon("columns")["columns"],
        *("name_given", "name_part", "birth_day", "birth_month", "birth_year", "male", "female", "unknown"),
    }
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its heading as printed, the field it holds and how that was decided.

    `award` is the award named by the heading itself, for columns that are ticked or typed into.
    """

    text: str
    field: str
    how: str
    award: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The heading rows `first` to `last` (indexes) and the columns under them; no rows when guessed."""

    first: int
    last: int
    columns: tuple[Heading, ...]

    def column(self, field: str) -> int | None:
        """The first column holding this field."""
        return next((i for i, heading in enumerate(self.columns) if heading.field == field), None)

    def columns_of(self, *fields: str) -> list[int]:
        """Every column holding one of these fields, left to right."""
        return [i for i, heading in enumerate(self.columns) if heading.field in fields]

    def has(self, *fields: str) -> bool:
        """Whether some column holds one of these fields."""
        return bool(self.columns_of(*fields))


def heading_key(text: str) -> str:
    """The form under which headings are compared and learnt: "Số CCCD:" and "SỐ  CCCD" are one."""
    return " ".join(_PUNCTUATION.sub(" ", fold(text)).split())


@lru_cache(maxsize=1)
def _written() -> dict[str, str]:
    table: dict[str, str] = {}
    for field, entry in lexicon("columns")["columns"].items():
        for written in entry["written"]:
            table.setdefault(heading_key(str(written)), field)
    return table


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries = lexicon("columns")["columns"].items()
    return tuple((field, re.compile(entry["pattern"])) for field, entry in entries if "pattern" in entry)


class Headings:
    """Resolves headings with the words known to all, those a unit has taught, and the award names."""

    def __init__(self, learnt: Mapping[str, str], names: AwardNames) -> None:
        self._learnt = {heading_key(text): field for text, field in learnt.items() if field in FIELDS}
        self._names = names
        self._cache: dict[str, Heading] = {}

    def of(self, text: str) -> Heading:
        """The meaning of one heading standing alone."""
        if text not in self._cache:
            self._cache[text] = self._resolve(text)
        return self._cache[text]

    def exact(self, text: str) -> str:
        """The field when the heading is known or learnt word for word, else nothing."""
        key = heading_key(text)
        return self._learnt.get(key) or _written().get(key) or _written().get(_bare(text), "")

    def _resolve(self, text: str) -> Heading:
        key = heading_key(text)
        if not key:
            return Heading(text, "unknown", "unknown")
        if key in self._learnt:
            return self._awarded(text, self._learnt[key], "learnt")
        if known := self.exact(text):
            return self._awarded(text, known, "known")
        found = self._names.find(text)
        if (found.codes or found.unclear) and not found.rest and not re.search(r"da (co|dat|duoc|tang)", fold(text)):
            return Heading(text, "awards", "known", text)
        plain = fold(text)
        for field, pattern in _patterns():
            if pattern.search(_PARENTHESES.sub(" ", plain)) or (field != "prior" and pattern.search(plain)):
                return self._awarded(text, field, "guessed")
        near = process.extractOne(key, _written().keys(), scorer=fuzz.ratio, score_cutoff=86) if len(key) > 4 else None
        return self._awarded(text, _written()[near[0]], "guessed") if near else Heading(text, "unknown", "unknown")

    def _awarded(self, text: str, field: str, how: str) -> Heading:
        if field != "awards":
            return Heading(text, field, how)
        found = self._names.find(text)
        return Heading(text, field, how, text if found.codes or found.unclear else "")

    def under(self, levels: Sequence[str]) -> Heading:
        """The meaning of a column whose headings stand one above the other, top first."""
        texts = list(dict.fromkeys(t for t in levels if t))
        if len(texts) <= 1:
            return self.of(texts[0] if texts else "")
        joined = " ".join(texts)
        if self.exact(joined):
            return self.of(joined)
        parent = self.under(texts[:-1])
        return replace(self._child(parent, self.of(texts[-1]), fold(texts[-1])), text=" / ".join(texts))

    def _child(self, parent: Heading, child: Heading, plain: str) -> Heading:
        if plain in {"nam", "nu"} and (parent.field in {"birth", "sex"} or parent.how == "unknown"):
            return Heading(child.text, "male" if plain == "nam" else "female", "known")
        if parent.field == "birth" and plain in {"ngay", "thang", "nam"}:
            part = {"ngay": "birth_day", "thang": "birth_month", "nam": "birth_year"}[plain]
            return Heading(child.text, part, "known")
        if parent.field == "name" and plain in {"ten", "dem va ten"}:
            return Heading(child.text, "name_given", "known")
        if parent.field in _RULING and not self._specific(parent, child):
            return replace(parent, award=child.award or parent.award)
        return child if child.field != "unknown" else parent

    @staticmethod
    def _specific(parent: Heading, child: Heading) -> bool:
        """Whether the lower heading says more than the upper: "Hồ sơ đề nghị / Tóm tắt thành tích"."""
        if parent.field == "prior":
            return False
        return child.field not in {"unknown", parent.field, "name", "name_collective", "prior"} and child.how != "guessed"


def _bare(text: str) -> str:
    return heading_key(_PARENTHESES.sub(" ", text))


def find_header(sheet: Sheet, start: int, headings: Headings, *, again: bool = False) -> Header | None:
    """The next heading rows at or below `start`; None when there are none.

    `again` looks for a second heading among data: only headings known word for word count, as a row of
    data may hold words that look like one.
    """
    for row in range(start, len(sheet.cells)):
        if _heads_again(sheet, row, headings) if again else _may_head(sheet, row, headings):
            header = _best_header(sheet, row, headings)
            if header:
                return header
    return None


def _may_head(sheet: Sheet, row: int, headings: Headings) -> bool:
    """A cheap look: two cells or more, short, and at least one that is a heading word for word."""
    texts = [text for text in sheet.cells[row] if text]
    if len(texts) < 2 or any(len(text) > _LONGEST_HEADING for text in texts):
        return False
    if any(text.isdigit() and len(text) > 4 for text in texts):
        return False
    firsts = {headings.of(text).field for text in texts if len(text) <= _LONGEST_HEADING}
    return bool(firsts & (NAMES | {"stt", "unit", "position_unit"})) or any(
        fold(text).split(" ")[0] in {"ho", "ten", "so"} for text in texts
    )


def _heads_again(sheet: Sheet, row: int, headings: Headings) -> bool:
    texts = [text for text in sheet.cells[row] if text]
    if len(texts) < 2 or any(text.isdigit() or len(text) > _LONGEST_HEADING for text in texts):
        return False
    fields = [field for text in texts if (field := headings.exact(text))]
    return len(set(fields)) >= 2 and bool(set(fields) & (NAMES | {"stt", "unit"}))


def _best_header(sheet: Sheet, row: int, headings: Headings) -> Header | None:
    best: Header | None = None
    best_score = 0.0
    for last in range(row, min(row + 3, len(sheet.cells))):
        if last > row and not _may_continue(sheet, row, last, headings):
            break
        columns = _columns(sheet, row, last, headings)
        score = _score(columns)
        if score and score >= best_score:
            best, best_score = Header(row, last, columns), score
    return best


def _may_continue(sheet: Sheet, first: int, row: int, headings: Headings) -> bool:
    """Whether this row still belongs to the heading: no data in it, and it stands under gaps or merges."""
    cells = sheet.cells[row]
    texts = [text for text in cells if text]
    if not texts or any(len(text) > _LONGEST_HEADING for text in texts):
        return False
    if all(_NUMBERED.match(text) for text in texts) or any(re.fullmatch(r"\d+([.,]\d+)?", t) for t in texts):
        return False
    whole = sheet.merge_at(row, next(i for i, t in enumerate(cells) if t))
    if len(texts) == 1 and (cells[0] or (whole and whole[3] - whole[1] >= 2)):
        return False
    return all(_fits_below(sheet, first, row, column, headings) for column, text in enumerate(cells) if text)


def _fits_below(sheet: Sheet, first: int, row: int, column: int, headings: Headings) -> bool:
    above = [sheet.cell(r, column) for r in range(first, row)]
    merge = sheet.merge_at(row - 1, column)
    if merge and merge[3] > merge[1]:
        return True
    if not any(above):
        return True
    if sheet.merges and not any(headings.exact(text) for text in above):
        return True
    right = sheet.cell(row - 1, column + 1) if column + 1 < sheet.width else "x"
    if not right and sheet.cell(row, column + 1):
        return True  # an unmerged parent heading with its children under it and to the right
    joined = " ".join([*(a for a in above if a), sheet.cell(row, column)])
    return bool(headings.exact(joined)) or not headings.exact(above[-1])


def _columns(sheet: Sheet, first: int, last: int, headings: Headings) -> tuple[Heading, ...]:
    levels = [_level(sheet, row, first, last) for row in range(first, last + 1)]
    found = [headings.under([level[column] for level in levels]) for column in range(sheet.width)]
    return _without_doubles(sheet, found, first, last)


def _level(sheet: Sheet, row: int, first: int, last: int) -> list[str]:
    """Texts of one heading row, merged ones repeated over the columns they span."""
    texts: list[str] = []
    for column in range(sheet.width):
        text = sheet.cell(row, column)
        merge = sheet.merge_at(row, column)
        if not text and merge and first <= merge[0]:
            text = sheet.cell(merge[0], merge[1])
        elif not text and row < last and column and sheet.cell(row + 1, column) and not merge:
            below_left = sheet.cell(row + 1, column - 1)
            text = texts[-1] if below_left else ""
        texts.append(text)
    return texts


def _without_doubles(sheet: Sheet, found: list[Heading], first: int, last: int) -> tuple[Heading, ...]:
    seen: dict[str, int] = {}
    result: list[Heading] = []
    asked = any(h.field == "awards" and "de nghi" in fold(h.text) for h in found)
    for column, heading in enumerate(found):
        kept = heading
        if heading.field == "awards" and asked and re.search(r"\bnam\b.*\d{4}|truoc", fold(heading.text)):
            kept = heading if "de nghi" in fold(heading.text) else replace(heading, field="prior")
        if kept.field in seen and kept.field not in MANY:
            same_cell = _one_cell(sheet, first, last, seen[kept.field], column)
            kept = replace(kept, field="name_part" if kept.field in NAMES and same_cell else "unknown")
        seen.setdefault(kept.field, column)
        result.append(kept)
    return _named(result)


def _one_cell(sheet: Sheet, first: int, last: int, left: int, right: int) -> bool:
    """Whether one merged heading covers both columns (a name typed in two columns under one heading)."""
    for row in range(first, last + 1):
        merge = sheet.merge_at(row, left)
        if merge and merge[1] <= left and right <= merge[3]:
            return True
    return False


def _named(columns: list[Heading]) -> tuple[Heading, ...]:
    """A table of collectives has no column of names: its column of units is one."""
    fields = {heading.field for heading in columns}
    beside = fields & {"stt", "awards", "achievement", "prior", "position"}
    if "unit" in fields and beside and not fields & (NAMES | {"birth", "cccd", "sex"}):
        at = next(i for i, heading in enumerate(columns) if heading.field == "unit")
        columns[at] = replace(columns[at], field="name_collective")
    return tuple(columns)


def _score(columns: Sequence[Heading]) -> float:
    fields = {heading.field: heading.how for heading in columns if heading.field != "unknown"}
    if not fields.keys() & NAMES or len(fields.keys() - {"other", "note"}) < 2:
        return 0.0
    return sum(1.0 if how in {"known", "learnt"} else 0.6 for how in fields.values())


# ---- columns told by what they hold --------------------------------------------------------------------


def guess_columns(sheet: Sheet, header: Header, rows: Sequence[int], names: AwardNames) -> Header:
    """The header with unknown columns named by their content, where a field is still missing."""
    columns = list(header.columns)
    for column, heading in enumerate(columns):
        if heading.field != "unknown":
            continue
        values = [text for row in rows[:200] if (text := sheet.cell(row, column))]
        field = _field_of(values, names)
        if field and not any(h.field == field or (field == "name" and h.field in NAMES) for h in columns):
            columns[column] = Heading(heading.text, field, "guessed")
        elif not heading.text and column and columns[column - 1].field in NAMES and _given_names(values):
            columns[column] = Heading("", "name_part", "guessed")
    return replace(header, columns=tuple(columns))


def guess_header(sheet: Sheet, names: AwardNames) -> Header | None:
    """Columns of a table without headings, told by their content alone; None when it is no list of people."""
    rows = [i for i, row in enumerate(sheet.cells) if sum(bool(text) for text in row) >= 3]
    blank = Header(0, -1, tuple(Heading("", "unknown", "unknown") for _ in range(sheet.width)))
    header = guess_columns(sheet, blank, rows, names)
    if len(rows) < 2 or not header.has("name") or not header.has("birth", "cccd", "awards"):
        return None
    return replace(header, first=rows[0], last=rows[0] - 1)


def _field_of(values: Sequence[str], names: AwardNames) -> str:
    if len(values) < 2:
        return ""
    for field, fits in (
        ("cccd", lambda text: bool(re.fullmatch(r"[\d\s.']{9,16}", text)) and len(re.sub(r"\D", "", text)) >= 9),
        ("sex", lambda text: fold(text) in {"nam", "nu"}),
        ("birth", _looks_birth),
        ("awards", lambda text: bool(names.find(text).codes) and len(text) < 120),
        ("name", lambda text: is_name(name := read_person(text).name) and has_surname(name)),
        ("stt", lambda text: text.isdigit() and len(text) < 4),
        ("position_unit", lambda text: all(split_post(text))),
        ("position", lambda text: bool(split_post(text)[0]) and not split_post(text)[1] and len(text) < 40),
        ("unit", opens_collective),
    ):
        if sum(fits(text) for text in values) >= 0.7 * len(values):
            return "" if field == "position" and not _posts(values) else field
    return ""


def _posts(values: Sequence[str]) -> bool:
    return sum(text.casefold().startswith(words("positions")) for text in values) >= 0.5 * len(values)


def _looks_birth(text: str) -> bool:
    return len(text) < 40 and bool(read_birth(text).value) and not (text.isdigit() and len(text) < 4)


def _given_names(values: Sequence[str]) -> bool:
    return bool(values) and sum(len(text.split()) == 1 and text[:1].isupper() for text in values) >= 0.8 * len(values)
