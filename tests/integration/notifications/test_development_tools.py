"""The mailbox and the clock of development, over HTTP on every engine."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from niaga.foundation.clock import ShopClock
from niaga.platform.database import Database, Engine
from niaga.platform.database.leases import claim_lease, lease
from niaga.platform.mail import DevelopmentMailbox, Message
from niaga.platform.settings import load_settings
from niaga.platform.timekeeping import measure_skew, set_clock, watch_clock
from niaga.shop.public import read_clock_offset, read_settings
from niaga.web.application import assemble
from niaga.web.dev import dev_handlers

AT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
KEY = "a-key-of-sixteen-letters"


@pytest.fixture
def mailbox(tmp_path: Path) -> DevelopmentMailbox:
    return DevelopmentMailbox(tmp_path / "mailbox")


@pytest.fixture
def shop_clock(database: Database) -> ShopClock:
    clock = ShopClock()
    database.clock = clock
    return clock


@pytest.fixture
async def client(
    database: Database, mailbox: DevelopmentMailbox, shop_clock: ShopClock, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    settings = load_settings({"env": "development"}, {}, tmp_path)
    app: Any = assemble(dev_handlers(mailbox, shop_clock), {"database": database}, settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as made:
        yield made


async def put(mailbox: DevelopmentMailbox, number: int, **changes: Any) -> None:
    facts = {
        "kind": "order.placed",
        "to": "sari@example.com",
        "subject": f"Surat {number}",
        "text": "Isi",
        "html": "<p>Isi</p>",
    }
    await mailbox.send(Message(**{**facts, "id": f"message-{number}", "at": AT, **changes}))


async def reached(clock: ShopClock, offset: timedelta) -> None:
    async with asyncio.timeout(10):
        while clock.offset != offset:  # noqa: ASYNC110 - a clock tells nobody when it is moved
            await asyncio.sleep(0.05)


async def test_apps_read_the_mailbox_as_a_list_newest_first(
    client: httpx.AsyncClient, mailbox: DevelopmentMailbox
) -> None:
    await put(mailbox, 1)
    await put(mailbox, 2)
    answer = await client.get("/dev/mailbox", headers={"Accept": "application/json"})
    assert [one["subject"] for one in answer.json()] == ["Surat 2", "Surat 1"]
    assert answer.json()[0] == {
        "channel": "email",
        "to": "sari@example.com",
        "kind": "order.placed",
        "subject": "Surat 2",
        "text": "Isi",
        "at": "2026-11-24T06:05:00Z",
    }


async def test_people_read_the_mailbox_as_a_page_in_their_language(
    client: httpx.AsyncClient, mailbox: DevelopmentMailbox
) -> None:
    await put(mailbox, 1)
    page = await client.get("/dev/mailbox", headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert "Kotak surat" in page.text
    assert "24 November 2026, 13.05 WIB" in page.text
    english = await client.get("/dev/mailbox", headers={**BROWSER, "Accept-Language": "en"})
    assert "Every message this shop has sent" in english.text


async def test_a_message_to_a_phone_lies_beside_the_mails(
    client: httpx.AsyncClient, mailbox: DevelopmentMailbox
) -> None:
    await mailbox.keep(
        id="code-0001",
        channel="whatsapp",
        to="+6281234567890",
        kind="code.sign_up",
        text="Kode Anda: 482913\nJangan berikan kepada siapa pun.",
        language="id",
        at=AT,
    )
    (listed,) = (await client.get("/dev/mailbox", headers={"Accept": "application/json"})).json()
    assert (listed["channel"], listed["to"], listed["subject"]) == ("whatsapp", "+6281234567890", "")
    page = (await client.get("/dev/mailbox", headers=BROWSER)).text
    assert '<span class="subject">Kode Anda: 482913</span>' in page
    assert '<span class="channel">WhatsApp</span>+6281234567890' in page
    (stored,) = await mailbox.list_messages()
    alone = (await client.get(f"/dev/mailbox/{stored.name}", headers=BROWSER)).text
    assert "<title>Kode Anda: 482913</title>" in alone
    assert "Jangan berikan kepada siapa pun." in alone


async def test_an_empty_mailbox_says_what_to_do(client: httpx.AsyncClient) -> None:
    assert "Buat pesanan" in (await client.get("/dev/mailbox", headers=BROWSER)).text
    assert (await client.get("/dev/mailbox", headers={"Accept": "application/json"})).json() == []


async def test_a_message_is_shown_where_it_can_do_nothing(
    client: httpx.AsyncClient, mailbox: DevelopmentMailbox
) -> None:
    await put(mailbox, 1, subject="<script>1</script>", html='"><script>alert(1)</script>', text="<script>2</script>")
    (stored,) = await mailbox.list_messages()
    page = await client.get(f"/dev/mailbox/{stored.name}", headers=BROWSER)
    assert page.text.count("<script") == 1
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy


async def test_a_message_that_is_not_there_is_not_found(client: httpx.AsyncClient) -> None:
    for name in ("x", "..%2F..%2Fkeys", "0" * 26 + "." + "0" * 16):
        assert (await client.get(f"/dev/mailbox/{name}")).status_code == 404


async def test_the_clock_is_moved_and_remembered(
    client: httpx.AsyncClient, database: Database, shop_clock: ShopClock
) -> None:
    assert (await client.get("/dev/clock")).json()["offset_seconds"] == 0
    moved = await client.post("/dev/clock", json={"advance_seconds": 3600})
    assert moved.status_code == 200
    moved = await client.post("/dev/clock", json={"advance_seconds": 1800})
    assert moved.json()["offset_seconds"] == 5400
    assert shop_clock.offset == timedelta(seconds=5400)
    shown = datetime.fromisoformat(moved.json()["now"])
    assert timedelta(seconds=5390) < shown - datetime.now(UTC) < timedelta(seconds=5410)
    assert await database.read(read_clock_offset) == timedelta(seconds=5400)
    set_back = await client.post("/dev/clock", json={"offset_seconds": 0})
    assert set_back.json()["offset_seconds"] == 0
    assert (await database.read(read_settings)).version == 0


async def test_a_repeated_move_moves_once(client: httpx.AsyncClient, database: Database) -> None:
    answers = [
        await client.post("/dev/clock", json={"advance_seconds": 60}, headers={"Idempotency-Key": KEY})
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert await database.read(read_clock_offset) == timedelta(seconds=60)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"advance_seconds": 1, "offset_seconds": 1},
        {"advance_seconds": 1.5},
        {"advance_seconds": "60"},
        {"advance_seconds": 10**12},
        {"offset_seconds": None},
        {"days": 1},
    ],
)
async def test_a_move_that_says_nothing_clear_is_refused(
    client: httpx.AsyncClient, database: Database, body: Any
) -> None:
    assert (await client.post("/dev/clock", json=body)).status_code == 422
    assert await database.read(read_clock_offset) == timedelta()


async def test_moves_cannot_add_up_to_nonsense(client: httpx.AsyncClient) -> None:
    decade = 10 * 366 * 24 * 3600
    assert (await client.post("/dev/clock", json={"advance_seconds": decade})).status_code == 200
    assert (await client.post("/dev/clock", json={"advance_seconds": decade})).status_code == 422


async def test_moving_the_clock_wakes_the_relay_after_the_clock(
    client: httpx.AsyncClient, database: Database, shop_clock: ShopClock
) -> None:
    seen: list[timedelta] = []
    database.on_news(lambda: seen.append(shop_clock.offset))
    await client.post("/dev/clock", json={"advance_seconds": 60})
    assert seen == [timedelta(seconds=60)]


async def test_moving_back_ends_leases_of_the_future(client: httpx.AsyncClient, database: Database) -> None:
    await client.post("/dev/clock", json={"advance_seconds": 86400})
    assert await database.write(lambda tx: claim_lease(tx, "sequencer", "gone")) is not None
    await client.post("/dev/clock", json={"offset_seconds": 0})
    assert await database.write(lambda tx: claim_lease(tx, "sequencer", "mine")) is not None
    owner = await database.read(
        lambda db: db.execute(sa.select(lease.c.owner).where(lease.c.name == "sequencer")).scalar_one()
    )
    assert owner == "mine"


async def test_other_processes_follow_and_a_restart_remembers(client: httpx.AsyncClient, database: Database) -> None:
    other, stopping = ShopClock(), asyncio.Event()
    watching = asyncio.create_task(watch_clock(database, other, stopping, read_offset=read_clock_offset))
    await client.post("/dev/clock", json={"advance_seconds": 7200})
    await reached(other, timedelta(seconds=7200))
    stopping.set()
    await watching
    fresh = ShopClock()
    await set_clock(database, fresh, read_clock_offset)
    assert fresh.offset == timedelta(seconds=7200)


async def test_the_clock_is_set_to_the_databases(database: Database) -> None:
    skew = await database.read(measure_skew)
    assert skew is not None
    assert abs(skew) < timedelta(seconds=1)
    wrong = ShopClock()
    wrong.skew = timedelta(hours=3)
    await set_clock(database, wrong)
    assert abs(wrong.skew) < timedelta(seconds=1)
    if database.engine is Engine.SQLITE:
        assert wrong.skew == timedelta()


async def test_the_watch_outlives_a_database_that_is_away(database: Database) -> None:
    clock, stopping = ShopClock(), asyncio.Event()
    failures = iter([True, True])

    def read_offset(db: Any) -> timedelta:
        if next(failures, False):
            raise OSError
        return read_clock_offset(db) + timedelta(seconds=5)

    watching = asyncio.create_task(watch_clock(database, clock, stopping, read_offset=read_offset))
    await reached(clock, timedelta(seconds=5))
    stopping.set()
    await watching
