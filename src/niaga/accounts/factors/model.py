"""Second factors as plain values."""

from datetime import datetime
from typing import Any

import msgspec

from niaga.accounts.model import HolderKind


class Holder(msgspec.Struct, frozen=True):
    """Somebody who signs in."""

    kind: HolderKind
    id: str


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """A key of an authenticator as its owner sees it."""

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


class KnownPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey as a signature is verified with. `credential` and `public_key` are base64url."""

    id: str
    holder: Holder
    credential: str
    public_key: str
    sign_count: int


class Factors(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has beside a password."""

    totp: bool
    recovery_codes_left: int
    passkeys: tuple[Passkey, ...]

    @property
    def any(self) -> bool:
        """Whether signing in takes more than a password."""
        return self.totp or bool(self.passkeys)


class TotpSetup(msgspec.Struct, frozen=True, kw_only=True):
    """A secret that waits for its first code."""

    secret: str
    uri: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question to an authenticator: what the browser is given, and the id under which its answer is expected."""

    challenge_id: str
    options: dict[str, Any]
