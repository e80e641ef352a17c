"""Asking: one connection a request, to the address that was checked, bounded in time and size.

httpx's transport is used without its client, so that nothing follows redirects, reads proxies from the environment,
keeps cookies or unpacks bodies. Connections are not kept: one would be shared by hosts that have an address in common.
"""

from __future__ import annotations

import asyncio
import socket
from functools import partial
from typing import TYPE_CHECKING

import httpx

from niaga.platform.logging import get_logger
from niaga.platform.outbound.exchange import OutboundAnswer
from niaga.platform.outbound.places import check_public, place_of
from niaga.platform.outbound.trouble import OutboundTrouble

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from niaga.platform.outbound.destinations import Destinations
    from niaga.platform.outbound.exchange import OutboundRequest
    from niaga.platform.outbound.limits import OpenTransport, OutboundLimits, Resolve
    from niaga.platform.outbound.places import Place

_REDIRECTS = range(300, 400)
_MOST_ADDRESSES = 3
_log = get_logger(__name__)


class Asking:
    """Asks others where `destinations` lets it go."""

    def __init__(
        self,
        destinations: Destinations,
        limits: OutboundLimits,
        *,
        tls: ssl.SSLContext | None,
        resolve: Resolve | None,
        open_transport: OpenTransport | None,
    ) -> None:
        self._destinations = destinations
        self._limits = limits
        self._tls = tls
        self._resolve = resolve or resolve_name
        self._open_transport = open_transport or self._transport

    async def ask(self, request: OutboundRequest) -> OutboundAnswer:
        """The answer. Raises OutboundTrouble."""
        place = place_of(self._destinations, request.url)
        try:
            async with asyncio.timeout(self._limits.total_seconds):
                answer = await self._ask_place(request, place)
        except TimeoutError:
            raise OutboundTrouble(f"{place.host} took too long", permanent=False) from None
        except (httpx.HTTPError, OSError) as error:
            # Not "from error": it holds the request, and causes end in logs.
            reason = f"{place.host} cannot be reached ({type(error).__name__})"
            raise OutboundTrouble(reason, permanent=False) from None
        _log.info("outbound.answered", host=place.host, status=answer.status, size=len(answer.body))
        return answer

    async def _ask_place(self, request: OutboundRequest, place: Place) -> OutboundAnswer:
        *others, last = await self._addresses(place)
        for address in others:
            try:
                return await self._exchange(request, place, address)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                # Nothing was sent yet, so the next address may be tried.
                continue
        return await self._exchange(request, place, last)

    async def _addresses(self, place: Place) -> Sequence[str]:
        """Where the host is, resolved once and looked at; only these are connected to."""
        if place.is_address:
            return [place.host]
        try:
            found = list(dict.fromkeys(await self._resolve(place.host, place.port)))
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise OutboundTrouble(f"{place.host} is not found", permanent=False)
        check_public(place, found)
        return found[:_MOST_ADDRESSES]

    async def _exchange(self, request: OutboundRequest, place: Place, address: str) -> OutboundAnswer:
        async with self._open_transport() as transport:
            response = await transport.handle_async_request(self._pinned(request, place, address))
            try:
                if response.status_code in _REDIRECTS:
                    reason = f"{place.host} answered with a redirect ({response.status_code})"
                    raise OutboundTrouble(reason, permanent=True)
                body = await self._read(response, place)
            finally:
                await response.aclose()
        return OutboundAnswer(status=response.status_code, headers=response.headers, body=body)

    def _pinned(self, request: OutboundRequest, place: Place, address: str) -> httpx.Request:
        headers = httpx.Headers(dict(request.headers))
        headers.update({"Host": place.url.netloc.decode(), "Accept-Encoding": "identity", "Connection": "close"})
        headers.setdefault("User-Agent", "Niaga")
        timeout = httpx.Timeout(self._limits.total_seconds, connect=self._limits.connect_seconds)
        return httpx.Request(
            request.method,
            place.at(address),
            headers=headers,
            content=request.body,
            extensions={"timeout": timeout.as_dict(), "sni_hostname": place.host},
        )

    async def _read(self, response: httpx.Response, place: Place) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > self._limits.answer_bytes:
                reason = f"{place.host} answered more than {self._limits.answer_bytes} bytes"
                raise OutboundTrouble(reason, permanent=False)
        return bytes(body)

    def _transport(self) -> httpx.AsyncBaseTransport:
        if self._tls is None:
            self._tls = httpx.create_ssl_context()
        return httpx.AsyncHTTPTransport(verify=self._tls, http2=False, retries=0)


async def resolve_name(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as this machine finds them. Raises OSError."""
    look_up = partial(asyncio.get_running_loop().getaddrinfo, host, port)
    return [str(found[4][0]) for found in await look_up(type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)]
