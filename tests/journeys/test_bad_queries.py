"""Reads with bad parameters: cursors nobody gave out, limits out of range, ids that are none. Never a 500, on any engine."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from tests.support.customers import sign_in_somebody
from tests.support.openings import CUSTOMER, Openings
from tests.support.shop import OpenShop, an_order, open_shop

from niaga.foundation.identity import new_id
from niaga.platform.database import Database

HOSTILE = (
    None, True, -1, 0, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, 1.5, "", "\x00", "a\x00b", "\ud800", "\U0001f511", "%",
    "' OR 1=1 --", "x" * 300, [], {}, [None], ["\x00"], "9" * 400,
)  # fmt: skip
BAD_LIMITS = ("0", "101", "-1", "x", "1.5", "", "1e99", "9" * 400, "\u0661", "true", "null", "%00")
BAD_CURSORS = (
    "x",
    "====",
    "%00",
    "\u00fc",
    "A" * 600,
    "A" * 601,
    "bnVsbA",
    "W10",
    "e30",
    "//8=",
    "null",
    "' OR 1=1 --",
)
BAD_IDS = (
    "x", "null", "0", "-1", "undefined", "ord_", "ord_x", "ORD_01JD6X7F7MK3V1Q8W2E5R9T0YA", "ord_" + "z" * 26, "ord_" + "8" * 26,
    "ord_" + "0" * 25, "ord_" + "0" * 27, "pay_" + "0" * 26, "ord_01jd6x7f7mk3v1q8w2e5r9t0y\u00e4", "ord_" + "\u0660" * 26,
    "%00", "ord_%00", "..%2f..%2fetc%2fpasswd", "%2e%2e", "' OR '1'='1", "<script>", "{order_id}", "*", "x" * 1500, "\u202e\u200b",
    "%ff%fe", "%ed%a0%80", ";", "ord_01jd6x7f7mk3v1q8w2e5r9t0ya%20", "%0d%0aSet-Cookie:%20a=b",
)  # fmt: skip


@dataclass
class Asked:
    """A shop, what it documents, and who may ask it."""

    shop: OpenShop
    openings: Openings
    paths: dict[str, dict[str, Any]]

    def lists(self) -> dict[str, list[str]]:
        """Every GET that takes parameters in its query, and their names."""
        named = {
            path: [one["name"] for one in methods.get("get", {}).get("parameters", []) if one["in"] == "query"]
            for path, methods in self.paths.items()
        }
        return {path: names for path, names in named.items() if names}

    async def get(self, path: str, query: str) -> httpx.Response:
        """The answer to whoever may read it."""
        concrete = path.replace("{order_id}", self.shop.placed[0]["id"])
        headers = await self.openings.headers(self.paths[path]["get"])
        return await self.shop.client.get(f"{concrete}?{query}", headers=headers)

    async def ask(self, path: str, query: str) -> tuple[int, str]:
        """Status and code of that answer."""
        answer = await self.get(path, query)
        if answer.status_code == 200:
            return 200, ""
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        return answer.status_code, answer.json()["code"]


@pytest.fixture
async def asked(database: Database, tmp_path: Path) -> AsyncIterator[Asked]:
    """A shop with two products, three orders of guests and three of a customer."""
    async with open_shop(database, tmp_path) as shop:
        shop.placed = [await shop.placed_order(("KOPI-250", 1)) for _ in range(3)]
        sari = await sign_in_somebody(database)
        for _ in range(3):
            answer = await shop.client.post("/store/v1/orders", json=an_order(("KOPI-250", 1)), headers=sari.headers)
            assert answer.status_code == 201, answer.text
        paths = (await shop.client.get("/openapi.json")).json()["paths"]
        yield Asked(shop, Openings(shop, shop.placed[0], {CUSTOMER: sari.token}), paths)


def mutants(cursor: str) -> Iterator[str]:
    """Cursors of the right shape with something else at each place in it."""
    tree = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    for value in HOSTILE:
        yield _cursor(value)
        if isinstance(tree, list | dict):
            for place in range(len(tree)) if isinstance(tree, list) else list(tree):
                changed = copy.deepcopy(tree)
                changed[place] = value
                yield _cursor(changed)


def _cursor(tree: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(tree).encode()).decode().rstrip("=")


async def test_limits_out_of_range_are_refused_by_every_list(asked: Asked) -> None:
    lists = [path for path, names in asked.lists().items() if "limit" in names]
    assert len(lists) >= 4
    for path in lists:
        for limit in BAD_LIMITS:
            status, _ = await asked.ask(path, f"limit={limit if '%' in limit else quote(limit)}")
            assert status in (400, 422), f"{path}?limit={limit} answered {status}"
        assert await asked.ask(path, "limit=1&limit=2") == (422, "request.invalid")
        assert await asked.ask(path, "limit=100") == (200, "")


async def test_cursors_that_no_list_gave_out_are_refused(asked: Asked) -> None:
    for path, names in asked.lists().items():
        if "cursor" in names:
            for cursor in BAD_CURSORS:
                status, _ = await asked.ask(path, f"cursor={cursor if '%' in cursor else quote(cursor)}")
                assert status in (400, 422), f"{path}?cursor={cursor} answered {status}"


async def test_cursors_with_something_else_inside_break_nothing(asked: Asked) -> None:
    found = 0
    for path in [path for path, names in asked.lists().items() if "cursor" in names]:
        query = "limit=1&search=setiabudi" if "regions" in path else "limit=1"
        page = (await asked.get(path, query)).json()
        if page["next_cursor"]:
            found += 1
            for cursor in mutants(page["next_cursor"]):
                status, code = await asked.ask(path, f"{query}&cursor={cursor}")
                assert status in (200, 422), f"{path} with {cursor} answered {status} {code}"
    assert found >= 4, "the lists have too little in them to be turned over"


async def test_every_parameter_refuses_or_takes_what_it_cannot_mean(asked: Asked) -> None:
    for path, names in asked.lists().items():
        for name in names:
            for raw in (
                "%00",
                "%ff",
                "%ed%a0%80",
                "%27%20OR%201=1--",
                "9" * 400,
                "-1",
                "%25",
                "%F0%9F%94%91",
                "x" * 4000,
                "",
            ):
                status, code = await asked.ask(path, f"{name}={raw}")
                assert status in (200, 400, 404, 422), f"{path}?{name}={raw[:20]} answered {status} {code}"
        assert await asked.ask(path, "no_such=1") == (422, "request.invalid")


async def test_ids_that_are_none_are_not_found(asked: Asked) -> None:
    for path, methods in asked.paths.items():
        for method, told in methods.items() if "{" in path and "{name}" not in path else ():
            start = path[: path.index("{")]
            end = path[path.index("}") + 1 :]
            headers = {**await asked.openings.ready(told, method), "If-Match": "*"}
            for wrong in (*BAD_IDS, new_id(), f"ord_{new_id()}"):
                url = f"{start}{wrong if '%' in wrong else quote(wrong)}{end}"
                answer = await asked.shop.client.request(method, url, headers=headers, **body_for(method))
                said = f"{method} {url[:120]} answered {answer.status_code} {answer.text[:120]}"
                assert answer.status_code in (400, 404, 405, 422), said


def body_for(method: str) -> dict[str, Any]:
    """A body where one is sent at all."""
    return {} if method == "get" else {"json": {}}


async def test_addresses_too_long_or_unreadable_are_refused(asked: Asked) -> None:
    for url in ("/store/v1/products?" + "a=1&" * 2000, "/" + "a" * 5000, "/store/v1/%ff", "/store/v1/products?%ff=1"):
        answer = await asked.shop.client.get(url)
        assert answer.status_code in (400, 404), answer.text
        assert answer.headers["content-type"] == "application/problem+json"


async def test_the_word_null_is_a_value_and_a_wrong_one(asked: Asked) -> None:
    for query in ("sort=null", "price_max=NULL", "in_stock=null", "limit=null"):
        answer = await asked.shop.client.get(f"/store/v1/products?{query}")
        assert answer.status_code == 422, query
        assert answer.json()["errors"][0]["code"] == "request.unknown_value"
    assert (await asked.shop.client.get("/store/v1/products?search=null")).status_code == 200
