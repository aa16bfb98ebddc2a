"""Many rows written at once, past the models: for acts on thousands of rows.

The one doing it works out every column; nothing is filled in by models. On PostgreSQL rows go in by COPY. Only `actions`
of the rooms call this.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model


def new_ids(model: type[Model], count: int) -> range | list[int]:
    """Numbers for so many new rows of a model, nobody else's. Call it inside the transaction that writes them."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        # SQLite has one writer at a time, and this one has begun: transactions here begin IMMEDIATE.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    start = (found[0] if found else 0) + 1
    return range(start, start + count)


def load(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given in the order of `columns` (database names). Dates may be ISO text, moments aware datetimes."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own columns, quoted
        cursor.executemany(statement, list(rows))


def moment(at: datetime) -> Any:
    """A moment as this database takes it."""
    return connection.ops.adapt_datetimefield_value(at) if connection.vendor == "sqlite" else at


def plain(data: object) -> str:
    """JSON as this database takes it."""
    return json.dumps(data, ensure_ascii=False)
