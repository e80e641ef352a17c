"""The shop's settings as one frozen value, and a change to some of them."""

import msgspec

from niaga.foundation.money import IDR
from niaga.platform.dates import Zone


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How buyers reach the shop."""

    email: str | None = None
    phone: str | None = None
    whatsapp: str | None = None


class BankAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account that buyers transfer to. `key` names it in payments and stays when the rest is corrected."""

    key: str
    bank: str
    number: str
    holder: str


class Tagline(msgspec.Struct, frozen=True, kw_only=True):
    """What the shop says of itself in a line, in each language."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """The line in that language."""
        return self.en if language == "en" else self.id


class ShopSettings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings. `version` counts the changes; 0 is a shop in which nothing was set yet."""

    version: int = 0
    name: str = "Toko Niaga"
    contact: Contact = Contact()
    zone: Zone = Zone.JAKARTA
    languages: tuple[str, ...] = ("id", "en")
    currency: str = IDR
    origin_region_code: str | None = None
    bank_accounts: tuple[BankAccount, ...] = ()
    order_number_prefix: str = "NG"
    payment_expiry_minutes: int = 1440
    option_expiry_minutes: int = 60
    cart_expiry_days: int = 30
    transfer_codes: bool = True
    cors_origins: tuple[str, ...] = ()
    notification_email: str | None = None
    tagline: Tagline | None = None
    logo_url: str | None = None
    accent_color: str = "#1f5c4a"


class ContactPatch(msgspec.Struct, frozen=True, kw_only=True):
    """New ways to reach the shop; what is UNSET stays."""

    email: str | msgspec.UnsetType | None = msgspec.UNSET
    phone: str | msgspec.UnsetType | None = msgspec.UNSET
    whatsapp: str | msgspec.UnsetType | None = msgspec.UNSET


class SettingsPatch(msgspec.Struct, frozen=True, kw_only=True):
    """New values for some settings; what is UNSET stays."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    contact: ContactPatch | msgspec.UnsetType = msgspec.UNSET
    zone: Zone | msgspec.UnsetType = msgspec.UNSET
    languages: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    origin_region_code: str | msgspec.UnsetType | None = msgspec.UNSET
    bank_accounts: tuple[BankAccount, ...] | msgspec.UnsetType = msgspec.UNSET
    order_number_prefix: str | msgspec.UnsetType = msgspec.UNSET
    payment_expiry_minutes: int | msgspec.UnsetType = msgspec.UNSET
    option_expiry_minutes: int | msgspec.UnsetType = msgspec.UNSET
    cart_expiry_days: int | msgspec.UnsetType = msgspec.UNSET
    transfer_codes: bool | msgspec.UnsetType = msgspec.UNSET
    cors_origins: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    notification_email: str | msgspec.UnsetType | None = msgspec.UNSET
    tagline: Tagline | msgspec.UnsetType | None = msgspec.UNSET
    logo_url: str | msgspec.UnsetType | None = msgspec.UNSET
    accent_color: str | msgspec.UnsetType = msgspec.UNSET

    def values(self) -> dict[str, object]:
        """The settings that are to change, by name."""
        return set_values(self)


def set_values(patch: msgspec.Struct) -> dict[str, object]:
    """The fields of a patch that are not UNSET, by name."""
    named = ((name, getattr(patch, name)) for name in patch.__struct_fields__)
    return {name: value for name, value in named if value is not msgspec.UNSET}
