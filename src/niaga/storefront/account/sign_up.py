"""Signing up, and the code that proves the address. What the pages say does not hang on whether an address is known."""

from http import HTTPStatus

import msgspec
from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.storefront.account.arriving import arrive
from niaga.storefront.account.people import SessionStart, Verification
from niaga.storefront.account.sign_in import empty_fields, entrance_errors
from niaga.storefront.account.waiting import Waiting, stop_waiting, wait_for_code, waiting_at, way_of
from niaga.storefront.api import Problem
from niaga.storefront.places import own_path
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

RESEND = "resend"


class SignUpForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who wants an account."""

    name: str = ""
    who: str = ""
    password: str = ""
    back: str = ""


class CodeForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The code, or the wish for another one (`resend`)."""

    code: str = ""
    deed: str = ""


@page("sign_up")
async def show_sign_up(request: ShopRequest, storefront: Storefront, back: str = "") -> Response[bytes]:
    """The form; who is signed in has an account."""
    visit = storefront.visit(request)
    if visit.session:
        return visit.go("account")
    return await _show(visit, SignUpForm(back=own_path(back)))


@form("sign_up")
async def sign_up(request: ShopRequest, data: SignUpForm, storefront: Storefront) -> Response[bytes]:
    """A code goes out, to whichever address."""
    visit = storefront.visit(request)
    target = {way_of(data.who): data.who.strip()}
    body = {**target, "password": data.password, "name": data.name}
    answer = await visit.send("POST /store/v1/customers", Verification, body)
    if answer.problem is not None:
        return await _show(visit, data, answer.problem)
    wait_for_code(visit, "sign_up_code", target, answer.or_stop(), back=own_path(data.back))
    return visit.go("sign_up_code")


@page("sign_up_code")
async def show_sign_up_code(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The field for the code; for a browser that asked for one."""
    visit = storefront.visit(request)
    waiting = waiting_at(visit, "sign_up_code")
    return visit.go("sign_up") if waiting is None else await show_code(visit, waiting)


@form("sign_up_code")
async def prove_address(request: ShopRequest, data: CodeForm, storefront: Storefront) -> Response[bytes]:
    """With the right code the account is there, and she is signed in."""
    visit = storefront.visit(request)
    waiting = waiting_at(visit, "sign_up_code")
    if waiting is None:
        return visit.go("sign_up")
    if data.deed == RESEND:
        return await send_again(visit, waiting)
    body = {**waiting.question, "code": data.code.strip()}
    answer = await visit.send("POST /store/v1/customers/verify", SessionStart, body)
    if answer.problem is not None:
        return await show_code(visit, waiting, answer.problem, typed=data.code)
    stop_waiting(visit)
    return await arrive(visit, answer.or_stop(), back=waiting.back, news="welcome")


async def send_again(visit: Visit, waiting: Waiting, **parts: str) -> Response[bytes]:
    """Another code to the same address; too early, and the page says how long she has to wait."""
    answer = await visit.send("POST /store/v1/customers/codes", Verification, waiting.question)
    if answer.problem is not None:
        return await show_code(visit, waiting, answer.problem, parts=parts)
    wait_for_code(visit, waiting.place, waiting.target, answer.or_stop(), back=waiting.back)
    visit.tell("code_sent")
    return visit.go(waiting.place, **parts)


async def show_code(
    visit: Visit,
    waiting: Waiting,
    problem: Problem | None = None,
    *,
    typed: str = "",
    parts: dict[str, str] | None = None,
) -> Response[bytes]:
    """The page for the code that waits."""
    errors = problem.by_path() if problem else {}
    return await visit.show(
        "account/code.html.j2",
        Here(waiting.place, parts or {}),
        status=problem.status if problem else HTTPStatus.OK,
        waiting=waiting,
        typed=typed,
        errors=errors,
        problem=problem if not errors else None,
    )


async def _show(visit: Visit, typed: SignUpForm, problem: Problem | None = None) -> Response[bytes]:
    empty = empty_fields(visit, name=typed.name, who=typed.who, password=typed.password) if problem else {}
    errors = {**entrance_errors(problem), **empty}
    return await visit.show(
        "account/sign_up.html.j2",
        Here("sign_up", query={"back": own_path(typed.back)}),
        status=problem.status if problem else HTTPStatus.OK,
        typed=typed,
        errors=errors,
        problem=problem if not errors else None,
    )
