"""Policies: every route says who may enter. Before its handler runs the policy is asked, and who came is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from niaga.foundation.errors import Kind, NiagaError
from niaga.platform.http.exchange import GUEST, Principal, exchange_of

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    Connection = ASGIConnection[Any, Any, Any, Any]


class Policy(Protocol):
    """Decides who may use a route.

    A policy may also have a `permission`: what its holder needs, for the documents.
    """

    @property
    def security(self) -> tuple[str, ...]:
        """The OpenAPI security schemes that open the route; empty when it is open to all."""
        ...

    async def admit(self, request: Connection) -> Principal:
        """Who asks. Raises Unauthenticated or Forbidden (or another NiagaError) when they may not enter."""
        ...


class _Public:
    """Open to everybody; the asker is a guest."""

    security: tuple[str, ...] = ()

    async def admit(self, request: Connection) -> Principal:  # noqa: ARG002 - a guest shows nothing
        return GUEST

    def __repr__(self) -> str:
        return "PUBLIC"


PUBLIC: Policy = _Public()


@dataclass(eq=False)
class Unauthenticated(NiagaError):
    """Sign in first: this needs a valid key or token in the Authorization header."""

    kind = Kind.UNAUTHENTICATED
    code = "request.unauthenticated"


@dataclass(eq=False)
class Forbidden(NiagaError):
    """This needs the permission {permission}, which your role or key does not include."""

    kind = Kind.FORBIDDEN
    code = "request.forbidden"

    permission: str


async def admit(request: Connection) -> None:
    """Let the route's policy look at the request, and remember who came. Runs before every handler.

    Not a guard of the framework: those copy the route handler at each request, which costs more than all the rest here.
    """
    policy: Policy | None = request.route_handler.opt.get("policy")
    if policy is PUBLIC:
        return
    assert policy is not None, "start-up refuses a route without a policy"
    exchange_of(request).principal = await policy.admit(request)


def bearer_token(connection: Connection) -> str | None:
    """The token of `Authorization: Bearer …`, if there is one of a sane length."""
    header = exchange_of(connection).header(b"authorization") or ""
    scheme, _, token = header.partition(" ")
    token = token.strip()
    if (
        scheme.lower() != "bearer"
        or not token
        or len(token) > _MAX_TOKEN
        or not token.isascii()
        or not token.isprintable()
    ):
        return None
    return token


_MAX_TOKEN = 512
