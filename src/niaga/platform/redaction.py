"""Redaction: takes personal data and secrets out of what is about to be logged, by field name and by shape.

Used by `logging` alone. Every pattern is linear: bounded repeats, no nesting, a text cut before it is searched.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import islice
from typing import Any

HIDDEN = "[redacted]"
_MAX_TEXT = 16_000
_MAX_ITEMS = 50
_MAX_DEPTH = 5
_EXACT_IN_JSON = 2**53

_PERSONAL = {
    "name", "names", "phone", "phones", "email", "emails", "mail", "street", "address", "addresses", "recipient",
    "recipients", "contact", "contacts", "whatsapp", "holder", "notes", "note", "latitude", "longitude", "nik", "npwp",
    "birthday", "to", "customer", "buyer", "body", "form", "query", "parameters", "params",
    "authorization", "auth", "cookie", "cookies", "password", "passwd", "passphrase", "secret", "secrets", "token",
    "tokens", "key", "keys", "otp", "pin", "credential", "credentials", "session", "signature", "dsn",
}  # fmt: skip
# Words above inside names that say nothing about anybody.
_HARMLESS = {
    "logger_name",
    "handler_name",
    "task_name",
    "event_name",
    "host_name",
    "key_id",
    "key_ids",
    "session_count",
}
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    # What drivers put into their messages: the row that failed.
    (re.compile(r"\[parameters: [^\n]*"), f"[parameters: {HIDDEN}]"),
    (re.compile(r"(Key \([^()\n]{0,200}\)=)\([^\n]*"), rf"\1({HIDDEN})"),
    (re.compile(r"(Failing row contains )\([^\n]*"), rf"\1({HIDDEN})"),
    (re.compile(r"(Duplicate entry )'[^\n]*' for key"), rf"\1{HIDDEN} for key"),
    # Secrets.
    (re.compile(r"\b(Bearer|Basic) +[^\s\"',;]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"\b(ng|crt|otp)_[A-Za-z0-9_]{12,}"), rf"\1_{HIDDEN}"),
    (re.compile(r"(://[^\s/:@]{0,64}):[^\s/@]{1,512}@"), rf"\1:{HIDDEN}@"),
    (
        re.compile(
            r"\b((?:access_|api_|refresh_)?(?:token|key|secret|password|passwd|otp|pin|authorization|cookie|signature))"
            r"([\"']?\s{0,3}[=:]\s{0,3}[\"']?)[^\s\"'&,;)}\]]+",
            re.IGNORECASE,
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"\bv1\|[A-Za-z0-9_-]{1,32}\|[A-Za-z0-9_-]{16}\|[A-Za-z0-9_-]+"), f"v1|{HIDDEN}"),
    # Persons.
    (re.compile(r"[^\s@<>\"',;:()\[\]{}=&?/|]{1,64}(?:@|%40)[^\W_](?:[\w-]{0,62}\.){1,8}[\w-]{2,63}"), HIDDEN),
    (
        re.compile(
            r"(?<![\w+])(?:(?:\+|%2B|00)?62|\(\+?62\)|0)[\s.()-]{0,2}(?:0[\s.()-]{0,2})?"
            r"8(?:[\s.()-]{0,2}\d){7,11}(?!\w)"
        ),
        HIDDEN,
    ),
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


Many = Mapping[Any, object] | list[object] | tuple[object, ...] | set[object] | frozenset[object]
Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


def redact(name: str, value: object) -> "Plain":
    """The value as it may be logged under that name: plain JSON data, hidden where name or shape is personal."""
    return _redact(name, value, 0)


def redact_text(text: str) -> str:
    """The text without tokens, mail addresses, phone numbers, drivers' parameters, control characters; cut if huge."""
    if len(text) > _MAX_TEXT:
        text = text[:_MAX_TEXT] + " … cut"
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def is_personal(name: str) -> bool:
    """Whether a field of that name holds something about a person or a secret: `shipping_address`, `accessToken`."""
    if name.lower() in _HARMLESS:
        return False
    return any(word.lower() in _PERSONAL for word in _WORDS.findall(name))


def _redact(name: str, value: object, depth: int) -> "Plain":
    if value is None or isinstance(value, bool):
        return value
    if is_personal(name):
        return HIDDEN
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _redact_many(name, value, depth)
    return _redact_one(value)


def _redact_one(value: object) -> "Plain":
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, int | float):
        return value if abs(value) < _EXACT_IN_JSON else str(value)
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, datetime | date | timedelta):
        return str(value)
    if isinstance(value, BaseException):
        return redact_text(f"{type(value).__name__}: {value}")
    # An object's own repr may show anything: its type has to do.
    return f"<{type(value).__name__}>"


def _redact_many(name: str, value: "Many", depth: int) -> "Plain":
    if depth == _MAX_DEPTH:
        return f"<{type(value).__name__}>"
    if isinstance(value, Mapping):
        some = islice(value.items(), _MAX_ITEMS)
        return {redact_text(str(key)): _redact(str(key), item, depth + 1) for key, item in some}
    return [_redact(name, item, depth + 1) for item in islice(value, _MAX_ITEMS)]
