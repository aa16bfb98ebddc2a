"""The catalogue on a day, and what changes between two days. Pure reads of the law, with JSON forms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .dated import DatedValue
from .findings import Citation, Confidence, weakest
from .law import ConditionVersion, Declaration, Law, full_key, load_law, references

Json = Any  # a JSON value


@dataclass(frozen=True)
class Vote:
    """Share of all council members that must agree (None: not set), and the kind of ballot."""

    share: Fraction | None
    ballot: str | None
    confidence: Confidence
    citation: Citation | None

    def to_json(self) -> dict[str, Json]:
        """Share as "9/10"."""
        return {
            "share": None if self.share is None else str(self.share),
            "ballot": self.ballot,
            "confidence": self.confidence.value,
            "citation": self.citation.to_json() if self.citation else None,
        }


@dataclass(frozen=True)
class Rule:
    """One condition as the catalogue page shows it."""

    id: str
    why: str
    citation: Citation
    confidence: Confidence
    valid_from: date
    valid_to: date | None
    source: str = ""

    def to_json(self) -> dict[str, Json]:
        """Everything, dates as ISO text."""
        return {
            "id": self.id,
            "why": self.why,
            "citation": self.citation.to_json(),
            "confidence": self.confidence.value,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "source": self.source,
        }


@dataclass(frozen=True)
class Award:
    """One entry of the catalogue on one day. ``values`` are its dated values by short key."""

    declaration: Declaration
    rules: tuple[Rule, ...]
    values: Mapping[str, DatedValue]

    @property
    def code(self) -> str:
        """Award code."""
        return self.declaration.code

    @property
    def name(self) -> str:
        """Vietnamese name."""
        return self.declaration.name

    @property
    def confidence(self) -> Confidence:
        """Confidence of the entry as a whole."""
        return self.declaration.confidence

    @property
    def decided_by(self) -> tuple[str, ...]:
        """Who decides on that day."""
        return tuple(self.get("decided_by") or ())

    @property
    def vote(self) -> Vote:
        """Threshold and ballot on that day."""
        share, ballot = self.values.get("vote.share"), self.values.get("vote.ballot")
        value = None if share is None or share.value is None else Fraction(str(share.value))
        return Vote(
            value,
            None if ballot is None else ballot.value,
            share.confidence if share else Confidence.UNKNOWN,
            share.citation if share else None,
        )

    @property
    def doubts(self) -> tuple[str, ...]:
        """Keys of values and ids of rules still to be confirmed ("cần kiểm tra")."""
        keys = [key for key, value in self.values.items() if value.confidence is not Confidence.VERIFIED]
        return (*keys, *(rule.id for rule in self.rules if rule.confidence is not Confidence.VERIFIED))

    def get(self, key: str) -> Json:
        """The plain value of a short key, None when absent."""
        value = self.values.get(key)
        return None if value is None else value.value

    def group(self, prefix: str) -> dict[str, Json]:
        """Plain values whose key starts with ``prefix.``: "bonus" gives {"individual": "3"}."""
        start = f"{prefix}."
        return {key[len(start) :]: value.value for key, value in self.values.items() if key.startswith(start)}

    def to_json(self) -> dict[str, Json]:
        """The catalogue entry for screens and `thidua law catalogue`."""
        own = self.declaration
        return {
            "code": own.code,
            "name": own.name,
            "english": own.english,
            "aliases": list(own.aliases),
            "kind": own.kind,
            "level": own.level,
            "recipients": list(own.recipients),
            "cycle": own.cycle,
            "posthumous": own.posthumous,
            "decided_by": list(self.decided_by),
            "vote": self.vote.to_json(),
            "quotas": self.group("quota"),
            "dossier": self.get("dossier"),
            "filing": self.get("filing"),
            "limits": {key: self.get(key) for key in ("consultation.days", "appraisal.days") if key in self.values},
            "bonus": self.group("bonus"),
            "certificate": self.get("certificate"),
            "conditions": [rule.to_json() for rule in self.rules],
            "citations": [citation.to_json() for citation in own.citations],
            "sources": list(own.sources),
            "valid_from": own.valid_from.isoformat(),
            "valid_to": own.valid_to.isoformat() if own.valid_to else None,
            "confidence": own.confidence.value,
            "needs_check": list(self.doubts),
            "note": own.note,
            "values": [value.to_json() for value in self.values.values()],
        }


def _rule(law: Law, owner: str, version: ConditionVersion, day: date) -> Rule:
    used = [law.value(full_key(owner, key), day) for key in references(version.row) if key[0] != "~"]
    confidence = weakest([version.confidence, *(value.confidence for value in used if value)])
    return Rule(
        version.id,
        str(version.row["why"]),
        version.citation,
        confidence,
        version.valid_from,
        version.valid_to,
        str(version.row.get("source") or ""),
    )


def _values(law: Law, code: str, day: date) -> dict[str, DatedValue]:
    start = f"{code}."
    found = ((key, law.value(key, day)) for key in law.values.names() if key.startswith(start))
    return {key[len(start) :]: value for key, value in found if value is not None}


def award_on(code: str, day: date, law: Law | None = None) -> Award:
    """One entry on a day. Raises :class:`~.dated.LawInvalid` for an unknown code."""
    chosen = law or load_law()
    declaration = chosen.award(code)
    rules = tuple(_rule(chosen, code, each, day) for each in declaration.conditions if each.covers(day))
    return Award(declaration, rules, _values(chosen, code, day))


def catalogue_on(day: date, law: Law | None = None) -> list[Award]:
    """Every award given on that day, by code."""
    chosen = law or load_law()
    return [award_on(code, day, chosen) for code, each in sorted(chosen.awards.items()) if each.covers(day)]


def threshold(code: str, day: date, law: Law | None = None) -> Fraction | None:
    """Share of all council members an award needs on that day; None when nothing is set."""
    return award_on(code, day, law).vote.share


@dataclass(frozen=True)
class Change:
    """One difference between two days. ``sort``: ruleset, award, condition or value;
    ``owner`` an award code or "chung"."""

    sort: str
    owner: str
    key: str
    before: Json
    after: Json
    before_citation: Citation | None = None
    after_citation: Citation | None = None
    confidence: Confidence = Confidence.VERIFIED

    @property
    def only_source(self) -> bool:
        """The rule reads the same; only the document it rests on is another."""
        return bool(self.before == self.after)

    def to_json(self) -> dict[str, Json]:
        """Everything; citations may be null."""
        return {
            "sort": self.sort,
            "owner": self.owner,
            "key": self.key,
            "before": self.before,
            "after": self.after,
            "only_source": self.only_source,
            "before_citation": self.before_citation.to_json() if self.before_citation else None,
            "after_citation": self.after_citation.to_json() if self.after_citation else None,
            "confidence": self.confidence.value,
        }


@dataclass(frozen=True)
class Diff:
    """What changed from one day to the other."""

    first: date
    second: date
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, Json]:
        """For `thidua law diff`."""
        return {
            "from": self.first.isoformat(),
            "to": self.second.isoformat(),
            "changes": [change.to_json() for change in self.changes],
        }


def _owner(law: Law, key: str) -> tuple[str, str]:
    code, _, rest = key.partition(".")
    return (code, rest) if code in law.awards else ("chung", key)


def _value_changes(law: Law, first: date, second: date) -> Iterable[Change]:
    for key in law.values.names():
        before, after = law.value(key, first), law.value(key, second)
        if before is after:
            continue
        same = before is not None and after is not None and before.value == after.value
        if same and before is not None and after is not None and before.citation == after.citation:
            continue
        owner, short = _owner(law, key)
        yield Change(
            "value",
            owner,
            short,
            before.value if before else None,
            after.value if after else None,
            before.citation if before else None,
            after.citation if after else None,
            after.confidence if after else Confidence.VERIFIED,
        )


def _condition_changes(law: Law, first: date, second: date) -> Iterable[Change]:
    owners = [("chung", law.general), *((code, each.conditions) for code, each in law.awards.items())]
    for owner, versions in owners:
        for each in dict.fromkeys(version.id for version in versions):
            found = [
                next((version for version in versions if version.id == each and version.covers(day)), None)
                for day in (first, second)
            ]
            before, after = found
            if before is after:
                continue
            yield Change(
                "condition",
                owner,
                each,
                before.row["why"] if before else None,
                after.row["why"] if after else None,
                before.citation if before else None,
                after.citation if after else None,
                after.confidence if after else Confidence.VERIFIED,
            )


def _award_changes(law: Law, first: date, second: date) -> Iterable[Change]:
    for code, each in sorted(law.awards.items()):
        before, after = each.covers(first), each.covers(second)
        if before != after:
            yield Change(
                "award",
                code,
                "given",
                before,
                after,
                after_citation=each.citations[0],
                confidence=each.confidence,
            )


def diff(first: date, second: date, law: Law | None = None) -> Diff:
    """What changed between two days: rule set, awards, conditions, values.

    Raises :class:`~.law.NoRulesInForce` when a day lies before the first rule set.
    """
    chosen = law or load_law()
    before, after = chosen.span(first), chosen.span(second)
    changes: list[Change] = []
    if before is not after:
        changes.append(
            Change(
                "ruleset",
                "chung",
                "ruleset",
                before.name,
                after.name,
                before.citation,
                after.citation,
                after.confidence,
            )
        )
    changes += _award_changes(chosen, first, second)
    changes += _condition_changes(chosen, first, second)
    changes += _value_changes(chosen, first, second)
    return Diff(first, second, tuple(changes))
