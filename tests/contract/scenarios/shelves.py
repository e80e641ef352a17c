"""Catalogue, inventory, shipping, shop, accounts: what fills the shop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import sqlalchemy.exc
from tests.contract.scenarios.stage import refuses, rows, shows
from tests.support.catalogue import WATI, a_product, a_variant, feature, words

from niaga.accounts.errors import KeyUnknown, StaffKnown
from niaga.accounts.public import authenticate_key, create_staff, revoke_key
from niaga.catalogue.errors import SkuTaken, SlugTaken, StaleProduct
from niaga.catalogue.public import (
    CategoryDraft,
    ProductChange,
    VariantChange,
    add_product,
    change_product,
    change_variant,
    create_categories,
    create_products,
)
from niaga.foundation.errors import InvalidFields, NotFound
from niaga.foundation.identity import new_id
from niaga.inventory.errors import NotEnoughOnHand, StaleStock
from niaga.inventory.public import (
    Quantity,
    Reason,
    Source,
    StockKey,
    StockLevel,
    adjust_stock,
    ask_locked_levels,
    lock_levels,
    receive_stock,
    release_writes,
    reserve_writes,
    return_writes,
    set_stock,
    ship_writes,
)
from niaga.payments.public import ask_taken_amounts
from niaga.payments.tables import payment_slot
from niaga.platform.database import Database, GuardRefused, Transaction, ask_all, read_revision, write_all
from niaga.regions.public import Regions
from niaga.shipping.public import Tariff, replace_tariffs
from niaga.shop.errors import SettingsStale
from niaga.shop.public import SettingsPatch, change_settings, read_clock_offset, read_settings, write_clock_offset

COUNT = Source("adjustment", "count-1")


async def stocked(database: Database, pieces: int) -> StockKey:
    """A variant with so many pieces."""
    key = StockKey(new_id())
    await database.write(lambda tx: receive_stock(tx, [Quantity(key, pieces)], Reason.RECEIVED, COUNT))
    return key


async def levels(database: Database, key: StockKey) -> tuple[int, int]:
    """On hand and reserved, by plain SQL."""
    sql = "SELECT on_hand, reserved FROM stock WHERE variant_id = :id"
    (found,) = await rows(database, sql, id=key.variant_id)
    return found[0], found[1]


@shows("catalogue.create_categories")
async def categories_stand_in_one_another(database: Database) -> None:
    drafts = [
        CategoryDraft(slug="kopi", name=words("Kopi")),
        CategoryDraft(slug="arabika", name=words("A"), parent="kopi"),
    ]
    made = await database.write(lambda tx: create_categories(tx, drafts))
    assert made[1].parent_id == made[0].id
    assert await rows(database, "SELECT slug, position FROM category ORDER BY position") == [
        ("kopi", 0),
        ("arabika", 1),
    ]
    await refuses(database, lambda tx: create_categories(tx, drafts[:1]), SlugTaken)
    lost = [CategoryDraft(slug="teh", name=words("Teh"), parent="no-such")]
    await refuses(database, lambda tx: create_categories(tx, lost), InvalidFields)


@shows("catalogue.create_products")
async def products_have_a_sku_that_is_theirs_alone(database: Database) -> None:
    before = await database.read(lambda db: read_revision(db, "catalogue"))
    made = await database.write(
        lambda tx: create_products(tx, [a_product("Kopi Gayo"), a_product("Kopi Gayo", sku="K-2")])
    )
    assert [one.slug for one in made] == ["kopi-gayo", "kopi-gayo-2"]
    assert await database.read(lambda db: read_revision(db, "catalogue")) == before + 1
    await refuses(database, lambda tx: create_products(tx, [a_product("Teh"), a_product("Lagi", sku="K-2")]), SkuTaken)
    await refuses(database, lambda tx: create_products(tx, [a_product("Teh", variants=())]), InvalidFields)


@shows("catalogue.add_product", "catalogue.change_product")
async def a_product_is_changed_at_the_revision_that_was_seen(database: Database) -> None:
    made = await database.write(lambda tx: add_product(tx, WATI, a_product("Kopi Gayo")))
    change = ProductChange(name=words("Kopi Toraja"))
    after = await database.write(lambda tx: change_product(tx, WATI, made.id, change, if_revision=1))
    assert (after.name.id, after.revision, after.slug) == ("Kopi Toraja", 2, "kopi-gayo")
    assert ("toraja",) in await rows(database, "SELECT term FROM search_term")
    await refuses(database, lambda tx: change_product(tx, WATI, made.id, change, if_revision=1), StaleProduct)
    await refuses(database, lambda tx: change_product(tx, WATI, new_id(), change), NotFound)
    audited = await rows(database, "SELECT action FROM audit_entry ORDER BY id")
    assert audited == [("product.created",), ("product.changed",)]


@shows("catalogue.change_variant")
async def a_variants_price_grows_its_revision(database: Database) -> None:
    sizes = (a_variant(options=(feature("ukuran", "250 g"),)), a_variant("K-2", options=(feature("ukuran", "500 g"),)))
    (made,) = await database.write(lambda tx: create_products(tx, [a_product("Kopi", variants=sizes)]))
    variant = made.variants[0]
    dearer = VariantChange(price=99_000)
    after = await database.write(lambda tx: change_variant(tx, WATI, variant.id, dearer, if_revision=1))
    assert (after.price, after.revision) == (99_000, 2)
    assert await rows(database, "SELECT price_min, price_max FROM product") == [(85_000, 99_000)]
    await refuses(database, lambda tx: change_variant(tx, WATI, variant.id, dearer, if_revision=1), StaleProduct)
    bad = VariantChange(compare_at_price=1)
    await refuses(database, lambda tx: change_variant(tx, WATI, variant.id, bad), InvalidFields)


@shows("inventory.receive_stock", "inventory.adjust_stock", "inventory.set_stock", "inventory.lock_levels")
async def stock_is_counted_and_never_below_what_is_promised(database: Database) -> None:
    key = await stocked(database, 5)
    await database.write(lambda tx: write_all(tx, reserve_writes([Quantity(key, 3)])))
    assert (await database.write(lambda tx: lock_levels(tx, [key, StockKey("none")])))[key] == StockLevel(5, 3)
    why = {"reason": Reason.COUNTED, "source": Source("adjustment", "count-2")}
    again = {"reason": Reason.COUNTED, "source": Source("adjustment", "count-3")}
    assert await database.write(lambda tx: adjust_stock(tx, key, "K", delta=-2, **why)) == StockLevel(3, 3)
    await refuses(database, lambda tx: adjust_stock(tx, key, "K", delta=-1, **why), NotEnoughOnHand)
    ((version,),) = await rows(database, "SELECT version FROM stock")
    await refuses(database, lambda tx: set_stock(tx, key, "K", on_hand=9, if_version=version - 1, **why), StaleStock)
    await database.write(lambda tx: set_stock(tx, key, "K", on_hand=9, if_version=version, **again))
    assert await levels(database, key) == (9, 3)
    assert await rows(database, "SELECT SUM(delta) FROM stock_movement") == [(9,)]


@shows("inventory.ask_locked_levels", "payments.ask_taken_amounts")
async def questions_asked_together_are_answered_each(database: Database) -> None:
    first, second = await stocked(database, 5), await stocked(database, 7)
    slot = {"account": "bca", "amount_due": 85_001, "payment_id": new_id(), "kept_until_at": None}
    await database.write(lambda tx: tx.execute(sa.insert(payment_slot), slot))
    wanted = [("bca", 85_001), ("bca", 85_002)]

    def ask(tx: Transaction) -> list[Any]:
        return ask_all(tx, [ask_taken_amounts(tx, wanted), ask_locked_levels(tx, [second, StockKey("none"), first])])

    taken, levels_found = await database.write(ask)
    assert taken == {("bca", 85_001)}
    assert levels_found == {first: StockLevel(5, 0), second: StockLevel(7, 0), StockKey("none"): StockLevel(0, 0)}


@shows("inventory.reserve_writes", "inventory.release_writes", "inventory.ship_writes", "inventory.return_writes")
async def promised_pieces_leave_and_come_back(database: Database) -> None:
    key = await stocked(database, 5)
    three, now = [Quantity(key, 3)], database.clock.now()
    await database.write(lambda tx: write_all(tx, reserve_writes(three)))
    await refuses(database, lambda tx: write_all(tx, reserve_writes(three)), GuardRefused)
    await database.write(lambda tx: write_all(tx, release_writes([Quantity(key, 1)])))
    await refuses(database, lambda tx: write_all(tx, release_writes(three)), GuardRefused)
    out, back = Source("shipment", "s-1"), Source("return", "r-1")
    await refuses(database, lambda tx: write_all(tx, ship_writes(three, out, now)), GuardRefused)
    await database.write(lambda tx: write_all(tx, ship_writes([Quantity(key, 2)], out, now)))
    assert await levels(database, key) == (3, 0)
    await database.write(lambda tx: write_all(tx, return_writes([Quantity(key, 2)], back, now)))
    assert await levels(database, key) == (5, 0)
    await refuses(
        database, lambda tx: write_all(tx, return_writes([Quantity(StockKey("none"), 1)], back, now)), GuardRefused
    )


@shows("shipping.replace_tariffs")
async def a_price_list_is_replaced_whole_or_a_service_at_a_time(database: Database) -> None:
    reg = Tariff("32.73", "31.74", "jne", "REG", 11_000, 1000, 11_000, 1000, 0, 0, 1, 2)
    yes = reg._replace(service="YES", price_first=22_000)
    assert await database.write(lambda tx: replace_tariffs(tx, [reg, yes])) == 2
    cheaper = [reg._replace(price_first=9_000)]
    await database.write(lambda tx: replace_tariffs(tx, cheaper, courier="jne", service="REG"))
    listed = await rows(database, "SELECT service, price_first FROM tariff ORDER BY service")
    assert listed == [("REG", 9_000), ("YES", 22_000)]
    free = [reg._replace(price_first=-1)]
    await refuses(database, lambda tx: replace_tariffs(tx, free), sqlalchemy.exc.DBAPIError)


@shows("shop.change_settings", "shop.write_clock_offset")
async def settings_change_at_the_version_that_was_seen(database: Database) -> None:
    places = Regions()
    seen = (await database.read(read_settings)).version
    named = SettingsPatch(name="Toko Melati")
    after = await database.write(lambda tx: change_settings(tx, WATI, named, seen, places=places))
    assert (after.name, after.version) == ("Toko Melati", seen + 1)
    other = SettingsPatch(name="Lain")
    await refuses(database, lambda tx: change_settings(tx, WATI, other, seen, places=places), SettingsStale)
    lost = SettingsPatch(origin_region_code="99.99")
    await refuses(database, lambda tx: change_settings(tx, WATI, lost, None, places=places), InvalidFields)
    for hours in (5, -7):
        await database.write(lambda tx, hours=hours: write_clock_offset(tx, timedelta(hours=hours)))
        assert await database.read(read_clock_offset) == timedelta(hours=hours)
    assert (await database.read(read_settings)).version == seen + 1


@shows("accounts.create_staff", "accounts.revoke_key")
async def a_key_opens_until_it_is_revoked(database: Database) -> None:
    person, key = await database.write(lambda tx: create_staff(tx, "Dewi@Example.com", "manager"))
    known = await database.read(lambda db: authenticate_key(db, key))
    assert known is not None
    assert known.staff_id == person.id
    await refuses(database, lambda tx: create_staff(tx, "dewi@example.com", "owner"), StaffKnown)
    await refuses(database, lambda tx: create_staff(tx, "nobody", "manager"), InvalidFields)
    await database.write(lambda tx: revoke_key(tx, known.key_id, by=WATI))
    assert await database.read(lambda db: authenticate_key(db, key)) is None
    await refuses(database, lambda tx: revoke_key(tx, known.key_id, by=WATI), KeyUnknown)
    assert key not in str(await rows(database, "SELECT key_hash FROM api_key"))
