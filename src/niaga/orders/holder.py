"""Who holds an order: whoever shows its access token, or the customer whose it is; in a header or (for reading) a cookie.

The token names the order and its token version under an HMAC; it is never stored. The policy refuses a forged one before
anything is looked up, and raising the order's token version revokes it.
"""

from __future__ import annotations

import base64
import hmac
import re
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from niaga.accounts.public import customer
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import ID_LENGTH, with_prefix, without_prefix
from niaga.orders.queries import get_order
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.http import Principal, bearer_token, principal_of
from niaga.platform.http.order_cookie import order_tokens
from niaga.platform.http.session_cookie import session_token

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    from niaga.orders.model import Order
    from niaga.platform.crypto import Vault
    from niaga.platform.database import Database, Reader

    Connection = ASGIConnection[Any, Any, Any, Any]

TOKEN_PREFIX = "ngo_"  # noqa: S105 - a prefix, not a secret
_TOKEN = re.compile(rf"{TOKEN_PREFIX}([0-9a-z]{{{ID_LENGTH}}})_([0-9]{{1,9}})_[a-z2-7]{{32}}")
_PURPOSE = "orders.access"
_MAC_BYTES = 20


class Owner(NamedTuple):
    """A customer who signed in, and opens her own orders."""

    customer_id: str


def access_token(vault: Vault, order_id: str, token_version: int) -> str:
    """The token that opens this order until its token version changes."""
    return _spelt(order_id, token_version, vault.mac(_PURPOSE, _message(order_id, token_version)))


def is_access_token(vault: Vault, order_id: str, token_version: int, token: str) -> bool:
    """Whether the token opens this order at this token version, whichever key of the ring made it."""
    macs = vault.macs(_PURPOSE, _message(order_id, token_version))
    agreeing = [mac for mac in macs if hmac.compare_digest(_spelt(order_id, token_version, mac), token)]
    return bool(agreeing)


class _OrderHolder:
    """Anybody who shows a token of ours, or a customer's session; `get_held_order` sees whether it opens the order."""

    security: ClassVar[tuple[str, ...]] = ("order_token", *customer().security)

    async def admit(self, request: Connection) -> Principal:
        database: Database = request.app.state["database"]
        order_id = _order_id(database.vault, shown_token(request))
        if order_id is None or (_shows_a_session(request) and order_id not in _asked_for(request)):
            return await customer().admit(request)
        return Principal(Actor(ActorKind.ORDER, order_id))


ORDER_HOLDER = _OrderHolder()


def shown_token(request: Connection) -> str:
    """The token that came with a request: bearer, or for a GET the one of the same-origin cookie that it speaks of."""
    bearer = bearer_token(request)
    if bearer is not None or request.scope.get("method") != "GET":
        return bearer or ""
    tokens = order_tokens(request)
    asked_for = _asked_for(request)
    return next((token for order_id, token in tokens.items() if order_id in asked_for), next(iter(tokens.values()), ""))


def _asked_for(request: Connection) -> str:
    return f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}"


def _shows_a_session(request: Connection) -> bool:
    """Whether a browser shows a session beside its orders' tokens."""
    return bearer_token(request) is None and bool(session_token(request))


def shown_version(request: Connection) -> int:
    """The token version of the shown token, which the policy has found genuine."""
    found = _TOKEN.fullmatch(shown_token(request))
    assert found is not None, "the policy let it in"
    return int(found.group(2))


def shown_opener(request: Connection) -> str | Owner:
    """What the policy admitted: the order's token, or whose session it is."""
    actor = principal_of(request).actor
    return Owner(actor.id) if actor.kind is ActorKind.CUSTOMER else shown_token(request)


def held_order_id(request: Connection, wire_id: str) -> str:
    """The id in the path, when a token speaks of it; a customer may name any, and `get_held_order` knows her own.

    Raises NotFound, the same as for an id that is not there.
    """
    order_id, actor = without_prefix("ord", wire_id), principal_of(request).actor
    if order_id is None or (actor.kind is ActorKind.ORDER and order_id != actor.id):
        raise NotFound("order", wire_id)
    return order_id


def get_held_order(db: Reader, order_id: str, opener: str | Owner) -> Order:
    """The order that the token opens, or its owner. Raises NotFound for a missing order and for one that is another's."""
    order = get_order(db, order_id)
    if not _opens(db.vault, order, opener):
        raise NotFound("order", with_prefix("ord", order_id))
    return order


def _opens(vault: Vault, order: Order, opener: str | Owner) -> bool:
    if isinstance(opener, Owner):
        return order.customer_id == opener.customer_id
    return is_access_token(vault, order.id, order.token_version, opener)


def _order_id(vault: Vault, token: str) -> str | None:
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    order_id, version = found.group(1), int(found.group(2))
    return order_id if is_access_token(vault, order_id, version, token) else None


def _message(order_id: str, token_version: int) -> bytes:
    return f"{order_id}.{token_version}".encode()


def _spelt(order_id: str, token_version: int, mac: bytes) -> str:
    letters = base64.b32encode(mac[:_MAC_BYTES]).decode().lower()
    return f"{TOKEN_PREFIX}{order_id}_{token_version}_{letters}"
