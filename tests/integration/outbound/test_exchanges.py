"""Asking somebody outside, over real sockets: whole, pinned, encrypted, and bounded whatever the other side does."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from tests.support.certificates import loopback_contexts
from tests.support.ports import free_port
from tests.support.upstream import (
    Upstream,
    drips,
    hangs_up,
    keeps_silent,
    never_ends,
    says,
    says_json,
    speaks_no_http,
    upstream,
)

from niaga.platform.outbound import (
    Destinations,
    OutboundAnswer,
    OutboundClient,
    OutboundLimits,
    OutboundRequest,
    OutboundTrouble,
)

PUBLIC = "93.184.216.34"
QUICK = OutboundLimits(connect_seconds=1, total_seconds=0.4)


def to(server: Upstream, **how: Any) -> OutboundClient:
    """A client that may go to the server, which is on this machine."""
    return OutboundClient(Destinations(trusted=frozenset({server.origin})), **how)


def post(url: str, **changes: Any) -> OutboundRequest:
    facts = {"method": "POST", "url": url, "headers": {"Authorization": "Bearer geheim"}, "body": b'{"to":"sari"}'}
    return OutboundRequest(**{**facts, **changes})


async def trouble_with(client: OutboundClient, url: str) -> OutboundTrouble:
    with pytest.raises(OutboundTrouble) as met:
        await client.send(post(url))
    assert met.value.__suppress_context__ or met.value.__context__ is None
    return met.value


async def test_a_request_arrives_whole_and_its_answer_comes_back():
    async with upstream(says_json(201, {"id": 7}, x_limit="3")) as server:
        answer = await to(server).send(post(f"{server.origin}/v1/send?x=1"))
    (heard,) = server.heard
    assert (heard.method, heard.target, heard.json()) == ("POST", "/v1/send?x=1", {"to": "sari"})
    assert heard.headers == {
        "host": f"127.0.0.1:{server.port}",
        "authorization": "Bearer geheim",
        "accept-encoding": "identity",
        "user-agent": "Niaga",
        "connection": "close",
        "content-length": "13",
    }
    assert (answer.status, answer.headers["X-Limit"], answer.json(dict[str, int])) == (201, "3", {"id": 7})


@pytest.mark.parametrize("status", [204, 400, 401, 404, 410, 429, 500, 503])
async def test_any_status_but_a_redirect_is_an_answer(status: int):
    async with upstream(says(status, b"")) as server:
        assert (await to(server).send(post(server.origin))).status == status


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int):
    async with upstream(says(status, b"", location="http://169.254.169.254/latest/meta-data")) as server:
        trouble = await trouble_with(to(server), server.origin)
    assert (str(trouble), trouble.permanent) == (f"127.0.0.1 answered with a redirect ({status})", True)
    assert server.connections == 1


async def test_what_is_packed_stays_packed():
    async with upstream(says(200, b"\x1f\x8bnot really", content_encoding="gzip")) as server:
        assert (await to(server).send(post(server.origin))).body == b"\x1f\x8bnot really"


@pytest.mark.parametrize(
    ("answering", "says_why"),
    [
        (never_ends, "answered more than 65536 bytes"),
        (says(200, b" " * (64 * 1024 + 1)), "answered more than 65536 bytes"),
        (keeps_silent, "took too long"),
        (drips, "took too long"),
        (hangs_up, "cannot be reached"),
        (speaks_no_http, "cannot be reached"),
        (says(200, b"{}", x_long="a" * 200_000), "cannot be reached"),
        (says(200, b"", content_length="5000"), "cannot be reached"),
    ],
)
async def test_what_an_upstream_does_wrong_is_bounded_and_may_pass(answering: Any, says_why: str):
    async with upstream(answering) as server:
        began = time.monotonic()
        trouble = await trouble_with(to(server, limits=QUICK), f"{server.origin}/send/to/sari?token=geheim")
        took = time.monotonic() - began
    assert says_why in str(trouble)
    assert not trouble.permanent
    assert "geheim" not in str(trouble)
    assert took < 2


async def test_the_size_of_an_answer_is_the_callers_choice():
    async with upstream(says(200, b" " * 64)) as server:
        fits = await to(server, limits=OutboundLimits(answer_bytes=64)).send(post(server.origin))
        assert len(fits.body) == 64
        trouble = await trouble_with(to(server, limits=OutboundLimits(answer_bytes=63)), server.origin)
    assert str(trouble) == "127.0.0.1 answered more than 63 bytes"


async def test_nobody_there_is_told_without_delay():
    origin = f"http://127.0.0.1:{free_port()}"
    trouble = await trouble_with(OutboundClient(Destinations(trusted=frozenset({origin}))), f"{origin}/secret")
    assert (str(trouble), trouble.permanent) == ("127.0.0.1 cannot be reached (ConnectError)", False)


async def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch):
    async with upstream() as proxy, upstream() as server:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.origin)
        await to(server).send(post(server.origin))
    assert (proxy.connections, server.connections) == (0, 1)


class Names:
    """A resolver whose answers change."""

    def __init__(self, *answers: list[str] | OSError) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """The next answer."""
        self.asked.append((host, port))
        answer = self.answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer


class Sockets:
    """Stands where sockets are opened: keeps who would be connected to, and fails for some."""

    def __init__(self, *dead: str) -> None:
        self.dead = dead
        self.requests: list[httpx.Request] = []

    def __call__(self) -> httpx.MockTransport:
        """A transport that ends here."""
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.host in self.dead:
            raise httpx.ConnectError("refused", request=request)
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"))


async def test_a_name_is_resolved_once_and_the_connection_goes_to_what_was_looked_at():
    rebinding, sockets = Names([PUBLIC], ["127.0.0.1"]), Sockets()
    client = OutboundClient(Destinations(), resolve=rebinding, open_transport=sockets)
    await client.send(post("https://toko.example.com/hook"))
    (request,) = sockets.requests
    assert str(request.url) == f"https://{PUBLIC}/hook"
    assert request.headers["host"] == "toko.example.com"
    assert request.extensions["sni_hostname"] == "toko.example.com"
    assert request.extensions["timeout"]["connect"] == 5
    assert rebinding.asked == [("toko.example.com", 443)]
    assert str(await trouble_with(client, "https://toko.example.com/hook")).startswith(
        "refused: toko.example.com leads"
    )
    assert len(sockets.requests) == 1


async def test_the_next_address_is_tried_when_one_is_dead():
    six = "2606:4700::1111"
    sockets = Sockets(six)
    client = OutboundClient(Destinations(), resolve=Names([six, PUBLIC, six]), open_transport=sockets)
    await client.send(post("https://toko.example.com"))
    assert [request.url.host for request in sockets.requests] == [six, PUBLIC]
    all_dead = Sockets(six, PUBLIC)
    client = OutboundClient(Destinations(), resolve=Names([six, PUBLIC]), open_transport=all_dead)
    assert not (await trouble_with(client, "https://toko.example.com")).permanent


@pytest.mark.parametrize("answer", [[], OSError("no such host")])
async def test_a_name_that_is_not_found_may_be_found_later(answer: Any):
    trouble = await trouble_with(OutboundClient(Destinations(), resolve=Names(answer)), "https://toko.example.com/x")
    assert (str(trouble), trouble.permanent) == ("toko.example.com is not found", False)


async def test_a_pinned_connection_shows_and_proves_the_name(tmp_path: Path):
    server_tls, client_tls = loopback_contexts(tmp_path, "toko.example.com")
    shown: list[str | None] = []
    server_tls.sni_callback = lambda _socket, name, _context: shown.append(name)
    async with upstream(says_json(200, {}), tls=server_tls) as server:
        here = f"toko.example.com:{server.port}"
        other = f"bukan.example.com:{server.port}"
        trusted = Destinations(trusted=frozenset({f"https://{here}", f"https://{other}"}))
        client = OutboundClient(trusted, tls=client_tls, resolve=Names(*[["127.0.0.1"]] * 2))
        await client.send(post(f"https://{here}/"))
        assert (server.heard[0].headers["host"], shown) == (here, ["toko.example.com"])
        assert "ConnectError" in str(await trouble_with(client, f"https://{other}/"))
        assert len(server.heard) == 1


@pytest.mark.parametrize(
    "body", [b"", b"<!doctype html><title>502</title>", b'{"id": "seven"}', b"[" * 50_000, b"\xff", b"null"]
)
def test_an_answer_of_another_shape_is_trouble_that_may_pass(body: bytes):
    class Sent(msgspec.Struct):
        id: int

    with pytest.raises(OutboundTrouble, match=r"^the answer \(200\) is not what was agreed$") as met:
        OutboundAnswer(status=200, headers={}, body=body).json(Sent)
    assert not met.value.permanent


async def test_neither_address_nor_content_is_logged(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, "niaga")
    async with upstream(says_json(200, {"name": "Sari"})) as server:
        request = post(f"{server.origin}/send/geheim?to=sari")
        answer = await to(server).send(request)
    (record,) = [record for record in caplog.records if record.name.startswith("niaga.platform.outbound")]
    told = f"{record.__dict__} {request} {answer}"
    assert "outbound.answered" in told
    assert all(secret not in told.lower() for secret in ("geheim", "sari"))
