"""Bodies that nobody should send to a cart: the doors of carts, and what is refused there."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.support.hostile import Body, Case, Door, missing, numbers, texts, whole_bodies, wrong
from tests.support.shop import an_order


def _cart() -> Body:
    told = {name: an_order()[name] for name in ("contact", "shipping_address", "shipping")}
    return {"lines": [{"sku": "KOPI-250", "quantity": 1}], **told}


def _changes() -> Body:
    return {name: an_order()[name] for name in ("contact", "shipping_address", "shipping")}


START = Door("start-cart", "POST", "/store/v1/carts", _cart)
RECART = Door("change-cart", "PATCH", "/store/v1/carts/{cart}", _changes)
ADD = Door("add-line", "POST", "/store/v1/carts/{cart}/lines", lambda: {"sku": "KOPI-250", "quantity": 1})
RELINE = Door("change-line", "PATCH", "/store/v1/carts/{cart}/lines/{line}", lambda: {"quantity": 2})
CHECKOUT = Door(
    "checkout",
    "POST",
    "/store/v1/carts/{cart}/checkout",
    lambda: {"payment_method": "bank_transfer", "expected_total": 1},
)
CART_DOORS = (START, RECART, ADD, RELINE, CHECKOUT)


def cart_cases() -> list[Case]:
    """The whole table."""
    cases = [case for door in CART_DOORS for case in whole_bodies(door)]
    cases += [case for door in (START, RECART) for case in _buyer_fields(door)]
    return [*cases, *_line_fields(), *_checkout_fields()]


def _buyer_fields(door: Door) -> Iterator[Case]:
    for path in ("contact.name", "shipping_address.recipient", "shipping_address.street"):
        yield from texts(door, path, 200)
    yield from texts(door, "shipping_address.notes", 300, lines=True, empty=True)
    yield from texts(door, "notes", 2000, lines=True, empty=True)
    yield from wrong(
        door,
        ("bad-phone", "contact.phone", "not a phone", "request.bad_phone"),
        ("bad-address-phone", "shipping_address.phone", "0", "request.bad_phone"),
        ("bad-email", "contact.email", "sari@", "request.bad_email"),
        ("email-header-splitting", "contact.email", "sari@example.com\nBcc: all@example.com", "request.bad_email"),
        ("no-contact-way", "contact", {"name": "Sari", "phone": None, "email": None}, "cart.contact_missing"),
        ("contact-role", "contact.role", "owner", "request.unknown_field"),
        ("unknown-region", "shipping_address.region_code", "99.99.99", "regions.unknown_region"),
        ("region-injection", "shipping_address.region_code", "31.74.02'--", "regions.unknown_region"),
        ("region-too-wide", "shipping_address.region_code", "31.74", "regions.too_wide"),
        ("postal-code-letters", "shipping_address.postal_code", "12a45", "request.wrong_format"),
        ("shipping-neither", "shipping", {}, "checkout.shipping_unclear"),
        ("shipping-half", "shipping", {"courier": "jne"}, "checkout.shipping_unclear"),
        ("unknown-courier", "shipping", {"courier": "nobody", "service": "REG"}, "shipping.unknown_service", "shipping.service"),
        ("forged-option", "shipping", {"option_id": "opt_" + "A" * 80}, "shipping.unknown_option", "shipping.option_id"),
        ("insured-null", "insured", None, "request.wrong_type"),
        ("metadata-51-keys", "metadata", {f"key-{number}": "x" for number in range(51)}, "request.too_many"),
        ("metadata-number", "metadata", {"a": 1, "b": "x"}, "request.wrong_type", "metadata.a"),
        ("totals", "totals", {"total": 1}, "request.unknown_field"),
        ("order", "order_id", "ord_01jd6x7f7mk3v1q8w2e5r9t0ya", "request.unknown_field"),
        ("version", "version", 1, "request.unknown_field"),
        ("expiry", "expires_at", "2099-01-01T00:00:00Z", "request.unknown_field"),
    )  # fmt: skip


def _line_fields() -> Iterator[Case]:
    yield from numbers(START, "lines[0].quantity")
    yield from numbers(ADD, "quantity")
    yield from numbers(RELINE, "quantity")
    yield from texts(ADD, "sku", 64)
    yield from missing(START, "lines[0].quantity")
    yield from missing(ADD, "quantity")
    yield from missing(RELINE, "quantity")
    yield from wrong(
        START,
        ("101-lines", "lines", [{"sku": "KOPI-250", "quantity": 1}] * 101, "request.too_many"),
        ("unknown-sku", "lines[0].sku", "NO-SUCH", "catalogue.unknown_sku"),
        ("priced", "lines[0].unit_price", 1, "request.unknown_field"),
    )
    yield from wrong(
        ADD,
        ("unknown-sku", "sku", "NO-SUCH", "catalogue.unknown_sku"),
        ("sku-injection", "sku", "KOPI-250' OR '1'='1", "catalogue.unknown_sku"),
        ("no-variant", "sku", None, "cart.variant_unclear"),
        ("two-variants", "variant_id", "var_01jd6x7f7mk3v1q8w2e5r9t0ya", "cart.variant_unclear", "sku"),
        ("variant-shape", "variant_id", "var 1", "request.wrong_format"),
        ("quantity-10000", "quantity", 10_000, "request.too_large"),
        ("priced", "unit_price", 1, "request.unknown_field"),
    )
    for variant in ("var_01jd6x7f7mk3v1q8w2e5r9t0ya", "ord_01jd6x7f7mk3v1q8w2e5r9t0ya", "var_1"):
        body = json.dumps({"variant_id": variant, "quantity": 1}).encode()
        yield Case(
            ADD, f"unknown-{variant[:5]}", body, 422, "request.invalid", "variant_id", "catalogue.unknown_variant"
        )


def _checkout_fields() -> Iterator[Case]:
    yield from missing(CHECKOUT, "payment_method", "expected_total")
    yield from numbers(CHECKOUT, "expected_total", zero=True)
    yield from texts(CHECKOUT, "payment_method", 64)
    yield from texts(CHECKOUT, "payment_channel", 64)
    yield from wrong(
        CHECKOUT,
        ("unknown-method", "payment_method", "gold", "payments.unknown_method"),
        ("lines", "lines", [], "request.unknown_field"),
        ("total", "total", 1, "request.unknown_field"),
    )
