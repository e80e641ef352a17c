"""Reading orders: one by id or number, and lists for staff."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix
from niaga.foundation.paging import Page, decode_cursor, encode_cursor
from niaga.orders import store
from niaga.orders.finding import Bounds, orders_found
from niaga.orders.model import OrderStatus
from niaga.orders.tables import customer_order
from niaga.platform.database import Id, rowset
from niaga.platform.database.rowsets import execute_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.orders.model import Order
    from niaga.platform.database import Engine, Reader

_ID = {"id": Id()}


def get_order(db: Reader, order_id: str) -> Order:
    """An order with its lines. Raises NotFound."""
    found = store.find_order(db, order_id)
    if found is None:
        raise NotFound("order", with_prefix("ord", order_id))
    return found


def list_orders(
    db: Reader,
    *,
    status: OrderStatus | None = None,
    search: str | None = None,
    limit: int,
    cursor: str | None = None,
) -> Page[Order]:
    """Orders without their lines, newest first.

    `search` is a number of ours or of a channel, exact; or words or beginnings of the buyer's or recipient's name, a phone
    or its last four digits, an e-mail address (see `finding`).
    """
    before = None if cursor is None else decode_cursor(cursor, str)
    query = sa.select(customer_order).order_by(customer_order.c.id.desc()).limit(limit + 1)
    if status is not None:
        query = query.where(customer_order.c.status == status.value)
    if search is not None:
        bounds = Bounds(limit + 1, before=before, status=None if status is None else status.value)
        found = orders_found(db.vault, search, bounds)
        query = query.join(found, found.c.id == customer_order.c.id)
    if before is not None:
        query = query.where(customer_order.c.id < before)
    rows = db.execute(query).all()
    orders = [store.read_order(row._mapping, (), db.vault) for row in rows[:limit]]  # noqa: SLF001 - public in SQLAlchemy
    return Page(orders, encode_cursor(orders[-1].id) if len(rows) > limit else None)


class OwnOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order in its owner's list."""

    id: str
    number: str
    status: OrderStatus
    cancel_reason: str | None
    total: int
    currency: str
    placed_at: datetime
    expires_at: datetime | None


def list_orders_of(
    db: Reader, customer_id: str, *, status: OrderStatus | None = None, limit: int, cursor: str | None = None
) -> Page[OwnOrder]:
    """A customer's orders, newest first."""
    columns = [customer_order.c[name] for name in OwnOrder.__struct_fields__]
    query = sa.select(*columns).where(customer_order.c.customer_id == customer_id)
    query = query.order_by(customer_order.c.id.desc()).limit(limit + 1)
    if status is not None:
        query = query.where(customer_order.c.status == status.value)
    if cursor is not None:
        query = query.where(customer_order.c.id < decode_cursor(cursor, str))
    rows = db.execute(query).all()
    orders = [OwnOrder(**{**row._mapping, "status": OrderStatus(row.status)}) for row in rows[:limit]]  # noqa: SLF001 - public in SQLAlchemy
    return Page(orders, encode_cursor(orders[-1].id) if len(rows) > limit else None)


def token_versions(db: Reader, order_ids: Sequence[str]) -> dict[str, int]:
    """The token version of each order, in one statement on the primary keys; ids that are no order's are left out."""
    if not order_ids:
        return {}
    rows = execute_rows(db, _token_versions(db.engine), "wanted", _ID, [(one,) for one in dict.fromkeys(order_ids)])
    return {row.id: row.token_version for row in rows}


def owned_by(db: Reader, customer_id: str, order_ids: Sequence[str]) -> set[str]:
    """Those of the orders that are the customer's."""
    query = sa.select(customer_order.c.id).where(
        customer_order.c.id.in_(order_ids), customer_order.c.customer_id == customer_id
    )
    return set(db.execute(query).scalars()) if order_ids else set()


@lru_cache(maxsize=3)
def _token_versions(engine: Engine) -> sa.Select[Any]:
    wanted = rowset(engine, "wanted", _ID)
    return sa.select(customer_order.c.id, customer_order.c.token_version).join_from(
        wanted, customer_order, customer_order.c.id == wanted.c.id
    )
