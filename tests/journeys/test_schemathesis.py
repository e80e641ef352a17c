"""Whatever the OpenAPI document allows or forbids, asked of a whole shop: answered as it says, and never a 500.

schemathesis thinks the requests up from the document and judges the answers by it. They are the same at every run;
`NIAGA_TORTURE=1` asks thirty times as many.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks
from tests.support.engines import test_vault as make_vault
from tests.support.openings import Openings, opener_of
from tests.support.shop import BASE, OpenShop, fresh_key, open_shop

from niaga.foundation.clock import ShopClock
from niaga.platform.database import Database
from niaga.platform.database.migrations import migrate

TORTURE = os.environ.get("NIAGA_TORTURE")
EXAMPLES = 300 if TORTURE else 6
# Behind a locked door the body is not looked at, so a few knocks tell as much as many.
KNOCKS = 20 if TORTURE else 2
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
# What is refused by what the body says, not by who asks; and what ends the session that it came with.
MAY_SHUT = {
    "change_my_password", "complete_foreign_sign_in", "confirm_my_totp", "confirm_staff_totp", "end_my_session",
    "end_own_session", "erase_me", "open_session", "open_session_by_passkey", "open_staff_session_by_passkey", "sign_out",
    "sign_staff_in", "sign_staff_out",
}  # fmt: skip
REQUEST_PARTS = ("method", "url", "headers", "params", "json", "data", "files", "cookies")


@dataclass
class Asked:
    """A shop in an event loop of its own, for hypothesis is not asynchronous; and what it answered."""

    runner: asyncio.Runner
    shop: OpenShop
    schema: Any
    openings: Openings
    known: dict[str, str]
    answers: Counter[int]
    shut: set[str]

    def ask(self, case: Case, headers: dict[str, str]) -> None:
        """Send the case and judge the answer. Raises FailureGroup with all that is wrong with it."""
        wire = case.as_transport_kwargs(base_url=BASE, headers=headers)
        ready = requests.Request(**{name: wire[name] for name in REQUEST_PARTS if name in wire}).prepare()
        assert ready.method is not None
        assert ready.url is not None
        sent = self.shop.client.build_request(ready.method, ready.url, content=ready.body, headers=dict(ready.headers))
        answer = self.runner.run(self.shop.client.send(sent))
        self.answers[answer.status_code] += 1
        if answer.status_code == 401:
            self.shut.add(case.operation.definition.raw["operationId"])
        case.validate_response(answer, checks=CHECKS)

    def key(self, operation: Any) -> dict[str, str]:
        """What opens the operation's door: somebody new each time, for what one operation ends or deletes is no other's."""
        self.openings.forget()
        return self.runner.run(self.openings.headers(operation.definition.raw))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A shop with an order, so that paths can lead somewhere."""
    folder = tmp_path_factory.mktemp("schemathesis")
    database = Database(f"sqlite:///{folder}/shop.db", vault=make_vault(), clock=ShopClock())
    with asyncio.Runner() as runner:
        runner.run(database.open())
        runner.run(migrate(database))
        opening = open_shop(database, folder)
        shop = runner.run(opening.__aenter__())
        # A stream would be waited for until its end: here each says goodbye at once.
        shop.shop.hub.stop()
        document = runner.run(shop.client.get("/openapi.json")).json()
        order = runner.run(shop.placed_order(("KOPI-250", 2)))
        known = runner.run(known_paths(shop, order))
        yield Asked(
            runner, shop, schemathesis.openapi.from_dict(document), Openings(shop, order), known, Counter(), set()
        )
        runner.run(opening.__aexit__(None, None, None))
        runner.run(database.close())


async def known_paths(shop: OpenShop, order: dict[str, Any]) -> dict[str, str]:
    """What stands in paths, by the parameters' names."""
    products = (await shop.client.get("/admin/v1/products", headers=shop.staff)).json()["items"]
    product = (await shop.client.get(f"/admin/v1/products/{products[0]['id']}", headers=shop.staff)).json()
    picked = {"lines": [{"sku": "TEH-100", "quantity": 1}]}
    cart = (await shop.client.post("/store/v1/carts", json=picked, headers=fresh_key())).json()
    return {
        "cart_id": cart["id"],
        "line_id": cart["lines"][0]["id"],
        "order_id": order["id"],
        "payment_id": order["payment"]["id"],
        "product_id": product["id"],
        "variant_id": product["variants"][0]["id"],
        "slug": product["slug"],
        "code": "31.74.02",
        **await known_people(shop),
    }


async def known_people(shop: OpenShop) -> dict[str, str]:
    """Somebody of staff, a role and a key that may be changed and taken away."""
    hire = {"email": "sri@example.com", "role": "support"}
    role = {"name": "packer", "permissions": ["orders.ship"]}
    key = {"name": "Till", "scopes": ["orders.read"]}
    made = [
        (await shop.client.post(f"/admin/v1/{path}", json=body, headers=shop.owner)).json()["id"]
        for path, body in (("staff", hire), ("roles", role), ("api-keys", key))
    ]
    return dict(zip(("staff_id", "role_id", "key_id"), made, strict=True))


def judge(asked: Asked, operation: Any, examples: int, strategy: Any, headers: dict[str, str]) -> str:
    """What is wrong with the answers to an operation; nothing when all are as they must be."""

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def ask(case: Case) -> None:
        asked.ask(case, headers)

    try:
        ask()
    except Unsatisfiable:
        return ""  # nothing about this operation can be wrong: it takes no parameter that could be
    except FailureGroup as found:
        return f"{operation.label}\n" + "\n".join(f"{one.title}: {one}" for one in found.exceptions)
    return ""


def complaints(asked: Asked, mode: GenerationMode, key: Callable[[Any], dict[str, str]]) -> list[str]:
    """Ask every operation of the document, under made-up paths and, with valid data, under those that lead somewhere."""
    asked.answers.clear()
    asked.shut.clear()
    found = []
    for made in asked.schema.get_all_operations():
        operation = made.ok()
        headers = key(operation)
        examples = EXAMPLES if headers or opener_of(operation.definition.raw) is None else KNOCKS
        found.append(judge(asked, operation, examples, operation.as_strategy(generation_mode=mode), headers))
        names = {one.name for one in operation.path_parameters}
        if mode is GenerationMode.POSITIVE and names and names <= asked.known.keys():
            there = {name: asked.known[name] for name in names}
            strategy = operation.as_strategy(generation_mode=mode, path_parameters=there)
            found.append(judge(asked, operation, max(examples // 2, 1), strategy, headers))
    return [one for one in found if one]


def nobody(_operation: Any) -> dict[str, str]:
    """No key."""
    return {}


def test_what_the_document_allows_is_answered_as_it_says(asked: Asked) -> None:
    assert complaints(asked, GenerationMode.POSITIVE, asked.key) == []
    assert asked.answers[200] > 50, asked.answers
    assert asked.shut <= MAY_SHUT


def test_what_the_document_forbids_is_refused(asked: Asked) -> None:
    assert complaints(asked, GenerationMode.NEGATIVE, asked.key) == []
    assert asked.answers[422] + asked.answers[400] > 100, asked.answers


def test_nobody_learns_no_more_by_valid_data(asked: Asked) -> None:
    assert complaints(asked, GenerationMode.POSITIVE, nobody) == []
    assert asked.answers[401] > 20, asked.answers


def test_nobody_learns_no_more_by_invalid_data(asked: Asked) -> None:
    assert complaints(asked, GenerationMode.NEGATIVE, nobody) == []
    assert asked.answers[401] > 20, asked.answers
