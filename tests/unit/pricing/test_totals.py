"""Totals add up, whatever stands in them."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from niaga.orders.model import AgreedShipping, OrderLine
from niaga.orders.wire import totals_wire
from niaga.pricing.public import Totals, order_totals

AMOUNTS = st.integers(0, 10**13)


@given(st.lists(AMOUNTS, max_size=100), AMOUNTS, AMOUNTS, AMOUNTS)
def test_the_total_is_the_sum_of_its_parts(lines: list[int], shipping: int, insurance: int, cod_fee: int) -> None:
    totals = order_totals(lines, shipping=shipping, insurance=insurance, cod_fee=cod_fee)
    assert totals.total == sum(lines) + shipping + insurance + cod_fee
    assert totals.subtotal == sum(lines)
    assert totals.total >= 0
    assert all(type(amount) is int for name, amount in msgspec.structs.asdict(totals).items() if name != "currency")


def line(number: int, price: int, quantity: int) -> OrderLine:
    """A line of an order."""
    return OrderLine(
        line_no=number, variant_id="v", warehouse_id="main", sku="S", name="N", options={}, quantity=quantity, unit_price=price,
        amount=price * quantity, weight_grams=1,
    )  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 9999)), min_size=1, max_size=20),
    st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS),
    st.integers(0, 100),
    st.sampled_from(["id", "en"]),
)
def test_the_lines_that_are_shown_sum_to_the_total(
    priced: list[tuple[int, int]], more: tuple[int, int, int, int], discount_percent: int, language: str
) -> None:
    lines = tuple(line(number, *one) for number, one in enumerate(priced, start=1))
    subtotal = sum(one.amount for one in lines)
    shipping, insurance, cod_fee, tax = more
    discount = subtotal * discount_percent // 100
    totals = Totals(
        subtotal=subtotal, discount=discount, shipping=shipping, insurance=insurance, cod_fee=cod_fee, tax=tax, tax_included=7,
        total=subtotal - discount + shipping + insurance + cod_fee + tax,
    )  # fmt: skip
    shown = totals_wire(totals, lines, AgreedShipping(courier="jne", service="REG", name="JNE REG"), language)
    assert sum(one.amount for one in shown.lines) == shown.total == totals.total
    assert all(one.label for one in shown.lines)
