"""The client that everybody holds. What it stands on is loaded when somebody is asked for the first time: 0.3 s."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from niaga.platform.outbound.destinations import Destinations
from niaga.platform.outbound.limits import OutboundLimits

if TYPE_CHECKING:
    import ssl

    from niaga.platform.outbound.asking import Asking
    from niaga.platform.outbound.exchange import OutboundAnswer, OutboundRequest
    from niaga.platform.outbound.limits import OpenTransport, Resolve
    from niaga.platform.settings import Settings


class OutboundClient:
    """Sends requests where `destinations` lets them go. Safe to share, holds nothing open.

    `tls` trusts other certificates than the usual ones, `resolve` finds addresses otherwise, `open_transport` ends somewhere
    else than in a socket.
    """

    def __init__(
        self,
        destinations: Destinations,
        *,
        limits: OutboundLimits | None = None,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve | None = None,
        open_transport: OpenTransport | None = None,
    ) -> None:
        self._destinations = destinations
        self._limits = limits or OutboundLimits()
        self._how: dict[str, Any] = {"tls": tls, "resolve": resolve, "open_transport": open_transport}
        self._asking: Asking | None = None

    async def send(self, request: OutboundRequest) -> OutboundAnswer:
        """The answer, of whatever status but a redirect. Raises OutboundTrouble. Never call it inside a transaction."""
        if self._asking is None:
            self._asking = await asyncio.to_thread(self._load)
        return await self._asking.ask(request)

    def _load(self) -> Asking:
        from niaga.platform.outbound.asking import Asking  # noqa: PLC0415 - only who sends pays for it

        return Asking(self._destinations, self._limits, **self._how)


def make_outbound(settings: Settings) -> OutboundClient:
    """The client for services that the settings name: what `outbound_allow` lists may be inside."""
    return OutboundClient(Destinations(trusted=frozenset(settings.outbound_allow)))
