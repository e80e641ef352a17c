"""Second factors: an authenticator app with its recovery codes, and passkeys. Secrets are shown once."""

import base64
from http import HTTPStatus

import msgspec
from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.storefront.account.people import Challenge, Factors, Passkey, RecoveryCodes, TotpSetup
from niaga.storefront.account.sign_in_elsewhere import credential_in
from niaga.storefront.api import Problem
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

BEGIN, CONFIRM, REMOVE = "begin", "confirm", "remove"


class AuthenticatorForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What shall become of the app: `begin`, `confirm` with a code of it, or `remove`."""

    deed: str = BEGIN
    otp: str = ""


class RenewForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Nothing needs to be said."""


class PasskeyForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What shall become of a passkey: `begin` with a name, `confirm` with what the browser made, or `remove`."""

    deed: str = BEGIN
    name: str = ""
    challenge: str = ""
    credential: str = ""
    passkey: str = ""


@page("authenticator")
async def show_authenticator(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """What an app is for, and the button that begins; or how to take it away."""
    visit = storefront.visit(request)
    return await visit.show(
        "account/authenticator.html.j2",
        Here("authenticator"),
        factors=await visit.mine("/store/v1/me/factors", Factors),
    )


@form("authenticator")
async def change_authenticator(
    request: ShopRequest, data: AuthenticatorForm, storefront: Storefront
) -> Response[bytes]:
    """A step of setting it up, or away with it."""
    visit = storefront.visit(request)
    if data.deed == REMOVE:
        (await visit.act("DELETE /store/v1/me/totp", type(None))).or_pass()
        visit.tell("authenticator_off")
        return visit.go("security")
    if data.deed == CONFIRM:
        return await _confirm(visit, data)
    setup = (await visit.act("POST /store/v1/me/totp", TotpSetup)).or_stop()
    return await _show_setup(visit, setup)


@form("recovery_codes")
async def renew_recovery_codes(request: ShopRequest, data: RenewForm, storefront: Storefront) -> Response[bytes]:  # noqa: ARG001
    """Ten new ones, shown this once."""
    visit = storefront.visit(request)
    codes = (await visit.act("POST /store/v1/me/recovery-codes", RecoveryCodes)).or_stop()
    return await _show_codes(visit, codes)


@page("recovery_codes")
async def leave_recovery_codes(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """They are not shown twice."""
    return storefront.visit(request).go("security")


@page("passkeys")
async def leave_passkeys(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """They stand on the page of all that keeps the account safe."""
    return storefront.visit(request).go("security", at="passkeys")


@form("passkeys")
async def change_passkeys(request: ShopRequest, data: PasskeyForm, storefront: Storefront) -> Response[bytes]:
    """A step of making one, or away with one."""
    visit = storefront.visit(request)
    if data.deed == REMOVE:
        (await visit.act(f"DELETE /store/v1/me/passkeys/{data.passkey}", type(None))).or_pass()
        visit.tell("passkey_off")
        return visit.go("security")
    if data.deed == CONFIRM:
        body = {"challenge": data.challenge, "credential": credential_in(data.credential), "name": data.name}
        answer = await visit.act("POST /store/v1/me/passkeys", Passkey, body)
        if answer.problem is None:
            visit.tell("passkey_on")
            return visit.go("security")
        return await _show_new_passkey(visit, data.name, answer.problem)
    return await _show_new_passkey(visit, data.name)


async def _confirm(visit: Visit, data: AuthenticatorForm) -> Response[bytes]:
    answer = await visit.act("POST /store/v1/me/totp/confirm", RecoveryCodes, {"otp": data.otp.strip()})
    if answer.problem is None:
        return await _show_codes(visit, answer.or_stop(), begun=True)
    return await visit.show(
        "account/authenticator_setup.html.j2",
        Here("authenticator"),
        status=answer.problem.status,
        setup=None,
        picture="",
        error=answer.problem.by_path().get("otp") or answer.problem.detail,
    )


async def _show_setup(visit: Visit, setup: TotpSetup) -> Response[bytes]:
    # As a picture of its own: what comes as markup is never part of our page.
    drawing = setup.qr_svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    picture = f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"
    return await visit.show(
        "account/authenticator_setup.html.j2", Here("authenticator"), setup=setup, picture=picture, error=""
    )


async def _show_codes(visit: Visit, codes: RecoveryCodes, *, begun: bool = False) -> Response[bytes]:
    return await visit.show("account/recovery_codes.html.j2", Here("security"), codes=codes.recovery_codes, begun=begun)


async def _show_new_passkey(visit: Visit, name: str, problem: Problem | None = None) -> Response[bytes]:
    """The page on which the browser makes it; the question is new each time."""
    challenge = (await visit.act("POST /store/v1/me/passkeys/options", Challenge)).or_stop()
    return await visit.show(
        "account/passkey.html.j2",
        Here("security"),
        status=problem.status if problem else HTTPStatus.OK,
        name=name,
        challenge=challenge,
        problem=problem,
    )
