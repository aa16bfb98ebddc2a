"""The routes of a round: which way its dossiers go, as one table composed over `flow.EDGES`. Pure: no Django, no clock.

A route takes steps of the whole road away; it never renames a state and never adds a duty. Numbers of days and hours
and the parts of a dossier are dated data of the law room: a route only names their keys.
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
    """One way: does the council vote, who is asked, which clocks and parts are its own, who sends, how it ends.

    `clocks`: key of a common clock → key of the route's own value in the law room; one that ends in `.gio` counts hours.
    `public`: public consultation before the council; `agencies`: whose written opinion is asked, as printed.
    """

    label: str
    hint: str
    council: bool
    ending: Ending
    public: bool = False
    agencies: tuple[str, ...] = ()
    clocks: dict[str, str] = field(default_factory=dict)
    senders: Senders = Senders.UNITS


ROUTES: dict[RouteCode, Route] = {
    RouteCode.REGULAR: Route(
        mark("Thường xuyên"), mark("Hội đồng bỏ phiếu, Thành phố quyết định"), council=True, ending=Ending.CITY
    ),
    RouteCode.SIMPLIFIED: Route(
        mark("Thủ tục đơn giản"), mark("không bỏ phiếu, hồ sơ rút gọn, Thành phố quyết định"), council=False, ending=Ending.CITY,
        clocks={APPRAISAL: "han.tham-dinh.don-gian.ngay"},
    ),
    RouteCode.STATE: Route(
        mark("Cấp Nhà nước"), mark("Hội đồng bỏ phiếu, trình Thủ tướng Chính phủ hoặc Chủ tịch nước"), council=True,
        ending=Ending.ABOVE, public=True, agencies=(mark("cơ quan có liên quan theo loại khen thưởng"),),
    ),
    RouteCode.MONTHLY: Route(
        mark("Hằng tháng"), mark("Người tốt việc tốt, Kỷ niệm chương: không bỏ phiếu, Thành phố quyết định từng tháng"),
        council=False, ending=Ending.CITY, clocks={APPRAISAL: "han.tham-dinh.hang-thang.ngay"},
    ),
    RouteCode.SUDDEN: Route(
        mark("Đột xuất"), mark("không bỏ phiếu, hạn tính bằng giờ, Thành phố quyết định"), council=False, ending=Ending.CITY,
        clocks={INTAKE: "han.tiep-nhan.dot-xuat.gio", APPRAISAL: "han.tham-dinh.dot-xuat.gio"},
    ),
    RouteCode.VALEDICTORIAN: Route(
        mark("Thủ khoa xuất sắc"), mark("theo danh sách của Thành đoàn, không bỏ phiếu, Thành phố quyết định"), council=False,
        ending=Ending.CITY, senders=Senders.NAMED,
    ),
    RouteCode.INITIATIVE: Route(
        mark("Sáng kiến Thủ đô"), mark("lấy ý kiến chuyên môn, không bỏ phiếu, Thành phố quyết định"), council=False,
        ending=Ending.CITY, agencies=(mark("Sở Khoa học và Công nghệ"),),
    ),
    RouteCode.FOREIGN: Route(
        mark("Người nước ngoài"), mark("Công dân danh dự Thủ đô: lấy ý kiến các bộ, Hội đồng bỏ phiếu, Thành phố quyết định"),
        council=True, ending=Ending.CITY, agencies=(mark("Bộ Ngoại giao"), mark("Bộ Công an")),
    ),
    RouteCode.VOLUNTEER: Route(
        mark("Huy chương Thanh niên xung phong"), mark("Hội đồng bỏ phiếu, trình Chủ tịch nước"), council=True,
        ending=Ending.ABOVE, agencies=(mark("Hội Cựu Thanh niên xung phong"),),
    ),
    RouteCode.RESISTANCE: Route(
        mark("Thành tích kháng chiến"), mark("không bỏ phiếu, trình Thủ tướng Chính phủ hoặc Chủ tịch nước"), council=False,
        ending=Ending.ABOVE, clocks={APPRAISAL: "han.tham-dinh.khang-chien.ngay"},
    ),
    RouteCode.POSTHUMOUS: Route(
        mark("Truy tặng"), mark("thủ tục đơn giản, không bỏ phiếu, trình Thủ tướng Chính phủ hoặc Chủ tịch nước"), council=False,
        ending=Ending.ABOVE, clocks={APPRAISAL: "han.tham-dinh.don-gian.ngay"},
    ),
}  # fmt: skip

VOTING = frozenset({DossierVerb.PUT_ON_AGENDA, DossierVerb.TAKE_OFF_AGENDA, DossierVerb.PASS, DossierVerb.NOT_PASS})
UPWARD = frozenset({DossierVerb.SEND_UP, DossierVerb.GRANTED, DossierVerb.NOT_GRANTED})
ENDS = frozenset({DossierVerb.DECIDE, DossierVerb.SEND_UP})
"""The steps that lead out of the office: they start where the route says, after the vote or after the approval."""

COUNCIL_ROUTES = tuple(code.value for code, route in ROUTES.items() if route.council)
CITY_ROUTES = tuple(code.value for code, route in ROUTES.items() if route.ending is Ending.CITY)
ABOVE_ROUTES = tuple(code.value for code, route in ROUTES.items() if route.ending is Ending.ABOVE)
STRAIGHT_ROUTES = tuple(code for code in CITY_ROUTES if code not in COUNCIL_ROUTES)
"""Routes that end in a decision of the city without a vote."""


def route_of(code: str) -> Route:
    """The route with this code. Raises ValueError when it is none of ours."""
    return ROUTES[RouteCode(code)]


@cache
def road(code: str) -> dict[DossierVerb, Edge]:
    """The steps a route has, each from the states where it may start on that route."""
    route = route_of(code)
    gone = (frozenset() if route.council else VOTING) | (
        UPWARD if route.ending is Ending.CITY else frozenset({DossierVerb.DECIDE})
    )
    out = frozenset({DossierState.PASSED if route.council else DossierState.APPRAISED})
    return {
        verb: replace(edge, sources=edge.sources & out) if verb in ENDS else edge
        for verb, edge in EDGES.items()
        if verb not in gone
    }


@cache
def states_on(code: str) -> frozenset[DossierState]:
    """Every state a dossier of this route may come to, its beginning included."""
    found = {DossierState.DRAFT}
    edges = road(code).values()
    while fresh := {edge.target for edge in edges if edge.sources & found} - found:
        found |= fresh
    return frozenset(found)


@cache
def stations_on(code: str) -> tuple[int, ...]:
    """The places of the stations on top of the page that this route passes."""
    states = states_on(code)
    return tuple(place for place, (_label, stood) in enumerate(STATIONS) if stood & states and not _only_agenda(code, place))


def _only_agenda(code: str, place: int) -> bool:
    """A route without a vote has no station before the council: what is approved there waits for the decision."""
    return not route_of(code).council and DossierState.ON_AGENDA in STATIONS[place][1]
