"""The protocol: discovery, the authorization code with PKCE (RFC 7636), and what an ID token says (OpenID Connect Core 1.0).

Everything goes through the outbound client, which reaches nothing inside. Tokens are verified by joserfc, which takes over
half a second to import and therefore is imported by whoever first signs in so, in a thread.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from base64 import b64encode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import msgspec

from niaga.accounts.errors import ForeignSignInFailed, ProviderUnreachable
from niaga.accounts.rules.providers import Provider
from niaga.platform.outbound import OutboundRequest, OutboundTrouble

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.platform.outbound import OutboundClient

_WELL_KNOWN = "/.well-known/openid-configuration"
_KNOWN_SECONDS = 3600.0
_LEEWAY_SECONDS = 60
_ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
_OK = 200
_FORM = "application/x-www-form-urlencoded"


class Discovery(msgspec.Struct, frozen=True):
    """What a provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class ForeignClaims(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is, by a provider's word."""

    subject: str
    email: str | None
    name: str


class _Tokens(msgspec.Struct, frozen=True):
    id_token: str


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on her way to a provider and back. `verifier` and `nonce` are secrets of ours."""

    provider: str
    state: str
    nonce: str
    verifier: str
    claims: ForeignClaims | None = None


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is back from a provider, and what it says of her."""

    visit_id: str
    provider: Provider
    claims: ForeignClaims
    language: str


class OidcClient:
    """Speaks to providers. What they say of themselves and their keys are remembered for an hour."""

    def __init__(self, outbound: OutboundClient, redirect_uri: str) -> None:
        self._outbound = outbound
        self._redirect_uri = redirect_uri
        self._known: dict[str, tuple[float, Any]] = {}

    async def way_to(self, provider: Provider, visit: Visit) -> str:
        """The address that the browser is sent to. Raises ForeignSignInFailed."""
        found = await self._discovery(provider)
        question = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": self._redirect_of(provider),
            "scope": "openid email profile",
            "state": visit.state,
            "nonce": visit.nonce,
            "code_challenge": challenge_of(visit.verifier),
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in found.authorization_endpoint else "?"
        return f"{found.authorization_endpoint}{joint}{urlencode(question)}"

    async def claims(self, provider: Provider, visit: Visit, code: str, now: datetime) -> ForeignClaims:
        """Whom the provider says the code stands for. Raises ForeignSignInFailed for whatever does not fit."""
        found = await self._discovery(provider)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_of(provider),
            "code_verifier": visit.verifier,
        }
        headers = {"Content-Type": _FORM, "Accept": "application/json", "Authorization": _basic(provider)}
        request = OutboundRequest(
            method="POST", url=found.token_endpoint, headers=headers, body=urlencode(form).encode()
        )
        tokens: _Tokens = await self._ask(request, _Tokens)
        keys = await self._keys(found)
        try:
            return await asyncio.to_thread(_read_token, tokens.id_token, keys, provider, visit, now)
        except ForeignSignInFailed:
            # Its keys may have changed since we last looked; a forged token fails a second time.
            self._known.pop(found.jwks_uri, None)
            keys = await self._keys(found)
            return await asyncio.to_thread(_read_token, tokens.id_token, keys, provider, visit, now)

    async def _discovery(self, provider: Provider) -> Discovery:
        url = f"{provider.issuer}{_WELL_KNOWN}"
        found: Discovery = await self._remembered(url, Discovery)
        if found.issuer.rstrip("/") != provider.issuer:
            raise ForeignSignInFailed(provider=provider.name)
        return found

    async def _keys(self, found: Discovery) -> dict[str, Any]:
        keys: dict[str, Any] = await self._remembered(found.jwks_uri, dict[str, Any])
        return keys

    async def _remembered(self, url: str, shape: Any) -> Any:
        known = self._known.get(url)
        if known is not None and time.monotonic() < known[0]:
            return known[1]
        request = OutboundRequest(method="GET", url=url, headers={"Accept": "application/json"})
        found = await self._ask(request, shape)
        self._known[url] = (time.monotonic() + _KNOWN_SECONDS, found)
        return found

    async def _ask(self, request: OutboundRequest, shape: Any) -> Any:
        try:
            answer = await self._outbound.send(request)
            if answer.status != _OK:
                raise ForeignSignInFailed(provider="")
            return answer.json(shape)
        except OutboundTrouble as trouble:
            raise ProviderUnreachable from trouble

    def _redirect_of(self, provider: Provider) -> str:
        return f"{self._redirect_uri}/{provider.name}"


def challenge_of(verifier: str) -> str:
    """What is told beforehand of a secret that only its maker can show afterwards (PKCE, S256)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _basic(provider: Provider) -> str:
    both = f"{quote(provider.client_id, safe='')}:{quote(provider.secret, safe='')}"
    return f"Basic {b64encode(both.encode()).decode()}"


def _read_token(token: str, keys: dict[str, Any], provider: Provider, visit: Visit, now: datetime) -> ForeignClaims:
    from joserfc import jwt  # noqa: PLC0415 - see above
    from joserfc.jwk import KeySet  # noqa: PLC0415

    seconds = int(now.timestamp())
    wanted = jwt.JWTClaimsRegistry(
        now=seconds,
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": visit.nonce},
    )
    try:
        # A key set of somebody else's making, and a token too: whatever they do to a parser is a refusal.
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS).claims  # type: ignore[arg-type]
        wanted.validate({**claims, "iss": str(claims.get("iss", "")).rstrip("/")})
    except Exception as error:
        raise ForeignSignInFailed(provider=provider.name) from error
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise ForeignSignInFailed(provider=provider.name)
    proven = claims.get("email") if claims.get("email_verified") is True else None
    return ForeignClaims(
        subject=str(claims["sub"]),
        email=proven if isinstance(proven, str) else None,
        name=str(claims.get("name") or ""),
    )
