"""Stock of one variant in one warehouse."""

from enum import StrEnum
from typing import NamedTuple

MAIN_WAREHOUSE = "main"


class StockKey(NamedTuple):
    """What stock is counted by."""

    variant_id: str
    warehouse_id: str = MAIN_WAREHOUSE


class StockLevel(NamedTuple):
    """Pieces in the warehouse, and how many of them are promised to orders."""

    on_hand: int
    reserved: int

    @property
    def available(self) -> int:
        """Pieces that may still be sold."""
        return self.on_hand - self.reserved


NO_STOCK = StockLevel(0, 0)


class Quantity(NamedTuple):
    """So many pieces of one stock row."""

    key: StockKey
    pieces: int


class Reason(StrEnum):
    """Why stock moved."""

    RECEIVED = "received"
    COUNTED = "counted"
    DAMAGED = "damaged"
    LOST = "lost"
    CORRECTION = "correction"
    SHIPPED = "shipped"
    RETURNED = "returned"
