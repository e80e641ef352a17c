"""News for letters, made without a database: an order of Sari's, her payment, the shop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from niaga.foundation.identity import new_id
from niaga.notifications.letters.news import News
from niaga.orders.public import (
    AgreedShipping,
    Contact,
    Order,
    OrderLine,
    OrderStatus,
    ShippingAddress,
    Tracking,
)
from niaga.payments.public import Payment, PaymentMethod, PaymentStatus, TransferInstructions
from niaga.pricing.public import Totals
from niaga.shop.public import Contact as ShopContact
from niaga.shop.public import ShopSettings

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=24)
LINES = (("Kopi Gayo Wine", {"berat": "250 g", "giling": "Halus"}, 2, 85_000), ("Keranjang Rotan", {}, 1, 145_000))
FACTS: dict[str, dict[str, Any]] = {
    "order.placed": {},
    "order.paid": {},
    "order.reinstated": {},
    "order.shipped": {"shipment_id": "s2", "courier": "jne", "tracking_number": "JP1234567890", "complete": True},
    "order.cancelled": {"reason": "expired"},
    "order.paid_too_late": {"amount": 337_483},
}


def make_order(**changes: Any) -> Order:
    """Two lines to Setiabudi, waiting for payment."""
    subtotal = sum(count * price for _, _, count, price in LINES)
    order = Order(
        id=new_id(),
        number="NG-2026-000123",
        channel="web",
        external_number=None,
        status=OrderStatus.AWAITING_PAYMENT,
        cancel_reason=None,
        version=1,
        token_version=1,
        language="id",
        totals=Totals(subtotal=subtotal, shipping=22_000, total=subtotal + 22_000),
        contact=Contact(name="Sari Wulandari", email="sari@example.com"),
        address=ShippingAddress(
            recipient="Sari Wulandari",
            phone="+6281234567890",
            street="Jl. Setiabudi Tengah No. 12",
            region_code="31.74.02",
            postal_code="12910",
        ),
        region_path=["DKI Jakarta", "Kota Administrasi Jakarta Selatan", "Setiabudi"],
        shipping=AgreedShipping(courier="jne", service="REG", name="JNE Reguler", billed_grams=2000),
        tracking=[],
        notes="",
        metadata={},
        override=None,
        placed_at=NOW,
        expires_at=UNTIL,
        lines=tuple(_line(number, line) for number, line in enumerate(LINES, start=1)),
    )
    return msgspec.structs.replace(order, **changes)


def _line(number: int, line: tuple[str, dict[str, str], int, int]) -> OrderLine:
    name, options, count, price = line
    return OrderLine(
        line_no=number,
        variant_id=new_id(),
        warehouse_id="main",
        sku=f"SKU-{number}",
        name=name,
        options=options,
        quantity=count,
        unit_price=price,
        amount=count * price,
        weight_grams=250,
    )


def make_payment(order: Order, **changes: Any) -> Payment:
    """The transfer that is due for it, with the code 483."""
    amount = order.totals.total + 483
    payment = Payment(
        id=new_id(),
        order_id=order.id,
        method=PaymentMethod.BANK_TRANSFER,
        account="bca",
        status=PaymentStatus.PENDING,
        amount=amount,
        unique_code=483,
        instructions=TransferInstructions(bank="BCA", number="1234567890", holder="PT Toko Melati", amount=amount),
        version=1,
        expires_at=UNTIL,
    )
    return msgspec.structs.replace(payment, **changes)


def make_news(kind: str, order: Order | None = None, payment: Payment | None = None, **changes: Any) -> News:
    """What a letter about that event is written from."""
    order = order or make_order(**_as_after(kind))
    shop = ShopSettings(name="Toko Melati", contact=ShopContact(email="halo@melati.example", whatsapp="+6281200001111"))
    facts: dict[str, Any] = {
        "kind": kind,
        "facts": FACTS[kind],
        "order": order,
        "payment": payment or make_payment(order, **_paid_after(kind)),
        "shop": shop,
        "link": "http://127.0.0.1:8000/link/order.x.1.2.y",
        "public_url": "http://127.0.0.1:8000",
        "now": NOW,
    }
    return News(**{**facts, **changes})


def _as_after(kind: str) -> dict[str, Any]:
    parcel = Tracking(shipment_id="s2", courier="jne", service="REG", tracking_number="JP1234567890", shipped_at=NOW)
    return {
        "order.placed": {},
        "order.paid": {"status": OrderStatus.PROCESSING},
        "order.reinstated": {"status": OrderStatus.PROCESSING},
        "order.shipped": {"status": OrderStatus.SHIPPED, "tracking": [parcel]},
    }.get(kind, {"status": OrderStatus.CANCELLED, "cancel_reason": "expired"})


def _paid_after(kind: str) -> dict[str, Any]:
    if kind in ("order.paid", "order.reinstated", "order.shipped"):
        return {"status": PaymentStatus.PAID, "received_amount": 337_483}
    return {"status": PaymentStatus.EXPIRED} if kind == "order.cancelled" else {}
