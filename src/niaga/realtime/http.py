"""Streams over HTTP: server-sent events for buyers who hold an order, for everybody who looks at stock, and for staff."""

from typing import TYPE_CHECKING, Annotated, Any

from litestar import Response, get
from litestar.params import Parameter

from niaga.accounts.public import Permission, require_permission, shown_session, staff
from niaga.foundation.errors import NotFound
from niaga.orders.public import ORDER_HOLDER, Owner, held_order_id, shown_opener, shown_version
from niaga.platform.http import Principal, ShopRequest, Unauthenticated, bearer_token
from niaga.platform.http.exchange import GUEST
from niaga.realtime.answer import MEDIA_TYPE, EventStream
from niaga.realtime.errors import TooManyStreams
from niaga.realtime.hub import Hub
from niaga.realtime.model import ADMIN_TOPICS, STORE_TOPICS, Topic, TopicKind
from niaga.realtime.rules import read_position, read_topics
from niaga.realtime.stream import Hold, OrderHold, OwnerHold, StaffHold, Wish

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

_EXAMPLE = """\
id: 41
data: {"type":"order.paid","topic":"order:ord_01k2j3h4g5f6d7s8a9q0w1e2r3","status":"processing","version":2}

event: ready
id: 41
retry: 3000
data: {"position":41}

"""
_NEEDED = {
    TopicKind.ORDER: Permission.ORDERS_READ,
    TopicKind.ORDERS: Permission.ORDERS_READ,
    TopicKind.PAYMENTS: Permission.PAYMENTS_READ,
    TopicKind.STOCK: Permission.STOCK_READ,
}
_LONGEST = 1000
Topics = Annotated[str, Parameter(min_length=1, max_length=_LONGEST, description="What to follow, commas between.")]
LastSeen = Annotated[
    str | None,
    Parameter(
        max_length=40,
        description="The last id you saw, where you cannot send the header `Last-Event-ID` (which wins).",
    ),
]


class _Visitor:
    """Open to everybody for stock; whoever names an order shows its token."""

    security: tuple[str, ...] = ()
    also_opened_by = ORDER_HOLDER.security

    async def admit(self, request: "ASGIConnection[Any, Any, Any, Any]") -> Principal:
        if f"{TopicKind.ORDER}:" in request.query_params.get("topics", ""):
            return await ORDER_HOLDER.admit(request)
        return GUEST


@get(
    "/store/v1/stream",
    policy=_Visitor(),
    tags=["realtime"],
    summary="Follow orders and stock",
    media=MEDIA_TYPE,
    answer=_EXAMPLE,
    refuses=(Unauthenticated, NotFound, TooManyStreams),
)
async def follow_store(request: ShopRequest, hub: Hub, topics: Topics, last_event_id: LastSeen = None) -> Response[str]:
    """Server-sent events about `order:ord_…` (with its access token or its owner's session) and `stock:var_…` (for everybody).

    The token may come as bearer or cookie. At most 20 topics. Events say what changed; fetch what you show. `ready` says
    that you are up to date, `reset` that you may have missed something: fetch anew. Reconnect with the last id and nothing
    is missed or told twice.
    """
    asked = read_topics(topics, STORE_TOPICS)
    return EventStream(hub, Wish(asked, _order_hold(request, asked), _seen(request, last_event_id)))


@get(
    "/admin/v1/stream",
    policy=staff(Permission.ORDERS_READ),
    tags=["realtime"],
    summary="Follow the shop",
    media=MEDIA_TYPE,
    answer=_EXAMPLE,
    refuses=(NotFound, TooManyStreams),
)
async def follow_shop(request: ShopRequest, hub: Hub, topics: Topics, last_event_id: LastSeen = None) -> Response[str]:
    """As `/store/v1/stream`, about `orders`, `payments` (all of them), `order:ord_…` and `stock:var_…`."""
    asked = read_topics(topics, ADMIN_TOPICS)
    needed = frozenset(_NEEDED[topic.kind] for topic in asked)
    for permission in sorted(needed):
        require_permission(request, permission)
    hold = StaffHold(bearer_token(request) or "", needed)
    return EventStream(hub, Wish(asked, hold, _seen(request, last_event_id)))


def _order_hold(request: ShopRequest, topics: tuple[Topic, ...]) -> Hold | None:
    orders = [topic for topic in topics if topic.kind is TopicKind.ORDER]
    for topic in orders:
        held_order_id(request, topic.reference)
    if not orders:
        return None
    opener = shown_opener(request)
    if isinstance(opener, Owner):
        return OwnerHold(shown_session(request), opener.customer_id)
    return OrderHold(orders[0].id, shown_version(request))


def _seen(request: ShopRequest, last_event_id: str | None) -> int | None:
    return read_position(request.headers.get("last-event-id") or last_event_id)
