"""Group lines and titles: the award, the kind or the unit they give to the rows under them. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from thidua.foundation.text import fold
from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.kinds import kind_by_words, opens_collective
from thidua.register.reading.lines import numbering, shouts

# "Tổ dân phố 5" and "Xí nghiệp xe buýt 10-10" keep their numbers: a count has a mark before it or its noun after it.
_COUNT = re.compile(
    r"\s*(?:[:(]\s*\(?\s*\d+\s*(?:{0})?|(?<!\d)\d+\s*(?:{0}))\s*\)?\s*$".format(
        "người|cá nhân|tập thể|đồng chí|đ/c|hộ"
    ),
    re.IGNORECASE,
)
_NOT_UNIT = re.compile(r"^(?:khoi|nhom|cum|muc|phan|cac)\b")
_NOT_TITLE = re.compile(r"^\W*(?:kem theo|kinh gui|can cu|ban hanh kem|so\s*:|nguoi lap)")
_NEW_LIST = re.compile(r"^\W*(?:phu luc|danh sach|bieu|bang tong hop|to trinh)\b")
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    content: Mapping[str, str]
    words: str


@dataclass
class Groups:
    """The group lines in force, outermost first."""

    names: AwardNames
    levels: list[_Level] = field(default_factory=list)

    def is_group(self, text: str, *, merged: bool, numbered: bool) -> bool:
        """Whether a line with nothing but these words opens a group.

        `merged`: the words span the table; `numbered`: nominees here carry running numbers, this line none.
        """
        found = numbering(text)
        if merged or found.style in {"roman", "letter", "section"}:
            return True
        if self._content(found.label) or (shouts(text) and opens_collective(text)):
            return True
        return numbered

    def enter(self, text: str) -> None:
        """A group line: replaces the group of its own level and closes those inside it."""
        found = numbering(text)
        content = self._content(found.label)
        style = found.style if found.style != "none" else f"none:{','.join(sorted(content))}"
        at = next((i for i, level in enumerate(self.levels) if level.style == style), len(self.levels))
        self.levels[at:] = [_Level(style, content, found.label)]

    def words(self) -> list[str]:
        """The words of the open groups, innermost first."""
        return [level.words for level in reversed(self.levels)]

    def context(self) -> dict[str, str]:
        """What the open groups say together; inner ones win."""
        merged: dict[str, str] = {}
        for level in self.levels:
            merged.update(level.content)
        return merged

    def _content(self, label: str) -> dict[str, str]:
        words = _COUNT.sub("", label).strip(" :.-–")
        content: dict[str, str] = {}
        awards = self.names.find(words)
        if awards.codes or awards.unclear:
            content |= {"awards": words, "awards_from": "group"}
        if kind := kind_by_words(_without_award(words) if content else words):
            content["kind"] = kind.value
        if not content and opens_collective(words) and not _NOT_UNIT.match(fold(words)):
            content["unit"] = words
        return content


class Outline:
    """The numbered lines between the tables of a document: "I. Bằng khen" holds for "1. Tập thể" and "2. Cá nhân"."""

    def __init__(self, names: AwardNames) -> None:
        self._names = names
        self._groups = Groups(names)

    def over(self, lines: Sequence[str]) -> dict[str, str]:
        """The award given by the lines over the next table and those still open before it, or nothing."""
        for line in (part.strip() for text in lines for part in text.split("\n")):
            if len(line) > _LONGEST_TITLE or _NOT_TITLE.match(fold(line)):
                continue
            if numbering(line).style != "none":
                self._groups.enter(line)
            elif _NEW_LIST.match(fold(line)) or titles_context([line], "", self._names).get("awards"):
                self._groups.levels.clear()
        awards = self._groups.context().get("awards", "")
        return {"awards": awards, "awards_from": "title"} if awards else {}


def _without_award(words: str) -> str:
    """ "Tập thể lao động xuất sắc" is an award; "Tập thể: Bằng khen" also names a kind."""
    return re.split(r"[:,;(–-]", words, maxsplit=1)[0] if re.search(r"[:;(–-]", words) else ""


def titles_context(lines: Sequence[str], sheet_name: str, names: AwardNames) -> dict[str, str]:
    """What the lines above a table, and the name of the sheet, give to rows that say nothing themselves."""
    context: dict[str, str] = {}
    for source, texts in (("title", list(reversed(lines))), ("sheet", [sheet_name])):
        for text in texts:
            plain = fold(text)
            if len(text) > _LONGEST_TITLE or _NOT_TITLE.match(plain):
                continue
            found = names.find(text)
            if len(found.codes) == 1 and not found.unclear and "awards" not in context:
                context |= {"awards": text, "awards_from": source}
            kind = kind_by_words(text)
            if kind and "kind_weak" not in context and not found.codes:
                context["kind_weak"] = kind.value
    return context
