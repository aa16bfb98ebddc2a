"""Facts as JSON: written out, and completed by a file. Reading is in :mod:`.facts_read`.

Schema: ``docs/schemas/law-facts-1.json``. Dates are ISO days, shares are texts like "1/2".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from .facts import ClusterRank, Discipline, Facts, HeldHonour, Initiative, Leave, Members, Pending, Post
from .facts_cells import FactsInvalid
from .facts_read import KNOWN, MEMBER_COUNTS, PLAIN, facts_from_json

__all__ = ["KNOWN", "MEMBER_COUNTS", "FactsInvalid", "facts_from_json", "facts_to_json", "merge_facts"]

Json = Any  # a JSON value
T = TypeVar("T")


def period_text(first: int, last: int) -> str:
    """ "2024" for one year, "2023-2024" for a span."""
    return str(last) if first == last else f"{first}-{last}"


def _plain(value: Json) -> Json:
    if isinstance(value, date):
        return None if value in (date.min, date.max) else value.isoformat()  # days nobody gave
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
    data = {label: getattr(row, label), "from": _plain(row.since), "to": _plain(row.until)}
    return {key: value for key, value in data.items() if value is not None}


def pending_to_json(row: Pending) -> dict[str, Json]:
    """One open matter as a fact."""
    data = {"kind": row.kind, "since": _plain(row.since), "resolved_on": _plain(row.resolved_on)}
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
    data["claims_complete"] = facts.claims_complete or None
    data["vouched"] = facts.vouched
    return {key: value for key, value in data.items() if value is not None}


def merge_facts(register: Facts, added: Facts) -> Facts:
    """Facts of the register completed by a file.

    Honours are completed, other lists joined (a row already there is not repeated); years and statements of the file win
    over the register's, single values of the file fill or replace. Unknown in the file changes nothing.
    """
    changes: dict[str, Json] = {}
    for name in KNOWN - {"recipient", "vouched"}:
        old, new = getattr(register, name), getattr(added, name)
        if new is None or (name == "attested" and not new):
            continue
        if name == "honours":
            changes[name] = completed(old or (), new)
        elif isinstance(new, tuple):
            changes[name] = (old or ()) + tuple(row for row in new if row not in (old or ()))
        elif isinstance(new, Mapping):
            changes[name] = {**(old or {}), **new}
        else:
            changes[name] = new
    return replace(register, vouched=register.vouched and added.vouched, **changes)


def completed(register: tuple[HeldHonour, ...], added: tuple[HeldHonour, ...]) -> tuple[HeldHonour, ...]:
    """Honours of the register with what a file says more about them, and those only the file knows.

    A row of the file is about an honour of the register when award and period are the same and the
    decision is not another one; it may say by which route it was given, or that it was revoked.
    """
    rows = list(register)
    for new in added:
        place = next((at for at, old in enumerate(rows) if _same_honour(old, new)), None)
        if place is None:
            rows.append(new)
        else:
            rows[place] = _told_more(rows[place], new)
    return tuple(rows)


def _same_honour(old: HeldHonour, new: HeldHonour) -> bool:
    same = (old.award, old.first_year, old.last_year) == (new.award, new.first_year, new.last_year)
    numbers = {old.decision_number, new.decision_number} - {None}
    days = {old.decision_date, new.decision_date} - {None}
    return same and len(numbers) <= 1 and len(days) <= 1


def _told_more(old: HeldHonour, new: HeldHonour) -> HeldHonour:
    return replace(
        old,
        decision_number=old.decision_number or new.decision_number,
        decision_date=old.decision_date or new.decision_date,
        decided_by=old.decided_by or new.decided_by,
        status=new.status if new.status != "valid" else old.status,
        route=new.route if new.route != "merit" else old.route,
    )
