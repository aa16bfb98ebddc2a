"""Rules in force: the conditions of one day, resolved, digested, and replayable.

A snapshot is plain JSON: names, conditions, numbers with their sources. Its digest names it; from
the stored snapshot and the stored facts the same verdict comes out in ten years.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .conditions import Condition, read_condition
from .dated import LawInvalid, show
from .findings import Citation, Confidence, weakest
from .law import ConditionVersion, Declaration, Law, full_key, load_law, references

Json = Any  # a JSON value

DROPPED = (
    "beside_kinds",
    "award_kinds",
    "valid_from",
    "valid_to",
    "note",
    "source",
    "document",
    "article",
    "clause",
    "confidence",
)


@dataclass(frozen=True)
class Compiled:
    """The conditions of one award on one day, with the standards they ask about."""

    award: str
    ruleset: str
    provisional: bool
    digest: str
    names: Mapping[str, str]
    conditions: tuple[Condition, ...]
    standards: Mapping[str, tuple[Condition, ...]]
    district_until: date | None = None


def digest_of(snapshot: Mapping[str, Json]) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def compile_snapshot(snapshot: Mapping[str, Json]) -> Compiled:
    """Turn a snapshot (fresh or stored) into conditions. Raises :class:`LawInvalid`."""
    award = str(snapshot["award"])
    read = {code: tuple(read_condition(row) for row in rows) for code, rows in snapshot["conditions"].items()}
    return Compiled(
        award=award,
        ruleset=str(snapshot["ruleset"]),
        provisional=bool(snapshot["provisional"]),
        digest=digest_of(snapshot),
        names=dict(snapshot["names"]),
        conditions=read[award],
        standards={code: rows for code, rows in read.items() if code != award},
        district_until=date.fromisoformat(until) if (until := snapshot.get("district_until")) else None,
    )


def mentioned(row: Json) -> Iterator[tuple[str, str]]:
    """(criterion kind, award code) for every award a condition names."""
    if isinstance(row, Mapping):
        for key in ("award", "or_award", "link_award"):
            if row.get(key):
                yield str(row.get("kind", "")), str(row[key])
        yield from ((str(row["kind"]), code) for code in row.get("awards") or ())
        for wanted in row.get("titles") or ():
            yield from (("since_award", code) for code in wanted)
        yield from (("since_award", code) for code in row.get("implied") or ())
        for child in row.get("of") or ():
            yield from mentioned(child)


def presumed(row: Json) -> Iterator[str]:
    """The codes of all statements, in a condition or several, that are presumed of every submission."""
    if isinstance(row, Mapping):
        if row.get("presumed"):
            yield str(row["code"])
        row = row.get("of") or ()
    for child in row:
        yield from presumed(child)


@dataclass(frozen=True)
class Ruleset:
    """The law on one day of receipt."""

    law: Law
    day: date
    code: str
    name: str
    provisional: bool
    note: str
    citation: Citation
    confidence: Confidence
    _compiled: dict[str, Compiled] = field(default_factory=dict, compare=False, repr=False)
    _snapshots: dict[str, Mapping[str, Json]] = field(default_factory=dict, compare=False, repr=False)

    def compiled(self, award: str) -> Compiled:
        """Conditions of an award, built once. Raises :class:`LawInvalid` when it is not given then."""
        if award not in self._compiled:
            self._compiled[award] = compile_snapshot(self.snapshot(award))
        return self._compiled[award]

    def digest(self, award: str) -> str:
        """The name of the rules for that award."""
        return self.compiled(award).digest

    def snapshot(self, award: str) -> Mapping[str, Json]:
        """Everything a replay needs, as JSON."""
        if award not in self._snapshots:
            self._snapshots[award] = self._snapshot(award)
        return self._snapshots[award]

    def _snapshot(self, award: str) -> Mapping[str, Json]:
        declaration = self.law.award(award)
        if not declaration.covers(self.day):
            raise LawInvalid(f"{declaration.name} chưa hoặc không còn được xét tặng ngày {show(self.day)}.")
        conditions = {award: self._rows(award, general=True)}
        named = {award}
        for row in conditions[award]:
            for kind, code in mentioned(row):
                named.add(code)
                if kind == "same_year" and code not in conditions:
                    conditions[code] = self._rows(code, general=False)
        for rows in list(conditions.values()):
            named |= {code for row in rows for _, code in mentioned(row)}
        return {
            "award": award,
            "ruleset": self.code,
            "provisional": self.provisional,
            "names": {code: self.law.award(code).short for code in sorted(named)},
            "conditions": conditions,
            "district_until": self._district_until(),
        }

    def _district_until(self) -> str | None:
        """The last day on which a district could decide, once that day is past (NĐ 129/2025 Điều 59)."""
        found = self.law.value(DISTRICT_KEY, self.day)
        return str(found.value) if found and found.value else None

    def _rows(self, code: str, *, general: bool) -> list[dict[str, Json]]:
        declaration = self.law.award(code)
        own = [self._resolve(code, version) for version in declaration.conditions if version.covers(self.day)]
        if not general:
            return own
        rows = [self._recipient_row(code)]
        if declaration.posthumous is False:
            rows.append(self._living_row(code))
        shared = [
            {**self._resolve("chung", version), **self._beside(code, version, own)}
            for version in self.law.general
            if version.covers(self.day) and declaration.kind in version.row.get("award_kinds", (declaration.kind,))
        ]
        return [*rows, *own, *shared, *self._authority_row(code), self._span_row()]

    def _beside(self, code: str, version: ConditionVersion, own: Json) -> dict[str, Json]:
        """The other awards of the kinds a condition names (``beside_kinds``), given on that day, and what in
        the award's ``own`` conditions is conduct the unit vouches for, not an achievement."""
        kinds = version.row.get("beside_kinds", ())
        codes = [
            each.code
            for each in self.law.awards.values()
            if each.kind in kinds and each.code != code and each.covers(self.day)
        ]
        return {"awards": sorted(codes), "conduct": sorted(set(presumed(own)))} if codes else {}

    def _authority_row(self, code: str) -> list[dict[str, Json]]:
        """Who decides on that day, and where it stands."""
        found = self.law.value(f"{code}.decided_by", self.day)
        if found is None or not found.value:
            return []
        row = {
            "id": "tham-quyen",
            "kind": "decided_by",
            "who": list(found.value),
            "why": "Thẩm quyền quyết định theo quy định có hiệu lực vào ngày nhận hồ sơ.",
            **found.citation.to_json(),
            "confidence": found.confidence.value,
        }
        return [row]

    def _span_row(self) -> dict[str, Json]:
        """Which rules were used, shown as the last line of every verdict."""
        return {
            "id": "bo-quy-dinh",
            "kind": "ruleset",
            "code": self.code,
            "label": self.name,
            "why": self.note,
            **self.citation.to_json(),
            "confidence": self.confidence.value,
        }

    def _resolve(self, owner: str, version: ConditionVersion) -> dict[str, Json]:
        """The condition with its numbers filled in and named."""
        used = {key: self.law.value(full_key(owner, key), self.day) for key in references(version.row)}
        absent = [key for key, value in used.items() if value is None]
        if absent:
            keys = ", ".join(absent)
            raise LawInvalid(f"{owner}.{version.id}: giá trị {keys} không có vào ngày {show(self.day)}.")
        values = {key: value for key, value in used.items() if value is not None}
        plain = {key: value for key, value in version.row.items() if key not in DROPPED}
        row: dict[str, Json] = _fill(plain, {key: value.value for key, value in values.items()})
        confidence = weakest(
            [version.confidence, *(value.confidence for key, value in values.items() if key[0] != "~")]
        )
        row.update(version.citation.to_json(), confidence=confidence.value)
        row["numbers"] = [
            {
                "rule": value.key,
                "value": value.value,
                "citation": str(value.citation),
                "confidence": value.confidence.value,
            }
            for value in values.values()
        ]
        return row

    def _recipient_row(self, code: str) -> dict[str, Json]:
        declaration = self.law.award(code)
        return {
            "id": "doi-tuong",
            "kind": "recipient",
            "kinds": list(declaration.recipients),
            "why": "Mỗi danh hiệu, hình thức khen thưởng chỉ tặng cho đúng loại đối tượng luật định.",
            **_where(declaration.citations[0]),
            "confidence": declaration.confidence.value,
        }

    def _living_row(self, code: str) -> dict[str, Json]:
        declaration = self.law.award(code)
        return {
            "id": "khong-truy-tang",
            "kind": "living",
            "for_kind": ["individual"],
            "why": "Chỉ những hình thức luật cho phép mới được truy tặng.",
            **self._living_source(declaration),
        }

    def _living_source(self, declaration: Declaration) -> dict[str, str]:
        """The list of forms that may be given after death; a city award rests on its own document."""
        found = self.law.value(POSTHUMOUS_KEY, self.day)
        if found is None or declaration.kind in CITY_KINDS:
            return {**_where(declaration.citations[0]), "confidence": declaration.confidence.value}
        return {**_where(found.citation), "confidence": found.confidence.value}


def _where(citation: Citation) -> dict[str, str]:
    return citation.to_json()


def _fill(row: Json, values: Mapping[str, Json]) -> Json:
    if isinstance(row, str) and row.startswith("@"):
        return values[row[1:]]
    if isinstance(row, Mapping):
        return {key: _fill(value, values) for key, value in row.items()}
    if isinstance(row, (list, tuple)):
        return [_fill(value, values) for value in row]
    return row


_RULESETS: dict[tuple[int, date, str], tuple[Law, Ruleset]] = {}


def rules_in_force(received_on: date, award: str | None = None, *, law: Law | None = None) -> Ruleset:
    """The rules for a dossier received on that day.

    A dossier keeps the rules of its day of receipt to the end (NĐ 152/2025 Điều 60 khoản 3; Luật
    06/2026/QH16, transition). With ``award`` the rules of that award are checked at once. Raises
    :class:`LawInvalid` when no rule set covers the day or the award is not given then.
    """
    chosen = law or load_law()
    span = chosen.span(received_on)
    day = chosen.epoch(received_on)
    key = (id(chosen), day, span.code)
    kept = _RULESETS.get(key)
    if kept is None or kept[0] is not chosen:
        if len(_RULESETS) >= KEPT_RULESETS:
            _RULESETS.clear()
        rules = Ruleset(chosen, day, span.code, span.name, span.provisional, span.note, span.citation, span.confidence)
        kept = (chosen, rules)
        _RULESETS[key] = kept
    if award is not None:
        kept[1].compiled(award)
    return kept[1]


POSTHUMOUS_KEY = "truy-tang.hinh-thuc"
CITY_KINDS = ("city_title", "city_form")
DISTRICT_KEY = "cap-huyen.ngay-cuoi"
KEPT_RULESETS = 64  # compiled rule sets kept in memory; drafts come and go
