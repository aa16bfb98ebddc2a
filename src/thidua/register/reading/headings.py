"""What a heading means: words over one, two or three rows to the field of a column. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from thidua.foundation.text import fold, tidy
from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.lexicon import lexicon

_PARENTHESES = re.compile(r"\([^)]*\)?|\[[^\]]*\]")
_PUNCTUATION = re.compile(r"[^\w%#&]+")
NAMES: Final = frozenset({"name", "name_collective", "name_household", "name_family"})
# Several columns may hold these; of every other field the first column counts.
MANY: Final = frozenset({"awards", "achievement", "prior", "note", "other", "skipped", "unknown", "name_part"})
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


DATE_PARTS: Final = {
    "ngay": "birth_day", "ngay sinh": "birth_day", "thang": "birth_month", "thang sinh": "birth_month",
    "nam": "birth_year", "nam sinh": "birth_year",
}  # fmt: skip


def sex_heading(written: str) -> str:
    """"male" under the heading "Nam", "female" under "Nữ", else nothing. Marks matter: "Năm" is a year."""
    return {"nam": "male", "nữ": "female", "nu": "female"}.get(tidy(written).casefold(), "")


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
        return replace(self._child(parent, self.of(texts[-1]), texts[-1]), text=" / ".join(texts))

    def _child(self, parent: Heading, child: Heading, written: str) -> Heading:
        plain = fold(written)
        if (sex := sex_heading(written)) and (parent.field in {"birth", "sex"} or parent.how == "unknown"):
            return Heading(child.text, sex, "known")
        if parent.field == "birth" and " " not in plain and (part := DATE_PARTS.get(plain)):
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
