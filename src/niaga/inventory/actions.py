"""What may happen to stock. All of these belong inside a transaction; the caller commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from niaga.foundation.identity import new_id
from niaga.inventory import store
from niaga.inventory.errors import NotEnoughOnHand, StaleStock
from niaga.inventory.model import NO_STOCK, Quantity, Reason, StockKey, StockLevel
from niaga.inventory.rules import summed
from niaga.platform.database import Write, write_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from niaga.platform.database import Transaction, WriteStatement


@dataclass(frozen=True, slots=True)
class Source:
    """What made stock move: a shipment, a return, an adjustment. Its id makes the movement unique."""

    type: str
    id: str


def reserve_writes(quantities: Sequence[Quantity]) -> list[Write]:
    """Promise pieces to orders. The UPDATE refuses what is not there: GuardRefused from `write_all`."""
    return [_moved(store.RESERVE, quantities)]


def release_writes(quantities: Sequence[Quantity]) -> list[Write]:
    """Give promised pieces back to the shelf."""
    return [_moved(store.RELEASE, quantities)]


def ship_writes(quantities: Sequence[Quantity], source: Source, at: datetime) -> list[Write]:
    """Promised pieces leave the house."""
    return [
        _moved(store.SHIP, quantities),
        _movements(quantities, -1, Reason.SHIPPED, source, at),
    ]


def return_writes(quantities: Sequence[Quantity], source: Source, at: datetime) -> list[Write]:
    """Pieces come back and may be sold again."""
    return [
        _moved(store.ADD, quantities),
        _movements(quantities, 1, Reason.RETURNED, source, at),
    ]


def receive_stock(tx: Transaction, quantities: Sequence[Quantity], reason: Reason, source: Source) -> None:
    """Pieces arrive; stock rows are made where there are none. Any number of rows at once."""
    due = summed(quantities)
    tx.changed.add("stock")
    levels = store.lock_levels(tx, [one.key for one in due])
    fresh = {key for key, level in levels.items() if level is NO_STOCK}
    made = [(*one.key, one.pieces, 0, 1) for one in due if one.key in fresh]
    added = [one for one in due if one.key not in fresh]
    write_all(
        tx,
        [
            Write(store.CREATE, made),
            _moved(store.ADD, added),
            _movements(due, 1, reason, source, tx.now),
        ],
    )


def adjust_stock(
    tx: Transaction,
    key: StockKey,
    sku: str,
    *,
    delta: int,
    reason: Reason,
    source: Source,
) -> StockLevel:
    """Add or remove pieces after a count or a loss. Raises NotEnoughOnHand when orders need what would go."""
    level = store.lock_levels(tx, [key])[key]
    after = level.on_hand + delta
    if after < level.reserved:
        raise NotEnoughOnHand(sku, level.on_hand, level.reserved, after)
    if delta == 0:
        return level
    if level is NO_STOCK:
        receive_stock(tx, [Quantity(key, delta)], reason, source)
    else:
        tx.changed.add("stock")
        moved = [Quantity(key, delta)]
        write_all(tx, [_moved(store.ADD, moved), _movements(moved, 1, reason, source, tx.now)])
    return StockLevel(after, level.reserved)


def set_stock(  # noqa: PLR0913 - which row, to what, seen when, and why
    tx: Transaction,
    key: StockKey,
    sku: str,
    *,
    on_hand: int,
    if_version: int | None,
    reason: Reason,
    source: Source,
) -> StockLevel:
    """Set pieces after a count, unless the row changed since `if_version` was read. Raises StaleStock, NotEnoughOnHand."""
    level = store.lock_levels(tx, [key])[key]
    row = store.find_row(tx, key)
    if if_version is not None and (row.version if row else 0) != if_version:
        raise StaleStock
    return adjust_stock(tx, key, sku, delta=on_hand - level.on_hand, reason=reason, source=source)


def _moved(statement: WriteStatement, quantities: Sequence[Quantity]) -> Write:
    rows = [(*one.key, one.pieces) for one in summed(quantities)]
    return Write(statement, rows, expect=len(rows))


def _movements(
    quantities: Sequence[Quantity],
    sign: int,
    reason: Reason,
    source: Source,
    at: datetime,
) -> Write:
    rows = [
        (
            new_id(),
            *one.key,
            sign * one.pieces,
            reason.value,
            source.type,
            source.id,
            at,
        )
        for one in summed(quantities)
    ]
    return Write(store.INSERT_MOVEMENTS, rows)
