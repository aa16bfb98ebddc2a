"""The states of a session and the steps between them. Pure: no Django, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thidua.foundation.words import mark


class SessionState(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    BALLOTING = "balloting"
    COUNTED = "counted"
    CLOSED = "closed"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Code and Vietnamese label of each state, for fields and lists."""
        return [(state.value, LABELS[state].label) for state in cls]


class SessionVerb(StrEnum):
    """What can be done to a session."""

    OPEN_BALLOT = "open_ballot"
    CALL_OFF = "call_off"
    CONFIRM_COUNT = "confirm_count"
    CLOSE = "close"


@dataclass(frozen=True)
class Face:
    """How a state is shown: label, kind of badge."""

    label: str
    badge: str


LABELS = {
    SessionState.PLANNED: Face(mark("Chuẩn bị"), "wait"),
    SessionState.BALLOTING: Face(mark("Đang kiểm phiếu"), "sealed"),
    SessionState.COUNTED: Face(mark("Đã có kết quả"), "info"),
    SessionState.CLOSED: Face(mark("Đã lập biên bản"), "ok"),
}


@dataclass(frozen=True)
class Edge:
    """One step: the verb, the states it may start from, the state it leads to, the duties that may take it."""

    verb: SessionVerb
    sources: frozenset[SessionState]
    target: SessionState
    duties: frozenset[str]


EDGES = {
    edge.verb: edge
    for edge in (
        Edge(SessionVerb.OPEN_BALLOT, frozenset({SessionState.PLANNED}), SessionState.BALLOTING, frozenset({"council_secretary"})),
        Edge(SessionVerb.CALL_OFF, frozenset({SessionState.BALLOTING}), SessionState.PLANNED, frozenset({"council_secretary"})),
        Edge(SessionVerb.CONFIRM_COUNT, frozenset({SessionState.BALLOTING}), SessionState.COUNTED, frozenset({"council_secretary"})),
        Edge(SessionVerb.CLOSE, frozenset({SessionState.COUNTED}), SessionState.CLOSED, frozenset({"council_secretary"})),
    )
}  # fmt: skip
