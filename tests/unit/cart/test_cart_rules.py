"""What a cart is known by, how it changes, and what it lacks."""

import re
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from niaga.cart.errors import CartIncomplete
from niaga.cart.model import Address, AddressChange, Cart, CartChange, CartLine, ChosenShipping, Contact, ContactChange
from niaga.cart.rules import cart_key, changed_cart, new_cart_id, require_complete, require_destination
from niaga.foundation.errors import InvalidFields

LINE = CartLine(id="l", variant_id="v", quantity=1, seen_price=85_000)
EMPTY = Cart(key="k", version=1, expires_at=datetime(2026, 12, 24, tzinfo=UTC))
FULL = replace(
    EMPTY,
    lines=(LINE,),
    contact=Contact(name="Sari", phone="+6281234567890"),
    address=Address(
        recipient="Sari", phone="+6281234567890", street="Jl. Melati 5", region_code="31.74.02", postal_code="12910"
    ),
    shipping=ChosenShipping(courier="jne", service="REG"),
)


def lacking(cart: Cart) -> list[str]:
    with pytest.raises(CartIncomplete) as refused:
        require_complete(cart)
    return [one.path for one in refused.value.problems()]


def test_an_id_has_160_random_bits_and_is_never_drawn_twice():
    drawn = {new_cart_id() for _ in range(1_000)}
    assert len(drawn) == 1_000
    assert all(re.fullmatch("crt_[0-9a-v]{32}", one) for one in drawn)


def test_a_key_is_that_of_one_id_and_tells_nothing_of_it():
    one, other = new_cart_id(), new_cart_id()
    key = cart_key(one)
    assert key == cart_key(one) != cart_key(other)
    assert key is not None
    assert len(key) == 26
    assert key not in one


@pytest.mark.parametrize("text", ["", "crt_", "crt_" + "a" * 31, "crt_" + "a" * 33, "crt_" + "A" * 32, "crt_" + "w" * 32, "ord_" + "a" * 32, "crt_" + "a" * 32 + "\n"])  # fmt: skip
def test_what_is_no_id_has_no_key(text: str):
    assert cart_key(text) is None


def test_a_change_leaves_alone_what_it_does_not_name():
    changed = changed_cart(FULL, CartChange(address=AddressChange(street="Jl. Mawar 1")))
    assert changed == replace(FULL, address=replace(FULL.address, street="Jl. Mawar 1"))


def test_what_is_taken_away_bit_by_bit_is_gone_in_the_end():
    cart = replace(EMPTY, address=Address(street="Jl. Melati 5"))
    assert changed_cart(cart, CartChange(address=AddressChange(street=None))).address is None
    assert changed_cart(FULL, CartChange(address=None, contact=None)).contact is None


def test_a_contact_can_be_reached():
    only_named = CartChange(contact=ContactChange(name="Sari"))
    with pytest.raises(InvalidFields):
        changed_cart(EMPTY, only_named)
    assert changed_cart(FULL, CartChange(contact=ContactChange(email="a@b.id", phone=None))).contact == Contact(
        name="Sari", email="a@b.id"
    )


def test_a_full_cart_lacks_nothing():
    require_complete(FULL)
    assert require_destination(FULL) == "31.74.02"


@pytest.mark.parametrize(
    ("cart", "paths"),
    [
        (replace(FULL, lines=()), ["lines"]),
        (replace(FULL, contact=None), ["contact.name", "contact"]),
        (replace(FULL, contact=Contact(email="a@b.id")), ["contact.name"]),
        (replace(FULL, address=replace(FULL.address, street=None)), ["shipping_address.street"]),
        (replace(FULL, shipping=None), ["shipping"]),
    ],
)
def test_what_is_missing_is_named(cart: Cart, paths: list[str]):
    assert lacking(cart) == paths


def test_couriers_need_a_region_and_something_to_carry():
    with pytest.raises(CartIncomplete) as refused:
        require_destination(EMPTY)
    assert [one.path for one in refused.value.problems()] == ["lines", "shipping_address.region_code"]
