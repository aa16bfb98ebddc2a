"""The database's own refusal to change or delete journal rows, on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# An event may receive its place in the tree once; nothing else about it may ever change.
_SQLITE = {
    "audit_event_no_update": """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
        WHEN OLD.leaf IS NOT NULL OR NEW.leaf IS NULL OR
        (OLD.id, OLD.at, OLD.actor, OLD.unit, OLD.duty, OLD.verb, OLD.subject, OLD.before, OLD.after, OLD.reason, OLD.data)
        IS NOT
        (NEW.id, NEW.at, NEW.actor, NEW.unit, NEW.duty, NEW.verb, NEW.subject, NEW.before, NEW.after, NEW.reason, NEW.data)
        BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END""",
    "audit_event_no_delete": """CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
        BEGIN SELECT RAISE(ABORT, 'journal rows are never deleted'); END""",
    "audit_seal_no_update": """CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal
        BEGIN SELECT RAISE(ABORT, 'seals are never changed'); END""",
    "audit_seal_no_delete": """CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal
        BEGIN SELECT RAISE(ABORT, 'seals are never deleted'); END""",
}
_POSTGRES_INSTALL = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_event' THEN
    IF OLD.leaf IS NULL AND NEW.leaf IS NOT NULL
       AND (to_jsonb(OLD) - 'leaf') = (to_jsonb(NEW) - 'leaf') THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'journal rows are never changed or deleted';
END $$;
CREATE TRIGGER audit_event_guard BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_event_truncate BEFORE TRUNCATE ON audit_event EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_guard BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_truncate BEFORE TRUNCATE ON audit_seal EXECUTE FUNCTION audit_refuse();
"""
_POSTGRES_LIFT = """
DROP TRIGGER IF EXISTS audit_event_guard ON audit_event;
DROP TRIGGER IF EXISTS audit_event_truncate ON audit_event;
DROP TRIGGER IF EXISTS audit_seal_guard ON audit_seal;
DROP TRIGGER IF EXISTS audit_seal_truncate ON audit_seal;
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers."""
    with connection.cursor() as cursor:
        for statement in _SQLITE.values() if connection.vendor == "sqlite" else (_POSTGRES_INSTALL,):
            cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: only for emptying a test or demonstration database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute(_POSTGRES_LIFT)


def install_in_migration(_apps: Any, schema_editor: Any) -> None:
    """`install` as a migration step."""
    install(schema_editor.connection)


def lift_in_migration(_apps: Any, schema_editor: Any) -> None:
    """`lift` as the way back of a migration step."""
    lift(schema_editor.connection)
