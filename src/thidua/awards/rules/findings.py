"""What the rules answer: findings and verdicts, and their JSON form.

Texts are plain Vietnamese sentences, ready for the screen.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

Json = Any  # a JSON value; the shape is checked where it is read


class Status(StrEnum):
    """Answer of one condition, and of the whole."""

    PASS = "pass"  # noqa: S105 - the answer "passes", not a password
    FAIL = "fail"
    UNKNOWN = "unknown"
    HOLD = "hold"


class Confidence(StrEnum):
    """How well a legal point is known; everything but VERIFIED shows "cần kiểm tra"."""

    VERIFIED = "verified"
    PARTLY = "partly"
    RECALLED = "recalled"
    UNKNOWN = "unknown"


CONFIDENCE_ORDER = (Confidence.VERIFIED, Confidence.PARTLY, Confidence.RECALLED, Confidence.UNKNOWN)


def weakest(confidences: Iterable[Confidence]) -> Confidence:
    """The least certain of several marks (VERIFIED when there are none)."""
    return max(confidences, key=CONFIDENCE_ORDER.index, default=Confidence.VERIFIED)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands: document, article, clause."""

    document: str
    article: str = ""
    clause: str = ""

    def __str__(self) -> str:
        parts = [self.document]
        if self.article:
            parts.append(f"Điều {self.article}")
        if self.clause:
            parts.append(f"khoản {self.clause}")
        return ", ".join(parts)

    def to_json(self) -> dict[str, str]:
        """The three parts as text; missing ones are empty."""
        return {"document": self.document, "article": self.article, "clause": self.clause}

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "Citation":
        """Inverse of :meth:`to_json`."""
        return cls(str(data["document"]), str(data.get("article", "")), str(data.get("clause", "")))


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition answered: sentence, source, the facts it rested on, the rule in plain words."""

    id: str
    status: Status
    text: str
    citation: Citation
    facts: tuple[Mapping[str, Json], ...] = ()
    why: str = ""
    confidence: Confidence = Confidence.VERIFIED

    def to_json(self) -> dict[str, Json]:
        """The published form: id, status, text, citation, facts."""
        return {
            "id": self.id,
            "status": self.status.value,
            "text": self.text,
            "citation": self.citation.to_json(),
            "facts": [dict(fact) for fact in self.facts],
        }

    def to_record(self) -> dict[str, Json]:
        """The stored form: the published one with the rule in words and its confidence."""
        return {**self.to_json(), "why": self.why, "confidence": self.confidence.value}

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "Finding":
        """Read either form; why and confidence fall back to "" and verified."""
        return cls(
            id=str(data["id"]),
            status=Status(data["status"]),
            text=str(data["text"]),
            citation=Citation.from_json(data["citation"]),
            facts=tuple(dict(fact) for fact in data["facts"]),
            why=str(data.get("why", "")),
            confidence=Confidence(data.get("confidence", "verified")),
        )


def overall(statuses: Iterable[Status]) -> Status:
    """Fail outweighs hold, hold outweighs unknown, unknown outweighs pass."""
    seen = set(statuses)
    for status in (Status.FAIL, Status.HOLD, Status.UNKNOWN):
        if status in seen:
            return status
    return Status.PASS


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one recipient, award, period and day. ``digest`` names the rules used."""

    verdict: Status
    conditions: tuple[Finding, ...]
    digest: str
    award: str = ""
    period: int = 0
    on: date | None = None
    ruleset: str = ""
    provisional: bool = False

    def to_json(self) -> dict[str, Json]:
        """The published form: verdict, conditions, digest."""
        return {
            "verdict": self.verdict.value,
            "conditions": [finding.to_json() for finding in self.conditions],
            "digest": self.digest,
        }

    def to_record(self) -> dict[str, Json]:
        """The stored form: everything, enough to show the panel again without judging."""
        return {
            **self.to_json(),
            "conditions": [finding.to_record() for finding in self.conditions],
            "award": self.award,
            "period": self.period,
            "on": self.on.isoformat() if self.on else None,
            "ruleset": self.ruleset,
            "provisional": self.provisional,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "Verdict":
        """Read either form."""
        on = data.get("on")
        return cls(
            verdict=Status(data["verdict"]),
            conditions=tuple(Finding.from_json(item) for item in data["conditions"]),
            digest=str(data["digest"]),
            award=str(data.get("award", "")),
            period=int(data.get("period", 0)),
            on=date.fromisoformat(on) if on else None,
            ruleset=str(data.get("ruleset", "")),
            provisional=bool(data.get("provisional", False)),
        )

    def dumps(self) -> str:
        """The published form as canonical text (sorted keys, UTF-8)."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)
