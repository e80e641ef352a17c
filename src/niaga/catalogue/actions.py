"""What may happen to the catalogue. All of these belong inside a transaction; the caller commits.

Whoever changes a product or one of its variants first raises the product's revision: that makes them wait for one
another, so that the span of prices is always that of the variants which are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from niaga.catalogue import store
from niaga.catalogue.errors import SkuTaken, SlugTaken, StaleProduct, unknown_category
from niaga.catalogue.model import CURRENCY, Category, Product, Variant, given
from niaga.catalogue.rules.filing import attribute_rows, term_rows
from niaga.catalogue.rules.products import (
    bad_slug,
    check_features,
    check_products,
    check_variant,
    free_slug,
    is_listed,
    is_slug,
    price_range,
    slug_of,
    variant_name,
)
from niaga.foundation.errors import InvalidFields, NotFound
from niaga.foundation.identity import new_id, with_prefix
from niaga.platform.audit import record_audit
from niaga.platform.database import Write, bump_revision, write_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from niaga.catalogue.model import CategoryDraft, ProductChange, ProductDraft, VariantChange, VariantDraft
    from niaga.platform.audit import Actor
    from niaga.platform.database import Transaction

SCOPE = "catalogue"
_FILED_BY = frozenset({"name", "description", "attributes"})


def create_categories(tx: Transaction, drafts: Sequence[CategoryDraft]) -> list[Category]:
    """Add categories behind those that are there. Raises SlugTaken, InvalidFields (a parent that does not exist)."""
    known = {one.slug: one for one in store.list_categories(tx)}
    made = []
    for draft in drafts:
        if not is_slug(draft.slug):
            raise InvalidFields((bad_slug("slug"),))
        if draft.slug in known:
            raise SlugTaken(draft.slug)
        if draft.parent is not None and draft.parent not in known:
            raise unknown_category("parent", draft.parent)
        parent_id = known[draft.parent].id if draft.parent else None
        one = Category(id=new_id(), slug=draft.slug, name=draft.name, parent_id=parent_id, position=len(known))
        known[one.slug] = one
        made.append(one)
    rows = [(one.id, one.slug, one.name, one.parent_id, one.position) for one in made]
    write_all(tx, [Write(store.INSERT_CATEGORIES, rows)])
    bump_revision(tx, SCOPE)
    return made


def create_products(tx: Transaction, drafts: Sequence[ProductDraft]) -> list[Product]:
    """Make products with their variants, any number at once. Raises InvalidFields, SkuTaken, SlugTaken."""
    check_products(drafts)
    _refuse_taken_skus(tx, drafts)
    slugs = _slugs_for(tx, drafts)
    categories = _category_ids(tx, drafts)
    made = [_made(draft, slug, categories[draft.category], tx.now) for draft, slug in zip(drafts, slugs, strict=True)]
    write_all(
        tx,
        [
            Write(store.INSERT_PRODUCTS, [store.product_row(one) for one in made]),
            Write(store.INSERT_VARIANTS, [store.variant_row(one) for product in made for one in product.variants]),
            Write(store.INSERT_TERMS, term_rows(made)),
            Write(store.INSERT_ATTRIBUTES, attribute_rows(made)),
        ],
    )
    bump_revision(tx, SCOPE)
    return made


def add_product(tx: Transaction, actor: Actor, draft: ProductDraft) -> Product:
    """Make one product for a member of staff. Raises InvalidFields, SkuTaken, SlugTaken."""
    made = create_products(tx, [draft])[0]
    _audit(tx, actor, "product.created", made.id, {"slug": made.slug, "skus": [one.sku for one in made.variants]})
    return made


def change_product(
    tx: Transaction, actor: Actor, product_id: str, change: ProductChange, *, if_revision: int | None = None
) -> Product:
    """Change what is given. Raises NotFound, StaleProduct (it is past `if_revision`), InvalidFields, SlugTaken."""
    before = _claimed(tx, product_id, if_revision)
    fields = given(change)
    if "category" in fields:
        category = fields.pop("category")
        fields["category_id"] = _category_id(tx, category)
    if "slug" in fields and fields["slug"] != before.slug:
        _check_slug(tx, fields["slug"])
    if "attributes" in fields:
        check_features(fields["attributes"], "attributes")
    after = msgspec.structs.replace(before, **fields)
    images = after.images
    after = msgspec.structs.replace(
        after,
        image_url=images[0] if images else "",
        listed=is_listed(published=after.published, variants=after.variants),
    )
    _store_product(tx, after, refile=not fields.keys().isdisjoint(_FILED_BY))
    _audit(tx, actor, "product.changed", product_id, {"fields": sorted(given(change))})
    return after


def change_variant(
    tx: Transaction, actor: Actor, variant_id: str, change: VariantChange, *, if_revision: int | None = None
) -> Variant:
    """Change what is given; its revision grows. Raises NotFound, StaleProduct (past `if_revision`), InvalidFields."""
    product_id = store.find_product_of_variant(tx, variant_id)
    if product_id is None:
        raise NotFound("variant", with_prefix("var", variant_id))
    product = _claimed(tx, product_id, None)
    before = next(one for one in product.variants if one.id == variant_id)
    if if_revision is not None and before.revision != if_revision:
        raise StaleProduct
    fields = given(change)
    after = msgspec.structs.replace(before, **fields, revision=before.revision + 1)
    check_variant(after)
    variants = tuple(after if one.id == variant_id else one for one in product.variants)
    lowest, highest = price_range(variants)
    row = (
        after.id, before.revision, after.name, after.price, after.compare_at_price, after.weight_grams,
        after.length_mm, after.width_mm, after.height_mm, after.published, after.revision,
    )  # fmt: skip
    span = (product_id, is_listed(published=product.published, variants=variants), lowest, highest)
    write_all(tx, [Write(store.UPDATE_VARIANTS, [row], expect=1), Write(store.UPDATE_SPANS, [span])])
    bump_revision(tx, SCOPE)
    detail = {"sku": after.sku, "fields": sorted(fields), "price_before": before.price, "price": after.price}
    record_audit(tx, actor, action="variant.changed", subject_type="variant", subject_id=variant_id, detail=detail)
    return after


def _claimed(tx: Transaction, product_id: str, if_revision: int | None) -> Product:
    claimed = store.claim_product(tx, product_id)
    found = store.find_product(tx, product_id) if claimed else None
    if found is None:
        raise NotFound("product", with_prefix("prd", product_id))
    if if_revision is not None and found.revision != if_revision + 1:
        raise StaleProduct
    return found


def _store_product(tx: Transaction, after: Product, *, refile: bool) -> None:
    row = (
        after.id, after.slug, after.name, after.description, after.category_id, after.attributes, after.images,
        after.image_url, after.published, after.listed, after.metadata,
    )  # fmt: skip
    if refile:
        # What was filed goes first and in a statement of its own: fused, the new terms would meet the old ones.
        store.unfile_product(tx, after.id)
        filed = [Write(store.INSERT_TERMS, term_rows([after])), Write(store.INSERT_ATTRIBUTES, attribute_rows([after]))]
        write_all(tx, filed)
    write_all(tx, [Write(store.UPDATE_PRODUCTS, [row], expect=1)])
    bump_revision(tx, SCOPE)


def _made(draft: ProductDraft, slug: str, category_id: str | None, now: datetime) -> Product:
    product_id = new_id()
    lowest, highest = price_range(draft.variants)
    return Product(
        id=product_id,
        slug=slug,
        name=draft.name,
        description=draft.description,
        category_id=category_id,
        attributes=draft.attributes,
        images=draft.images,
        image_url=draft.images[0] if draft.images else "",
        published=draft.published,
        listed=is_listed(published=draft.published, variants=draft.variants),
        price_min=lowest,
        price_max=highest,
        currency=CURRENCY,
        revision=1,
        demo=draft.demo,
        metadata=draft.metadata,
        created_at=now,
        variants=tuple(
            _made_variant(variant, draft, product_id, place) for place, variant in enumerate(draft.variants)
        ),
    )


def _made_variant(variant: VariantDraft, draft: ProductDraft, product_id: str, position: int) -> Variant:
    return Variant(
        id=new_id(),
        product_id=product_id,
        sku=variant.sku,
        name=variant_name(variant, draft.name),
        options=variant.options,
        price=variant.price,
        compare_at_price=variant.compare_at_price,
        currency=CURRENCY,
        weight_grams=variant.weight_grams,
        length_mm=variant.length_mm,
        width_mm=variant.width_mm,
        height_mm=variant.height_mm,
        published=variant.published,
        revision=1,
        position=position,
    )


def _refuse_taken_skus(tx: Transaction, drafts: Sequence[ProductDraft]) -> None:
    skus = [variant.sku for draft in drafts for variant in draft.variants]
    taken = store.taken_skus(tx, skus)
    seen: set[str] = set()
    for sku in skus:
        if sku in taken or sku in seen:
            raise SkuTaken(sku)
        seen.add(sku)


def _slugs_for(tx: Transaction, drafts: Sequence[ProductDraft]) -> list[str]:
    """A slug for each draft: its own, which must be free, or one made from its name."""
    own = [draft.slug for draft in drafts if draft.slug is not None]
    used = store.taken_slugs(tx, own) if own else set()
    slugs = []
    for draft in drafts:
        if draft.slug is not None:
            slug = draft.slug
            if slug in used:
                raise SlugTaken(slug)
        else:
            wanted = slug_of(draft.name.id) or slug_of(draft.name.en) or draft.variants[0].sku.lower()
            slug = free_slug(slug_of(wanted), used | store.slugs_beginning(tx, slug_of(wanted)))
        used.add(slug)
        slugs.append(slug)
    return slugs


def _check_slug(tx: Transaction, slug: str) -> None:
    if not is_slug(slug):
        raise InvalidFields((bad_slug("slug"),))
    if store.taken_slugs(tx, [slug]):
        raise SlugTaken(slug)


def _category_ids(tx: Transaction, drafts: Sequence[ProductDraft]) -> Mapping[str | None, str | None]:
    if all(draft.category is None for draft in drafts):
        return {None: None}
    known: dict[str | None, str | None] = {one.slug: one.id for one in store.list_categories(tx)}
    known[None] = None
    for draft in drafts:
        if draft.category not in known:
            raise unknown_category(f"{draft.path}category", str(draft.category))
    return known


def _category_id(tx: Transaction, slug: str | None) -> str | None:
    if slug is None:
        return None
    for one in store.list_categories(tx):
        if one.slug == slug:
            return one.id
    raise unknown_category("category", slug)


def _audit(tx: Transaction, actor: Actor, action: str, product_id: str, detail: dict[str, object]) -> None:
    record_audit(tx, actor, action=action, subject_type="product", subject_id=product_id, detail=detail)
