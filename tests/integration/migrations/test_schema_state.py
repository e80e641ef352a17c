"""Where a schema stands: empty, behind, current, or made by a newer program."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from tests.support.servers import rig_vault, scratch_database

from niaga.app import prepare_schema
from niaga.foundation.clock import ShopClock
from niaga.platform.database import Database, Engine
from niaga.platform.database.migrations import StaleSchema, migrate, schema_state
from niaga.platform.database.migrations.runner import newest_revision


@pytest.fixture
async def empty(engine_url: str) -> AsyncIterator[Database]:
    """An open database without a schema."""
    with scratch_database(engine_url) as url:
        database = Database(url, vault=rig_vault(), clock=ShopClock())
        await database.open()
        yield database
        await database.close()


async def _pretend(database: Database, revision: str) -> None:
    def act(connection: sa.Connection) -> None:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
        connection.commit()

    await database.run_sync(act)


async def test_an_empty_database_is_at_no_revision_until_it_is_migrated(empty: Database) -> None:
    assert (await schema_state(empty)).present is None
    assert await migrate(empty) is True
    assert (await schema_state(empty)).current
    assert await migrate(empty) is False


async def test_a_migration_that_was_cut_off_goes_on_over_what_is_there(empty: Database) -> None:
    await migrate(empty)
    await _pretend(empty, "0001")
    assert not (await schema_state(empty)).current
    assert await migrate(empty) is True
    assert (await schema_state(empty)).present == newest_revision()


async def test_only_sqlite_is_upgraded_by_a_starting_server(empty: Database) -> None:
    await migrate(empty)
    await _pretend(empty, "0003")
    if empty.engine is Engine.SQLITE:
        await prepare_schema(empty)
        assert (await schema_state(empty)).current
    else:
        with pytest.raises(StaleSchema, match="niaga migrate"):
            await prepare_schema(empty)
        assert (await schema_state(empty)).present == "0003"


async def test_a_schema_from_a_newer_program_is_left_alone(empty: Database) -> None:
    await migrate(empty)
    await _pretend(empty, "9999")
    with pytest.raises(StaleSchema):
        await prepare_schema(empty)
    with pytest.raises(StaleSchema, match="upgrade the program"):
        await migrate(empty)
    assert (await schema_state(empty)).present == "9999"
