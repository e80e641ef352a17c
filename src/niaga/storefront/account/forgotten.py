"""A forgotten password: a code to the address, whether or not it has an account, and another password with it."""

from http import HTTPStatus

import msgspec
from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.storefront.account.people import Verification
from niaga.storefront.account.sign_in import empty_fields, entrance_errors
from niaga.storefront.account.sign_up import RESEND, send_again
from niaga.storefront.account.waiting import Waiting, stop_waiting, wait_for_code, waiting_at, way_of
from niaga.storefront.api import Problem
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit


class ForgottenForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An address of the account."""

    who: str = ""


class NewPasswordForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The code and the new password, or the wish for another code (`resend`)."""

    code: str = ""
    password: str = ""
    deed: str = ""


@page("forgotten")
async def show_forgotten(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The form."""
    return await _show(storefront.visit(request), ForgottenForm())


@form("forgotten")
async def ask_for_code(request: ShopRequest, data: ForgottenForm, storefront: Storefront) -> Response[bytes]:
    """A code goes out where there is an account; the page is the same."""
    visit = storefront.visit(request)
    target = {way_of(data.who): data.who.strip()}
    answer = await visit.send("POST /store/v1/password-resets", Verification, target)
    if answer.problem is not None:
        return await _show(visit, data, answer.problem)
    wait_for_code(visit, "new_password", target, answer.or_stop())
    return visit.go("new_password")


@page("new_password")
async def show_new_password(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """Fields for code and password; for a browser that asked for a code."""
    visit = storefront.visit(request)
    waiting = waiting_at(visit, "new_password")
    return visit.go("forgotten") if waiting is None else await _show_new(visit, waiting)


@form("new_password")
async def set_new_password(request: ShopRequest, data: NewPasswordForm, storefront: Storefront) -> Response[bytes]:
    """Another password; every device is signed out, and she signs in with it."""
    visit = storefront.visit(request)
    waiting = waiting_at(visit, "new_password")
    if waiting is None:
        return visit.go("forgotten")
    if data.deed == RESEND:
        return await send_again(visit, waiting)
    body = {**waiting.question, "code": data.code.strip(), "password": data.password}
    answer = await visit.send("POST /store/v1/password-resets/confirm", type(None), body)
    if answer.problem is not None:
        return await _show_new(visit, waiting, answer.problem, typed=data.code)
    stop_waiting(visit)
    visit.keep_session("")
    visit.tell("password_set")
    return visit.go("sign_in")


async def _show(visit: Visit, typed: ForgottenForm, problem: Problem | None = None) -> Response[bytes]:
    errors = {**entrance_errors(problem), **(empty_fields(visit, who=typed.who) if problem else {})}
    return await visit.show(
        "account/forgotten.html.j2",
        Here("forgotten"),
        status=problem.status if problem else HTTPStatus.OK,
        typed=typed,
        errors=errors,
        problem=problem if not errors else None,
    )


async def _show_new(
    visit: Visit, waiting: Waiting, problem: Problem | None = None, *, typed: str = ""
) -> Response[bytes]:
    errors = problem.by_path() if problem else {}
    return await visit.show(
        "account/code.html.j2",
        Here("new_password"),
        status=problem.status if problem else HTTPStatus.OK,
        waiting=waiting,
        typed=typed,
        errors=errors,
        problem=problem if not errors else None,
    )
