"""The states of a decision and the steps between them. Pure: no Django, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thidua.foundation.words import mark


class DecisionState(StrEnum):
    """Where a decision stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    CANCELLED = "cancelled"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Code and Vietnamese label of each state, for fields and lists."""
        return [(state.value, FACES[state].label) for state in cls]


class DecisionVerb(StrEnum):
    """What can be done to a decision."""

    ISSUE = "issue"
    CANCEL = "cancel"


class DecisionKind(StrEnum):
    """Granting honours, or taking them back."""

    GRANT = "grant"
    REVOKE = "revoke"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Code and Vietnamese label of each kind."""
        return [(cls.GRANT.value, mark("Quyết định khen thưởng")), (cls.REVOKE.value, mark("Quyết định thu hồi"))]


@dataclass(frozen=True)
class Face:
    """How a state is shown."""

    label: str
    badge: str


FACES = {
    DecisionState.DRAFT: Face(mark("Dự thảo"), "wait"),
    DecisionState.ISSUED: Face(mark("Đã ban hành"), "gold"),
    DecisionState.CANCELLED: Face(mark("Đã hủy dự thảo"), "late"),
}


@dataclass(frozen=True)
class Edge:
    """One step: the verb, the states it may start from, where it leads, which duties may take it."""

    verb: DecisionVerb
    sources: frozenset[DecisionState]
    target: DecisionState
    duties: frozenset[str]


EDGES = {
    edge.verb: edge
    for edge in (
        Edge(DecisionVerb.ISSUE, frozenset({DecisionState.DRAFT}), DecisionState.ISSUED, frozenset({"clerk"})),
        Edge(DecisionVerb.CANCEL, frozenset({DecisionState.DRAFT}), DecisionState.CANCELLED, frozenset({"office_head"})),
    )
}  # fmt: skip
