"""The form of a saved address: its fields are called as in the checkout, so that both share what finds a region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from niaga.storefront.checkout_form import CHECKED

if TYPE_CHECKING:
    from niaga.storefront.account.people import AddressGuess, SavedAddress
    from niaga.storefront.api import Problem

SAVE, FIND_REGION, GUESS, DELETE, MAKE_DEFAULT = "save", "find_region", "guess", "delete", "default"
FIELDS = {
    "region_code": "district",
    "notes": "address_notes",
    "phone": "recipient_phone",
    "is_default": "is_default",
}


class AddressForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What stands in the form. `whole` is an address as people write it, from which the rest can be filled in."""

    label: str = ""
    recipient: str = ""
    recipient_phone: str = ""
    whole: str = ""
    street: str = ""
    district: str = ""
    searched: str = ""
    region_code: str = ""
    postal_code: str = ""
    address_notes: str = ""
    is_default: str = ""
    version: str = ""
    once: str = ""
    deed: str = SAVE

    @property
    def seeks_region(self) -> bool:
        """Whether a region has still to be found and chosen."""
        return self.deed == FIND_REGION or self.district.strip() != self.searched


def form_of(saved: SavedAddress) -> AddressForm:
    """A saved address, to be changed."""
    return AddressForm(
        label=saved.label,
        recipient=saved.recipient or "",
        recipient_phone=saved.phone or "",
        street=saved.street or "",
        district=saved.region_label,
        searched=saved.region_label,
        region_code=saved.region_code or "",
        postal_code=saved.postal_code or "",
        address_notes=saved.notes or "",
        is_default=CHECKED if saved.is_default else "",
        version=str(saved.version),
    )


def guessed_form(typed: AddressForm, guess: AddressGuess) -> AddressForm:
    """The form with what a written address says; what it does not say stays as it was."""
    likeliest = guess.candidates[0].code if guess.candidates and guess.confident else ""
    return msgspec.structs.replace(
        typed,
        street=guess.street or typed.street,
        postal_code=guess.postal_code or typed.postal_code,
        recipient_phone=guess.phone or typed.recipient_phone,
        region_code=likeliest,
    )


def body_of(typed: AddressForm) -> dict[str, Any]:
    """The address as the API takes it."""
    body: dict[str, Any] = {
        "label": typed.label,
        "recipient": typed.recipient,
        "phone": typed.recipient_phone,
        "street": typed.street,
        "region_code": typed.region_code,
        "postal_code": typed.postal_code,
        "notes": typed.address_notes,
    }
    # A default is made by choosing another, never by taking it away.
    return {**body, "is_default": True} if typed.is_default == CHECKED else body


def errors_in(problem: Problem | None) -> dict[str, str]:
    """The message beside each field at fault."""
    return {FIELDS.get(path, path): message for path, message in problem.by_path().items()} if problem else {}
