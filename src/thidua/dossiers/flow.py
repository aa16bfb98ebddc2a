"""The road of a dossier: states, steps, who may take them. Pure: no Django, no clock.

One table holds everything about a state; never branch on a label and never build a state's name.
"""
# ruff: noqa: S105 - PASS is a verb of the council, not a password

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from thidua.foundation.words import mark


class DossierState(StrEnum):
    """Where a dossier stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPRAISING = "appraising"
    CONCLUDED = "concluded"
    APPRAISED = "appraised"
    ON_AGENDA = "on_agenda"
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    DECIDED = "decided"
    REVOKED = "revoked"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"
    SENT_UP = "sent_up"
    NOT_GRANTED = "not_granted"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Code and Vietnamese label of each state, for fields and lists."""
        return [(state.value, FACES[state].label) for state in cls]


class DossierVerb(StrEnum):
    """What can be done to a dossier."""

    SUBMIT = "submit"
    RECALL = "recall"
    RECEIVE = "receive"
    TAKE = "take"
    HAND_OVER = "hand_over"
    RETURN = "return"
    RESUBMIT = "resubmit"
    CONCLUDE_ELIGIBLE = "conclude_eligible"
    CONCLUDE_INELIGIBLE = "conclude_ineligible"
    APPROVE = "approve"
    APPROVE_INELIGIBLE = "approve_ineligible"
    SEND_BACK = "send_back"
    REOPEN = "reopen"
    PUT_ON_AGENDA = "put_on_agenda"
    TAKE_OFF_AGENDA = "take_off_agenda"
    PASS = "pass"
    NOT_PASS = "not_pass"
    DECIDE = "decide"
    REVOKE = "revoke"
    WITHDRAW = "withdraw"
    SEND_UP = "send_up"
    GRANTED = "granted"
    NOT_GRANTED = "not_granted"


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
    DossierState.CONCLUDED: Face(mark("Chờ lãnh đạo Ban duyệt"), mark("Đang thẩm định"), "info"),
    DossierState.APPRAISED: Face(mark("Đủ điều kiện trình Hội đồng"), mark("Đã thẩm định"), "ok"),
    DossierState.ON_AGENDA: Face(mark("Đã trình Hội đồng"), mark("Chờ Hội đồng"), "sealed"),
    DossierState.PASSED: Face(mark("Hội đồng thông qua"), mark("Chờ quyết định"), "ok"),
    DossierState.NOT_PASSED: Face(mark("Không đủ tỷ lệ phiếu"), mark("Đã có kết quả"), "no"),
    DossierState.DECIDED: Face(mark("Đã có quyết định"), mark("Đã có quyết định"), "gold"),
    DossierState.REVOKED: Face(mark("Đã thu hồi"), mark("Đã thu hồi"), "late"),
    DossierState.INELIGIBLE: Face(mark("Không đủ điều kiện"), mark("Đã có kết quả"), "no"),
    DossierState.WITHDRAWN: Face(mark("Đã rút"), mark("Đã rút"), "wait"),
    DossierState.SENT_UP: Face(mark("Đã trình cấp trên"), mark("Đã trình cấp trên"), "sealed"),
    DossierState.NOT_GRANTED: Face(mark("Cấp trên không tặng"), mark("Đã có kết quả"), "no"),
}


class VerdictFace(NamedTuple):
    """How a verdict is shown: as which badge, in which word."""

    badge: str
    label: str


VERDICTS = {
    "pass": VerdictFace("ok", mark("Đạt")),
    "fail": VerdictFace("no", mark("Chưa đạt")),
    "unknown": VerdictFace("ask", mark("Chưa rõ")),
    "hold": VerdictFace("warn", mark("Tạm dừng")),
}
"""The verdicts of the rules, in the order filters offer them."""
UNJUDGED = VerdictFace("wait", mark("Chưa xét"))


@dataclass(frozen=True)
class Edge:
    """One step: the verb, the states it may start from, where it leads, which duties may take it."""

    verb: DossierVerb
    sources: frozenset[DossierState]
    target: DossierState
    duties: frozenset[str]
    needs_reason: bool = False
    note: str = ""


def _edge(
    verb: DossierVerb, sources: str, target: DossierState, duties: str, *, reason: bool = False, note: str = ""
) -> Edge:
    return Edge(verb, frozenset(map(DossierState, sources.split())), target, frozenset(duties.split()), reason, note)


SIGNED_FIRST = (
    "Thủ trưởng đơn vị gửi. Cán bộ lập hồ sơ trình thủ trưởng duyệt; chỉ tự gửi khi đơn vị không có tài khoản thủ trưởng nào "
    "duyệt được danh sách (chưa cấp, hoặc thủ trưởng là người được đề nghị) và đã tải lên tờ trình thủ trưởng ký."
)
"""The rule beside the table for sending (`policies.signing`), printed under it in the documentation."""


BY_ROUTE = (
    "Sau khi Hội đồng thông qua; đường xét không bỏ phiếu thì ngay sau khi lãnh đạo Ban duyệt (`dossiers/routes.py`)."
)
"""The rule beside the table for leaving the office, printed under it in the documentation."""


EDGES = {
    edge.verb: edge
    for edge in (
        _edge(DossierVerb.SUBMIT, "draft", DossierState.SUBMITTED, "unit_head unit_officer", note=SIGNED_FIRST),
        _edge(DossierVerb.RECALL, "submitted", DossierState.DRAFT, "unit_head unit_officer", reason=True),
        _edge(DossierVerb.RECEIVE, "submitted", DossierState.APPRAISING, "intake_officer appraiser"),
        _edge(DossierVerb.TAKE, "appraising", DossierState.APPRAISING, "appraiser"),
        _edge(DossierVerb.HAND_OVER, "appraising", DossierState.APPRAISING, "appraiser office_head"),
        _edge(DossierVerb.RETURN, "submitted appraising", DossierState.RETURNED, "intake_officer appraiser", reason=True),
        _edge(DossierVerb.RESUBMIT, "returned", DossierState.SUBMITTED, "unit_head unit_officer"),
        _edge(DossierVerb.CONCLUDE_ELIGIBLE, "appraising", DossierState.CONCLUDED, "appraiser"),
        _edge(DossierVerb.CONCLUDE_INELIGIBLE, "appraising", DossierState.CONCLUDED, "appraiser", reason=True),
        # The conclusion stands when the head of the office has approved it; which of the two, the sheet says.
        _edge(DossierVerb.APPROVE, "concluded", DossierState.APPRAISED, "office_head"),
        _edge(DossierVerb.APPROVE_INELIGIBLE, "concluded", DossierState.INELIGIBLE, "office_head"),
        _edge(DossierVerb.SEND_BACK, "concluded", DossierState.APPRAISING, "office_head", reason=True),
        _edge(DossierVerb.REOPEN, "appraised ineligible", DossierState.APPRAISING, "office_head", reason=True),
        _edge(DossierVerb.PUT_ON_AGENDA, "appraised", DossierState.ON_AGENDA, "council_secretary office_head"),
        _edge(DossierVerb.TAKE_OFF_AGENDA, "on_agenda", DossierState.APPRAISED, "council_secretary office_head", reason=True),
        # A count that was opened again may turn the result of a dossier round, as long as nothing is decided.
        _edge(DossierVerb.PASS, "on_agenda not_passed", DossierState.PASSED, "council_secretary"),
        _edge(DossierVerb.NOT_PASS, "on_agenda passed", DossierState.NOT_PASSED, "council_secretary"),
        _edge(DossierVerb.DECIDE, "appraised passed", DossierState.DECIDED, "clerk leader", note=BY_ROUTE),
        _edge(DossierVerb.SEND_UP, "appraised passed", DossierState.SENT_UP, "clerk leader", note=BY_ROUTE),
        _edge(DossierVerb.GRANTED, "sent_up", DossierState.DECIDED, "clerk leader"),
        _edge(DossierVerb.NOT_GRANTED, "sent_up", DossierState.NOT_GRANTED, "clerk leader", reason=True),
        _edge(DossierVerb.REVOKE, "decided", DossierState.REVOKED, "clerk leader", reason=True),
        _edge(DossierVerb.WITHDRAW, "draft returned", DossierState.WITHDRAWN, "unit_head unit_officer", reason=True),
    )
}  # fmt: skip

# The stations drawn on top of a dossier's page, and which states stand at each.
STATIONS: tuple[tuple[str, frozenset[DossierState]], ...] = (
    (mark("Đơn vị lập"), frozenset({DossierState.DRAFT, DossierState.WITHDRAWN})),
    (mark("Tiếp nhận"), frozenset({DossierState.SUBMITTED, DossierState.RETURNED})),
    (mark("Thẩm định"), frozenset({DossierState.APPRAISING, DossierState.CONCLUDED, DossierState.INELIGIBLE})),
    (mark("Trình Hội đồng"), frozenset({DossierState.APPRAISED, DossierState.ON_AGENDA})),
    (mark("Bỏ phiếu"), frozenset({DossierState.PASSED, DossierState.NOT_PASSED})),
    (
        mark("Quyết định"),
        frozenset({DossierState.SENT_UP, DossierState.DECIDED, DossierState.REVOKED, DossierState.NOT_GRANTED}),
    ),
)


@dataclass(frozen=True)
class Deed:
    """How a verb is spoken of: on a button, in the history ("ai đó …"), with which icon, and while it runs."""

    label: str
    done: str
    icon: str
    busy: str


DEEDS = {
    DossierVerb.SUBMIT: Deed(mark("Gửi"), mark("gửi hồ sơ"), "send", mark("Đang gửi")),
    DossierVerb.RECALL: Deed(mark("Thu hồi hồ sơ"), mark("thu hồi hồ sơ về bản nháp"), "rotate-ccw", mark("Đang thu hồi")),
    DossierVerb.RECEIVE: Deed(mark("Tiếp nhận"), mark("tiếp nhận hồ sơ"), "inbox", mark("Đang tiếp nhận")),
    DossierVerb.TAKE: Deed(mark("Nhận xử lý"), mark("nhận xử lý"), "user-check", mark("Đang nhận")),
    DossierVerb.HAND_OVER: Deed(mark("Chuyển chuyên viên"), mark("chuyển chuyên viên xử lý"), "handshake", mark("Đang chuyển")),
    DossierVerb.RETURN: Deed(mark("Trả lại để bổ sung"), mark("trả lại để bổ sung"), "undo-2", mark("Đang trả lại")),
    DossierVerb.RESUBMIT: Deed(mark("Gửi phần bổ sung"), mark("gửi phần bổ sung"), "send", mark("Đang gửi")),
    DossierVerb.CONCLUDE_ELIGIBLE: Deed(mark("Kết luận đủ điều kiện"), mark("kết luận đủ điều kiện, trình duyệt"), "circle-check", mark("Đang ghi")),
    DossierVerb.CONCLUDE_INELIGIBLE: Deed(mark("Kết luận không đủ điều kiện"), mark("kết luận không đủ điều kiện, trình duyệt"), "circle-x", mark("Đang ghi")),
    DossierVerb.APPROVE: Deed(mark("Duyệt: đủ điều kiện"), mark("duyệt phiếu thẩm định: đủ điều kiện trình Hội đồng"), "stamp", mark("Đang duyệt")),
    DossierVerb.APPROVE_INELIGIBLE: Deed(mark("Duyệt: không đủ điều kiện"), mark("duyệt phiếu thẩm định: không đủ điều kiện"), "stamp", mark("Đang duyệt")),
    DossierVerb.SEND_BACK: Deed(mark("Yêu cầu thẩm định lại"), mark("yêu cầu thẩm định lại"), "undo-2", mark("Đang chuyển lại")),
    DossierVerb.REOPEN: Deed(mark("Mở lại thẩm định"), mark("mở lại thẩm định"), "lock-open", mark("Đang mở lại")),
    DossierVerb.PUT_ON_AGENDA: Deed(mark("Đưa vào phiên của Hội đồng"), mark("đưa vào phiên của Hội đồng"), "users", mark("Đang đưa vào phiên")),
    DossierVerb.TAKE_OFF_AGENDA: Deed(mark("Rút khỏi phiên"), mark("rút khỏi phiên của Hội đồng"), "undo-2", mark("Đang rút")),
    DossierVerb.PASS: Deed(mark("Ghi kết quả: thông qua"), mark("ghi kết quả: Hội đồng thông qua"), "vote", mark("Đang ghi")),
    DossierVerb.NOT_PASS: Deed(mark("Ghi kết quả: không đủ tỷ lệ phiếu"), mark("ghi kết quả: không đủ tỷ lệ phiếu"), "vote", mark("Đang ghi")),
    DossierVerb.DECIDE: Deed(mark("Ghi quyết định"), mark("ghi quyết định khen thưởng"), "stamp", mark("Đang ghi")),
    DossierVerb.REVOKE: Deed(mark("Ghi thu hồi"), mark("ghi thu hồi danh hiệu, hình thức khen thưởng"), "ban", mark("Đang ghi")),
    DossierVerb.SEND_UP: Deed(mark("Ghi đã trình cấp trên"), mark("ghi tờ trình cấp trên"), "send", mark("Đang ghi")),
    DossierVerb.GRANTED: Deed(mark("Ghi kết quả: cấp trên tặng"), mark("ghi quyết định tặng của cấp trên"), "stamp", mark("Đang ghi")),
    DossierVerb.NOT_GRANTED: Deed(mark("Ghi kết quả: cấp trên không tặng"), mark("ghi kết quả: cấp trên không tặng"), "circle-x", mark("Đang ghi")),
    DossierVerb.WITHDRAW: Deed(mark("Rút hồ sơ"), mark("rút hồ sơ"), "trash-2", mark("Đang rút")),
}  # fmt: skip


def reachable(state: DossierState) -> frozenset[DossierState]:
    """Every state a dossier may still come to from this one."""
    found: set[DossierState] = set()
    fresh = {state}
    while fresh:
        fresh = {edge.target for edge in EDGES.values() if edge.sources & fresh} - found
        found |= fresh
    return frozenset(found)


def ahead(state: DossierState, verb: DossierVerb) -> bool:
    """Whether the verb may become possible later, though not from this state."""
    sources = EDGES[verb].sources
    return state not in sources and bool(sources & reachable(state))


def station_of(state: DossierState) -> int:
    """The place of a state on the road of stations, from 0."""
    return next(place for place, (_label, states) in enumerate(STATIONS) if state in states)
