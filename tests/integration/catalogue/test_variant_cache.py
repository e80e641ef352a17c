"""The variants held in memory follow the catalogue, and ask the database for nothing that they hold."""

from tests.support.catalogue import WATI, a_product, sell, statements_of

from niaga.catalogue.model import VariantChange
from niaga.catalogue.public import VariantCache, change_variant
from niaga.platform.database import Database


async def test_what_is_held_costs_no_statement(database: Database) -> None:
    await sell(database, a_product(sku="A"), a_product("Teh", sku="B"))
    cache = VariantCache(database)
    first = await cache.find(["A", "B"])
    seen = statements_of(database)
    assert await cache.find(["B", "A"]) == first
    assert seen == []


async def test_the_next_skus_are_taken_along(database: Database) -> None:
    await sell(database, *(a_product(f"Kopi {sku}", sku=sku) for sku in "ABCD"))
    cache = VariantCache(database)
    await cache.find(["B"])
    seen = statements_of(database)
    assert list(await cache.find(["C", "D"])) == ["C", "D"]
    assert seen == []
    assert list(await cache.find(["A"])) == ["A"]
    assert seen, "one that comes before is not there yet"


async def test_a_new_price_is_seen_once_the_revision_is_asked_for(database: Database) -> None:
    [made] = await sell(database, a_product(sku="A"))
    cache = VariantCache(database)
    await cache.find(["A"])
    await database.write(lambda tx: change_variant(tx, WATI, made.variants[0].id, VariantChange(price=1)))
    cache.expire()
    assert (await cache.find(["A"]))["A"].price.amount == 1


async def test_unknown_skus_are_asked_for_again_and_never_held(database: Database) -> None:
    cache = VariantCache(database)
    assert await cache.find(["A", "x" * 500]) == {}
    await sell(database, a_product(sku="A"))
    assert list(await cache.find(["A"])) == ["A"]
