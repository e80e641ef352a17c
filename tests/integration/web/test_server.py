"""The server as a process: great bodies, great heads, and a quiet end."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from tests.support.ports import free_port

HUNDRED_MEGABYTES = 100 * 1024 * 1024


async def start(workers: int, *more: str) -> tuple[asyncio.subprocess.Process, str]:
    port = free_port()
    command = [sys.executable, "-m", "tests.support.edge_server", str(port), str(workers), *more]
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=address) as client:
        for _ in range(200):
            try:
                if (await client.get("/health/live")).status_code == 200:
                    return process, address
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    process.kill()
    pytest.fail(f"the server did not start: {(await process.communicate())[1].decode()}")


async def stop(process: asyncio.subprocess.Process) -> str:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    return (await asyncio.wait_for(process.communicate(), 20))[1].decode()


@pytest.fixture
async def server() -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    process, address = await start(1)
    yield process, address
    await stop(process)


def peak_kilobytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


async def zeros() -> AsyncIterator[bytes]:
    for _ in range(HUNDRED_MEGABYTES // 65_536):
        yield b"0" * 65_536


@pytest.mark.parametrize("announced", [True, False], ids=["with a length", "in chunks"])
async def test_a_hundred_megabytes_are_refused_in_a_second_and_kept_nowhere(
    server: tuple[asyncio.subprocess.Process, str], *, announced: bool
) -> None:
    process, address = server
    before = peak_kilobytes(process.pid)
    headers = {"content-type": "application/json"}
    if announced:
        headers["content-length"] = str(HUNDRED_MEGABYTES)
    began = time.perf_counter()
    async with httpx.AsyncClient(base_url=address) as client:
        answer = await client.post("/store/v1/echoes", content=zeros(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.body_too_large")
    assert time.perf_counter() - began < 1.0
    assert peak_kilobytes(process.pid) - before < 50_000


async def test_an_endless_head_is_refused(server: tuple[asyncio.subprocess.Process, str]) -> None:
    _, address = server
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Endless: ")
    writer.write(b"a" * 66_000)
    answer = await asyncio.wait_for(reader.read(100), 5)
    assert answer.startswith(b"HTTP/1.1 400")
    writer.close()


@pytest.mark.parametrize("workers", [1, 2])
async def test_a_request_under_way_at_sigterm_is_finished(workers: int) -> None:
    process, address = await start(workers)
    async with httpx.AsyncClient(base_url=address) as client:
        under_way = asyncio.create_task(client.get("/store/v1/slow"))
        await asyncio.sleep(0.3)
        began = time.perf_counter()
        os.kill(process.pid, signal.SIGTERM)
        answer = await under_way
    log = await stop(process)
    assert answer.json() == {"done": True}
    assert time.perf_counter() - began < 10
    assert process.returncode == 0
    assert "Traceback" not in log


async def ask(address: str, *requests: bytes) -> bytes:
    """What one connection answers to requests that are sent at once, the last of which closes it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
    writer.write(b"".join(requests))
    answers = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answers


def hello(*headers: str, method: str = "GET", target: str = "/store/v1/hello") -> bytes:
    head = [f"{method} {target} HTTP/1.1", "Host: localhost", "X-Request-Id: one-of-ours", *headers, "", ""]
    return "\r\n".join(head).encode()


async def test_who_asks_for_the_end_of_the_connection_gets_the_same_and_the_end(
    server: tuple[asyncio.subprocess.Process, str],
) -> None:
    _, address = server
    both = await ask(address, hello(), hello("Connection: close"))
    first, last = both.split(b"HTTP/1.1 ")[1:]
    assert first.split(b"\r\n") == [line for line in last.split(b"\r\n") if line != b"connection: close"]
    assert first.startswith(b"200 OK\r\n")


async def test_who_asks_without_waiting_is_answered_in_order(server: tuple[asyncio.subprocess.Process, str]) -> None:
    _, address = server
    asked = [hello(target=f"/store/v1/hello?limit={number}") for number in range(1, 9)]
    answers = await ask(address, *asked, hello("Connection: close", target="/store/v1/hello?limit=9"))
    assert [int(part.split(b"}")[0]) for part in answers.split(b'"limit":')[1:]] == list(range(1, 10))


async def test_a_head_alone_has_no_body(server: tuple[asyncio.subprocess.Process, str]) -> None:
    _, address = server
    answers = await ask(address, hello(method="HEAD"), hello("Connection: close", method="HEAD"))
    assert answers.count(b"HTTP/1.1 200 OK") == 2
    assert answers.count(b'"text"') == 0


TWO_MEANINGS = (
    ("Content-Length: 4", "Transfer-Encoding: chunked"),
    ("Content-Length: 0", "Content-Length: 44"),
    ("Transfer-Encoding: xchunked",),
    ("Transfer-Encoding : chunked",),
    ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
    ("Content-Length: +0",),
    ("X-Note: a\rContent-Length: 0",),
)


async def test_a_request_whose_end_has_two_meanings_is_refused_with_all_that_follows(
    server: tuple[asyncio.subprocess.Process, str],
) -> None:
    _, address = server
    for headers in TWO_MEANINGS:
        first = hello("Content-Type: application/json", *headers, method="POST", target="/store/v1/echoes")
        answers = await ask(address, first, b"0\r\n\r\n", hello("Connection: close"))
        assert (answers[:12], answers.count(b"HTTP/1.1 ")) == (b"HTTP/1.1 400", 1), headers


@pytest.mark.parametrize(("trusted", "network"), [((), "127.0.0.0/24"), (("127.0.0.1",), "203.0.113.0/24")])
async def test_where_somebody_comes_from_is_said_by_trusted_proxies_alone(
    trusted: tuple[str, ...], network: str
) -> None:
    process, address = await start(1, *trusted)
    said = {
        "X-Forwarded-For": "198.51.100.7, 203.0.113.9",
        "X-Real-IP": "198.51.100.7",
        "Forwarded": "for=198.51.100.7",
    }
    async with httpx.AsyncClient(base_url=address) as client:
        answer = await client.get("/store/v1/whence", headers=said)
    await stop(process)
    assert answer.json() == {"network": network}
