"""Reading facts from JSON (schema ``docs/schemas/law-facts-1.json``).

As people write them: days as ISO or 16/06/2025, shares as "1/2", "0.5" or "50%", achievement periods as
"2024" or "2023-2024", Vietnamese words for codes. A key left out, or null, is unknown. Anything else
raises :class:`FactsInvalid` with a Vietnamese sentence that names the field.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from thidua.foundation.text import fold

from .facts import (
    ClusterRank,
    Discipline,
    Facts,
    HeldHonour,
    Initiative,
    Leave,
    Members,
    Pending,
    Post,
    Rating,
    RecipientKind,
    Scope,
    achievement_years,
)
from .facts_cells import (
    CLASSES,
    FORMS,
    KINDS,
    LEAVES,
    MATTERS,
    RATINGS,
    RECOGNISERS,
    ROUTES,
    SCOPES,
    SEXES,
    SORTS,
    STATUSES,
    FactsInvalid,
    code,
    day,
    flag,
    known_keys,
    maybe_day,
    refuse,
    rows_of,
    share,
    text,
    whole,
    word,
    year,
)

Json = Any  # a JSON value; every reader below checks what it takes
Row = Mapping[str, Json]
T = TypeVar("T")

HONOUR_KEYS = frozenset(
    "award period year achievement_from achievement_to decision_number decision_date status decided_by route".split()
)


def _honour(where: str, row: Row) -> HeldHonour:
    known_keys(where, row, HONOUR_KEYS)
    decided = maybe_day(f"{where}.decision_date", row.get("decision_date"))
    first, last = _period(where, row, decided)
    return HeldHonour(
        award=str(row["award"]).strip().upper(),
        first_year=first,
        last_year=last,
        decision_number=text(f"{where}.decision_number", row.get("decision_number")),
        decision_date=decided,
        status=code(f"{where}.status", row.get("status") or "valid", STATUSES),
        decided_by=text(f"{where}.decided_by", row.get("decided_by")),
        route=code(f"{where}.route", row.get("route") or "merit", ROUTES),
    )


def _period(where: str, row: Row, decided: date | None) -> tuple[int, int]:
    """First and last achievement year; where the decision names none, the year it was signed (Điều 33 khoản 7)."""
    given = row.get("period", row.get("year"))
    if given is None and "achievement_from" in row:
        given = f"{row['achievement_from']}-{row.get('achievement_to', row['achievement_from'])}"
    if given is None and decided is not None:
        return decided.year, decided.year
    try:
        return achievement_years(str(given))
    except ValueError:
        raise refuse(f"{where}.period", given, "năm (2024) hoặc năm học (2023-2024)") from None


def _use(where: str, value: Json) -> tuple[str, int]:
    if isinstance(value, Mapping) and {"award", "period"} <= set(value):
        return str(value["award"]).upper(), year(where, value["period"])
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return str(value[0]).upper(), year(where, value[1])
    raise refuse(where, value, 'mã và kỳ, như ["CSTDT", "2024"]')


INITIATIVE_KEYS = frozenset(field.name for field in fields(Initiative))


def _initiative(where: str, row: Row) -> Initiative:
    known_keys(where, row, INITIATIVE_KEYS)
    scope, by = row.get("scope"), row.get("recognised_by")
    uses = rows_of(f"{where}.used_for", row.get("used_for"))
    return Initiative(
        name=text(f"{where}.name", row.get("name")) or "",
        scope=None if scope is None else Scope(code(f"{where}.scope", scope, SCOPES)),
        recognised_on=maybe_day(f"{where}.recognised_on", row.get("recognised_on")),
        kind=code(f"{where}.kind", row.get("kind") or "initiative", SORTS),
        recognised_by=None if by is None else word(f"{where}.recognised_by", by, RECOGNISERS),
        share=share(f"{where}.share", row.get("share")),
        role=text(f"{where}.role", row.get("role")),
        effective=flag(f"{where}.effective", row.get("effective")),
        replicable=flag(f"{where}.replicable", row.get("replicable")),
        used_for=tuple(_use(f"{where}.used_for", use) for use in uses),
    )


def _discipline(where: str, row: Row) -> Discipline:
    known_keys(where, row, ("form", "from", "since", "to", "until"))
    since, until = row.get("from", row.get("since")), row.get("to", row.get("until"))
    return Discipline(
        word(f"{where}.form", row.get("form"), FORMS),
        maybe_day(f"{where}.from", since) or date.min,
        maybe_day(f"{where}.to", until, last=True),
    )


def _pending(where: str, row: Row) -> Pending:
    known_keys(where, row, ("kind", "since", "from", "resolved_on", "to", "until"))
    until = row.get("resolved_on", row.get("to", row.get("until")))
    return Pending(
        word(f"{where}.kind", row.get("kind") or "complaint", MATTERS),
        maybe_day(f"{where}.since", row.get("since", row.get("from"))) or date.min,
        maybe_day(f"{where}.resolved_on", until, last=True),
    )


def _leave(where: str, row: Row) -> Leave:
    known_keys(where, row, ("kind", "from", "since", "to", "until"))
    until = row.get("to", row.get("until"))
    return Leave(
        code(f"{where}.kind", row.get("kind") or "other", LEAVES),
        day(f"{where}.from", row.get("from", row.get("since"))),
        maybe_day(f"{where}.to", until, last=True) or date.max,
    )


def _post(where: str, row: Row) -> Post:
    known_keys(where, row, ("post", "from", "since", "to", "until"))
    return Post(
        text(f"{where}.post", row.get("post")) or "",
        day(f"{where}.from", row.get("from", row.get("since"))),
        maybe_day(f"{where}.to", row.get("to", row.get("until")), last=True),
    )


MEMBER_COUNTS = ("total", "completed", "ldtt", "cstdcs", "women", "disciplined")


def _row(where: str, row: Json) -> Row:
    if not isinstance(row, Mapping):
        raise refuse(where, row, "các mục đặt trong dấu { }")
    return row


def _members(where: str, given: Json) -> Members:
    row = _row(where, given)
    known_keys(where, row, MEMBER_COUNTS)
    return Members(**{name: whole(f"{where}.{name}", row.get(name)) for name in MEMBER_COUNTS})


def _cluster(where: str, given: Json) -> ClusterRank:
    row = _row(where, given)
    known_keys(where, row, ("cluster", "rank", "acclaimed"))
    name = text(f"{where}.cluster", row.get("cluster")) or ""
    return ClusterRank(name, whole(f"{where}.rank", row.get("rank")), flag(f"{where}.acclaimed", row.get("acclaimed")))


def _rows(where: str, value: Json, read: Callable[[str, Row], T]) -> tuple[T, ...] | None:
    if value is None:
        return None
    given = [value] if isinstance(value, Mapping) and value else rows_of(where, value)
    try:
        return tuple(read(f"{where}[{at}]", _row(f"{where}[{at}]", row)) for at, row in enumerate(given))
    except KeyError as missing:
        raise FactsInvalid(f"Dữ kiện “{where}” thiếu mục {missing}.") from None


def _by_year(where: str, value: Json, read: Callable[[str, Json], T], own: str = "") -> dict[int, T] | None:
    """{"2024": …}, or a list of rows each with its "year" (``own``: the one thing such a row holds besides)."""
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        value = dict(_yearly(f"{where}[{at}]", row, own) for at, row in enumerate(value))
    if not isinstance(value, Mapping):
        raise refuse(where, value, 'các năm, như {"2024": …}')
    return {year(where, key): read(f"{where}[{key}]", row) for key, row in value.items()}


def _yearly(where: str, given: Json, own: str) -> tuple[str, Json]:
    row = dict(_row(where, given))
    if "year" not in row:
        raise FactsInvalid(f"Dữ kiện “{where}” thiếu mục 'year'.")
    when = str(row.pop("year"))
    return when, row.get(own) if own else row


def _rating(where: str, value: Json) -> Rating:
    return Rating(code(where, value, RATINGS))


TEXTS = ("name", "nationality", "residence", "sex", "unit", "unit_kind", "recipient_class")
FLAGS = ("leader", "deceased", "prosecuted")
PLAIN = (
    "name",
    "birth_year",
    "nationality",
    "residence",
    "sex",
    "leader",
    "deceased",
    "unit",
    "unit_kind",
    "recipient_class",
    "prosecuted",
)
KNOWN = {field.name for field in fields(Facts)}


def _plain(data: Mapping[str, Json]) -> dict[str, Json]:
    """The single values, each of its own type."""
    read: dict[str, Json] = {name: text(name, data.get(name)) for name in TEXTS}
    read |= {name: flag(name, data.get(name)) for name in FLAGS}
    for name, words in (("sex", SEXES), ("recipient_class", CLASSES)):
        if read[name] is not None:
            read[name] = code(name, read[name], words)
    for name, same in (("residence", HERE), ("nationality", HOME)):
        if read[name] is not None and fold(read[name]) in same:
            read[name] = same[fold(read[name])]
    return {**read, "birth_year": whole("birth_year", data.get("birth_year"))}


HERE = dict.fromkeys(("ha noi", "thanh pho ha noi", "hanoi", "tp ha noi", "thanh pho"), "city")
HOME = dict.fromkeys(("viet nam", "vietnam", "vietnamese", "vn", "vnm", "nguoi viet nam"), "VN")


def facts_from_json(data: Mapping[str, Json]) -> Facts:
    """Read facts. Raises :class:`FactsInvalid` for an unknown key or an unreadable value."""
    known_keys("", data, KNOWN | {"$schema", "schema"})
    proposed = data.get("proposed_with")
    attested = _row("attested", data.get("attested") or {})
    return Facts(
        recipient=str(data.get("recipient", "")),
        kind=None if data.get("kind") is None else RecipientKind(code("kind", data["kind"], KINDS)),
        employed_from=maybe_day("employed_from", data.get("employed_from")),
        honours=_rows("honours", data.get("honours"), _honour),
        initiatives=_rows("initiatives", data.get("initiatives"), _initiative),
        ratings=_by_year("ratings", data.get("ratings"), _rating, "rating"),
        discipline=_rows("discipline", data.get("discipline"), _discipline),
        pending=_rows("pending", data.get("pending"), _pending),
        leave=_rows("leave", data.get("leave"), _leave),
        members=_by_year("members", data.get("members"), _members),
        clusters=_by_year("clusters", data.get("clusters"), _cluster),
        posts=_rows("posts", data.get("posts"), _post),
        attested={str(key): _stated(f"attested[{key}]", value) for key, value in attested.items()},
        proposed_with=None
        if proposed is None
        else tuple(str(each).upper() for each in rows_of("proposed_with", proposed)),
        claims_complete=flag("claims_complete", data.get("claims_complete")) is True,
        vouched=flag("vouched", data.get("vouched")) is not False,
        **_plain(data),
    )


def _stated(where: str, value: Json) -> bool:
    read = flag(where, value)
    if read is None:
        raise refuse(where, value, "true hoặc false (có, không)")
    return read
