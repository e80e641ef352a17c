"""What waits for a code: kept sealed in a cookie of the browser that asked for it, and worth nothing in another."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from niaga.platform.crypto import SealBroken
from niaga.platform.http.cookies import shown_cookie
from niaga.storefront.kept import own_cookie

if TYPE_CHECKING:
    from niaga.storefront.account.people import Verification
    from niaga.storefront.visit import Visit

COOKIE = "niaga_code"
_SECONDS = 30 * 60
_TABLE, _COLUMN = "cookie", "waiting"
EMAIL, PHONE = "email", "phone"


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A code is on its way to this address; `place` is the page that asks for it, `back` where she goes afterwards."""

    place: str
    way: str
    address: str
    verification: str
    expires_at: datetime
    back: str = ""

    @property
    def target(self) -> dict[str, str]:
        """The address, as the API takes it."""
        return {self.way: self.address}

    @property
    def question(self) -> dict[str, str]:
        """The address and the verification that a code answers."""
        return {self.way: self.address, "verification": self.verification}


def way_of(text: str) -> str:
    """Whether this is an e-mail address or a phone number."""
    return EMAIL if "@" in text else PHONE


def wait_for_code(visit: Visit, place: str, target: dict[str, str], asked: Verification, *, back: str = "") -> None:
    """Keep what waits, until the code comes back to this browser."""
    ((way, address),) = target.items()
    waiting = Waiting(
        place=place,
        way=way,
        address=address,
        verification=asked.verification,
        expires_at=asked.expires_at,
        back=back,
    )
    text = msgspec.json.encode(waiting).decode()
    vault = visit.storefront.vault
    sealed = vault.seal(text, table=_TABLE, column=_COLUMN, row=visit.secret)
    visit.set_cookie(own_cookie(COOKIE, sealed, _SECONDS, secure=visit.storefront.secure))


def waiting_at(visit: Visit, place: str) -> Waiting | None:
    """What waits for a code at this page; None where nothing does, or in another's browser."""
    sealed = shown_cookie(visit.request, COOKIE)
    if not sealed:
        return None
    try:
        text = visit.storefront.vault.open(sealed, table=_TABLE, column=_COLUMN, row=visit.secret)
        waiting = msgspec.json.decode(text, type=Waiting)
    except (SealBroken, msgspec.MsgspecError):
        return None
    return waiting if waiting.place == place else None


def stop_waiting(visit: Visit) -> None:
    """The code came back, or nobody waits for it any more."""
    visit.set_cookie(own_cookie(COOKIE, "", 0, secure=visit.storefront.secure))
