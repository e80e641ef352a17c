"""Which pieces of an order a parcel takes, or a return brings: never more of a line than there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from niaga.foundation.errors import invalid_field
from niaga.fulfilment.errors import TooMany
from niaga.inventory.model import Quantity, StockKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from niaga.fulfilment.model import WantedLine
    from niaga.orders.model import OrderLine


def unshipped(lines: Iterable[OrderLine]) -> dict[int, int]:
    """What is still in the house: line number → pieces."""
    return {line.line_no: line.unshipped_quantity for line in lines if line.unshipped_quantity}


def still_out(lines: Iterable[OrderLine]) -> dict[int, int]:
    """What left and has not come back: line number → pieces."""
    out = {line.line_no: line.shipped_quantity - line.returned_quantity for line in lines}
    return {number: pieces for number, pieces in out.items() if pieces}


def picked(lines: Sequence[OrderLine], wanted: Sequence[WantedLine], left: Mapping[int, int]) -> dict[int, int]:
    """The wanted pieces of what is left. A SKU that stands on several lines takes from the first of them first.

    Raises InvalidFields for a line that the order does not have, TooMany for more than is left (also when several
    entries ask for the same line).
    """
    remaining = dict(left)
    taken: dict[int, int] = {}
    for one in wanted:
        named = _named(lines, one)
        available = sum(remaining.get(line.line_no, 0) for line in named)
        if one.quantity > available:
            raise TooMany(one.path, named[0].sku, one.quantity, available)
        missing = one.quantity
        for line in named:
            pieces = min(missing, remaining.get(line.line_no, 0))
            if pieces:
                remaining[line.line_no] -= pieces
                taken[line.line_no] = taken.get(line.line_no, 0) + pieces
                missing -= pieces
    return dict(sorted(taken.items()))


def with_shipped(lines: Iterable[OrderLine], pieces: Mapping[int, int]) -> tuple[OrderLine, ...]:
    """The lines after these pieces left."""
    return tuple(
        msgspec.structs.replace(line, shipped_quantity=line.shipped_quantity + pieces.get(line.line_no, 0))
        for line in lines
    )


def with_returned(lines: Iterable[OrderLine], pieces: Mapping[int, int]) -> tuple[OrderLine, ...]:
    """The lines after these pieces came back."""
    return tuple(
        msgspec.structs.replace(line, returned_quantity=line.returned_quantity + pieces.get(line.line_no, 0))
        for line in lines
    )


def quantities(lines: Iterable[OrderLine], pieces: Mapping[int, int]) -> list[Quantity]:
    """These pieces as stock."""
    return [
        Quantity(StockKey(line.variant_id, line.warehouse_id), pieces[line.line_no])
        for line in lines
        if line.line_no in pieces
    ]


def _named(lines: Sequence[OrderLine], wanted: WantedLine) -> list[OrderLine]:
    if (wanted.line_no is None) == (wanted.sku is None):
        raise invalid_field(wanted.path, "fulfilment.name_one_line", "Name the line by line_no or by sku, one of them.")
    if wanted.line_no is not None:
        named = [line for line in lines if line.line_no == wanted.line_no]
        field, name = "line_no", str(wanted.line_no)
    else:
        named = [line for line in lines if line.sku == wanted.sku]
        field, name = "sku", str(wanted.sku)
    if not named:
        raise invalid_field(
            f"{wanted.path}.{field}", "fulfilment.unknown_line", "The order has no line {line}.", line=name
        )
    return named
