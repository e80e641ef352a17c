"""Products are made, changed and found by SKU alike on every engine."""

import pytest
import sqlalchemy as sa
from tests.support.catalogue import WATI, a_product, a_variant, feature, sell, words

from niaga.catalogue.errors import SkuTaken, SlugTaken, StaleProduct
from niaga.catalogue.model import ProductChange, VariantChange, Words
from niaga.catalogue.public import (
    CategoryDraft,
    change_product,
    change_variant,
    create_categories,
    find_variants_by_sku,
    variant_revisions,
)
from niaga.catalogue.store import find_product, list_categories
from niaga.catalogue.tables import product_attribute, search_term, variant
from niaga.foundation.errors import InvalidFields, NotFound
from niaga.foundation.identity import new_id
from niaga.foundation.money import Money
from niaga.platform.audit.tables import audit_entry
from niaga.platform.database import Database, read_revision


async def test_a_product_comes_back_as_it_was_made(database: Database) -> None:
    draft = a_product(
        description=words("Biji dari \"Gayo\" 100% 'asli'", "Beans\nfrom Gayo é"),
        attributes=(feature("asal", "Aceh Tengah"),),
        metadata={"rak": "B-2"},
        variants=(
            a_variant("GAYO-250", options=(feature("berat", "250 g"),), compare_at_price=90_000),
            a_variant("GAYO-500", options=(feature("berat", "500 g"),), price=160_000, published=False),
        ),
    )
    [made] = await sell(database, draft)
    assert await database.read(lambda db: find_product(db, made.id)) == made
    assert (made.price_min, made.price_max, made.listed) == (85_000, 85_000, True)


async def test_a_slug_is_made_from_the_name_and_never_given_twice(database: Database) -> None:
    made = await sell(database, a_product("Kopi Gayo", sku="A"), a_product("Kopi  Gayô!", sku="B"))
    later = await sell(database, a_product("Kopi Gayo", sku="C"))
    assert [one.slug for one in made + later] == ["kopi-gayo", "kopi-gayo-2", "kopi-gayo-3"]


async def test_a_slug_of_ones_own_that_is_taken_is_refused(database: Database) -> None:
    await sell(database, a_product(slug="kopi", sku="A"))
    with pytest.raises(SlugTaken):
        await sell(database, a_product(slug="kopi", sku="B"))


async def test_a_sku_is_sold_by_one_variant_alone(database: Database) -> None:
    await sell(database, a_product(sku="A"))
    with pytest.raises(SkuTaken):
        await sell(database, a_product("Teh", sku="A"))


async def test_skus_are_told_apart_by_case(database: Database) -> None:
    await sell(database, a_product(sku="a1"), a_product(sku="A1"))
    found = await database.read(lambda db: find_variants_by_sku(db, ["A1", "a1", "Á1"]))
    assert {sku: view.sku for sku, view in found.items()} == {"A1": "A1", "a1": "a1"}


async def test_a_variant_is_seen_with_its_products_name_and_picture(database: Database) -> None:
    await sell(database, a_product("Teh Melati", sku="TEH", variants=(a_variant("TEH", compare_at_price=99_000),)))
    view = (await database.read(lambda db: find_variants_by_sku(db, ["TEH", "NONE", "TEH"])))["TEH"]
    assert (view.product_name, view.price, view.compare_at_price) == (words("Teh Melati"), Money(85_000), Money(99_000))
    assert (view.image_url, view.published, view.revision) == ("/media/kopi.svg", True, 1)


async def test_a_variant_of_an_unpublished_product_is_not_for_sale(database: Database) -> None:
    [made] = await sell(database, a_product(sku="A"))
    [one] = made.variants
    await database.write(lambda tx: change_product(tx, WATI, made.id, ProductChange(published=False)))
    assert await database.read(lambda db: variant_revisions(db, [one.id, new_id()])) == {one.id: (1, False)}
    assert not (await database.read(lambda db: find_variants_by_sku(db, ["A"])))["A"].published


async def test_a_new_price_raises_the_revision_and_moves_the_span(database: Database) -> None:
    [made] = await sell(database, a_product(variants=(a_variant("A"), a_variant("B", options=()))[:1]))
    [one] = made.variants
    after = await database.write(lambda tx: change_variant(tx, WATI, one.id, VariantChange(price=70_000)))
    found = await database.read(lambda db: find_product(db, made.id))
    assert (after.revision, found.price_min, found.price_max, found.revision) == (2, 70_000, 70_000, 2)
    assert found.variants == (after,)


async def test_unpublishing_the_only_variant_takes_the_product_off_the_list(database: Database) -> None:
    [made] = await sell(database, a_product())
    await database.write(lambda tx: change_variant(tx, WATI, made.variants[0].id, VariantChange(published=False)))
    assert not (await database.read(lambda db: find_product(db, made.id))).listed


async def test_a_change_based_on_an_old_look_is_refused(database: Database) -> None:
    [made] = await sell(database, a_product())
    await database.write(lambda tx: change_product(tx, WATI, made.id, ProductChange(published=False), if_revision=1))
    with pytest.raises(StaleProduct):
        await database.write(lambda tx: change_product(tx, WATI, made.id, ProductChange(published=True), if_revision=1))
    [one] = made.variants
    with pytest.raises(StaleProduct):
        await database.write(lambda tx: change_variant(tx, WATI, one.id, VariantChange(price=1), if_revision=7))
    found = await database.read(lambda db: find_product(db, made.id))
    assert (found.published, found.revision, found.variants[0].price) == (False, 2, 85_000)


async def test_what_is_not_there_cannot_be_changed(database: Database) -> None:
    with pytest.raises(NotFound):
        await database.write(lambda tx: change_product(tx, WATI, new_id(), ProductChange(published=True)))
    with pytest.raises(NotFound):
        await database.write(lambda tx: change_variant(tx, WATI, new_id(), VariantChange(price=1)))


async def test_a_price_below_zero_is_refused_by_the_rule_and_by_the_table(database: Database) -> None:
    [made] = await sell(database, a_product())
    with pytest.raises(InvalidFields):
        await database.write(lambda tx: change_variant(tx, WATI, made.variants[0].id, VariantChange(price=-1)))
    for broken in ({"price": -1}, {"compare_at_price": 85_000}, {"weight_grams": 0}, {"height_mm": 0}):
        with pytest.raises(sa.exc.DBAPIError):
            await database.write(lambda tx, broken=broken: tx.execute(sa.update(variant).values(**broken)))


async def test_a_new_name_is_filed_in_place_of_the_old_one(database: Database) -> None:
    [made] = await sell(database, a_product("Teh Melati", attributes=(feature("asal", "Solo"),)))
    change = ProductChange(name=Words("Teh Tubruk", "Brewed Tea"), attributes=(feature("asal", "Slawi"),))
    await database.write(lambda tx: change_product(tx, WATI, made.id, change))
    terms = set(await database.read(lambda db: db.execute(sa.select(search_term.c.term)).scalars().all()))
    values = await database.read(lambda db: db.execute(sa.select(product_attribute.c.value)).scalars().all())
    assert {"tubruk", "brew"} <= terms
    assert "solo" not in terms
    assert values == ["slawi"]


async def test_every_change_makes_caches_stale_and_leaves_a_trace(database: Database) -> None:
    [made] = await sell(database, a_product())
    before = await database.read(lambda db: read_revision(db, "catalogue"))
    await database.write(lambda tx: change_product(tx, WATI, made.id, ProductChange(published=True)))
    await database.write(lambda tx: change_variant(tx, WATI, made.variants[0].id, VariantChange(price=1)))
    assert await database.read(lambda db: read_revision(db, "catalogue")) == before + 2
    rows = await database.read(lambda db: db.execute(sa.select(audit_entry).order_by(audit_entry.c.id)).all())
    assert [(row.actor_id, row.action) for row in rows] == [(WATI.id, "product.changed"), (WATI.id, "variant.changed")]


async def test_categories_stand_inside_one_another_in_the_order_given(database: Database) -> None:
    drafts = [
        CategoryDraft(slug="minuman", name=words("Minuman", "Drinks")),
        CategoryDraft(slug="kopi", name=words("Kopi", "Coffee"), parent="minuman"),
    ]
    outer, inner = await database.write(lambda tx: create_categories(tx, drafts))
    assert await database.read(list_categories) == [outer, inner]
    assert inner.parent_id == outer.id


async def test_a_product_needs_a_category_that_exists(database: Database) -> None:
    with pytest.raises(InvalidFields) as refusal:
        await sell(database, a_product(category="kopi"))
    assert refusal.value.problems()[0].path == "category"
