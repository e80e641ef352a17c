"""Whatever happens to an order, its books balance, post nothing twice, and leave nothing lying in between."""

from collections import defaultdict
from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from niaga.checkout.rules import postings as checkout
from niaga.fulfilment.model import ReturnReason
from niaga.fulfilment.rules import pieces
from niaga.fulfilment.rules import postings as fulfilment
from niaga.ledger.model import Account, Posting, bank_account
from niaga.ledger.public import post_writes
from niaga.orders.model import AgreedShipping, Contact, Order, OrderLine, OrderStatus, ShippingAddress, Tracking
from niaga.orders.public import next_version
from niaga.payments.model import Payment, PaymentMethod, PaymentStatus, TransferInstructions
from niaga.pricing.public import Totals

NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)
LINES = st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 20)), min_size=1, max_size=5)
SURPLUS = st.sampled_from(["code", "nothing", "more"])


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Any order: discounts, insurance, fees and tax too, although nothing makes some of them yet."""
    lines = tuple(
        OrderLine(
            line_no=number, variant_id="v", warehouse_id="main", sku=f"S{number}", name="N", options={}, quantity=quantity,
            unit_price=price, amount=price * quantity, weight_grams=1,
        )
        for number, (price, quantity) in enumerate(draw(LINES), start=1)
    )  # fmt: skip
    subtotal = sum(line.amount for line in lines)
    shipping, insurance, fee, tax = (draw(st.integers(0, 10**6)) for _ in range(4))
    discount = draw(st.integers(0, subtotal))
    totals = Totals(
        subtotal=subtotal, discount=discount, shipping=shipping, insurance=insurance, cod_fee=fee, tax=tax,
        total=subtotal - discount + shipping + insurance + fee + tax,
    )  # fmt: skip
    return Order(
        id="o-1", number="NG-1", channel="web", external_number=None, status=OrderStatus.AWAITING_PAYMENT, cancel_reason=None,
        version=1, token_version=1, language="id", totals=totals, contact=Contact(name="Sari"),
        address=ShippingAddress(recipient="S", phone="+62812", street="J", region_code="31.74.02", postal_code="12910"),
        region_path=[], shipping=AgreedShipping(courier="jne", service="REG", name="JNE REG"), tracking=[], notes="", metadata={},
        override=None, placed_at=NOW, expires_at=NOW, lines=lines,
    )  # fmt: skip


def payment_of(order: Order, code: int, received: int) -> Payment:
    """The order's payment, paid with so much."""
    amount = order.totals.total + code
    return Payment(
        id="p-1", order_id=order.id, method=PaymentMethod.BANK_TRANSFER, account="bca", status=PaymentStatus.PAID, amount=amount,
        unique_code=code, instructions=TransferInstructions(bank="BCA", number="1", holder="T", amount=amount), version=2,
        expires_at=NOW, received_amount=received,
    )  # fmt: skip


def paid(order: Order, code: int, surplus: str) -> tuple[Payment, list[Posting]]:
    """What paying posts, when exactly the amount, only the total or more came."""
    received = order.totals.total + {"code": code, "nothing": 0, "more": code + 77_000}[surplus]
    payment = payment_of(order, code, received)
    return payment, checkout.paid(order, payment, account="bca", received_amount=received)


def shipped(order: Order, parcels: int) -> tuple[Order, list[Posting]]:
    """What leaving in so many parcels posts, a piece of each line at a time and the rest with the last."""
    posted: list[Posting] = []
    for number in range(parcels):
        left = pieces.unshipped(order.lines)
        if left:
            taken = left if number == parcels - 1 else dict.fromkeys(left, 1)
            tracking = Tracking(
                shipment_id=f"s-{number}", courier="jne", service="REG", tracking_number=f"{number}", shipped_at=NOW
            )
            after = next_version(
                order,
                OrderStatus.SHIPPED,
                lines=pieces.with_shipped(order.lines, taken),
                tracking=[*order.tracking, tracking],
            )
            posted += fulfilment.shipped(order, after, f"s-{number}")
            order = after
    return order, posted


def books(posted: list[Posting]) -> dict[str, int]:
    """Balances, after looking at each posting."""
    kept = [one for one in posted if one.amount]
    assert all(one.amount > 0 and one.debit != one.credit for one in kept)
    names = [(one.source_type, one.source_id, one.kind) for one in kept]
    assert len(set(names)) == len(names), "something posts twice"
    (write,) = post_writes(posted, NOW)
    assert len(write.rows) == len(kept)
    balances: dict[str, int] = defaultdict(int)
    for one in kept:
        balances[one.debit] += one.amount
        balances[one.credit] -= one.amount
    assert sum(balances.values()) == 0
    return {account: balance for account, balance in balances.items() if balance}


@given(orders())
def test_an_order_that_nobody_pays_leaves_nothing(order: Order) -> None:
    ended = next_version(order, OrderStatus.CANCELLED)
    assert books([*checkout.placed(order), *checkout.cancelled_unpaid(ended)]) == {}


@given(orders(), st.integers(0, 9999), SURPLUS)
def test_a_paid_order_that_is_cancelled_owes_what_came_for_it(order: Order, code: int, surplus: str) -> None:
    payment, money = paid(order, code, surplus)
    found = books(
        [*checkout.placed(order), *money, *checkout.cancelled_paid(next_version(order, OrderStatus.CANCELLED), payment)]
    )
    owed = order.totals.total + (code if surplus == "code" else 0)
    assert found.get(Account.REFUNDS_PAYABLE, 0) == -owed
    assert found.get(bank_account("bca"), 0) == payment.received_amount
    assert set(found) <= {Account.REFUNDS_PAYABLE, bank_account("bca"), Account.SUSPENSE}


@given(orders(), st.integers(0, 9999), SURPLUS, st.integers(1, 4))
def test_a_shipped_order_leaves_nothing_in_clearing(order: Order, code: int, surplus: str, parcels: int) -> None:
    _, money = paid(order, code, surplus)
    _, left = shipped(order, parcels)
    found, totals = books([*checkout.placed(order), *money, *left]), order.totals
    assert Account.ORDERS_CLEARING not in found
    assert Account.RECEIVABLE not in found
    assert found.get(Account.REVENUE_GOODS, 0) == totals.discount - totals.subtotal
    assert found.get(Account.REVENUE_SHIPPING, 0) == -(totals.shipping + totals.cod_fee)


@given(orders(), st.integers(0, 9999), SURPLUS, st.integers(1, 4), st.sampled_from(ReturnReason))
def test_a_returned_order_owes_no_more_than_came(
    order: Order, code: int, surplus: str, parcels: int, reason: ReturnReason
) -> None:
    payment, money = paid(order, code, surplus)
    out, left = shipped(order, parcels)
    back = fulfilment.returned(out, reason, transfer_code=fulfilment.booked_transfer_code(money))
    found = books([*checkout.placed(order), *money, *left, *back])
    owed = -found.get(Account.REFUNDS_PAYABLE, 0)
    assert 0 <= owed <= (payment.received_amount or 0)
    assert Account.REVENUE_GOODS not in found
    assert (Account.REVENUE_SHIPPING in found) == (
        reason is ReturnReason.REFUSED and order.totals.shipping + order.totals.cod_fee > 0
    )


@given(orders(), st.integers(0, 9999), SURPLUS)
def test_late_money_is_owed_back_or_brings_the_order_back(order: Order, code: int, surplus: str) -> None:
    expired = next_version(order, OrderStatus.CANCELLED)
    gone = [*checkout.placed(order), *checkout.cancelled_unpaid(expired)]
    payment, money = paid(order, code, surplus)
    received = payment.received_amount or 0
    owed = books([*gone, *checkout.paid_too_late(expired, payment, account="bca", received_amount=received)])
    assert owed == ({bank_account("bca"): received, Account.REFUNDS_PAYABLE: -received} if received else {})
    again = next_version(expired, OrderStatus.PROCESSING)
    found = books([*gone, *checkout.placed(again), *money])
    assert found.get(Account.ORDERS_CLEARING, 0) == -order.totals.total
    assert Account.RECEIVABLE not in found
    assert msgspec.structs.replace(again, version=1, status=order.status) == order
