"""What an account does for a checkout: it fills in whom and where, offers the address book, and keeps a new address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from niaga.storefront.account.people import AddressBook, Customer, SavedAddress
from niaga.storefront.checkout_form import CHECKED, SAVE, CheckoutForm, changes_in
from niaga.storefront.purchases import Cart

if TYPE_CHECKING:
    from niaga.storefront.visit import Visit

_BOOK = "/store/v1/me/addresses"


async def kept_addresses(visit: Visit) -> tuple[SavedAddress, ...]:
    """Her address book; empty for a guest."""
    if not visit.session:
        return ()
    return (await visit.mine(_BOOK, AddressBook)).items


async def fill_in(visit: Visit, cart: Cart) -> Cart:
    """The cart with her name, her addresses and her default address in it, as far as she has any."""
    me, book = await visit.mine("/store/v1/me", Customer), await kept_addresses(visit)
    default = book[0] if book else None
    typed = CheckoutForm(name=me.name, phone=me.phone or (default.phone if default else "") or "", email=me.email or "")
    if default is not None:
        typed = _with(typed, default)
    changes = changes_in(typed)
    wanted = ("contact", "shipping_address") if default is not None else ("contact",)
    answer = await visit.send(
        f"PATCH /store/v1/carts/{cart.id}", Cart, {name: changes[name] for name in wanted if name in changes}
    )
    return answer.value or cart


async def with_saved_address(visit: Visit, typed: CheckoutForm) -> CheckoutForm:
    """The form with the address that she chose from her book; as it was, where that is no longer there."""
    found = next((one for one in await kept_addresses(visit) if one.id == typed.saved_address), None)
    return msgspec.structs.replace(_with(typed, found) if found else typed, deed=SAVE)


async def keep_address(visit: Visit, typed: CheckoutForm) -> None:
    """Keep where this order goes, if she wants that; a full book is no reason to tell her that an order failed."""
    if typed.keep_address != CHECKED:
        return
    address = changes_in(typed)["shipping_address"]
    answer = await visit.act(f"POST {_BOOK}", SavedAddress, {**address, "notes": address["notes"] or ""})
    if answer.value is not None:
        visit.tell("address_kept")


def _with(typed: CheckoutForm, saved: SavedAddress) -> CheckoutForm:
    other = (saved.recipient, saved.phone) != (typed.name, typed.phone)
    return msgspec.structs.replace(
        typed,
        recipient=(saved.recipient or "") if other else "",
        recipient_phone=(saved.phone or "") if other else "",
        street=saved.street or "",
        district=saved.region_label,
        searched=saved.region_label,
        region_code=saved.region_code or "",
        postal_code=saved.postal_code or "",
        address_notes=saved.notes or "",
    )
