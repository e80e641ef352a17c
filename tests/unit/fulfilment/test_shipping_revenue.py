"""Whatever the parcels, they empty what placing put into clearing, to the last rupiah."""

from datetime import UTC, datetime
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from niaga.fulfilment.model import ReturnReason
from niaga.fulfilment.rules import postings
from niaga.fulfilment.rules.pieces import with_shipped
from niaga.ledger.model import Account
from niaga.orders.model import AgreedShipping, Contact, Order, OrderLine, OrderStatus, ShippingAddress, Tracking
from niaga.pricing.model import Totals

AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
PARCEL = Tracking(shipment_id="s", courier="jne", service="REG", tracking_number="JP1", shipped_at=AT)


def order(lines: list[tuple[int, int]], **fees: int) -> Order:
    made = tuple(
        OrderLine(
            line_no=number,
            variant_id=str(number),
            warehouse_id="main",
            sku=str(number),
            name="x",
            options={},
            quantity=quantity,
            unit_price=price,
            amount=price * quantity,
            weight_grams=1,
        )
        for number, (price, quantity) in enumerate(lines, start=1)
    )
    subtotal = sum(line.amount for line in made)
    more = {"discount": 0, "shipping": 0, "insurance": 0, "cod_fee": 0, "tax": 0, **fees}
    total = subtotal - 2 * more["discount"] + sum(more.values())
    return Order(
        id="o",
        number="NG-1",
        channel="web",
        external_number=None,
        status=OrderStatus.PROCESSING,
        cancel_reason=None,
        version=2,
        token_version=1,
        language="id",
        totals=Totals(subtotal=subtotal, total=total, **more),
        contact=Contact(name="Sari"),
        address=ShippingAddress(recipient="Sari", phone="", street="", region_code="31.74.02", postal_code="12910"),
        region_path=[],
        shipping=AgreedShipping(courier="jne", service="REG", name="JNE REG"),
        tracking=[],
        notes="",
        metadata={},
        override=None,
        placed_at=AT,
        expires_at=None,
        lines=made,
    )


@st.composite
def shipped_in_parts(draw: st.DrawFn) -> tuple[Order, list[list[int]]]:
    lines = draw(st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 20)), min_size=1, max_size=6))
    subtotal = sum(price * quantity for price, quantity in lines)
    fees = {name: draw(st.integers(0, 10**6)) for name in ("shipping", "insurance", "cod_fee", "tax")}
    placed = order(lines, discount=draw(st.integers(0, subtotal)), **fees)
    pieces = draw(st.permutations([line.line_no for line in placed.lines for _ in range(line.quantity)]))
    cuts = sorted(draw(st.sets(st.integers(1, len(pieces)), max_size=5)) | {0, len(pieces)})
    return placed, [pieces[start:end] for start, end in pairwise(cuts)]


@given(shipped_in_parts())
def test_all_parcels_together_post_the_total_and_none_posts_less_than_nothing(case: tuple[Order, list[list[int]]]):
    seen, parcels = case
    total, posted = seen.totals.total, []
    for number, parcel in enumerate(parcels):
        counts = {line_no: parcel.count(line_no) for line_no in parcel}
        tracking = [*seen.tracking, PARCEL]
        after = msgspec.structs.replace(seen, lines=with_shipped(seen.lines, counts), tracking=tracking)
        posted += postings.shipped(seen, after, str(number))
        seen = after
    assert sum(one.amount for one in posted) == total
    assert all(one.amount > 0 and one.debit == Account.ORDERS_CLEARING for one in posted)


def test_a_refusal_keeps_the_freight_and_nothing_else():
    sent = order([(10_000, 2)], shipping=9_000, insurance=500, discount=1_000)
    refused = postings.returned(sent, ReturnReason.REFUSED, transfer_code=123)
    lost = postings.returned(sent, ReturnReason.LOST, transfer_code=123)
    assert {one.kind: one.amount for one in refused} == {"goods": 19_000, "insurance": 500, "transfer_code": 123}
    assert sum(one.amount for one in lost) == sent.totals.total + 123
    assert {one.credit for one in refused + lost} == {Account.REFUNDS_PAYABLE}
