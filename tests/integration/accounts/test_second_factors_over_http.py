"""Second factors over HTTP, for buyers and for staff: set up, used to sign in, taken away, by a fresh sign-in alone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from tests.support.authenticator import Authenticator
from tests.support.customers import SignedInCustomer, sign_in_somebody
from tests.support.shop import OpenShop, open_shop

from niaga.accounts.model import HolderKind, Proof
from niaga.accounts.public import begin_session
from niaga.accounts.staff.store import find_staff_by_email
from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database, Engine

ORIGIN = "http://localhost:8000"


@pytest.fixture
def engine() -> Engine:
    """What differs between engines is shown in test_second_factors."""
    return Engine.SQLITE


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    async with open_shop(database, tmp_path) as opened:
        yield opened


@pytest.fixture
async def sari(shop: OpenShop) -> SignedInCustomer:
    return await sign_in_somebody(shop.database)


async def staff_headers(shop: OpenShop, email: str = "agus@example.com") -> dict[str, str]:
    """Agus, who signed in by his password a moment ago."""
    person = await shop.database.read(lambda db: find_staff_by_email(db, email))
    assert person is not None
    _, token = await shop.database.write(
        lambda tx: begin_session(tx, HolderKind.STAFF, person.id, proof=Proof.PASSWORD, device="a test")
    )
    return {"Authorization": f"Bearer {token}"}


async def ask(shop: OpenShop, headers: dict[str, str], method: str, path: str, **body: Any) -> Any:
    answer = await shop.client.request(method, path, json=body or None, headers=headers)
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


async def who(request: pytest.FixtureRequest, shop: OpenShop, side: str) -> dict[str, str]:
    if side == "admin":
        return await staff_headers(shop)
    return (await sign_in_somebody(shop.database, "Budi", "budi@example.com")).headers


@pytest.mark.parametrize("side", ["store", "admin"])
async def test_an_app_is_set_up_shown_and_taken_away(
    request: pytest.FixtureRequest, shop: OpenShop, clock: FixedClock, side: str
):
    me, headers = f"/{side}/v1/me", await who(request, shop, side)
    setup = await ask(shop, headers, "POST", f"{me}/totp")
    assert setup["qr_svg"].startswith("<svg")
    assert "Toko%20Uji" in setup["uri"]
    wrong = await shop.client.post(f"{me}/totp/confirm", json={"otp": "000000"}, headers=headers)
    assert wrong.status_code == 401
    app = pyotp.TOTP(setup["secret"])
    codes = await ask(shop, headers, "POST", f"{me}/totp/confirm", otp=app.at(clock.now()))
    assert len(codes["recovery_codes"]) == 10
    known = await ask(shop, headers, "GET", f"{me}/factors")
    assert (known["totp"], known["recovery_codes_left"]) == (True, 10)
    renewed = await ask(shop, headers, "POST", f"{me}/recovery-codes")
    assert not set(renewed["recovery_codes"]) & set(codes["recovery_codes"])
    await ask(shop, headers, "DELETE", f"{me}/totp")
    assert not (await ask(shop, headers, "GET", f"{me}/factors"))["totp"]


@pytest.mark.parametrize("side", ["store", "admin"])
async def test_a_passkey_is_made_and_signs_in(request: pytest.FixtureRequest, shop: OpenShop, side: str):
    me, device, headers = f"/{side}/v1/me", Authenticator(ORIGIN), await who(request, shop, side)
    asked = await ask(shop, headers, "POST", f"{me}/passkeys/options")
    assert asked["options"]["rp"] == {"name": "Toko Uji", "id": "localhost"}
    body = {"challenge": asked["challenge"], "name": "Ponsel", "credential": device.register(asked["options"])}
    made = await ask(shop, headers, "POST", f"{me}/passkeys", **body)
    question = await ask(shop, {}, "POST", f"/{side}/v1/sessions/passkey/options")
    answer = {"challenge": question["challenge"], "credential": device.sign(question["options"])}
    session = await ask(shop, {}, "POST", f"/{side}/v1/sessions/passkey", **answer)
    signed_in = {"Authorization": f"Bearer {session['token']}"}
    assert [one["name"] for one in (await ask(shop, signed_in, "GET", f"{me}/factors"))["passkeys"]] == ["Ponsel"]
    again = await shop.client.post(f"/{side}/v1/sessions/passkey", json=answer)
    assert again.status_code in {401, 422}
    await ask(shop, signed_in, "DELETE", f"{me}/passkeys/{made['id']}")


async def test_a_passkey_of_a_buyer_opens_no_door_for_staff(shop: OpenShop, sari: SignedInCustomer):
    device = Authenticator(ORIGIN)
    asked = await ask(shop, sari.headers, "POST", "/store/v1/me/passkeys/options")
    body = {"challenge": asked["challenge"], "name": "Ponsel", "credential": device.register(asked["options"])}
    await ask(shop, sari.headers, "POST", "/store/v1/me/passkeys", **body)
    question = await ask(shop, {}, "POST", "/admin/v1/sessions/passkey/options")
    answer = {"challenge": question["challenge"], "credential": device.sign(question["options"])}
    refused = await shop.client.post("/admin/v1/sessions/passkey", json=answer)
    assert (refused.status_code, refused.json()["code"]) == (401, "accounts.passkey_unknown")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/totp"),
        ("DELETE", "/totp"),
        ("POST", "/recovery-codes"),
        ("POST", "/passkeys/options"),
        ("DELETE", f"/passkeys/psk_{'0' * 26}"),
    ],
)
async def test_an_old_sign_in_changes_nothing_of_how_an_account_is_opened(
    shop: OpenShop, sari: SignedInCustomer, clock: FixedClock, method: str, path: str
):
    clock.advance(timedelta(minutes=16))
    answer = await shop.client.request(method, f"/store/v1/me{path}", headers=sari.headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "accounts.sign_in_again")
