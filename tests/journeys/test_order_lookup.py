"""Sari has lost the message: she finds her order again by its number and her phone, and goes on where she was."""

from __future__ import annotations

from pathlib import Path

from tests.support.shop import bearer, fresh_key, open_shop

from niaga.platform.database import Database

PATH = "/store/v1/order-lookups"


async def test_a_buyer_finds_her_order_again_and_a_stranger_does_not(database: Database, tmp_path: Path) -> None:
    async with open_shop(database, tmp_path) as shop:
        order = await shop.placed_order(("KOPI-250", 1))
        budi = await shop.client.post(PATH, json={"number": order["number"], "phone": "0813 1111 2222"})
        assert (budi.status_code, budi.json()["code"]) == (404, "orders.lookup_failed")
        sari = await shop.client.post(PATH, json={"number": order["number"], "phone": "62 812-3456-7890"})
        assert sari.status_code == 200, sari.text
        found = sari.json()
        assert (await shop.read(found))["number"] == order["number"]
        cancelled = await shop.client.post(
            f"/store/v1/orders/{found['id']}/cancel", headers={**bearer(found), **fresh_key()}
        )
        assert cancelled.json()["status"] == "cancelled"


async def test_a_key_is_ignored_because_the_answer_is_a_secret(database: Database, tmp_path: Path) -> None:
    async with open_shop(database, tmp_path) as shop:
        order = await shop.placed_order(("KOPI-250", 1))
        headers = fresh_key()
        wrong = {"number": order["number"], "email": "budi@example.com"}
        assert (await shop.client.post(PATH, json=wrong, headers=headers)).status_code == 404
        right = {"number": order["number"], "email": "sari@example.com"}
        for _ in range(2):
            answer = await shop.client.post(PATH, json=right, headers=headers)
            assert answer.status_code == 200
            assert "idempotency-replayed" not in answer.headers


async def test_refusals_are_said_in_the_buyers_language(database: Database, tmp_path: Path) -> None:
    async with open_shop(database, tmp_path) as shop:
        body = {"number": "NG-2026-999999", "email": "sari@example.com"}
        answer = await shop.client.post(PATH, json=body, headers={"Accept-Language": "id"})
        assert answer.json()["detail"] == "Tidak ada pesanan dengan nomor ini yang dibuat dengan kontak tersebut."
