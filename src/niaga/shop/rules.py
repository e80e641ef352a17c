"""What the shop's settings may be, all of it decided here: every problem of a change is told at once, by field."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.platform.phones import e164
from niaga.shop.errors import ShopNotReady
from niaga.shop.model import BankAccount, Contact, ContactPatch, SettingsPatch, ShopSettings, Tagline, set_values
from niaga.shop.ports import Places

ORIGIN_LEVELS = ("regency", "district")
LANGUAGES = ("id", "en")
SHORTEST_EXPIRY_MINUTES = 5
LONGEST_PAYMENT_EXPIRY_MINUTES = 7 * 24 * 60
LONGEST_OPTION_EXPIRY_MINUTES = 24 * 60
LONGEST_CART_EXPIRY_DAYS = 365
MOST_ACCOUNTS = 20
MOST_ORIGINS = 20
_PREFIX = re.compile(r"[A-Z]{1,6}")
_ACCOUNT_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_ACCOUNT_NUMBER = re.compile(r"[0-9]{5,20}")
_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}")
_MEDIA = re.compile(r"/media/[A-Za-z0-9_][A-Za-z0-9._-]*")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_SEPARATORS = re.compile(r"[\s.()\u2010-\u2015-]+")

Problems = Iterator[FieldProblem]


def changed_settings(settings: ShopSettings, patch: SettingsPatch, places: Places) -> ShopSettings:
    """The settings after the change, tidied. Raises InvalidFields naming every field that breaks a rule."""
    changes = _tidied(settings, patch)
    problems = [problem for name, value in changes.items() for problem in _JUDGES[name](name, value)]
    problems += _origin_problems(changes.get("origin_region_code"), places)
    if problems:
        raise InvalidFields(tuple(problems))
    return msgspec.structs.replace(settings, **changes)


def changed_names(before: ShopSettings, after: ShopSettings) -> list[str]:
    """The settings that really differ."""
    names = (name for name in ShopSettings.__struct_fields__ if name != "version")
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def payment_ready(settings: ShopSettings) -> tuple[FieldProblem, ...]:
    """Why the shop cannot take orders yet; empty when it can."""
    reasons = []
    if settings.origin_region_code is None:
        reasons.append(
            FieldProblem(
                "origin_region_code", "shop.origin_missing", "The shop has not said yet where its parcels start."
            )
        )
    if not settings.bank_accounts:
        reasons.append(
            FieldProblem("bank_accounts", "shop.bank_account_missing", "The shop has no bank account to pay to yet.")
        )
    return tuple(reasons)


def require_ready(settings: ShopSettings) -> None:
    """Raises ShopNotReady with the reasons until an origin and one bank account are set."""
    reasons = payment_ready(settings)
    if reasons:
        raise ShopNotReady(reasons)


def account_key(bank: str, number: str) -> str:
    """A key for an account that came without one: `bca-7890`."""
    name = re.sub(r"[^a-z0-9]+", "-", bank.lower()).strip("-")[:24] or "bank"
    return f"{name}-{number[-4:]}"


def _tidied(settings: ShopSettings, patch: SettingsPatch) -> dict[str, object]:
    changes = patch.values()
    if isinstance(patch.name, str):
        changes["name"] = " ".join(patch.name.split())
    if isinstance(patch.contact, ContactPatch):
        changes["contact"] = _tidied_contact(msgspec.structs.replace(settings.contact, **set_values(patch.contact)))
    if isinstance(patch.bank_accounts, tuple):
        changes["bank_accounts"] = tuple(_tidied_account(account) for account in patch.bank_accounts)
    if isinstance(patch.notification_email, str):
        changes["notification_email"] = patch.notification_email.strip(" ")
    if isinstance(patch.tagline, Tagline):
        changes["tagline"] = Tagline(id=" ".join(patch.tagline.id.split()), en=" ".join(patch.tagline.en.split()))
    if isinstance(patch.accent_color, str):
        changes["accent_color"] = patch.accent_color.strip().lower()
    if isinstance(patch.cors_origins, tuple):
        changes["cors_origins"] = tuple(origin.strip().rstrip("/").lower() for origin in patch.cors_origins)
    return changes


def _tidied_contact(contact: Contact) -> Contact:
    return Contact(
        email=contact.email and contact.email.strip(" "),
        phone=contact.phone and (e164(contact.phone) or contact.phone),
        whatsapp=contact.whatsapp and (e164(contact.whatsapp) or contact.whatsapp),
    )


def _tidied_account(account: BankAccount) -> BankAccount:
    number = _SEPARATORS.sub("", account.number)
    bank, holder = " ".join(account.bank.split()), " ".join(account.holder.split())
    return BankAccount(key=account.key or account_key(bank, number), bank=bank, number=number, holder=holder)


def _no_problems(_path: str, _value: object) -> Problems:
    yield from ()


def _name_problems(path: str, name: str) -> Problems:
    yield from _text_problems(path, name, 100)


def _prefix_problems(path: str, prefix: str) -> Problems:
    if not _PREFIX.fullmatch(prefix):
        yield FieldProblem(path, "shop.bad_prefix", "Use one to six capital letters.")


def _text_problems(path: str, text: str, longest: int) -> Problems:
    if not 0 < len(text) <= longest:
        yield FieldProblem(path, "shop.bad_length", "Write between 1 and {longest} characters.", {"longest": longest})


def _contact_problems(path: str, contact: Contact) -> Problems:
    yield from _email_problems(f"{path}.email", contact.email)
    for field, number in (("phone", contact.phone), ("whatsapp", contact.whatsapp)):
        if number is not None and e164(number) is None:
            yield FieldProblem(
                f"{path}.{field}", "shop.bad_phone", "Write a phone number such as 0812-3456-7890 or +6281234567890."
            )


def _email_problems(path: str, address: str | None) -> Problems:
    if address is None:
        return
    if not _EMAIL.fullmatch(address) or any(unicodedata.category(letter)[0] in "CZ" for letter in address):
        yield FieldProblem(path, "shop.bad_email", "Write an e-mail address such as toko@example.com.")


def _language_problems(path: str, languages: tuple[str, ...]) -> Problems:
    if not languages or set(languages) - set(LANGUAGES) or len(set(languages)) != len(languages):
        yield FieldProblem(path, "shop.bad_languages", "Name each language once; the shop speaks id and en.")


def _origin_problems(code: object, places: Places) -> Problems:
    if not isinstance(code, str):
        return
    place = places.find_region(code)
    if place is None:
        yield FieldProblem(
            "origin_region_code",
            "regions.unknown_region",
            "There is no region with the code {region}.",
            {"region": code},
        )
    elif place.level not in ORIGIN_LEVELS:
        facts = {"code": code}
        yield FieldProblem(
            "origin_region_code",
            "shop.bad_origin_level",
            "Parcels start in a regency or a district, {code} is neither.",
            facts,
        )


def _account_problems(path: str, accounts: tuple[BankAccount, ...]) -> Problems:
    if len(accounts) > MOST_ACCOUNTS:
        yield FieldProblem(path, "shop.too_many", "List at most {most}.", {"most": MOST_ACCOUNTS})
    keys = Counter(account.key for account in accounts)
    numbers = Counter((account.bank.casefold(), account.number) for account in accounts)
    for place, account in enumerate(accounts):
        here = f"{path}[{place}]"
        if not _ACCOUNT_KEY.fullmatch(account.key):
            yield FieldProblem(
                f"{here}.key", "shop.bad_account_key", "Use small letters, digits and hyphens, at most 32."
            )
        if keys[account.key] > 1 or numbers[account.bank.casefold(), account.number] > 1:
            yield FieldProblem(here, "shop.account_repeated", "This account stands in the list twice.")
        if not _ACCOUNT_NUMBER.fullmatch(account.number):
            yield FieldProblem(f"{here}.number", "shop.bad_account_number", "An account number has 5 to 20 digits.")
        yield from _text_problems(f"{here}.bank", account.bank, 40)
        yield from _text_problems(f"{here}.holder", account.holder, 100)


def _payment_expiry_problems(path: str, minutes: int) -> Problems:
    yield from _minutes_problems(path, minutes, LONGEST_PAYMENT_EXPIRY_MINUTES)


def _option_expiry_problems(path: str, minutes: int) -> Problems:
    yield from _minutes_problems(path, minutes, LONGEST_OPTION_EXPIRY_MINUTES)


def _minutes_problems(path: str, minutes: int, longest: int) -> Problems:
    if not SHORTEST_EXPIRY_MINUTES <= minutes <= longest:
        facts = {"least": SHORTEST_EXPIRY_MINUTES, "most": longest}
        yield FieldProblem(path, "shop.bad_expiry", "Choose between {least} and {most} minutes.", facts)


def _cart_expiry_problems(path: str, days: int) -> Problems:
    if not 1 <= days <= LONGEST_CART_EXPIRY_DAYS:
        facts = {"least": 1, "most": LONGEST_CART_EXPIRY_DAYS}
        yield FieldProblem(path, "shop.bad_cart_expiry", "Choose between {least} and {most} days.", facts)


def _cors_problems(path: str, origins: tuple[str, ...]) -> Problems:
    if len(origins) > MOST_ORIGINS:
        yield FieldProblem(path, "shop.too_many", "List at most {most}.", {"most": MOST_ORIGINS})
    for place, origin in enumerate(origins):
        if not _is_origin(origin):
            yield FieldProblem(
                f"{path}[{place}]", "shop.bad_origin", "Write an origin such as https://toko.example.com."
            )


def _tagline_problems(path: str, tagline: Tagline | None) -> Problems:
    if tagline is not None:
        yield from _text_problems(f"{path}.id", tagline.id, 120)
        yield from _text_problems(f"{path}.en", tagline.en, 120)


def _logo_problems(path: str, url: str | None) -> Problems:
    if url is not None and not _MEDIA.fullmatch(url):
        yield FieldProblem(path, "shop.bad_logo", "Name a picture of the shop, such as /media/logo.svg.")


def _colour_problems(path: str, colour: str) -> Problems:
    if not _COLOUR.fullmatch(colour):
        yield FieldProblem(path, "shop.bad_colour", "Write a colour such as #1f5c4a.")


def _is_origin(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
        _ = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and origin == f"{parts.scheme}://{parts.netloc}"
        and ("@" not in origin and "*" not in origin and origin.isascii())
    )


_JUDGES: Mapping[str, Callable[[str, Any], Problems]] = {
    "name": _name_problems,
    "contact": _contact_problems,
    "zone": _no_problems,
    "languages": _language_problems,
    "origin_region_code": _no_problems,
    "bank_accounts": _account_problems,
    "order_number_prefix": _prefix_problems,
    "payment_expiry_minutes": _payment_expiry_problems,
    "option_expiry_minutes": _option_expiry_problems,
    "cart_expiry_days": _cart_expiry_problems,
    "transfer_codes": _no_problems,
    "cors_origins": _cors_problems,
    "notification_email": _email_problems,
    "tagline": _tagline_problems,
    "logo_url": _logo_problems,
    "accent_color": _colour_problems,
}
