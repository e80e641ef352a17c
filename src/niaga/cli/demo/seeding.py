"""Sows the demo shop: settings, goods, tariffs, and orders in every state, all through the same doors as a real shop.

Everything is marked as demo, so that a production start can refuse it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from niaga.accounts.public import create_staff
from niaga.app import make_desk
from niaga.catalogue.public import (
    CategoryDraft,
    Feature,
    ProductDraft,
    VariantDraft,
    Words,
    create_categories,
    create_products,
    slug_of,
)
from niaga.checkout.public import AskedLine, OrderRequest, Receipt, cancel_order, settle_payment
from niaga.cli.demo.catalogue import load_demo_shop
from niaga.foundation.identity import new_id, without_prefix
from niaga.fulfilment.public import (
    ReturnDraft,
    ReturnReason,
    ShipmentDraft,
    complete_order,
    return_order,
    ship_order,
)
from niaga.inventory.public import Quantity, Reason, Source, StockKey, receive_stock
from niaga.orders.public import CancelReason, Contact, ShippingAddress, get_order
from niaga.payments.public import PaymentMethod, find_payment_of
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.idempotency import Claim
from niaga.regions.public import Regions, district_code, regency_code
from niaga.shipping.errors import ServiceUnavailable
from niaga.shipping.public import ByService, replace_tariffs, sample_tariffs
from niaga.shop.public import BankAccount, ContactPatch, SettingsPatch, Tagline, change_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from niaga.checkout.public import CheckoutDesk
    from niaga.cli.demo.catalogue import DemoBuyer, DemoOrder, DemoProduct, DemoShop, DemoVariant
    from niaga.cli.demo.catalogue import Words as DemoWords
    from niaga.platform.database import Database, Reader, Transaction
    from niaga.platform.settings import Settings

    Say = Callable[[str], object]

OWNER = "wati@example.com"
KEY_FILE = "demo-key"
_SYSTEM = Actor(ActorKind.SYSTEM)
_SERVICES = (("jne", "REG"), ("jnt", "EZ"), ("sicepat", "REG"), ("anteraja", "REG"), ("pos", "REG"), ("tiki", "REG"))


@dataclass(frozen=True, slots=True)
class SeededDemo:
    """What was sown, and the owner's key, which is kept in the data folder because this is a demo."""

    key: str
    products: int
    variants: int
    orders: int


class NotEmpty(RuntimeError):
    """There are products already; the demo shop wants an empty database."""


def has_demo_data(db: Reader) -> bool:
    """Whether demo products are in this database."""
    return (
        db.execute(sa.text("SELECT 1 FROM product WHERE demo = :yes LIMIT 1").bindparams(yes=True)).first() is not None
    )


def demo_key(settings: Settings) -> str | None:
    """The owner's key of a demo shop that was sown here before."""
    path = settings.data_dir / KEY_FILE
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


async def seed_demo(database: Database, settings: Settings, *, say: Say) -> SeededDemo:
    """Fill an empty shop. Raises NotEmpty when there are products that are not ours."""
    if await database.read(lambda db: db.execute(sa.text("SELECT 1 FROM product LIMIT 1")).first()):
        raise NotEmpty(NotEmpty.__doc__)
    shop = load_demo_shop()
    say("demo shop: pictures and settings")
    _copy_pictures(settings)
    key = await database.write(lambda tx: _open_shop(tx, shop))
    (settings.data_dir / KEY_FILE).write_text(f"{key}\n")
    say(f"demo shop: {len(shop.products)} products")
    await database.write(lambda tx: _stock_shelves(tx, shop))
    say("demo shop: sample tariffs to every regency")
    regencies = [region.code for region in Regions().all_regencies()]
    origin = regency_code(shop.region_code)
    assert origin is not None, "the demo shop stands in a district"
    await database.write(lambda tx: replace_tariffs(tx, sample_tariffs(origin, regencies)))
    say("demo shop: orders in every state")
    orders = await _take_orders(make_desk(database, settings.public_url), database, shop)
    variants = sum(len(product.variants) for product in shop.products)
    return SeededDemo(key, len(shop.products), variants, orders)


def _copy_pictures(settings: Settings) -> None:
    folder = settings.data_dir / "media"
    folder.mkdir(parents=True, exist_ok=True)
    with as_file(files("niaga.cli.demo") / "pictures") as pictures:
        for picture in pictures.glob("*.svg"):
            shutil.copyfile(picture, folder / picture.name)


def _open_shop(tx: Transaction, shop: DemoShop) -> str:
    _, key = create_staff(tx, OWNER, "owner")
    patch = SettingsPatch(
        name=shop.name,
        contact=ContactPatch(email=shop.email, phone=shop.phone, whatsapp=shop.phone),
        origin_region_code=district_code(shop.region_code),
        order_number_prefix=shop.order_prefix,
        notification_email=OWNER,
        tagline=Tagline(id=shop.tagline.id, en=shop.tagline.en),
        bank_accounts=(
            BankAccount(key="bca", bank="BCA", number="7391005123", holder=shop.name),
            BankAccount(key="mandiri", bank="Mandiri", number="1310012345678", holder=shop.name),
        ),
    )
    change_settings(tx, _SYSTEM, patch, None, places=Regions())
    return key


def _stock_shelves(tx: Transaction, shop: DemoShop) -> None:
    create_categories(tx, [CategoryDraft(slug=one.slug, name=_words(one.name)) for one in shop.categories])
    made = create_products(tx, [_product(product) for product in shop.products])
    stock = {variant.sku: variant.stock for product in shop.products for variant in product.variants}
    arrived = [
        Quantity(StockKey(variant.id), stock[variant.sku])
        for product in made
        for variant in product.variants
        if stock[variant.sku]
    ]
    receive_stock(tx, arrived, Reason.RECEIVED, Source("demo", new_id()))


def _product(product: DemoProduct) -> ProductDraft:
    return ProductDraft(
        slug=product.slug,
        name=_words(product.name),
        description=_words(product.description),
        category=product.category,
        attributes=tuple(
            Feature(one.code, _words(one.label), slug_of(one.value.en), _words(one.value)) for one in product.attributes
        ),
        images=(f"/media/{product.picture}",),
        variants=tuple(_variant(variant) for variant in product.variants),
        demo=True,
    )


def _variant(variant: DemoVariant) -> VariantDraft:
    return VariantDraft(
        sku=variant.sku,
        name=_words(variant.name),
        options=tuple(
            Feature(one.code, _words(one.label), slug_of(one.value_code), _words(one.value)) for one in variant.options
        ),
        price=variant.price,
        compare_at_price=variant.compare_at_price,
        weight_grams=variant.weight_grams,
        length_mm=variant.length_mm,
        width_mm=variant.width_mm,
        height_mm=variant.height_mm,
    )


def _words(words: DemoWords) -> Words:
    return Words(words.id, words.en)


async def _take_orders(desk: CheckoutDesk, database: Database, shop: DemoShop) -> int:
    count = 0
    for buyer in shop.buyers:
        for wanted in buyer.orders:
            count += 1
            await _bring_to(database, await _place(desk, buyer, wanted), wanted.status, count)
    await desk.close()
    return count


async def _place(desk: CheckoutDesk, buyer: DemoBuyer, wanted: DemoOrder) -> str:
    """Place an order with the first courier that goes there; its id."""
    for courier, service in _SERVICES:
        request = _request(buyer, wanted, ByService(courier, service))
        try:
            placed = await desk.place(request, Actor(ActorKind.GUEST), Claim("demo", new_id(), "demo"))
        except ServiceUnavailable:
            continue
        answer = msgspec.json.decode(placed.answer.body)
        return without_prefix("ord", answer["id"]) or ""
    message = f"no courier of the demo reaches {buyer.region_code}"
    raise RuntimeError(message)


def _request(buyer: DemoBuyer, wanted: DemoOrder, service: ByService) -> OrderRequest:
    region = Regions().get_region(buyer.region_code)
    lines = enumerate(wanted.lines)
    return OrderRequest(
        lines=tuple(AskedLine(f"lines[{place}]", line.sku, line.quantity) for place, line in lines),
        contact=Contact(name=buyer.name, phone=buyer.phone, email=buyer.email),
        address=ShippingAddress(
            recipient=buyer.name,
            phone=buyer.phone,
            street=buyer.street,
            region_code=buyer.region_code,
            postal_code=buyer.postal_code,
        ),
        region_path=region.path,
        shipping=service,
        insured=False,
        payment_method=PaymentMethod.BANK_TRANSFER,
        payment_account=None,
        notes="",
        metadata={"demo": "true"},
        expected_total=None,
        language="id",
    )


async def _bring_to(database: Database, order_id: str, status: str, number: int) -> None:
    """Move an order on, one step a transaction, as its life would."""
    for step in _STEPS[status]:
        await database.write(lambda tx, step=step: step(tx, order_id, number))  # type: ignore[misc]


def _pay(tx: Transaction, order_id: str, _number: int) -> None:
    payment = find_payment_of(tx, order_id)
    assert payment is not None, "every order has a payment"
    settle_payment(tx, _SYSTEM, payment.id, Receipt())


def _ship(tx: Transaction, order_id: str, number: int) -> None:
    order = get_order(tx, order_id)
    draft = ShipmentDraft(
        courier=order.shipping.courier, service=order.shipping.service, tracking_number=f"DEMO{number:08d}"
    )
    ship_order(tx, _SYSTEM, order_id, draft)


def _complete(tx: Transaction, order_id: str, _number: int) -> None:
    complete_order(tx, _SYSTEM, order_id)


def _take_back(tx: Transaction, order_id: str, _number: int) -> None:
    return_order(tx, _SYSTEM, order_id, ReturnDraft(reason=ReturnReason.REFUSED))


def _cancel(tx: Transaction, order_id: str, _number: int) -> None:
    cancel_order(tx, _SYSTEM, order_id, CancelReason.STAFF)


_STEPS: dict[str, tuple[Callable[[Transaction, str, int], None], ...]] = {
    "awaiting_payment": (),
    "processing": (_pay,),
    "shipped": (_pay, _ship),
    "completed": (_pay, _ship, _complete),
    "returned": (_pay, _ship, _take_back),
    "cancelled": (_cancel,),
}
