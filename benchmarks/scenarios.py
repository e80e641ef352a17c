"""What is asked of the shop, and what makes an answer count.

Orders have three lines: three random SKUs of 3,000, or one hot SKU that is in every order and two random ones, so that
both write the same rows and only the contention differs. A cookie makes a read pass the cache by.
"""

from __future__ import annotations

import json
import random
import secrets
from typing import TYPE_CHECKING

from benchmarks.wire import Work, get_request, post_request
from niaga.regions.public import Regions

if TYPE_CHECKING:
    from collections.abc import Callable

PRODUCTS = 1000
VARIANTS = 3
POPULAR = 20
SIZES = ("S", "M", "L")
LINES = 3
PAGE = 24
HOT_SKU = "P0500-M"
NOUNS = ("lantern", "kettle", "basket", "jacket", "teapot", "blanket", "candle", "mirror", "pillow", "saddle")
SORTS = ("newest", "price", "-price")
UNCACHED = "Cookie: bench=1"
REGION = {"region_code": "31.74.02", "postal_code": "12910"}
QUOTES = "/store/v1/shipping/quotes"
_RANDOM = random.Random(2026)  # noqa: S311
_OK, _CREATED = b"200", b"201"
_SKUS = [f"P{number:04d}-{size}" for number in range(1, PRODUCTS + 1) for size in SIZES]


def list_page(*headers: str) -> Work:
    """A page of 24, in one of three orders."""
    requests = [get_request(f"/store/v1/products?limit={PAGE}&sort={sort}", *headers) for sort in SORTS]
    return Work(lambda: _RANDOM.choice(requests), items_of(PAGE, PAGE), 1)


def detail(*headers: str, products: int = PRODUCTS) -> Work:
    """One product of a thousand, or of the few that everybody looks at."""
    requests = [get_request(f"/store/v1/products/product-{n:04d}", *headers) for n in range(1, products + 1)]
    return Work(lambda: _RANDOM.choice(requests), _detail_problem, 1)


def popular_detail(*headers: str) -> Work:
    """One of the products that everybody looks at: kept answers, but for a look a second for their stock."""
    return detail(*headers, products=POPULAR)


def search(*headers: str) -> Work:
    """The first 24 that have a word in them."""
    requests = [get_request(f"/store/v1/products?limit={PAGE}&search={noun}", *headers) for noun in NOUNS]
    return Work(lambda: _RANDOM.choice(requests), items_of(1, PAGE), 1)


def quote() -> Work:
    """Ongkir of a cart of three lines."""
    bodies = [
        json.dumps({"destination": REGION, "lines": [{"sku": sku, "quantity": 1} for sku in _three()]}).encode()
        for _ in range(256)
    ]
    requests = [post_request(QUOTES, body) for body in bodies]
    return Work(lambda: _RANDOM.choice(requests), _quote_problem, 1)


def quote_anywhere() -> Work:
    """Ongkir of a cart to any district there is: what nobody has asked for lately."""
    regions = Regions()
    districts = [
        district.code
        for province in regions.list_children()
        for regency in regions.list_children(province.code)
        for district in regions.list_children(regency.code)
    ]

    def make() -> bytes:
        lines = [{"sku": sku, "quantity": _RANDOM.randint(1, 9)} for sku in _three()]
        destination = {"region_code": _RANDOM.choice(districts)}
        return post_request(QUOTES, json.dumps({"destination": destination, "lines": lines}).encode())

    return Work(make, _quote_problem, 1)


def plain(path: str) -> Work:
    """One GET again and again; any 200 with a body counts."""
    request = get_request(path)
    return Work(lambda: request, lambda status, body: None if status == _OK and body else _short(status, body), 1)


def orders(*, hot: bool = False) -> Work:
    """Orders of three lines, each under a key of its own."""
    return Work(order_request(hot=hot), order_problem, 1)


def order_request(*, hot: bool) -> Callable[[], bytes]:
    """A maker of order requests; only SKUs and key change from one to the next."""
    body = json.dumps(order_body(("@0", "@1", "@2"))).encode()
    parts = [part.encode() for part in _split(body.decode(), ("@0", "@1", "@2"))]

    def make() -> bytes:
        skus = _three(HOT_SKU if hot else None)
        filled = parts[0] + skus[0].encode() + parts[1] + skus[1].encode() + parts[2] + skus[2].encode() + parts[3]
        return post_request("/store/v1/orders", filled, f"Idempotency-Key: {secrets.token_hex(16)}")

    return make


def order_body(skus: tuple[str, ...]) -> dict[str, object]:
    """A guest's order."""
    return {
        "lines": [{"sku": sku, "quantity": 1} for sku in skus],
        "contact": {"name": "Gina Guest", "email": "gina@example.com", "phone": "+6281234567890"},
        "shipping_address": {"recipient": "Gina Guest", "phone": "+6281234567890", "street": "Jl. Satu 1", **REGION},
        "shipping": {"courier": "jne", "service": "REG"},
        "payment_method": "bank_transfer",
    }


def order_problem(status: bytes, body: bytes) -> str | None:
    """None for a placed order with a number."""
    return None if status == _CREATED and b'"number":"' in body else _short(status, body)


def items_of(least: int, most: int) -> Callable[[bytes, bytes], str | None]:
    """A page must have so many items, each with a price, a picture and whether there is stock."""

    def problem(status: bytes, body: bytes) -> str | None:
        found = body.count(b'"price_min"')
        whole = found == body.count(b'"image_url"') == body.count(b'"in_stock"')
        return None if status == _OK and whole and least <= found <= most else _short(status, body)

    return problem


def _detail_problem(status: bytes, body: bytes) -> str | None:
    return None if status == _OK and body.count(b'"sku"') == VARIANTS else _short(status, body)


def _quote_problem(status: bytes, body: bytes) -> str | None:
    return None if status == _OK and body.count(b'"courier"') else _short(status, body)


def _short(status: bytes, body: bytes) -> str:
    return f"{status.decode('latin-1')} {body[:120]!r}"


def _three(first: str | None = None) -> list[str]:
    if first is None:
        return _RANDOM.sample(_SKUS, LINES)
    others = _RANDOM.sample(_SKUS, LINES)
    return [first, *[sku for sku in others if sku != first][: LINES - 1]]


def _split(text: str, marks: tuple[str, ...]) -> list[str]:
    parts = []
    for mark in marks:
        before, _, text = text.partition(mark)
        parts.append(before)
    return [*parts, text]
