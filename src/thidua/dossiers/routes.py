"""The routes of a round: which way its dossiers go, as one table composed over `flow.EDGES`. Pure: no Django, no clock.

A route takes steps of the whole road away; it never renames a state and never adds a duty. What the law says of it is
dated data of the law room: whether the council votes (kept with the round when it is opened), days and hours, parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from thidua.dossiers.flow import EDGES, STATIONS, DossierState, DossierVerb, Edge
from thidua.foundation.words import mark


class RouteCode(StrEnum):
    """The ways a round may go."""

    REGULAR = "regular"
    SIMPLIFIED = "simplified"
    STATE = "state"
    MONTHLY = "monthly"
    SUDDEN = "sudden"
    VALEDICTORIAN = "valedictorian"
    INITIATIVE = "initiative"
    FOREIGN = "foreign"
    VOLUNTEER = "volunteer"
    RESISTANCE = "resistance"
    POSTHUMOUS = "posthumous"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Code and Vietnamese label of each route, for fields and lists."""
        return [(code.value, ROUTES[code].label) for code in cls]


class Ending(StrEnum):
    """What stands at the end: a decision of the city, or a submission to the level above and its answer."""

    CITY = "city"
    ABOVE = "above"


class Senders(StrEnum):
    """Who sends lists: the units the round is for (all when it names none), or only units it names."""

    UNITS = "units"
    NAMED = "named"


INTAKE, APPRAISAL = "han.tiep-nhan.ngay", "han.tham-dinh.ngay"
"""The clocks of the office that a route may replace by its own (`deadlines`)."""


@dataclass(frozen=True)
class Route:
    """One way: which clocks are its own, who sends, how it ends.

    `clocks`: key of a common clock → key of the route's own value in the law room; one that ends in `.gio` counts hours.
    """

    label: str
    hint: str
    ending: Ending
    clocks: dict[str, str] = field(default_factory=dict)
    senders: Senders = Senders.UNITS


ROUTES: dict[RouteCode, Route] = {
    RouteCode.REGULAR: Route(mark("Thường xuyên"), mark("Thành phố quyết định"), Ending.CITY),
    RouteCode.SIMPLIFIED: Route(
        mark("Thủ tục đơn giản"), mark("hồ sơ rút gọn, Thành phố quyết định"), Ending.CITY, clocks={APPRAISAL: "han.tham-dinh.don-gian.ngay"}
    ),
    RouteCode.STATE: Route(mark("Cấp Nhà nước"), mark("trình Thủ tướng Chính phủ hoặc Chủ tịch nước"), Ending.ABOVE),
    RouteCode.MONTHLY: Route(
        mark("Hằng tháng"), mark("Người tốt việc tốt, Kỷ niệm chương: Thành phố quyết định từng tháng"), Ending.CITY,
        clocks={APPRAISAL: "han.tham-dinh.hang-thang.ngay"},
    ),
    RouteCode.SUDDEN: Route(
        mark("Đột xuất"), mark("hạn tính bằng giờ, Thành phố quyết định"), Ending.CITY,
        clocks={INTAKE: "han.tiep-nhan.dot-xuat.gio", APPRAISAL: "han.tham-dinh.dot-xuat.gio"},
    ),
    RouteCode.VALEDICTORIAN: Route(
        mark("Thủ khoa xuất sắc"), mark("theo danh sách của Thành đoàn, Thành phố quyết định"), Ending.CITY, senders=Senders.NAMED
    ),
    RouteCode.INITIATIVE: Route(mark("Sáng kiến Thủ đô"), mark("lấy ý kiến chuyên môn, Thành phố quyết định"), Ending.CITY),
    RouteCode.FOREIGN: Route(mark("Người nước ngoài"), mark("Công dân danh dự Thủ đô: Thành phố quyết định"), Ending.CITY),
    RouteCode.VOLUNTEER: Route(mark("Huy chương Thanh niên xung phong"), mark("trình Chủ tịch nước"), Ending.ABOVE),
    RouteCode.RESISTANCE: Route(
        mark("Thành tích kháng chiến"), mark("trình Thủ tướng Chính phủ hoặc Chủ tịch nước"), Ending.ABOVE,
        clocks={APPRAISAL: "han.tham-dinh.khang-chien.ngay"},
    ),
    RouteCode.POSTHUMOUS: Route(
        mark("Truy tặng"), mark("thủ tục đơn giản, trình Thủ tướng Chính phủ hoặc Chủ tịch nước"), Ending.ABOVE,
        clocks={APPRAISAL: "han.tham-dinh.don-gian.ngay"},
    ),
}  # fmt: skip

VOTING = frozenset({DossierVerb.PUT_ON_AGENDA, DossierVerb.TAKE_OFF_AGENDA, DossierVerb.PASS, DossierVerb.NOT_PASS})
UPWARD = frozenset({DossierVerb.SEND_UP, DossierVerb.GRANTED, DossierVerb.NOT_GRANTED})
ENDS = frozenset({DossierVerb.DECIDE, DossierVerb.SEND_UP})
"""The steps that lead out of the office: they start where the route says, after the vote or after the approval."""

CITY_ROUTES = tuple(code.value for code, route in ROUTES.items() if route.ending is Ending.CITY)
ABOVE_ROUTES = tuple(code.value for code, route in ROUTES.items() if route.ending is Ending.ABOVE)


def route_of(code: str) -> Route:
    """The route with this code. Raises ValueError when it is none of ours."""
    return ROUTES[RouteCode(code)]


@cache
def road(code: str, votes: bool) -> dict[DossierVerb, Edge]:
    """The steps a route has, each from the states where it may start. `votes`: whether the council votes on it."""
    gone = (frozenset() if votes else VOTING) | (
        UPWARD if route_of(code).ending is Ending.CITY else frozenset({DossierVerb.DECIDE})
    )
    out = frozenset({DossierState.PASSED if votes else DossierState.APPRAISED})
    return {
        verb: replace(edge, sources=edge.sources & out) if verb in ENDS else edge
        for verb, edge in EDGES.items()
        if verb not in gone
    }


@cache
def states_on(code: str, votes: bool) -> frozenset[DossierState]:
    """Every state a dossier of this route may come to, its beginning included."""
    found = {DossierState.DRAFT}
    edges = road(code, votes).values()
    while fresh := {edge.target for edge in edges if edge.sources & found} - found:
        found |= fresh
    return frozenset(found)


@cache
def stations_on(code: str, votes: bool) -> tuple[int, ...]:
    """The places of the stations on top of the page that this route passes.

    Without a vote there is no station before the council: what is approved there waits for the decision.
    """
    states = states_on(code, votes)
    return tuple(
        place
        for place, (_label, stood) in enumerate(STATIONS)
        if stood & states and (votes or DossierState.ON_AGENDA not in stood)
    )
