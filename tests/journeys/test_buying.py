"""A buyer orders, pays by transfer and gets it; the same story on every engine."""

from __future__ import annotations

from pathlib import Path

from tests.support.shop import an_order, bearer, fresh_key, open_shop

from niaga.platform.database import Database


async def test_from_district_to_completed_order(database: Database, tmp_path: Path) -> None:
    async with open_shop(database, tmp_path) as shop:
        found = await shop.client.get("/store/v1/regions", params={"search": "setiabudi jakarta", "level": "district"})
        region = found.json()["items"][0]
        assert region["code"] == "31.74.02"
        quote = await shop.client.post(
            "/store/v1/shipping/quotes",
            json={"destination": {"region_code": region["code"]}, "lines": [{"sku": "KOPI-250", "quantity": 2}]},
        )
        assert quote.status_code == 200, quote.text
        option = quote.json()["options"][0]
        order = await shop.placed_order(("KOPI-250", 2), shipping={"option_id": option["id"]})
        assert order["status"] == "awaiting_payment"
        assert order["totals"]["total"] == 170_000 + option["price"]
        assert sum(line["amount"] for line in order["totals"]["lines"]) == order["totals"]["total"]
        assert order["payment"]["amount"] == order["totals"]["total"] + order["payment"]["unique_code"]
        paid = await shop.pay(order)
        assert paid.status_code == 200, paid.text
        assert (await shop.read(order))["status"] == "processing"
        shipped = await shop.ship(order)
        assert shipped.status_code == 201, shipped.text
        seen = await shop.read(order)
        assert seen["status"] == "shipped"
        assert seen["shipping"]["parcels"][0]["tracking_number"].startswith("JNE")
        received = await shop.client.post(
            f"/store/v1/orders/{order['id']}/received", headers={**bearer(order), **fresh_key()}
        )
        assert received.status_code == 200, received.text
        seen = await shop.read(order)
        assert [entry["kind"] for entry in seen["timeline"]] == [
            "order.placed",
            "order.paid",
            "order.shipped",
            "order.completed",
        ]


async def test_a_dry_run_stores_nothing(database: Database, tmp_path: Path) -> None:
    async with open_shop(database, tmp_path) as shop:
        answer = await shop.client.post("/store/v1/orders?dry_run=true", json=an_order(("KOPI-250", 1)))
        assert answer.status_code == 200, answer.text
        assert answer.json()["totals"]["total"] == 96_000
        listed = await shop.client.get("/admin/v1/orders", headers=shop.owner)
        assert listed.json()["items"] == []
