"""The doctor on every engine: a healthy shop has nothing, and whatever is damaged is named."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.support.carts import a_cart, order_cart
from tests.support.healthy import KOPI, TEH, Line, Shop
from tests.support.unguarded import Unguarded

from niaga.cart.public import Pick
from niaga.cli.doctor import CHECKS, doctor_report, run_checks
from niaga.cli.doctor.report import AUDIT_CHAIN, SEALS
from niaga.fulfilment.public import ReturnReason, ShipmentDraft, WantedLine
from niaga.orders.public import CancelReason, Order
from niaga.platform.database import Database


@dataclass(frozen=True)
class Damage:
    """What is done behind every guard's back to be found by one check."""

    check: str
    tables: str
    sql: str


DAMAGES = (
    Damage("stock.within_bounds", "stock", "UPDATE stock SET reserved = on_hand + 1 WHERE variant_id = :kopi"),
    Damage("stock.reserved_for_orders", "stock", "UPDATE stock SET reserved = reserved + 1 WHERE variant_id = :kopi"),
    Damage("stock.reserved_for_orders", "stock", "DELETE FROM stock WHERE variant_id = :kopi"),
    Damage("stock.movements_add_up", "stock", "UPDATE stock SET on_hand = on_hand + 1 WHERE variant_id = :kopi"),
    Damage("stock.movements_add_up", "stock_movement", "DELETE FROM stock_movement WHERE source_type = 'adjustment'"),
    Damage("stock.parcels_moved", "stock_movement", "DELETE FROM stock_movement WHERE source_id = :parcel"),
    Damage("stock.parcels_moved", "stock_movement", "UPDATE stock_movement SET delta = 0 WHERE source_id = :parcel"),
    Damage(
        "stock.returns_moved", "order_line", "UPDATE order_line SET returned_quantity = 0 WHERE order_id = :returned"
    ),
    Damage("orders.known_status", "customer_order", "UPDATE customer_order SET status = 'lost' WHERE id = :paid"),
    Damage(
        "orders.known_status", "customer_order", "UPDATE customer_order SET cancel_reason = NULL WHERE id = :refused"
    ),
    Damage("orders.total_adds_up", "customer_order", "UPDATE customer_order SET total = total - 1 WHERE id = :paid"),
    Damage("orders.subtotal_is_lines", "order_line", "DELETE FROM order_line WHERE order_id = :paid"),
    Damage("orders.subtotal_is_lines", "order_line", "UPDATE order_line SET amount = 1 WHERE order_id = :paid"),
    Damage("orders.line_adds_up", "order_line", "UPDATE order_line SET unit_price = 1 WHERE order_id = :paid"),
    Damage(
        "orders.pieces_within_quantity",
        "order_line",
        "UPDATE order_line SET shipped_quantity = 99 WHERE order_id = :sent",
    ),
    Damage(
        "orders.pieces_in_parcels", "order_line", "UPDATE order_line SET shipped_quantity = 1 WHERE order_id = :paid"
    ),
    Damage(
        "orders.pieces_in_parcels", "shipment_line", "UPDATE shipment_line SET quantity = 9 WHERE shipment_id = :parcel"
    ),
    Damage(
        "orders.pieces_fit_status", "customer_order", "UPDATE customer_order SET status = 'shipped' WHERE id = :part"
    ),
    Damage(
        "orders.pieces_fit_status", "customer_order", "UPDATE customer_order SET status = 'processing' WHERE id = :sent"
    ),
    Damage(
        "orders.number_once", "customer_order", "UPDATE customer_order SET number = 'NG-1' WHERE id IN (:paid, :sent)"
    ),
    Damage(
        "orders.external_number_once",
        "customer_order",
        "UPDATE customer_order SET channel = 'shopee', external_number = '1' WHERE id IN (:paid, :sent)",
    ),
    Damage("orders.key_once", "idempotency", "INSERT INTO idempotency SELECT * FROM idempotency_kept"),
    Damage("orders.tracking_number_once", "shipment", "UPDATE shipment SET tracking_number = 'JP1'"),
    Damage("orders.nothing_astray", "customer_order", "DELETE FROM customer_order WHERE id = :paid"),
    Damage("orders.nothing_astray", "shipment", "DELETE FROM shipment WHERE id = :parcel"),
    Damage("payments.one_an_order", "payment", "DELETE FROM payment WHERE order_id = :paid"),
    Damage("payments.one_an_order", "payment", "UPDATE payment SET order_id = :paid WHERE order_id = :sent"),
    Damage("payments.known_status", "payment", "UPDATE payment SET status = 'pending' WHERE order_id = :paid"),
    Damage("payments.known_status", "payment", "UPDATE payment SET status = 'refunded' WHERE order_id = :paid"),
    Damage(
        "payments.amount_is_total_and_code", "payment", "UPDATE payment SET unique_code = 0 WHERE order_id = :waiting"
    ),
    Damage("payments.received_is_booked", "payment", "UPDATE payment SET received_amount = 1 WHERE order_id = :paid"),
    Damage(
        "payments.received_is_booked",
        "ledger_transfer payment",
        "DELETE FROM ledger_transfer WHERE source_id = (SELECT id FROM payment WHERE order_id = :paid)",
    ),
    Damage("payments.amounts_differ", "payment", "UPDATE payment SET amount = 5000 WHERE status = 'pending'"),
    Damage("payments.pending_has_slot", "payment_slot", "DELETE FROM payment_slot WHERE kept_until_at IS NULL"),
    Damage(
        "ledger.transfer_is_whole", "ledger_transfer", "UPDATE ledger_transfer SET amount = 0 WHERE source_id = :paid"
    ),
    Damage(
        "ledger.transfer_is_whole",
        "ledger_transfer",
        "UPDATE ledger_transfer SET credit_account = debit_account WHERE source_id = :paid",
    ),
    Damage(
        "ledger.posted_once",
        "ledger_transfer",
        "INSERT INTO ledger_transfer SELECT * FROM ledger_transfer_kept WHERE source_id = :paid",
    ),
    Damage(
        "ledger.known_source", "ledger_transfer", "UPDATE ledger_transfer SET source_id = 'x' WHERE source_id = :paid"
    ),
    Damage("ledger.order_balances", "ledger_transfer", "DELETE FROM ledger_transfer WHERE source_id = :waiting"),
    Damage("ledger.order_balances", "ledger_transfer", "DELETE FROM ledger_transfer WHERE source_id = :parcel"),
    Damage(
        "ledger.order_balances",
        "ledger_transfer",
        "UPDATE ledger_transfer SET amount = amount - 1 WHERE source_id = :part_parcel AND kind = 'goods'",
    ),
    Damage(
        "ledger.order_balances",
        "ledger_transfer",
        "DELETE FROM ledger_transfer WHERE source_id = :refused AND kind LIKE 'cancelled%'",
    ),
    Damage(
        "ledger.refunds_within_receipts",
        "ledger_transfer",
        "UPDATE ledger_transfer SET amount = amount * 3 WHERE source_type = 'return' AND kind = 'goods'",
    ),
    Damage(
        "records.timeline_is_complete",
        "order_timeline",
        "DELETE FROM order_timeline WHERE order_id = :paid AND version = 1",
    ),
    Damage("records.timeline_is_complete", "customer_order", "UPDATE customer_order SET version = 9 WHERE id = :paid"),
    Damage("records.order_events", "event", "DELETE FROM event WHERE aggregate_id = :paid AND version = 2"),
    Damage("records.order_events", "event", "UPDATE event SET version = 2 WHERE aggregate_id = :paid AND version = 1"),
    Damage("records.payment_events", "event", "DELETE FROM event WHERE aggregate = 'payment' AND version = 2"),
    Damage("records.event_positions", "event", "UPDATE event SET position = 1 WHERE position = 2"),
    Damage("records.event_positions", "event", "UPDATE event SET position = 99999 WHERE position = 2"),
    Damage("records.event_positions", "lease", "UPDATE lease SET position = position + 1 WHERE name = 'sequencer'"),
    Damage(
        "records.event_order",
        "event",
        "UPDATE event SET position = 1000 - position WHERE aggregate_id = :paid",
    ),
    Damage("records.staff_audited", "audit_entry", "DELETE FROM audit_entry WHERE subject_id = :sent"),
    Damage("carts.order_is_there", "customer_order", "DELETE FROM customer_order WHERE id = :carted"),
    Damage("carts.order_is_there", "cart", "UPDATE cart SET order_id = :paid WHERE order_id = :carted"),
    Damage("carts.one_order", "cart", "UPDATE cart SET order_id = NULL WHERE order_id = :carted"),
    Damage(
        "carts.one_order",
        "order_timeline cart",
        "UPDATE order_timeline SET actor_id = (SELECT id FROM cart WHERE order_id = :carted) "
        "WHERE order_id = :paid AND version = 1",
    ),
    Damage("carts.within_bounds", "cart", "UPDATE cart SET version = 0"),
    Damage("carts.within_bounds", "cart_line", "UPDATE cart_line SET quantity = 10000"),
    Damage("carts.variant_once", "cart_line", "INSERT INTO cart_line SELECT * FROM cart_line_kept"),
    Damage("carts.nothing_astray", "cart", "DELETE FROM cart WHERE order_id = :carted"),
    Damage(AUDIT_CHAIN, "audit_entry", "UPDATE audit_entry SET actor_id = 'budi' WHERE subject_id = :sent"),
    Damage(
        SEALS,
        "customer_order",
        "UPDATE customer_order SET contact = (SELECT moved FROM (SELECT contact AS moved FROM customer_order "
        "WHERE id = :paid) other) WHERE id = :sent",
    ),
    Damage(SEALS, "payment", "UPDATE payment SET instructions = 'v1|gone|AAAA|AAAA' WHERE order_id = :paid"),
)


async def part_of(shop: Shop, order: Order, number: str) -> str:
    one = (WantedLine(path="lines[0]", line_no=1, quantity=1),)
    draft = ShipmentDraft(courier="jne", service="REG", tracking_number=number, lines=one)
    return (await shop.ship(order, draft=draft)).shipment.id


@pytest.fixture
async def healthy(database: Database) -> dict[str, str]:
    """A shop with orders in every state, and the ids of some of them."""
    shop = Shop(database)
    for sku in (KOPI, TEH):
        await shop.stock(sku, 50)
    waiting, _ = await shop.place(Line(KOPI, 1)), await shop.place(Line(TEH, 2))
    paid = await shop.paid(Line(KOPI, 2), Line(TEH, 1, 50_000), insurance=1_500)
    part = await shop.paid(Line(KOPI, 3), Line(TEH, 1, 50_000))
    part_parcel = await part_of(shop, part, "JP-PART")
    discounted = await shop.paid(Line(KOPI, 3, 33_333), discount=10_001)
    await part_of(shop, discounted, "JP-DISCOUNT")
    sent = await shop.ship(await shop.paid(Line(KOPI, 2), Line(KOPI, 1)))
    await shop.complete((await shop.ship(await shop.paid(Line(TEH, 1)))).order)
    returned = (await shop.ship(await shop.paid(Line(TEH, 2), Line(TEH, 1)))).order
    await shop.take_back(returned)
    await shop.take_back((await shop.ship(await shop.paid(Line(TEH, 2)))).order, ReturnReason.LOST)
    await shop.cancel(await shop.place(Line(KOPI, 1)), CancelReason.BUYER)
    refused = await shop.cancel(await shop.paid(Line(KOPI, 1)))
    await shop.pay(await shop.cancel(await shop.place(Line(KOPI, 1)), CancelReason.EXPIRED))
    await shop.pay(await shop.cancel(await shop.place(Line(KOPI, 1)), CancelReason.BUYER))
    await shop.pay(big := await shop.place(Line(KOPI, 1)), big.totals.total + 25_000)
    picked = Pick(shop.variants[KOPI], 1, 85_000)
    await a_cart(database, picked)
    carted = await order_cart(shop, await a_cart(database, picked), Line(KOPI, 1))
    await shop.remember_answer()
    await shop.settle_down()
    orders = {
        "waiting": waiting,
        "paid": paid,
        "part": part,
        "sent": sent.order,
        "returned": returned,
        "refused": refused,
    }
    ids = {name: order.id for name, order in orders.items()} | {"carted": carted}
    return ids | {"kopi": shop.variants[KOPI], "parcel": sent.shipment.id, "part_parcel": part_parcel}


@pytest.fixture
async def unguarded(database: Database) -> AsyncIterator[Unguarded]:
    made = Unguarded(database)
    yield made
    await made.restore()


async def found(database: Database) -> dict[str, dict[str, Any]]:
    return {one.check: one.facts for one in await database.read(run_checks)}


async def test_a_shop_with_orders_in_every_state_is_healthy(database: Database, healthy: dict[str, str]) -> None:
    report = await doctor_report(database)
    assert report.text() == f"Healthy: {len(CHECKS) + 2} checks, no violation.", healthy


async def test_an_empty_shop_is_healthy(database: Database) -> None:
    assert (await doctor_report(database)).healthy


async def test_each_damage_is_named(database: Database, healthy: dict[str, str], unguarded: Unguarded) -> None:
    missed = []
    for damage in DAMAGES:
        used = {name: healthy[name] for name in re.findall(r":(\w+)", damage.sql)}
        await unguarded.run(damage.sql, *damage.tables.split(), **used)
        facts = (await found(database)).get(damage.check)
        if not facts:
            missed.append(damage)
        await unguarded.restore()
    assert missed == []
    assert await found(database) == {}, "each damage must be undone before the next one"


def test_every_check_has_a_damage_that_shows_it() -> None:
    assert {damage.check for damage in DAMAGES} == {check.name for check in CHECKS} | {AUDIT_CHAIN, SEALS}


async def test_the_report_names_the_promise_and_the_row(
    database: Database, healthy: dict[str, str], unguarded: Unguarded
) -> None:
    await unguarded.run("UPDATE customer_order SET total = 7 WHERE id = :paid", "customer_order", paid=healthy["paid"])
    report = await doctor_report(database)
    assert not report.healthy
    assert "BROKEN orders.total_adds_up (I3): The total is the goods less the discount" in report.text()
    assert "number=NG-2026-000003 total=7 sum_of_parts=243500" in report.text()
