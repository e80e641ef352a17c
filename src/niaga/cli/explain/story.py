"""The story of an order in lines: what it costs and why, what came in, where the money stands, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from niaga.cli.explain.ledger import balances, list_posted
from niaga.cli.explain.words import account_words, actor_words, change_words, status_words
from niaga.foundation.errors import NotFound
from niaga.foundation.money import format_rupiah
from niaga.fulfilment.public import list_shipments
from niaga.orders.public import find_order_id, get_order, list_timeline, totals_wire
from niaga.payments.public import find_payment_of
from niaga.platform.language import Language, translate
from niaga.shipping.public import Freight, freight_steps, step_text
from niaga.shop.public import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from niaga.orders.public import Order
    from niaga.platform.database import Database, Reader
    from niaga.platform.dates import Zone

_WIDTH = 80
_AMOUNT = 16


async def explain(database: Database, number: str, language: str) -> str:
    """The order with this number, explained. Raises NotFound."""
    return await database.read(lambda db: "\n".join(explain_order(db, number, Language(language))))


def explain_order(db: Reader, number: str, language: Language) -> list[str]:
    """Every rupiah of an order, step by step. Raises NotFound."""
    order_id = find_order_id(db, number.strip().upper())
    if order_id is None:
        raise NotFound("order", number)
    order, zone = get_order(db, order_id), read_settings(db).zone
    return [
        *_head(order, zone, language),
        *_costs(order, language),
        *_payment(db, order, zone, language),
        *_ledger(db, order, zone, language),
        *_parcels(db, order, zone, language),
        *_timeline(db, order, zone, language),
    ]


def _head(order: Order, zone: Zone, language: Language) -> Iterator[str]:
    yield translate("Order {number}: {status}", language, number=order.number, status=_status(order, language))
    yield translate("Placed {at} through {channel}", language, at=_moment(order.placed_at, zone), channel=order.channel)


def _status(order: Order, language: Language) -> str:
    words = status_words(order.status.value, language)
    return f"{words} ({order.cancel_reason})" if order.cancel_reason else words


def _costs(order: Order, language: Language) -> Iterator[str]:
    """The lines of the sum; below the ongkir the steps that led to it."""
    totals = totals_wire(order.totals, order.lines, order.shipping, language)
    yield from _title(translate("What it costs", language))
    for place, line in enumerate(totals.lines):
        yield _row(line.label, line.amount)
        if place < len(order.lines):
            yield f"    {order.lines[place].quantity} × {format_rupiah(order.lines[place].unit_price)}"  # noqa: RUF001 - multiplication
        elif place == len(order.lines):
            yield from _freight(order, language)
    yield _row(translate("Total", language), totals.total)
    if totals.tax_included:
        yield "    " + translate("Tax included: {amount}", language, amount=format_rupiah(totals.tax_included))


def _freight(order: Order, language: Language) -> Iterator[str]:
    agreed = order.override.shipping if order.override is not None else None
    if order.shipping.freight:
        for step in freight_steps(msgspec.convert(order.shipping.freight, Freight)):
            yield "    " + step_text(step, language)
    if order.override is not None and agreed is not None:
        yield "    " + translate(
            "Staff agreed on {amount} instead: {reason}",
            language,
            amount=format_rupiah(agreed),
            reason=order.override.reason,
        )


def _payment(db: Reader, order: Order, zone: Zone, language: Language) -> Iterator[str]:
    payment = find_payment_of(db, order.id)
    if payment is None:
        return
    yield from _title(translate("How it is paid", language))
    yield _row(translate("Total", language), payment.total)
    yield _row(translate("Transfer code, which tells this transfer from others", language), payment.unique_code)
    yield _row(translate("To be transferred", language), payment.amount)
    yield translate("Payment: {status}", language, status=status_words(payment.status.value, language))
    if payment.received_amount is None:
        if payment.expires_at is not None:
            yield translate("Due until {at}", language, at=_moment(payment.expires_at, zone))
        return
    yield _row(translate("Came in", language), payment.received_amount)
    if payment.received_at is not None:
        yield translate("Received {at}", language, at=_moment(payment.received_at, zone))
    if payment.received_amount != payment.amount:
        yield _row(translate("More or less than asked for", language), payment.received_amount - payment.amount)


def _ledger(db: Reader, order: Order, zone: Zone, language: Language) -> Iterator[str]:
    postings = list_posted(db, order.id)
    if not postings:
        return
    yield from _title(translate("What was booked (from -> to)", language))
    for one in postings:
        words = f"{account_words(one.credit, language)} -> {account_words(one.debit, language)}"
        yield _row(f"{_moment(one.at, zone)}  {words}", one.amount)
    yield from _title(translate("Where that leaves it (minus: the shop owes or earned it)", language))
    left = balances(postings)
    if not left:
        yield "  " + translate("nothing is open", language)
    for account, amount in left.items():
        yield _row(account_words(account, language), amount)


def _parcels(db: Reader, order: Order, zone: Zone, language: Language) -> Iterator[str]:
    shipments = list_shipments(db, order.id)
    if not shipments:
        return
    yield from _title(translate("Parcels", language))
    skus = {line.line_no: line.sku for line in order.lines}
    for one in shipments:
        pieces = ", ".join(f"{skus[line.line_no]} × {line.quantity}" for line in one.lines)  # noqa: RUF001
        yield f"{_moment(one.created_at, zone)}  {one.courier} {one.service} {one.tracking_number}: {pieces}"


def _timeline(db: Reader, order: Order, zone: Zone, language: Language) -> Iterator[str]:
    yield from _title(translate("What happened", language))
    for one in list_timeline(db, order.id):
        who = actor_words(one.actor_kind, language)
        yield f"{_moment(one.at, zone)}  {change_words(one.kind, language)} ({who})"


def _title(text: str) -> tuple[str, str]:
    return "", text


def _row(label: str, amount: int) -> str:
    return f"  {label:<{_WIDTH}}{format_rupiah(amount):>{_AMOUNT}}"


def _moment(at: datetime, zone: Zone) -> str:
    return f"{at.astimezone(ZoneInfo(zone.value)):%Y-%m-%d %H:%M} {zone.abbreviation}"
