"""The migrations make the very schema that the rooms' tables describe, on every engine."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.servers import rig_vault, scratch_database

import niaga.app  # noqa: F401 - loads every room's tables
from niaga.foundation.clock import ShopClock
from niaga.platform.database import Database, metadata

MIGRATIONS_ONLY = {"alembic_version"}


def _plain(sql: str) -> str:
    """A CHECK's text without what each engine adds to it: quotes, brackets, casts, `table.`."""
    text = re.sub(r"::\w+(\(\d+\))?", "", sql.lower())
    return re.sub(r"[\s()\"`]", "", text).replace("<>", "!=")


def _columns(inspector: Any, table: str) -> dict[str, str]:
    return {
        one["name"]: f"{one['type']!r} {'NULL' if one['nullable'] else 'NOT NULL'} default={one['default']}"
        for one in inspector.get_columns(table)
    }


def _keys(inspector: Any, table: str) -> dict[str, Any]:
    primary = inspector.get_pk_constraint(table)["constrained_columns"]
    return {
        "primary key": primary,
        "unique": {one["name"]: one["column_names"] for one in inspector.get_unique_constraints(table)},
        "indexes": {one["name"]: (one["column_names"], bool(one["unique"])) for one in inspector.get_indexes(table)},
        "checks": {one["name"]: _plain(one["sqltext"]) for one in inspector.get_check_constraints(table)},
        "foreign keys": inspector.get_foreign_keys(table),
    }


def described(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """Everything about every table that the engine tells."""
    inspector = sa.inspect(connection)
    return {
        table: {"columns": _columns(inspector, table), **_keys(inspector, table), **_storage(connection, table)}
        for table in inspector.get_table_names()
        if table not in MIGRATIONS_ONLY
    }


def _storage(connection: sa.Connection, table: str) -> dict[str, Any]:
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(f"SELECT wr FROM pragma_table_list('{table}')").scalar_one()
        return {"without rowid": found}
    if connection.dialect.name == "postgresql":
        return {}
    options = sa.inspect(connection).get_table_options(table)
    return {"storage": {name: value for name, value in options.items() if name.endswith(("engine", "charset"))}}


def differences(made: Any, wanted: Any, path: str = "") -> list[str]:
    """Where two descriptions differ, one line each."""
    if isinstance(made, dict) and isinstance(wanted, dict):
        names = sorted({*made, *wanted}, key=str)
        return [line for name in names for line in differences(made.get(name), wanted.get(name), f"{path} {name}")]
    return [] if made == wanted else [f"{path.strip()}: migrations make {made}, tables say {wanted}"]


async def _as_tables_say(url: str) -> dict[str, dict[str, Any]]:
    database = Database(url, vault=rig_vault(), clock=ShopClock())
    await database.open()
    try:
        return await database.run_sync(_create_and_describe)
    finally:
        await database.close()


def _create_and_describe(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    metadata.create_all(connection)
    found = described(connection)
    connection.commit()
    return found


async def test_the_migrated_schema_is_the_one_the_tables_describe(database: Database) -> None:
    made = await database.run_sync(described)
    with scratch_database(database.url) as url:
        wanted = await _as_tables_say(url)
    assert differences(made, wanted) == []


BREAKS = {
    "ALTER TABLE stock ADD COLUMN extra INTEGER": "stock columns extra",
    "CREATE INDEX ix_extra ON stock (on_hand)": "stock indexes",
    "DROP TABLE shipment_line": "shipment_line",
}


async def test_the_comparison_sees_every_kind_of_difference(database: Database) -> None:
    made = await database.run_sync(described)
    with scratch_database(database.url) as url:
        await _as_tables_say(url)
        other = Database(url, vault=rig_vault(), clock=ShopClock())
        await other.open()
        for break_ in BREAKS:
            await other.run_sync(lambda connection, sql=break_: (connection.exec_driver_sql(sql), connection.commit()))
        found = differences(made, await other.run_sync(described))
        await other.close()
    for place in BREAKS.values():
        assert any(line.startswith(place) for line in found), (place, found)


APPEND_ONLY = ("audit_entry", "audit_seal", "audit_subject", "ledger_transfer", "stock_movement")
_ROWS = {
    "audit_entry": "INSERT INTO audit_entry (id, at, actor_kind, actor_id, action, subject_type, subject_id, detail)"
    " VALUES ('a', 1, 'staff', 'x', 'y', 'z', 'w', '{}')",
    "audit_seal": "INSERT INTO audit_seal (position, entry_id, hash) VALUES (1, 'a', 'h')",
    "audit_subject": "INSERT INTO audit_subject (subject_id, entry_id, subject_type) VALUES ('o', 'a', 'order')",
    "ledger_transfer": "INSERT INTO ledger_transfer (id, source_type, source_id, kind, debit_account, credit_account,"
    " amount, currency, posted_at) VALUES ('a', 'order', 'x', 'placed', 'receivable', 'bank', 1, 'IDR', 1)",
    "stock_movement": "INSERT INTO stock_movement (id, variant_id, warehouse_id, delta, reason, source_type, source_id, at)"
    " VALUES ('a', 'v', 'main', 1, 'received', 'x', 'y', 1)",
}
_KEY = {"audit_seal": "position", "audit_subject": "subject_id"}


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
async def test_what_is_written_there_stays_as_it_is(database: Database, table: str, verb: str) -> None:
    key = _KEY.get(table, "id")
    change = f"DELETE FROM {table}" if verb == "DELETE" else f"UPDATE {table} SET {key} = {key}"

    def act(connection: sa.Connection, sql: str) -> None:
        connection.exec_driver_sql(sql)
        connection.commit()

    await database.run_sync(lambda connection: act(connection, _ROWS[table]))
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        await database.run_sync(lambda connection: act(connection, change))
    left = await database.run_sync(
        lambda connection: connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one()
    )
    assert left == 1
