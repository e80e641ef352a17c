"""The door of the shop: its settings for other rooms, and whether it may take orders yet."""

from niaga.shop.actions import change_settings
from niaga.shop.clock_offset import read_clock_offset, write_clock_offset
from niaga.shop.model import BankAccount, Contact, ContactPatch, SettingsPatch, ShopSettings, Tagline
from niaga.shop.queries import SettingsCache, read_settings
from niaga.shop.rules import payment_ready, require_ready

__all__ = [
    "BankAccount",
    "Contact",
    "ContactPatch",
    "SettingsCache",
    "SettingsPatch",
    "ShopSettings",
    "Tagline",
    "change_settings",
    "payment_ready",
    "read_clock_offset",
    "read_settings",
    "require_ready",
    "write_clock_offset",
]
