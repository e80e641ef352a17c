"""Health: living needs nothing, being ready needs every check."""

import asyncio

import pytest
from tests.support.edge_app import call, edge_app


async def yes():
    return True


async def no():
    return False


async def broken():
    message = "password=hunter2"
    raise ConnectionError(message)


async def test_living_asks_nothing():
    answer = await call(edge_app(readiness={"database": broken}), "GET", "/health/live")
    assert (answer.status, answer.json()) == (200, {"status": "ok"})


async def test_ready_when_every_check_passes():
    assert (await call(edge_app(readiness={"database": yes, "schema": yes}), "GET", "/health/ready")).status == 200


async def test_not_ready_names_the_checks_that_failed_and_nothing_else():
    answer = await call(edge_app(readiness={"database": broken, "schema": no, "other": yes}), "GET", "/health/ready")
    assert (answer.status, answer.json()["reasons"]) == (503, ["database", "schema"])
    assert answer.headers["retry-after"] == "1"
    assert b"hunter2" not in answer.body


async def test_a_check_that_hangs_fails(monkeypatch: pytest.MonkeyPatch):
    async def hangs() -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr("niaga.web.health.CHECK_SECONDS", 0.02)
    assert (await call(edge_app(readiness={"database": hangs}), "GET", "/health/ready")).status == 503
