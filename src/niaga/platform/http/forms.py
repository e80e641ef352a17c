"""Forms of our own pages: read strictly, and admitted only with the proof that one of our pages sent them.

The proof is twofold. The browser says where the form stood (Sec-Fetch-Site, else Origin); and the form carries a token
that only a page of ours could make: an HMAC over a nonce and over the visitor's own secret, which is in a cookie. The
nonce makes two copies of a page differ, so that compressing it tells nothing about the token.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from niaga.foundation.errors import FieldProblem, InvalidFields, Kind, NiagaError
from niaga.platform.http.cookies import HOST_PREFIX, shown_cookie
from niaga.platform.http.exchange import GUEST, Principal, exchange_of
from niaga.platform.http.json_text import clean_text

if TYPE_CHECKING:
    from litestar import Request
    from litestar.connection import ASGIConnection

    from niaga.platform.crypto import Vault

    Connection = ASGIConnection[Any, Any, Any, Any]

FORM_TYPE = b"application/x-www-form-urlencoded"
TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field
VISIT_COOKIE = "niaga_visit"
SECURE_VISIT_COOKIE = f"{HOST_PREFIX}{VISIT_COOKIE}"
MAX_FIELDS = 64
_PURPOSE = "http.form"
_NONCE_BYTES = 9
_VISIT = re.compile(r"[A-Za-z0-9_-]{22}")
_TOKEN = re.compile(r"([A-Za-z0-9_-]{12})\.([A-Za-z0-9_-]{43})")


@dataclass(eq=False)
class FormStale(NiagaError):
    """This form is too old or was not sent by our page; open the page again and repeat."""

    kind = Kind.FORBIDDEN
    code = "request.form_stale"


@dataclass(eq=False)
class NotForm(NiagaError):
    """Send this as a form (application/x-www-form-urlencoded)."""

    kind = Kind.UNSUPPORTED
    code = "request.not_form"


@dataclass(eq=False)
class UnreadableForm(NiagaError):
    """This form cannot be read."""

    kind = Kind.UNREADABLE
    code = "request.unreadable_form"


def new_visit() -> str:
    """A secret for a visitor's cookie: 128 bits."""
    return secrets.token_urlsafe(16)


def visit_of(request: Connection) -> str | None:
    """The visitor's secret, when her browser shows one that could be ours."""
    shown = shown_cookie(request, VISIT_COOKIE)
    return shown if _VISIT.fullmatch(shown) else None


def form_token(vault: Vault, visit: str) -> str:
    """The token for a form on a page for this visitor; never the same twice."""
    nonce = secrets.token_urlsafe(_NONCE_BYTES)
    mac = base64.urlsafe_b64encode(vault.mac(_PURPOSE, f"{nonce}.{visit}".encode())).decode().rstrip("=")
    return f"{nonce}.{mac}"


def is_token_of(vault: Vault, visit: str, token: str) -> bool:
    """Whether the token was made for this visitor."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return False
    try:
        mac = base64.urlsafe_b64decode(found[2] + "=")
    except binascii.Error:
        return False
    return vault.verify(_PURPOSE, f"{found[1]}.{visit}".encode(), mac)


def read_form(body: bytes) -> dict[str, str]:
    """The fields of a form, in NFC with plain line breaks. Raises UnreadableForm, or InvalidFields naming what is twice."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:
        raise UnreadableForm from error
    fields: dict[str, str] = {}
    problems = []
    for name, value in pairs:
        clean = clean_text(value.replace("\r\n", "\n"))
        shown = clean_text(name)
        if clean is None or shown is None:
            message = "This text holds characters that are not text."
            problems.append(FieldProblem(shown or "?", "request.control_character", message))
        elif shown in fields:
            problems.append(FieldProblem(shown, "request.repeated_key", "The field stands here more than once."))
        else:
            fields[shown] = clean
    if problems:
        raise InvalidFields(tuple(problems))
    return fields


def require_form(request: Connection) -> None:
    """Raises NotForm unless the body says that it is a form."""
    kind = exchange_of(request).seen.get(b"content-type", b"")
    if kind.partition(b";")[0].strip().lower() != FORM_TYPE:
        raise NotForm


class _OurForm:
    """Guests who send a form of ours; the handler gets the fields without the token."""

    security: tuple[str, ...] = ()

    async def admit(self, request: Connection) -> Principal:
        require_form(request)
        if not stood_on_our_page(request):
            raise FormStale
        database = request.app.state["database"]
        visit, token = visit_of(request), read_form(await _body(request)).get(TOKEN_FIELD, "")
        if visit is None or not is_token_of(database.vault, visit, token):
            raise FormStale
        return GUEST

    def __repr__(self) -> str:
        return "OUR_FORM"


OUR_FORM = _OurForm()


def stood_on_our_page(request: Connection) -> bool:
    """What the browser says of the page that holds the form; old ones say only an origin, or nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


async def _body(request: Any) -> bytes:
    asked: Request[Any, Any, Any] = request
    return await asked.body()
