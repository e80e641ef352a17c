"""Addresses that lead inside, in all their spellings: each is refused before anything is connected to."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator, Sequence

import httpx
import pytest

from niaga.platform.outbound import Destinations, OutboundClient, OutboundRequest, OutboundTrouble
from niaga.platform.outbound.addresses import is_public

LITERALS = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "017700000001", "0177.0.0.1",
    "0177.1", "127.0.0.1.", "0", "0.0.0.0", "00000000.0", "1.1.1.1.1", "256.0.0.1", "010.0.0.1", "134744072",  # noqa: S104
    "127。0。0。1", "１２７.0.0.1", "①②⑦.0.0.1", "%31%32%37.0.0.1", "127.0.0.1%00.example.com", "127.0.0.1%2f.example.com",  # noqa: RUF001
    "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "169.254.169.254", "2852039166", "0xa9fea9fe",
    "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "233.252.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:169.254.169.254]",
    "[::ffff:8.8.8.8]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::169.254.169.254]", "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2001:0:7f00:1::]", "[2001:db8::1]", "[3fff::1]", "[fc00::1]",
    "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25eth0]", "[fec0::1]", "[ff02::1]", "[100::1]", "[5f00::1]",
)  # fmt: skip
NO_NAMES = (
    "localhost", "LOCALHOST", "metadata", "db", "localhost.", "toko.example.com.", "a_b.example.com", "-a.example.com",
    "toko..example.com", ".example.com", "ex ample.com", "ⓛocalhost", "loc\u00adalhost", "xn--", "*.example.com", "",
    "a" * 64 + ".example.com", "a." * 127 + "example.com",
)  # fmt: skip
INSIDE = (
    ["127.0.0.1"], ["10.0.0.5"], ["169.254.169.254"], ["::1"], ["::ffff:10.0.0.1"], ["64:ff9b::a00:1"], ["fd00::1"],
    ["fe80::1%eth0"], ["0.0.0.0"], ["203.0.113.5"], ["93.184.216.34", "127.0.0.1"], ["2606:4700::1111", "::1"], ["nonsense"],  # noqa: S104
)  # fmt: skip


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A port of this machine on which nobody may knock."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server
        assert not select.select([server], [], [], 0)[0], "somebody connected"


def port_of(server: socket.socket) -> int:
    return int(server.getsockname()[1])


async def refusal(url: str, *ports: int, leads_to: Sequence[str] = ("127.0.0.1",), trusted: str = "") -> str:
    """What the client says to this address, where every name leads to these."""

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return leads_to

    destinations = Destinations(ports=frozenset(ports), trusted=frozenset({trusted}))
    with pytest.raises(OutboundTrouble) as met:
        await OutboundClient(destinations, resolve=resolve).send(OutboundRequest(method="GET", url=url))
    return str(met.value) if met.value.permanent else f"passing: {met.value}"


def test_there_are_enough_cases():
    assert len({*LITERALS, *NO_NAMES, *map(tuple, INSIDE)}) >= 90


@pytest.mark.parametrize("host", [*LITERALS, *NO_NAMES])
async def test_an_address_that_leads_inside_is_not_gone_to(listening: socket.socket, host: str):
    port = port_of(listening)
    assert (await refusal(f"https://{host}:{port}/", port)).startswith("refused: ")


@pytest.mark.parametrize("addresses", INSIDE)
async def test_a_name_that_leads_inside_is_not_gone_to(listening: socket.socket, addresses: list[str]):
    port = port_of(listening)
    said = await refusal(f"https://toko.example.com:{port}/", port, leads_to=addresses)
    assert said == "refused: toko.example.com leads to an address that is not a public one"


@pytest.mark.parametrize(
    "url",
    [
        "http://toko.example.com/", "http://toko.example.com:443/", "ftp://toko.example.com/", "file:///etc/passwd", "gopher://toko.example.com/", "//toko.example.com/",
        "toko.example.com", "https:toko.example.com", "https://", "", "https://toko.example.com:22/", "https://toko.example.com:0/",
        "https://toko.example.com:99999/", "https://toko.example.com:443:80/", "https://sari:x@toko.example.com/", "https://a@127.0.0.1/",
        "https://127.0.0.1\\@toko.example.com/", "https://toko.example.com#@127.0.0.1/", "https://toko.example.com/\r\nHost: x",
        "https://toko.example.com/" + "a" * 3000, "https://toko.example.com\t/", "javascript:alert(1)", "unix:///run/db.sock",
    ],
)  # fmt: skip
async def test_other_ways_and_ports_are_not_gone(url: str):
    def never(_request: httpx.Request) -> httpx.Response:
        pytest.fail("somebody was asked")

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return ["93.184.216.34"]

    client = OutboundClient(Destinations(), resolve=resolve, open_transport=lambda: httpx.MockTransport(never))
    with pytest.raises(OutboundTrouble, match=r"^refused: ") as met:
        await client.send(OutboundRequest(method="GET", url=url))
    assert met.value.permanent
    assert "sari" not in str(met.value)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "2a00::1"]
)
def test_what_is_public_may_be_gone_to(address: str):
    assert is_public(address)


async def test_what_was_named_is_gone_to_and_only_that(listening: socket.socket):
    port = port_of(listening)
    trusted = f"https://10.0.0.9:{port}"
    for url in (f"http://10.0.0.9:{port}/", f"https://10.0.0.8:{port}/", f"https://10.0.0.9:{port + 1}/"):
        assert (await refusal(url, port, trusted=trusted)).startswith("refused: ")
    with socket.create_server(("127.0.0.1", 0)) as open_to_all:
        named = f"http://127.0.0.1:{port_of(open_to_all)}"
        open_to_all.close()
        assert (await refusal(f"{named}/", trusted=named)).startswith("passing: 127.0.0.1 cannot be reached")
