"""Bodies that nobody should send to accounts, address books, staff and privacy: their doors, and what is refused there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from tests.support.hostile import Body, Case, Door, missing, numbers, texts, wrong

_SARI = "sari.wulandari@example.com"
_PASSWORD = "kopi tubruk pagi"
_QUESTION = "ver_01jd6x7f7mk3v1q8w2e5r9t0ya"
_NO_SUCH = "request.not_found"
_ADDRESS = {
    "recipient": "Sari Wulandari", "phone": "081234567890", "street": "Jl. Setiabudi Tengah No. 5",
    "region_code": "31.74.02", "postal_code": "12910", "label": "Rumah",
}  # fmt: skip


def _code() -> Body:
    return {"email": _SARI, "code": "123456", "verification": _QUESTION}


def _once(word: str) -> str:
    return f"{word}{secrets.token_hex(4)}"


SIGN_UP = Door(
    "sign-up", "POST", "/store/v1/customers", lambda: {"email": _SARI, "password": _PASSWORD, "name": "Sari Wulandari"}
)
AGAIN = Door("code-again", "POST", "/store/v1/customers/codes", lambda: {"email": _SARI, "verification": _QUESTION})
VERIFY = Door("verify", "POST", "/store/v1/customers/verify", _code, "accounts.code_wrong")
SIGN_IN = Door(
    "sign-in", "POST", "/store/v1/sessions", lambda: {"email": _SARI, "password": _PASSWORD}, "accounts.sign_in_failed"
)
RESET = Door("reset", "POST", "/store/v1/password-resets", lambda: {"email": _SARI})
RESET_CODE = Door(
    "reset-code",
    "POST",
    "/store/v1/password-resets/confirm",
    lambda: {**_code(), "password": _PASSWORD},
    "accounts.code_wrong",
)
ME = Door(
    "change-me", "PATCH", "/store/v1/me", lambda: {"name": "Sari Wulandari", "metadata": {"a": "b"}},
    headers={"If-Match": "*"},
)  # fmt: skip
NEW_EMAIL = Door("new-email", "POST", "/store/v1/me/email", lambda: {"email": _SARI})
EMAIL_CODE = Door("email-code", "POST", "/store/v1/me/email/confirm", _code, "accounts.code_wrong")
KEEP_ADDRESS = Door("address", "POST", "/store/v1/me/addresses", lambda: dict(_ADDRESS))
CHANGE_ADDRESS = Door(
    "change-address", "PATCH", "/store/v1/me/addresses/{address_id}", lambda: dict(_ADDRESS), _NO_SUCH,
    headers={"If-Match": "*"},
)  # fmt: skip
CONSENT = Door("consent", "POST", "/store/v1/me/consents", lambda: {"purpose": "marketing_email", "given": True})
OWN_REQUEST = Door(
    "own-request", "POST", "/store/v1/me/privacy-requests", lambda: {"kind": "access", "message": "Semua"}
)
LOOK_UP = Door(
    "look-up",
    "POST",
    "/store/v1/order-lookups",
    lambda: {"number": "NG-2026-999999", "email": _SARI},
    "orders.lookup_failed",
)
STAFF_IN = Door(
    "staff-in", "POST", "/admin/v1/sessions", lambda: {"email": _SARI, "password": _PASSWORD}, "accounts.sign_in_failed"
)
ACCEPT = Door(
    "accept", "POST", "/admin/v1/staff/accept", lambda: {"token": "inv_x", "password": "lontong sayur medan"},
    "accounts.invitation_unknown",
)  # fmt: skip
HIRE = Door(
    "hire",
    "POST",
    "/admin/v1/staff",
    lambda: {"email": f"{_once('sri')}@example.com", "role": "support", "name": "Sri"},
)
REHIRE = Door(
    "change-staff", "PATCH", "/admin/v1/staff/{staff_id}", lambda: {"name": "Sri", "role": "support"}, _NO_SUCH,
    headers={"If-Match": "*"},
)  # fmt: skip
ROLE = Door("role", "POST", "/admin/v1/roles", lambda: {"name": _once("packer-"), "permissions": ["orders.ship"]})
REROLE = Door(
    "change-role", "PATCH", "/admin/v1/roles/{role_id}", lambda: {"permissions": ["orders.ship"]}, _NO_SUCH,
    headers={"If-Match": "*"},
)  # fmt: skip
KEY = Door("key", "POST", "/admin/v1/api-keys", lambda: {"name": "Kasir", "scopes": ["orders.read"]})
BREACH = Door(
    "breach", "POST", "/admin/v1/privacy/breaches", lambda: {"noticed_at": "2026-11-24T03:00:00Z", "how": "A lost disk"}
)
CHANGE_BREACH = Door(
    "change-breach", "PATCH", "/admin/v1/privacy/breaches/{breach_id}", lambda: {"how": "A lost disk", "people_affected": 3},
    _NO_SUCH, headers={"If-Match": "*"},
)  # fmt: skip
REQUEST = Door(
    "request",
    "POST",
    "/admin/v1/privacy/requests",
    lambda: {"kind": "access", "contact": "Sari, 0812", "message": "Semua"},
)
CLOSE = Door(
    "close-request", "POST", "/admin/v1/privacy/requests/{request_id}/close",
    lambda: {"status": "done", "outcome": "Sent by mail"}, _NO_SUCH,
)  # fmt: skip
ACCOUNT_DOORS = (
    SIGN_UP, AGAIN, VERIFY, SIGN_IN, RESET, RESET_CODE, ME, NEW_EMAIL, EMAIL_CODE, KEEP_ADDRESS, CHANGE_ADDRESS, CONSENT,
    OWN_REQUEST, LOOK_UP, STAFF_IN, ACCEPT, HIRE, REHIRE, ROLE, REROLE, KEY, BREACH, CHANGE_BREACH, REQUEST, CLOSE,
)  # fmt: skip
BAD_EMAILS = (
    ("at-alone", "@.x"),
    ("header-splitting", "sari@example.com\r\nBcc: all@evil.example"),
    ("two", "a@example.com,b@example.com"),
    ("name", "Sari <sari@example.com>"),
    ("zero-width", "sa\u200bri@example.com"),
    ("right-to-left", "sari\u202e@example.com"),
    ("blank-inside", "sa ri@example.com"),
    ("dot-at-end", "sari.@example.com"),
    ("dots", "sa..ri@example.com"),
    ("no-dot", "sari@localhost"),
    ("address-literal", "sari@[127.0.0.1]"),
    ("domain-ends-in-dot", "sari@example.com."),
    ("long-local", "x" * 65 + "@example.com"),
    ("two-ats", "sari@example.com@evil.example"),
)


def account_cases() -> list[Case]:
    """The whole table, but for what is refused before anybody looks for fields."""
    return [*_getting_in(), *_codes(), *_own(), *_people(), *_privacy()]


def _emails(door: Door) -> Iterator[Case]:
    yield from texts(door, "email", 254, lines=True)
    yield from wrong(door, *((f"email-{what}", "email", text, "accounts.bad_email") for what, text in BAD_EMAILS))


def _one_address(door: Door) -> Iterator[Case]:
    yield from wrong(
        door,
        ("both-addresses", "phone", "081234567890", "accounts.one_address", "email"),
        ("no-address", "email", None, "accounts.one_address"),
    )


def _getting_in() -> Iterator[Case]:
    for door in (SIGN_UP, SIGN_IN, RESET, NEW_EMAIL):
        yield from _emails(door)
    for door in (SIGN_UP, AGAIN, VERIFY, SIGN_IN, RESET, RESET_CODE):
        yield from _one_address(door)
    yield from missing(SIGN_UP, "password", "name")
    yield from missing(SIGN_IN, "password")
    yield from texts(SIGN_UP, "name", 200)
    for door in (SIGN_UP, SIGN_IN):
        yield from texts(door, "password", 128, lines=True)
    yield from wrong(
        SIGN_UP,
        ("password-short", "password", "kopi123", "request.too_short"),
        ("password-known", "password", "password123", "accounts.password_guessable"),
        ("password-own", "password", _SARI, "accounts.password_guessable"),
        ("phone-alone", "phone", 62, "request.wrong_type"),
    )
    yield from wrong(SIGN_IN, ("otp-number", "otp", 123456, "request.wrong_type"))


def _codes() -> Iterator[Case]:
    for door in (VERIFY, RESET_CODE, EMAIL_CODE):
        yield from missing(door, "code")
        yield from wrong(
            door,
            ("code-letters", "code", "12345a", "request.wrong_format"),
            ("code-short", "code", "12345", "request.too_short"),
            ("code-long", "code", "1" * 21, "request.too_long"),
            ("code-number", "code", 123456, "request.wrong_type"),
            ("code-arabic", "code", "\u0661\u0662\u0663\u0664\u0665\u0666", "request.wrong_format"),
            ("code-wide", "code", "\uff11\uff12\uff13\uff14\uff15\uff16", "request.wrong_format"),
            ("code-line-break", "code", "123456\n", "request.wrong_format"),
            ("code-wrong", "code", "000000", "accounts.code_wrong"),
            ("verification-of-another-kind", "verification", "ses_01jd6x7f7mk3v1q8w2e5r9t0ya", "accounts.code_wrong", "code"),
            ("verification-injection", "verification", "ver_1' OR 1=1", "request.wrong_format"),
        )  # fmt: skip
    yield from missing(AGAIN, "verification")


def _own() -> Iterator[Case]:
    yield from texts(ME, "name", 200)
    yield from wrong(
        ME,
        ("language-third", "language", "fr", "request.unknown_value"),
        ("language-path", "language", "../en", "request.unknown_value"),
        ("language-injection", "language", "en\r\nSet-Cookie: a=b", "request.unknown_value"),
        ("email", "email", _SARI, "request.unknown_field"),
        ("phone", "phone", "081234567890", "request.unknown_field"),
        ("password", "password", _PASSWORD, "request.unknown_field"),
        ("metadata-number", "metadata", {"a": 1}, "request.wrong_type", "metadata.a"),
        ("metadata-51-keys", "metadata", {f"key-{number}": "x" for number in range(51)}, "request.too_many"),
    )
    for door in (KEEP_ADDRESS, CHANGE_ADDRESS):
        for path in ("recipient", "street"):
            yield from texts(door, path, 200)
        yield from texts(door, "notes", 300, lines=True, empty=True)
        yield from wrong(door, *_bad_places(door))
    yield from missing(KEEP_ADDRESS, "recipient", "phone", "street", "region_code", "postal_code")
    yield from wrong(
        CONSENT,
        ("purpose", "purpose", "everything", "request.unknown_value"),
        ("given-text", "given", "yes", "request.wrong_type"),
        ("text-version", "text_version", "1", "request.unknown_field"),
    )
    yield from missing(CONSENT, "purpose", "given")
    yield from wrong(OWN_REQUEST, ("kind", "kind", "everything", "request.unknown_value"))
    yield from texts(OWN_REQUEST, "message", 2000, lines=True, empty=True)
    yield from texts(LOOK_UP, "number", 64)


def _bad_places(door: Door) -> tuple[tuple[str, str, object, str], ...]:
    return (
        ("phone", "phone", "not a phone", "request.bad_phone"),
        ("region", "region_code", "99.99.99", "regions.unknown_region"),
        ("region-injection", "region_code", "31.74.02'--", "regions.unknown_region"),
        ("region-too-wide", "region_code", "31.74", "regions.too_wide"),
        ("postal-code-letters", "postal_code", "12a45", "request.wrong_format"),
        ("postal-code-arabic", "postal_code", "\u0661\u0662\u0663\u0664\u0665", "request.wrong_format"),
        ("default-text", "is_default", "yes", "request.wrong_type"),
        ("label-lines", "label", "a\r\nb", "request.wrong_format"),
    )


def _people() -> Iterator[Case]:
    yield from _emails(HIRE)
    yield from wrong(
        HIRE,
        ("role-upper", "role", "Owner", "request.wrong_format"),
        ("role-unknown", "role", "emperor", "accounts.unknown_role"),
        ("permissions", "permissions", ["orders.write"], "request.unknown_field"),
    )
    yield from missing(HIRE, "email", "role")
    yield from wrong(REHIRE, ("email", "email", _SARI, "request.unknown_field"))
    for door in (ROLE, REROLE):
        yield from wrong(
            door,
            ("permissions-none", "permissions", [], "request.too_few"),
            ("permission-unknown", "permissions", ["orders.burn"], "request.unknown_value", "permissions[0]"),
            ("permissions-text", "permissions", "orders.write", "request.wrong_type"),
        )
    yield from wrong(
        ROLE,
        ("name-path", "name", "../owner", "request.wrong_format"),
        ("name-cyrillic", "name", "\u043ewner", "request.wrong_format"),
    )
    yield from texts(KEY, "name", 200)
    yield from wrong(
        KEY,
        ("scope-all", "scopes", ["*"], "request.unknown_value", "scopes[0]"),
        ("scopes-none", "scopes", [], "request.too_few"),
        ("expiry-text", "expires_at", "never", "request.wrong_format"),
        ("staff", "staff_id", "stf_01jd6x7f7mk3v1q8w2e5r9t0ya", "request.unknown_field"),
    )


def _privacy() -> Iterator[Case]:
    yield from missing(BREACH, "noticed_at")
    yield from numbers(CHANGE_BREACH, "people_affected", zero=True, null=True)
    yield from wrong(
        BREACH,
        ("in-future", "noticed_at", "2999-01-01T00:00:00Z", "privacy.in_future"),
        ("time-without-zone", "noticed_at", "2026-11-24T03:00:00", "request.wrong_format"),
        ("due", "report_due_at", "2999-01-01T00:00:00Z", "request.unknown_field"),
    )
    yield from texts(BREACH, "how", 5000, lines=True, empty=True)
    yield from wrong(
        REQUEST,
        ("kind", "kind", "everything", "request.unknown_value"),
        ("customer-of-another-kind", "customer_id", "ord_01jd6x7f7mk3v1q8w2e5r9t0ya", "request.wrong_format"),
        ("due", "due_at", "2999-01-01T00:00:00Z", "request.unknown_field"),
    )
    yield from texts(REQUEST, "contact", 300, lines=True)
    yield from wrong(CLOSE, ("status", "status", "deleted", "request.unknown_value"))
    yield from texts(CLOSE, "outcome", 2000, lines=True)
