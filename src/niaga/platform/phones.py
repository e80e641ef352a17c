"""Phone numbers as people write them in Indonesia, kept as E.164.

`0812-3456-7890`, `62812…`, `+62 (0)812…`, `0062…`, `8…`, `wa.me/62…` and full-width digits all mean +62 812 3456 7890.
Mobile numbers are decided here at once (indonesia: 08 and 8 to 11 more digits); whatever else comes is left to the
phonenumbers library, which is imported only then.
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60
_INDONESIA = 62
_SHORT_CODE = "1"
_LINK = re.compile(
    r"^(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send\?phone=|tel:|whatsapp:)|@s\.whatsapp\.net$",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s().\u00ad\u200b\u2010-\u2015\u2212/-]+")
_MOBILE = re.compile(r"^(?:\+?62|0062|0)?0?(8[1-9][0-9]{7,10})$")
_INTERNATIONAL = re.compile(r"^(?:\+|00)[1-9][0-9]{6,14}$")


def e164(text: str) -> str | None:
    """The number with country code, or None when it cannot be one. Numbers without a country are Indonesian."""
    if len(text) > _LONGEST:
        return None
    digits = _SEPARATORS.sub("", _LINK.sub("", unicodedata.normalize("NFKC", text).strip()))
    mobile = _MOBILE.match(digits)
    if mobile:
        return f"+62{mobile.group(1)}"
    if not digits.removeprefix("+").isascii() or not digits.removeprefix("+").isdigit():
        return None
    return _by_library(digits)


def _by_library(digits: str) -> str | None:
    import phonenumbers  # noqa: PLC0415 - 20 ms and some MB that a shop of mobile numbers never needs

    written = f"+{digits[2:]}" if _INTERNATIONAL.match(digits) and digits.startswith("00") else digits
    try:
        number = phonenumbers.parse(written, "ID")
    except phonenumbers.NumberParseException:
        return None
    # A number that only means something in its own town, or to the operator (1500123), has no E.164 form.
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    if number.country_code == _INDONESIA and str(number.national_number).startswith(_SHORT_CODE):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
