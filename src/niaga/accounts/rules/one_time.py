"""Codes of an authenticator app (RFC 6238: six digits, 30 seconds, SHA-1) and recovery codes for when it is lost."""

import hashlib
import hmac
import re
import secrets
from datetime import datetime

import pyotp

STEP_SECONDS = 30
# A clock may be one step off, and a code is typed for some seconds after it has changed.
_STEPS_OFF = 1
_OTP = re.compile(r"[0-9]{6}")
_RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
# Over 112 bits: less would have to be kept under a slow hash.
_RECOVERY_LETTERS = 24
_GROUP = 4
RECOVERY_CODES = 10


def new_secret() -> str:
    """A shared secret of 160 bits, in base32."""
    return pyotp.random_base32()


def secret_uri(secret: str, *, account: str, shop: str) -> str:
    """What an authenticator app reads out of the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=shop)


def step_of(secret: str, otp: str, now: datetime) -> int | None:
    """The step of 30 seconds whose code this is, within one of the present; None when it is none of them."""
    digits = re.sub(r"\s", "", otp)
    if not _OTP.fullmatch(digits):
        return None
    present = int(now.timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(secret)
    steps = range(present - _STEPS_OFF, present + _STEPS_OFF + 1)
    agreeing = [step for step in steps if hmac.compare_digest(app.at(step * STEP_SECONDS), digits)]
    return agreeing[-1] if agreeing else None


def new_recovery_codes() -> list[str]:
    """Ten codes of 118 random bits, in groups of four, without letters that look alike."""
    letters = [
        "".join(secrets.choice(_RECOVERY_ALPHABET) for _ in range(_RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)
    ]
    return ["-".join(code[place : place + _GROUP] for place in range(0, _RECOVERY_LETTERS, _GROUP)) for code in letters]


def recovery_index(holder_id: str, code: str) -> str | None:
    """What a recovery code of somebody is kept under; None for what cannot be one."""
    letters = re.sub(r"[\s-]", "", code).lower()
    if len(letters) != _RECOVERY_LETTERS or not set(letters) <= set(_RECOVERY_ALPHABET):
        return None
    return hashlib.sha256(f"{holder_id}|{letters}".encode()).hexdigest()
