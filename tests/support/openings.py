"""Who may come in, chosen by the security that an operation declares: a new route is opened as its document says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.customers import sign_in_somebody
from tests.support.shop import OpenShop, bearer, fresh_key
from tests.support.staff import sign_in_staff

from niaga.foundation.identity import new_id

ORDER, CUSTOMER, KEY, STAFF = "order_token", "customer_session", "staff_key", "staff_session"
SESSIONS = frozenset({CUSTOMER, STAFF})


def opener_of(told: Mapping[str, Any]) -> str | None:
    """The scheme of the narrowest asker whom the operation lets in; None where it asks for nothing.

    An order's token comes first, for it opens one order alone, and whoever has none is let in where a stranger is.
    """
    entries = told.get("security", [{}])
    schemes = {name for one in entries for name in one}
    if ORDER in schemes:
        return ORDER
    if {} in entries:
        return None
    found = next((one for one in (CUSTOMER, KEY, STAFF) if one in schemes), None)
    assert found, f"{told['operationId']}: nobody knows what {schemes} opens; say it in tests/support/openings.py"
    return found


@dataclass
class Openings:
    """Those who knock at a shop: with an order's token, an owner's key, or signed in, a customer or staff.

    Whoever signs in does so when first asked for and again after `forget`, as somebody new: what one operation ends or
    deletes is no other's.
    """

    shop: OpenShop
    order: dict[str, Any]
    tokens: dict[str, str] = field(default_factory=dict)

    async def headers(self, told: Mapping[str, Any]) -> dict[str, str]:
        """What opens the operation."""
        scheme = opener_of(told)
        if scheme is None:
            return {}
        if scheme == ORDER:
            return bearer(self.order)
        return {"Authorization": f"Bearer {await self._token(scheme)}"}

    async def ready(self, told: Mapping[str, Any], method: str) -> dict[str, str]:
        """What opens it, with a fresh idempotency key where it writes."""
        return {**await self.headers(told), **({} if method.upper() == "GET" else fresh_key())}

    async def sign_in(self) -> None:
        """Sign everybody in, so that later nothing needs to be written for it."""
        for scheme in SESSIONS:
            await self._token(scheme)

    async def has_ended(self, told: Mapping[str, Any]) -> bool:
        """Whether who opened this operation is no longer signed in; then somebody else comes next time."""
        scheme = opener_of(told)
        if scheme not in SESSIONS:
            return False
        about = "/store/v1/me" if scheme == CUSTOMER else "/admin/v1/me"
        ended = (await self.shop.client.get(about, headers=await self.headers(told))).status_code == 401
        if ended:
            self.tokens.pop(scheme)
        return ended

    def forget(self) -> None:
        """Whoever is signed in may be signed in no more: somebody else comes next time."""
        self.tokens.clear()

    async def _token(self, scheme: str) -> str:
        if scheme == KEY:
            return self.shop.owner_key
        if scheme not in self.tokens:
            database, email = self.shop.database, f"{new_id()}@example.com"
            if scheme == CUSTOMER:
                self.tokens[scheme] = (await sign_in_somebody(database, email=email)).token
            else:
                self.tokens[scheme] = await sign_in_staff(database, email, "owner")
        return self.tokens[scheme]
