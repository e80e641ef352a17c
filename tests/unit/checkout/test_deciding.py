"""Who gets the stock: drafts one after the other, all of an order or nothing of it."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from niaga.checkout.model import PricedOrder, Verdict
from niaga.checkout.rules.deciding import is_stale, quantities, take_stock
from niaga.inventory.errors import OutOfStock
from niaga.inventory.model import StockKey, StockLevel
from niaga.orders.model import OrderLine

VARIANTS = ("a", "b", "c")
WANTED = st.lists(st.tuples(st.sampled_from(VARIANTS), st.integers(1, 5)), min_size=1, max_size=4)


class Lines(msgspec.Struct):
    """As much of an order as deciding looks at."""

    lines: tuple[OrderLine, ...]


def draft(wanted: list[tuple[str, int]], revision: int = 1) -> PricedOrder:
    """A priced order for these variants."""
    lines = tuple(
        OrderLine(
            line_no=number, variant_id=variant, warehouse_id="main", sku=variant.upper(), name="N", options={}, quantity=quantity,
            unit_price=1, amount=quantity, weight_grams=1,
        )
        for number, (variant, quantity) in enumerate(wanted, start=1)
    )  # fmt: skip
    paths = tuple(f"lines[{place}]" for place in range(len(lines)))
    return PricedOrder(order=Lines(lines), paths=paths, seen={variant: revision for variant, _ in wanted})  # type: ignore[arg-type]


LIVE = dict.fromkeys(VARIANTS, (1, True))


@given(st.lists(WANTED, max_size=15), st.integers(0, 12))
def test_a_batch_never_sells_more_than_there_is(orders: list[list[tuple[str, int]]], pieces: int) -> None:
    levels = {StockKey(variant): StockLevel(pieces, 0) for variant in VARIANTS}
    sold = dict.fromkeys(VARIANTS, 0)
    for wanted in orders:
        before = dict(levels)
        verdict = take_stock(draft(wanted), levels, LIVE)
        if verdict is Verdict.TAKEN:
            for variant, quantity in wanted:
                sold[variant] += quantity
        else:
            assert isinstance(verdict, OutOfStock)
            assert levels == before, "a refused order takes nothing"
            assert verdict.lines
    assert all(levels[StockKey(variant)].reserved == sold[variant] <= pieces for variant in VARIANTS)


def test_the_first_one_gets_the_last_piece() -> None:
    levels = {StockKey("a"): StockLevel(1, 0)}
    first, second = (take_stock(draft([("a", 1)]), levels, LIVE) for _ in range(2))
    assert first is Verdict.TAKEN
    assert isinstance(second, OutOfStock)
    assert (second.lines[0].path, second.lines[0].available) == ("lines[0]", 0)


def test_a_line_is_named_where_it_stood() -> None:
    levels = {StockKey("a"): StockLevel(3, 0), StockKey("b"): StockLevel(0, 0)}
    refused = take_stock(draft([("a", 2), ("b", 1), ("a", 2)]), levels, LIVE)
    assert isinstance(refused, OutOfStock)
    assert [(one.path, one.sku, one.requested, one.available) for one in refused.lines] == [
        ("lines[0]", "A", 2, 3),
        ("lines[1]", "B", 1, 0),
        ("lines[2]", "A", 2, 3),
    ]


def test_what_was_repriced_withdrawn_or_removed_is_stale() -> None:
    priced = draft([("a", 1)])
    assert not is_stale(priced, {"a": (1, True)})
    for live in ({"a": (2, True)}, {"a": (1, False)}, {}):
        assert take_stock(priced, {StockKey("a"): StockLevel(9, 0)}, live) is Verdict.STALE
    assert [one.pieces for one in quantities(priced.order)] == [1]
