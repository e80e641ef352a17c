"""The catalogue for staff: products with their variants, in both languages. Changes say which revision they mean."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response, get, patch, post
from msgspec import UNSET, Meta, UnsetType

from niaga.accounts.public import Permission, staff
from niaga.catalogue.actions import add_product, change_product, change_variant
from niaga.catalogue.errors import SkuTaken, SlugTaken, StaleProduct
from niaga.catalogue.model import (
    Category,
    Feature,
    Product,
    ProductChange,
    ProductDraft,
    Variant,
    VariantChange,
    VariantDraft,
    Words,
)
from niaga.catalogue.queries import get_product, get_variant, list_products
from niaga.catalogue.rules.products import MAX_GRAMS, MAX_MILLIMETRES, MAX_VARIANTS, slug_of
from niaga.catalogue.store import list_categories
from niaga.foundation.errors import InvalidFields, NotFound
from niaga.foundation.identity import with_prefix, without_prefix
from niaga.foundation.paging import DEFAULT_LIMIT, BadCursor
from niaga.platform.database import Database, Transaction
from niaga.platform.http import (
    Amount,
    Cursor,
    Limit,
    Line,
    Metadata,
    Search,
    ShopRequest,
    ShortLine,
    actor_of,
    answer_once,
)
from niaga.platform.http.versions import IfMatchMissing, seen_version

_SLUG_FORM = r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
_MEDIA_FORM = r"^/media/[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$(?!\n)"

Slug = Annotated[str, Meta(min_length=1, max_length=120, pattern=_SLUG_FORM)]
Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=_SLUG_FORM)]
ValueCode = Annotated[str, Meta(min_length=1, max_length=80, pattern=_SLUG_FORM)]
Description = Annotated[str, Meta(max_length=10_000)]
Picture = Annotated[str, Meta(max_length=500, pattern=_MEDIA_FORM, examples=["/media/kopi-gayo.svg"])]
Pictures = Annotated[list[Picture], Meta(max_length=50)]
Weight = Annotated[int, Meta(ge=1, le=MAX_GRAMS)]
Measure = Annotated[int, Meta(ge=1, le=MAX_MILLIMETRES)]


class WordsBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A name in both languages. Without English the Indonesian stands for both."""

    id: Line
    en: Line | UnsetType = UNSET

    def words(self) -> Words:
        """The words."""
        return Words(self.id, self.id if self.en is UNSET else self.en)


class DescriptionBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A text in both languages. Without English the Indonesian stands for both."""

    id: Description
    en: Description | UnsetType = UNSET

    def words(self) -> Words:
        """The words."""
        return Words(self.id, self.id if self.en is UNSET else self.en)


class FeatureBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An option of a variant or an attribute of a product. Codes left out are made from the Indonesian words."""

    name: WordsBody
    value: WordsBody
    code: Code | UnsetType = UNSET
    value_code: ValueCode | UnsetType = UNSET

    def feature(self) -> Feature:
        """The option or attribute."""
        code = slug_of(self.name.id, limit=40) if self.code is UNSET else self.code
        value_code = slug_of(self.value.id, limit=80) if self.value_code is UNSET else self.value_code
        return Feature(code, self.name.words(), value_code, self.value.words())


Features = Annotated[list[FeatureBody], Meta(max_length=20)]


class VariantBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A variant of a new product, as it is packed for shipping. Without a name it is called by its options."""

    sku: ShortLine
    price: Amount
    weight_grams: Weight
    length_mm: Measure
    width_mm: Measure
    height_mm: Measure
    compare_at_price: Amount | None = None
    name: WordsBody | None = None
    options: Features = []
    published: bool = True


class ProductBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new product. `category` is a slug; a slug of its own is made from the name when left out."""

    name: WordsBody
    variants: Annotated[list[VariantBody], Meta(min_length=1, max_length=MAX_VARIANTS)]
    slug: Slug | None = None
    description: DescriptionBody | None = None
    category: Slug | None = None
    attributes: Features = []
    images: Pictures = []
    published: bool = True
    metadata: Metadata = {}


class ProductPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What to change about a product; what is left out stays. A list replaces the whole list."""

    name: WordsBody | UnsetType = UNSET
    slug: Slug | UnsetType = UNSET
    description: DescriptionBody | UnsetType = UNSET
    category: Slug | UnsetType | None = UNSET
    attributes: Features | UnsetType = UNSET
    images: Pictures | UnsetType = UNSET
    published: bool | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET


class VariantPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What to change about a variant; what is left out stays. SKU and options stay for good: orders name them."""

    name: WordsBody | UnsetType = UNSET
    price: Amount | UnsetType = UNSET
    compare_at_price: Amount | UnsetType | None = UNSET
    weight_grams: Weight | UnsetType = UNSET
    length_mm: Measure | UnsetType = UNSET
    width_mm: Measure | UnsetType = UNSET
    height_mm: Measure | UnsetType = UNSET
    published: bool | UnsetType = UNSET


class StaffVariant(msgspec.Struct, kw_only=True):
    """A variant as staff see it. `revision` is what `If-Match` takes."""

    id: str
    product_id: str
    sku: str
    name: Words
    options: list[Feature]
    price: int
    compare_at_price: int | None
    currency: str
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    published: bool
    revision: int


class StaffProductItem(msgspec.Struct, kw_only=True):
    """A product in the staff's list. `listed`: buyers see it."""

    id: str
    slug: str
    name: Words
    image_url: str | None
    published: bool
    listed: bool
    price_min: int
    price_max: int
    currency: str
    revision: int
    created_at: datetime


class StaffProduct(StaffProductItem, kw_only=True):
    """A product as staff see it. `revision` is what `If-Match` takes; it grows with its variants' changes too."""

    description: Words
    category: str | None
    attributes: list[Feature]
    images: list[str]
    demo: bool
    metadata: dict[str, str]
    variants: list[StaffVariant]


class StaffProductList(msgspec.Struct, kw_only=True):
    """A page of the staff's list."""

    items: list[StaffProductItem]
    next_cursor: str | None


@get(
    "/admin/v1/products",
    policy=staff(Permission.CATALOGUE_READ),
    tags=["catalogue"],
    summary="All products, the newest first",
    refuses=(BadCursor,),
)
async def list_all_products(
    database: Database, search: Search = None, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> StaffProductList:
    """Published or not. A search wants all words, as buyers' searches do; a SKU is a word."""
    page = await database.read(lambda db: list_products(db, search=search, limit=limit, cursor=cursor))
    return StaffProductList(items=[_item(one) for one in page.items], next_cursor=page.next_cursor)


@get(
    "/admin/v1/products/{product_id:str}",
    policy=staff(Permission.CATALOGUE_READ),
    tags=["catalogue"],
    summary="A product with its variants",
)
async def get_staff_product(database: Database, product_id: str) -> Response[StaffProduct]:
    """Its revision is the `ETag`."""
    own_id = _own_id("prd", product_id, "product")
    product, categories = await database.read(lambda db: (get_product(db, own_id), list_categories(db)))
    return _product_response(product, categories)


@get(
    "/admin/v1/variants/{variant_id:str}",
    policy=staff(Permission.CATALOGUE_READ),
    tags=["catalogue"],
    summary="A variant",
)
async def get_staff_variant(database: Database, variant_id: str) -> Response[StaffVariant]:
    """Its revision is the `ETag`."""
    own_id = _own_id("var", variant_id, "variant")
    return _variant_response(await database.read(lambda db: get_variant(db, own_id)))


@post(
    "/admin/v1/products",
    policy=staff(Permission.CATALOGUE_WRITE),
    tags=["catalogue"],
    summary="Add a product with its variants",
    refuses=(SkuTaken, SlugTaken),
)
async def create_product(request: ShopRequest, database: Database, data: ProductBody) -> Response[StaffProduct]:
    """Stock is none until an adjustment brings some."""
    draft, actor = _draft(data), actor_of(request)

    def act(tx: Transaction) -> tuple[Product, list[Category]]:
        return add_product(tx, actor, draft), list_categories(tx)

    return await answer_once(request, database, act, lambda made: _product(*made))


@patch(
    "/admin/v1/products/{product_id:str}",
    policy=staff(Permission.CATALOGUE_WRITE),
    tags=["catalogue"],
    summary="Change a product",
    refuses=(IfMatchMissing, StaleProduct, SlugTaken, InvalidFields),
    if_match=True,
)
async def patch_product(
    request: ShopRequest, database: Database, product_id: str, data: ProductPatch
) -> Response[StaffProduct]:
    """`If-Match` holds the revision you have seen; 412: somebody changed it since."""
    seen, own_id = seen_version(request, StaleProduct()), _own_id("prd", product_id, "product")
    change, actor = _product_change(data), actor_of(request)

    def act(tx: Transaction) -> tuple[Product, list[Category]]:
        return change_product(tx, actor, own_id, change, if_revision=seen), list_categories(tx)

    return _product_response(*await database.write(act))


@patch(
    "/admin/v1/variants/{variant_id:str}",
    policy=staff(Permission.CATALOGUE_WRITE),
    tags=["catalogue"],
    summary="Change a variant: price, publishing, weight, measures",
    refuses=(IfMatchMissing, StaleProduct, InvalidFields),
    if_match=True,
)
async def patch_variant(
    request: ShopRequest, database: Database, variant_id: str, data: VariantPatch
) -> Response[StaffVariant]:
    """`If-Match` holds the revision you have seen; 412: somebody changed it since."""
    seen, own_id = seen_version(request, StaleProduct()), _own_id("var", variant_id, "variant")
    change, actor = _variant_change(data), actor_of(request)
    return _variant_response(
        await database.write(lambda tx: change_variant(tx, actor, own_id, change, if_revision=seen))
    )


def _own_id(prefix: str, text: str, what: str) -> str:
    own_id = without_prefix(prefix, text)
    if own_id is None:
        raise NotFound(what, text[:64])
    return own_id


def _draft(data: ProductBody) -> ProductDraft:
    return ProductDraft(
        name=data.name.words(),
        slug=data.slug,
        description=data.description.words() if data.description else Words("", ""),
        category=data.category,
        attributes=tuple(one.feature() for one in data.attributes),
        images=tuple(data.images),
        published=data.published,
        metadata=data.metadata,
        variants=tuple(_variant_draft(one) for one in data.variants),
    )


def _variant_draft(data: VariantBody) -> VariantDraft:
    return VariantDraft(
        sku=data.sku,
        price=data.price,
        compare_at_price=data.compare_at_price,
        weight_grams=data.weight_grams,
        length_mm=data.length_mm,
        width_mm=data.width_mm,
        height_mm=data.height_mm,
        name=data.name.words() if data.name else None,
        options=tuple(one.feature() for one in data.options),
        published=data.published,
    )


def _product_change(data: ProductPatch) -> ProductChange:
    return ProductChange(
        name=UNSET if data.name is UNSET else data.name.words(),
        slug=data.slug,
        description=UNSET if data.description is UNSET else data.description.words(),
        category=data.category,
        attributes=UNSET if data.attributes is UNSET else tuple(one.feature() for one in data.attributes),
        images=UNSET if data.images is UNSET else tuple(data.images),
        published=data.published,
        metadata=data.metadata,
    )


def _variant_change(data: VariantPatch) -> VariantChange:
    return VariantChange(
        name=UNSET if data.name is UNSET else data.name.words(),
        price=data.price,
        compare_at_price=data.compare_at_price,
        weight_grams=data.weight_grams,
        length_mm=data.length_mm,
        width_mm=data.width_mm,
        height_mm=data.height_mm,
        published=data.published,
    )


def _product_response(product: Product, categories: list[Category]) -> Response[StaffProduct]:
    return Response(_product(product, categories), headers={"ETag": f'"{product.revision}"'})


def _variant_response(variant: Variant) -> Response[StaffVariant]:
    return Response(_variant(variant), headers={"ETag": f'"{variant.revision}"'})


def _item(one: Product) -> StaffProductItem:
    return StaffProductItem(
        id=with_prefix("prd", one.id),
        slug=one.slug,
        name=one.name,
        image_url=one.image_url or None,
        published=one.published,
        listed=one.listed,
        price_min=one.price_min,
        price_max=one.price_max,
        currency=one.currency,
        revision=one.revision,
        created_at=one.created_at,
    )


def _product(one: Product, categories: list[Category]) -> StaffProduct:
    slugs = {category.id: category.slug for category in categories}
    return StaffProduct(
        **msgspec.structs.asdict(_item(one)),
        description=one.description,
        category=slugs.get(one.category_id or ""),
        attributes=list(one.attributes),
        images=list(one.images),
        demo=one.demo,
        metadata=one.metadata,
        variants=[_variant(variant) for variant in one.variants],
    )


def _variant(one: Variant) -> StaffVariant:
    return StaffVariant(
        id=with_prefix("var", one.id),
        product_id=with_prefix("prd", one.product_id),
        sku=one.sku,
        name=one.name,
        options=list(one.options),
        price=one.price,
        compare_at_price=one.compare_at_price,
        currency=one.currency,
        weight_grams=one.weight_grams,
        length_mm=one.length_mm,
        width_mm=one.width_mm,
        height_mm=one.height_mm,
        published=one.published,
        revision=one.revision,
    )


routes = [list_all_products, get_staff_product, get_staff_variant, create_product, patch_product, patch_variant]
