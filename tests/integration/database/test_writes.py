"""Rowsets and fused writes carry every kind of value unharmed on every engine."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from niaga.foundation.identity import new_id
from niaga.platform.database import Database, GuardRefused, Transaction, Write, WriteStatement, write_all
from niaga.platform.outbox.tables import event, task

INSERT = WriteStatement.insert(event, "id", "aggregate", "aggregate_id", "version", "kind", "data", "at", "position")
RENAME = WriteStatement.update(event, match=("id",), values=("kind",))
NASTY = "quote ' double \" back \\ slash % percent :colon \n newline \t tab é emoji \U0001f6cd $[0] {brace} NULL"
AT = datetime(2026, 11, 24, 5, 0, 0, 123456, tzinfo=UTC)


def _row(version: int, text: str = NASTY, position: int | None = None) -> tuple[object, ...]:
    return (new_id(), "order", "a", version, "order.placed", {"text": text}, AT, position)


async def test_values_of_every_type_come_back_as_they_went_in(database: Database) -> None:
    rows = [_row(1), _row(2, "x" * 70_000), _row(3, "", position=2**62)]
    await database.write(lambda tx: write_all(tx, [Write(INSERT, rows, expect=3)]))
    columns = [event.c[name] for name in INSERT.columns]
    found = await database.read(lambda db: db.execute(sa.select(*columns).order_by(event.c.version)).all())
    assert [tuple(row) for row in found] == rows


async def test_a_guard_that_changes_too_few_rows_undoes_everything(database: Database) -> None:
    def act(tx: Transaction) -> None:
        write_all(tx, [Write(INSERT, [_row(1)]), Write(RENAME, [(new_id(), "order.paid")], expect=1)])

    with pytest.raises(GuardRefused):
        await database.write(act)
    assert await database.read(lambda db: db.execute(sa.select(sa.func.count()).select_from(event)).scalar_one()) == 0


async def test_the_sql_text_depends_neither_on_rows_nor_on_values(database: Database) -> None:
    texts: set[str] = set()

    def act(tx: Transaction, rows: list[tuple[object, ...]]) -> None:
        sa.event.listen(tx.connection, "before_cursor_execute", lambda *args: texts.add(args[2]))
        write_all(tx, [Write(INSERT, rows)])

    for start, count in ((1, 1), (10, 7), (100, 64)):
        rows = [_row(start + place) for place in range(count)]
        await database.write(lambda tx, rows=rows: act(tx, rows))
    assert len(texts) == 1


async def test_a_null_stays_a_null(database: Database) -> None:
    columns = (
        "id",
        "handler",
        "event_id",
        "state",
        "available_at",
        "attempts",
        "lease_owner",
        "lease_until_at",
        "fence",
        "last_error",
    )
    insert = WriteStatement.insert(task, *columns)
    row = (new_id(), "h", new_id(), "ready", AT, 0, "", AT, 0, None)
    await database.write(lambda tx: write_all(tx, [Write(insert, [row])]))
    assert await database.read(lambda db: db.execute(sa.select(task.c.last_error)).scalar_one()) is None


async def test_a_code_with_a_blank_behind_it_is_another_code(database: Database) -> None:
    await database.write(lambda tx: write_all(tx, [Write(INSERT, [_row(1)])]))
    found = await database.read(
        lambda db: db.execute(sa.select(event.c.id).where(event.c.kind == "order.placed ")).all()
    )
    assert found == []
