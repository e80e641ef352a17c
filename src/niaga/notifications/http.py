"""The exchange of a link: a cookie for its order, and on to the order at once."""

from collections.abc import Callable
from typing import Annotated

from litestar import Response, get
from litestar.params import Parameter
from litestar.response import Redirect

from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix
from niaga.notifications.errors import LinkExpired, LinkUnknown
from niaga.notifications.links import OrderLink, read_link
from niaga.orders.public import Order, access_token, get_order
from niaga.platform.database import Database, Reader
from niaga.platform.http import PUBLIC, ShopRequest
from niaga.platform.http.order_cookie import order_cookie
from niaga.platform.settings import Settings

Token = Annotated[str, Parameter(max_length=200, description="The token of a link in a message.")]
# The address of the page that shows an order, by its id on the wire and its language.
OrderPages = Callable[[str, str], str]


@get(
    "/link/{token:str}",
    policy=PUBLIC,
    tags=["orders"],
    summary="Exchange a link from a message",
    status_code=303,
    refuses=(LinkUnknown, LinkExpired),
)
async def follow_link(
    request: ShopRequest, token: Token, database: Database, settings: Settings, order_pages: OrderPages
) -> Response[None]:
    """Set the cookie that opens the link's order, and redirect to it. The link can be followed again until it ends."""

    def open_order(db: Reader) -> tuple[Order, str]:
        order = _order_of(db, read_link(db.vault, token, now=db.now))
        return order, access_token(db.vault, order.id, order.token_version)

    order, opens = await database.read(open_order)
    cookie = order_cookie(request, opens, secure=settings.public_url.startswith("https:"))
    return Redirect(order_pages(with_prefix("ord", order.id), order.language), status_code=303, cookies=[cookie])


def _order_of(db: Reader, link: OrderLink) -> Order:
    try:
        order = get_order(db, link.order_id)
    except NotFound:
        raise LinkUnknown from None
    if order.token_version != link.token_version:
        raise LinkExpired
    return order


HANDLERS = [follow_link]
