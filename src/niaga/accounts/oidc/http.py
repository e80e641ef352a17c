"""Signing in with another's account, over HTTP: set out, come back."""

from typing import Annotated

import msgspec
from litestar import get, post
from msgspec import Meta

from niaga.accounts import limits
from niaga.accounts.customers.wire import SessionStart, device_of, session_start
from niaga.accounts.errors import (
    ForeignSignInFailed,
    ForeignSignInUnproven,
    ProviderUnreachable,
    SecondFactorRequired,
    SecondFactorWrong,
    SignInFailed,
)
from niaga.accounts.factors.wire import Otp
from niaga.accounts.oidc.actions import begin_visit, find_visit, keep_claims, sign_in_by_provider
from niaga.accounts.oidc.desk import ForeignDesk
from niaga.accounts.oidc.protocol import Arrival
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix, without_prefix
from niaga.platform.database import Database
from niaga.platform.http import PUBLIC, ShopRequest, ShortLine, language_of
from niaga.platform.throttle import Throttle, Throttled

_TAGS = ["account"]
_NO_VISIT = "none"


class ProviderView(msgspec.Struct, frozen=True, kw_only=True):
    """Who else may say who you are."""

    name: str


class ProviderList(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    items: list[ProviderView]
    next_cursor: str | None = None


class VisitBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """With whom."""

    provider: ShortLine


class VisitView(msgspec.Struct, frozen=True, kw_only=True):
    """Keep `id` where only this browser has it, and send the browser to `url`."""

    id: str
    url: str


class ReturnBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What stood in the address that the provider sent the browser back to; `otp` where a second factor is asked for.

    After 401 `accounts.second_factor_required` the same visit is completed with `otp`; the provider's code is not sent
    a second time.
    """

    state: Annotated[str, Meta(min_length=1, max_length=200)]
    code: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    otp: Otp | None = None


@get("/store/v1/sign-in-providers", policy=PUBLIC, tags=_TAGS, summary="Whose accounts may sign in")
async def list_providers(foreign: ForeignDesk) -> ProviderList:
    """Empty where the shop has set none up."""
    return ProviderList(items=[ProviderView(name=name) for name in foreign.names])


@post(
    "/store/v1/foreign-sign-ins",
    policy=PUBLIC,
    tags=_TAGS,
    summary="Set out to sign in with another's account",
    operation_id="begin_foreign_sign_in",
    once="ignored",
    refuses=(NotFound, ForeignSignInFailed, ProviderUnreachable, Throttled),
)
async def begin_foreign_sign_in(
    request: ShopRequest, data: VisitBody, database: Database, foreign: ForeignDesk, throttle: Throttle
) -> VisitView:
    """The way is open for fifteen minutes. The provider sends the browser back to the shop's page with `code` and `state`."""
    provider = foreign.provider(data.provider)
    await throttle.take(*limits.asking_for_a_passkey(request))
    visit_id, visit = await database.write(lambda tx: begin_visit(tx, provider), name="begin_foreign_sign_in")
    return VisitView(id=with_prefix("vis", visit_id), url=await foreign.client.way_to(provider, visit))


@post(
    "/store/v1/foreign-sign-ins/{visit_id:str}/complete",
    policy=PUBLIC,
    tags=_TAGS,
    summary="Come back from another's sign-in",
    operation_id="complete_foreign_sign_in",
    status_code=201,
    once="ignored",
    refuses=(
        ForeignSignInFailed,
        ForeignSignInUnproven,
        ProviderUnreachable,
        SecondFactorRequired,
        SecondFactorWrong,
        SignInFailed,
        Throttled,
    ),
)
async def complete_foreign_sign_in(
    request: ShopRequest,
    visit_id: str,
    data: ReturnBody,
    database: Database,
    foreign: ForeignDesk,
    throttle: Throttle,
) -> SessionStart:
    """A session, and an account where the proven address had none. A visit counts once, and only with its own `state`."""
    await throttle.take(*limits.asking_for_a_passkey(request))
    own, device, language = without_prefix("vis", visit_id) or _NO_VISIT, device_of(request), language_of(request)
    visit = await database.read(lambda db: find_visit(db, own, state=data.state))
    provider, claims = foreign.provider(visit.provider), visit.claims
    if claims is None:
        if data.code is None:
            raise ForeignSignInFailed(provider=visit.provider)
        found = claims = await foreign.client.claims(provider, visit, data.code, database.clock.now())
        await database.write(lambda tx: keep_claims(tx, own, visit, found), name="keep_foreign_claims")
    arrival = Arrival(visit_id=own, provider=provider, claims=claims, language=language)
    signed_in = await database.write(
        lambda tx: sign_in_by_provider(tx, arrival, otp=data.otp, device=device), name="complete_foreign_sign_in"
    )
    return session_start(signed_in)
