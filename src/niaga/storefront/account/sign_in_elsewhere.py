"""Signing in without a password of the shop's: with a passkey, or with the account of a provider."""

import re
from http import HTTPStatus
from urllib.parse import quote, unquote

import msgspec
from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.platform.http.cookies import shown_cookie
from niaga.platform.language import Language
from niaga.storefront.account.arriving import arrive
from niaga.storefront.account.people import Journey, SessionStart
from niaga.storefront.account.sign_in import WANTS_CODE, WRONG_CODE, SignInForm, show_entrance
from niaga.storefront.api import Problem
from niaga.storefront.kept import own_cookie
from niaga.storefront.places import own_path
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

COOKIE = "niaga_journey"
_JOURNEY = re.compile(r"(vis_[a-z0-9]{1,40})\.(id|en)\.(.*)", re.ASCII)
_SECONDS = 15 * 60


class PasskeyForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the browser answered to the question: a `PublicKeyCredential` as JSON."""

    challenge: str = ""
    credential: str = ""
    back: str = ""


class ProviderForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Off to the provider; or back with `state`, when the account asks for a second factor (`otp`)."""

    back: str = ""
    state: str = ""
    otp: str = ""


@form("sign_in_passkey")
async def sign_in_by_passkey(request: ShopRequest, data: PasskeyForm, storefront: Storefront) -> Response[bytes]:
    """In with a passkey; `static/passkeys.js` fills the form."""
    visit = storefront.visit(request)
    body = {"challenge": data.challenge, "credential": credential_in(data.credential)}
    answer = await visit.send("POST /store/v1/sessions/passkey", SessionStart, body)
    if answer.problem is not None:
        return await show_entrance(visit, SignInForm(back=data.back), problem=plainly(answer.problem))
    return await arrive(visit, answer.or_stop(), back=data.back)


@page("sign_in_passkey")
async def leave_passkey(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """Nothing is here without a passkey."""
    return storefront.visit(request).go("sign_in")


@form("sign_in_with")
async def set_out(request: ShopRequest, provider: str, data: ProviderForm, storefront: Storefront) -> Response[bytes]:
    """On to the provider by a page of ours, for a form may lead nowhere else; or the second factor after coming back."""
    visit = storefront.visit(request)
    if data.state:
        return await _complete(visit, provider, {"state": data.state, "otp": data.otp.strip()})
    answer = await visit.send("POST /store/v1/foreign-sign-ins", Journey, {"provider": provider})
    if answer.problem is not None:
        return await show_entrance(visit, SignInForm(back=data.back), problem=answer.problem)
    journey = answer.or_stop()
    kept = f"{journey.id}.{visit.language.value}.{quote(own_path(data.back), safe='')}"
    visit.set_cookie(own_cookie(COOKIE, kept, _SECONDS, secure=storefront.secure))
    return await visit.show("account/set_out.html.j2", Here("sign_in"), provider=provider, url=journey.url)


@page("sign_in_with")
async def come_back(request: ShopRequest, provider: str, storefront: Storefront) -> Response[bytes]:
    """Where the provider sends the browser; all do so to the Indonesian address, whatever language she reads."""
    visit = storefront.visit(request)
    code, state = request.query_params.get("code", ""), request.query_params.get("state", "")
    journey = _journey(visit)
    if journey is None or not state:
        return visit.go("sign_in")
    if journey[1] is not visit.language:
        query = {"code": code, "state": state}
        return visit.go_to(Here("sign_in_with", {"provider": provider}, query).address(journey[1]))
    return await _complete(visit, provider, {"state": state, **({"code": code} if code else {})})


async def _complete(visit: Visit, provider: str, body: dict[str, str]) -> Response[bytes]:
    journey = _journey(visit)
    if journey is None:
        return visit.go("sign_in")
    answer = await visit.send(f"POST /store/v1/foreign-sign-ins/{journey[0]}/complete", SessionStart, body)
    problem = answer.problem
    if problem is not None and problem.code in (WANTS_CODE, WRONG_CODE):
        return await _ask_for_code(visit, provider, body["state"], problem)
    visit.set_cookie(own_cookie(COOKIE, "", 0, secure=visit.storefront.secure))
    if problem is not None:
        return await show_entrance(visit, SignInForm(back=journey[2]), problem=plainly(problem))
    return await arrive(visit, answer.or_stop(), back=journey[2])


async def _ask_for_code(visit: Visit, provider: str, state: str, problem: Problem) -> Response[bytes]:
    wrong = problem.code == WRONG_CODE
    return await visit.show(
        "account/second_factor.html.j2",
        Here("sign_in"),
        status=problem.status if wrong else HTTPStatus.OK,
        provider=provider,
        state=state,
        error=problem.detail if wrong else "",
    )


def credential_in(text: str) -> object:
    """The JSON that a script put into the form; what is none is refused by the API."""
    try:
        return msgspec.json.decode(text.encode())
    except msgspec.DecodeError:
        return None


def plainly(problem: Problem) -> Problem:
    """The problem without the fields of a form that nobody filled in by hand."""
    return msgspec.structs.replace(problem, errors=())


def _journey(visit: Visit) -> tuple[str, Language, str] | None:
    found = _JOURNEY.fullmatch(shown_cookie(visit.request, COOKIE))
    return None if found is None else (found[1], Language(found[2]), own_path(unquote(found[3])))
