"""What an e-mail address looks like once it is tidied, and what two spellings of one address share."""

import unicodedata

from niaga.foundation.errors import invalid_field

_MAX_EMAIL = 254
_MAX_LOCAL = 64
_ASCII_LOWER = {ord(upper): ord(upper.lower()) for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_LOCAL_REFUSED = frozenset('"(),:;<>[\\]')


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


def target_identity(target: str) -> str:
    """What two spellings of one address or one phone number (E.164) share."""
    return email_identity(target) if "@" in target else target


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
