"""The exchange of a link: a cookie for its order, and on to the order at once."""

from typing import Annotated

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.params import Parameter
from litestar.response import Redirect

from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix
from niaga.notifications.errors import LinkExpired, LinkUnknown
from niaga.notifications.links import OrderLink, read_link
from niaga.orders.public import ORDER_COOKIE, SECURE_ORDER_COOKIE, access_token, get_order
from niaga.platform.database import Database, Reader
from niaga.platform.http import PUBLIC
from niaga.platform.settings import Settings

Token = Annotated[str, Parameter(max_length=200, description="The token of a link in a message.")]
_COOKIE_SECONDS = 30 * 24 * 3600


@get(
    "/link/{token:str}",
    policy=PUBLIC,
    tags=["orders"],
    summary="Exchange a link from a message",
    status_code=303,
    refuses=(LinkUnknown, LinkExpired),
)
async def follow_link(token: Token, database: Database, settings: Settings) -> Response[None]:
    """Set the cookie that opens the link's order, and redirect to it. The link can be followed again until it ends."""

    def open_order(db: Reader) -> tuple[str, str]:
        link = read_link(db.vault, token, now=db.now)
        return with_prefix("ord", link.order_id), _token_of(db, link)

    order_id, opens = await database.read(open_order)
    secure = settings.public_url.startswith("https:")
    cookie = Cookie(
        key=SECURE_ORDER_COOKIE if secure else ORDER_COOKIE,
        value=opens,
        path="/",
        max_age=_COOKIE_SECONDS,
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return Redirect(f"/store/v1/orders/{order_id}", status_code=303, cookies=[cookie])


def _token_of(db: Reader, link: OrderLink) -> str:
    try:
        order = get_order(db, link.order_id)
    except NotFound:
        raise LinkUnknown from None
    if order.token_version != link.token_version:
        raise LinkExpired
    return access_token(db.vault, order.id, order.token_version)


HANDLERS = [follow_link]
