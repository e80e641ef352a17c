"""Races for accounts against real server processes: codes that come back at once, tabs that merge, sessions that end.

guarantees.md rows 61 and 79, and the session row: a code counts once and at most five mistakes, whoever makes them; an ended session opens
nothing in any process a second later; a guest's cart is merged once.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import Counter
from typing import Any

from tests.support.cart_shots import opening
from tests.support.customers import SignedInCustomer, sign_in_somebody
from tests.support.fire import Shot, scaled, volley
from tests.support.servers import Fleet, a_sku, check_calm

from niaga.accounts.public import Channel, Target, Wish, ask_to_join, code_for, find_question


def shot(path: str, body: dict[str, Any] | None, who: SignedInCustomer | None = None, method: str = "POST") -> Shot:
    """A request, perhaps by somebody."""
    headers = (("Authorization", f"Bearer {who.token}"),) if who else ()
    return Shot(f"/store/v1{path}", b"" if body is None else json.dumps(body).encode(), headers, method)


def an_email() -> str:
    """An address of this test alone."""
    return f"{secrets.token_hex(6)}@example.com"


async def asked_to_join(fleet: Fleet, email: str) -> tuple[str, str]:
    """A sign-up that waits for its code: its id on the wire, and the code."""
    async with fleet.database() as database:
        target, wish = Target(channel=Channel.EMAIL, address=email), Wish(name="Sari", password_hash="$argon2id$x")
        asked = await database.write(lambda tx: ask_to_join(tx, target, wish, language="id"))
        found = await database.read(lambda db: find_question(db, asked.id))
        assert found is not None
        return f"ver_{asked.id}", code_for(database.vault, found)


async def somebody(fleet: Fleet) -> SignedInCustomer:
    """A customer with a session."""
    async with fleet.database() as database:
        return await sign_in_somebody(database, email=an_email())


async def test_a_code_counts_once_in_all_processes(fleet: Fleet) -> None:
    email = an_email()
    verification, code = await asked_to_join(fleet, email)
    body = {"email": email, "code": code, "verification": verification}
    hits = await volley(fleet.ports, [shot("/customers/verify", body)] * scaled(40, 12))
    assert Counter(hit.status for hit in hits)[201] == 1, Counter((hit.status, hit.code) for hit in hits)
    assert {hit.code for hit in hits} == {"", "accounts.code_wrong"}
    await check_calm(fleet, hits)


async def test_five_mistakes_end_a_code_in_all_processes(fleet: Fleet) -> None:
    email = an_email()
    verification, code = await asked_to_join(fleet, email)
    body = {"email": email, "code": f"{(int(code) + 1) % 10**6:06}", "verification": verification}
    hits = await volley(fleet.ports, [shot("/customers/verify", body)] * scaled(40, 12))
    assert {hit.code for hit in hits} == {"accounts.code_wrong"}, Counter((hit.status, hit.code) for hit in hits)
    tries = await fleet.ask("SELECT tries FROM verification WHERE id = :one", one=verification[4:])
    assert [row.tries for row in tries] == [5]
    [late] = await volley(fleet.ports, [shot("/customers/verify", {**body, "code": code})])
    assert late.code == "accounts.code_wrong"
    await check_calm(fleet, [*hits, late])


async def test_an_ended_session_opens_nothing_in_any_process_a_second_later(fleet: Fleet) -> None:
    sari = await somebody(fleet)
    seen = await volley(fleet.ports, [shot("/me", None, sari, "GET")] * 8)
    assert {hit.status for hit in seen} == {200}
    [ended] = await volley(fleet.ports[:1], [shot("/sessions/current", None, sari, "DELETE")])
    assert ended.status == 204
    begun = time.monotonic()
    open_after: list[float] = []
    while time.monotonic() < begun + 1.5:
        hits = await volley(fleet.ports, [shot("/me", None, sari, "GET")] * 4)
        open_after += [time.monotonic() - begun for hit in hits if hit.status == 200]
        await asyncio.sleep(0.05)
    assert max(open_after, default=0.0) < 1.0


async def test_two_tabs_in_two_processes_merge_a_cart_once(fleet: Fleet) -> None:
    sku, sari = a_sku("TAB"), await somebody(fleet)
    await fleet.stock_up({sku: 5})
    first, second = [hit.json()["id"] for hit in await volley(fleet.ports, [opening(sku), opening(sku)])]
    tabs = [shot("/me/cart", {"cart_id": one}, sari) for one in (first, second) for _ in range(scaled(20, 6))]
    hits = await volley(fleet.ports, tabs)
    assert {hit.status for hit in hits} == {200}, Counter((hit.status, hit.code) for hit in hits)
    [hers] = await volley(fleet.ports, [shot("/me/cart", None, sari, "GET")])
    assert [line["quantity"] for line in hers.json()["lines"]] == [2]
    await check_calm(fleet, hits)
