"""Address books: what they hold, what they refuse, and that nobody reaches into another one's."""

from __future__ import annotations

import asyncio

from tests.contract.scenarios.stage import refuses, rows, shows
from tests.support.customers import sign_in_somebody

from niaga.accounts.public import hold_customer
from niaga.addresses.errors import AddressBookFull, AddressStale
from niaga.addresses.public import (
    MOST_ADDRESSES,
    Address,
    AddressChange,
    Place,
    change_address,
    delete_address,
    erase_addresses,
    export_addresses,
    find_address,
    keep_address,
    list_addresses,
)
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Transaction

HOME = Place(
    recipient="Sari Wulandari",
    phone="+6281234567890",
    street="Jl. Setiabudi Tengah No. 5",
    region_code="31.74.02",
    postal_code="12910",
    notes="Pagar hijau",
)


async def _keep(database: Database, customer_id: str, label: str, *, is_default: bool = False) -> Address:
    return await database.write(lambda tx: keep_address(tx, customer_id, label, HOME, is_default=is_default))


async def _book(database: Database, customer_id: str) -> list[tuple[str, bool]]:
    found = await database.read(lambda db: list_addresses(db, customer_id))
    return [(one.label, one.is_default) for one in found]


@shows("addresses.keep_address", "accounts.hold_customer")
async def a_book_has_one_default_and_an_end(database: Database) -> None:
    sari = (await sign_in_somebody(database)).id
    for label, is_default in (("Rumah", False), ("Kantor", False), ("Ibu", True)):
        await _keep(database, sari, label, is_default=is_default)
    assert await _book(database, sari) == [("Ibu", True), ("Kantor", False), ("Rumah", False)]

    def fill(tx: Transaction) -> None:
        for number in range(4, MOST_ADDRESSES):
            keep_address(tx, sari, f"Rumah {number}", HOME)

    await database.write(fill)
    kept = await asyncio.gather(*(_keep(database, sari, "Last") for _ in range(2)), return_exceptions=True)
    assert {type(one) for one in kept} == {Address, AddressBookFull}
    await refuses(database, lambda tx: keep_address(tx, sari, "One more", HOME), AddressBookFull)
    await refuses(database, lambda tx: keep_address(tx, new_id(), "Nobody's", HOME), NotFound)
    await refuses(database, lambda tx: hold_customer(tx, new_id()), NotFound)


@shows("addresses.change_address")
async def an_address_is_changed_by_who_saw_it_last(database: Database) -> None:
    sari, budi = (await sign_in_somebody(database)).id, (await sign_in_somebody(database, "Budi", "b@example.com")).id
    home, office = await _keep(database, sari, "Rumah"), await _keep(database, sari, "Kantor")
    change = AddressChange(label="Kantor baru", place={"street": "Jl. Sudirman 1"}, makes_default=True)
    changed = await database.write(lambda tx: change_address(tx, sari, office.id, change, if_version=1))
    assert (changed.version, changed.label, changed.place.street, changed.is_default) == (
        2,
        "Kantor baru",
        "Jl. Sudirman 1",
        True,
    )
    assert changed.place.recipient == HOME.recipient
    assert await _book(database, sari) == [("Kantor baru", True), ("Rumah", False)]
    seen = await database.read(lambda db: find_address(db, sari, home.id))
    assert seen is not None
    assert seen.version == 2, "an address that is no default any more looks different"
    await refuses(database, lambda tx: change_address(tx, sari, office.id, change, if_version=1), AddressStale)
    await refuses(database, lambda tx: change_address(tx, budi, office.id, change, if_version=None), NotFound)


@shows("addresses.delete_address", "addresses.erase_addresses")
async def an_address_goes_and_leaves_a_default(database: Database) -> None:
    sari, budi = (await sign_in_somebody(database)).id, (await sign_in_somebody(database, "Budi", "b@example.com")).id
    home, _, shop = [await _keep(database, sari, label) for label in ("Rumah", "Kantor", "Toko")]
    his = await _keep(database, budi, "Rumah Budi")
    await refuses(database, lambda tx: delete_address(tx, sari, his.id), NotFound)
    await database.write(lambda tx: delete_address(tx, sari, home.id))
    assert await _book(database, sari) == [("Toko", True), ("Kantor", False)]
    await database.write(lambda tx: delete_address(tx, sari, shop.id))
    kept = await _keep(database, sari, "Lagi")
    assert await _book(database, sari) == [("Kantor", True), ("Lagi", False)]
    exported = await database.read(lambda db: export_addresses(db, sari))
    assert [one["label"] for one in exported] == ["Kantor", "Lagi"]
    assert exported[1] | {"id": "", "created_at": ""} == {
        "id": "", "label": "Lagi", "recipient": "Sari Wulandari", "phone": "+6281234567890",
        "street": "Jl. Setiabudi Tengah No. 5", "region_code": "31.74.02", "postal_code": "12910",
        "notes": "Pagar hijau", "is_default": False, "created_at": "",
    }  # fmt: skip
    assert await database.write(lambda tx: erase_addresses(tx, sari)) == 2
    assert await rows(database, "SELECT customer_id FROM address") == [(budi,)]
    assert await database.read(lambda db: find_address(db, sari, kept.id)) is None
    await refuses(database, lambda tx: delete_address(tx, sari, kept.id), NotFound)
