"""Rotation on every engine: everything sealed under the old key is found, renewed and read as before."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.rotation import NEW, OLD, rotate, uses, with_new_key
from tests.support.shop import OpenShop, an_order, bearer, fresh_key, open_shop

from niaga.accounts.public import create_staff
from niaga.accounts.tables import STAFF_EMAIL, staff
from niaga.app import SEARCHABLES
from niaga.foundation.identity import new_id
from niaga.orders.tables import customer_order
from niaga.platform.crypto import Keyring, Vault
from niaga.platform.database import Database
from niaga.platform.rotation import (
    STRANGE,
    SealedTable,
    find_faults,
    renew_all,
    rows_due,
    sealed_tables,
)
from niaga.platform.rotation.renewing import _changes, _write
from niaga.platform.rotation.walking import read_rows

BUYER = {"contact": {"name": "Sari Wulandari", "email": "sari@example.com"}, "notes": "Titip di satpam"}


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    async with open_shop(database, tmp_path) as opened:
        yield opened


def sealed(name: str) -> SealedTable:
    return next(one for one in sealed_tables() if one.name == name)


async def a_cart(shop: OpenShop) -> str:
    made = await shop.client.post("/store/v1/carts", json=BUYER, headers=fresh_key())
    assert made.status_code == 201, made.text
    return f"/store/v1/carts/{made.json()['id']}"


async def test_all_that_was_sealed_is_read_as_before_and_needs_the_old_key_no_more(shop: OpenShop):
    key, basket = fresh_key(), await a_cart(shop)
    body = an_order(("KOPI-250", 1))
    first = await shop.client.post("/store/v1/orders", json=body, headers=key)
    order: dict[str, Any] = first.json()
    seen = [(await shop.client.get(basket)).json(), await shop.read(order)]
    with_new_key(shop.database)
    # Nobody has carried the order's event yet, as with orders from before there was a search.
    before = await uses(shop.database)
    assert all(rows.keys() == {OLD} for rows in before.values())
    assert {"cart", "customer_order", "idempotency", "payment", "shop_setting", "staff"} <= before.keys()
    assert (await rotate(shop.database)).complete
    now = {place: {NEW: rows[OLD]} for place, rows in before.items()}
    assert await uses(shop.database) == now | {"search_token": {NEW: 12}}
    assert sum((await rotate(shop.database)).renewed.values()) == 0
    # What the old key signed still opens.
    assert [(await shop.client.get(basket)).json(), await shop.read(order)] == seen

    with_new_key(shop.database, old=False)
    assert (await shop.client.get(f"/store/v1/orders/{order['id']}", headers=bearer(order))).status_code == 401
    again = await shop.client.post("/store/v1/orders", json=body, headers=key)
    assert (again.status_code, again.content) == (201, first.content)
    found = await shop.client.get("/admin/v1/orders?search=wulan", headers=shop.staff)
    assert [one["number"] for one in found.json()["items"]] == [order["number"]]
    assert (await shop.client.get(basket)).json() == seen[0]
    assert (await shop.client.get("/admin/v1/settings", headers=shop.owner)).json()["bank_accounts"][0]["number"]
    known, _ = await shop.database.write(lambda tx: create_staff(tx, "Wati@Example.com", "owner"))
    assert known.email == "wati@example.com"
    assert await shop.database.read(lambda db: list(find_faults(db, sealed_tables()))) == []


async def test_what_somebody_wrote_in_the_meantime_is_not_overwritten(shop: OpenShop):
    basket = await a_cart(shop)
    with_new_key(shop.database)
    one = sealed("cart")
    rows = await shop.database.read(lambda db: read_rows(db, one, None, most=9, only=None))
    changes = _changes(shop.database.vault, one, rows, {})
    change = {"notes": "Besok saja"}
    assert (await shop.client.patch(basket, json=change, headers=fresh_key())).status_code == 200
    await _write(shop.database, one, changes, {})
    assert (await shop.client.get(basket)).json()["notes"] == "Besok saja"


async def test_rotation_that_was_stopped_goes_on(shop: OpenShop):
    for _ in range(3):
        await shop.placed_order(("KOPI-250", 1))

    def stop(what: str, _done: int, _total: int) -> None:
        if what == "customer_order":
            raise KeyboardInterrupt

    with_new_key(shop.database)
    with pytest.raises(KeyboardInterrupt):
        await renew_all(shop.database, sealed_tables(), SEARCHABLES, stop)
    assert await shop.database.read(lambda db: rows_due(db, sealed("customer_order"))) == 0
    assert await shop.database.read(lambda db: rows_due(db, sealed("payment"))) == 3
    assert (await rotate(shop.database)).complete
    assert all(rows.keys() == {NEW} for rows in (await uses(shop.database)).values())


async def test_a_seal_that_does_not_open_is_named_and_the_others_are_renewed(shop: OpenShop):
    ids = [(await shop.placed_order(("KOPI-250", 1)))["id"].removeprefix("ord_") for _ in range(2)]
    of = {one: sa.select(customer_order.c.contact).where(customer_order.c.id == one) for one in ids}
    moved = await shop.database.read(lambda db: db.execute(of[ids[1]]).scalar_one())
    swap = sa.update(customer_order).where(customer_order.c.id == ids[0]).values(contact=moved)
    await shop.database.write(lambda tx: tx.execute(swap))
    [fault] = await shop.database.read(lambda db: list(find_faults(db, sealed_tables())))
    assert (fault.table, fault.column, fault.row) == ("customer_order", "contact", ids[0])
    with_new_key(shop.database)
    renewal = await rotate(shop.database)
    assert f"customer_order.contact of row {ids[0]}" in renewal.faults[0]
    assert (await uses(shop.database))["customer_order"] == {OLD: 1, NEW: 1}


async def test_each_of_twenty_tampered_seals_is_found(shop: OpenShop):
    dice = random.Random(7)
    every = sa.select(staff.c.id, staff.c.email).order_by(staff.c.id)
    (one, sealed_email), (_, other) = (await shop.database.read(lambda db: db.execute(every).all()))[:2]

    def tampered() -> str:
        at = dice.randrange(len("v1|test|"), len(sealed_email) - 1)
        letter = "A" if sealed_email[at] != "A" else "B"
        ways = (sealed_email[:at] + letter + sealed_email[at + 1 :], sealed_email[:at], f"{sealed_email}AAAA", other)
        return dice.choice(ways)

    for text in [tampered() for _ in range(20)]:
        change = sa.update(staff).where(staff.c.id == one).values(email=text)
        await shop.database.write(lambda tx, done=change: tx.execute(done))
        faults = await shop.database.read(lambda db: list(find_faults(db, [sealed("staff")])))
        assert [(fault.column, fault.row) for fault in faults] == [("email", one)], text


async def test_an_index_of_another_value_is_named_and_renewed(shop: OpenShop):
    other = sa.update(staff).values(email_index=sa.func.upper(staff.c.email_index))
    await shop.database.write(lambda tx: tx.execute(other))
    faults = await shop.database.read(lambda db: list(find_faults(db, [sealed("staff")])))
    assert {fault.column for fault in faults} == {"email_index"}
    assert STRANGE in (await uses(shop.database))["staff.email_index"]
    await rotate(shop.database)
    assert await shop.database.read(lambda db: list(find_faults(db, [sealed("staff")]))) == []


async def test_two_people_of_one_address_are_named_and_nobody_is_lost(shop: OpenShop):
    with_new_key(shop.database)
    known = (await shop.database.read(lambda db: db.execute(sa.select(staff).limit(1)).one()))._mapping
    email = shop.database.vault.open(known["email"], table="staff", column="email", row=known["id"])
    other, twin = Vault(Keyring({"other": bytes(range(9, 41))}, primary="other")), new_id()
    seal = shop.database.vault.seal(email, table="staff", column="email", row=twin)
    again = {**known, "id": twin, "email": seal, "email_index": STAFF_EMAIL.of(other, email)}
    await shop.database.write(lambda tx: tx.execute(sa.insert(staff), again))
    renewal = await rotate(shop.database)
    assert [fault.split(":")[1] for fault in renewal.faults] == [
        " another row holds the same value under the primary key"
    ]
    count = sa.select(sa.func.count()).select_from(staff)
    assert await shop.database.read(lambda db: db.execute(count).scalar_one()) == 3


async def test_many_rows_are_renewed_in_order_of_a_key_of_two_parts(shop: OpenShop):
    assert sealed("idempotency").key == ("scope", "key")
    for _ in range(5):
        await shop.placed_order(("KOPI-250", 1))
    one, seen = sealed("idempotency"), []
    after = None
    while rows := await shop.database.read(lambda db: read_rows(db, one, after, most=2, only=None)):  # noqa: B023 - run at once
        seen += [row.key_of(one) for row in rows]
        after = seen[-1]
    assert seen == sorted(set(seen))
    assert len(seen) == 5
