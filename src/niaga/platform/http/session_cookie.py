"""The same-origin cookie that keeps a buyer signed in on our own pages: her session token, out of reach of scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from litestar.datastructures import Cookie

from niaga.platform.http.cookies import HOST_PREFIX, shown_cookie

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    Connection = ASGIConnection[Any, Any, Any, Any]

SESSION_COOKIE = "niaga_session"
SECURE_SESSION_COOKIE = f"{HOST_PREFIX}{SESSION_COOKIE}"
_TOKEN = re.compile(r"ng_s_[0-9A-Za-z]{43}")


def session_token(request: Connection) -> str:
    """The token that a browser shows, if it has the shape of one of ours; else empty. It has not been verified."""
    shown = shown_cookie(request, SESSION_COOKIE)
    return shown if _TOKEN.fullmatch(shown) else ""


def session_cookie(token: str, *, max_age_seconds: int, secure: bool) -> Cookie:
    """The cookie that holds the token; with an empty token and no age it takes the cookie away."""
    return Cookie(
        key=SECURE_SESSION_COOKIE if secure else SESSION_COOKIE,
        value=token,
        path="/",
        max_age=max_age_seconds,
        secure=secure,
        httponly=True,
        samesite="lax",
    )
