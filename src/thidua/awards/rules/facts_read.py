"""Reading facts from JSON (schema ``docs/schemas/law-facts-1.json``).

Dates are ISO days, shares are texts like "1/2", "0.5" or "50%", achievement periods are "2024" or
"2023-2024". A key left out, or null, is unknown. Anything else raises :class:`FactsInvalid` with a
Vietnamese sentence that names the field.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

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

Json = Any  # a JSON value; every reader below checks what it takes
T = TypeVar("T")

KIND_ALIASES = {"person": "individual", "people": "individual", "unit": "collective", "family": "household"}


class FactsInvalid(ValueError):  # noqa: N818 - named for what it says, as in the foundation
    """The facts cannot be read; the message is a Vietnamese sentence for the person who wrote them."""


def _refuse(where: str, value: Json) -> FactsInvalid:
    return FactsInvalid(f"Dữ kiện “{where}” không đọc được: {value!r}.")


def _day(where: str, value: Json) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _refuse(where, value) from None


def _maybe_day(where: str, value: Json) -> date | None:
    return None if value is None else _day(where, value)


def _share(where: str, value: Json) -> Fraction | None:
    if value is None:
        return None
    text = str(value).replace(" ", "").replace(",", ".")
    try:
        share = Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise _refuse(where, value) from None
    if not 0 <= share <= 1:
        raise FactsInvalid(f"Dữ kiện “{where}” phải từ 0 đến 1 (hoặc 0% đến 100%), không phải {value!r}.")
    return share


def _whole(where: str, value: Json) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _refuse(where, value)
    return value


def _year(where: str, value: Json) -> int:
    try:
        return achievement_years(str(value))[1]
    except ValueError:
        raise _refuse(where, value) from None


def _text(where: str, value: Json) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _refuse(where, value)
    return value


def _flag(where: str, value: Json) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise _refuse(where, value)
    return value


def _one_of(where: str, value: Json, allowed: Collection[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise _refuse(where, value)
    return value


def _list(where: str, value: Json) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, (list, tuple)):
        raise _refuse(where, value)
    return list(value)


STATUSES = ("valid", "corrected", "reissued", "revoked")
ROUTES = ("merit", "sudden", "themed", "service", "external")
SORTS = ("initiative", "research", "combat")
SEXES = ("male", "female")
CLASSES = ("staff", "forces", "worker", "farmer", "entrepreneur", "intellectual", "scientist")


def _honour(where: str, row: Mapping[str, Json]) -> HeldHonour:
    period = row.get("period", row.get("year"))
    if period is None and "achievement_from" in row:
        period = f"{row['achievement_from']}-{row.get('achievement_to', row['achievement_from'])}"
    try:
        first, last = achievement_years(str(period))
    except ValueError:
        raise _refuse(f"{where}.period", period) from None
    return HeldHonour(
        award=str(row["award"]),
        first_year=first,
        last_year=last,
        decision_number=_text(f"{where}.decision_number", row.get("decision_number")),
        decision_date=_maybe_day(f"{where}.decision_date", row.get("decision_date")),
        status=_one_of(f"{where}.status", row.get("status", "valid"), STATUSES),
        decided_by=_text(f"{where}.decided_by", row.get("decided_by")),
        route=_one_of(f"{where}.route", row.get("route", "merit"), ROUTES),
    )


def _use(where: str, value: Json) -> tuple[str, int]:
    if isinstance(value, Mapping) and {"award", "period"} <= set(value):
        return str(value["award"]), _year(where, value["period"])
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return str(value[0]), _year(where, value[1])
    raise _refuse(where, value)


def _initiative(where: str, row: Mapping[str, Json]) -> Initiative:
    scope = row.get("scope")
    try:
        read_scope = None if scope is None else Scope("province" if scope == "city" else scope)
    except ValueError:
        raise _refuse(f"{where}.scope", scope) from None
    uses = _list(f"{where}.used_for", row.get("used_for"))
    return Initiative(
        name=str(row.get("name", "")),
        scope=read_scope,
        recognised_on=_maybe_day(f"{where}.recognised_on", row.get("recognised_on")),
        kind=_one_of(f"{where}.kind", row.get("kind", "initiative"), SORTS),
        recognised_by=_text(f"{where}.recognised_by", row.get("recognised_by")),
        share=_share(f"{where}.share", row.get("share")),
        role=_text(f"{where}.role", row.get("role")),
        effective=_flag(f"{where}.effective", row.get("effective")),
        replicable=_flag(f"{where}.replicable", row.get("replicable")),
        used_for=tuple(_use(f"{where}.used_for", use) for use in uses),
    )


def _discipline(where: str, row: Mapping[str, Json]) -> Discipline:
    return Discipline(
        str(row.get("form", "")),
        _day(f"{where}.from", row.get("from")),
        _maybe_day(f"{where}.to", row.get("to")),
    )


def _pending(where: str, row: Mapping[str, Json]) -> Pending:
    return Pending(
        str(row.get("kind", "complaint")),
        _day(f"{where}.since", row.get("since", row.get("from"))),
        _maybe_day(f"{where}.resolved_on", row.get("resolved_on", row.get("to"))),
    )


def _leave(where: str, row: Mapping[str, Json]) -> Leave:
    return Leave(
        str(row.get("kind", "other")),
        _day(f"{where}.from", row.get("from")),
        _day(f"{where}.to", row.get("to")),
    )


def _post(where: str, row: Mapping[str, Json]) -> Post:
    return Post(
        str(row.get("post", "")),
        _day(f"{where}.from", row.get("from")),
        _maybe_day(f"{where}.to", row.get("to")),
    )


MEMBER_COUNTS = ("total", "completed", "ldtt", "cstdcs", "women", "disciplined")


def _row(where: str, row: Json) -> Mapping[str, Json]:
    if not isinstance(row, Mapping):
        raise _refuse(where, row)
    return row


def _members(where: str, given: Json) -> Members:
    row = _row(where, given)
    unread = set(row) - set(MEMBER_COUNTS)
    if unread:
        raise FactsInvalid(f"Dữ kiện “{where}” có mục lạ: {', '.join(sorted(unread))}.")
    counts = {name: _whole(f"{where}.{name}", row.get(name)) for name in MEMBER_COUNTS}
    total = counts["total"]
    for name, count in counts.items():
        if total is not None and count is not None and count > total:
            raise FactsInvalid(f"Dữ kiện “{where}”: {name} ({count}) lớn hơn tổng số ({total}).")
    return Members(**counts)


def _cluster(where: str, given: Json) -> ClusterRank:
    row = _row(where, given)
    rank = _whole(f"{where}.rank", row.get("rank"))
    return ClusterRank(str(row.get("cluster", "")), rank, _flag(f"{where}.acclaimed", row.get("acclaimed")))


def _rows(where: str, value: Json, read: Callable[[str, Mapping[str, Json]], T]) -> tuple[T, ...] | None:
    if value is None:
        return None
    if not isinstance(value, (list, tuple)) or not all(isinstance(row, Mapping) for row in value):
        raise _refuse(where, value)
    try:
        return tuple(read(f"{where}[{index}]", row) for index, row in enumerate(value))
    except KeyError as missing:
        raise FactsInvalid(f"Dữ kiện “{where}” thiếu mục {missing}.") from None


def _by_year(where: str, value: Json, read: Callable[[str, Json], T]) -> dict[int, T] | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise _refuse(where, value)
    return {_year(where, year): read(f"{where}[{year}]", row) for year, row in value.items()}


def _rating(where: str, value: Json) -> Rating:
    try:
        return Rating(value)
    except ValueError:
        raise _refuse(where, value) from None


def _kind(value: Json) -> RecipientKind | None:
    if value is None:
        return None
    try:
        return RecipientKind(KIND_ALIASES.get(str(value), str(value)))
    except ValueError:
        raise _refuse("kind", value) from None


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
    read: dict[str, Json] = {name: _text(name, data.get(name)) for name in TEXTS}
    read |= {name: _flag(name, data.get(name)) for name in FLAGS}
    for name, allowed in (("sex", SEXES), ("recipient_class", CLASSES)):
        if read[name] is not None:
            _one_of(name, read[name], allowed)
    return {**read, "birth_year": _whole("birth_year", data.get("birth_year"))}


def facts_from_json(data: Mapping[str, Json]) -> Facts:
    """Read facts. Raises :class:`FactsInvalid` for an unknown key or an unreadable value."""
    unread = set(data) - KNOWN - {"$schema", "schema"}
    if unread:
        raise FactsInvalid(f"Dữ kiện có mục lạ: {', '.join(sorted(unread))}.")
    proposed = data.get("proposed_with")
    attested = data.get("attested") or {}
    if not isinstance(attested, Mapping) or not all(isinstance(value, bool) for value in attested.values()):
        raise _refuse("attested", attested)
    return Facts(
        recipient=str(data.get("recipient", "")),
        kind=_kind(data.get("kind")),
        employed_from=_maybe_day("employed_from", data.get("employed_from")),
        honours=_rows("honours", data.get("honours"), _honour),
        initiatives=_rows("initiatives", data.get("initiatives"), _initiative),
        ratings=_by_year("ratings", data.get("ratings"), _rating),
        discipline=_rows("discipline", data.get("discipline"), _discipline),
        pending=_rows("pending", data.get("pending"), _pending),
        leave=_rows("leave", data.get("leave"), _leave),
        members=_by_year("members", data.get("members"), _members),
        clusters=_by_year("clusters", data.get("clusters"), _cluster),
        posts=_rows("posts", data.get("posts"), _post),
        attested={str(code): value for code, value in attested.items()},
        proposed_with=None if proposed is None else tuple(map(str, _list("proposed_with", proposed))),
        vouched=_flag("vouched", data.get("vouched")) is not False,
        **_plain(data),
    )
