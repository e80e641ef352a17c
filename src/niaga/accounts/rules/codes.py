"""The codes that prove an address: six digits that follow from a keyed hash, so that they need not be kept."""

import hmac
from collections.abc import Iterable
from datetime import timedelta

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 5
# A code that is over may be followed by another for the same question until then.
ASKED_AGAIN_WITHIN = timedelta(hours=1)
_BYTES = 8


def code_of(mac: bytes) -> str:
    """The code that a keyed hash stands for. Of 2^64 values a million share so evenly that no code is likelier."""
    return str(int.from_bytes(mac[:_BYTES]) % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def is_code_of(macs: Iterable[bytes], given: str) -> bool:
    """Whether one of the hashes stands for this code, in a time that does not tell how near it is."""
    agreeing = [mac for mac in macs if hmac.compare_digest(code_of(mac).encode(), given.encode())]
    return bool(agreeing)
