"""Phone numbers as people write them in Indonesia, kept as E.164.

`0812-3456-7890`, `62812…`, `+62 (0)812…`, `0062…`, `8…`, `wa.me/62…` and full-width digits all mean +62 812 3456 7890.
Mobile numbers are decided here at once (08 and 8 to 11 more digits); whatever else comes is read by the phonenumbers
library, which is imported only then. Only a mobile number may go without its 0.
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60
_INDONESIA = 62
_LINK = re.compile(
    r"^(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send\?phone=|tel:|whatsapp:)|@s\.whatsapp\.net$",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s().\u00ad\u200b\u2010-\u2015\u2212/-]+")
_MOBILE = re.compile(r"^(?:\+?62|0062|0)?0?(8[1-9][0-9]{7,10})$")
# What is neither mobile nor a short code (1500123): an area code and 5 to 8 digits, or 0800 and the like.
_FIXED = re.compile(r"^(?:[2-79][0-9]{7,10}|80[0-9]{6,9})$")
_DIALLED = re.compile(r"^(?:\+|0|62)")
_INTERNATIONAL = re.compile(r"^(?:\+|00)[1-9][0-9]{6,14}$")


def e164(text: str) -> str | None:
    """The number with country code, or None when it cannot be one. Numbers without a country are Indonesian."""
    if len(text) > _LONGEST:
        return None
    digits = _SEPARATORS.sub("", _LINK.sub("", unicodedata.normalize("NFKC", text).strip()))
    mobile = _MOBILE.match(digits)
    if mobile:
        return f"+62{mobile.group(1)}"
    plain = digits.removeprefix("+")
    if not plain.isascii() or not plain.isdigit() or not _DIALLED.match(digits):
        return None
    return _by_library(digits)


def _by_library(digits: str) -> str | None:
    import phonenumbers  # noqa: PLC0415 - 20 ms and some MB that a shop of mobile numbers never needs

    written = digits
    if digits.startswith("00") and _INTERNATIONAL.match(digits):
        written = f"+{digits[2:]}"
    elif digits.startswith(str(_INDONESIA)):  # the library would take it for an area code
        written = f"+{digits}"
    try:
        number = phonenumbers.parse(written, "ID")
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    if number.country_code == _INDONESIA and not _FIXED.match(str(number.national_number)):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
