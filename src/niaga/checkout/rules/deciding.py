"""Who gets what: orders are looked at as they arrived, each against what the ones before it left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.cart.errors import CartChanged, CartCompleted
from niaga.checkout.model import Verdict
from niaga.foundation.identity import with_prefix
from niaga.inventory.errors import OutOfStock, ShortLine
from niaga.inventory.model import Quantity, StockKey
from niaga.inventory.rules import shortages, take

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from niaga.cart.model import SeenCart
    from niaga.checkout.model import PricedOrder
    from niaga.foundation.errors import NiagaError
    from niaga.inventory.model import StockLevel
    from niaga.orders.model import Order


def quantities(order: Order) -> list[Quantity]:
    """What the order needs of each stock row, a line at a time."""
    return [Quantity(StockKey(line.variant_id, line.warehouse_id), line.quantity) for line in order.lines]


def cart_refusal(seen: SeenCart | None, states: Mapping[str, tuple[int, str | None]]) -> NiagaError | None:
    """Why a draft may not have its cart: it was ordered, or changed since it was priced. `states`: version and order."""
    if seen is None:
        return None
    version, order_id = states.get(seen.key, (0, None))
    if order_id is not None:
        return CartCompleted(with_prefix("ord", order_id))
    return None if version == seen.version else CartChanged()


def is_stale(priced: PricedOrder, live: Mapping[str, tuple[int, bool]]) -> bool:
    """Whether a variant was repriced, withdrawn or removed since the order was priced."""
    return any(live.get(variant) != (revision, True) for variant, revision in priced.seen.items())


def take_stock(
    priced: PricedOrder, levels: MutableMapping[StockKey, StockLevel], live: Mapping[str, tuple[int, bool]]
) -> Verdict | OutOfStock:
    """Take the order's stock out of the levels, all of it or nothing."""
    if is_stale(priced, live):
        return Verdict.STALE
    wanted = quantities(priced.order)
    short = shortages(levels, wanted)
    if short:
        return OutOfStock(tuple(_short_lines(priced, short)))
    take(levels, wanted)
    return Verdict.TAKEN


def _short_lines(priced: PricedOrder, short: Mapping[StockKey, int]) -> list[ShortLine]:
    return [
        ShortLine(path, line.sku, line.quantity, short[StockKey(line.variant_id, line.warehouse_id)])
        for path, line in zip(priced.paths, priced.order.lines, strict=True)
        if StockKey(line.variant_id, line.warehouse_id) in short
    ]
