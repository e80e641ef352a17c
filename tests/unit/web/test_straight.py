"""Straight routes: the framework's router is not asked, and start-up refuses a route that only the framework can call."""

from __future__ import annotations

from typing import Any

import pytest
from litestar import Response, post
from litestar.types.empty import Empty
from litestar.utils.scope.state import ScopeState
from tests.support.edge_app import CupOrder, call, cup_order, edge_app

from niaga.platform.http import PUBLIC, Encoded, ShopRequest
from niaga.web.gate import Gate
from niaga.web.operations import BadRoute


@post("/straight", policy=PUBLIC, tags=["cups"], summary="Straight", straight=True)
async def order_straight(request: ShopRequest, data: CupOrder, limit: int = 3) -> Response[str]:
    """Says who led here: only the router leaves exception handlers behind."""
    routed = ScopeState.from_scope(request.scope).exception_handlers is not Empty
    return Encoded(f"{'routed' if routed else 'straight'} {data.name} {limit}".encode(), status_code=201)


@post("/broken", policy=PUBLIC, tags=["cups"], summary="Broken", straight=True)
async def break_straight(data: CupOrder) -> Response[str]:
    """Fail."""
    raise RuntimeError(data.name)


@pytest.fixture(scope="module")
def shop() -> Gate:
    app: Gate = edge_app(handlers=[order_straight, break_straight])
    return app


@pytest.mark.parametrize(
    ("target", "headers", "said"),
    [
        ("/straight", {}, "straight Sari 3"),
        ("/straight", {"host": "toko.example.com:8443"}, "straight Sari 3"),
        ("/straight", {"host": "toko~.example.com"}, "routed Sari 3"),
        ("/straight?limit=5", {}, "routed Sari 5"),
        ("/straight/", {}, "routed Sari 3"),
    ],
)
async def test_only_the_plain_question_goes_straight(shop: Gate, target: str, headers: Any, said: str) -> None:
    answer = await call(shop, "POST", target, json=cup_order(), headers=headers)
    assert (answer.status, answer.body.decode()) == (201, said)


async def test_a_bug_ends_as_anywhere_else(shop: Gate) -> None:
    answer = await call(shop, "POST", "/broken", json=cup_order())
    assert (answer.status, answer.json()["code"]) == (500, "request.failed_unexpectedly")


async def test_another_method_is_the_frameworks_to_refuse(shop: Gate) -> None:
    assert (await call(shop, "PUT", "/straight", json=cup_order())).status == 405


def test_a_parameter_in_the_path_is_refused_at_the_start():
    @post("/straight/{number:int}", policy=PUBLIC, tags=["cups"], summary="By number", straight=True)
    async def order_by_number(number: int) -> Response[str]:
        """Of no use."""
        return Encoded(str(number).encode())

    with pytest.raises(BadRoute, match="fixed path"):
        edge_app(handlers=[order_by_number])


def test_a_handler_that_cannot_be_called_is_refused_at_the_start():
    @post("/straight", policy=PUBLIC, tags=["cups"], summary="Lacking", straight=True)
    async def order_lacking(lacking: int) -> Response[str]:
        """Of no use: its query always lacks."""
        return Encoded(str(lacking).encode())

    with pytest.raises(BadRoute, match="nobody provides lacking"):
        edge_app(handlers=[order_lacking])
