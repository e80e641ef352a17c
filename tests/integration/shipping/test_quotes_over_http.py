"""Ongkir as buyers and staff meet it: quotes that explain themselves, refusals that name the field, the price list."""

from typing import Any

import pytest
from tests.support.catalogue import WATI, a_product, a_variant, sell
from tests.support.edge_app import Answered, call, edge_settings

from niaga.accounts.public import Role, Sessions, StaffDoor, StaffKeys, create_staff
from niaga.catalogue.public import VariantCache
from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database
from niaga.regions.public import Regions
from niaga.shipping.http import routes
from niaga.shipping.public import (
    ByOption,
    QuoteDesk,
    ShippingLine,
    Tariffs,
    choose_option,
    replace_tariffs,
    sample_tariffs,
    shipping_request,
)
from niaga.shop.public import SettingsCache, SettingsPatch, change_settings
from niaga.web.application import assemble

JAKSEL, SETIABUDI, BANDUNG = "31.74", "31.74.02", "32.73.02"
REGIONS = Regions()
QUOTES = "/store/v1/shipping/quotes"


BAD_INPUT: list[tuple[dict[str, Any], str, str]] = [
    ({"destination": {"region_code": "31.74"}}, "destination.region_code", "shipping.region_too_large"),
    ({"destination": {"region_code": "31"}}, "destination.region_code", "shipping.region_too_large"),
    ({"destination": {"region_code": "99.99.99"}}, "destination.region_code", "regions.unknown_region"),
    ({"destination": {"region_code": "' OR 1=1"}}, "destination.region_code", "regions.unknown_region"),
    (
        {"destination": {"region_code": SETIABUDI, "postal_code": "1291"}},
        "destination.postal_code",
        "request.wrong_format",
    ),
    ({"destination": {"region_code": SETIABUDI, "latitude": 91}}, "destination.latitude", "request.too_large"),
    ({"lines": []}, "lines", "request.too_few"),
    ({"lines": [{"sku": "KOPI", "quantity": 1}] * 101}, "lines", "request.too_many"),
    (
        {"lines": [{"sku": "KOPI", "quantity": 1}, {"sku": "TEH", "quantity": 1}]},
        "lines[1].sku",
        "catalogue.unknown_sku",
    ),
    ({"lines": [{"sku": "KOPI", "quantity": 0}]}, "lines[0].quantity", "request.too_small"),
    ({"lines": [{"sku": "KOPI", "quantity": -1}]}, "lines[0].quantity", "request.too_small"),
    ({"lines": [{"sku": "KOPI", "quantity": 10_000}]}, "lines[0].quantity", "request.too_large"),
    ({"lines": [{"sku": "KOPI", "quantity": 1.5}]}, "lines[0].quantity", "request.wrong_type"),
    ({"lines": [{"sku": "KOPI", "quantity": 2**63}]}, "lines[0].quantity", "request.too_large"),
    ({"insured": "yes"}, "insured", "request.wrong_type"),
    ({"voucher": "X"}, "voucher", "request.unknown_field"),
]


class Shop:
    """A shop in Jakarta Selatan with one product, sample tariffs, and the routes of shipping."""

    def __init__(self, database: Database) -> None:
        self.database = database
        tariffs = Tariffs()
        quotes = QuoteDesk(
            database,
            regions=REGIONS,
            settings=SettingsCache(database),
            variants=VariantCache(database),
            tariffs=tariffs,
        )
        live = {"database": database, "regions": REGIONS, "tariffs": tariffs, "quotes": quotes}
        self.app = assemble(routes, live, edge_settings())
        self.app.app.state.staff_door = StaffDoor(StaffKeys(database), Sessions(database))

    async def quote(self, *, language: str = "id", **body: Any) -> Answered:
        usual = {
            "destination": {"region_code": SETIABUDI, "postal_code": "12910"},
            "lines": [{"sku": "KOPI", "quantity": 2}],
        }
        headers = {"accept-language": language, "idempotency-key": "ignored-0123456789"}
        return await call(self.app, "POST", QUOTES, json={**usual, **body}, headers=headers)

    async def put(self, body: Any, key: str | None = None) -> Answered:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        return await call(self.app, "PUT", "/admin/v1/tariffs", json=body, headers=headers)


async def set_origin(database: Database, code: str | None = JAKSEL) -> None:
    patch = SettingsPatch(origin_region_code=code)
    await database.write(lambda tx: change_settings(tx, WATI, patch, None, places=REGIONS))


@pytest.fixture
async def shop(database: Database) -> Shop:
    await set_origin(database)
    variant = a_variant("KOPI", weight_grams=700, length_mm=200, width_mm=100, height_mm=80, price=100_000)
    await sell(database, a_product("Kopi", variants=(variant,)))
    await database.write(lambda tx: replace_tariffs(tx, sample_tariffs(JAKSEL, [JAKSEL, BANDUNG[:5]])))
    return Shop(database)


async def test_a_quote_explains_every_option(shop: Shop) -> None:
    answer = await shop.quote()
    assert answer.status == 200
    body = answer.json()
    assert body["parcels"] == [
        {"actual_grams": 1400, "volumetric_grams": 534, "billed_grams": 2000, "volume_cm3": 3200}
    ]
    assert len(body["options"]) >= 12
    for option in body["options"]:
        assert sum(step["amount"] for step in option["explanation"]) == option["price"] > 0
        assert (option["currency"], option["source"], option["insurance_fee"]) == ("IDR", "table", 0)
    totals = [option["price"] for option in body["options"]]
    assert totals == sorted(totals)
    assert body["expires_at"] == "2026-11-24T06:00:00Z"


async def test_the_language_is_the_buyers(shop: Shop) -> None:
    for language, words in (("id", "1,4 kg dibulatkan ke atas"), ("en", "1.4 kg rounded up")):
        option = (await shop.quote(language=language)).json()["options"][0]
        assert words in option["explanation"][0]["text"]


async def test_an_option_is_promised_to_checkout(shop: Shop, clock: FixedClock) -> None:
    body = (await shop.quote(insured=True)).json()
    option = next(option for option in body["options"] if option["courier"] == "jne")
    line = ShippingLine("KOPI", 2, 700, 200, 100, 80, 100_000)
    asked = shipping_request([line], origin_code=JAKSEL, destination_code=SETIABUDI, insured=True)
    rates = await Tariffs().current(shop.database)
    chosen = choose_option(rates, shop.database.vault, asked, ByOption(option["id"]), now=clock.now())
    assert (chosen.price, chosen.insurance_fee) == (option["price"], option["insurance_fee"])
    assert chosen.insurance_fee > 0


async def test_same_city_services_are_not_offered_elsewhere(shop: Shop) -> None:
    body = (await shop.quote(destination={"region_code": BANDUNG})).json()
    assert "CTC" not in {option["service"] for option in body["options"]}
    absent = next(gone for gone in body["unavailable"] if gone["service"] == "CTC")
    assert (absent["code"], absent["reason"]) == ("same_city_only", "Hanya di dalam kota toko")


async def test_collection_has_a_fee_or_a_reason(shop: Shop) -> None:
    body = (await shop.quote(cod=True)).json()
    assert all(option["cod_fee"] > 0 for option in body["options"])
    assert {gone["code"] for gone in body["unavailable"]} >= {"no_cod"}


async def test_bad_input_is_named(shop: Shop) -> None:
    for change, path, code in BAD_INPUT:
        answer = await shop.quote(**change)
        assert (answer.status, answer.paths()) == (422, [(path, code)]), change


async def test_the_largest_order_is_quoted_or_refused_service_by_service(shop: Shop) -> None:
    answer = await shop.quote(lines=[{"sku": "KOPI", "quantity": 9_999}] * 100, insured=True, cod=True)
    assert answer.status == 200
    assert all(0 < option["price"] <= 10**9 for option in answer.json()["options"])


async def test_without_an_origin_there_is_no_quote(database: Database) -> None:
    answer = await Shop(database).quote()
    assert (answer.status, answer.json()["code"]) == (409, "shop.origin_missing")


async def test_staff_replace_the_list_of_a_service_and_quotes_follow_at_once(shop: Shop) -> None:
    _, key = await shop.database.write(lambda tx: create_staff(tx, "wati@example.com", Role.MANAGER))
    before = (await shop.quote()).json()
    assert before["options"][0]["price"] > 2
    tariff = {
        "origin_code": "*",
        "destination_code": SETIABUDI,
        "courier": "jne",
        "service": "REG",
        "price_first": 1,
        "price_next": 1,
    }
    answer = await shop.put({"courier": "jne", "service": "REG", "tariffs": [tariff]}, key)
    assert (answer.status, answer.json()) == (200, {"count": 1})
    after = (await shop.quote()).json()["options"]
    assert [(option["service"], option["price"]) for option in after[:1]] == [("REG", 2)]
    assert len(after) == len(before["options"])
    query = "/admin/v1/tariffs?courier=jne&service=REG&limit=1"
    listed = await call(shop.app, "GET", query, headers={"authorization": f"Bearer {key}"})
    assert listed.json()["next_cursor"] is None
    assert listed.json()["items"][0] == {**tariff, "first_grams": 1000, "step_grams": 1000, "min_grams": 0, "min_price": 0, "etd_min_days": None, "etd_max_days": None}  # fmt: skip


async def test_a_list_with_a_broken_row_changes_nothing(shop: Shop) -> None:
    _, key = await shop.database.write(lambda tx: create_staff(tx, "wati@example.com", Role.MANAGER))
    tariff = {
        "origin_code": "*",
        "destination_code": "99.99",
        "courier": "jne",
        "service": "REG",
        "price_first": 1,
        "price_next": 1,
    }
    assert (await shop.put({"tariffs": [tariff]}, key)).paths() == [
        ("tariffs[0].destination_code", "regions.unknown_region")
    ]
    free = await shop.put({"tariffs": [{**tariff, "price_first": 0}]}, key)
    assert free.paths() == [("tariffs[0].price_first", "request.too_small")]
    assert (await shop.put({"courier": "jne", "tariffs": []}, key)).paths() == [("service", "shipping.half_a_service")]
    assert len((await shop.quote()).json()["options"]) >= 12


async def test_the_price_list_is_for_staff(shop: Shop) -> None:
    assert (await shop.put({"tariffs": []})).status == 401
    assert (await call(shop.app, "GET", "/admin/v1/tariffs")).status == 401
