"""Her rights about her data: what she agreed to, what she asked for, a copy of everything, and an end to it."""

from http import HTTPStatus

import msgspec
from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.platform.language import Language, translate
from niaga.storefront.account.moments import moments
from niaga.storefront.account.people import Consents, Customer, Export, PrivacyRequest, PrivacyRequests
from niaga.storefront.api import Problem
from niaga.storefront.cart import once
from niaga.storefront.checkout_form import CHECKED
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

REQUESTS = "/store/v1/me/privacy-requests"
KINDS = ("access", "rectification", "restriction", "objection", "withdrawal", "export", "erasure")
# What she types to say that she means it.
WORDS = {Language.ID: "HAPUS", Language.EN: "ERASE"}
_NEEDS_ORDERS_OVER = "privacy.orders_under_way"


class ConsentForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A purpose, and whether she agrees to it."""

    purpose: str
    given: str = ""


class RequestForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What she asks for, in her words."""

    kind: str = ""
    message: str = ""
    once: str = ""


class ExportForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """To read (`html`), or for programs (`json`)."""

    kind: str = "html"


class EraseForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The word that says that she means it."""

    word: str = ""


@page("privacy")
async def show_privacy(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """Consents, requests, a copy, the end, and who to complain to."""
    return await _show(storefront.visit(request), RequestForm())


@form("privacy")
async def say_consent(request: ShopRequest, data: ConsentForm, storefront: Storefront) -> Response[bytes]:
    """Agreed, or no longer."""
    visit = storefront.visit(request)
    body = {"purpose": data.purpose, "given": data.given == CHECKED}
    (await visit.act("POST /store/v1/me/consents", Consents, body, key=once())).or_pass()
    visit.tell("consent_given" if data.given == CHECKED else "consent_withdrawn")
    return visit.go("privacy")


@page("privacy_requests")
async def leave_requests(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """They stand on the page of all her rights."""
    return storefront.visit(request).go("privacy", at="requests")


@form("privacy_requests")
async def ask_about_data(request: ShopRequest, data: RequestForm, storefront: Storefront) -> Response[bytes]:
    """A request that is answered within 3 x 24 hours."""
    visit = storefront.visit(request)
    body = {"kind": data.kind, "message": data.message}
    answer = await visit.act(f"POST {REQUESTS}", PrivacyRequest, body, key=data.once or once())
    if answer.problem is not None:
        return await _show(visit, data, answer.problem)
    visit.tell("request_taken")
    return visit.go("privacy", at="requests")


@page("export")
async def leave_export(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """A copy is made when it is asked for."""
    return storefront.visit(request).go("privacy", at="copy")


@form("export")
async def take_copy(request: ShopRequest, data: ExportForm, storefront: Storefront) -> Response[bytes]:
    """Everything about her as a file: her browser saves it, and shows it on no page of ours."""
    visit = storefront.visit(request)
    copy = (await visit.act("POST /store/v1/me/export", Export)).or_stop()
    if data.kind == "json":
        body, kind = msgspec.json.format(bytes(copy.data), indent=2), "application/json"
    else:
        body, kind = copy.html.encode(), "text/html"
    name = f"data.{'json' if data.kind == 'json' else 'html'}"
    return visit.save(body, name=name, media_type=kind)


@page("erase")
async def show_erase(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """What goes, what stays and why, and the field for the word."""
    return await _show_erase(storefront.visit(request))


@form("erase")
async def erase_account(request: ShopRequest, data: EraseForm, storefront: Storefront) -> Response[bytes]:
    """For good, if she typed the word."""
    visit = storefront.visit(request)
    if data.word.strip().upper() != WORDS[visit.language]:
        error = translate("Type {word} to go on.", visit.language, word=WORDS[visit.language])
        return await _show_erase(visit, typed=data.word, error=error)
    answer = await visit.act("DELETE /store/v1/me", type(None))
    if answer.problem is not None:
        return await _show_erase(visit, typed=data.word, problem=answer.problem)
    visit.forget_person()
    visit.tell("erased")
    return visit.go("home")


async def _show(visit: Visit, typed: RequestForm, problem: Problem | None = None) -> Response[bytes]:
    errors = problem.by_path() if problem else {}
    return await visit.show(
        "account/privacy.html.j2",
        Here("privacy"),
        status=problem.status if problem else HTTPStatus.OK,
        consents=(await visit.mine("/store/v1/me/consents", Consents)).items,
        requests=(await visit.mine(REQUESTS, PrivacyRequests)).items,
        kinds=KINDS,
        typed=typed,
        errors=errors,
        problem=problem if not errors else None,
        once=once(),
        moment=await moments(visit),
    )


async def _show_erase(
    visit: Visit, *, typed: str = "", error: str = "", problem: Problem | None = None
) -> Response[bytes]:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else problem.status if problem else HTTPStatus.OK
    return await visit.show(
        "account/erase.html.j2",
        Here("erase"),
        status=status,
        me=await visit.mine("/store/v1/me", Customer),
        word=WORDS[visit.language],
        typed=typed,
        error=error,
        problem=problem,
        numbers=problem.members.get("numbers", ()) if problem and problem.code == _NEEDS_ORDERS_OVER else (),
    )
