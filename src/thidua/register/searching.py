"""The search index in the database, kept by the database itself, so that no way of writing can leave it behind.

A view works out the words of each recipient from the ledger; triggers copy them into `register_searchentry` whenever a
recipient, an honour or a change of one is written. Over that table SQLite has a full-text index (FTS5) and PostgreSQL an
inverted one (GIN). A migration that remakes one of these tables on SQLite calls `lift` first and `install` last.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# Marked words: k_ kind, u_ unit or collective, a_ award, l_ level, y_ last achievement year, s_ status; p_ and n_ are
# in the honours' own words (keys.py).
_WORDS = """CREATE VIEW register_searchwords AS
SELECT r.id AS recipient_id, {name} || ' k_' || r.kind || coalesce(' u_' || r.unit_id, '')
  || coalesce(' u_' || r.collective_id, '') || coalesce((SELECT ' ' || {join} FROM (
    SELECT 'a_' || lower(h.award) AS t FROM register_honour h WHERE h.recipient_id = r.id
    UNION SELECT 'l_' || h.level FROM register_honour h WHERE h.recipient_id = r.id AND h.level <> ''
    UNION SELECT 'y_' || h.period_to FROM register_honour h WHERE h.recipient_id = r.id
    UNION SELECT 's_' || h.status FROM register_honour h WHERE h.recipient_id = r.id
    UNION SELECT h.words FROM register_honour h WHERE h.recipient_id = r.id AND h.words <> ''
    UNION SELECT c.words FROM register_honourchange c JOIN register_honour h ON h.id = c.honour_id
      WHERE h.recipient_id = r.id AND c.words <> ''
    ORDER BY 1) AS found), '') AS words
FROM register_recipient r"""

_COPY = """INSERT INTO register_searchentry (recipient_id, words)
  SELECT recipient_id, words FROM register_searchwords WHERE recipient_id {which}
  ON CONFLICT (recipient_id) DO UPDATE SET words = excluded.words
  WHERE register_searchentry.words <> excluded.words"""

FILL = """INSERT INTO register_searchentry (recipient_id, words)
  SELECT recipient_id, words FROM register_searchwords WHERE true
  ON CONFLICT (recipient_id) DO UPDATE SET words = excluded.words
  WHERE register_searchentry.words <> excluded.words"""

ASTRAY = """SELECT count(*) FROM register_searchwords w LEFT JOIN register_searchentry e ON e.recipient_id = w.recipient_id
  WHERE e.words IS NULL OR e.words <> w.words"""

# What is written, the columns whose change matters, and the recipient meant by a row.
_SQLITE_WATCHED = (
    ("recipient_in", "INSERT", "register_recipient", "NEW.id"),
    ("recipient_to", "UPDATE OF name_fold, kind, unit_id, collective_id", "register_recipient", "NEW.id"),
    ("honour_in", "INSERT", "register_honour", "NEW.recipient_id"),
    ("honour_to", "UPDATE OF status, words", "register_honour", "NEW.recipient_id"),
    (
        "change_in", "INSERT", "register_honourchange",
        "(SELECT recipient_id FROM register_honour WHERE id = NEW.honour_id)",
    ),
)  # fmt: skip
_TRIGGER = "CREATE TRIGGER register_search_{name} AFTER {event} ON {table} BEGIN {copy}; END"
_SQLITE = (
    _WORDS.format(name="replace(r.name_fold, '_', ' ')", join="group_concat(t, ' ')"),
    """CREATE VIRTUAL TABLE register_search USING fts5(words, content='register_searchentry',
       content_rowid='recipient_id', detail=none, columnsize=0, prefix='2 3',
       tokenize="unicode61 remove_diacritics 0 tokenchars '_'")""",
    """CREATE TRIGGER register_search_in AFTER INSERT ON register_searchentry BEGIN
       INSERT INTO register_search(rowid, words) VALUES (NEW.recipient_id, NEW.words); END""",
    """CREATE TRIGGER register_search_to AFTER UPDATE ON register_searchentry BEGIN
       INSERT INTO register_search(register_search, rowid, words) VALUES ('delete', OLD.recipient_id, OLD.words);
       INSERT INTO register_search(rowid, words) VALUES (NEW.recipient_id, NEW.words); END""",
    """CREATE TRIGGER register_search_out AFTER DELETE ON register_searchentry BEGIN
       INSERT INTO register_search(register_search, rowid, words) VALUES ('delete', OLD.recipient_id, OLD.words); END""",
    *(
        _TRIGGER.format(name=name, event=event, table=table, copy=_COPY.format(which=f"= {which}"))
        for name, event, table, which in _SQLITE_WATCHED
    ),
)
_SQLITE_LIFT = (
    *(f"DROP TRIGGER IF EXISTS register_search_{name}" for name, *_rest in _SQLITE_WATCHED),
    *(f"DROP TRIGGER IF EXISTS register_search_{name}" for name in ("in", "to", "out")),
    "DROP TABLE IF EXISTS register_search",
    "DROP VIEW IF EXISTS register_searchwords",
)

_POSTGRES_WATCHED = (
    ("recipient", "register_recipient", "SELECT id FROM fresh"),
    ("honour", "register_honour", "SELECT recipient_id FROM fresh"),
    (
        "change", "register_honourchange",
        "SELECT h.recipient_id FROM fresh JOIN register_honour h ON h.id = fresh.honour_id",
    ),
)  # fmt: skip
# The lines are locked before the words are worked out: of two who honour one recipient at once, the second sees the first.
_POSTGRES_FOLLOW = """CREATE FUNCTION register_search_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM register_searchentry WHERE recipient_id IN ({which}) ORDER BY recipient_id FOR UPDATE;
  {copy};
  RETURN NULL;
END $$;
CREATE TRIGGER register_search_{name}_in AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION register_search_{name}();
CREATE TRIGGER register_search_{name}_to AFTER UPDATE ON {table} REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION register_search_{name}()"""
_POSTGRES = (
    _WORDS.format(
        name=r"btrim(regexp_replace(r.name_fold, '[\u0001-\u002f:-@\u005b-\u0060\u007b-\u00bf\u2000-\u206f]+', ' ', 'g'))",
        join="string_agg(t, ' ' ORDER BY t)",
    ),
    # Our own splitting, not its parser's, so that both engines agree. Ready as a column: worked out once, not in searching.
    """ALTER TABLE register_searchentry ADD vector tsvector
       GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(words, ' '), ''))) STORED""",
    "CREATE INDEX register_search ON register_searchentry USING gin (vector)",
    *(
        _POSTGRES_FOLLOW.format(name=name, table=table, which=which, copy=_COPY.format(which=f"IN ({which})"))
        for name, table, which in _POSTGRES_WATCHED
    ),
)
_POSTGRES_LIFT = (
    *(f"DROP TRIGGER IF EXISTS register_search_{name}_in ON {table}" for name, table, _ids in _POSTGRES_WATCHED),
    *(f"DROP TRIGGER IF EXISTS register_search_{name}_to ON {table}" for name, table, _ids in _POSTGRES_WATCHED),
    *(f"DROP FUNCTION IF EXISTS register_search_{name}()" for name, _table, _ids in _POSTGRES_WATCHED),
    "ALTER TABLE register_searchentry DROP COLUMN IF EXISTS vector",
    "DROP VIEW IF EXISTS register_searchwords",
)
# Ranges of names are ranges of code points, whatever language the database was made for.
_POSTGRES_PLAIN = (
    'ALTER TABLE register_recipient ALTER name_fold TYPE varchar(200) COLLATE "C"',
    'ALTER TABLE register_recipient ALTER name_turned TYPE varchar(200) COLLATE "C"',
    'ALTER TABLE register_honour ALTER decision_key TYPE text COLLATE "C"',
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create view, index and triggers, and fill the index from the ledger."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for statement in _SQLITE if sqlite else (*_POSTGRES_PLAIN, *_POSTGRES):
            cursor.execute(statement)
        cursor.execute(FILL)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Drop view, index and triggers; the lines of words stay."""
    with connection.cursor() as cursor:
        for statement in _SQLITE_LIFT if connection.vendor == "sqlite" else _POSTGRES_LIFT:
            cursor.execute(statement)


def install_in_migration(_apps: Any, schema_editor: Any) -> None:
    """`install` as a migration step."""
    install(schema_editor.connection)


@contextmanager
def many_written(connection: BaseDatabaseWrapper) -> Iterator[set[int]]:
    """Around an act that writes thousands of rows in one transaction: the lines of the recipients whose numbers are put
    into the set are worked out once at the end, not once for each row. PostgreSQL does so by itself.
    """
    touched: set[int] = set()
    if connection.vendor != "sqlite":
        yield touched
        return
    watched = [row for row in _SQLITE_WATCHED if row[1] == "INSERT"]
    with connection.cursor() as cursor:
        for name, *_rest in watched:
            cursor.execute(f"DROP TRIGGER register_search_{name}")
        yield touched
        listed = sorted(touched)
        for start in range(0, len(listed), 500):
            cursor.execute(_COPY.format(which=f"IN ({','.join(map(str, listed[start : start + 500]))})"))
        for name, event, table, which in watched:
            cursor.execute(_TRIGGER.format(name=name, event=event, table=table, copy=_COPY.format(which=f"= {which}")))


def lift_in_migration(_apps: Any, schema_editor: Any) -> None:
    """`lift` as the way back of a migration step."""
    lift(schema_editor.connection)
