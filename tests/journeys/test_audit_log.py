"""The owner asks the audit trail: who did what, and who was shown whose data. Nothing personal is shown unrecorded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from tests.support.books import query
from tests.support.shop import OpenShop, an_order, open_shop

from niaga.foundation.clock import FixedClock, rfc3339
from niaga.platform.audit import READ, Actor, ActorKind, Reading, seal_entries, verify_chain
from niaga.platform.database import Database

KOPI = "KOPI-250"
LOG = "/admin/v1/audit-log"


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop; at the end its trail is whole."""
    async with open_shop(database, tmp_path) as opened:
        yield opened
        await database.write(lambda tx: seal_entries(tx, "test"))
        assert await database.read(verify_chain) is None


async def trail(shop: OpenShop, **wanted: Any) -> list[dict[str, Any]]:
    """What the owner is told, newest first."""
    answer = await shop.client.get(LOG, params={"limit": 100, **wanted}, headers=shop.owner)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def ask(shop: OpenShop, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
    """A member of staff asks, and it works."""
    answer = await shop.client.request(method, path, json=body, headers={**shop.owner, **headers})
    assert answer.status_code in (200, 201), answer.text
    return answer


async def test_each_way_to_see_an_order_is_noted(shop: OpenShop) -> None:
    sari, budi = [await shop.placed_order((KOPI, 1)) for _ in range(2)]
    key = {"Idempotency-Key": "the-same-once-more"}
    confirm = f"/admin/v1/payments/{sari['payment']['id']}/confirm"
    asked = {
        "list_all_orders": await ask(shop, "GET", "/admin/v1/orders"),
        "read_any_order": await ask(shop, "GET", f"/admin/v1/orders/{sari['id']}"),
        "take_order": await ask(shop, "POST", "/admin/v1/orders", an_order((KOPI, 1))),
        "cancel_any_order": await ask(shop, "POST", f"/admin/v1/orders/{budi['id']}/cancel", {}),
        "confirm_payment": await ask(shop, "POST", confirm, {}, **key),
    }
    assert (await shop.ship(sari)).status_code == 201
    asked["complete_shipped_order"] = await ask(shop, "POST", f"/admin/v1/orders/{sari['id']}/complete")
    again = await ask(shop, "POST", confirm, {}, **key)
    assert again.headers["Idempotency-Replayed"] == "true"

    seen = [(one["detail"]["operation"], one["detail"]["subjects"]) for one in await trail(shop, reads="true")]
    shown = {name: [answer.json()["id"]] for name, answer in asked.items() if name != "list_all_orders"}
    shown["list_all_orders"] = [budi["id"], sari["id"]]
    assert seen == [("confirm_payment", [sari["id"]]), *[(name, shown[name]) for name in reversed(asked)]]
    document = (await shop.client.get("/openapi.json")).json()
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    assert {one["operationId"] for one in operations if one.get("x-reads") == "order"} == set(asked)


async def test_who_saw_an_order_is_told_for_each_of_a_list(shop: OpenShop) -> None:
    sari, budi = [await shop.placed_order((KOPI, 1)) for _ in range(2)]
    await ask(shop, "GET", "/admin/v1/orders", Authorization=shop.staff["Authorization"])
    await ask(shop, "GET", f"/admin/v1/orders/{budi['id']}")
    (listed,) = await trail(shop, reads="true", subject_id=sari["id"])
    assert (listed["action"], listed["subject"]) == (READ, {"type": "order", "id": ""})
    (key,) = await query(shop, "SELECT id FROM api_key WHERE staff_id = :id", id=listed["actor"]["id"][4:])
    assert listed["detail"]["proof"] == f"key_{key.id}"
    assert set(listed["detail"]["subjects"]) == {sari["id"], budi["id"]}
    read, same = await trail(shop, subject_id=budi["id"], subject_type="order")
    assert (same["id"], read["subject"]["id"]) == (listed["id"], budi["id"])
    assert listed["actor"]["id"] != read["actor"]["id"]
    (only,) = await trail(shop, reads="true", actor=listed["actor"]["id"])
    assert only["id"] == listed["id"]


async def test_nothing_shown_is_nothing_noted(shop: OpenShop) -> None:
    await ask(shop, "GET", "/admin/v1/orders?status=shipped")
    missing = await shop.client.get("/admin/v1/orders/ord_01k2j3h4g5f6d7s8a9q0w1e2r3", headers=shop.owner)
    assert missing.status_code == 404
    order = await shop.placed_order((KOPI, 1))
    await shop.read(order)
    assert await trail(shop, reads="true") == []


async def test_what_cannot_be_noted_is_not_shown(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 1))
    await rename(shop.database, "audit_subject", "audit_subject_away")
    for path in ("/admin/v1/orders", f"/admin/v1/orders/{order['id']}"):
        answer = await shop.client.get(path, headers=shop.owner)
        assert answer.status_code >= 500
        assert "Sari" not in answer.text
    await rename(shop.database, "audit_subject_away", "audit_subject")
    assert await trail(shop, reads="true") == []


async def rename(database: Database, table: str, name: str) -> None:
    """Put a table out of reach, or back."""
    rename = (
        f"RENAME TABLE {table} TO {name}" if database.engine == "mariadb" else f"ALTER TABLE {table} RENAME TO {name}"
    )

    def act(connection: sa.Connection) -> None:
        connection.execute(sa.text(rename))
        connection.commit()

    await database.run_sync(act)


async def test_the_trail_is_filtered_and_paged(shop: OpenShop, clock: FixedClock) -> None:
    began = clock.now()
    orders = [await shop.placed_order((KOPI, 1)) for _ in range(3)]
    for order in orders:
        clock.advance(timedelta(minutes=1))
        await ask(shop, "POST", f"/admin/v1/orders/{order['id']}/cancel", {"note": "Sari telepon 081234567890"})
    cancelled = await trail(shop, action="order.cancelled")
    assert [one["subject"]["id"] for one in cancelled] == [order["id"] for order in reversed(orders)]
    assert "081234567890" not in str(cancelled)
    bounds = {"since": rfc3339(began + timedelta(minutes=2)), "until": rfc3339(began + timedelta(minutes=3))}
    within = await trail(shop, reads="false", **bounds)
    assert [one["subject"]["id"] for one in within] == [orders[1]["id"]]

    pages, cursor = [], None
    while cursor is not None or not pages:
        params = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = (await shop.client.get(LOG, params=params, headers=shop.owner)).json()
        pages += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert pages == [one["id"] for one in await trail(shop)]


async def test_a_wrong_question_is_named_and_only_the_owner_may_ask(shop: OpenShop) -> None:
    wrong = {"since": "2026-02-30T00:00:00Z", "until": "yesterday", "reads": "perhaps", "cursor": "x", "actor": "a b"}
    wrong["subject_type"] = "order"
    for field, value in wrong.items():
        answer = await shop.client.get(LOG, params={field: value}, headers=shop.owner)
        assert answer.status_code in (400, 422)
        assert [one["path"] for one in answer.json()["errors"]] == [field]
    assert (await shop.client.get(LOG, headers=shop.staff)).status_code == 403
    assert (await shop.client.get(LOG)).status_code == 401


async def test_readings_that_come_together_share_a_commit(shop: OpenShop) -> None:
    before = shop.database.figures.transactions
    one = [Reading(Actor(ActorKind.STAFF, "wati"), "list", "order", (f"o{number}",)) for number in range(60)]
    await asyncio.gather(*(shop.shop.readings.note(reading) for reading in one))
    assert shop.database.figures.transactions - before <= 4
    assert len(await query(shop, "SELECT entry_id FROM audit_subject")) == 60


async def test_readings_one_after_another_leave_room_for_buyers(shop: OpenShop) -> None:
    begun = time.monotonic()
    for number in range(6):
        await shop.shop.readings.note(Reading(Actor(ActorKind.STAFF, "wati"), "list", "order", (f"o{number}",)))
    assert time.monotonic() - begun >= 5 * 0.02
