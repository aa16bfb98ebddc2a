"""What a heading means: words over one, two or three rows to the field of a column. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from rapidfuzz import fuzz, process

from thidua.foundation.text import fold, tidy
from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.lexicon import lexicon

_PARENTHESES = re.compile(r"\([^)]*\)?|\[[^\]]*\]")
_PUNCTUATION = re.compile(r"(?:[^\w%#&]|_)+")  # programs head their columns HO_DEM, SO_CCCD
NAMES: Final = frozenset({"name", "name_collective", "name_household", "name_family"})
# Several columns may hold these; of every other field the first column counts.
MANY: Final = frozenset(
    {"awards", "achievement", "prior", "note", "other", "skipped", "unknown", "name_part", "year_awards"}
)
# A parent heading that decides for the columns under it, whatever they are called.
_RULING: Final = frozenset({"prior", "awards", "rating", "votes", "initiative", "birth", "sex", "cccd"})
# The date of birth in columns of its own, in the order in which dates are written.
BIRTH_PARTS: Final = ("birth_day", "birth_month", "birth_year")
FIELDS: Final = frozenset(
    {
        *lexicon("columns")["columns"],
        *("name_given", "name_part", *BIRTH_PARTS, "male", "female", "skipped", "unknown"),
    }
)
# Fields that only ledgers have; "year_awards" is a column headed by a year, with an award in each cell.
LEDGER_FIELDS: Final = frozenset({*lexicon("ledger")["columns"], "year_awards"}) - {"awards"}
_YEARS = re.compile(r"^(?:nam (?:hoc )?)?((?:19|20)\d\d)(?:\s*[-–]\s*((?:19|20)?\d\d))?$")


DATE_PARTS: Final = {
    "ngay": "birth_day", "ngay sinh": "birth_day", "thang": "birth_month", "thang sinh": "birth_month",
    "nam": "birth_year", "nam sinh": "birth_year",
}  # fmt: skip


def sex_heading(written: str) -> str:
    """ "male" under the heading "Nam", "female" under "Nữ", else nothing. Marks matter: "Năm" is a year."""
    return {"nam": "male", "nữ": "female", "nu": "female"}.get(tidy(written).casefold(), "")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its heading as printed, the field it holds and how that was decided.

    `award` is the award named by the heading itself, for columns that are ticked or typed into; the years of a
    column of one year.
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


def year_heading(text: str) -> str:
    """The year or years a heading consists of: "2019", "Năm 2019", "2019-2020"; else nothing."""
    return text if _YEARS.match(fold(text)) else ""


def _decision_part(plain: str) -> str:
    """What a column under the heading of the decision holds."""
    if re.match(r"so\b(?!.*\bngay)|ky hieu", plain):
        return "decision_number"
    if re.match(r"ngay|thoi gian", plain):
        return "decision_date"
    if plain.startswith("nguoi ky"):
        return "signer"
    return "authority" if re.match(r"cap|co quan|noi|tham quyen", plain) else ""


def heading_key(text: str) -> str:
    """The form under which headings are compared and learnt: "Số CCCD:" and "SỐ  CCCD" are one."""
    return " ".join(_PUNCTUATION.sub(" ", fold(text)).split())


_Entries = list[tuple[str, dict[str, Any]]]


def _entries(ledger: bool) -> _Entries:
    """The known headings in the order in which they are tried; those of ledgers first, where one is read."""
    books = ("ledger", "columns") if ledger else ("columns",)
    return [(field, entry) for book in books for field, entry in lexicon(book)["columns"].items()]


@lru_cache(maxsize=2)
def _written(ledger: bool) -> dict[str, str]:
    table: dict[str, str] = {}
    for field, entry in _entries(ledger):
        for written in entry["written"]:
            table.setdefault(heading_key(str(written)), field)
    return table


@lru_cache(maxsize=2)
def _patterns(ledger: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((field, re.compile(entry["pattern"])) for field, entry in _entries(ledger) if "pattern" in entry)


class Headings:
    """Resolves headings with the words known to all, those a unit has taught, and the award names.

    `ledger`: the table is a register of honours already granted, with columns of its own.
    """

    def __init__(self, learnt: Mapping[str, str], names: AwardNames, *, ledger: bool = False) -> None:
        known = FIELDS | LEDGER_FIELDS if ledger else FIELDS
        self._learnt = {heading_key(text): field for text, field in learnt.items() if field in known}
        self._names = names
        self.ledger = ledger
        self._cache: dict[str, Heading] = {}

    def of(self, text: str) -> Heading:
        """The meaning of one heading standing alone."""
        if text not in self._cache:
            self._cache[text] = self._resolve(text)
        return self._cache[text]

    def exact(self, text: str) -> str:
        """The field when the heading is known or learnt word for word, else nothing."""
        key = heading_key(text)
        written = _written(self.ledger)
        return self._learnt.get(key) or written.get(key) or written.get(_bare(text), "")

    def _resolve(self, text: str) -> Heading:
        key = heading_key(text)
        if not key:
            return Heading(text, "unknown", "unknown")
        if key in self._learnt:
            return self._awarded(text, self._learnt[key], "learnt")
        if self.ledger and (years := year_heading(text)):
            return Heading(text, "year_awards", "known", years)
        if exact := self.exact(text):
            return self._awarded(text, exact, "known")
        found = self._names.find(text)
        if (found.codes or found.unclear) and not found.rest and not re.search(r"da (co|dat|duoc|tang)", fold(text)):
            return Heading(text, "awards", "known", text)
        plain = fold(text.replace("_", " "))
        for field, pattern in _patterns(self.ledger):
            if pattern.search(_PARENTHESES.sub(" ", plain)) or (field != "prior" and pattern.search(plain)):
                return self._awarded(text, field, "guessed")
        written = _written(self.ledger)
        near = process.extractOne(key, written.keys(), scorer=fuzz.ratio, score_cutoff=86) if len(key) > 4 else None
        return self._awarded(text, written[near[0]], "guessed") if near else Heading(text, "unknown", "unknown")

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
        return replace(self._child(parent, self.of(texts[-1]), texts[-1]), text=" / ".join(texts))

    def _child(self, parent: Heading, child: Heading, written: str) -> Heading:
        plain = fold(written)
        if (sex := sex_heading(written)) and (parent.field in {"birth", "sex"} or parent.how == "unknown"):
            return Heading(child.text, sex, "known")
        if parent.field == "decision" and (named := _decision_part(plain)):
            return Heading(child.text, named, "known")
        if parent.field == "birth" and " " not in plain and (part := DATE_PARTS.get(plain)):
            return Heading(child.text, part, "known")
        if parent.field == "name" and plain in {"ten", "dem va ten"}:
            return Heading(child.text, "name_given", "known")
        if child.field == "year_awards" and parent.field == "awards" and parent.award:
            return parent  # an award over its years: the year is told by the words of the heading
        if parent.field in _RULING and not self._specific(parent, child):
            return replace(parent, award=child.award or parent.award)
        return child if child.field != "unknown" else parent

    @staticmethod
    def _specific(parent: Heading, child: Heading) -> bool:
        """Whether the lower heading says more than the upper: "Hồ sơ đề nghị / Tóm tắt thành tích"."""
        if parent.field == "prior":
            return False
        if child.field in LEDGER_FIELDS:
            return True
        return (
            child.field not in {"unknown", parent.field, "name", "name_collective", "prior"} and child.how != "guessed"
        )


def _bare(text: str) -> str:
    return heading_key(_PARENTHESES.sub(" ", text))
