"""The road of a dossier: states, steps, who may take them. Pure: no Django, no clock.

One table holds everything about a state; never branch on a label and never build a state's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thidua.foundation.words import mark


class DossierState(StrEnum):
    """Where a dossier stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPRAISING = "appraising"
    APPRAISED = "appraised"
    ON_AGENDA = "on_agenda"
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    DECIDED = "decided"
    REVOKED = "revoked"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Code and Vietnamese label of each state, for fields and lists."""
        return [(state.value, FACES[state].label) for state in cls]


class DossierVerb(StrEnum):
    """What can be done to a dossier."""

    SUBMIT = "submit"
    RECALL = "recall"
    RECEIVE = "receive"
    RETURN = "return"
    RESUBMIT = "resubmit"
    CONCLUDE_ELIGIBLE = "conclude_eligible"
    CONCLUDE_INELIGIBLE = "conclude_ineligible"
    REOPEN = "reopen"
    PUT_ON_AGENDA = "put_on_agenda"
    TAKE_OFF_AGENDA = "take_off_agenda"
    PASS = "pass"
    NOT_PASS = "not_pass"
    DECIDE = "decide"
    REVOKE = "revoke"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Face:
    """How a state is shown: to the office, to the public, and as which badge."""

    label: str
    public: str
    badge: str


FACES = {
    DossierState.DRAFT: Face(mark("Bản nháp"), mark("Đang lập"), "wait"),
    DossierState.SUBMITTED: Face(mark("Chờ tiếp nhận"), mark("Đã gửi"), "info"),
    DossierState.RETURNED: Face(mark("Trả lại, chờ bổ sung"), mark("Đang bổ sung"), "warn"),
    DossierState.APPRAISING: Face(mark("Đang thẩm định"), mark("Đang thẩm định"), "info"),
    DossierState.APPRAISED: Face(mark("Đủ điều kiện trình Hội đồng"), mark("Đã thẩm định"), "ok"),
    DossierState.ON_AGENDA: Face(mark("Đã trình Hội đồng"), mark("Chờ Hội đồng"), "sealed"),
    DossierState.PASSED: Face(mark("Hội đồng thông qua"), mark("Chờ quyết định"), "ok"),
    DossierState.NOT_PASSED: Face(mark("Không đủ tỷ lệ phiếu"), mark("Đã có kết quả"), "no"),
    DossierState.DECIDED: Face(mark("Đã có quyết định"), mark("Đã có quyết định"), "gold"),
    DossierState.REVOKED: Face(mark("Đã thu hồi"), mark("Đã thu hồi"), "late"),
    DossierState.INELIGIBLE: Face(mark("Không đủ điều kiện"), mark("Đã có kết quả"), "no"),
    DossierState.WITHDRAWN: Face(mark("Đã rút"), mark("Đã rút"), "wait"),
}


@dataclass(frozen=True)
class Edge:
    """One step: the verb, the states it may start from, where it leads, which duties may take it."""

    verb: DossierVerb
    sources: frozenset[DossierState]
    target: DossierState
    duties: frozenset[str]
    needs_reason: bool = False


def _edge(verb: DossierVerb, sources: str, target: DossierState, duties: str, *, reason: bool = False) -> Edge:
    return Edge(verb, frozenset(map(DossierState, sources.split())), target, frozenset(duties.split()), reason)


EDGES = {
    edge.verb: edge
    for edge in (
        _edge(DossierVerb.SUBMIT, "draft", DossierState.SUBMITTED, "unit_head unit_officer"),
        _edge(DossierVerb.RECALL, "submitted", DossierState.DRAFT, "unit_head unit_officer", reason=True),
        _edge(DossierVerb.RECEIVE, "submitted", DossierState.APPRAISING, "intake_officer appraiser"),
        _edge(DossierVerb.RETURN, "submitted appraising", DossierState.RETURNED, "intake_officer appraiser", reason=True),
        _edge(DossierVerb.RESUBMIT, "returned", DossierState.SUBMITTED, "unit_head unit_officer"),
        _edge(DossierVerb.CONCLUDE_ELIGIBLE, "appraising", DossierState.APPRAISED, "appraiser"),
        _edge(DossierVerb.CONCLUDE_INELIGIBLE, "appraising", DossierState.INELIGIBLE, "appraiser", reason=True),
        _edge(DossierVerb.REOPEN, "appraised ineligible", DossierState.APPRAISING, "office_head", reason=True),
        _edge(DossierVerb.PUT_ON_AGENDA, "appraised", DossierState.ON_AGENDA, "council_secretary office_head"),
        _edge(DossierVerb.TAKE_OFF_AGENDA, "on_agenda", DossierState.APPRAISED, "council_secretary office_head", reason=True),
        _edge(DossierVerb.PASS, "on_agenda", DossierState.PASSED, "council_secretary"),
        _edge(DossierVerb.NOT_PASS, "on_agenda", DossierState.NOT_PASSED, "council_secretary"),
        _edge(DossierVerb.DECIDE, "passed", DossierState.DECIDED, "clerk leader"),
        _edge(DossierVerb.REVOKE, "decided", DossierState.REVOKED, "clerk leader", reason=True),
        _edge(DossierVerb.WITHDRAW, "draft returned", DossierState.WITHDRAWN, "unit_head unit_officer", reason=True),
    )
}  # fmt: skip

# The stations drawn on top of a dossier's page, and which states stand at each.
STATIONS: tuple[tuple[str, frozenset[DossierState]], ...] = (
    (mark("Đơn vị lập"), frozenset({DossierState.DRAFT, DossierState.WITHDRAWN})),
    (mark("Tiếp nhận"), frozenset({DossierState.SUBMITTED, DossierState.RETURNED})),
    (mark("Thẩm định"), frozenset({DossierState.APPRAISING, DossierState.INELIGIBLE})),
    (mark("Trình Hội đồng"), frozenset({DossierState.APPRAISED, DossierState.ON_AGENDA})),
    (mark("Bỏ phiếu"), frozenset({DossierState.PASSED, DossierState.NOT_PASSED})),
    (mark("Quyết định"), frozenset({DossierState.DECIDED, DossierState.REVOKED})),
)
