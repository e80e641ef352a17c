"""Signing in with another's account, against a provider on the loopback that speaks the protocol."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from tests.support.customers import sign_in_somebody
from tests.support.oidc_provider import ForeignProvider, foreign_provider
from tests.support.shop import OpenShop, open_shop

from niaga.accounts.factors.actions import begin_totp, confirm_totp
from niaga.accounts.model import HolderKind, Proof
from niaga.accounts.oidc.store import list_identities
from niaga.accounts.public import Holder, begin_session
from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database, Engine

SARI = {"sub": "1179", "email": "Sari@Example.com", "email_verified": True, "name": "Sari Wulandari"}
BEGIN = "/store/v1/foreign-sign-ins"


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """Most of this hangs on no engine."""
    return getattr(request, "param", Engine.SQLITE)


@asynccontextmanager
async def opened(
    database: Database, clock: FixedClock, folder: Path, **person: Any
) -> AsyncIterator[tuple[OpenShop, ForeignProvider]]:
    """A shop, and a provider where Sari is signed in."""
    now = lambda: clock.now().timestamp()  # noqa: E731
    async with foreign_provider({**SARI, **person}, now) as provider:
        environ = {"NIAGA_OIDC": provider.setting, "NIAGA_OUTBOUND_ALLOW": provider.issuer}
        async with open_shop(database, folder, environ=environ) as shop:
            yield shop, provider


async def set_out(shop: OpenShop) -> dict[str, str]:
    answer = await shop.client.post(BEGIN, json={"provider": "google"})
    assert answer.status_code == 201, answer.text
    visit: dict[str, str] = answer.json()
    return visit


async def come_back(shop: OpenShop, visit: dict[str, str], **body: Any) -> httpx.Response:
    return await shop.client.post(f"{BEGIN}/{visit['id']}/complete", json=body)


async def sign_in(shop: OpenShop, provider: ForeignProvider) -> httpx.Response:
    visit = await set_out(shop)
    code, state = provider.visit(visit["url"])
    return await come_back(shop, visit, code=code, state=state)


@pytest.mark.parametrize("engine", list(Engine), indirect=True)
async def test_who_is_known_to_nobody_gets_an_account_with_her_proven_address(
    database: Database, clock: FixedClock, tmp_path: Path
):
    async with opened(database, clock, tmp_path) as (shop, provider):
        assert (await shop.client.get("/store/v1/sign-in-providers")).json()["items"] == [{"name": "google"}]
        first = await sign_in(shop, provider)
        assert first.status_code == 201, first.text
        again = await sign_in(shop, provider)
        customer = first.json()["customer"]
        assert (customer["email"], customer["name"]) == ("Sari@example.com", "Sari Wulandari")
        assert again.json()["customer"]["id"] == customer["id"]
        me = await shop.client.get("/store/v1/me", headers={"Authorization": f"Bearer {again.json()['token']}"})
        assert me.json()["id"] == customer["id"]


async def test_an_account_with_the_same_proven_address_is_hers(database: Database, clock: FixedClock, tmp_path: Path):
    async with opened(database, clock, tmp_path) as (shop, provider):
        sari = await sign_in_somebody(database, email="sari@example.com")
        answer = await sign_in(shop, provider)
        assert answer.json()["customer"]["id"] == f"cus_{sari.id}"
        assert len(await database.read(lambda db: list_identities(db, sari.id))) == 1


async def test_an_address_that_the_provider_has_not_proven_opens_and_makes_nothing(
    database: Database, clock: FixedClock, tmp_path: Path
):
    async with opened(database, clock, tmp_path, email_verified=False) as (shop, provider):
        await sign_in_somebody(database, email="sari@example.com")
        answer = await sign_in(shop, provider)
        assert (answer.status_code, answer.json()["code"]) == (401, "accounts.foreign_sign_in_unproven")


async def test_a_second_factor_is_asked_for_and_the_same_visit_goes_on(
    database: Database, clock: FixedClock, tmp_path: Path
):
    async with opened(database, clock, tmp_path) as (shop, provider):
        sari = await sign_in_somebody(database, email="sari@example.com")
        holder = Holder(HolderKind.CUSTOMER, sari.id)
        session, _ = await database.write(
            lambda tx: begin_session(tx, holder.kind, holder.id, proof=Proof.CODE, device="a test")
        )
        setup = await database.write(lambda tx: begin_totp(tx, holder, account="sari", shop="Toko"))
        codes = await database.write(lambda tx: confirm_totp(tx, session, pyotp.TOTP(setup.secret).at(clock.now())))
        visit = await set_out(shop)
        code, state = provider.visit(visit["url"])
        asked = await come_back(shop, visit, code=code, state=state)
        assert (asked.status_code, asked.json()["code"]) == (401, "accounts.second_factor_required")
        answer = await come_back(shop, visit, state=state, otp=codes[0])
        assert answer.status_code == 201, answer.text


async def test_a_visit_counts_once_and_with_its_own_state(database: Database, clock: FixedClock, tmp_path: Path):
    async with opened(database, clock, tmp_path) as (shop, provider):
        visit, other = await set_out(shop), await set_out(shop)
        code, state = provider.visit(visit["url"])
        _, other_state = provider.visit(other["url"])
        assert (await come_back(shop, visit, code=code, state=other_state)).status_code == 401
        assert (await come_back(shop, other, code=code, state=state)).status_code == 401
        assert (await come_back(shop, visit, code=code, state=state)).status_code == 201
        assert (await come_back(shop, visit, code=code, state=state)).status_code == 401


def _without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda claims: {**claims, "aud": "another-shop"},
        lambda claims: {**claims, "iss": "https://evil.example.com"},
        lambda claims: {**claims, "nonce": "another"},
        lambda claims: {**claims, "exp": claims["iat"] - 600},
        lambda claims: {**claims, "azp": "another-shop"},
        _without("nonce"),
        _without("exp"),
        _without("sub"),
    ],
    ids=["audience", "issuer", "nonce", "expired", "party", "no nonce", "no end", "no subject"],
)
async def test_a_token_that_was_not_made_for_this_visit_opens_nothing(
    database: Database, clock: FixedClock, tmp_path: Path, spoil: Callable[[dict[str, Any]], dict[str, Any]]
):
    async with opened(database, clock, tmp_path) as (shop, provider):
        provider.spoil = spoil  # type: ignore[method-assign]
        answer = await sign_in(shop, provider)
        assert (answer.status_code, answer.json()["code"]) == (401, "accounts.foreign_sign_in_failed")


async def test_a_provider_that_changed_its_keys_is_asked_again_and_a_forger_is_not_believed(
    database: Database, clock: FixedClock, tmp_path: Path
):
    async with opened(database, clock, tmp_path) as (shop, provider):
        assert (await sign_in(shop, provider)).status_code == 201
        provider.key = type(provider.key).generate_key("P-256", {"kid": "two"}, private=True)
        assert (await sign_in(shop, provider)).status_code == 201
        told = provider.key.as_dict(private=False)
        provider.key = type(provider.key).generate_key("P-256", {"kid": "two"}, private=True)
        provider.server.answer = _telling(provider, told)
        assert (await sign_in(shop, provider)).status_code == 401


def _telling(provider: ForeignProvider, key: dict[str, Any]) -> Any:
    from tests.support.upstream import says_json

    async def answer(heard: Any, writer: Any) -> None:
        if heard.target == "/keys":
            await says_json(200, {"keys": [key]})(heard, writer)
        else:
            await provider.answer(heard, writer)

    return answer


async def test_a_provider_that_is_down_is_a_refusal(database: Database, clock: FixedClock, tmp_path: Path):
    from tests.support.upstream import hangs_up

    async with opened(database, clock, tmp_path) as (shop, provider):
        provider.server.answer = hangs_up
        answer = await shop.client.post(BEGIN, json={"provider": "google"})
        assert (answer.status_code, answer.json()["code"]) == (503, "accounts.provider_unreachable")
        unknown = await shop.client.post(BEGIN, json={"provider": "nobody"})
        assert unknown.status_code == 404
