"""Database triggers that refuse UPDATE and DELETE on entries, for SQLite and PostgreSQL."""

from typing import Any

TABLE = "ledger_entry"

_SQLITE = {
    verb: f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for verb in ("update", "delete")
}
_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
)
_TRIGGER = (
    f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()"
)


def install(connection: Any) -> None:
    """Create the triggers; `connection` is a Django database connection."""
    statements = list(_SQLITE.values()) if connection.vendor == "sqlite" else [_FUNCTION, _TRIGGER]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Drop the triggers. Only a migration or a test that plays the forger calls this."""
    names = [f"{TABLE}_no_{verb}" for verb in _SQLITE] if connection.vendor == "sqlite" else [f"{TABLE}_no_change"]
    suffix = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
