"""A process that is frozen past its lease and thawed: another has done its work, and it may change nothing about it.

Two real servers on one database, an SMTP server that keeps the first one waiting. guarantees.md row 50.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.support.fire import Hit, Shot, Wire, fresh_key, until
from tests.support.servers import Fleet, Server, a_sku, order_shot
from tests.support.smtp import SmtpScript, SmtpServerUnderTest, smtp_server

from niaga.platform.database import Engine

PAST_LEASE_SECONDS = 600
_TASKS = "SELECT id, state, attempts, fence, lease_owner, last_error FROM task WHERE handler LIKE 'notifications.%' ORDER BY id"


@pytest.fixture
def fleet(engine: Engine, engine_url: str) -> Iterator[Fleet]:
    """A shop whose servers are started by the test."""
    if engine is Engine.SQLITE:
        pytest.skip("SQLite has one process")
    made = Fleet(engine_url, servers=1)
    yield made
    made.close()


def mailing(server: Server, smtp: SmtpServerUnderTest) -> Server:
    """The server, with a relay that sends mail there."""
    server.relay = True
    server.environment = {"NIAGA_SMTP_URL": f"smtp://127.0.0.1:{smtp.port}", "NIAGA_MAIL_FROM": "toko@example.com"}
    return server


async def test_a_frozen_relay_changes_nothing_about_what_its_heir_is_at(fleet: Fleet, tmp_path: Path) -> None:
    sku, heir = a_sku("BEKU"), Server(fleet.url, tmp_path)
    async with smtp_server(SmtpScript(silent_at="RCPT")) as first, smtp_server(SmtpScript(silent_at="RCPT")) as second:
        sleeper = mailing(fleet.servers[0], first)
        await asyncio.to_thread(fleet.start)
        await fleet.stock_up({sku: 100})
        assert (await send(sleeper, order_shot((sku, 1)))).status == 201
        await until_tasks(fleet, lambda rows: bool(rows) and all(row.attempts == 1 for row in rows))
        sleeper.freeze()
        await inherit(mailing(heir, second))
        inherited = await until_tasks(fleet, lambda rows: all(row.attempts == 2 for row in rows))
        # The sleeper's mails go out after all, and it would write that they are done, while the heir is still at them.
        sleeper.thaw()
        first.script.speak.set()
        await until_it_has_settled(sleeper, first, len(inherited), sku)
        assert [row for row in await tasks(fleet) if row.id in {one.id for one in inherited}] == inherited
        second.script.speak.set()
        done = await until_tasks(fleet, lambda rows: all(row.state == "done" for row in rows))
        assert {row.fence for row in done if row.id in {one.id for one in inherited}} == {2}
        heir.kill()
    sent = {one.letter["Message-ID"] for one in (*first.received, *second.received)}
    assert len(sent) == len(done), "a mail that went out twice says so by its Message-ID"


async def until_it_has_settled(server: Server, smtp: SmtpServerUnderTest, mails: int, sku: str) -> None:
    """Wait until it has sent more than these mails: what it has done it writes down before it takes up anything new."""

    async def has_gone_on() -> bool:
        assert (await send(server, order_shot((sku, 1)))).status == 201
        return len(smtp.received) > mails

    await until(has_gone_on)


async def inherit(heir: Server) -> None:
    """Start the heir, and let the shop's time pass the lease."""
    heir.start()
    await asyncio.to_thread(heir.wait)
    later = Shot(
        "/dev/clock", msgspec.json.encode({"advance_seconds": PAST_LEASE_SECONDS}), (("Idempotency-Key", fresh_key()),)
    )
    assert (await send(heir, later)).status == 200


async def send(server: Server, shot: Shot) -> Hit:
    """One request."""
    wire = Wire(server.port)
    hit = await wire.send(shot)
    wire.close()
    return hit


async def tasks(fleet: Fleet) -> list[Any]:
    """The mails that are due or done."""
    return await fleet.ask(_TASKS)


async def until_tasks(fleet: Fleet, met: Callable[[list[Any]], bool]) -> list[Any]:
    """Wait until they are so; as they are then."""
    rows: list[Any] = []

    async def look() -> bool:
        rows[:] = await tasks(fleet)
        return met(rows)

    await until(look)
    return rows
