"""Stock over HTTP, for staff: how many there are, and adjusting them after a count, a delivery or a loss."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter
from msgspec import Meta

from niaga.accounts.public import Permission, staff
from niaga.foundation.errors import NotFound, invalid_field
from niaga.foundation.identity import new_id, with_prefix
from niaga.inventory import store
from niaga.inventory.actions import Source, adjust_stock, set_stock
from niaga.inventory.errors import NotEnoughOnHand, StaleStock
from niaga.inventory.model import MAIN_WAREHOUSE, Reason, StockKey
from niaga.inventory.ports import SkuBook
from niaga.platform.audit import record_audit
from niaga.platform.database import Database, Reader, Transaction
from niaga.platform.http import ShopRequest, ShortLine, actor_of, answer_once
from niaga.platform.http.versions import seen_version

_STAFF_REASONS = (Reason.RECEIVED, Reason.COUNTED, Reason.DAMAGED, Reason.LOST, Reason.CORRECTION)
_MOST_PIECES = 10**9


class StockItem(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of one variant in one warehouse. `available` = on_hand - reserved."""

    variant_id: str
    sku: str
    warehouse: str
    on_hand: int
    reserved: int
    available: int
    version: int


class StockList(msgspec.Struct, frozen=True, kw_only=True):
    """The stock of a variant, a warehouse at a time."""

    items: list[StockItem]
    next_cursor: str | None = None


class AdjustmentBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Either `delta` (pieces more or fewer) or `on_hand` (a count, with If-Match)."""

    sku: ShortLine
    warehouse: ShortLine = MAIN_WAREHOUSE
    delta: Annotated[int, Meta(ge=-_MOST_PIECES, le=_MOST_PIECES)] | None = None
    on_hand: Annotated[int, Meta(ge=0, le=_MOST_PIECES)] | None = None
    reason: ShortLine
    note: Annotated[str, Meta(max_length=300)] = ""


@get(
    "/admin/v1/stock",
    policy=staff(Permission.STOCK_READ),
    tags=["stock"],
    summary="Stock of a variant",
    refuses=(NotFound,),
)
async def read_stock(
    database: Database,
    sku_book: SkuBook,
    sku: Annotated[str, Parameter(min_length=1, max_length=64, description="The code printed on it.")],
) -> Response[StockList]:
    """The ETag is what `If-Match` takes when a count is set."""

    def look(db: Reader) -> StockItem:
        found = sku_book(db, [sku]).get(sku)
        if found is None:
            raise NotFound("variant", sku)
        return _item(db, StockKey(found.id), sku)

    item = await database.read(look)
    return Response(StockList(items=[item]), headers={"ETag": f'"{item.version}"'})


@post(
    "/admin/v1/stock-adjustments",
    policy=staff(Permission.STOCK_WRITE),
    tags=["stock"],
    summary="Adjust stock",
    if_match=True,
    refuses=(NotEnoughOnHand, StaleStock),
)
async def adjust(
    request: ShopRequest, data: AdjustmentBody, database: Database, sku_book: SkuBook
) -> Response[StockItem]:
    """Pieces arrived, were counted, broke or were lost. Never below what orders were promised (409)."""
    reason = _reason(data)
    version = None if data.on_hand is None else seen_version(request, StaleStock())

    def act(tx: Transaction) -> StockItem:
        found = sku_book(tx, [data.sku]).get(data.sku)
        if found is None:
            raise invalid_field("sku", "catalogue.unknown_sku", "There is no variant with the SKU {sku}.", sku=data.sku)
        key, source = StockKey(found.id), Source("adjustment", new_id())
        if data.delta is not None:
            adjust_stock(tx, key, data.sku, delta=data.delta, reason=reason, source=source)
        elif data.on_hand is not None:
            set_stock(tx, key, data.sku, on_hand=data.on_hand, if_version=version, reason=reason, source=source)
        item = _item(tx, key, data.sku)
        detail: dict[str, Any] = {"sku": data.sku, "reason": reason.value, "on_hand": item.on_hand}
        record_audit(
            tx, actor_of(request), action="stock.adjusted", subject_type="variant", subject_id=found.id, detail=detail
        )
        return item

    return await answer_once(request, database, act, lambda item: item, required=True)


def _item(db: Reader, key: StockKey, sku: str) -> StockItem:
    row = store.find_row(db, key)
    on_hand, reserved, version = (row.on_hand, row.reserved, row.version) if row else (0, 0, 0)
    return StockItem(
        variant_id=with_prefix("var", key.variant_id),
        sku=sku,
        warehouse=key.warehouse_id,
        on_hand=on_hand,
        reserved=reserved,
        available=on_hand - reserved,
        version=version,
    )


def _reason(data: AdjustmentBody) -> Reason:
    if (data.delta is None) == (data.on_hand is None):
        raise invalid_field("delta", "inventory.delta_or_on_hand", "Give either delta or on_hand.")
    if data.warehouse != MAIN_WAREHOUSE:
        raise invalid_field(
            "warehouse", "inventory.unknown_warehouse", "There is no warehouse {name}.", name=data.warehouse
        )
    known = ", ".join(_STAFF_REASONS)
    if data.reason not in _STAFF_REASONS:
        raise invalid_field("reason", "inventory.unknown_reason", "Choose one of these reasons: {known}.", known=known)
    return Reason(data.reason)
