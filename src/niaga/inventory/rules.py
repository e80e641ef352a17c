"""Whether there is enough: pure decisions over levels that the caller has locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.inventory.model import NO_STOCK, Quantity, StockKey, StockLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping


def summed(quantities: Iterable[Quantity]) -> list[Quantity]:
    """One entry a stock row, in the order in which rows are locked: lines that share a row must not be checked apart."""
    pieces: dict[StockKey, int] = {}
    for key, amount in quantities:
        pieces[key] = pieces.get(key, 0) + amount
    return [Quantity(key, pieces[key]) for key in sorted(pieces)]


def shortages(levels: Mapping[StockKey, StockLevel], wanted: Iterable[Quantity]) -> dict[StockKey, int]:
    """The stock rows that do not have what is wanted, and how many pieces are left of each."""
    return {
        key: max(levels.get(key, NO_STOCK).available, 0)
        for key, pieces in summed(wanted)
        if levels.get(key, NO_STOCK).available < pieces
    }


def take(levels: MutableMapping[StockKey, StockLevel], wanted: Iterable[Quantity]) -> None:
    """Count the wanted pieces as reserved, so that the next one to ask sees what is left."""
    for key, pieces in wanted:
        on_hand, reserved = levels[key]
        levels[key] = StockLevel(on_hand, reserved + pieces)
