"""Address books over HTTP: a buyer keeps her addresses, and nobody else reaches them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from tests.support.customers import SignedInCustomer, sign_in_somebody
from tests.support.hostile import census
from tests.support.shop import OpenShop, bearer, open_shop

from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Engine

BOOK = "/store/v1/me/addresses"
HOME = {
    "label": "Rumah",
    "recipient": "Sari Wulandari",
    "phone": "0812-3456-7890",
    "street": "Jl. Setiabudi Tengah No. 5",
    "region_code": "31.74.02",
    "postal_code": "12910",
    "notes": "Pagar hijau",
}
ALL = ("GET", "PATCH", "DELETE")
ONE_ENGINE = pytest.mark.parametrize("engine", [Engine.SQLITE], ids=["sqlite"])


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop where Sari and Budi are signed in."""
    async with open_shop(database, tmp_path) as opened:
        yield opened


@pytest.fixture
async def sari(shop: OpenShop) -> SignedInCustomer:
    """Who keeps addresses."""
    return await sign_in_somebody(shop.database)


@pytest.fixture
async def budi(shop: OpenShop) -> SignedInCustomer:
    """Who would like to know them."""
    return await sign_in_somebody(shop.database, "Budi", "budi@example.com")


async def kept(shop: OpenShop, who: SignedInCustomer, **changes: Any) -> dict[str, Any]:
    answer = await shop.client.post(BOOK, json={**HOME, **changes}, headers=who.headers)
    assert answer.status_code == 201, answer.text
    address: dict[str, Any] = answer.json()
    return address


async def patched(
    shop: OpenShop, who: SignedInCustomer, address: dict[str, Any], seen: str = "*", **changes: Any
) -> httpx.Response:
    headers = {**who.headers, "If-Match": seen}
    return await shop.client.patch(f"{BOOK}/{address['id']}", json=changes, headers=headers)


async def labels(shop: OpenShop, who: SignedInCustomer) -> list[tuple[str, bool]]:
    answer = await shop.client.get(BOOK, headers=who.headers)
    return [(one["label"], one["is_default"]) for one in answer.json()["items"]]


async def test_a_buyer_keeps_a_book(shop: OpenShop, sari: SignedInCustomer) -> None:
    home = await kept(shop, sari)
    assert home["id"].startswith("adr_")
    assert (home["phone"], home["is_default"], home["version"]) == ("+6281234567890", True, 1)
    assert home["region_path"] == ["Daerah Khusus Ibukota Jakarta", "Kota Administrasi Jakarta Selatan", "Setiabudi"]
    office = await kept(shop, sari, label=" Kantor ", street=" Jl. Sudirman 1 ")
    read = await shop.client.get(f"{BOOK}/{office['id']}", headers=sari.headers)
    assert (read.json(), read.headers["etag"]) == (office, '"1"')
    assert (office["label"], office["street"]) == ("Kantor", "Jl. Sudirman 1")
    changed = await patched(shop, sari, office, read.headers["etag"], notes="", is_default=True)
    assert changed.json() == {**office, "version": 2, "notes": "", "is_default": True}
    assert (await patched(shop, sari, office, '"1"', label="X")).json()["code"] == "addresses.stale"
    assert await labels(shop, sari) == [("Kantor", True), ("Rumah", False)]
    gone = await shop.client.delete(f"{BOOK}/{office['id']}", headers=sari.headers)
    assert gone.status_code == 204
    assert await labels(shop, sari) == [("Rumah", True)]


async def test_the_database_keeps_one_default_and_fifty_addresses(shop: OpenShop, sari: SignedInCustomer) -> None:
    addresses = [await kept(shop, sari, label=label) for label in ("Rumah", "Kantor", "Toko")]
    both = await asyncio.gather(*(patched(shop, sari, one, is_default=True) for one in addresses[1:]))
    assert {one.status_code for one in both} == {200}
    assert sorted(is_default for _, is_default in await labels(shop, sari)) == [False, False, True]
    for wrong in ("default_of = customer_id", "slot = 51", "slot = 1", "default_of = id"):
        with pytest.raises(DBAPIError):
            await shop.database.run_sync(
                lambda link, change=wrong: link.execute(sa.text(f"UPDATE address SET {change}"))
            )


@ONE_ENGINE
async def test_nobody_else_reaches_an_address(shop: OpenShop, sari: SignedInCustomer, budi: SignedInCustomer) -> None:
    hers, order = await kept(shop, sari), await shop.placed_order(("KOPI-250", 1))
    await kept(shop, budi, label="Rumah Budi")
    before = await shop.database.run_sync(census)
    for address_id in (hers["id"], f"adr_{new_id()}", "adr_x", hers["id"].upper(), sari.id):
        path = f"{BOOK}/{address_id}"
        cookie = {"Cookie": f"__Host-niaga_session={sari.token}; niaga_session={sari.token}"}
        for who, methods in (({}, ALL), (bearer(order), ALL), (shop.owner, ALL), (cookie, ("PATCH", "DELETE"))):
            for method in methods:
                body = {"json": {"label": "X"}} if method == "PATCH" else {}
                answer = await shop.client.request(method, path, headers={**who, "If-Match": "*"}, **body)
                assert answer.status_code == 401, (method, path, who)
        for answer in (
            await shop.client.get(path, headers=budi.headers),
            await patched(shop, budi, {"id": address_id}, label="X"),
            await shop.client.delete(path, headers=budi.headers),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "request.not_found")
    assert await labels(shop, budi) == [("Rumah Budi", True)]
    assert (await shop.client.post(BOOK, json=HOME)).status_code == 401
    assert await shop.database.run_sync(census) == before


@ONE_ENGINE
async def test_a_repeated_request_keeps_one_address(
    shop: OpenShop, sari: SignedInCustomer, budi: SignedInCustomer
) -> None:
    headers = sari.headers
    first, again = [await shop.client.post(BOOK, json=HOME, headers=headers) for _ in range(2)]
    assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")
    assert await labels(shop, sari) == [("Rumah", True)]
    his = await shop.client.post(
        BOOK, json=HOME, headers={**budi.headers, "Idempotency-Key": headers["Idempotency-Key"]}
    )
    assert his.json()["id"] != first.json()["id"]


@ONE_ENGINE
async def test_what_is_wrong_with_an_address_is_named(shop: OpenShop, sari: SignedInCustomer) -> None:
    hers = await kept(shop, sari)
    before = await shop.database.run_sync(census)
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"region_code": "31.74.99"}, "region_code", "regions.unknown_region"),
        ({"region_code": "31.74"}, "region_code", "regions.too_wide"),
        ({"postal_code": "40132"}, "postal_code", "regions.foreign_postal_code"),
        ({"postal_code": "1291"}, "postal_code", "request.too_short"),
        ({"phone": "1500123"}, "phone", "request.bad_phone"),
        ({"recipient": " "}, "recipient", "request.wrong_format"),
        ({"street": "a" * 201}, "street", "request.too_long"),
        ({"label": "a" * 65}, "label", "request.too_long"),
        ({"notes": 5}, "notes", "request.wrong_type"),
        ({"customer_id": "cus_1"}, "customer_id", "request.unknown_field"),
        ({"version": 7}, "version", "request.unknown_field"),
    ]
    for change, path, code in cases:
        for answer in (
            await shop.client.post(BOOK, json={**HOME, **change}, headers=sari.headers),
            await patched(shop, sari, hers, **change),
        ):
            assert answer.status_code == 422, (change, answer.text)
            assert [(one["path"], one["code"]) for one in answer.json()["errors"]] == [(path, code)]
    unset = await patched(shop, sari, hers, is_default=False)
    assert unset.json()["errors"][0]["code"] == "addresses.needs_default"
    assert (await patched(shop, sari, hers, "", label="X")).json()["code"] == "request.if_match_missing"
    assert await shop.database.run_sync(census) == before


@ONE_ENGINE
async def test_a_postal_code_that_nobody_uses_may_be_new(shop: OpenShop, sari: SignedInCustomer) -> None:
    assert (await kept(shop, sari, postal_code="12999"))["postal_code"] == "12999"
    moved = await patched(shop, sari, await kept(shop, sari), region_code="32.73.02", postal_code="40132")
    assert moved.json()["region_path"][-1] == "Coblong"


@ONE_ENGINE
async def test_a_stolen_table_tells_no_person_and_no_house(shop: OpenShop, sari: SignedInCustomer) -> None:
    await kept(shop, sari, label="Canari", recipient="Burung Canary", street="Jl. Kenari 77", notes="Canaria")
    rows = await shop.database.read(lambda db: db.execute(sa.text("SELECT * FROM address")).all())
    stored = repr(rows)
    assert "31.74.02" in stored
    assert not any(word in stored for word in ("Canar", "Burung", "Kenari", "81234567890"))
