"""The law read from the catalogue: awards, conditions, dated values, rule sets.

:func:`load_law` reads folders; :meth:`Law.epoch` turns a day into the rules of that day.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .dated import (
    DAY,
    DatedTable,
    DatedValue,
    LawInvalid,
    check_sequence,
    read_citation,
    read_confidence,
    read_day,
    read_version,
    show,
)
from .findings import Citation, Confidence

Json = Any  # a YAML value

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"
COMMON = "_common"
AWARD_FILES = ("award.yaml", "criteria.yaml", "cases.yaml")


class NoRulesInForce(LawInvalid):
    """No rule set covers the day asked for."""


@dataclass(frozen=True)
class RuleSpan:
    """A named rule set and the days of receipt it covers."""

    code: str
    name: str
    citation: Citation
    valid_from: date
    valid_to: date | None
    provisional: bool
    confidence: Confidence
    note: str = ""

    def to_json(self) -> dict[str, Json]:
        """Everything, dates as ISO text."""
        return {
            "code": self.code,
            "name": self.name,
            **self.citation.to_json(),
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "provisional": self.provisional,
            "confidence": self.confidence.value,
            "note": self.note,
        }


@dataclass(frozen=True)
class ConditionVersion:
    """One dated version of one condition as written; ``row`` may refer to dated values with "@"."""

    id: str
    row: Mapping[str, Json]
    citation: Citation
    valid_from: date
    valid_to: date | None
    confidence: Confidence

    def covers(self, day: date) -> bool:
        """In force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Declaration:
    """An award as declared: what does not change by date, and its conditions."""

    code: str
    name: str
    short: str
    english: str
    kind: str
    level: str
    recipients: tuple[str, ...]
    cycle: str
    posthumous: bool | None
    aliases: tuple[str, ...]
    citations: tuple[Citation, ...]
    sources: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    confidence: Confidence
    note: str
    conditions: tuple[ConditionVersion, ...]

    def covers(self, day: date) -> bool:
        """Given on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Law:
    """Everything loaded and checked. ``general`` conditions apply to every award."""

    awards: Mapping[str, Declaration]
    general: tuple[ConditionVersion, ...]
    spans: tuple[RuleSpan, ...]
    values: DatedTable
    bounds: tuple[date, ...]

    def span(self, day: date) -> RuleSpan:
        """The rule set for dossiers received that day. Raises :class:`NoRulesInForce`."""
        for span in self.spans:
            if span.valid_from <= day and (span.valid_to is None or day <= span.valid_to):
                return span
        first = min(span.valid_from for span in self.spans)
        raise NoRulesInForce(f"Không có bộ quy định cho ngày {show(day)}; bộ sớm nhất từ {show(first)}.")

    def epoch(self, day: date) -> date:
        """The first day of the stretch without change that the day lies in."""
        index = bisect_right(self.bounds, day)
        return self.bounds[index - 1] if index else day

    def award(self, code: str) -> Declaration:
        """One declaration. Raises :class:`LawInvalid` for an unknown code."""
        if code not in self.awards:
            raise LawInvalid(f"Không có danh hiệu, hình thức khen thưởng nào mang mã “{code}”.")
        return self.awards[code]

    def value(self, key: str, day: date) -> DatedValue | None:
        """A dated value in force that day, or None."""
        return self.values.on(key, day)


def _yaml(path: Path) -> Json:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError) as error:  # a day such as 30/02 is a ValueError
        raise LawInvalid(f"{path.name}: không đọc được YAML ({error}).") from None


SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C reader where PyYAML has it: ten times faster


def _versions(prefix: str, series: Mapping[str, Json]) -> Iterator[DatedValue]:
    for key, rows in series.items():
        for row in rows:
            yield read_version(f"{prefix}{key}", row)


def read_version_of_condition(owner: str, row: Mapping[str, Json], start: date) -> ConditionVersion:
    """One version of a condition from its row; ``start`` where it names no first day. Raises :class:`LawInvalid`."""
    key = f"{owner}.{row.get('id', '?')}"
    for needed in ("id", "kind", "why"):
        if not row.get(needed):
            raise LawInvalid(f"{key}: thiếu “{needed}”.")
    first = read_day(key, row["valid_from"]) if "valid_from" in row else start
    last = None if row.get("valid_to") is None else read_day(key, row["valid_to"])
    if last is not None and last < first:
        raise LawInvalid(f"{key}: hiệu lực ngược, từ {show(first)} đến {show(last)}.")
    citation, confidence = read_citation(key, row), read_confidence(key, row)
    return ConditionVersion(str(row["id"]), row, citation, first, last, confidence)


def _conditions(owner: str, rows: Iterable[Mapping[str, Json]], start: date) -> tuple[ConditionVersion, ...]:
    versions = tuple(read_version_of_condition(owner, row, start) for row in rows)
    for each in {version.id for version in versions}:
        spans = [(version.valid_from, version.valid_to) for version in versions if version.id == each]
        check_sequence(f"{owner}.{each}", spans)
    return versions


def _award(folder: Path) -> tuple[Declaration, list[DatedValue]]:
    data = _yaml(folder / "award.yaml")
    code = str(data["code"])
    if code != folder.name:
        raise LawInvalid(f"Thư mục {folder.name} khai mã {code}.")
    start = read_day(code, data["valid_from"])
    citations = tuple(read_citation(code, row) for row in data.get("citations") or ())
    if not citations:
        raise LawInvalid(f"{code}: thiếu căn cứ (văn bản).")
    rows = _yaml(folder / "criteria.yaml") or ()
    declaration = Declaration(
        code=code,
        name=str(data["name"]),
        short=str(data.get("short") or data["name"]),
        english=str(data["english"]),
        kind=str(data["kind"]),
        level=str(data["level"]),
        recipients=tuple(data["recipients"]),
        cycle=str(data.get("cycle") or ""),
        posthumous=data.get("posthumous"),
        aliases=tuple(data.get("aliases") or ()),
        citations=citations,
        sources=tuple(data.get("sources") or ()),
        valid_from=start,
        valid_to=None if data.get("valid_to") is None else read_day(code, data["valid_to"]),
        confidence=read_confidence(code, data),
        note=str(data.get("note") or ""),
        conditions=_conditions(code, rows, start),
    )
    return declaration, list(_versions(f"{code}.", data.get("values") or {}))


def _span(row: Mapping[str, Json]) -> RuleSpan:
    code = str(row["code"])
    return RuleSpan(
        code=code,
        name=str(row["name"]),
        citation=read_citation(code, row),
        valid_from=read_day(code, row["valid_from"]),
        valid_to=None if row.get("valid_to") is None else read_day(code, row["valid_to"]),
        provisional=bool(row.get("provisional", False)),
        confidence=read_confidence(code, row),
        note=str(row.get("note") or ""),
    )


def bounds_of(
    spans: Iterable[RuleSpan],
    general: Iterable[ConditionVersion],
    awards: Mapping[str, Declaration],
    table: DatedTable,
) -> tuple[date, ...]:
    """Every day on which something of the law begins or has just ended, sorted."""
    dated = [(span.valid_from, span.valid_to) for span in spans]
    dated += [(each.valid_from, each.valid_to) for each in general]
    for award in awards.values():
        dated += [(award.valid_from, award.valid_to)]
        dated += [(each.valid_from, each.valid_to) for each in award.conditions]
    dated += [(each.valid_from, each.valid_to) for key in table.names() for each in table.series(key)]
    days = set()
    for start, end in dated:
        days.add(start)
        if end is not None and end < date.max:
            days.add(end + DAY)
    return tuple(sorted(days))


def references(row: Json) -> Iterator[str]:
    """Every "@key" in a condition, without the sign.

    "@~key" marks a secondary setting: its doubt does not make the whole condition doubtful.
    """
    if isinstance(row, str) and row.startswith("@"):
        yield row[1:]
    elif isinstance(row, Mapping):
        for value in row.values():
            yield from references(value)
    elif isinstance(row, (list, tuple)):
        for value in row:
            yield from references(value)


def full_key(owner: str, key: str) -> str:
    """ "times" of CSTDT is "CSTDT.times"; ".x" is the common value "x"."""
    plain = key.removeprefix("~")
    return plain[1:] if plain.startswith(".") else f"{owner}.{plain}"


def asked_keys(law: Law) -> Iterator[tuple[str, str]]:
    """Every dated value a condition takes its number from: the condition ("CSTDT.sang-kien") and the value's full key."""
    owners = [("chung", law.general), *((code, award.conditions) for code, award in law.awards.items())]
    for owner, conditions in owners:
        for version in conditions:
            for key in references(version.row):
                yield f"{owner}.{version.id}", full_key(owner, key)


def check_references(law: Law) -> None:
    """Raise :class:`LawInvalid` when a condition names a value nobody declared."""
    known = set(law.values.names())
    for condition, key in asked_keys(law):
        if key not in known:
            raise LawInvalid(f"{condition}: không có giá trị “{key}”.")


def read_law(catalogue: Path, overrides: Iterable[DatedValue] = ()) -> Law:
    """Read and check a catalogue folder. Raises :class:`LawInvalid` naming what is wrong and when."""
    common = catalogue / COMMON
    versions: list[DatedValue] = []
    for path in sorted(common.glob("values*.yaml")):
        versions += _versions("", _yaml(path) or {})
    spans = tuple(_span(row) for row in _yaml(common / "rulesets.yaml"))
    check_sequence("Bộ quy định", ((span.valid_from, span.valid_to) for span in spans))
    start = min(span.valid_from for span in spans)
    general = _conditions("chung", _yaml(common / "general.yaml"), start)
    awards: dict[str, Declaration] = {}
    for folder in sorted(path for path in catalogue.iterdir() if (path / "award.yaml").exists()):
        declaration, own = _award(folder)
        awards[declaration.code] = declaration
        versions += own
    table = DatedTable(versions, overrides)
    law = Law(awards, general, spans, table, bounds_of(spans, general, awards, table))
    check_references(law)
    return law


@lru_cache(maxsize=4)
def _cached(catalogue: Path) -> Law:
    return read_law(catalogue)


def load_law(overrides: Iterable[DatedValue] = (), catalogue: Path = CATALOGUE) -> Law:
    """The law as shipped, with changes on top (database overrides, a draft decree).

    Without changes the result is read once per process. Raises :class:`LawInvalid`.
    """
    changes = tuple(overrides)
    return read_law(catalogue, changes) if changes else _cached(catalogue)
