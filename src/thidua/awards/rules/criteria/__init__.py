"""Criteria: small composable tests, declared in YAML by kind and parameters."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from ..dated import LawInvalid
from .base import Case, Criterion, Json, Reply
from .combine import AllOf, AnyOf, DecidedBy, NotRead, RulesUsed
from .honours import Consecutive, Held, NotBefore, SameYear
from .intervals import FiledInTime, SinceAward
from .merit import Attested, HasInitiative, NotForService
from .person import (
    Living,
    NationalityIs,
    NeverDisciplined,
    NothingPending,
    NotProsecuted,
    NotUnderDiscipline,
    RecipientIs,
    ResidesIn,
)
from .ratings import LeadsCluster, MemberCount, MemberShare, RatedAtLeast, WorkedMonths
from .service import ServedInPost, ServedYears

__all__ = ["Case", "Criterion", "Reply", "read_criterion"]

Params = Mapping[str, Json]


def _tuple(value: Json) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (str(value),)


KINDS: Mapping[str, Callable[[Params], Criterion]] = {
    "any_of": lambda p: AnyOf([read_criterion(each) for each in p["of"]]),
    "all_of": lambda p: AllOf([read_criterion(each) for each in p["of"]]),
    "not_read": lambda p: NotRead(p["label"]),
    "decided_by": lambda p: DecidedBy(_tuple(p["who"])),
    "ruleset": lambda p: RulesUsed(p["code"], p["label"]),
    "consecutive": lambda p: Consecutive(
        p["award"],
        int(p["times"]),
        int(p.get("lag", 0)),
        str(p.get("link_award", "")),
        int(p.get("link_step", 0)),
        str(p.get("reuse", "allow")),
    ),
    "held": lambda p: Held(p["award"], int(p.get("times", 1))),
    "same_year": lambda p: SameYear(p["award"]),
    "not_before": lambda p: NotBefore(
        bool(p.get("ever", False)),
        bool(p.get("doubt", False)),
        _tuple(p.get("awards", ())),
        _tuple(p.get("conduct", ())),
    ),
    "since_award": lambda p: SinceAward(
        p["award"],
        int(p["years"]),
        str(p.get("rating", "HTT")),
        int(p.get("excellent", 0)),
        tuple({code: int(times) for code, times in each.items()} for each in p.get("titles", ())),
        str(p.get("or_award", "")),
        _tuple(p.get("implied", ())),
    ),
    "filed_in_time": lambda p: FiledInTime(p["award"], int(p["within"])),
    "initiative": lambda p: HasInitiative(
        str(p.get("sort", "initiative")),
        str(p["scope"]),
        int(p.get("times", 1)),
        None if p.get("within") is None else int(p["within"]),
        _tuple(p.get("by", ())),
    ),
    "attested": lambda p: Attested(p["code"], p["label"], bool(p.get("presumed", False))),
    "not_for_service": lambda p: NotForService(_tuple(p["awards"]), p["code"], p["label"]),
    "rating": lambda p: RatedAtLeast(
        str(p["least"]), int(p.get("years", 1)), int(p.get("lag", 0)), str(p.get("or_award", ""))
    ),
    "member_share": lambda p: MemberShare(p["part"], Fraction(str(p["share"]))),
    "member_count": lambda p: MemberCount(
        p["part"], int(p.get("least", 0)), None if p.get("most") is None else int(p["most"])
    ),
    "leads_cluster": lambda p: LeadsCluster(int(p.get("rank", 1))),
    "worked_months": lambda p: WorkedMonths(int(p["months"]), _tuple(p["counted"])),
    "recipient": lambda p: RecipientIs(_tuple(p["kinds"])),
    "nationality": lambda p: NationalityIs(p["want"]),
    "residence": lambda p: ResidesIn(p.get("want", "city")),
    "living": lambda _: Living(),
    "nothing_pending": lambda _: NothingPending(),
    "not_under_discipline": lambda _: NotUnderDiscipline(),
    "never_disciplined": lambda p: NeverDisciplined(p.get("least", "khien_trach")),
    "not_prosecuted": lambda _: NotProsecuted(),
    "served_in_post": lambda p: ServedInPost(
        p["table"], Fraction(str(p.get("reduction", 0))), bool(p.get("clean", False))
    ),
    "served_years": lambda p: ServedYears(
        p["group"], p["label"], int(p["years"]), str(p.get("harder", "")), int(p.get("weight", 1))
    ),
}


def read_criterion(params: Params) -> Criterion:
    """Build a criterion from its parameters. Raises :class:`LawInvalid` when they do not fit."""
    kind = str(params.get("kind", ""))
    if kind not in KINDS:
        raise LawInvalid(f"Không có loại điều kiện “{kind}”.")
    try:
        return KINDS[kind](params)
    except KeyError as missing:
        raise LawInvalid(f"Điều kiện “{kind}” thiếu tham số {missing}.") from None
    except (TypeError, ValueError) as error:
        raise LawInvalid(f"Điều kiện “{kind}” có tham số không hợp lệ: {error}.") from None
