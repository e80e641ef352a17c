"""Somebody else's sign-in on the loopback (OpenID Connect Core 1.0): discovery, keys, the token endpoint, PKCE checked."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from tests.support.upstream import Heard, Upstream, says_json, upstream

from niaga.accounts.oidc.protocol import challenge_of

CLIENT_ID, CLIENT_SECRET = "toko-uji", "rahasia+toko"


@dataclass
class ForeignProvider:
    """The provider, and the person who is signed in there. `spoil` may change what a token says."""

    server: Upstream
    person: dict[str, Any]
    now: Callable[[], float] = time.time
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}, private=True))
    spoil: Callable[[dict[str, Any]], dict[str, Any]] = dict
    open_codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """What it calls itself."""
        return self.server.origin

    @property
    def setting(self) -> str:
        """Its line in the settings of a shop."""
        return f"google {self.issuer} {CLIENT_ID} {CLIENT_SECRET}"

    def visit(self, url: str) -> tuple[str, str]:
        """The person agrees; the code and the state that her browser takes back."""
        asked = {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == CLIENT_ID
        code = secrets.token_urlsafe(12)
        self.open_codes[code] = asked
        return code, asked["state"]

    async def answer(self, heard: Heard, writer: asyncio.StreamWriter) -> None:
        """What comes to which path."""
        status, body = self._answer(heard)
        await says_json(status, body)(heard, writer)

    def _answer(self, heard: Heard) -> tuple[int, Any]:
        match heard.target:
            case "/.well-known/openid-configuration":
                return 200, self._discovery()
            case "/keys":
                return 200, {"keys": [self.key.as_dict(private=False)]}
            case "/token":
                return self._token(heard)
        return 404, {}

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "code_challenge_methods_supported": ["S256"],
        }

    def _token(self, heard: Heard) -> tuple[int, Any]:
        form = heard.form()
        asked = self.open_codes.pop(form["code"], None)
        told = b64decode(heard.headers["authorization"].removeprefix("Basic ")).decode()
        if (
            asked is None
            or told != f"{CLIENT_ID}:rahasia%2Btoko"
            or challenge_of(form["code_verifier"]) != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(self.now())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        token = jwt.encode({"alg": "ES256", "kid": self.key.kid}, self.spoil({**claims, **self.person}), self.key)
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": token}


@contextlib.asynccontextmanager
async def foreign_provider(person: dict[str, Any], now: Callable[[], float]) -> AsyncIterator[ForeignProvider]:
    """A provider where this person is signed in."""
    async with upstream() as server:
        made = ForeignProvider(server, person, now)
        server.answer = made.answer
        yield made
