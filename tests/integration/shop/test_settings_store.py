"""The shop's settings on every engine: kept, sealed, guarded by their version, seen by caches."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from niaga.foundation.errors import InvalidFields
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.audit.tables import audit_entry
from niaga.platform.database import Database
from niaga.platform.dates import Zone
from niaga.shop.errors import SettingsStale
from niaga.shop.model import BankAccount, Contact, ContactPatch, SettingsPatch, ShopSettings
from niaga.shop.public import SettingsCache, change_settings, read_settings
from niaga.shop.store import take_version

WATI = Actor(ActorKind.STAFF, "wati")
FULL = SettingsPatch(
    name="Toko Melati",
    contact=ContactPatch(email="toko@example.com", whatsapp="0812 3456 7890"),
    zone=Zone.JAYAPURA,
    languages=("en",),
    origin_region_code="31.74.02",
    bank_accounts=(BankAccount(key="", bank="BCA", number="1234567890", holder="Sari Dewi"),),
    order_number_prefix="TM",
    payment_expiry_minutes=60,
    option_expiry_minutes=30,
    cart_expiry_days=7,
    transfer_codes=False,
    cors_origins=("https://toko.example.com",),
    notification_email="sari@example.com",
)


class Atlas:
    """Every code is a district."""

    def find_region(self, code: str):
        return SimpleNamespace(level="district") if "." in code else None


def change(patch: SettingsPatch, if_version: int | None = None):
    return lambda tx: change_settings(tx, WATI, patch, if_version, places=Atlas())


async def rows(database: Database, statement: sa.Executable):
    return await database.read(lambda db: db.execute(statement).all())


async def test_a_new_shop_has_the_defaults(database: Database):
    assert await database.read(read_settings) == ShopSettings()


async def test_every_setting_comes_back_as_it_was_set(database: Database):
    written = await database.write(change(FULL))
    assert await database.read(read_settings) == written
    assert written.version == 1
    assert written.bank_accounts[0] == BankAccount(key="bca-7890", bank="BCA", number="1234567890", holder="Sari Dewi")
    assert written.contact == Contact(email="toko@example.com", whatsapp="+6281234567890")


async def test_a_second_change_leaves_the_others_and_counts(database: Database):
    await database.write(change(FULL, 0))
    after = await database.write(change(SettingsPatch(contact=ContactPatch(phone="021 5234567")), 1))
    assert after.version == 2
    assert after.contact == Contact(email="toko@example.com", phone="+62215234567", whatsapp="+6281234567890")
    assert await database.read(read_settings) == after


async def test_names_numbers_and_addresses_do_not_stand_in_the_table_in_clear(database: Database):
    await database.write(change(FULL))
    stored = str(await rows(database, sa.text("SELECT * FROM shop_setting")))
    assert "Toko Melati" in stored
    assert [
        canary for canary in ("Sari Dewi", "1234567890", "sari@example.com", "toko@example.com") if canary in stored
    ] == []


async def test_who_has_seen_an_older_version_is_refused(database: Database):
    await database.write(change(SettingsPatch(name="One"), 0))
    with pytest.raises(SettingsStale):
        await database.write(change(SettingsPatch(name="Two"), 0))
    assert (await database.read(read_settings)).name == "One"


@pytest.mark.parametrize("seen", [0, 1])
async def test_of_many_who_saw_the_same_version_one_wins(database: Database, seen: int):
    if seen:
        await database.write(change(FULL))
    patches = [SettingsPatch(name=f"Toko {number}") for number in range(8)]
    results = await asyncio.gather(*(database.write(change(patch, seen)) for patch in patches), return_exceptions=True)
    won = [result for result in results if isinstance(result, ShopSettings)]
    assert len(won) == 1, results
    assert all(isinstance(result, SettingsStale) for result in results if result not in won)
    assert await database.read(read_settings) == won[0]


async def test_changes_without_a_version_all_count(database: Database):
    await database.write(change(FULL))
    patches = [SettingsPatch(name="Baru"), SettingsPatch(zone=Zone.MAKASSAR), SettingsPatch(order_number_prefix="XX")]
    await asyncio.gather(*(database.write(change(patch)) for patch in patches))
    after = await database.read(read_settings)
    assert (after.name, after.zone, after.order_number_prefix, after.version) == ("Baru", Zone.MAKASSAR, "XX", 4)


async def test_a_refused_change_stores_nothing(database: Database):
    with pytest.raises(InvalidFields):
        await database.write(change(SettingsPatch(name="Baru", order_number_prefix="x")))
    assert await rows(database, sa.text("SELECT * FROM shop_setting")) == []


async def test_the_same_again_changes_nothing(database: Database):
    first = await database.write(change(FULL))
    assert await database.write(change(FULL, first.version)) == first
    assert len(await rows(database, sa.select(audit_entry))) == 1


async def test_the_audit_names_what_changed_without_values(database: Database):
    await database.write(change(SettingsPatch(name="Sari Dewi", zone=Zone.MAKASSAR)))
    (entry,) = await rows(database, sa.select(audit_entry))
    assert (entry.actor_id, entry.action, entry.detail) == ("wati", "settings.changed", {"changed": ["name", "zone"]})


async def test_a_cache_sees_a_change_within_a_second_and_asks_seldom(database: Database):
    cache = SettingsCache(database)
    assert (await cache.current()).name == "Toko Niaga"
    await database.write(change(FULL))
    assert (await cache.current()).name == "Toko Niaga", "a quarter of a second is what the promise allows"
    await asyncio.sleep(0.3)
    assert (await cache.current()).name == "Toko Melati"
    cache.forget()
    assert (await cache.current()).name == "Toko Melati"


async def test_a_cache_that_cannot_wait_learns_in_the_background(database: Database):
    cache = SettingsCache(database)
    await database.write(change(FULL))
    assert cache.last_known().cors_origins == ()
    await asyncio.sleep(0.2)
    assert cache.last_known().cors_origins == ("https://toko.example.com",)


async def test_a_cache_asks_once_for_many_callers(database: Database):
    reads = []

    async def read(query: Any) -> Any:
        reads.append(1)
        return await database.read(query)

    watched = SettingsCache(SimpleNamespace(read=read))
    await asyncio.gather(*(watched.current() for _ in range(50)))
    assert len(reads) == 1


async def test_a_version_that_is_not_the_stored_one_is_never_taken(database: Database):
    await database.write(change(FULL))
    for foreign in (7, 2):
        assert await database.write(lambda tx, foreign=foreign: take_version(tx, foreign)) is False
    assert await database.write(lambda tx: take_version(tx, 1)) is True
