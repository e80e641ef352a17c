"""Second factors and privacy: what is kept of them, and what they refuse."""

from __future__ import annotations

from datetime import timedelta

from tests.contract.scenarios.customers import joined
from tests.contract.scenarios.selling import KOPI, Line, selling
from tests.contract.scenarios.stage import refuses, rows, shows
from tests.support.carts import a_cart, order_cart
from tests.support.customers import sign_in_somebody
from tests.support.healthy import WATI, Shop

from niaga.accounts.factors.actions import begin_totp, purge_challenges
from niaga.accounts.factors.passkeys import ask_signature, relying_party
from niaga.accounts.public import Customer, Holder, HolderKind, erase_customer, find_customer, remove_factors
from niaga.cart.public import CartChange, Pick, cart_key, forget_carts_of, new_cart_id, open_cart, take_cart
from niaga.foundation.clock import FixedClock
from niaga.foundation.errors import InvalidFields, NotFound
from niaga.foundation.identity import new_id
from niaga.orders.public import (
    Order,
    anonymise_old_orders,
    anonymise_orders,
    claim_orders,
    index_orders,
)
from niaga.platform.database import Database
from niaga.privacy.errors import OrdersUnderWay, ReportIncomplete, RequestClosed, TooManyRequests
from niaga.privacy.model import BreachChange
from niaga.privacy.public import (
    Channel,
    Purpose,
    RequestKind,
    RequestStatus,
    close_request,
    enter_breach,
    erase_person,
    get_breach,
    purge_consents,
    say_consent,
    take_request,
)

NOBODY = "—"


async def hers(database: Database) -> tuple[Shop, Customer, Order]:
    """A shop, a customer, and an order of hers that waits for its payment."""
    shop = await selling(database)
    sari, _ = await joined(database)
    order = await shop.place(Line(KOPI, 1))
    await database.write(lambda tx: index_orders(tx, [order.id]))
    assert await database.write(lambda tx: claim_orders(tx, sari)) == 1
    return shop, sari, order


@shows("accounts.remove_factors", "accounts.purge_challenges")
async def second_factors_go_and_open_questions_are_forgotten(database: Database) -> None:
    sari, budi = Holder(HolderKind.CUSTOMER, "0" * 26), Holder(HolderKind.CUSTOMER, "1" * 26)
    for holder in (sari, budi):
        await database.write(lambda tx, who=holder: begin_totp(tx, who, account="sari", shop="Toko"))
    await database.write(lambda tx: remove_factors(tx, sari))
    assert await rows(database, "SELECT holder_id FROM totp") == [(budi.id,)]
    await ask_signature(database, relying_party("https://toko.example.com", "Toko"))
    assert await database.write(purge_challenges) == 0
    _later(database, timedelta(minutes=6))
    assert await database.write(purge_challenges) == 1


@shows("privacy.say_consent", "privacy.purge_consents")
async def what_was_agreed_to_is_written_once_and_forgotten_after_ten_years(database: Database) -> None:
    sari = await sign_in_somebody(database)
    for given in (True, False, False):
        standing = await database.write(
            lambda tx, now=given: say_consent(tx, sari.id, Purpose.MARKETING_EMAIL, given=now, channel=Channel.API)
        )
        assert [one.given for one in standing if one.purpose is Purpose.MARKETING_EMAIL] == [given]
    assert await rows(database, "SELECT COUNT(*) FROM consent_entry") == [(2,)]
    assert await database.write(purge_consents) == 0
    _later(database, timedelta(days=3653))
    assert await database.write(purge_consents) == 2


@shows("privacy.take_request", "privacy.close_request")
async def a_request_is_taken_in_and_answered_once(database: Database) -> None:
    sari = await sign_in_somebody(database)
    take = lambda tx: take_request(tx, WATI, RequestKind.EXPORT, customer_id=sari.id, contact="", message="x")  # noqa: E731
    asked = [await database.write(take) for _ in range(10)]
    assert asked[0].due_at == database.clock.now() + timedelta(hours=72)
    await refuses(database, take, TooManyRequests)
    first, done = asked[0].id, RequestStatus.DONE
    await refuses(database, lambda tx: close_request(tx, WATI, first, done, outcome=" "), InvalidFields)
    await refuses(database, lambda tx: close_request(tx, WATI, first, RequestStatus.OPEN, outcome="x"), InvalidFields)
    await refuses(database, lambda tx: close_request(tx, WATI, new_id(), done, outcome="x"), NotFound)
    closed = await database.write(lambda tx: close_request(tx, WATI, first, done, outcome="Sent"))
    assert (closed.status, closed.outcome, closed.closed_at) == (done, "Sent", database.clock.now())
    await refuses(database, lambda tx: close_request(tx, WATI, first, done, outcome="x"), RequestClosed)
    await database.write(take)


@shows("privacy.enter_breach")
async def a_breach_is_entered_with_its_clock_and_told_only_when_it_is_whole(database: Database) -> None:
    now, known = database.clock.now(), BreachChange(data_exposed="Names", people_affected=3)
    entry = await database.write(lambda tx: enter_breach(tx, WATI, known, noticed_at=now - timedelta(hours=1)))
    assert entry.report_due_at == now + timedelta(hours=71)
    assert await database.read(lambda db: get_breach(db, entry.id)) == entry
    to_come = now + timedelta(seconds=1)
    await refuses(database, lambda tx: enter_breach(tx, WATI, known, noticed_at=to_come), InvalidFields)
    told = BreachChange(data_exposed="Names", authority_told_at=now)
    await refuses(database, lambda tx: enter_breach(tx, WATI, told, noticed_at=now), ReportIncomplete)


@shows("accounts.erase_customer")
async def a_customer_loses_her_name_and_every_way_in_once(database: Database) -> None:
    (sari, _), budi = await joined(database), await sign_in_somebody(database, "Budi", "budi@example.com")
    await database.write(lambda tx: erase_customer(tx, sari.id))
    assert await database.read(lambda db: find_customer(db, sari.id)) is None
    assert await rows(database, "SELECT holder_id FROM session") == [(budi.id,)]
    empty = "SELECT id, version FROM customer WHERE email IS NULL AND email_index IS NULL AND password_hash IS NULL"
    assert (sari.id, 2) in await rows(database, empty)
    for nobody in (sari.id, new_id()):
        await refuses(database, lambda tx, who=nobody: erase_customer(tx, who), NotFound)


@shows("cart.forget_carts_of")
async def her_cart_goes_and_the_carts_of_her_orders_and_no_others(database: Database) -> None:
    shop = await selling(database)
    pick, until = Pick(shop.variants[KOPI], 1, 85_000), database.clock.now() + timedelta(days=30)
    sari, ordered = new_id(), await a_cart(database, pick)
    order_id = await order_cart(shop, ordered, Line(KOPI, 1))
    for holder in (sari, new_id()):
        cart_id = new_cart_id()
        await database.write(lambda tx, at=cart_id: open_cart(tx, cart_key(at) or "", [pick], CartChange(), until))
        await database.write(lambda tx, at=cart_id, who=holder: take_cart(tx, who, at, until))
    assert await database.write(lambda tx: forget_carts_of(tx, sari, [order_id])) == 2
    assert await rows(database, "SELECT COUNT(*) FROM cart") == [(1,)]
    assert await rows(database, "SELECT COUNT(*) FROM cart_line") == [(1,)]
    assert await database.write(lambda tx: forget_carts_of(tx, sari, [order_id])) == 0


@shows("orders.anonymise_orders", "orders.anonymise_old_orders")
async def orders_name_nobody_any_more_when_told_so_or_after_ten_years(database: Database) -> None:
    shop = await selling(database)
    first, second = [await shop.place(Line(KOPI, 1)) for _ in range(2)]
    assert await database.write(lambda tx: anonymise_orders(tx, [])) == 0
    assert await database.write(lambda tx: anonymise_orders(tx, [first.id, first.id])) == 1
    assert await database.write(lambda tx: anonymise_orders(tx, [first.id])) == 0
    assert await names(shop, first, second) == [NOBODY, "Sari Wulandari"]
    assert (await shop.order(first.id)).totals == first.totals
    assert await database.write(anonymise_old_orders) == 0
    _later(database, timedelta(days=3654))
    assert await database.write(anonymise_old_orders) == 1
    assert await database.write(anonymise_old_orders) == 0
    assert await names(shop, first, second) == [NOBODY, NOBODY]


@shows("privacy.erase_person")
async def a_person_goes_when_her_orders_are_over_and_they_stay_without_her(database: Database) -> None:
    shop, sari, order = await hers(database)
    await refuses(database, lambda tx: erase_person(tx, WATI, sari.id), OrdersUnderWay)
    await shop.cancel(order)
    await refuses(database, lambda tx: erase_person(tx, WATI, new_id()), NotFound)
    await database.write(lambda tx: erase_person(tx, WATI, sari.id))
    assert await database.read(lambda db: find_customer(db, sari.id)) is None
    assert await names(shop, order) == [NOBODY]
    assert (await rows(database, "SELECT action FROM audit_entry ORDER BY id"))[-1] == ("privacy.erased",)
    await refuses(database, lambda tx: erase_person(tx, WATI, sari.id), NotFound)


async def names(shop: Shop, *orders: Order) -> list[str]:
    """Whom the orders name now."""
    return [(await shop.order(one.id)).contact.name for one in orders]


def _later(database: Database, by: timedelta) -> None:
    clock = database.clock
    assert isinstance(clock, FixedClock), "the test's clock"
    clock.advance(by)
