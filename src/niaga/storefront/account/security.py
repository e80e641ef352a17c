"""What keeps the account safe: the password, where she is signed in, and a survey of the second factors."""

from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from niaga.platform.http import ShopRequest
from niaga.storefront.account.devices import device_name
from niaga.storefront.account.moments import moments
from niaga.storefront.account.people import Customer, Devices, Factors, SessionStart
from niaga.storefront.api import Problem
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

ALL_OTHERS = "others"
_PASSWORD_WRONG = "accounts.password_wrong"  # noqa: S105 - the code of an error


class DeviceForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Which device shall be signed out: its session, or all `others`."""

    session: Annotated[str, Meta(pattern=r"^[a-z0-9_]+$")]


class PasswordForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The present password, and the one from now on."""

    current: str = ""
    password: str = ""


@page("security")
async def show_security(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """Everything on one page; what is set up has pages of its own."""
    visit = storefront.visit(request)
    return await visit.show(
        "account/security.html.j2",
        Here("security"),
        me=await visit.mine("/store/v1/me", Customer),
        factors=await visit.mine("/store/v1/me/factors", Factors),
        devices=(await visit.mine("/store/v1/me/sessions", Devices)).items,
        device_name=device_name,
        moment=await moments(visit),
    )


@form("security")
async def sign_device_out(request: ShopRequest, data: DeviceForm, storefront: Storefront) -> Response[bytes]:
    """One device, or all but this one."""
    visit = storefront.visit(request)
    if data.session == ALL_OTHERS:
        (await visit.act("DELETE /store/v1/me/sessions", type(None))).or_pass()
    else:
        (await visit.act(f"DELETE /store/v1/me/sessions/{data.session}", type(None))).or_pass()
    visit.tell("devices_out" if data.session == ALL_OTHERS else "device_out")
    return visit.go("security")


@page("password")
async def show_password(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The form; an account without a password gets its first one like a forgotten one."""
    visit = storefront.visit(request)
    me = await visit.mine("/store/v1/me", Customer)
    return await _show_password(visit) if me.has_password else visit.go("forgotten")


@form("password")
async def change_password(request: ShopRequest, data: PasswordForm, storefront: Storefront) -> Response[bytes]:
    """Another password; only this device stays signed in."""
    visit = storefront.visit(request)
    body = {"current": data.current, "new": data.password}
    answer = await visit.act("POST /store/v1/me/password", SessionStart, body)
    if answer.problem is not None:
        return await _show_password(visit, answer.problem)
    visit.keep_session(answer.or_stop().token)
    visit.tell("password_changed")
    return visit.go("security")


async def _show_password(visit: Visit, problem: Problem | None = None) -> Response[bytes]:
    errors = problem.by_path() if problem else {}
    if problem is not None and problem.code == _PASSWORD_WRONG:
        errors["current"] = problem.detail
    return await visit.show(
        "account/password.html.j2",
        Here("password"),
        status=problem.status if problem else 200,
        me=await visit.mine("/store/v1/me", Customer),
        errors={"current": errors.get("current", ""), "password": errors.get("new", "")},
        problem=problem if not errors else None,
    )
