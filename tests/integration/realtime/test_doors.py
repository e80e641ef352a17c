"""Who may follow what, for how long, and how many at once.

guarantees.md rows 52, 55.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from tests.support.customers import sign_in_somebody
from tests.support.shop import SYSTEM, OpenShop, an_order, bearer, open_shop
from tests.support.sse import listening, stream_path
from tests.support.staff import sign_in_staff

from niaga.accounts.public import Permission, authenticate_key, create_staff, revoke_key
from niaga.app import assemble_shop
from niaga.foundation.identity import new_id
from niaga.orders.tables import customer_order
from niaga.platform.database import Database
from niaga.realtime.hub import Hub
from niaga.realtime.stream import OwnerHold, StaffHold

KOPI = "KOPI-250"
CLOSED_SECONDS = 5


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop with an order by Sari and one by Budi, its hub running."""
    async with open_shop(database, tmp_path) as opened:
        opened.placed += [await opened.placed_order((KOPI, 1)) for _ in range(2)]
        stopping = asyncio.Event()
        running = asyncio.create_task(opened.shop.hub.run(stopping))
        yield opened
        opened.shop.hub.stop()
        stopping.set()
        await running


async def refusal(
    shop: OpenShop, topics: str, headers: dict[str, str] | None = None, place: str = "store"
) -> httpx.Response:
    """The answer to a client that is not let in; one that is would hear goodbye."""
    shop.shop.hub._stopping = True
    answer = await shop.client.get(stream_path(topics, place), headers=headers)
    shop.shop.hub._stopping = False
    return answer


def of(order: dict[str, Any]) -> str:
    """The topic of an order."""
    return f"order:{order['id']}"


async def test_an_order_opens_to_its_token_alone(shop: OpenShop) -> None:
    sari, budi = shop.placed
    token = sari["access_token"]
    assert (await refusal(shop, of(sari), bearer(sari))).status_code == 200
    assert (await refusal(shop, of(sari), {"Cookie": f"niaga_order={token}"})).status_code == 200
    for headers in ({}, shop.owner, {"Authorization": f"Bearer {token[:-1]}"}):
        answer = await refusal(shop, of(sari), headers)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    for topics in (of(budi), f"{of(sari)},{of(budi)}"):
        assert (await refusal(shop, topics, bearer(sari))).status_code == 404


async def test_an_order_opens_to_its_owners_session_while_it_lasts(shop: OpenShop) -> None:
    sari = await sign_in_somebody(shop.database)
    budi = await sign_in_somebody(shop.database, "Budi", "budi@example.com")
    order = (await shop.client.post("/store/v1/orders", json=an_order((KOPI, 1)), headers=sari.headers)).json()
    assert (await refusal(shop, of(order), sari.headers)).status_code == 200
    cookies = f"niaga_order={shop.placed[0]['access_token']}; niaga_session={sari.token}"
    assert (await refusal(shop, of(order), {"Cookie": cookies})).status_code == 200
    assert (await refusal(shop, of(shop.placed[0]), {"Cookie": cookies})).status_code == 200
    assert (await refusal(shop, of(order), budi.headers)).status_code == 404
    assert (await refusal(shop, f"{of(order)},{of(shop.placed[0])}", sari.headers)).status_code == 404
    held = OwnerHold(sari.token, sari.id)
    assert await shop.shop.hub._rights.lapsed([held]) == set()
    assert (await shop.client.delete("/store/v1/sessions/current", headers=sari.headers)).status_code == 204
    assert await shop.shop.hub._rights.lapsed([held]) == {held}


async def test_what_belongs_to_another_looks_like_what_never_was(shop: OpenShop) -> None:
    sari, budi = shop.placed
    told = set()
    for wire_id in (budi["id"], f"ord_{new_id()}"):
        answer = await refusal(shop, f"order:{wire_id}", bearer(sari))
        text = answer.text.replace(wire_id, "ID").replace(answer.json()["trace_id"], "TRACE")
        told.add((answer.status_code, text, answer.headers["content-type"]))
    read = await shop.client.get(f"/store/v1/orders/{budi['id']}", headers=bearer(sari))
    told.add(
        (
            404,
            read.text.replace(budi["id"], "ID").replace(read.json()["trace_id"], "TRACE"),
            read.headers["content-type"],
        )
    )
    assert len(told) == 1, told


async def test_stock_that_nobody_may_buy_is_not_there(shop: OpenShop) -> None:
    variant = shop.placed[0]["lines"][0]["variant_id"]
    assert (await refusal(shop, f"stock:{variant}")).status_code == 200
    assert (await refusal(shop, f"stock:var_{new_id()}")).status_code == 404
    await shop.database.write(lambda tx: tx.execute(sa.text("UPDATE variant SET published = false")))
    assert (await refusal(shop, f"stock:{variant}")).status_code == 404
    assert (await refusal(shop, f"stock:{variant}", shop.staff, "admin")).status_code == 200


async def test_a_bad_topic_is_named(shop: OpenShop) -> None:
    for topics, place, named in (("orders", "store", "orders"), ("stock:x", "admin", "stock:x"), (",", "admin", "")):
        answer = await refusal(shop, topics, shop.staff if place == "admin" else None, place)
        assert answer.status_code == 422
        assert answer.json()["errors"] == [
            {"path": "topics", "code": "realtime.unknown_topic", "message": f"There is no topic {named}."}
        ]
    assert (await shop.client.get("/store/v1/stream")).status_code in (400, 422)


async def test_a_revoked_token_ends_its_stream(shop: OpenShop) -> None:
    sari, budi = shop.placed
    raised = sa.update(customer_order).values(token_version=2)
    async with (
        listening(assemble_shop(shop.shop), stream_path(of(sari)), bearer(sari)) as hers,
        listening(assemble_shop(shop.shop), stream_path(of(budi)), bearer(budi)) as his,
    ):
        await hers.until("ready")
        own = sari["id"].removeprefix("ord_")
        await shop.database.write(lambda tx: tx.execute(raised.where(customer_order.c.id == own)))
        async with asyncio.timeout(CLOSED_SECONDS):
            await hers.end()
        assert not his.ended
    assert shop.shop.hub.figures.ended["revoked"] == 1
    assert (await refusal(shop, of(sari), bearer(sari))).status_code == 404


async def test_a_revoked_key_ends_its_stream(shop: OpenShop) -> None:
    _, key = await shop.database.write(lambda tx: create_staff(tx, "dewi@example.com", "manager"))
    headers = {"Authorization": f"Bearer {key}"}
    async with listening(assemble_shop(shop.shop), stream_path("orders", "admin"), headers) as page:
        await page.until("ready")
        person = await shop.database.read(lambda db: authenticate_key(db, key))
        assert person is not None
        await shop.database.write(lambda tx: revoke_key(tx, person.key_id, by=SYSTEM))
        async with asyncio.timeout(CLOSED_SECONDS):
            await page.end()
        await shop.placed_order((KOPI, 1))
        await shop.shop.relay.drain()
    assert page.facts == []


async def test_one_stream_too_many_is_told_when_to_come_back(shop: OpenShop, database: Database) -> None:
    small = Hub(database, shop.shop.hub._tail, shop.shop.hub._rights, most_streams=1)
    app = assemble_shop(dataclasses.replace(shop.shop, hub=small))
    path = stream_path(of(shop.placed[0]))
    async with listening(app, path, bearer(shop.placed[0])) as first:
        await first.until("ready")
        async with listening(app, path, bearer(shop.placed[0])) as second:
            pass
    assert (second.status, second.headers["retry-after"]) == (503, "5")
    async with listening(app, path, bearer(shop.placed[0])) as third:
        await third.until("ready")
    assert (small.figures.opened, small.figures.refused, len(small)) == (2, 1, 0)


async def test_a_client_that_falls_behind_gets_a_reset_and_the_end(shop: OpenShop) -> None:
    async with listening(assemble_shop(shop.shop), stream_path(of(shop.placed[0])), bearer(shop.placed[0])) as page:
        await page.until("ready")
        (stream,) = shop.shop.hub._open
        for position in range(10**6, 10**6 + 300):
            stream.offer(b"id: %d\ndata: 1\n\n" % position, position)
        await page.end()
    assert [one.name for one in page.told] == ["ready", "reset"]
    assert page.facts == []


async def test_goodbye_says_when_to_come_back(shop: OpenShop) -> None:
    async with listening(assemble_shop(shop.shop), stream_path(of(shop.placed[0])), bearer(shop.placed[0])) as page:
        await page.until("ready")
        shop.shop.hub.stop()
        await page.end()
    assert page.told[-1].comments == ("goodbye",)
    assert page.told[-1].retry is not None


async def test_pages_of_allowed_origins_may_follow(shop: OpenShop) -> None:
    settings = {"cors_origins": ["https://toko.example.com"]}
    patched = await shop.client.patch("/admin/v1/settings", json=settings, headers={**shop.owner, "If-Match": "*"})
    assert patched.status_code == 200
    await shop.shop.shop_settings.current()
    origin = {"Origin": "https://toko.example.com"}
    answer = await refusal(shop, of(shop.placed[0]), {**bearer(shop.placed[0]), **origin})
    assert answer.headers["access-control-allow-origin"] == origin["Origin"]
    preflight = await shop.client.options("/store/v1/stream", headers=origin)
    assert "Last-Event-ID" in preflight.headers["access-control-allow-headers"]


async def test_a_right_lapses_with_the_permission(shop: OpenShop) -> None:
    held = StaffHold(shop.staff_key, frozenset({Permission.ORDERS_READ}))
    more = StaffHold(shop.staff_key, frozenset({Permission.ORDERS_READ, Permission.STAFF_WRITE}))
    assert await shop.shop.hub._rights.lapsed([held, more]) == {more}


async def test_a_lowered_role_lapses_what_a_sign_in_follows(shop: OpenShop) -> None:
    token = await sign_in_staff(shop.database, "dewi@example.com", "manager")
    held = StaffHold(token, frozenset({Permission.ORDERS_READ, Permission.PAYMENTS_READ}))
    assert await shop.shop.hub._rights.lapsed([held]) == set()
    me = (await shop.client.get("/admin/v1/me", headers={"Authorization": f"Bearer {token}"})).json()["id"]
    lower = {"role": "warehouse"}
    lowered = await shop.client.patch(f"/admin/v1/staff/{me}", json=lower, headers={**shop.owner, "If-Match": "*"})
    assert lowered.status_code == 200
    await asyncio.sleep(0.6)
    assert await shop.shop.hub._rights.lapsed([held]) == {held}
