"""Signing in with address and password, and signing out.

Whose sign-in takes a second factor is asked for password and code together, on a page of its own: a password is never
put into a page.
"""

from http import HTTPStatus

import msgspec
from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.platform.language import translate
from niaga.storefront.account.arriving import arrive
from niaga.storefront.account.people import Customer, Providers, SessionStart
from niaga.storefront.account.waiting import EMAIL, PHONE, way_of
from niaga.storefront.api import Problem
from niaga.storefront.places import own_path
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, SignInNeeded, Storefront, Visit

WANTS_CODE = "accounts.second_factor_required"
WRONG_CODE = "accounts.second_factor_wrong"


class SignInForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Address and password; `otp` where a second factor is asked for, `back` the page she came from."""

    who: str = ""
    password: str = ""
    otp: str | None = None
    back: str = ""


class SignOutForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Nothing needs to be said."""


@page("sign_in")
async def show_sign_in(
    request: ShopRequest, storefront: Storefront, back: str = "", again: str = ""
) -> Response[bytes]:
    """The form. Who is signed in already goes on, unless she shall prove it anew."""
    visit = storefront.visit(request)
    if not visit.session:
        return await show_entrance(visit, SignInForm(back=own_path(back)))
    try:
        known = await visit.mine("/store/v1/me", Customer)
    except SignInNeeded:
        visit.keep_session("")
        return await show_entrance(visit, SignInForm(back=own_path(back)))
    if not again:
        return visit.go_to(own_path(back) or visit.address("account"))
    return await show_entrance(visit, SignInForm(who=known.email or known.phone or "", back=own_path(back)), again=True)


@form("sign_in")
async def sign_in(request: ShopRequest, data: SignInForm, storefront: Storefront) -> Response[bytes]:
    """In, or the form again with what is wrong; the password is typed anew."""
    visit = storefront.visit(request)
    if not data.who.strip() or not data.password:
        return await show_entrance(visit, data, missing=True)
    body = {way_of(data.who): data.who.strip(), "password": data.password}
    if data.otp is not None and data.otp.strip():
        body["otp"] = data.otp.strip()
    answer = await visit.send("POST /store/v1/sessions", SessionStart, body)
    if answer.problem is not None:
        return await show_entrance(visit, data, problem=answer.problem)
    return await arrive(visit, answer.or_stop(), back=data.back)


@form("sign_out")
async def sign_out(request: ShopRequest, data: SignOutForm, storefront: Storefront) -> Response[bytes]:  # noqa: ARG001
    """The session ends, and this browser keeps nothing of her."""
    visit = storefront.visit(request)
    if visit.session:
        await visit.send("DELETE /store/v1/sessions/current", type(None), bearer=visit.session)
    visit.forget_person()
    visit.tell("signed_out")
    return visit.go("home")


async def show_entrance(
    visit: Visit,
    typed: SignInForm,
    *,
    problem: Problem | None = None,
    again: bool = False,
    missing: bool = False,
) -> Response[bytes]:
    """The page with all ways in; once a code was asked for, with its field."""
    errors = entrance_errors(problem)
    if missing:
        errors = empty_fields(visit, who=typed.who, password=typed.password)
    providers = (await visit.get("/store/v1/sign-in-providers", Providers)).value
    status = HTTPStatus.UNPROCESSABLE_ENTITY if missing else problem.status if problem else HTTPStatus.OK
    return await visit.show(
        "account/sign_in.html.j2",
        Here("sign_in", query={"back": own_path(typed.back)}),
        status=status,
        typed=typed,
        errors=errors,
        again=again,
        wants_code=typed.otp is not None or (problem is not None and problem.code == WANTS_CODE),
        problem=problem if problem and not errors and problem.code != WANTS_CODE else None,
        providers=providers.items if providers else (),
    )


def empty_fields(visit: Visit, **typed: str) -> dict[str, str]:
    """The message beside each field in which nothing stands."""
    words = translate("This field is required.", visit.language)
    return {name: words for name, text in typed.items() if not text.strip()}


def entrance_errors(problem: Problem | None) -> dict[str, str]:
    """The message beside each field at fault; an address is one field, whichever kind it is."""
    if problem is None:
        return {}
    if problem.code == WRONG_CODE:
        return {"otp": problem.detail}
    errors = problem.by_path()
    who = errors.pop(EMAIL, None) or errors.pop(PHONE, None)
    return {**errors, "who": who} if who else errors
