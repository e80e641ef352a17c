"""The connection ends while COMMIT is under way: what may run again ends exactly once, the rest says that it does not know.

A proxy between our driver and the server cuts before COMMIT arrives, or after it was carried out. guarantees.md row 33.
SQLite has no wire to cut.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.fire import CuttingProxy, Moment, fresh_key, scaled
from tests.support.shop import OpenShop, open_shop

from niaga.cli.doctor import doctor_report
from niaga.foundation.clock import FixedClock
from niaga.foundation.errors import OutcomeUnknown
from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Engine, Transaction, Write, WriteStatement, write_all
from niaga.platform.outbox.tables import event

INSERT = WriteStatement.insert(event, "id", "aggregate", "aggregate_id", "version", "kind", "data", "at")
MOMENTS = pytest.mark.parametrize("moment", list(Moment))


@pytest.fixture
def proxy(database: Database) -> CuttingProxy:
    """A proxy to the test's database server."""
    if database.engine is Engine.SQLITE:
        pytest.skip("SQLite has no connection that could be cut")
    return CuttingProxy(database.url)


@pytest.fixture
async def wired(database: Database, proxy: CuttingProxy, clock: FixedClock) -> AsyncIterator[Database]:
    """The test's database, opened through the proxy."""
    async with proxy.open() as url:
        made = Database(url, vault=database.vault, clock=clock)
        await made.open()
        yield made
        await made.close()


async def rows_of(database: Database, sql: str) -> int:
    """A count, asked past the proxy."""
    return int(await database.read(lambda db: db.execute(sa.text(sql)).scalar_one()))


@MOMENTS
async def test_a_replayable_unit_ends_exactly_once(
    database: Database, wired: Database, proxy: CuttingProxy, moment: Moment
) -> None:
    runs: list[bool] = []

    def unit(tx: Transaction) -> str:
        """Finds out first whether it was done."""
        done = tx.execute(sa.select(event.c.id).where(event.c.aggregate_id == "once")).first() is not None
        runs.append(done)
        if not done:
            write_all(tx, [Write(INSERT, [(new_id(), "order", "once", 1, "order.x", {}, tx.now)])])
        return "done"

    proxy.cut(moment)
    assert await wired.write(unit, replayable=True) == "done"
    assert proxy.cuts == 1
    assert runs == [False, moment is Moment.AFTER]
    assert await rows_of(database, "SELECT COUNT(*) FROM event") == 1


@MOMENTS
async def test_any_other_unit_is_not_run_again_and_says_so(
    database: Database, wired: Database, proxy: CuttingProxy, moment: Moment
) -> None:
    runs: list[int] = []

    def unit(tx: Transaction) -> None:
        runs.append(1)
        write_all(tx, [Write(INSERT, [(new_id(), "order", new_id(), 1, "order.x", {}, tx.now)])])

    proxy.cut(moment)
    with pytest.raises(OutcomeUnknown):
        await wired.write(unit)
    assert (proxy.cuts, runs) == (1, [1])
    assert await rows_of(database, "SELECT COUNT(*) FROM event") == (1 if moment is Moment.AFTER else 0)


async def test_when_every_commit_is_cut_the_outcome_is_unknown_too(wired: Database, proxy: CuttingProxy) -> None:
    def unit(tx: Transaction) -> None:
        tx.execute(sa.text("UPDATE revision SET value = value + 1"))

    proxy.cut(Moment.BEFORE, times=50)
    with pytest.raises(OutcomeUnknown):
        await wired.write(unit, replayable=True)
    assert 1 < proxy.cuts <= 4


async def test_a_database_that_stays_away_after_a_lost_commit_leaves_the_outcome_unknown(
    wired: Database, proxy: CuttingProxy
) -> None:
    def unit(tx: Transaction) -> None:
        tx.execute(sa.text("UPDATE revision SET value = value + 1"))
        proxy.shut = True

    proxy.cut(Moment.AFTER)
    with pytest.raises(OutcomeUnknown):
        await wired.write(unit, replayable=True)
    assert proxy.cuts == 1


@MOMENTS
async def test_an_order_whose_commit_was_cut_is_placed_once_and_answered(
    database: Database, wired: Database, proxy: CuttingProxy, tmp_path: Path, moment: Moment
) -> None:
    count = scaled(250, 6)
    async with open_shop(wired, tmp_path, stock={"KOPI-250": count}) as shop:
        for _ in range(count):
            await place_with_a_cut(shop, proxy, moment)
    assert proxy.cuts == count
    assert await rows_of(database, "SELECT COUNT(*) FROM customer_order") == count
    assert await rows_of(database, "SELECT SUM(reserved) FROM stock") == count
    report = await doctor_report(database)
    assert report.healthy, report.text()


async def place_with_a_cut(shop: OpenShop, proxy: CuttingProxy, moment: Moment) -> None:
    """One order whose COMMIT is cut once, and the same request again."""
    await shop.shop.checkout._numbers.refill(shop.database.clock.now(), "Asia/Jakarta")
    key = fresh_key()
    proxy.cut(moment)
    answer = await shop.place(("KOPI-250", 1), key=key)
    assert answer.status_code == 201, answer.text
    again = await shop.place(("KOPI-250", 1), key=key)
    assert (again.status_code, again.content) == (201, answer.content)
    assert again.headers["idempotency-replayed"] == "true"


@MOMENTS
async def test_a_cancellation_without_a_key_answers_that_the_outcome_is_unknown(
    database: Database, wired: Database, proxy: CuttingProxy, tmp_path: Path, moment: Moment
) -> None:
    async with open_shop(wired, tmp_path) as shop:
        order = await shop.placed_order(("KOPI-250", 1))
        path = f"/store/v1/orders/{order['id']}/cancel"
        headers: dict[str, Any] = {"Authorization": f"Bearer {order['access_token']}"}
        proxy.cut(moment)
        answer = await shop.client.post(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "request.outcome_unknown")
        assert answer.headers["retry-after"]
        seen = await shop.read(order)
        assert seen["status"] == ("cancelled" if moment is Moment.AFTER else "awaiting_payment")
    report = await doctor_report(database)
    assert report.healthy, report.text()
