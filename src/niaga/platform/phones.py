"""Phone numbers as people write them in Indonesia, kept as E.164.

`0812-3456-7890`, `62812…`, `+62 (0)812…`, `0062…`, `8…`, `wa.me/62…` and full-width digits all mean +62 812 3456 7890.
Mobile numbers are decided here at once (08 and 8 to 11 more digits); whatever else comes is read by the phonenumbers
library, which is imported only then. Only a mobile number may go without its 0.

What kind of number it is follows from its digits; who runs it from its first four, for numbers do not move between
operators here. An unknown operator is no reason to refuse a number: new prefixes come before the tables do.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

_LONGEST = 200
_INDONESIA = 62
_LINK = re.compile(
    r"^(?:https?://)?(?:wa\.me/|(?:api|web)\.whatsapp\.com/send/?\?phone=|tel:|sms:|whatsapp:(?://send/?\?phone=)?)"
    r"|@(?:s\.whatsapp\.net|c\.us)$",
    re.IGNORECASE,
)
_GREETING = re.compile(r"[?&](?:text|body|type|app_absent)=.*$", re.IGNORECASE | re.DOTALL)
_SEPARATORS = re.compile(
    r"[\s()._\u00ad\u00b7\u200b-\u200f\u2010-\u2015\u2022\u202a-\u202e\u2060\u2066-\u2069\u2212\ufeff/-]+"
)
_MOBILE = re.compile(r"^(?:\+?62|0062|0)?0?(8[1-9][0-9]{7,10})$")
# What is neither mobile nor a short code (1500123): an area code and 5 to 8 digits, or 0800 and the like. Numbers in the
# cities with a short area code begin with 2 to 9; `021-1500123` is a short code in disguise.
_FIXED = re.compile(r"^(?:(?:2[124]|[36]1)[2-9][0-9]{5,8}|(?!2[124]|[36]1)[2-79][0-9]{7,10}|80[0-9]{6,9})$")
_DIALLED = re.compile(r"^(?:\+|0|62)")
_INTERNATIONAL = re.compile(r"^(?:\+|00)[1-9][0-9]{6,14}$")
_OPERATORS = {
    "Telkomsel": (811, 812, 813, 821, 822, 823, 851, 852, 853),
    "Indosat": (814, 815, 816, 855, 856, 857, 858),
    "Tri": (895, 896, 897, 898, 899),
    "XL": (817, 818, 819, 859, 877, 878),
    "Axis": (831, 832, 833, 838),
    "Smartfren": (881, 882, 883, 884, 885, 886, 887, 888, 889),
}
_OPERATOR_OF = {str(prefix): name for name, prefixes in _OPERATORS.items() for prefix in prefixes}


class PhoneKind(StrEnum):
    """What a number is good for."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    """A number with an area code, or a free one (0800)."""
    ABROAD = "abroad"


def e164(text: str) -> str | None:
    """The number with country code, or None when it cannot be one. Numbers without a country are Indonesian."""
    if len(text) > _LONGEST:
        return None
    written = unicodedata.normalize("NFKC", text).strip()
    without_link = _LINK.sub("", written)
    if without_link != written:
        without_link = _GREETING.sub("", without_link)
    digits = _SEPARATORS.sub("", without_link)
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


def phone_kind(number: str) -> PhoneKind:
    """What kind a number is that `e164` gave."""
    if not number.startswith(f"+{_INDONESIA}"):
        return PhoneKind.ABROAD
    return PhoneKind.MOBILE if _MOBILE.match(number) else PhoneKind.LANDLINE


def operator_of(number: str) -> str | None:
    """Who runs a mobile number that `e164` gave; None where nobody knows, which is no reason to refuse it."""
    if phone_kind(number) is not PhoneKind.MOBILE:
        return None
    return _OPERATOR_OF.get(number.removeprefix("+62")[:3])


def can_receive_codes(number: str) -> bool:
    """Whether a code may be sent to a number that `e164` gave: to Indonesian mobile numbers alone.

    A landline shows no message, and a code sent abroad can cost a hundred times one sent here.
    """
    return phone_kind(number) is PhoneKind.MOBILE


def whatsapp_form(number: str) -> str:
    """A number that `e164` gave as WhatsApp's interfaces take it: `6281234567890`, without the plus."""
    return number.removeprefix("+")
