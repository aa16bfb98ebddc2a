"""What changed between two versions of a dossier: fields, papers, the words of the report. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from thidua.foundation.dates import show_iso
from thidua.foundation.words import mark

Json = Any  # content of a version
LABELS = {
    "name": mark("Họ và tên, hoặc tên tập thể"), "birth": mark("Ngày sinh hoặc năm sinh"), "cccd": mark("Số định danh"),
    "position": mark("Chức vụ"), "workplace": mark("Đơn vị công tác"), "achievement": mark("Tóm tắt thành tích"),
}  # fmt: skip
WORD = re.compile(r"\S+\s*|\s+")
CHANGED_NUMBER = mark("đã đổi, số mới xem ở hồ sơ")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed (`same`), went (`gone`) or came (`new`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    """A field before and after, as it is shown."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two versions."""

    fields: list[FieldChange] = field(default_factory=list)
    facts: list[FieldChange] = field(default_factory=list)
    papers_gone: list[Mapping[str, Json]] = field(default_factory=list)
    papers_new: list[Mapping[str, Json]] = field(default_factory=list)
    report: list[tuple[str, list[Piece]]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.fields or self.facts or self.papers_gone or self.papers_new or self.report)


def compare(before: Mapping[str, Json], after: Mapping[str, Json]) -> Comparison:
    """Compare two versions' contents."""
    old, new = _papers(before), _papers(after)
    return Comparison(
        list(_fields(before, after)),
        list(_facts(before.get("facts") or {}, after.get("facts") or {})),
        [paper for key, paper in old.items() if key not in new],
        [paper for key, paper in new.items() if key not in old],
        list(_report(_sections(before), _sections(after))),
    )


def _fields(before: Mapping[str, Json], after: Mapping[str, Json]) -> Iterator[FieldChange]:
    for name, label in LABELS.items():
        old, new = str(before.get(name) or ""), str(after.get(name) or "")
        if old == new:
            continue
        if name == "cccd":
            yield FieldChange(label, "", CHANGED_NUMBER)
        elif name == "birth":
            yield FieldChange(label, show_iso(old) if old else "", show_iso(new) if new else "")
        else:
            yield FieldChange(label, old, new)


FACTS = {"ratings": mark("Xếp loại"), "initiatives": mark("Sáng kiến, đề tài"), "discipline": mark("Kỷ luật")}


def _facts(before: Mapping[str, Json], after: Mapping[str, Json]) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield FieldChange(FACTS.get(name, name), told(before.get(name)), told(after.get(name)))


def told(value: Json) -> str:
    """A declared fact in plain words: its values, in order."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {told(item)}" for key, item in value.items() if item not in (None, ""))
    if isinstance(value, list | tuple):
        return " | ".join(told(item) for item in value)
    return "" if value is None else str(value)


def _papers(content: Mapping[str, Json]) -> dict[str, Mapping[str, Json]]:
    return {f"{row['part']}:{row['sha256']}": row for row in content.get("papers") or ()}


def _sections(content: Mapping[str, Json]) -> Mapping[str, str]:
    report = content.get("report") or {}
    sections: Mapping[str, str] = report.get("sections") or {}
    return sections


def _report(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, list[Piece]]]:
    for code in dict.fromkeys((*before, *after)):
        old, new = before.get(code, ""), after.get(code, "")
        if old != new:
            yield code, pieces(old, new)


def pieces(before: str, after: str) -> list[Piece]:
    """The difference of two texts by words."""
    old, new = WORD.findall(before), WORD.findall(after)
    found: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", _text(old, a, b)))
            continue
        if b > a:
            found.append(Piece("gone", _text(old, a, b)))
        if d > c:
            found.append(Piece("new", _text(new, c, d)))
    return found


def _text(words: Sequence[str], start: int, end: int) -> str:
    return "".join(words[start:end])
