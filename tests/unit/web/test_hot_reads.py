"""The hot-read cache by itself: what is kept, for whom, for how long, and that an answer never tells where it came from."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from litestar import Response, get
from tests.support.edge_app import Answered, Named, call, edge_settings

from niaga.foundation.errors import DatabaseUnavailable, NotFound
from niaga.platform.http import PUBLIC, Limit, Search, ShopRequest, language_of
from niaga.platform.telemetry import RequestFigures
from niaga.web.application import assemble
from niaga.web.hot_reads import LARGEST_BYTES, LOOK_SECONDS, HotReads
from niaga.web.operations import BadRoute

ORIGIN = "https://kopi.example.com"
SHELF = "/store/v1/shelf"


class Revisions:
    """Stands for the database: the revisions, who is told of a commit here, and whether it answers."""

    def __init__(self) -> None:
        self.values = {"catalogue": 1, "tariffs": 1, "settings": 1}
        self.tell: Any = None
        self.broken = False

    def on_change(self, listener: Any) -> None:
        self.tell = listener

    async def read(self, _query: Any) -> dict[str, int]:
        await asyncio.sleep(0)
        if self.broken:
            raise DatabaseUnavailable
        return dict(self.values)


class Shelf:
    """What is read; `held` makes readers wait after they have read."""

    def __init__(self) -> None:
        self.renders = 0
        self.price = 100
        self.held: asyncio.Event | None = None
        self.reading = asyncio.Event()


@get(SHELF, policy=PUBLIC, tagged=True, hot=("catalogue", "stock"), query_prefixes=("attr.",))
async def read_shelf(request: ShopRequest, shelf: Shelf, search: Search = None, limit: Limit = 24) -> dict[str, Any]:
    shelf.renders += 1
    seen = {"price": shelf.price, "language": language_of(request).value, "limit": limit, "search": search}
    shelf.reading.set()
    if shelf.held is not None:
        await shelf.held.wait()
    return seen


@get("/store/v1/things/{name:str}", policy=PUBLIC, tagged=True, hot=())
async def read_thing(shelf: Shelf, name: str) -> Response[bytes]:
    shelf.renders += 1
    if name == "none":
        raise NotFound("thing", name)
    if name == "broken":
        message = "broken"
        raise RuntimeError(message)
    headers = {"personal": {"cache-control": "no-store"}, "cookie": {"set-cookie": "a=b"}}.get(name)
    size = LARGEST_BYTES + 1 if name == "large" else 10_000
    return Response(b"x" * size, media_type="text/plain", headers=headers)


class Stand:
    """A shop with the two routes, with the cache or without."""

    def __init__(self, *, cached: bool = True, budget_bytes: int = 10**6, env: str = "production") -> None:
        self.revisions, self.shelf = Revisions(), Shelf()
        self.hot = HotReads(self.revisions, budget_bytes=budget_bytes)  # type: ignore[arg-type]
        self.figures = RequestFigures()
        self.app = assemble(
            [read_shelf, read_thing],
            {"shelf": self.shelf},
            edge_settings(NIAGA_ENV=env),
            figures=self.figures,
            allowed_origins=lambda: {ORIGIN},
            hot_reads=self.hot if cached else None,
        )

    async def get(self, target: str = SHELF, **headers: str) -> Answered:
        return await call(self.app, "GET", target, headers={name.replace("_", "-"): headers[name] for name in headers})

    async def price(self, **headers: str) -> int:
        return int((await self.get(**headers)).json()["price"])


def told(answer: Answered) -> Any:
    return answer.status, {**answer.headers, "x-request-id": ""}, list(answer.headers), answer.body


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"accept-language": "en-GB,en;q=0.8"},
        {"if-none-match": "*"},
        {"if-none-match": 'W/"other", "more"'},
        {"if-none-match": "TAG"},
        {"if-none-match": "W/TAG"},
        {"origin": ORIGIN},
        {"origin": "https://evil.example.com", "if-none-match": "TAG"},
        {"x-request-id": "caller-42.a"},
        {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("target", [SHELF, "/store/v1/things/cup"])
async def test_an_answer_does_not_tell_that_it_was_kept(method: str, target: str, headers: dict[str, str]):
    cached, bare = Stand(), Stand(cached=False)
    tag = (await call(bare.app, "GET", target, headers=headers)).headers["etag"]
    asking = {name: value.replace("TAG", tag) for name, value in headers.items()}
    uncached = await call(bare.app, method, target, headers=asking)
    for _ in range(3):
        answer = await call(cached.app, method, target, headers=asking)
        assert told(answer) == told(uncached)
        if "x-request-id" in asking or "traceparent" in asking:
            assert answer.headers["x-request-id"] == uncached.headers["x-request-id"]
    assert (cached.shelf.renders, cached.hot.hits) == (1, 2)


async def test_every_answer_has_a_request_id_of_its_own():
    stand = Stand()
    ids = [(await stand.get()).headers["x-request-id"] for _ in range(300)]
    assert len(set(ids)) == 300
    assert {len(one) for one in ids} == {32}
    assert (await stand.get(x_request_id='wild "id"')).headers["x-request-id"] != 'wild "id"'


async def test_a_kept_answer_is_counted_like_any_other():
    stand = Stand()
    tag = (await stand.get("/store/v1/things/cup")).headers["etag"]
    await stand.get("/store/v1/things/cup")
    await stand.get("/store/v1/things/cup", origin=ORIGIN)
    await stand.get("/store/v1/things/cup", if_none_match=tag)
    counted = {kind: one.count for kind, one in stand.figures.by_kind.items()}
    assert counted == {("/store/v1/things/{name}", "GET", 2): 3, ("/store/v1/things/{name}", "GET", 3): 1}


async def test_each_language_has_its_own_answer():
    stand = Stand()
    for accept, language in (("id", "id"), ("en", "en"), ("fr", "id"), ("en-US", "en")):
        answer = await stand.get(accept_language=accept)
        assert (answer.json()["language"], answer.headers["content-language"]) == (language, language)
    assert stand.shelf.renders == 2


async def test_what_buyers_say_of_their_languages_is_not_remembered_for_ever():
    stand = Stand()
    for number in range(300):
        await stand.get("/store/v1/things/cup", accept_language=f"en,x-{number}")
        await stand.get("/store/v1/things/cup", accept_language=f"en,{'x' * 1000}-{number}")
    assert len(stand.hot._languages) <= 256
    assert max(len(accept) for accept in stand.hot._languages) <= 256
    assert max(len(accept) for _, _, accept in stand.hot._keys) <= 256
    assert stand.shelf.renders == 1


@pytest.mark.parametrize("header", ["cookie", "authorization", "content-length"])
async def test_who_shows_who_she_is_or_sends_a_body_passes_by(header: str):
    stand = Stand()
    for _ in range(3):
        await stand.get(**{header: "0"})
    assert (stand.shelf.renders, len(stand.hot)) == (3, 0)
    await stand.get()
    await stand.get(**{header: "0"})
    assert stand.shelf.renders == 5


async def test_a_hundred_who_come_at_once_cost_one_render():
    stand = Stand()
    stand.shelf.held = asyncio.Event()
    asking = [asyncio.create_task(stand.get()) for _ in range(100)]
    await stand.shelf.reading.wait()
    await asyncio.sleep(0.05)
    stand.shelf.held.set()
    answers = await asyncio.gather(*asking)
    assert {told(answer)[3] for answer in answers} == {answers[0].body}
    assert (stand.shelf.renders, stand.hot.misses, stand.hot.shared) == (1, 1, 99)


async def test_whoever_waited_for_a_render_that_failed_asks_herself():
    stand = Stand()
    answers = await asyncio.gather(*(stand.get("/store/v1/things/broken") for _ in range(5)))
    assert {answer.status for answer in answers} == {500}
    assert len({answer.json()["trace_id"] for answer in answers}) == 5


async def test_a_buyer_who_leaves_does_not_take_the_others_along():
    stand = Stand()
    stand.shelf.held = asyncio.Event()
    first = asyncio.create_task(stand.get())
    await stand.shelf.reading.wait()
    second = asyncio.create_task(stand.get())
    await asyncio.sleep(0.01)
    first.cancel()
    stand.shelf.held.set()
    assert (await second).status == 200


@pytest.mark.parametrize(("name", "status"), [("none", 404), ("broken", 500)])
async def test_only_good_answers_are_kept(name: str, status: int):
    stand = Stand()
    for _ in range(2):
        assert (await stand.get(f"/store/v1/things/{name}")).status == status
    assert (stand.shelf.renders, len(stand.hot)) == (2, 0)


@pytest.mark.parametrize("name", ["personal", "cookie", "large"])
async def test_what_is_personal_or_large_is_not_kept(name: str):
    stand = Stand()
    for _ in range(2):
        assert (await stand.get(f"/store/v1/things/{name}")).status == 200
    assert (stand.shelf.renders, len(stand.hot)) == (2, 0)


async def test_the_order_of_a_query_does_not_matter():
    stand = Stand()
    for query in ("limit=2&search=kopi", "search=kopi&limit=2", "limit=2&search=kopi"):
        assert (await stand.get(f"{SHELF}?{query}")).json()["limit"] == 2
    assert stand.shelf.renders == 2


async def test_a_query_is_kept_from_the_second_time_on():
    stand = Stand()
    for word in range(50):
        await stand.get(f"{SHELF}?search=word{word}")
    assert len(stand.hot) == 0
    await stand.get(f"{SHELF}?search=word7")
    await stand.get(f"{SHELF}?search=word7")
    assert (len(stand.hot), stand.shelf.renders) == (1, 51)


@pytest.mark.parametrize(
    "query", ["wrong=1", "limit=1&limit=1", "limit", "limit=1&", "%6cimit=1", "search=" + "k" * 600]
)
async def test_a_query_that_is_not_plain_is_answered_as_ever_and_not_kept(query: str):
    stand, bare = Stand(), Stand(cached=False)
    for _ in range(3):
        answer, uncached = await stand.get(f"{SHELF}?{query}"), await bare.get(f"{SHELF}?{query}")
        assert answer.status == uncached.status
    assert len(stand.hot) == 0


async def test_what_was_asked_last_stays_when_the_budget_is_spent():
    stand = Stand(budget_bytes=100_000)
    await stand.get("/store/v1/things/wanted")
    for number in range(100):
        await stand.get(f"/store/v1/things/t{number}")
        await stand.get("/store/v1/things/wanted")
        assert stand.hot.bytes <= 100_000
    assert stand.shelf.renders == 101
    assert stand.hot.bytes == sum(entry.cost for entry in stand.hot._kept.values())


async def test_a_change_here_shows_at_once():
    stand = Stand()
    assert await stand.price() == 100
    for price, scope in ((200, "catalogue"), (300, "stock")):
        stand.shelf.price = price
        stand.revisions.tell({scope})
        assert await stand.price() == price


async def test_a_change_here_of_something_else_drops_nothing():
    stand = Stand()
    await stand.price()
    stand.revisions.tell({"tariffs"})
    await stand.price()
    assert stand.shelf.renders == 1


async def test_a_change_elsewhere_shows_after_the_next_look():
    stand = Stand()
    assert await stand.price() == 100
    stand.shelf.price, stand.revisions.values["catalogue"] = 200, 2
    await asyncio.sleep(LOOK_SECONDS + 0.02)
    assert await stand.price() == 200


async def test_stock_lives_less_than_a_second_from_before_its_query():
    stand = Stand()
    stand.shelf.held = asyncio.Event()
    asked = asyncio.create_task(stand.price())
    await stand.shelf.reading.wait()
    stand.shelf.price = 200
    await asyncio.sleep(0.6)
    stand.shelf.held.set()
    assert await asked == 100
    await asyncio.sleep(0.35)
    assert await stand.price() == 200


async def test_what_changes_while_it_is_read_is_read_again():
    stand = Stand()
    stand.shelf.held = asyncio.Event()
    asked = asyncio.create_task(stand.price())
    await stand.shelf.reading.wait()
    stand.shelf.price, stand.revisions.values["catalogue"] = 200, 2
    await asyncio.sleep(LOOK_SECONDS + 0.02)
    other = asyncio.create_task(stand.price(accept_language="en"))
    await asyncio.sleep(0.02)
    stand.shelf.held.set()
    assert (await asked, await other) == (100, 200)
    assert await stand.price() == 200


async def test_nobody_joins_a_render_that_began_before_a_change():
    stand = Stand()
    stand.shelf.held = asyncio.Event()
    early = asyncio.create_task(stand.price())
    await stand.shelf.reading.wait()
    stand.shelf.price = 200
    stand.revisions.tell({"catalogue"})
    late = asyncio.create_task(stand.price())
    await asyncio.sleep(0.02)
    stand.shelf.held.set()
    assert (await early, await late) == (100, 200)
    assert await stand.price() == 200


async def test_the_revisions_are_looked_at_only_for_those_who_ask_and_not_for_each():
    stand = Stand()
    await stand.get("/store/v1/things/cup")
    assert stand.hot.looks == 0
    await asyncio.gather(*(stand.get(f"{SHELF}?limit={limit}") for limit in range(1, 40)))
    assert stand.hot.looks == 1
    await asyncio.sleep(2 * LOOK_SECONDS)
    assert stand.hot.looks == 1
    await stand.get()
    assert stand.hot.looks == 2


async def test_when_the_database_is_gone_nothing_old_is_shown():
    stand = Stand()
    assert await stand.price() == 100
    stand.revisions.broken = True
    await asyncio.sleep(LOOK_SECONDS + 0.02)
    assert (await stand.get()).status == 503
    stand.revisions.broken = False
    assert (await stand.get()).status == 200


async def test_in_development_a_kept_answer_goes_to_this_machine_only():
    stand = Stand(env="development")
    assert (await stand.get(host="localhost")).status == 200
    assert (await stand.get(host="evil.example.com")).status == 400
    assert (await stand.get(host="localhost")).status == 200
    assert stand.shelf.renders == 1


@pytest.mark.parametrize(
    "options",
    [
        {"policy": Named(), "tagged": True, "hot": ()},
        {"policy": PUBLIC, "hot": ()},
        {"policy": PUBLIC, "tagged": True, "hot": ("orders",)},
    ],
)
async def test_a_route_that_may_not_be_hot_fails_at_the_start(options: dict[str, Any]):
    @get("/store/v1/wrong", **options)
    async def wrong() -> None:
        """Never asked."""

    with pytest.raises(BadRoute, match="hot"):
        assemble([wrong], {}, edge_settings(), hot_reads=HotReads(Revisions()))  # type: ignore[arg-type]
