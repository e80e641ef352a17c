"""The checkout's form: its fields, what they change in the cart, and which field a refusal of the API stands beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from niaga.storefront.purchases import Address, Contact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from niaga.storefront.api import Problem
    from niaga.storefront.purchases import Cart

SAVE, FIND_REGION, ORDER, USE_ADDRESS = "save", "find_region", "order", "use_address"
CHECKED = "yes"
FIELDS = {
    "contact": "phone",
    "contact.name": "name",
    "contact.phone": "phone",
    "contact.email": "email",
    "shipping_address": "street",
    "shipping_address.recipient": "recipient",
    "shipping_address.phone": "recipient_phone",
    "shipping_address.street": "street",
    "shipping_address.region_code": "district",
    "shipping_address.postal_code": "postal_code",
    "shipping_address.notes": "address_notes",
    "shipping": "service",
    "shipping.courier": "service",
    "shipping.service": "service",
    "notes": "notes",
    "payment_method": "payment",
    "payment_channel": "payment",
}
# What the address takes over from the buyer, as long as nobody else is named.
_OWN = {"shipping_address.recipient": ("recipient", "name"), "shipping_address.phone": ("recipient_phone", "phone")}


class CheckoutForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What stands in the form, as it was typed. `deed` is the button: save, find_region or order.

    `region_code` was chosen for the words `searched`; other words in `district` want another region.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    recipient: str = ""
    recipient_phone: str = ""
    street: str = ""
    district: str = ""
    searched: str = ""
    region_code: str = ""
    postal_code: str = ""
    address_notes: str = ""
    service: str = ""
    insured: str = ""
    payment: str = ""
    notes: str = ""
    expected_total: str = ""
    once: str = ""
    saved_address: str = ""
    keep_address: str = ""
    deed: str = SAVE

    @property
    def seeks_region(self) -> bool:
        """Whether a region has still to be found and chosen."""
        return self.deed == FIND_REGION or self.district.strip() != self.searched


def filled_form(cart: Cart) -> CheckoutForm:
    """The form as far as the cart knows it. Whoever receives the parcel is named only where it is somebody else."""
    contact, address = cart.contact or Contact(), cart.shipping_address or Address()
    other = (address.recipient, address.phone) != (contact.name, contact.phone)
    return CheckoutForm(
        name=contact.name or "",
        phone=contact.phone or "",
        email=contact.email or "",
        recipient=(address.recipient or "") if other else "",
        recipient_phone=(address.phone or "") if other else "",
        street=address.street or "",
        region_code=address.region_code or "",
        postal_code=address.postal_code or "",
        address_notes=address.notes or "",
        service=f"{cart.shipping.courier}|{cart.shipping.service}" if cart.shipping else "",
        insured=CHECKED if cart.insured else "",
        notes=cart.notes,
    )


def changes_in(typed: CheckoutForm) -> dict[str, Any]:
    """What the form changes in the cart, as the API takes it. An empty field takes away what stood there."""
    changes: dict[str, Any] = {
        "insured": typed.insured == CHECKED,
        "notes": typed.notes,
        "shipping_address": _address(typed),
    }
    if typed.name or typed.phone or typed.email:
        changes["contact"] = {"name": typed.name or None, "phone": typed.phone or None, "email": typed.email or None}
    courier, _, service = typed.service.partition("|")
    if service:
        changes["shipping"] = {"courier": courier, "service": service}
    return changes


def errors_in(problems: Iterable[Problem], typed: CheckoutForm) -> dict[str, str]:
    """The message beside each field at fault. Where the buyer receives it herself, her own fields are meant."""
    fields = FIELDS | {path: own for path, (other, own) in _OWN.items() if not getattr(typed, other)}
    found: dict[str, str] = {}
    for problem in problems:
        for path, message in problem.by_path().items():
            if path in fields:
                found.setdefault(fields[path], message)
    return found


def _address(typed: CheckoutForm) -> dict[str, str | None]:
    """Where to; without another recipient the buyer herself receives it."""
    return {
        "recipient": typed.recipient or typed.name or None,
        "phone": typed.recipient_phone or typed.phone or None,
        "street": typed.street or None,
        "region_code": typed.region_code or None,
        "postal_code": typed.postal_code or None,
        "notes": typed.address_notes or None,
    }
