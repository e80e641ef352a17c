"""The pages of the documents, rendered on the server from the OpenAPI document. Only this module imports Jinja2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from niaga.foundation.errors import NiagaError
from niaga.platform.language import Language, translate
from niaga.web.problems import TITLES, UNEXPECTED, UNEXPECTED_DETAIL, status_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_METHODS = ("get", "post", "put", "patch", "delete")
_MAX_DEPTH = 6
_UNITS = {"string": " characters", "array": " entries", "object": " entries"}
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`(.+?)`")


@dataclass(frozen=True, slots=True)
class SchemaRow:
    """One line of a schema's table."""

    name: str
    depth: int
    kind: str
    rules: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One code that a refusal may carry."""

    code: str
    status: int
    title: str
    english: str
    indonesian: str


def docs_page(document: dict[str, Any]) -> bytes:
    """The reference as one page."""
    groups = [(tag["name"], list(_operations(document, tag["name"]))) for tag in document["tags"]]
    page = _templates().get_template("docs.html.j2")
    return page.render(document=document, groups=groups, errors=error_rows()).encode()


def errors_page() -> bytes:
    """Every code a refusal may carry, with its texts."""
    page = _templates().get_template("errors.html.j2")
    return page.render(errors=error_rows()).encode()


def error_rows() -> list[ErrorRow]:
    """All error classes of the running program, by code."""
    found: dict[str, ErrorRow] = {}
    waiting: list[type[NiagaError]] = [NiagaError]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            code = getattr(kind, "code", None)
            if code is not None and kind.__module__.startswith("niaga."):
                found[code] = _row(code, status_of(kind), kind.template())
    found[UNEXPECTED] = _row(UNEXPECTED, HTTPStatus.INTERNAL_SERVER_ERROR, UNEXPECTED_DETAIL)
    return [found[code] for code in sorted(found)]


def _row(code: str, status: int, template: str) -> ErrorRow:
    shown = {name: "{" + name + "}" for name in re.findall(r"{(\w+)", template)}
    return ErrorRow(
        code=code,
        status=status,
        title=TITLES[status],
        english=translate(template, Language.EN, **shown),
        indonesian=translate(template, Language.ID, **shown),
    )


def _operations(document: dict[str, Any], tag: str) -> Iterator[dict[str, Any]]:
    components = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method in _METHODS:
            operation = methods.get(method)
            if operation is None or tag not in operation["tags"]:
                continue
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            yield {
                **operation,
                "method": method,
                "path": path,
                "body_rows": list(_rows(body["schema"], components)) if body else [],
                "body_example": _pretty(body["example"]) if body else "",
                "answers": list(_answers(operation, components)),
                "curl": _curl(document["servers"][0]["url"], method, path, operation, body),
                "fields": [one for one in operation.get("parameters", []) if one["name"] != "If-None-Match"],
                "locked": bool(operation.get("security")),
            }


def _answers(operation: dict[str, Any], components: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        body = content.get("application/json")
        problem = content.get("application/problem+json")
        yield {
            "status": status,
            "phrase": HTTPStatus(int(status)).phrase,
            "description": response["description"],
            "rows": list(_rows(body["schema"], components)) if body else [],
            "example": _pretty(body["example"]) if body else "",
            "codes": list((problem or {}).get("examples", {}).items()),
        }


def _rows(schema: dict[str, Any], components: dict[str, Any], depth: int = 0) -> Iterator[SchemaRow]:
    schema = _inner(schema, components)
    required = set(schema.get("required", ()))
    for name, field in schema.get("properties", {}).items():
        yield SchemaRow(
            name=name,
            depth=depth,
            kind=_kind(field, components),
            rules=_rules(field),
            required=name in required,
            description=field.get("description", ""),
        )
        if depth < _MAX_DEPTH:
            yield from _rows(_inner(field, components), components, depth + 1)


def _inner(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """The object inside a reference, an optional value or a list; the schema itself where there is none."""
    if "$ref" in schema:
        return _inner(components[schema["$ref"].rsplit("/", 1)[1]], components)
    for key in ("anyOf", "oneOf"):
        for kind in schema.get(key, ()):
            inside = _inner(kind, components)
            if inside.get("properties"):
                return inside
    if isinstance(schema.get("items"), dict):
        return _inner(schema["items"], components)
    return schema


def _kind(schema: dict[str, Any], components: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        target = components[name]
        return " | ".join(map(repr, target["enum"])).replace("'", '"') if "enum" in target else name
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "anyOf" in schema:
        return " | ".join(_kind(kind, components) for kind in schema["anyOf"])
    if schema.get("type") == "array":
        inside = schema.get("items")
        return f"list of {_kind(inside, components)}" if isinstance(inside, dict) else "list"
    kind = schema.get("type", "any value")
    words = {"string": "text", "integer": "whole number", "object": "object", "null": "null"}
    shown = words.get(kind, kind) if isinstance(kind, str) else " | ".join(words.get(one, one) for one in kind)
    return {"date-time": "time", "date": "date"}.get(schema.get("format", ""), shown)


def _rules(schema: dict[str, Any]) -> str:
    parts = []
    for kind in [schema, *schema.get("anyOf", ())]:
        low = kind.get("minimum", kind.get("minLength", kind.get("minItems")))
        high = kind.get("maximum", kind.get("maxLength", kind.get("maxItems", kind.get("maxProperties"))))
        unit = _UNITS.get(str(kind.get("type")), "")
        if low is not None and high is not None:
            parts.append(f"{low:,} to {high:,}{unit}")
        elif high is not None:
            parts.append(f"at most {high:,}{unit}")
        elif low is not None:
            parts.append(f"at least {low:,}{unit}")
    if schema.get("default") not in (None, "", [], {}):
        parts.append(f"default {msgspec.json.encode(schema['default']).decode()}")
    return ", ".join(parts)


def _curl(server: str, method: str, path: str, operation: dict[str, Any], body: dict[str, Any] | None) -> str:
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", f"${{{parameter['name'].upper()}}}")
    lines = [f"curl '{server}{path}'" if "$" not in path else f'curl "{server}{path}"']
    if method not in ("get", "post") or (method == "post" and body is None):
        lines[0] = f"curl -X {method.upper()} {lines[0].removeprefix('curl ')}"
    if operation.get("security"):
        lines.append('-H "Authorization: Bearer $KEY"')
    if any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", [])):
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if body:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d '{_pretty(body['example'])}'".replace("\n", "\n     "))
    return " \\\n  ".join(lines)


def _pretty(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _prose(text: str) -> Markup:
    """The little of Markdown that descriptions use: paragraphs, **strong** and `code`."""
    paragraphs = []
    for part in text.strip().split("\n\n"):
        safe = str(escape(part))
        safe = _CODE.sub(r"<code>\1</code>", _STRONG.sub(r"<strong>\1</strong>", safe))
        paragraphs.append(f"<p>{safe}</p>")
    return Markup("\n".join(paragraphs))  # noqa: S704 - escaped above, before the three tags are put in


def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("niaga.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["prose"] = _prose
    return made
