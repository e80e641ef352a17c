"""Everybody who may knock, and what each may do: read from the manual and from the document, never from the code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANUAL = Path(__file__).parents[2] / "docs" / "access.md"
STRONG, KEY, SESSION, CUSTOMER, ORDER = "second factor", "staff_key", "staff_session", "customer_session", "order_token"
PASS = "in"
UNAUTHENTICATED, FORBIDDEN, STRONGER = (
    "401 request.unauthenticated",
    "403 request.forbidden",
    "403 accounts.stronger_sign_in_required",
)
# It asks who comes when a topic names an order.
ASKS_LATER = frozenset({"follow_store"})
_ROW = re.compile(r"^\| `(?P<permission>[a-z]+\.[a-z]+)` \|(?P<marks>(?: [x ] \|)+)$", re.MULTILINE)
_HEAD = re.compile(r"^\| permission \|(?P<roles>.*)\| (?P<strong>second factor) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Manual:
    """What docs/access.md says: permissions by role, and those that need a second factor."""

    roles: dict[str, frozenset[str]]
    strong: frozenset[str]
    permissions: frozenset[str]


def read_manual() -> Manual:
    """The table of the manual."""
    text = MANUAL.read_text(encoding="utf-8")
    head = _HEAD.search(text)
    assert head, "docs/access.md has lost its table"
    names = [one.strip() for one in head["roles"].split("|")]
    roles: dict[str, set[str]] = {name: set() for name in names}
    strong = set()
    for row in _ROW.finditer(text):
        *marks, needs = [one.strip() == "x" for one in row["marks"].rstrip("|").split("|")]
        assert len(marks) == len(names), row[0]
        for name, has in zip(names, marks, strict=True):
            if has:
                roles[name].add(row["permission"])
        if needs:
            strong.add(row["permission"])
    every = frozenset(row["permission"] for row in _ROW.finditer(text))
    return Manual({name: frozenset(has) for name, has in roles.items()}, frozenset(strong), every)


@dataclass(frozen=True)
class Operation:
    """A documented operation: who may use it, by its document."""

    method: str
    path: str
    name: str
    schemes: frozenset[str]
    open_to_all: bool
    permission: str | None
    has_body: bool

    @property
    def place(self) -> str:
        """How a failure names it."""
        return f"{self.method} {self.path}"


def operations_in(document: dict[str, Any]) -> list[Operation]:
    """Every documented operation."""
    return [
        Operation(
            method=method.upper(),
            path=path,
            name=one["operationId"],
            schemes=frozenset(scheme for entry in one.get("security", ()) for scheme in entry),
            open_to_all={} in one.get("security", [{}]),
            permission=one.get("x-permission"),
            has_body="requestBody" in one,
        )
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    ]


@dataclass(frozen=True)
class Knocker:
    """Somebody with something to show. `allowed` is what the role says, `usable` what this key or sign-in may use of it.

    `looks_like` is what a token says of itself that opens nothing.
    """

    name: str
    headers: dict[str, str]
    scheme: str | None = None
    allowed: frozenset[str] = frozenset()
    usable: frozenset[str] = frozenset()
    looks_like: str | None = None


def expected(operation: Operation, who: Knocker) -> str:
    """What the document and the manual say of this pair. Raises where they say nothing."""
    if operation.open_to_all:
        # Where a session would count, one that is over is told so, instead of being passed over in silence.
        asks = who.looks_like in operation.schemes and operation.name not in ASKS_LATER
        return UNAUTHENTICATED if asks else PASS
    unknown = operation.schemes - {KEY, SESSION, CUSTOMER, ORDER}
    assert not unknown, f"{operation.place}: nobody knows what {unknown} opens; say it in tests/support/access.py"
    if who.scheme not in operation.schemes:
        return UNAUTHENTICATED
    if operation.permission is None:
        return PASS
    assert {KEY, SESSION} & operation.schemes, f"{operation.place} asks buyers for a permission"
    if operation.permission in who.usable:
        return PASS
    return STRONGER if operation.permission in who.allowed else FORBIDDEN
