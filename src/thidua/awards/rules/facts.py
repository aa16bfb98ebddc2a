"""The facts a verdict reasons about.

Pure Python, no Django. Every field may be ``None``, which means *unknown*: nobody has said
anything. An empty tuple or mapping means *known to be empty*. Years are achievement years;
a school year "2023-2024" is ``first_year=2023, last_year=2024`` and counts under its last year.
Dates are calendar days in Asia/Ho_Chi_Minh.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction


class RecipientKind(StrEnum):
    """Who receives: codes used by the catalogue and the register."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"
    HOUSEHOLD = "household"
    ENTERPRISE = "enterprise"
    COMMUNITY = "community"
    GROUP = "group"


class Rating(StrEnum):
    """Yearly task rating of a person or a collective."""

    EXCELLENT = "HTXS"
    GOOD = "HTT"
    DONE = "HT"
    NOT_DONE = "KHT"


class Scope(StrEnum):
    """How far an initiative or a study reaches."""

    BASE = "base"
    MINISTRY = "ministry"
    PROVINCE = "province"
    NATIONAL = "national"


ASSUMED = "assumed"  # the author of an honour a look ahead supposes
DISTRICT_WORDS = ("huyện", "quận", "thị xã")
RATING_ORDER: Mapping[Rating, int] = {
    Rating.NOT_DONE: 0,
    Rating.DONE: 1,
    Rating.GOOD: 2,
    Rating.EXCELLENT: 3,
}
SCOPE_ORDER: Mapping[Scope, int] = {
    Scope.BASE: 0,
    Scope.MINISTRY: 1,
    Scope.PROVINCE: 1,
    Scope.NATIONAL: 2,
}


@dataclass(frozen=True, slots=True)
class HeldHonour:
    """One honour of the register. ``status``: valid, corrected, reissued or revoked;
    ``route``: merit (default), sudden, themed, service or external."""

    award: str
    first_year: int
    last_year: int
    decision_number: str | None = None
    decision_date: date | None = None
    status: str = "valid"
    decided_by: str | None = None
    route: str = "merit"

    @property
    def year(self) -> int:
        """The achievement year under which a yearly honour counts."""
        return self.last_year

    @property
    def by_district(self) -> bool:
        """Whether it was decided at district level, as the decision names its author."""
        by = f" {(self.decided_by or '').casefold()} "
        return any(f" {word} " in by for word in DISTRICT_WORDS)


@dataclass(frozen=True, slots=True)
class Initiative:
    """An initiative, a study or a combat merit (``kind``: initiative, research, combat).

    ``share`` is the author's part (0 to 1). ``used_for`` lists (award code, period year) it
    already served. ``recognised_by``: base, city, ministry or other.
    """

    name: str
    scope: Scope | None = None
    recognised_on: date | None = None
    kind: str = "initiative"
    recognised_by: str | None = None
    share: Fraction | None = None
    role: str | None = None
    effective: bool | None = None
    replicable: bool | None = None
    used_for: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Discipline:
    """A disciplinary measure; ``until`` is the last day of its effect, None while still open."""

    form: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """An open matter: discipline, investigation, inspection, complaint, denunciation or press."""

    kind: str
    since: date
    resolved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """Time away from work: maternity, treatment, training, unpaid or other."""

    kind: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Post:
    """A post held, for service awards; ``until`` None while still held."""

    post: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """Counts of a collective in one year; any of them may be unknown."""

    total: int | None = None
    completed: int | None = None
    ldtt: int | None = None
    cstdcs: int | None = None
    women: int | None = None
    disciplined: int | None = None


@dataclass(frozen=True, slots=True)
class ClusterRank:
    """Result of a collective in its cluster or block in one year."""

    cluster: str
    rank: int | None = None
    acclaimed: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known about one recipient at the moment of judging.

    ``vouched``: the proposing unit answers for its submission (NĐ 152/2025 Điều 33 khoản 3), so
    what it would have to report and did not (discipline, pending matters, death, poor conduct)
    counts as not having happened. With ``vouched=False`` the same silence is *unknown*.
    ``attested`` holds statements of conduct and merit by code, ``proposed_with`` the awards
    proposed in the same round. ``claims_complete``: all merits that are claimed are stated, so that a
    standard nobody refers to is not met.
    """

    recipient: str
    kind: RecipientKind | None = None
    name: str | None = None
    birth_year: int | None = None
    nationality: str | None = None
    residence: str | None = None
    sex: str | None = None
    leader: bool | None = None
    deceased: bool | None = None
    unit: str | None = None
    unit_kind: str | None = None
    recipient_class: str | None = None
    employed_from: date | None = None
    honours: tuple[HeldHonour, ...] | None = None
    initiatives: tuple[Initiative, ...] | None = None
    ratings: Mapping[int, Rating] | None = None
    discipline: tuple[Discipline, ...] | None = None
    pending: tuple[Pending, ...] | None = None
    prosecuted: bool | None = None
    leave: tuple[Leave, ...] | None = None
    members: Mapping[int, Members] | None = None
    clusters: Mapping[int, ClusterRank] | None = None
    posts: tuple[Post, ...] | None = None
    attested: Mapping[str, bool] = field(default_factory=dict)
    proposed_with: tuple[str, ...] | None = None
    claims_complete: bool = False
    vouched: bool = True


def achievement_years(text: str) -> tuple[int, int]:
    """Read "2024" or "2023-2024" (any dash). Raises ValueError when it is neither."""
    parts = text.replace("–", "-").replace("/", "-").replace(" ", "").split("-")
    if len(parts) not in (1, 2) or not all(len(part) == 4 and part.isdigit() for part in parts):
        raise ValueError(f"Không đọc được năm thành tích: {text}")
    first, last = int(parts[0]), int(parts[-1])
    if last < first:
        raise ValueError(f"Năm thành tích ngược: {text}")
    return first, last
