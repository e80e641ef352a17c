"""The operations of the OpenAPI document and every place in them where a stranger may write something."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.support.hostile import DOORS, DRY, WITHOUT_BODY, Body, Door
from tests.support.hostile_accounts import ACCOUNT_DOORS

from niaga.web.samples import sample_of

_CART_DOORS = (
    Door("cart", "POST", "/store/v1/carts", lambda: {"lines": [{"sku": "KOPI-250", "quantity": 1}], "notes": "Depan"}),
    Door("change-cart", "PATCH", "/store/v1/carts/{cart}", lambda: {"notes": "Belakang"}),
    Door(
        "check-out",
        "POST",
        "/store/v1/carts/{cart}/checkout",
        lambda: {"payment_method": "bank_transfer", "expected_total": 96_000},
    ),
    Door("add-line", "POST", "/store/v1/carts/{cart}/lines", lambda: {"sku": "TEH-100", "quantity": 1}),
    Door("change-line", "PATCH", "/store/v1/carts/{cart}/lines/{line}", lambda: {"quantity": 2}),
)
_DEEPEST = 8
_HERE = "@@here@@"
# What any request may carry, documented or not.
HEADERS_OF_ANY = (
    "Accept", "Accept-Language", "Cookie", "If-Match", "If-None-Match", "Origin", "Traceparent", "X-Forwarded-For", "X-Request-Id",
)  # fmt: skip
Step = tuple[str | int, Any]


class Where(StrEnum):
    """The part of a request that a place is in."""

    BODY = "body"
    KEY = "key"
    """The name of a field that there is not."""
    QUERY = "query"
    PATH = "path"
    HEADER = "header"


@dataclass(frozen=True, eq=False)
class Operation:
    """One of the document's, with the door of ours that it is, where `hostile` knows how to enter it."""

    id: str
    method: str
    path: str
    told: dict[str, Any]
    door: Door | None
    components: dict[str, Any]

    @property
    def schemes(self) -> set[str]:
        """The security schemes that open it."""
        return {name for one in self.told.get("security", []) for name in one}

    def body(self) -> Body | None:
        """A body that is taken where the door is known, else the document's example; None where there is none."""
        if self.door is not None:
            return self.door.body()
        content = self.told.get("requestBody", {}).get("content", {}).get("application/json")
        return None if content is None else copy.deepcopy(content["example"])

    def schema(self) -> Any:
        """The JSON schema of its body."""
        return self.told["requestBody"]["content"]["application/json"]["schema"]

    def takes_json(self) -> bool:
        """Whether it has a JSON body."""
        return "application/json" in self.told.get("requestBody", {}).get("content", {})


@dataclass(frozen=True, eq=False)
class Place:
    """A field, by the name that a refusal gives it: `lines[0].sku`, `limit`, `Idempotency-Key`."""

    operation: Operation
    where: Where
    name: str
    steps: tuple[Step, ...] = ()

    @property
    def id(self) -> str:
        """A name for a report."""
        return f"{self.operation.method} {self.operation.path} {self.where.value} {self.name}"

    def body_with(self, raw: str) -> bytes:
        """The operation's body with these characters as the value here, whatever they are."""
        body = self.operation.body()
        if self.where is Where.KEY:
            return _encoded({**(body or {}), _HERE: 1}, raw)
        node: Any = body
        for place, (key, _) in enumerate(self.steps):
            if place + 1 == len(self.steps):
                _put(node, key, _HERE)
            else:
                node = self._entered(node, place)
        return _encoded(body, raw)

    def _entered(self, node: Any, place: int) -> Any:
        key, schema = self.steps[place]
        if isinstance(key, str):
            if node.get(key) is None:
                node[key] = sample_of(schema, self.operation.components, key)
        elif not node:
            node.append(sample_of(schema, self.operation.components))
        return node[key]


def _put(node: Any, key: str | int, value: Any) -> None:
    if isinstance(key, int) and not node:
        node.append(value)
    else:
        node[key] = value


def _encoded(body: Any, raw: str) -> bytes:
    return json.dumps(body).replace(json.dumps(_HERE), raw, 1).encode("utf-8", "surrogatepass")


def operations(document: dict[str, Any]) -> list[Operation]:
    """Every operation of the document."""
    doors = {
        (door.method, shape_of(door.path)): door
        for door in (*DOORS, *WITHOUT_BODY, *_CART_DOORS, *ACCOUNT_DOORS)
        if door is not DRY
    }
    components = document["components"]["schemas"]
    return [
        Operation(
            told["operationId"], method.upper(), path, told, doors.get((method.upper(), shape_of(path))), components
        )
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


def shape_of(path: str) -> str:
    """The path without the names of what stands in it, and without its query."""
    return re.sub(r"\{[^}]*\}", "{}", path.partition("?")[0])


def door_of(operation: Operation) -> Door:
    """The door of an operation: the one whose body we know, else with the document's example for a body."""
    if operation.door is not None:
        return operation.door
    return Door(operation.id, operation.method, operation.path, lambda: operation.body() or {})


def fields_of(operation: Operation) -> frozenset[str]:
    """The names of the fields at the top of its body."""
    return frozenset(_resolved(operation.schema(), operation.components).get("properties", {}))


def places(operation: Operation) -> Iterator[Place]:
    """Every place of an operation: parameters, headers, each field of the body at any depth, and a field too many."""
    documented = operation.told.get("parameters", [])
    for one in documented:
        yield Place(operation, Where(one["in"]), one["name"])
    known = {one["name"].lower() for one in documented}
    for name in HEADERS_OF_ANY:
        if name.lower() not in known:
            yield Place(operation, Where.HEADER, name)
    if operation.schemes:
        yield Place(operation, Where.HEADER, "Authorization")
    if operation.takes_json():
        yield Place(operation, Where.HEADER, "Content-Type")
        yield Place(operation, Where.KEY, "")
        for name, steps in _fields(operation.schema(), operation.components, "", ()):
            yield Place(operation, Where.BODY, name, steps)


def _fields(schema: Any, components: Any, name: str, steps: tuple[Step, ...]) -> Iterator[tuple[str, tuple[Step, ...]]]:
    schema = _resolved(schema, components)
    if len(steps) > _DEEPEST:
        return
    if steps:
        yield name, steps
    for key, inner in schema.get("properties", {}).items():
        yield from _fields(inner, components, f"{name}.{key}".lstrip("."), (*steps, (key, inner)))
    if isinstance(schema.get("additionalProperties"), dict):
        inner = schema["additionalProperties"]
        yield from _fields(inner, components, f"{name}.note".lstrip("."), (*steps, ("note", inner)))
    if isinstance(schema.get("items"), dict):
        yield from _fields(schema["items"], components, f"{name}[0]", (*steps, (0, schema["items"])))


def _resolved(schema: Any, components: Any) -> Any:
    """The schema itself: behind its name, and without the `null` that it may be as well."""
    while True:
        if "$ref" in schema:
            schema = components[schema["$ref"].rsplit("/", 1)[1]]
        elif kinds := [
            kind for key in ("anyOf", "oneOf") for kind in schema.get(key, []) if kind.get("type") != "null"
        ]:
            schema = kinds[0]
        else:
            return schema
