"""What the pages on the law show: values with their sources and doubts, conditions in words, versions, differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from thidua.awards.queries.panel import citation_words as cited
from thidua.awards.rules import Law, LawInvalid
from thidua.awards.rules.amending import GENERAL
from thidua.awards.rules.bonus import amount
from thidua.awards.rules.dated import DatedValue
from thidua.awards.rules.findings import Citation, Confidence, weakest
from thidua.awards.rules.labels import (
    CLASSES,
    COMMON_SECTIONS,
    RECIPIENTS,
    SECTIONS,
    label_of,
    section_of,
    split_key,
)
from thidua.awards.rules.law import ConditionVersion, Declaration, full_key, references
from thidua.awards.rules.parameters import parameters
from thidua.awards.rules.parameters import words as parameter_words
from thidua.awards.rules.ruleset import mentioned
from thidua.awards.rules.typed import shown
from thidua.foundation.money import show_money
from thidua.foundation.text import fold
from thidua.foundation.words import mark

Json = Any  # a JSON value

DOUBTS = {
    Confidence.VERIFIED: "",
    Confidence.PARTLY: mark("mới đối chiếu một phần"),
    Confidence.RECALLED: mark("ghi theo trí nhớ, chưa đối chiếu"),
    Confidence.UNKNOWN: mark("chưa tìm thấy văn bản"),
}


def citation_words(citation: Citation | None) -> str:
    """`Điều 22 khoản 1 Luật 06/2022/QH15`; nothing for none."""
    return cited(citation.to_json()) if citation else ""


@dataclass(frozen=True)
class ValueRow:
    """One version of a value as a line of a page. ``extra``: what follows from it (money in đồng)."""

    key: str
    label: str
    version: DatedValue
    lines: tuple[str, ...]
    extra: str = ""
    versions: tuple[ValueRow, ...] = ()

    @property
    def cite(self) -> str:
        """Where it stands."""
        return citation_words(self.version.citation)

    @property
    def doubt(self) -> str:
        """Why it is still to be checked; empty when it was compared."""
        return DOUBTS[self.version.confidence]


def value_row(
    key: str, short: str, version: DatedValue, extra: str = "", versions: Sequence[DatedValue] = ()
) -> ValueRow:
    """A version in words; `versions` are all of its series, oldest first."""
    lines = tuple(shown(short, version.value).splitlines()) or ("",)
    others = tuple(value_row(key, short, each) for each in reversed(versions)) if len(versions) > 1 else ()
    return ValueRow(key, label_of(short), version, lines, extra, others)


@dataclass(frozen=True)
class RuleRow:
    """One condition as a line of a page."""

    owner: str
    version: ConditionVersion
    confidence: Confidence
    numbers: tuple[ValueRow, ...]
    scope: str
    count: int = 1

    @property
    def key(self) -> str:
        """Owner and id."""
        return f"{self.owner}.{self.version.id}"

    @property
    def why(self) -> str:
        """The condition in plain words."""
        return str(self.version.row["why"])

    @property
    def cite(self) -> str:
        """Where it stands."""
        return citation_words(self.version.citation)

    @property
    def doubt(self) -> str:
        """Why it, or a number in it, is still to be checked."""
        return DOUBTS[self.confidence]


def rule_row(law: Law, owner: str, version: ConditionVersion, day: date) -> RuleRow:
    """A condition with the numbers it takes from dated values that day."""
    keys = list(dict.fromkeys(references(version.row)))
    found = [(key, law.value(full_key(owner, key), day)) for key in keys]
    numbers = tuple(value_row(value.key, split_key(law, value.key)[1], value) for _key, value in found if value)
    doubts = [version.confidence, *(value.confidence for key, value in found if value and key[0] != "~")]
    kinds = [RECIPIENTS.get(kind, kind) for kind in version.row.get("for_kind") or ()]
    classes = [CLASSES.get(each, each) for each in version.row.get("for_class") or ()]
    scope = "; ".join(", ".join(part) for part in (kinds, classes) if part)
    rows = law.general if owner == GENERAL else law.awards[owner].conditions
    return RuleRow(owner, version, weakest(doubts), numbers, scope, sum(row.id == version.id for row in rows))


@dataclass(frozen=True)
class Section:
    """A heading with its values."""

    title: str
    rows: list[ValueRow] = field(default_factory=list)


@dataclass(frozen=True)
class AwardPage:
    """An award on a day, read as the law."""

    declaration: Declaration
    day: date
    given: bool
    decided_by: tuple[str, ...]
    sections: list[Section]
    rules: list[RuleRow]
    general: list[RuleRow]
    needed: list[Declaration]

    @property
    def doubts(self) -> int:
        """How many things are still to be checked."""
        rows: Iterable[Any] = (*(row for each in self.sections for row in each.rows), *self.rules)
        return sum(bool(row.doubt) for row in rows) + (self.declaration.confidence is not Confidence.VERIFIED)

    @property
    def citations(self) -> list[str]:
        """What the award rests on."""
        return [citation_words(each) for each in self.declaration.citations]

    @property
    def doubt(self) -> str:
        """Why the entry itself (recipients, level) is still to be checked."""
        return DOUBTS[self.declaration.confidence]


def award_page(law: Law, code: str, day: date) -> AwardPage:
    """Everything about one award on a day. Raises LawInvalid for an unknown code."""
    declaration = law.award(code)
    rules = [rule_row(law, code, row, day) for row in declaration.conditions if row.covers(day)]
    general = [
        rule_row(law, GENERAL, row, day)
        for row in law.general
        if row.covers(day) and declaration.kind in row.row.get("award_kinds", (declaration.kind,))
    ]
    named = (pair for row in rules for pair in mentioned(row.version.row))
    needed = dict.fromkeys(name for kind, name in named if kind != "not_for_service")
    decided = law.value(f"{code}.decided_by", day)
    return AwardPage(
        declaration, day, declaration.covers(day), tuple(decided.value) if decided and decided.value else (),
        _sections(law, code, day), rules, general, [law.awards[name] for name in needed if name in law.awards],
    )  # fmt: skip


def _sections(law: Law, code: str, day: date) -> list[Section]:
    start = f"{code}."
    found: dict[str, list[ValueRow]] = {title: [] for title, _pattern in SECTIONS}
    for key in law.values.names():
        if key.startswith(start) and (value := law.value(key, day)):
            short = key[len(start) :]
            extra = money_words(law, code, short, day)
            found[section_of(short)].append(value_row(key, short, value, extra, law.values.series(key)))
    return [Section(title, rows) for title, rows in found.items() if rows]


def money_words(law: Law, code: str, short: str, day: date) -> str:
    """A bonus in đồng by a decision of that day; empty for other values."""
    group, _dot, kind = short.partition(".")
    if group != "bonus":
        return ""
    try:
        paid = amount(code, kind, day, law).vnd
    except LawInvalid:
        return ""
    return "" if paid is None else show_money(paid)


def common_values(law: Law, day: date) -> list[Section]:
    """Values that belong to no single award: in force that day, or not yet, or no longer."""
    found: dict[str, list[ValueRow]] = {title: [] for title, _pattern in COMMON_SECTIONS}
    for key in law.values.names():
        if split_key(law, key)[0]:
            continue
        series = law.values.series(key)
        value = law.value(key, day)
        if value is not None:
            found[section_of(key, COMMON_SECTIONS)].append(value_row(key, key, value, "", series))
    return [Section(title, rows) for title, rows in found.items() if rows]


@dataclass(frozen=True)
class Entry:
    """A line of the list of awards."""

    declaration: Declaration
    decided_by: tuple[str, ...]
    doubts: int


def entries(
    law: Law,
    day: date,
    *,
    text: str = "",
    kind: str = "",
    level: str = "",
    to: str = "",
    doubtful: bool = False,
) -> list[Entry]:
    """The awards given on a day, narrowed; `text` is looked for without marks in names, short forms and codes."""
    wanted = fold(text)
    found = []
    for code, each in law.awards.items():
        names = (each.name, each.short, each.english, code, *each.aliases)
        if not each.covers(day) or (kind and each.kind != kind) or (level and each.level != level):
            continue
        if (to and to not in each.recipients) or (wanted and not any(wanted in fold(name) for name in names)):
            continue
        page = award_page(law, code, day)
        if page.doubts or not doubtful:
            found.append(Entry(each, page.decided_by, page.doubts))
    order = {"state": 0, "province": 1, "city": 2, "base": 3, "commune": 4}
    return sorted(
        found,
        key=lambda row: (
            order.get(row.declaration.level, 9),
            row.declaration.kind,
            fold(row.declaration.name.partition(" hạng ")[0]),
            row.declaration.code,
        ),
    )


def parameter_lines(law: Law, owner: str, version: ConditionVersion, day: date) -> list[tuple[str, str, str, str]]:
    """A condition's parameters: group, label, value in words, and the key of the dated value it comes from."""
    lines = []
    for one in parameters(version.row):
        key = full_key(owner, one.key) if one.key else ""
        value = law.value(key, day) if key else None
        told = shown(split_key(law, key)[1], value.value) if value else parameter_words(one)
        lines.append((one.group, one.label, told, key))
    return lines
