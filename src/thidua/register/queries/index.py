"""Asking the search index for the first recipients, by id, that answer a question, on either engine.

SQLite reads its lists of ids in order and stops when it has enough. PostgreSQL's index gives all answers at once: right
for a rare thing, ruinous for a common one, for which walking along the ids finds enough soon. Its statistics tell which
it is; as they may err where words exclude each other, the walk is short and what it does not find the index is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

COMMON = 5000
"""Answers expected from which the walk along the ids is tried first."""
WALK = 30_000
"""Recipients looked at on the walk."""

_SQLITE = """SELECT s.rowid FROM register_search s CROSS JOIN register_recipient r ON r.id = s.rowid
WHERE s.register_search MATCH %s AND s.rowid > %s{} ORDER BY s.rowid LIMIT %s"""
_EXPECTED = "EXPLAIN (FORMAT JSON) SELECT 1 FROM register_searchentry WHERE vector @@ %s::tsquery"
_WALKED = """SELECT e.recipient_id FROM (SELECT recipient_id, vector FROM register_searchentry WHERE recipient_id > %s
  ORDER BY recipient_id LIMIT %s) e JOIN register_recipient r ON r.id = e.recipient_id
WHERE e.vector @@ %s::tsquery{} ORDER BY e.recipient_id LIMIT %s"""
# By `+ 0` the order is no index: else the planner walks through everybody for the sake of a few.
_PICKED = """SELECT e.recipient_id FROM register_searchentry e JOIN register_recipient r ON r.id = e.recipient_id
WHERE e.vector @@ %s::tsquery AND e.recipient_id > %s{} ORDER BY e.recipient_id + 0 LIMIT %s"""


def first_of(question: str, *, after: int, also: str, values: Sequence[Any], count: int) -> list[int]:
    """Ids beyond `after`, in order, at most `count`. `also` is a further condition on recipients `r` with its `values`."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return _ids(cursor, _SQLITE.format(also), [question, after, *values, count])
        cursor.execute(_EXPECTED, [question])
        if cursor.fetchone()[0][0]["Plan"]["Plan Rows"] >= COMMON:
            found = _ids(cursor, _WALKED.format(also), [after, WALK, question, *values, count])
            if len(found) == count:
                return found
        return _ids(cursor, _PICKED.format(also), [question, after, *values, count])


def _ids(cursor: CursorWrapper, statement: str, values: Sequence[Any]) -> list[int]:
    cursor.execute(statement, values)
    return [row[0] for row in cursor.fetchall()]
