"""Bad input at every door that writes: a 4xx that names the field and the rule, in both languages, and nothing stored."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from tests.support.accounts import open_account_shop
from tests.support.documented import door_of, fields_of, operations, shape_of
from tests.support.engines import test_vault as make_vault
from tests.support.hostile import DOORS, WITHOUT_BODY, Case, Door, all_cases, census, forgeries, no_fields, whole_bodies
from tests.support.hostile_accounts import ACCOUNT_DOORS, KEEP_ADDRESS, account_cases
from tests.support.hostile_carts import CART_DOORS, START, cart_cases
from tests.support.openings import CUSTOMER, Openings
from tests.support.shop import OpenShop, fresh_key

from niaga.foundation.clock import ShopClock
from niaga.platform.database import Database
from niaga.platform.database.migrations import migrate

CASES = [*all_cases(), *cart_cases(), *account_cases()]
WITH_CASES = (*DOORS, *WITHOUT_BODY, *CART_DOORS)
MEMBERS = {"type", "title", "status", "detail", "code", "errors", "trace_id"}
ALIKE = {"request.unknown_field"}


class Ids(dict[str, str]):
    """What stands in paths; an id of nothing where there is none."""

    def __missing__(self, name: str) -> str:
        return f"{name.removesuffix('_id')}_01jd6x7f7mk3v1q8w2e5r9t0ya"


@dataclass
class Counter:
    """A shop with an order in each state, so that every door can be knocked at."""

    shop: OpenShop
    ids: dict[str, str]
    openings: Openings
    document: dict[str, Any]

    async def send(self, case: Case, language: str) -> httpx.Response:
        """The hostile request, as whoever may use the door."""
        content = case.content() if callable(case.content) else case.content
        headers = {"Content-Type": "application/json", **await self.headers(case.door), **case.headers}
        path = case.door.path.format_map(self.ids)
        headers["Accept-Language"] = language
        return await self.shop.client.request(case.door.method, path, content=content, headers=headers)

    async def headers(self, door: Door) -> dict[str, str]:
        """Whoever may use the door, with a fresh key."""
        return {**await self.openings.headers(self.told(door)), **fresh_key(), **door.headers}

    def told(self, door: Door) -> dict[str, Any]:
        """What the document says of it."""
        return self.documented[door.method, shape_of(door.path)]

    @cached_property
    def documented(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every operation by its method and the shape of its path."""
        return {(one.method, shape_of(one.path)): one.told for one in operations(self.document)}

    async def census(self) -> dict[str, Any]:
        """What is stored."""
        return await self.shop.database.run_sync(census)


async def open_counter(shop: OpenShop) -> Counter:
    """Orders at each door: one unpaid, one paid, one shipped."""
    unpaid, paid, shipped = [await shop.placed_order(("KOPI-250", 2)) for _ in range(3)]
    for order in (paid, shipped):
        assert (await shop.pay(order)).status_code == 200
    assert (await shop.ship(shipped)).status_code == 201
    products = (await shop.client.get("/admin/v1/products", headers=shop.staff)).json()["items"]
    product = (await shop.client.get(f"/admin/v1/products/{products[0]['id']}", headers=shop.staff)).json()
    cart = (await shop.client.post(START.path, json=START.body(), headers=fresh_key())).json()
    more = {"product": product["id"], "variant": product["variants"][0]["id"]}
    more |= {"cart": cart["id"], "line": cart["lines"][0]["id"]}
    ids = Ids(
        {
            **more,
            "order": unpaid["id"],
            "payment": unpaid["payment"]["id"],
            "paid": paid["id"],
            "shipped": shipped["id"],
        }
    )
    document = (await shop.client.get("/openapi.json")).json()
    openings = Openings(shop, unpaid)
    await openings.sign_in()
    hers = await openings.ready({"operationId": "", "security": [{CUSTOMER: []}]}, "POST")
    address = await shop.client.post(KEEP_ADDRESS.path, json=KEEP_ADDRESS.body(), headers=hers)
    ids["address_id"] = address.json()["id"]
    return Counter(shop, ids, openings, document)


@asynccontextmanager
async def a_counter(folder: Path) -> AsyncIterator[Counter]:
    """A shop of its own on SQLite."""
    database = Database(f"sqlite:///{folder}/shop.db", vault=make_vault(), clock=ShopClock())
    await database.open()
    await migrate(database)
    async with open_account_shop(database, folder) as shop:
        yield await open_counter(shop.opened)
    await database.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def counter(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Counter]:
    """One shop for the whole table: no case may leave a trace in it."""
    async with a_counter(tmp_path_factory.mktemp("bad-input")) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def other_counter(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Counter]:
    """Another shop, for requests that are taken and leave their trace."""
    async with a_counter(tmp_path_factory.mktemp("good-input")) as made:
        yield made


def complaint(case: Case, answer: httpx.Response, seconds: float) -> str | None:
    """What is wrong with a refusal; None when it is as it must be."""
    if answer.status_code != case.status or answer.headers["content-type"] != "application/problem+json":
        return f"answered {answer.status_code}: {answer.text[:300]}"
    problem = answer.json()
    if not problem.keys() >= MEMBERS or problem["code"] != case.code or problem["status"] != case.status:
        return f"not the problem expected: {answer.text[:300]}"
    found = [(one["path"], one["code"]) for one in problem["errors"]]
    if case.at is None:
        return f"blames fields: {found}" if found else None
    if found != [(case.at, case.rule)]:
        return f"blames {found}"
    if not all(one["message"] and "{" not in one["message"] for one in problem["errors"]):
        return f"says nothing: {problem['errors']}"
    return f"took {seconds:.1f} s twice" if seconds >= 1 else None


def untranslated(case: Case, english: httpx.Response, indonesian: httpx.Response) -> str | None:
    """Where the two languages say the same."""
    one, other = english.json(), indonesian.json()
    pairs = [(one["title"], other["title"]), (one["detail"], other["detail"])]
    pairs += [(a["message"], b["message"]) for a, b in zip(one["errors"], other["errors"], strict=True)]
    same = [text for text, again in pairs if text == again]
    return f"is not translated: {same}" if same else None


async def timed(counter: Counter, case: Case, language: str) -> tuple[httpx.Response, float]:
    """The answer and its seconds; one that is slow is asked for again, for the machine may have been busy with others."""
    for _ in range(2):
        started = time.monotonic()
        answer = await counter.send(case, language)
        seconds = time.monotonic() - started
        if seconds < 1:
            break
    return answer, seconds


async def judge(counter: Counter, case: Case) -> str | None:
    """Send it in both languages; what is wrong with the answers or with what is stored afterwards."""
    before = await counter.census()
    answers = []
    for language in ("en", "id"):
        answer, seconds = await timed(counter, case, language)
        answers.append(answer)
        wrong = complaint(case, answer, seconds)
        if wrong:
            return wrong
    after = await counter.census()
    if before != after:
        return f"stored something: {[name for name in after if before.get(name) != after[name]]}"
    return untranslated(case, *answers)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
async def test_bad_input_is_refused_and_nothing_is_stored(counter: Counter, case: Case) -> None:
    assert await judge(counter, case) is None


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("door", [*DOORS, *CART_DOORS, *ACCOUNT_DOORS], ids=lambda door: door.name)
async def test_the_bodies_that_cases_are_made_of_are_refused_for_nothing_in_them(
    other_counter: Counter, door: Door
) -> None:
    answer = await other_counter.shop.client.request(
        door.method,
        door.path.format_map(other_counter.ids),
        json=door.body(),
        headers={**await other_counter.headers(door), "If-Match": '"0"'},
    )
    other_counter.openings.forget()
    expected = door.refused_as and answer.json().get("code") == door.refused_as
    assert expected or answer.status_code in (200, 201, 202, 409, 412), answer.text


async def complaints(counter: Counter, cases: Iterable[Case]) -> dict[str, str]:
    """What is wrong with the answers, by the case, and with what is stored after all of them."""
    before, found = await counter.census(), {}
    for case in cases:
        answer, seconds = await timed(counter, case, "en")
        if wrong := complaint(case, answer, seconds):
            found[case.id] = wrong
    after = await counter.census()
    if before != after:
        found["census"] = f"stored something: {[name for name in after if before.get(name) != after[name]]}"
    return found


@pytest.mark.asyncio(loop_scope="module")
async def test_no_operation_that_writes_takes_what_is_no_body(counter: Counter) -> None:
    asked, wrong, known = 0, {}, {(door.method, shape_of(door.path)) for door in WITH_CASES}
    for one in operations(counter.document):
        door = door_of(one)
        if one.method != "GET" and (one.method, shape_of(one.path)) not in known:
            wrong |= await complaints(counter, whole_bodies(door) if door.body() else no_fields(door))
            asked += 1
    assert wrong == {}
    assert asked > 50


@pytest.mark.asyncio(loop_scope="module")
async def test_nobody_says_what_she_is_or_what_a_thing_costs(counter: Counter) -> None:
    asked, wrong = 0, {}
    for one in operations(counter.document):
        if one.takes_json():
            wrong |= await complaints(counter, forgeries(door_of(one), fields_of(one)))
            asked += 1
    assert wrong == {}
    assert asked > 50


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.id for case in CASES]
    assert len(names) == len(set(names))
    assert len(names) > 500


async def test_every_engine_refuses_the_same(database: Database, tmp_path: Path) -> None:
    async with open_account_shop(database, tmp_path) as shop:
        counter = await open_counter(shop.opened)
        before = await counter.census()
        wrong = {}
        for case in CASES:
            found = complaint(case, await counter.send(case, "en"), 0)
            if found:
                wrong[case.id] = found
        assert wrong == {}
        assert await counter.census() == before
