"""Reads the demo shop: goods, pictures and invented buyers from the files beside it, checked and ready to be sown.

Nothing is written here and no database is known; `niaga seed demo` turns these structs into products, stock and
orders. A file that contradicts itself raises `BrokenDemo` with the place that has to be mended.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, TypeVar

import msgspec

LITERAL_VALUE = re.compile("\\d+( \u00d7 \\d+)? (g|kg|cm|ml|L)|S|M|L|XL|XXL")

T = TypeVar("T")

OrderStatus = Literal["awaiting_payment", "processing", "shipped", "completed", "cancelled", "returned"]


class BrokenDemo(ValueError):
    """A demo file contradicts itself; the message says where."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in Indonesian and in English."""

    id: str
    en: str


class DemoOption(msgspec.Struct, frozen=True):
    """One choice of a variant: `code` (`ukuran`) and `value_code` (`besar`) are stable, the words are for people."""

    code: str
    label: Words
    value_code: str
    value: Words


class DemoAttribute(msgspec.Struct, frozen=True):
    """A fact about a product by which the shop filters: `asal` is Aceh Tengah."""

    code: str
    label: Words
    value: Words


class DemoVariant(msgspec.Struct, frozen=True):
    """What is bought: prices in whole rupiah, weight and measures as packed for shipping, `stock` pieces on hand."""

    sku: str
    name: Words
    options: tuple[DemoOption, ...]
    price: int
    compare_at_price: int | None
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    stock: int


class DemoProduct(msgspec.Struct, frozen=True):
    """A product with at least one variant; `category` is the slug of its category, `picture` a file in `pictures/`."""

    slug: str
    category: str
    name: Words
    description: Words
    attributes: tuple[DemoAttribute, ...]
    picture: str
    variants: tuple[DemoVariant, ...]


class DemoCategory(msgspec.Struct, frozen=True):
    """A category, in the order in which the shop shows them."""

    slug: str
    name: Words


class DemoLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many of this SKU."""

    sku: str
    quantity: int


class DemoOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An order to place for a buyer and to bring to `status`."""

    status: OrderStatus
    lines: tuple[DemoLine, ...]


class DemoBuyer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invented person with an address (Kemendagri district code) and the orders to place for them."""

    name: str
    phone: str
    email: str
    street: str
    region_code: str
    postal_code: str
    orders: tuple[DemoOrder, ...] = ()


class DemoShop(msgspec.Struct, frozen=True):
    """The whole demo shop: who it is, what it sells and who buys."""

    name: str
    tagline: Words
    email: str
    phone: str
    street: str
    region_code: str
    postal_code: str
    order_prefix: str
    categories: tuple[DemoCategory, ...]
    products: tuple[DemoProduct, ...]
    buyers: tuple[DemoBuyer, ...]


class _ShopFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    tagline: Words
    email: str
    phone: str
    street: str
    region_code: str
    postal_code: str
    order_prefix: str


class _Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: Words
    values: dict[str, Words] = {}


class _CatalogueFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    shop: _ShopFile
    shelves: dict[Literal["order"], tuple[str, ...]]
    options: dict[str, _Choice]
    attributes: dict[str, Words]


class _VariantFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sku: str
    price: int
    weight_grams: int
    size_mm: tuple[int, int, int]
    stock: int
    options: dict[str, str] = {}
    compare_at_price: int | None = None


class _ProductFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slug: str
    name: Words
    description: Words
    attributes: dict[str, Words | str]
    variants: tuple[_VariantFile, ...]


class _GoodsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slug: str
    name: Words
    products: tuple[_ProductFile, ...]


class _BuyersFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    buyers: tuple[DemoBuyer, ...]


@cache
def load_demo_shop() -> DemoShop:
    """The demo shop, read once. Raises `BrokenDemo` when a file is malformed or contradicts another."""
    catalogue = _read("catalogue.toml", _CatalogueFile)
    shelves = [_read(f"goods/{slug}.toml", _GoodsFile) for slug in catalogue.shelves["order"]]
    shop = catalogue.shop
    demo = DemoShop(
        name=shop.name,
        tagline=shop.tagline,
        email=shop.email,
        phone=shop.phone,
        street=shop.street,
        region_code=shop.region_code,
        postal_code=shop.postal_code,
        order_prefix=shop.order_prefix,
        categories=tuple(DemoCategory(shelf.slug, shelf.name) for shelf in shelves),
        products=tuple(_product(catalogue, shelf.slug, item) for shelf in shelves for item in shelf.products),
        buyers=_read("buyers.toml", _BuyersFile).buyers,
    )
    check_demo_shop(demo)
    return demo


def picture_bytes(picture: str) -> bytes:
    """The SVG of a product, as UTF-8. Raises `BrokenDemo` where there is no such picture."""
    try:
        return files(__package__).joinpath("pictures", picture).read_bytes()
    except FileNotFoundError:
        raise BrokenDemo(f"pictures/{picture} is missing") from None


def check_demo_shop(demo: DemoShop) -> None:
    """Raises `BrokenDemo` with every contradiction between the files, one a line."""
    problems = [*_repeated(demo), *_bad_variants(demo), *_bad_orders(demo)]
    if problems:
        raise BrokenDemo("\n".join(problems))


def _read(name: str, into: type[T]) -> T:
    text = files(__package__).joinpath(*name.split("/")).read_text("utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), into, strict=True)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise BrokenDemo(f"{name}: {error}") from None


def _product(catalogue: _CatalogueFile, category: str, item: _ProductFile) -> DemoProduct:
    return DemoProduct(
        slug=item.slug,
        category=category,
        name=item.name,
        description=item.description,
        attributes=tuple(_attribute(catalogue, item.slug, *pair) for pair in item.attributes.items()),
        picture=f"{item.slug}.svg",
        variants=tuple(_variant(catalogue, item.name, variant) for variant in item.variants),
    )


def _attribute(catalogue: _CatalogueFile, slug: str, code: str, value: Words | str) -> DemoAttribute:
    if code not in catalogue.attributes:
        raise BrokenDemo(f"{slug}: catalogue.toml has no attribute {code!r}")
    return DemoAttribute(code, catalogue.attributes[code], Words(value, value) if isinstance(value, str) else value)


def _variant(catalogue: _CatalogueFile, product_name: Words, variant: _VariantFile) -> DemoVariant:
    options = tuple(_option(catalogue, variant.sku, *pair) for pair in variant.options.items())
    name = product_name
    if options:
        name = Words(" / ".join(o.value.id for o in options), " / ".join(o.value.en for o in options))
    length_mm, width_mm, height_mm = variant.size_mm
    return DemoVariant(
        sku=variant.sku,
        name=name,
        options=options,
        price=variant.price,
        compare_at_price=variant.compare_at_price,
        weight_grams=variant.weight_grams,
        length_mm=length_mm,
        width_mm=width_mm,
        height_mm=height_mm,
        stock=variant.stock,
    )


def _option(catalogue: _CatalogueFile, sku: str, code: str, value: str) -> DemoOption:
    """Looks a choice up. What is written alike in both languages (30 cm, XL) needs no entry; anything else does."""
    choice = catalogue.options.get(code)
    if choice is None:
        raise BrokenDemo(f"{sku}: catalogue.toml has no option {code!r}")
    words = choice.values.get(value)
    if words is None:
        if not LITERAL_VALUE.fullmatch(value):
            raise BrokenDemo(f"{sku}: catalogue.toml has no value {value!r} for the option {code!r}")
        words = Words(value, value)
    return DemoOption(code, choice.label, value, words)


def _repeated(demo: DemoShop) -> Iterator[str]:
    yield from _twice("category", (category.slug for category in demo.categories))
    yield from _twice("product", (product.slug for product in demo.products))
    yield from _twice("SKU", (variant.sku for product in demo.products for variant in product.variants))
    yield from _twice("buyer's e-mail", (buyer.email for buyer in demo.buyers))


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"the {what} {name} stands twice"
        seen.add(name)


def _bad_variants(demo: DemoShop) -> Iterator[str]:
    for product in demo.products:
        if not product.variants:
            yield f"{product.slug} has no variant"
        choices = [tuple(option.code for option in variant.options) for variant in product.variants]
        if len(set(choices)) > 1:
            yield f"{product.slug}: its variants differ in which options they have"
        yield from _twice(f"choice of {product.slug}", (variant.name.id for variant in product.variants))
        for variant in product.variants:
            if variant.price <= 0 or variant.stock < 0:
                yield f"{variant.sku}: a price is above zero and a stock is not below it"
            if variant.compare_at_price is not None and variant.compare_at_price <= variant.price:
                yield f"{variant.sku}: compare_at_price has to be above the price"
            if min(variant.weight_grams, variant.length_mm, variant.width_mm, variant.height_mm) <= 0:
                yield f"{variant.sku}: weight and measures have to be above zero"


def _bad_orders(demo: DemoShop) -> Iterator[str]:
    left = {variant.sku: variant.stock for product in demo.products for variant in product.variants}
    for buyer in demo.buyers:
        for line in (line for order in buyer.orders for line in order.lines):
            if line.sku not in left or line.quantity <= 0:
                yield f"{buyer.email}: nothing can be ordered as {line.quantity} pieces of {line.sku}"
                continue
            left[line.sku] -= line.quantity
            if left[line.sku] < 0:
                yield f"{buyer.email}: not enough {line.sku} for the orders of the demo"
