"""The register read as columns, to judge very many recipients at once.

Two queries for every chunk of recipients, whatever they hold (three where it matters who signed); memory stays at one
chunk. What a verdict needs of an honour is packed into one whole number, and the numbers of a chunk travel as one text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import F, Q, QuerySet
from numpy.typing import NDArray

from thidua.awards.inforce import rules_of_day
from thidua.awards.queries.packing import (
    AT_AWARD,
    AT_FIRST,
    AT_LAST,
    AT_REVOKED,
    AT_ROUTE,
    DECIDED,
    ROUTE,
    YEAR,
    Joined,
    packed_honour,
)
from thidua.awards.rules import Facts, HeldHonour, RecipientKind, Ruleset
from thidua.awards.rules.bulk import Columns, Outcome, evaluate
from thidua.awards.rules.bulk.columns import ROUTES, HonourColumns, code_day
from thidua.awards.rules.bulk.filling import register_columns
from thidua.awards.rules.facts import DISTRICT_WORDS
from thidua.awards.rules.facts_json import honour_to_json
from thidua.awards.rules.ruleset import Compiled
from thidua.register.models import Honour, HonourStatus, Recipient

CHUNK = 100_000  # recipients at once
SPARSE = 4  # keys this many times further apart than one are asked for by name
FETCHED = 50_000  # rows the driver hands over at once
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Chunk:
    """Some recipients of the register by their keys, ascending, and what it knows of them."""

    keys: Longs
    columns: Columns


def awards_needed(compiled: Compiled) -> frozenset[str]:
    """The awards whose honours the conditions of an award look at, itself among them."""
    return frozenset(compiled.names)


def register_chunks(
    among: QuerySet[Recipient],
    awards: Collection[str],
    *,
    district_after: date | None = None,
    size: int = CHUNK,
) -> Iterator[Chunk]:
    """The recipients asked for, by ascending key, as columns with their honours of the awards.

    ``district_after``: of decisions after that day it is read whether a district signed them (None: of none). Facts
    that a chunk gives one by one name neither decision numbers nor authors; no status rests on them.
    """
    codes = {code: number for number, code in enumerate(sorted(awards))}
    spelled = _spelled()
    last = 0
    while True:
        told = ("pk", "kind", "nationality", "deceased_on")
        asked = among.filter(pk__gt=last).order_by("pk").values_list(*told)[:size]
        rows = [row for some in _fetched(asked) for row in some]
        if not rows:
            return
        keys = np.array([row[0] for row in rows], np.int64)
        first, last = int(keys[0]), int(keys[-1])
        here = Q(recipient_id__gte=first, recipient_id__lte=last)
        if (last - first + 1) > SPARSE * len(keys):
            here &= Q(recipient_id__in=among.filter(pk__range=(first, last)).values("pk"))
        outside = [each for each in spelled if not first <= each <= last]
        held = Honour.objects.filter(here | Q(recipient_id__in=outside) if outside else here, award__in=codes)
        honours = _honours(keys, held, codes, district_after, spelled)
        source = Source(keys, rows, honours)
        nations, dead = [row[2] or None for row in rows], np.array([row[3] is not None for row in rows])
        yield Chunk(keys, register_columns([row[1] for row in rows], nations, dead, honours, source.facts))
        if len(rows) < size:
            return


def judged(
    among: QuerySet[Recipient],
    award: str,
    period: int,
    on: date,
    rules: Ruleset | None = None,
    *,
    size: int = CHUNK,
) -> Iterator[tuple[Chunk, Outcome]]:
    """Judge recipients on what the register knows of them, chunk by chunk: the single judge's answers.

    ``rules``: those of the day when left out. Raises LawInvalid when no rules cover the day or award.
    """
    chosen = rules or rules_of_day(on, award)
    compiled = chosen.compiled(award)
    chunks = register_chunks(among, awards_needed(compiled), district_after=compiled.district_until, size=size)
    for chunk in chunks:
        yield chunk, evaluate(chunk.columns, award, period, on, chosen)


def _fetched(rows: QuerySet[Any, Any]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows as the driver gives them, some at a time: plain numbers and texts, which no field needs to convert."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while some := cursor.fetchmany(FETCHED):
            yield some


def _spelled() -> dict[int, frozenset[int]]:
    """Rows a person decided to be one recipient: each with all of them, itself too."""
    heads: dict[int, set[int]] = {}
    for pk, head in Recipient.objects.filter(same_as__isnull=False).values_list("pk", "same_as"):
        heads.setdefault(head or pk, {head or pk}).add(pk)
    return {pk: frozenset(rows) for rows in heads.values() for pk in rows}


def _honours(
    keys: Longs, held: QuerySet[Honour], codes: Mapping[str, int], district_after: date | None,
    spelled: Mapping[int, frozenset[int]],
) -> dict[str, HonourColumns]:  # fmt: skip
    """The honours of each award, as columns; whoever is not among the keys is left out. Rows that are one recipient
    hold each other's honours."""
    texts = held.aggregate(
        recipient=Joined(F("recipient_id")), number=Joined(F("id")), packed=Joined(packed_honour(codes))
    )
    if texts["number"] is None:
        return {}
    recipient, number, packed = (np.fromstring(text, np.int64, sep=",") for text in texts.values())
    recipient, number, packed = _shared(recipient, number, packed, spelled)
    owner = np.minimum(np.searchsorted(keys, recipient), len(keys) - 1)
    mine = keys[owner] == recipient
    if not mine.all():
        owner, number, packed = owner[mine], number[mine], packed[mine]
    district = _signed_by_districts(held, number, district_after)
    found = {}
    for code, award in codes.items():
        rows = packed >> AT_AWARD == award
        if rows.any():
            found[code] = _award(code, owner[rows], number[rows], packed[rows], district[rows])
    return found


def _shared(
    recipient: Longs, number: Longs, packed: Longs, spelled: Mapping[int, frozenset[int]]
) -> tuple[Longs, Longs, Longs]:
    """The rows, and once more under every other spelling of their recipient."""
    places = np.flatnonzero(np.isin(recipient, list(spelled))) if spelled else ()
    again = [
        (other, place) for place in places for other in spelled[int(recipient[place])] if other != recipient[place]
    ]
    if not again:
        return recipient, number, packed
    others, copied = np.array(again, np.int64).T
    return (
        np.concatenate([recipient, others]),
        np.concatenate([number, number[copied]]),
        np.concatenate([packed, packed[copied]]),
    )


def _signed_by_districts(held: QuerySet[Honour], number: Longs, after: date | None) -> Flags:
    """Which of the honours a district signed after that day, as the name of its author says."""
    if after is None:
        return np.zeros(len(number), np.bool_)
    rows = _fetched(held.filter(decision_date__gt=after).exclude(decided_by="").values_list("id", "decided_by"))
    signed = [row for some in rows for row in some]
    districts = {name for name in {row[1] for row in signed} if HeldHonour("", 0, 0, decided_by=name).by_district}
    return np.isin(number, [row[0] for row in signed if row[1] in districts])


def _award(code: str, owner: Longs, number: Longs, packed: Longs, district: Flags) -> HonourColumns:
    """Ordered by year, owner and key: as the facts of one recipient name them."""
    last = (packed >> AT_LAST & (1 << YEAR) - 1).astype(np.int16)
    order = np.argsort(last, kind="stable")
    place = last[order].astype(np.int64) << 32 | owner[order]
    if not (place[1:] > place[:-1]).all():  # not read in order, or two honours of one year
        order = np.lexsort((number, owner, last))
    packed = packed[order]

    def described(row: int) -> Any:
        return honour_to_json(_rebuilt(code, columns, row))

    columns = HonourColumns(
        owner=owner[order].astype(np.int32),
        first=(packed >> AT_FIRST & (1 << YEAR) - 1).astype(np.int32),
        last=last[order].astype(np.int32),
        decided=(packed & (1 << DECIDED) - 1).astype(np.int32),
        revoked=(packed >> AT_REVOKED & 1).astype(np.bool_),
        route=(packed >> AT_ROUTE & (1 << ROUTE) - 1).astype(np.int8),
        district=district[order],
        described=described,
    )
    return columns


def _rebuilt(code: str, rows: HonourColumns, place: int) -> HeldHonour:
    return HeldHonour(
        code,
        int(rows.first[place]),
        int(rows.last[place]),
        decision_date=code_day(int(rows.decided[place])),
        status=HonourStatus.REVOKED if rows.revoked[place] else HonourStatus.VALID,
        decided_by=DISTRICT_WORDS[0] if rows.district[place] else None,
        route=ROUTES[rows.route[place]],
    )


@dataclass
class Source:
    """The facts of one recipient out of the columns, for the single judge: as much as a status rests on."""

    keys: Longs
    rows: list[tuple[Any, ...]]
    honours: Mapping[str, HonourColumns]

    def facts(self, row: int) -> Facts:
        """Kind, nationality, death and honours."""
        _pk, kind, nationality, deceased_on = self.rows[row]
        return Facts(
            recipient=f"recipient:{self.keys[row]}",
            kind=RecipientKind(kind),
            nationality=nationality or None,
            deceased=True if deceased_on else None,
            honours=tuple(
                _rebuilt(code, rows, place)
                for code, rows in self.honours.items()
                for place in self.places[code].get(row, ())
            ),
        )

    @cached_property
    def places(self) -> dict[str, dict[int, list[int]]]:
        """Where the honours of each recipient stand, by award; laid out when somebody is first asked for."""
        found: dict[str, dict[int, list[int]]] = {}
        for code, rows in self.honours.items():
            own = found.setdefault(code, {})
            for place, owner in enumerate(rows.owner.tolist()):
                own.setdefault(owner, []).append(place)
        return found
