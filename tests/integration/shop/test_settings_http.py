"""The shop and its settings over HTTP: who may, what a stale version gets, what a wrong field says."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from niaga.accounts.public import Sessions, StaffDoor, StaffKeys, create_staff
from niaga.platform.database import Database
from niaga.platform.settings import load_settings
from niaga.regions.public import Regions
from niaga.shop.http import routes
from niaga.shop.public import SettingsCache
from niaga.web.application import assemble

READY = {
    "origin_region_code": "31.74.02",
    "bank_accounts": [{"bank": "BCA", "number": "123-456-7890", "holder": "PT Toko Melati"}],
}


@pytest.fixture
async def client(database: Database, tmp_path: Path):
    live = {
        "database": database,
        "regions": Regions(),
        "shop_settings": SettingsCache(database),
        "staff_door": StaffDoor(StaffKeys(database), Sessions(database)),
    }
    app = assemble(routes, live, load_settings({}, {}, tmp_path))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as made:
        yield made


async def signed_in(database: Database, role: str):
    _, key = await database.write(lambda tx: create_staff(tx, f"{role}@example.com", role))
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
async def owner(database: Database):
    return await signed_in(database, "owner")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer ng_" + "0" * 43},
        {"Authorization": "Basic x"},
        {"Authorization": "Bearer tok_x"},
        {"Authorization": "ng_x"},
    ],
)
async def test_settings_are_for_staff(client: httpx.AsyncClient, headers: dict[str, str]):
    for method in ("GET", "PATCH"):
        answer = await client.request(
            method, "/admin/v1/settings", headers=headers, json={} if method == "PATCH" else None
        )
        assert answer.status_code == 401
        assert answer.json()["code"] == "request.unauthenticated"


async def test_staff_may_read_settings_but_only_the_owner_changes_them(client: httpx.AsyncClient, database: Database):
    headers = await signed_in(database, "manager")
    assert (await client.get("/admin/v1/settings", headers=headers)).status_code == 200
    refused = await client.patch("/admin/v1/settings", headers=headers | {"If-Match": "*"}, json={"name": "x"})
    assert (refused.status_code, refused.json()["code"]) == (403, "request.forbidden")


async def test_the_owner_reads_a_version_and_changes_it(client: httpx.AsyncClient, owner: dict[str, str]):
    read = await client.get("/admin/v1/settings", headers=owner)
    assert read.headers["etag"] == '"0"'
    assert read.json()["missing"] == ["origin_region_code", "bank_accounts"]
    written = await client.patch("/admin/v1/settings", headers=owner | {"If-Match": read.headers["etag"]}, json=READY)
    assert written.status_code == 200
    assert written.headers["etag"] == '"1"'
    assert written.json()["missing"] == []
    assert written.json()["bank_accounts"] == [
        {"key": "bca-7890", "bank": "BCA", "number": "1234567890", "holder": "PT Toko Melati"}
    ]
    assert (await client.get("/admin/v1/settings", headers=owner)).json() == written.json()


async def test_a_change_says_which_version_it_means(client: httpx.AsyncClient, owner: dict[str, str]):
    missing = await client.patch("/admin/v1/settings", headers=owner, json={"name": "x"})
    assert (missing.status_code, missing.json()["code"]) == (400, "request.if_match_missing")
    for tag in ('"1"', '"x"', '"99999999999999999999999"', '"0", "1"'):
        stale = await client.patch("/admin/v1/settings", headers=owner | {"If-Match": tag}, json={"name": "x"})
        assert (stale.status_code, stale.json()["code"]) == (412, "shop.settings_stale"), tag
    assert (
        await client.patch("/admin/v1/settings", headers=owner | {"If-Match": "*"}, json={"name": "x"})
    ).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        ({"nama": "x"}, 422, "nama"),
        ({"contact": {"fax": "1"}}, 422, "contact.fax"),
        ({"currency": "USD"}, 422, "currency"),
        ({"version": 7}, 422, "version"),
        ({"name": None}, 422, "name"),
        ({"zone": "Asia/Singapore"}, 422, "zone"),
        ({"payment_expiry_minutes": "60"}, 422, "payment_expiry_minutes"),
        ({"payment_expiry_minutes": 2**63}, 422, "payment_expiry_minutes"),
        ({"transfer_codes": 1}, 422, "transfer_codes"),
        ({"bank_accounts": [{"bank": "BCA", "number": "12", "holder": "x"}]}, 422, "bank_accounts[0].number"),
        ({"bank_accounts": [{"bank": "BCA", "number": "12345"}]}, 422, "bank_accounts[0].holder"),
        ({"origin_region_code": "31"}, 422, "origin_region_code"),
        ({"origin_region_code": "00.00"}, 422, "origin_region_code"),
        ({"cors_origins": ["*"]}, 422, "cors_origins[0]"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_stored(
    client: httpx.AsyncClient, owner: dict[str, str], body: dict[str, Any], status: int, path: str
):
    answer = await client.patch(
        "/admin/v1/settings", headers=owner | {"If-Match": '"0"'}, json={"languages": ["id"]} | body
    )
    assert answer.status_code == status
    assert [problem["path"] for problem in answer.json()["errors"]] == [path]
    assert (await client.get("/admin/v1/settings", headers=owner)).headers["etag"] == '"0"'


async def test_refusals_speak_indonesian_unless_english_is_asked_for(client: httpx.AsyncClient, owner: dict[str, str]):
    headers = owner | {"If-Match": '"0"'}
    for language, says in (("id", "huruf besar"), ("en", "capital letters")):
        answer = await client.patch(
            "/admin/v1/settings", headers=headers | {"Accept-Language": language}, json={"order_number_prefix": "x"}
        )
        assert says in answer.json()["errors"][0]["message"]


async def test_a_setting_can_be_taken_away(client: httpx.AsyncClient, owner: dict[str, str]):
    headers = owner | {"If-Match": "*"}
    await client.patch(
        "/admin/v1/settings",
        headers=headers,
        json={"notification_email": "sari@example.com", "contact": {"phone": "0211234567"}},
    )
    cleared = await client.patch(
        "/admin/v1/settings", headers=headers, json={"notification_email": None, "contact": {"phone": None}}
    )
    assert cleared.json()["notification_email"] is None
    assert cleared.json()["contact"]["phone"] is None


async def test_buyers_see_the_shop_and_how_to_pay_in_their_language(client: httpx.AsyncClient, owner: dict[str, str]):
    assert (await client.get("/store/v1/shop")).json()["payment_methods"] == []
    await client.patch("/admin/v1/settings", headers=owner | {"If-Match": "*"}, json=READY | {"name": "Toko Melati"})
    shop = await client.get("/store/v1/shop", headers={"Accept-Language": "en"})
    assert shop.json() == {
        "name": "Toko Melati",
        "languages": ["id", "en"],
        "currency": "IDR",
        "zone": "Asia/Jakarta",
        "contact": {"email": None, "phone": None, "whatsapp": None},
        "payment_methods": [{"method": "bank_transfer", "name": "Bank transfer"}],
        "tagline": None,
        "logo_url": None,
        "accent_color": "#1f5c4a",
    }
    assert shop.headers["content-language"] == "en"
    indonesian = await client.get("/store/v1/shop")
    assert indonesian.json()["payment_methods"][0]["name"] == "Transfer Bank"
    again = await client.get("/store/v1/shop", headers={"If-None-Match": indonesian.headers["etag"]})
    assert again.status_code == 304


async def test_a_shop_has_its_own_look(client: httpx.AsyncClient, owner: dict[str, str]):
    look = {
        "tagline": {"id": " Kopi  pagi ", "en": "Morning coffee"},
        "logo_url": "/media/logo.svg",
        "accent_color": "#B5452C",
    }
    await client.patch("/admin/v1/settings", headers=owner | {"If-Match": "*"}, json=look)
    shop = (await client.get("/store/v1/shop")).json()
    assert (shop["tagline"], shop["logo_url"], shop["accent_color"]) == ("Kopi pagi", "/media/logo.svg", "#b5452c")


@pytest.mark.parametrize(
    "bad", [{"accent_color": "red"}, {"logo_url": "https://elsewhere.example/a.png"}, {"logo_url": "/media/../x"}]
)
async def test_a_look_that_cannot_be_shown_is_refused(
    client: httpx.AsyncClient, owner: dict[str, str], bad: dict[str, str]
):
    answer = await client.patch("/admin/v1/settings", headers=owner | {"If-Match": "*"}, json=bad)
    assert [problem["path"] for problem in answer.json()["errors"]] == list(bad)
