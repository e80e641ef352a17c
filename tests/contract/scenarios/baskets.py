"""Carts: filled, changed, ordered once, forgotten; and what each change refuses."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy.exc
from tests.contract.scenarios.stage import refuses, rows, shows
from tests.support.carts import a_cart

from niaga.cart.errors import CartCompleted, CartFull, CartNotFound
from niaga.cart.public import (
    MOST_LINES,
    AddressChange,
    CartChange,
    ContactChange,
    Pick,
    SeenCart,
    add_line,
    cart_key,
    change_cart,
    change_line,
    complete_writes,
    find_cart_of,
    get_cart,
    lock_states,
    new_cart_id,
    open_cart,
    purge_carts,
    remove_line,
    take_cart,
)
from niaga.foundation.errors import InvalidFields, NotFound
from niaga.foundation.identity import new_id
from niaga.platform.database import Database, GuardRefused, write_all

KOPI, TEH = new_id(), new_id()
NOTHING = CartChange()
LINES = "SELECT variant_id, quantity, seen_price FROM cart_line ORDER BY id"


@shows("cart.open_cart")
async def a_cart_begins_with_its_lines_summed(database: Database) -> None:
    cart = await a_cart(database, Pick(KOPI, 1, 85_000), Pick(TEH, 2, 40_000), Pick(KOPI, 3, 85_000))
    assert await rows(database, LINES) == [(KOPI, 4, 85_000), (TEH, 2, 40_000)]
    assert await database.read(lambda db: get_cart(db, cart.key)) == cart
    again = lambda tx: open_cart(tx, cart.key, [], NOTHING, cart.expires_at)  # noqa: E731
    await refuses(database, again, sqlalchemy.exc.DBAPIError)
    many = [Pick(KOPI, 9_999, 1), Pick(KOPI, 1, 1)]
    await refuses(database, lambda tx: open_cart(tx, "k", many, NOTHING, cart.expires_at), CartFull)


@shows("cart.add_line")
async def what_is_added_adds_up_within_bounds(database: Database) -> None:
    cart = await a_cart(database, Pick(KOPI, 9_000, 85_000))
    until = cart.expires_at + timedelta(days=1)
    await database.write(lambda tx: add_line(tx, cart.key, Pick(KOPI, 999, 90_000), until))
    await database.write(lambda tx: add_line(tx, cart.key, Pick(TEH, 1, 40_000), until))
    assert await rows(database, LINES) == [(KOPI, 9_999, 90_000), (TEH, 1, 40_000)]
    found = await database.read(lambda db: get_cart(db, cart.key))
    assert (found.version, found.expires_at) == (3, until)
    await refuses(database, lambda tx: add_line(tx, cart.key, Pick(KOPI, 1, 1), until), CartFull)
    await refuses(database, lambda tx: add_line(tx, "nobody's", Pick(KOPI, 1, 1), until), CartNotFound)


@shows("cart.add_line")
async def a_cart_has_room_for_a_hundred_lines(database: Database) -> None:
    cart = await a_cart(database, *(Pick(new_id(), 1, 1) for _ in range(MOST_LINES)))
    await refuses(database, lambda tx: add_line(tx, cart.key, Pick(KOPI, 1, 1), cart.expires_at), CartFull)
    first = cart.lines[0].variant_id
    await database.write(lambda tx: add_line(tx, cart.key, Pick(first, 1, 1), cart.expires_at))


@shows("cart.change_line", "cart.remove_line")
async def a_line_is_changed_and_taken_away(database: Database) -> None:
    cart = await a_cart(database, Pick(KOPI, 1, 85_000), Pick(TEH, 1, 40_000))
    coffee, tea = cart.lines
    until = cart.expires_at
    await database.write(lambda tx: change_line(tx, cart.key, coffee, quantity=7, price=90_000, until=until))
    assert await rows(database, LINES) == [(KOPI, 7, 90_000), (TEH, 1, 40_000)]
    await database.write(lambda tx: remove_line(tx, cart.key, tea.id, until))
    assert await rows(database, LINES) == [(KOPI, 7, 90_000)]
    await refuses(database, lambda tx: remove_line(tx, cart.key, tea.id, until), NotFound)
    await refuses(database, lambda tx: change_line(tx, cart.key, tea, quantity=1, price=1, until=until), NotFound)
    other = await a_cart(database, Pick(KOPI, 1, 1))
    await refuses(database, lambda tx: remove_line(tx, other.key, coffee.id, until), NotFound)


@shows("cart.change_cart")
async def a_cart_learns_where_it_goes(database: Database) -> None:
    cart = await a_cart(database)
    change = CartChange(address=AddressChange(street="Jl. Melati 5"), insured=True, notes="x", metadata={"a": "b"})
    changed = await database.write(lambda tx: change_cart(tx, cart.key, change, cart.expires_at))
    assert await database.read(lambda db: get_cart(db, cart.key)) == changed
    assert changed.version == 2
    nobody = CartChange(contact=ContactChange(name="Sari"))
    await refuses(database, lambda tx: change_cart(tx, cart.key, nobody, cart.expires_at), InvalidFields)


@shows("cart.complete_writes", "cart.lock_states")
async def a_cart_becomes_one_order_at_the_version_that_was_seen(database: Database) -> None:
    cart, other = await a_cart(database, Pick(KOPI, 1, 1)), await a_cart(database)
    order, seen = new_id(), SeenCart(cart.key, cart.version)
    late = SeenCart(cart.key, cart.version + 1)
    await refuses(database, lambda tx: write_all(tx, complete_writes([(late, order)])), GuardRefused)
    await database.write(lambda tx: write_all(tx, complete_writes([(seen, order)])))
    await refuses(database, lambda tx: write_all(tx, complete_writes([(late, new_id())])), GuardRefused)
    twice = [(SeenCart(other.key, other.version), order)]
    await refuses(database, lambda tx: write_all(tx, complete_writes(twice)), sqlalchemy.exc.DBAPIError)
    states = await database.write(lambda tx: lock_states(tx, [other.key, cart.key, "nobody's"]))
    assert states == {cart.key: (2, order), other.key: (1, None)}
    add = lambda tx: add_line(tx, cart.key, Pick(TEH, 1, 1), cart.expires_at)  # noqa: E731
    await refuses(database, add, CartCompleted)


@shows("cart.take_cart")
async def a_guests_cart_becomes_a_customers_or_goes_into_hers(database: Database) -> None:
    until = database.clock.now() + timedelta(days=30)

    async def filled(*picks: Pick) -> str:
        cart_id = new_cart_id()
        await database.write(lambda tx: open_cart(tx, cart_key(cart_id) or "", picks, NOTHING, until))
        return cart_id

    sari, budi = new_id(), new_id()
    first, second = await filled(Pick(KOPI, 9_000, 1)), await filled(Pick(KOPI, 1_000, 2), Pick(TEH, 1, 3))
    assert (await database.write(lambda tx: take_cart(tx, sari, first, until)))[0] == first
    assert await database.read(lambda db: find_cart_of(db, sari)) == first
    await refuses(database, lambda tx: take_cart(tx, budi, first, until), CartNotFound)
    await refuses(database, lambda tx: take_cart(tx, budi, "crt_x", until), CartNotFound)
    for _ in range(2):
        taken, cart = await database.write(lambda tx: take_cart(tx, sari, second, until))
        held = [(line.variant_id, line.quantity, line.seen_price) for line in cart.lines]
        assert (taken, held) == (first, [(KOPI, 9_999, 2), (TEH, 1, 3)])
    assert await rows(database, "SELECT COUNT(*) FROM cart_line") == [(2,)]
    await database.write(lambda tx: write_all(tx, complete_writes([(SeenCart(cart.key, cart.version), new_id())])))
    await refuses(database, lambda tx: take_cart(tx, sari, first, until), CartCompleted)
    assert (await database.write(lambda tx: take_cart(tx, sari, second, until)))[0] == second
    database.clock.advance(timedelta(days=30))  # type: ignore[attr-defined]
    until = database.clock.now() + timedelta(days=30)
    third = await filled(Pick(TEH, 1, 3))
    assert (await database.write(lambda tx: take_cart(tx, sari, third, until)))[0] == third


@shows("cart.purge_carts")
async def a_cart_is_forgotten_when_its_time_is_over(database: Database) -> None:
    for _ in range(2):
        await a_cart(database, Pick(KOPI, 1, 1), Pick(TEH, 1, 1))
    database.clock.advance(timedelta(days=1))  # type: ignore[attr-defined]
    kept = await a_cart(database, Pick(TEH, 1, 1))
    database.clock.advance(timedelta(days=29))  # type: ignore[attr-defined]
    assert await database.write(purge_carts) == 2
    assert await rows(database, "SELECT cart_id, variant_id FROM cart_line") == [(kept.key, TEH)]
    assert await rows(database, "SELECT id FROM cart") == [(kept.key,)]
    assert await database.write(purge_carts) == 0
