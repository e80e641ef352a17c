"""Samples: a believable value for a JSON schema, always the same, for the documents' examples and the try-it forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_BY_NAME: dict[str, Any] = {
    "sku": "KOPI-GAYO-250",
    "region_code": "31.74.02",
    "postal_code": "12910",
    "phone": "081234567890",
    "email": "sari@example.com",
    "recipient": "Sari Wulandari",
    "street": "Jl. Setiabudi Tengah No. 12",
    "currency": "IDR",
    "courier": "jne",
    "service": "REG",
    "payment_method": "bank_transfer",
    "method": "bank_transfer",
    "number": "NG-2026-000001",
    "slug": "kopi-gayo-250-g",
    "code": "31.74.02",
    "bank": "BCA",
    "holder": "PT Toko Melati",
    "tracking_number": "JP1234567890",
    "next_cursor": None,
    "title": "Not found",
    "weight_grams": 250,
    "quantity": 2,
    "price": 85000,
    "amount": 85000,
    "total": 85000,
}
_BY_FORMAT = {
    "date-time": "2026-11-24T06:05:00Z",
    "date": "2026-11-24",
    "uuid": "0193588e-7c00-7000-8000-000000000000",
    "uri": "https://toko.example.com",
}
_ID = "01jd6x7f7mk3v1q8w2e5r9t0ya"
_PREFIXES = {
    "variant": "var",
    "product": "prd",
    "category": "cat",
    "order": "ord",
    "payment": "pay",
    "shipment": "shp",
    "staff": "stf",
    "address": "adr",
    "customer": "cus",
    "request": "prq",
    "breach": "brc",
    "passkey": "psk",
    "session": "ses",
}
_TWO_LANGUAGES = {"id": "Kopi Gayo", "en": "Gayo coffee"}
_MAX_DEPTH = 8
_TELLING = ("example", "examples", "const", "default", "enum")
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_LAST_RESORTS = ("whatsapp", "12910", "31.74.02", "BCA", "KOPI-GAYO-250", "081234567890", f"ord_{_ID}", "Asia/Jakarta")


def sample_of(schema: dict[str, Any], components: dict[str, Any], name: str = "", depth: int = 0) -> Any:
    """A value that the schema takes. `name` is the field's name, which often says more than its type."""
    if "$ref" in schema:
        target = schema["$ref"].rsplit("/", 1)[1]
        return sample_of(components[target], components, name, depth)
    if any(schema.get(key) not in _EMPTY for key in _TELLING):
        return _told(schema)
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            kinds = [kind for kind in schema[key] if kind.get("type") != "null"]
            return sample_of(kinds[0], components, name, depth) if kinds and depth < _MAX_DEPTH else None
    return _by_type(schema, components, name, depth)


def _told(schema: dict[str, Any]) -> Any:
    """The value that the schema itself names."""
    return next(
        schema[key][0] if key in ("examples", "enum") else schema[key]
        for key in _TELLING
        if schema.get(key) not in _EMPTY
    )


def _by_type(schema: dict[str, Any], components: dict[str, Any], name: str, depth: int) -> Any:
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return _object(schema, components, depth)
    if kind == "array":
        return _array(schema, components, name, depth)
    known = _BY_NAME.get(name)
    if kind in ("integer", "number"):
        low = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
        value = known if isinstance(known, int) else max(low, min(1, schema.get("maximum", 1)))
        return min(max(value, low), schema.get("maximum", value))
    if kind == "boolean":
        return bool(schema.get("default", False))
    if kind == "string":
        return _string(schema, name, known)
    return known


def _object(schema: dict[str, Any], components: dict[str, Any], depth: int) -> dict[str, Any]:
    properties = schema.get("properties", {})
    if depth >= _MAX_DEPTH:
        properties = {name: properties[name] for name in schema.get("required", [])}
    if properties.keys() == _TWO_LANGUAGES.keys():
        return dict(_TWO_LANGUAGES)
    whose = _whose_id(schema.get("title", ""))
    made = {
        name: sample_of(one, components, whose if name == "id" else name, depth + 1) for name, one in properties.items()
    }
    if not properties and isinstance(schema.get("additionalProperties"), dict):
        made["note"] = sample_of(schema["additionalProperties"], components, "note", depth + 1)
    return made


def _whose_id(title: str) -> str:
    """`StaffProductItem` → `product_id`, so that an id in an example has the right prefix."""
    return next((f"{noun}_id" for noun in _PREFIXES if noun.capitalize() in title), "id")


def _array(schema: dict[str, Any], components: dict[str, Any], name: str, depth: int) -> list[Any]:
    if "prefixItems" in schema:
        return [sample_of(item, components, name, depth + 1) for item in schema["prefixItems"]]
    items = schema.get("items")
    if not isinstance(items, dict) or depth >= _MAX_DEPTH:
        return []
    return [
        sample_of(items, components, name.removesuffix("s"), depth + 1)
        for _ in range(max(1, schema.get("minItems", 1)))
    ]


def _string(schema: dict[str, Any], name: str, known: Any) -> str:
    fits = [text for text in _candidates(schema, name, known) if _takes(schema, text)]
    return fits[0] if fits else ""


def _candidates(schema: dict[str, Any], name: str, known: Any) -> Iterator[str]:
    """Texts from the likeliest to the last resort; the schema picks the first it takes."""
    if schema.get("format") in _BY_FORMAT:
        yield _BY_FORMAT[schema["format"]]
    if isinstance(known, str):
        yield known[: schema.get("maxLength", len(known))]
    if name.endswith("_at"):
        yield _BY_FORMAT["date-time"]
    if name == "id" or name.endswith("_id"):
        yield f"{_PREFIXES.get(name.removesuffix('_id'), 'ord')}_{_ID}"
    if name.endswith("url"):
        yield "https://toko.example.com/media/kopi.webp"
    words = name.replace("_", " ").capitalize() or "Text"
    words += "." * max(0, schema.get("minLength", 0) - len(words))
    yield words[: schema.get("maxLength", len(words))]
    yield from _LAST_RESORTS
    yield name.lower()


def _takes(schema: dict[str, Any], text: str) -> bool:
    length = schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", len(text))
    return length and re.search(schema.get("pattern", ""), text) is not None
