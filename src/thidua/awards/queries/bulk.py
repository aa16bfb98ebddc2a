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
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Aggregate,
    BigIntegerField,
    Case,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler
from numpy.typing import NDArray

from thidua.awards.inforce import rules_of_day
from thidua.awards.rules import Facts, HeldHonour, RecipientKind, Ruleset
from thidua.awards.rules.bulk import Columns, Outcome, evaluate
from thidua.awards.rules.bulk.columns import HonourColumns, code_day
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

# How an honour is packed, from the low end: day code of the decision, whether it is revoked, the years, the award.
DECIDED, REVOKED, YEAR = 23, 1, 15
AT_REVOKED, AT_LAST = DECIDED, DECIDED + REVOKED
AT_FIRST, AT_AWARD = AT_LAST + YEAR, AT_LAST + 2 * YEAR


class DayCode(Func):
    """The day code of a date column (see `rules.bulk.columns.day_code`), 0 for none."""

    output_field = BigIntegerField()
    arity = 1

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """Dates are ISO text here: their parts are cut out of it."""
        sql, params = compiler.compile(self.get_source_expressions()[0])
        year, month, day = f"CAST({sql} AS INTEGER)", f"substr({sql}, 6, 2)", f"substr({sql}, 9, 2)"
        return f"COALESCE({year} * 512 + {month} * 32 + {day}, 0)", (*params, *params, *params)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """The parts of the date."""
        sql, params = compiler.compile(self.get_source_expressions()[0])
        parts = [f"EXTRACT({part} FROM {sql})" for part in ("YEAR", "MONTH", "DAY")]
        return f"COALESCE({parts[0]} * 512 + {parts[1]} * 32 + {parts[2]}, 0)::bigint", (
            *params,
            *params,
            *params,
        )


class Joined(Aggregate):
    """All values of a whole number in one text, with commas: one object instead of one per row."""

    output_field = TextField()
    template = "group_concat(%(expressions)s)"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """The same by its name there."""
        sql, params = self.as_sql(
            compiler, connection, template="string_agg((%(expressions)s)::text, ',')", **extra
        )
        return sql, tuple(params)


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
    last = 0
    while True:
        asked = among.filter(pk__gt=last).order_by("pk").values_list("pk", "kind")[:size]
        rows = [row for some in _fetched(asked) for row in some]
        if not rows:
            return
        keys = np.array([row[0] for row in rows], np.int64)
        first, last = int(keys[0]), int(keys[-1])
        held = Honour.objects.filter(recipient_id__gte=first, recipient_id__lte=last, award__in=codes)
        if (last - first + 1) > SPARSE * len(keys):
            held = held.filter(recipient_id__in=among.filter(pk__range=(first, last)).values("pk"))
        honours = _honours(keys, held, codes, district_after)
        kinds = [row[1] for row in rows]
        yield Chunk(keys, register_columns(kinds, honours, Source(keys, kinds, honours).facts))
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
    chunks = register_chunks(
        among, awards_needed(compiled), district_after=compiled.district_until, size=size
    )
    for chunk in chunks:
        yield chunk, evaluate(chunk.columns, award, period, on, chosen)


def _fetched(rows: QuerySet[Any, Any]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows as the driver gives them, some at a time: plain numbers and texts, which no field needs to convert."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while some := cursor.fetchmany(FETCHED):
            yield some


def _packed(codes: Mapping[str, int]) -> Expression:
    """One whole number for what a verdict needs of an honour."""
    award = Case(
        *(When(award=code, then=Value(number)) for code, number in codes.items()),
        output_field=BigIntegerField(),
    )
    revoked = Case(
        When(status=HonourStatus.REVOKED, then=Value(1)), default=Value(0), output_field=BigIntegerField()
    )
    parts = (
        (award, AT_AWARD), (F("period_from"), AT_FIRST), (F("period_to"), AT_LAST), (revoked, AT_REVOKED),
    )  # fmt: skip
    total: Any = DayCode(F("decision_date"))
    for part, place in parts:
        weight = Cast(Value(1 << place), BigIntegerField())  # PostgreSQL multiplies in the wider of two types
        total = ExpressionWrapper(part, BigIntegerField()) * weight + total
    return ExpressionWrapper(total, BigIntegerField())


def _honours(
    keys: Longs, held: QuerySet[Honour], codes: Mapping[str, int], district_after: date | None
) -> dict[str, HonourColumns]:
    """The honours of each award, as columns; whoever is not among the keys is left out."""
    texts = held.aggregate(
        recipient=Joined(F("recipient_id")), number=Joined(F("id")), packed=Joined(_packed(codes))
    )
    if texts["number"] is None:
        return {}
    recipient, number, packed = (np.fromstring(text, np.int64, sep=",") for text in texts.values())
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


def _signed_by_districts(held: QuerySet[Honour], number: Longs, after: date | None) -> Flags:
    """Which of the honours a district signed after that day, as the name of its author says."""
    if after is None:
        return np.zeros(len(number), np.bool_)
    rows = _fetched(
        held.filter(decision_date__gt=after).exclude(decided_by="").values_list("id", "decided_by")
    )
    signed = [row for some in rows for row in some]
    districts = {
        name for name in {row[1] for row in signed} if HeldHonour("", 0, 0, decided_by=name).by_district
    }
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
        unmerited=np.zeros(len(order), np.bool_),
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
    )


@dataclass
class Source:
    """The facts of one recipient out of the columns, for the single judge: as much as a status rests on."""

    keys: Longs
    kinds: list[str]
    honours: Mapping[str, HonourColumns]

    def facts(self, row: int) -> Facts:
        """Kind and honours."""
        return Facts(
            recipient=f"recipient:{self.keys[row]}",
            kind=RecipientKind(self.kinds[row]),
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
