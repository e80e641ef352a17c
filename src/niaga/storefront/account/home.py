"""Her account: what is in it at a glance, and all her orders."""

from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.storefront.account.moments import moments
from niaga.storefront.account.people import AddressBook, Customer, MyOrders
from niaga.storefront.routing import page
from niaga.storefront.visit import Here, Storefront

_FEW, _MANY = 3, 20
STATUSES = ("awaiting_payment", "processing", "shipped", "completed", "cancelled")


@page("account")
async def show_account(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """Who she is, her latest orders, and the way to everything else."""
    visit = storefront.visit(request)
    return await visit.show(
        "account/home.html.j2",
        Here("account"),
        me=await visit.mine("/store/v1/me", Customer),
        orders=(await visit.mine("/store/v1/me/orders", MyOrders, {"limit": _FEW})).items,
        addresses=(await visit.mine("/store/v1/me/addresses", AddressBook)).items,
        moment=await moments(visit),
    )


@page("account_orders")
async def show_orders(
    request: ShopRequest, storefront: Storefront, status: str = "", cursor: str = ""
) -> Response[bytes]:
    """Her orders, all or those that stand so."""
    visit, chosen = storefront.visit(request), status if status in STATUSES else ""
    found = await visit.mine(
        "/store/v1/me/orders", MyOrders, {"status": chosen or None, "cursor": cursor or None, "limit": _MANY}
    )
    return await visit.show(
        "account/orders.html.j2",
        Here("account_orders", query={"status": chosen}),
        orders=found.items,
        next_cursor=found.next_cursor,
        first=bool(cursor),
        chosen=chosen,
        statuses=STATUSES,
        moment=await moments(visit),
    )
