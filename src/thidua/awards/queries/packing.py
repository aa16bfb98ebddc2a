"""What a verdict needs of an honour in one whole number, and many numbers in one text: how the register travels to
columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Aggregate,
    BigIntegerField,
    Case,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

from thidua.awards.rules.bulk.columns import ROUTES
from thidua.register.models import HonourStatus

# How an honour is packed, from the low end: day code of the decision, whether it is revoked, for what kind of
# achievement it was given, the years (of four figures), the award.
DECIDED, REVOKED, ROUTE, YEAR = 23, 1, 3, 14
AT_REVOKED, AT_ROUTE = DECIDED, DECIDED + REVOKED
AT_LAST = AT_ROUTE + ROUTE
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
        sql, params = self.as_sql(compiler, connection, template="string_agg((%(expressions)s)::text, ',')", **extra)
        return sql, tuple(params)


def packed_honour(codes: Mapping[str, int]) -> Expression:
    """One whole number for what a verdict needs of an honour."""
    award = Case(
        *(When(award=code, then=Value(number)) for code, number in codes.items()),
        output_field=BigIntegerField(),
    )
    revoked = Case(When(status=HonourStatus.REVOKED, then=Value(1)), default=Value(0), output_field=BigIntegerField())
    route = Case(
        *(When(route=code, then=Value(number)) for number, code in enumerate(ROUTES) if number),
        default=Value(0), output_field=BigIntegerField(),
    )  # fmt: skip
    parts = (
        (award, AT_AWARD), (F("period_from"), AT_FIRST), (F("period_to"), AT_LAST), (route, AT_ROUTE), (revoked, AT_REVOKED),
    )  # fmt: skip
    total: Any = DayCode(F("decision_date"))
    for part, place in parts:
        weight = Cast(Value(1 << place), BigIntegerField())  # PostgreSQL multiplies in the wider of two types
        total = ExpressionWrapper(part, BigIntegerField()) * weight + total
    return ExpressionWrapper(total, BigIntegerField())
