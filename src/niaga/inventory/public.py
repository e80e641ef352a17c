"""The door of inventory: lock, decide, reserve, release, ship, return, receive, adjust. All inside the caller's transaction."""

from niaga.inventory.actions import (
    Source,
    adjust_stock,
    receive_stock,
    release_writes,
    reserve_writes,
    return_writes,
    set_stock,
    ship_writes,
)
from niaga.inventory.model import MAIN_WAREHOUSE, Quantity, Reason, StockKey, StockLevel
from niaga.inventory.rules import shortages, summed, take
from niaga.inventory.store import ask_locked_levels, find_levels, lock_levels

__all__ = [
    "MAIN_WAREHOUSE",
    "Quantity",
    "Reason",
    "Source",
    "StockKey",
    "StockLevel",
    "adjust_stock",
    "ask_locked_levels",
    "find_levels",
    "lock_levels",
    "receive_stock",
    "release_writes",
    "reserve_writes",
    "return_writes",
    "set_stock",
    "ship_writes",
    "shortages",
    "summed",
    "take",
]
