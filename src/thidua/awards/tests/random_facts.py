"""Facts drawn at random for property tests: mostly plain, with every doubt the rules know of now and then."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from thidua.awards.rules import Facts, HeldHonour, Initiative, RecipientKind, load_law
from thidua.awards.rules.facts import (
    ASSUMED,
    ClusterRank,
    Discipline,
    Leave,
    Members,
    Pending,
    Post,
    Rating,
    Scope,
)

LAW = load_law()
FIRST, LAST = 2012, 2026
KINDS = [*RecipientKind, *[RecipientKind.INDIVIDUAL] * 6, *[RecipientKind.COLLECTIVE] * 4, None]
STATUSES = ("valid", "corrected", "reissued", "revoked")
ROUTES = ("merit", "sudden", "themed", "service", "external")
SORTS = ("initiative", "research", "combat")
CLASSES = ("staff", "forces", "worker", "farmer", "entrepreneur", "intellectual", "scientist")
FORMS = ("khien_trach", "canh_cao", "ha_bac_luong", "hinh_thuc_la")
BY = (
    None,
    None,
    "Chủ tịch UBND Thành phố",
    "Chủ tịch UBND huyện Đông Anh",
    "UBND quận Ba Đình",
    "Quận uỷ",
    ASSUMED,
)


def _named(row: Any, key: str) -> Iterator[str]:
    if isinstance(row, dict):
        if row.get("kind") == "attested" and key == "code":
            yield row["code"]
        for value in row.values():
            yield from _named(value, key)
    elif isinstance(row, (list, tuple)):
        for value in row:
            yield from _named(value, key)


ATTESTED = sorted(
    {code for award in LAW.awards.values() for each in award.conditions for code in _named(each.row, "code")}
    | {"clean_in_post"}
)
TABLES = [LAW.values.series(key)[-1].value for key in LAW.values.names() if key.rpartition(".")[2].startswith("tenure")]
POSTS = sorted(
    {code for table in TABLES if isinstance(table, dict) for code in table} | {"edu_teaching", "edu_teaching_hard"}
)
HONOURED = [
    *sorted(LAW.awards), *["CSTDCS", "CSTDT", "LDTT", "TTLDXS", "TTLDTT", "BKTP", "BKTTG"] * 6, *["HCLD3", "COTP"] * 3,
]  # fmt: skip


def day(rng: Random, first: int = FIRST, last: int = LAST) -> date:
    """Any day, the first and last of a year more often."""
    year = rng.randint(first, last)
    return rng.choice([date(year, 1, 1), date(year, 12, 31), date(year, rng.randint(1, 12), rng.randint(1, 28))])


def perhaps(rng: Random, make: Callable[[], Any], chance: float = 0.5) -> Any:
    """Something, or nothing known."""
    return make() if rng.random() < chance else None


def rows(rng: Random, make: Callable[[], Any], most: int = 3) -> tuple[Any, ...]:
    """None to ``most`` of something."""
    return tuple(make() for _ in range(rng.randint(0, most)))


def honour(rng: Random, award: str, year: int) -> HeldHonour:
    """An honour, now and then with something odd about it."""
    odd = rng.random() < 0.12
    first = year - (rng.choice([0, 1, 2, 4]) if rng.random() < 0.1 else 0)
    decided = perhaps(rng, lambda: date(year + 1, rng.randint(1, 12), 15), 0.8)
    return HeldHonour(
        award, first, year,
        decision_number=f"{rng.randint(1, 99)}/QĐ",
        decision_date=day(rng) if odd else decided,
        status=rng.choice(STATUSES) if odd else "valid",
        decided_by=rng.choice(BY),
        route=rng.choice(ROUTES) if odd else "merit",
    )  # fmt: skip


def honours(rng: Random) -> tuple[HeldHonour, ...]:
    """Runs of one award and single ones, in no order."""
    found = [honour(rng, rng.choice(HONOURED), rng.randint(FIRST, LAST)) for _ in range(rng.randint(0, 3))]
    for _ in range(rng.randint(0, 4)):
        award, start = rng.choice(HONOURED), rng.randint(FIRST, LAST)
        found += [honour(rng, award, year) for year in range(start, min(LAST, start + rng.randint(0, 8)) + 1)]
    found += [row for row in found if rng.random() < 0.04]
    rng.shuffle(found)
    return tuple(found)


def initiative(rng: Random) -> Initiative:
    """An initiative, a study or a combat merit."""
    flag = [True, True, None, False]
    return Initiative(
        rng.choice(["Số hóa hồ sơ", "SỐ HOÁ  hồ sơ", "Cải tạo kho", ""]), rng.choice([*Scope, None]), perhaps(rng, lambda: day(rng, 2020), 0.8), rng.choice(SORTS),
        rng.choice([None, "city", "base", "ministry"]), rng.choice([None, Fraction(0), Fraction(1, 2)]), None,
        rng.choice(flag), rng.choice(flag), rows(rng, lambda: (rng.choice(["CSTDT", "CSTDCS", "BKTP"]), rng.randint(2022, LAST)), 1),
    )  # fmt: skip


def matter(rng: Random) -> Pending:
    """A complaint, open or settled on its first day or later."""
    since, resolved = day(rng), perhaps(rng, lambda: day(rng))
    return Pending("complaint", since, resolved and max(since, resolved))


def span(rng: Random, kind: type, name: str, *, closed: bool) -> Any:
    """A measure, a leave or a post."""
    since = day(rng, 1985 if kind is Post else FIRST)
    until = max(since, date(min(since.year + rng.randint(0, 12), 2030), 12, 28))
    return kind(name, since, until if closed or rng.random() < 0.6 else None)


def members(rng: Random) -> Members:
    """Counts of a collective, some unknown, now and then more than there are members."""
    total = rng.choice([None, 0, 10, 23])
    return Members(
        total, *(perhaps(rng, lambda: rng.randint(0, 3 if total is None else total + 1), 0.8) for _ in range(5))
    )


def by_year(rng: Random, make: Callable[[], Any]) -> dict[int, Any]:
    """Something for a few of the last years."""
    return {year: make() for year in range(rng.randint(FIRST, LAST), LAST + 1) if rng.random() < 0.9}


def random_facts(seed: int) -> Facts:
    """One recipient; the same seed gives the same facts."""
    rng = Random(seed)
    flag = lambda chance=0.3: perhaps(rng, lambda: rng.random() < 0.5, chance)  # noqa: E731
    rare = rng.random() < 0.4
    return Facts(
        recipient=f"recipient:{seed}", kind=rng.choice(KINDS), sex=rng.choice([None, "male", "female"]),
        nationality=rng.choice([None, "VN", "vn", "FR"]), residence=rng.choice([None, "city", "other"]),
        leader=flag(), deceased=flag(0.2), recipient_class=rng.choice([None, None, *CLASSES]),
        employed_from=perhaps(rng, lambda: day(rng, 2010), 0.3),
        honours=perhaps(rng, lambda: honours(rng), 0.93),
        initiatives=perhaps(rng, lambda: rows(rng, lambda: initiative(rng), 4)),
        ratings=perhaps(rng, lambda: by_year(rng, lambda: rng.choice([*[Rating.EXCELLENT] * 4, *[Rating.GOOD] * 6, *Rating]))),
        discipline=perhaps(rng, lambda: rows(rng, lambda: span(rng, Discipline, rng.choice(FORMS), closed=False), 2), 0.5 if rare else 0.1),
        pending=perhaps(rng, lambda: rows(rng, lambda: matter(rng), 2), 0.5 if rare else 0.1),
        prosecuted=flag(0.2),
        leave=perhaps(rng, lambda: rows(rng, lambda: span(rng, Leave, rng.choice(["maternity", "unpaid", "training"]), closed=True)), 0.3),
        members=perhaps(rng, lambda: by_year(rng, lambda: members(rng)), 0.6),
        clusters=perhaps(rng, lambda: by_year(rng, lambda: ClusterRank("Cụm 1", rng.choice([None, 1, 1, 2]), flag()))),
        posts=perhaps(rng, lambda: rows(rng, lambda: span(rng, Post, rng.choice(POSTS), closed=False), 4), 0.4),
        attested={code: rng.random() < 0.7 for code in [*ATTESTED, *(f"manual:{code}" for code in LAW.awards)] if rng.random() < 0.12},
        proposed_with=perhaps(rng, lambda: rows(rng, lambda: rng.choice(HONOURED)), 0.4),
        claims_complete=rng.random() < 0.3, vouched=rng.random() < 0.75,
    )  # fmt: skip
