"""The database's own refusal to change or delete what the ledger says, on SQLite and PostgreSQL.

Of an honour only the status may move, never away from revoked, and the handing over may be filled in once. Changes of
honours and rulings on suspected pairs are never changed. Nothing is ever deleted.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

MOVES = ("status", "handed_on", "handed_at", "handed_by", "words", "decision_key")
"""Columns of an honour that are not fixed for ever; the last two follow from the others."""
_HANDED = ("handed_on", "handed_at", "handed_by")
_ADDED_ONLY = ("register_honourchange", "register_sameruling")
_GUARDED = ("register_honour", *_ADDED_ONLY)
_FINAL = "OLD.status = 'revoked' AND NEW.status <> 'revoked'"
_GIVEN = "OLD.handed_on IS NOT NULL"


def _fixed(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, "register_honour")
    return [column.name for column in described if column.name not in MOVES]


def _sqlite(connection: BaseDatabaseWrapper) -> list[str]:
    def differs(columns: Any) -> str:
        old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
        return f"(({old}) IS NOT ({new}))"

    refused = f"{differs(_fixed(connection))} OR ({_FINAL}) OR ({_GIVEN} AND {differs(_HANDED)})"
    return [
        f"CREATE TRIGGER register_honour_no_update BEFORE UPDATE ON register_honour WHEN {refused} "
        "BEGIN SELECT RAISE(ABORT, 'honours are never changed'); END",
        *(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END"
            for table in _ADDED_ONLY
        ),
        *(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is never deleted'); END"
            for table in _GUARDED
        ),
    ]


def _postgres() -> list[str]:
    keys = "'{" + ",".join(MOVES) + "}'::text[]"
    handed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _HANDED)
    return [
        f"""CREATE OR REPLACE FUNCTION register_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'register_honour' THEN
    IF (to_jsonb(OLD) - {keys}) = (to_jsonb(NEW) - {keys})
       AND NOT ({_FINAL}) AND NOT ({_GIVEN} AND ({handed})) THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'the ledger is never changed or deleted';
END $$""",
        *(
            f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION register_refuse()"
            for table in _GUARDED
        ),
        *(
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION register_refuse()"
            for table in _GUARDED
        ),
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers."""
    statements = _sqlite(connection) if connection.vendor == "sqlite" else _postgres()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: only for emptying a test or demonstration database, or for a migration."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for table in _GUARDED:
            for kind in ("no_update", "no_delete") if sqlite else ("guard", "truncate"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{kind}" + ("" if sqlite else f" ON {table}"))


def install_in_migration(_apps: Any, schema_editor: Any) -> None:
    """`install` as a migration step."""
    install(schema_editor.connection)


def lift_in_migration(_apps: Any, schema_editor: Any) -> None:
    """`lift` as the way back of a migration step."""
    lift(schema_editor.connection)
