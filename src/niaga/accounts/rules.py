"""Who may do what, what an e-mail address looks like once it is tidied, and how a key is kept."""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from niaga.accounts.model import Permission, Role
from niaga.foundation.errors import invalid_field

KEY_PREFIX = "ng_"
KEY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# 62^43 is just above 2^256.
KEY_LETTERS = 43
SEEN_AGAIN_AFTER = timedelta(hours=1)
_MAX_EMAIL = 254
_MAX_LOCAL = 64
_ASCII_LOWER = {ord(upper): ord(upper.lower()) for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_LOCAL_REFUSED = frozenset('"(),:;<>[\\]')

# Staff run the shop from day to day; what changes its terms, its people or agreed prices is the owner's.
_OWNERS_ALONE = frozenset({Permission.SETTINGS_WRITE, Permission.STAFF_WRITE, Permission.ORDERS_OVERRIDE})
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {Role.OWNER: frozenset(Permission), Role.STAFF: frozenset(Permission) - _OWNERS_ALONE}
)


def role_named(text: str) -> Role:
    """The role of that name. Raises InvalidFields."""
    try:
        return Role(text)
    except ValueError as error:
        known = ", ".join(Role)
        raise invalid_field(
            "role", "accounts.unknown_role", "There is no such role; choose one of {roles}.", roles=known
        ) from error


def normalised_email(text: str) -> str:
    """The address as it is kept: NFC, domain folded and in ASCII, nothing invisible in it. Raises InvalidFields."""
    local, _, domain = unicodedata.normalize("NFC", text.strip(" ")).rpartition("@")
    try:
        domain = domain.casefold().encode("idna").decode()
    except UnicodeError:
        domain = ""
    address = f"{local}@{domain}"
    if not _is_local_part(local) or not _is_domain(domain) or len(address) > _MAX_EMAIL:
        raise invalid_field("email", "accounts.bad_email", "Write an e-mail address such as sari@example.com.")
    return address


def email_identity(address: str) -> str:
    """What two spellings of one address share: only ASCII letters are folded, so that no letter becomes another.

    `casefold` or `lower` on the local part would turn the Kelvin sign into k and, by way of `upper`, a dotless i into
    i: with that, a stranger's address could stand for somebody else's.
    """
    return address.translate(_ASCII_LOWER)


def key_hash(key: str) -> str:
    """How a key is kept: 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


def is_seen_again(last_used_at: datetime | None, now: datetime) -> bool:
    """Whether the time of a key's last use is worth writing down: once an hour, not at each request."""
    return last_used_at is None or now - last_used_at >= SEEN_AGAIN_AFTER


def _is_local_part(local: str) -> bool:
    visible = all(unicodedata.category(letter)[0] not in "CZ" and letter not in _LOCAL_REFUSED for letter in local)
    dotted = local.startswith(".") or local.endswith(".") or ".." in local
    return 0 < len(local) <= _MAX_LOCAL and visible and not dotted and "@" not in local


def _is_domain(domain: str) -> bool:
    labels = domain.split(".")
    return len(labels) > 1 and all(
        label and label.isascii() and label.replace("-", "a").isalnum() and label[0] != "-" and label[-1] != "-"
        for label in labels
    )
