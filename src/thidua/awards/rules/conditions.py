"""A condition: a criterion with its source, validity, words and scope of recipients."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .criteria import Case, Criterion, read_criterion
from .dated import LawInvalid
from .findings import Citation, Confidence, Finding, Status

Json = Any  # a JSON value

DEFAULT_CLASS = "staff"  # the class of a recipient of whom none is stated: cán bộ, công chức, viên chức


@dataclass(frozen=True)
class Condition:
    """One condition of one award, ready to be checked.

    ``kinds`` and ``classes`` limit it to some recipients (empty: all). ``numbers`` are the dated
    values it uses; they are shown among the facts.
    """

    id: str
    criterion: Criterion
    citation: Citation
    why: str
    confidence: Confidence
    kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    numbers: tuple[Mapping[str, Json], ...] = ()

    def applies(self, case: Case) -> bool:
        """Whether this recipient is asked."""
        kind = case.facts.kind
        if self.kinds and (kind is None or kind.value not in self.kinds):
            return False
        return not self.classes or (case.facts.recipient_class or DEFAULT_CLASS) in self.classes

    def status(self, case: Case) -> Status | None:
        """Status alone, None when not asked."""
        return self.criterion.check(case).status if self.applies(case) else None

    def find(self, case: Case) -> Finding | None:
        """The finding, None when not asked."""
        if not self.applies(case):
            return None
        reply = self.criterion.check(case)
        return Finding(
            id=self.id,
            status=reply.status,
            text=reply.text,
            citation=self.citation,
            facts=reply.facts + self.numbers,
            why=self.why,
            confidence=self.confidence,
        )


def read_condition(row: Mapping[str, Json]) -> Condition:
    """Build a condition from a resolved row of a snapshot. Raises :class:`LawInvalid`."""
    try:
        return Condition(
            id=str(row["id"]),
            criterion=read_criterion(row),
            citation=Citation.from_json(row),
            why=str(row["why"]),
            confidence=Confidence(row["confidence"]),
            kinds=tuple(row.get("for_kind", ())),
            classes=tuple(row.get("for_class", ())),
            numbers=tuple(row.get("numbers", ())),
        )
    except (KeyError, ValueError) as error:
        raise LawInvalid(f"Điều kiện {row.get('id')}: {error}.") from None
