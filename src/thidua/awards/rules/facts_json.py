"""Facts as JSON, both ways (schema ``docs/schemas/law-facts-1.json``).

Dates are ISO days, shares are texts like "1/2", "0.5" or "50%", achievement periods are "2024" or
"2023-2024". A key left out, or null, is unknown. Anything else raises :class:`FactsInvalid` with a
Vietnamese sentence that names the field.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
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
        decision_number=row.get("decision_number"),
        decision_date=_maybe_day(f"{where}.decision_date", row.get("decision_date")),
        status=str(row.get("status", "valid")),
        decided_by=row.get("decided_by"),
        route=str(row.get("route", "merit")),
    )


def _use(where: str, value: Json) -> tuple[str, int]:
    if isinstance(value, Mapping):
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
    return Initiative(
        name=str(row.get("name", "")),
        scope=read_scope,
        recognised_on=_maybe_day(f"{where}.recognised_on", row.get("recognised_on")),
        kind=str(row.get("kind", "initiative")),
        recognised_by=row.get("recognised_by"),
        share=_share(f"{where}.share", row.get("share")),
        role=row.get("role"),
        effective=row.get("effective"),
        replicable=row.get("replicable"),
        used_for=tuple(_use(f"{where}.used_for", use) for use in row.get("used_for", ())),
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


def _members(where: str, row: Mapping[str, Json]) -> Members:
    unread = set(row) - set(MEMBER_COUNTS)
    if unread:
        raise FactsInvalid(f"Dữ kiện “{where}” có mục lạ: {', '.join(sorted(unread))}.")
    counts = {name: _whole(f"{where}.{name}", row.get(name)) for name in MEMBER_COUNTS}
    total = counts["total"]
    for name, count in counts.items():
        if total is not None and count is not None and count > total:
            raise FactsInvalid(f"Dữ kiện “{where}”: {name} ({count}) lớn hơn tổng số ({total}).")
    return Members(**counts)


def _cluster(where: str, row: Mapping[str, Json]) -> ClusterRank:
    return ClusterRank(
        str(row.get("cluster", "")), _whole(f"{where}.rank", row.get("rank")), row.get("acclaimed")
    )


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
        proposed_with=None if proposed is None else tuple(str(code) for code in proposed),
        vouched=bool(data.get("vouched", True)),
        **{name: data.get(name) for name in PLAIN},
    )


def period_text(first: int, last: int) -> str:
    """ "2024" for one year, "2023-2024" for a span."""
    return str(last) if first == last else f"{first}-{last}"


def _plain(value: Json) -> Json:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value


def honour_to_json(honour: HeldHonour) -> dict[str, Json]:
    """One honour as a fact: award, period, decision, status, route."""
    row = {
        "award": honour.award,
        "period": period_text(honour.first_year, honour.last_year),
        "decision_number": honour.decision_number,
        "decision_date": _plain(honour.decision_date),
        "status": honour.status,
        "decided_by": honour.decided_by,
        "route": honour.route,
    }
    return {key: value for key, value in row.items() if value is not None}


def initiative_to_json(item: Initiative) -> dict[str, Json]:
    """One initiative as a fact; unknown parts are left out."""
    names = ("name", "kind", "scope", "recognised_on", "recognised_by", "share", "role")
    row = {name: _plain(getattr(item, name)) for name in (*names, "effective", "replicable")}
    row["used_for"] = [[award, str(year)] for award, year in item.used_for] or None
    return {key: value for key, value in row.items() if value is not None}


def _span(row: Discipline | Leave | Post, label: str) -> dict[str, Json]:
    data = {label: getattr(row, label), "from": row.since.isoformat(), "to": _plain(row.until)}
    return {key: value for key, value in data.items() if value is not None}


def pending_to_json(row: Pending) -> dict[str, Json]:
    """One open matter as a fact."""
    data = {"kind": row.kind, "since": row.since.isoformat(), "resolved_on": _plain(row.resolved_on)}
    return {key: value for key, value in data.items() if value is not None}


def discipline_to_json(row: Discipline) -> dict[str, Json]:
    """One disciplinary measure as a fact."""
    return _span(row, "form")


def leave_to_json(row: Leave) -> dict[str, Json]:
    """One leave as a fact."""
    return _span(row, "kind")


def post_to_json(row: Post) -> dict[str, Json]:
    """One post as a fact."""
    return _span(row, "post")


def members_to_json(row: Members) -> dict[str, int]:
    """The known counts of a collective."""
    counts = {name: getattr(row, name) for name in MEMBER_COUNTS}
    return {name: count for name, count in counts.items() if count is not None}


def cluster_to_json(row: ClusterRank) -> dict[str, Json]:
    """The place of a collective in its cluster."""
    data = {"cluster": row.cluster, "rank": row.rank, "acclaimed": row.acclaimed}
    return {key: value for key, value in data.items() if value is not None}


def facts_to_json(facts: Facts) -> dict[str, Json]:
    """The inverse of :func:`facts_from_json`; unknown fields are left out."""

    def rows(value: tuple[T, ...] | None, write: Callable[[T], Json]) -> Json:
        return None if value is None else [write(row) for row in value]

    def years(value: Mapping[int, T] | None, write: Callable[[T], Json]) -> Json:
        return None if value is None else {str(year): write(row) for year, row in sorted(value.items())}

    data: dict[str, Json] = {"recipient": facts.recipient, "kind": facts.kind and facts.kind.value}
    data.update({name: getattr(facts, name) for name in PLAIN})
    data["employed_from"] = _plain(facts.employed_from)
    data["honours"] = rows(facts.honours, honour_to_json)
    data["initiatives"] = rows(facts.initiatives, initiative_to_json)
    data["ratings"] = years(facts.ratings, lambda rating: rating.value)
    data["discipline"] = rows(facts.discipline, discipline_to_json)
    data["pending"] = rows(facts.pending, pending_to_json)
    data["leave"] = rows(facts.leave, leave_to_json)
    data["members"] = years(facts.members, members_to_json)
    data["clusters"] = years(facts.clusters, cluster_to_json)
    data["posts"] = rows(facts.posts, post_to_json)
    data["attested"] = dict(sorted(facts.attested.items())) or None
    data["proposed_with"] = None if facts.proposed_with is None else list(facts.proposed_with)
    data["vouched"] = facts.vouched
    return {key: value for key, value in data.items() if value is not None}


def merge_facts(register: Facts, added: Facts) -> Facts:
    """Facts of the register completed by a file.

    Lists are joined (a row already there is not repeated), years and statements of the file win
    over the register's, single values of the file fill or replace. Unknown in the file changes nothing.
    """
    changes: dict[str, Json] = {}
    for name in KNOWN - {"recipient", "vouched"}:
        old, new = getattr(register, name), getattr(added, name)
        if new is None or (name == "attested" and not new):
            continue
        if isinstance(new, tuple):
            changes[name] = (old or ()) + tuple(row for row in new if row not in (old or ()))
        elif isinstance(new, Mapping):
            changes[name] = {**(old or {}), **new}
        else:
            changes[name] = new
    return replace(register, vouched=register.vouched and added.vouched, **changes)
