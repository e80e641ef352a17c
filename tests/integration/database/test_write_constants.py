"""A statement may hold constants of its own beside its rows, alone and fused with others that have the same."""

import sqlalchemy as sa
from tests.integration.database.test_writes import INSERT, _row

from niaga.platform.database import Database, Id, Rowset, Write, WriteStatement, write_all
from niaga.platform.outbox.tables import event


def _raise(rows: Rowset) -> sa.Update:
    same = sa.and_(event.c.id == rows.c.id, event.c.version + 0 < 100)
    return sa.update(event).where(same).values(version=event.c.version + 1, kind="order.raised")


RAISE = WriteStatement("raise version", {"id": Id()}, _raise)


async def test_constants_of_two_statements_do_not_meet(database: Database) -> None:
    one, two = _row(1), _row(5)
    await database.write(lambda tx: write_all(tx, [Write(INSERT, [one, two])]))
    await database.write(lambda tx: write_all(tx, [Write(RAISE, [one[:1]], 1), Write(RAISE, [two[:1]], 1)]))
    found = await database.read(lambda db: db.execute(sa.select(event.c.version, event.c.kind)).all())
    assert sorted(map(tuple, found)) == [(2, "order.raised"), (6, "order.raised")]
