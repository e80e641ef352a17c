"""Her name, her language, and her addresses: a new one counts once the code that went there has come back."""

from http import HTTPStatus

import msgspec
from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.storefront.account.arriving import claim_orders
from niaga.storefront.account.people import Customer, Verification
from niaga.storefront.account.sign_up import RESEND, CodeForm, send_again, show_code
from niaga.storefront.account.waiting import EMAIL, PHONE, stop_waiting, wait_for_code, waiting_at
from niaga.storefront.api import Problem
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

_WAYS = (EMAIL, PHONE)


class ProfileForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What she is called, and how letters are written to her; `version` is what she saw."""

    name: str = ""
    language: str = "id"
    version: str = ""


class ContactForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The new address; the password where the account has one."""

    address: str = ""
    password: str = ""


@page("profile")
async def show_profile(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The forms, filled in."""
    visit = storefront.visit(request)
    me = await visit.mine("/store/v1/me", Customer)
    return await _show(visit, me, ProfileForm(name=me.name, language=me.language, version=str(me.version)))


@form("profile")
async def change_profile(request: ShopRequest, data: ProfileForm, storefront: Storefront) -> Response[bytes]:
    """Another name, another language for letters."""
    visit = storefront.visit(request)
    seen = int(data.version) if data.version.isdecimal() else 0
    answer = await visit.act("PATCH /store/v1/me", Customer, {"name": data.name, "language": data.language}, seen=seen)
    if answer.problem is None:
        visit.tell("saved")
        return visit.go("profile")
    me = await visit.mine("/store/v1/me", Customer)
    # What she typed now stands beside the version that she sees now.
    return await _show(visit, me, msgspec.structs.replace(data, version=str(me.version)), answer.problem)


@page("contact")
async def show_contact(request: ShopRequest, storefront: Storefront, way: str) -> Response[bytes]:
    """The form for another e-mail address or number."""
    visit = storefront.visit(request)
    return await _show_contact(visit, way, ContactForm()) if way in _WAYS else visit.go("profile")


@form("contact")
async def ask_new_contact(request: ShopRequest, way: str, data: ContactForm, storefront: Storefront) -> Response[bytes]:
    """A code goes to the new address."""
    visit = storefront.visit(request)
    if way not in _WAYS:
        return visit.go("profile")
    target = {way: data.address.strip()}
    body = {**target, **({"password": data.password} if data.password else {})}
    answer = await visit.act(f"POST /store/v1/me/{way}", Verification, body)
    if answer.problem is not None:
        return await _show_contact(visit, way, data, answer.problem)
    wait_for_code(visit, "contact_code", target, answer.or_stop())
    return visit.go("contact_code", way=way)


@page("contact_code")
async def show_contact_code(request: ShopRequest, storefront: Storefront, way: str) -> Response[bytes]:
    """The field for the code."""
    visit = storefront.visit(request)
    waiting = waiting_at(visit, "contact_code")
    if waiting is None or waiting.way != way:
        return visit.go("profile")
    return await show_code(visit, waiting, parts={"way": way})


@form("contact_code")
async def prove_contact(request: ShopRequest, way: str, data: CodeForm, storefront: Storefront) -> Response[bytes]:
    """With the right code the address is hers; what was ordered with it comes along."""
    visit = storefront.visit(request)
    waiting = waiting_at(visit, "contact_code")
    if waiting is None or waiting.way != way:
        return visit.go("profile")
    if data.deed == RESEND:
        return await send_again(visit, waiting, way=way)
    body = {**waiting.question, "code": data.code.strip()}
    answer = await visit.act(f"POST /store/v1/me/{way}/confirm", Customer, body)
    if answer.problem is not None:
        return await show_code(visit, waiting, answer.problem, typed=data.code, parts={"way": way})
    stop_waiting(visit)
    visit.tell("contact_changed")
    await claim_orders(visit)
    return visit.go("profile")


async def _show(visit: Visit, me: Customer, typed: ProfileForm, problem: Problem | None = None) -> Response[bytes]:
    errors = problem.by_path() if problem else {}
    return await visit.show(
        "account/profile.html.j2",
        Here("profile"),
        status=problem.status if problem else HTTPStatus.OK,
        me=me,
        typed=typed,
        errors=errors,
        problem=problem if not errors else None,
    )


async def _show_contact(visit: Visit, way: str, typed: ContactForm, problem: Problem | None = None) -> Response[bytes]:
    errors = problem.by_path() if problem else {}
    if problem is not None and problem.code == "accounts.password_wrong":
        errors["password"] = problem.detail
    return await visit.show(
        "account/contact.html.j2",
        Here("contact", {"way": way}),
        status=problem.status if problem else HTTPStatus.OK,
        way=way,
        me=await visit.mine("/store/v1/me", Customer),
        typed=typed,
        errors={"address": errors.get(way, ""), "password": errors.get("password", "")},
        problem=problem if not errors else None,
    )
