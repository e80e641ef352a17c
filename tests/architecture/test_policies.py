"""Every route says who may enter; a route that does not, or that breaks another rule, stops start-up with its name."""

from typing import Annotated

import msgspec
import pytest
from litestar import get
from litestar.handlers import HTTPRouteHandler
from tests.support.all_routes import room_handlers, whole_app
from tests.support.edge_app import edge_app

from niaga.platform.http import PUBLIC
from niaga.web.operations import BadRoute, operations_of

ENTRANCES = {
    "/admin/v1/sessions",
    "/admin/v1/sessions/passkey",
    "/admin/v1/sessions/passkey/options",
    "/admin/v1/staff/accept",
}


def refusal(*handlers: HTTPRouteHandler) -> str:
    with pytest.raises(BadRoute) as refused:
        edge_app(handlers=handlers)
    return str(refused.value)


def test_every_route_of_every_room_has_a_policy():
    assert room_handlers(), "the search found no route: it is broken"
    assert all(handler.opt.get("policy") for handler in room_handlers())


def test_staff_routes_are_not_public():
    open_ones = {
        one.path for one in operations_of(whole_app().app) if one.path.startswith("/admin/") and one.policy is PUBLIC
    }
    # Whoever comes in for the first time, or again, has nothing to show yet.
    assert open_ones <= ENTRANCES


def test_a_route_without_a_policy_stops_start_up():
    @get("/store/v1/open-door")
    async def open_door() -> None:
        """Forgotten."""

    assert "/store/v1/open-door" in refusal(open_door)


def test_a_route_that_replaces_the_entrance_stops_start_up():
    @get("/store/v1/side-door", policy=PUBLIC, before_request=lambda _: None)
    async def side_door() -> None:
        """It would never ask its policy."""

    assert "/store/v1/side-door" in refusal(side_door)


def test_two_operations_of_one_name_stop_start_up():
    @get("/store/v1/again", policy=PUBLIC)
    async def say_hello() -> None:
        """The sample has one already."""

    assert "say_hello" in refusal(say_hello)


def test_bounds_that_the_framework_ignores_stop_start_up():
    @get("/store/v1/pages", policy=PUBLIC)
    async def list_pages(size: Annotated[int, msgspec.Meta(le=100)] = 1) -> None:
        """Its limit would not hold."""

    assert "size" in refusal(list_pages)


def test_a_dependency_that_nobody_provides_stops_start_up():
    class Shelf: ...

    @get("/store/v1/shelves", policy=PUBLIC)
    async def list_shelves(shelf: Shelf) -> None:
        """Nobody made a shelf."""

    assert "shelf" in refusal(list_shelves)


def test_a_post_is_repeatable_or_says_why_not():
    silent = [
        one.name
        for one in operations_of(whole_app().app)
        if one.handler.opt.get("once") not in (None, "required", "ignored")
    ]
    assert silent == []
