"""Where an address leads: https, to a public host, on a port of the list; or to an origin that is trusted as it is.

A host is a plain DNS name or an address in its usual spelling. Other spellings of numbers (decimal, octal, hexadecimal,
shortened, percent-encoded) are no names, whatever a resolver would make of them.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

import httpx

from niaga.platform.outbound.addresses import is_public
from niaga.platform.outbound.trouble import OutboundTrouble

if TYPE_CHECKING:
    from niaga.platform.outbound.destinations import Destinations

_PORTS = {"https": 443, "http": 80}
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# The last label begins with a letter, so that no number is a name; and there are two, so that none is of this network.
_NAME = re.compile(rf"(?=.{{4,253}}$)(?:{_LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")
_LONGEST = 2048


@dataclass(frozen=True, slots=True)
class Place:
    """One host and port that may be asked. `trusted`: its addresses need not be public."""

    url: httpx.URL
    host: str
    port: int
    trusted: bool

    def at(self, address: str) -> httpx.URL:
        """The same address with the host replaced by where it was found."""
        return self.url.copy_with(host=address, port=self.port)

    @property
    def is_address(self) -> bool:
        """Whether there is nothing to resolve."""
        return _is_address(self.host)


def place_of(destinations: Destinations, url: str) -> Place:
    """Where this address leads, before any name is resolved. Raises OutboundTrouble (permanent) when it may not."""
    found = _parsed(url)
    host, port = found.raw_host.decode(), _port_of(found)
    if found.userinfo or found.fragment:
        raise _refused("the address carries a user or a fragment")
    if _origin(found.scheme, host, port) in destinations.trusted:
        return Place(found, host, port, trusted=True)
    if found.scheme != "https":
        raise _refused("the address is not https")
    if port not in destinations.ports:
        raise _refused(f"port {port} is not on the list")
    if _is_address(host):
        if not is_public(host):
            raise _refused("the address is not a public one")
    elif not _NAME.fullmatch(host):
        raise _refused("the host is neither a full name nor a plainly written address")
    return Place(found, host, port, trusted=False)


def check_public(place: Place, addresses: list[str]) -> None:
    """Refuse a name that leads inside, be it with one of its addresses. Raises OutboundTrouble (permanent)."""
    if not place.trusted and not all(is_public(one) for one in addresses):
        raise _refused(f"{place.host} leads to an address that is not a public one")


def _parsed(url: str) -> httpx.URL:
    try:
        if len(url) > _LONGEST:
            raise _refused("the address is too long")
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        # Not "from error": the parser repeats the address.
        raise _refused("the address cannot be read") from None


def _port_of(url: httpx.URL) -> int:
    return _PORTS.get(url.scheme, 0) if url.port is None else url.port


def _origin(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _is_address(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(ip_address(host))
    return False


def _refused(reason: str) -> OutboundTrouble:
    return OutboundTrouble(f"refused: {reason}", permanent=True)
