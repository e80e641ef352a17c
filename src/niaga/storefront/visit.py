"""A visit: one request for a page, in the language of its address, and the page that answers it."""

from __future__ import annotations

import asyncio
import gzip
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from litestar import Response
from litestar.datastructures import Cookie

from niaga.foundation.money import IDR
from niaga.platform.http import exchange_of
from niaga.platform.http.forms import SECURE_VISIT_COOKIE, VISIT_COOKIE, form_token, new_visit, visit_of
from niaga.platform.http.order_cookie import order_cookie, order_tokens
from niaga.platform.http.session_cookie import session_cookie, session_token
from niaga.storefront.answers import Category, CategoryList, Shop
from niaga.storefront.api import Answer, Caller, Sent
from niaga.storefront.colours import DEFAULT_ACCENT
from niaga.storefront.kept import KeptCart, News, cart_cookie, forgotten_orders, kept_cart, news_cookie, news_in
from niaga.storefront.places import address, language_at

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from niaga.platform.crypto import Vault
    from niaga.platform.http import ShopRequest
    from niaga.platform.language import Language
    from niaga.storefront.api import Api, Value

T = TypeVar("T")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    # Forms must say where they come from; other hosts still learn nothing.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
# Whoever uses this browser next sees nothing of them. What was typed into a cart or a checkout stays until it is sent.
_KEPT_NOWHERE = ("account/", "order.html.j2")
_UNKNOWN_SHOP = Shop(name="Toko Niaga", languages=("id", "en"), currency=IDR, accent_color=DEFAULT_ACCENT)
_GZIP_LEVEL = 5
# Longer than any session: whether it still opens something is for the API to say.
_SESSION_SECONDS = 180 * 24 * 3600
_SIGN_IN_AGAIN = "accounts.sign_in_again"
_NO_SESSION = "request.unauthenticated"


class SignInNeeded(Exception):
    """The API wants her to sign in first; `again` although she is signed in, because that was too long ago."""

    def __init__(self, *, again: bool = False) -> None:
        super().__init__("sign in first")
        self.again = again


@dataclass(frozen=True, slots=True)
class Here:
    """Where a page stands: the name of its place, its parts, and the query that makes it another page."""

    place: str
    parts: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, object] = field(default_factory=dict)

    def address(self, language: Language) -> str:
        """The path of this page in a language."""
        return address(self.place, language, self.parts, self.query)


class Storefront:
    """What all pages share: the API, where the shop stands, and what was last known of it."""

    def __init__(self, api: Api, vault: Vault, public_url: str) -> None:
        self.api = api
        self.vault = vault
        self.public_url = public_url
        self.secure = public_url.startswith("https:")
        self._kept: dict[str, tuple[float, bytes]] = {}
        self._making: dict[str, asyncio.Lock] = {}
        self._known: dict[Language, tuple[Shop, tuple[Category, ...]]] = {}

    def visit(self, request: ShopRequest) -> Visit:
        """The visit that a request begins, in the language of its address."""
        exchange = exchange_of(request)
        exchange.language = language_at(request.scope["path"])
        caller = Caller(
            language=exchange.language,
            host=exchange.header(b"host") or "localhost",
            scheme="https" if self.secure else "http",
            client=request.scope["client"],
            trace_id=exchange.trace_id,
            agent=request.headers.get("user-agent", ""),
        )
        return Visit(self, request, caller)

    def last_known(self, language: Language) -> tuple[Shop, tuple[Category, ...]]:
        """The shop and its categories without asking; for pages that must not fail."""
        return self._known.get(language, (_UNKNOWN_SHOP, ()))

    async def kept(self, name: str, seconds: float, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """What was made under this name so many seconds ago at most; made now by the first who asks, others wait."""
        async with self._making.setdefault(name, asyncio.Lock()):
            made_at, content = self._kept.get(name, (-seconds, b""))
            if time.monotonic() - made_at >= seconds:
                content = await make()
                self._kept[name] = time.monotonic(), content
        return content

    def remember(self, language: Language, shop: Shop, categories: tuple[Category, ...]) -> None:
        """Keep what was last known."""
        self._known[language] = (shop, categories)


class Visit:
    """One request for a page."""

    def __init__(self, storefront: Storefront, request: ShopRequest, caller: Caller) -> None:
        self.storefront = storefront
        self.request = request
        self.caller = caller
        self.language = caller.language
        self.cart = kept_cart(request)
        self.session = session_token(request)
        self._news: list[News] = []
        self._secret = visit_of(request)
        self._cookies: list[Cookie] = []

    async def get(
        self, path: str, shape: type[T], params: Mapping[str, Value] | None = None, *, bearer: str | None = None
    ) -> Answer[T]:
        """Read from the API: what everybody may see, or what the bearer opens."""
        return await self.storefront.api.get(path, shape, self.caller, params, bearer=bearer)

    async def send(
        self, target: str, shape: type[T], body: object = None, *, key: str | None = None, bearer: str | None = None
    ) -> Answer[T]:
        """Change something through the API, once under a key."""
        return await self.storefront.api.send(target, shape, self.caller, body, sent=Sent(key=key, bearer=bearer))

    async def mine(self, path: str, shape: type[T], params: Mapping[str, Value] | None = None) -> T:
        """Read what is hers who signed in. Raises SignInNeeded, or ApiRefused with another problem."""
        self._require_session()
        answer = await self.get(path, shape, params, bearer=self.session)
        self._require_welcome(answer)
        return answer.or_stop()

    async def act(
        self, target: str, shape: type[T], body: object = None, *, key: str | None = None, seen: int | None = None
    ) -> Answer[T]:
        """Change what is hers who signed in; `seen` is the version that she saw. Raises SignInNeeded."""
        self._require_session()
        sent = Sent(key=key, bearer=self.session, seen=seen)
        answer = await self.storefront.api.send(target, shape, self.caller, body, sent=sent)
        self._require_welcome(answer)
        return answer

    def token(self) -> str:
        """A token for a form on this page; the answer gives the visitor her cookie if she has none."""
        if self._secret is None:
            self._secret = new_visit()
            self.set_cookie(self._visit_cookie())
        return form_token(self.storefront.vault, self._secret)

    def address(self, place: str, *, query: Mapping[str, object] | None = None, **parts: str) -> str:
        """The address of a place in this visit's language."""
        return address(place, self.language, parts, query)

    async def show(self, template: str, here: Here, *, status: int = HTTPStatus.OK, **facts: Any) -> Response[bytes]:
        """The page. Raises ApiRefused when not even the shop's name can be read."""
        shop = (await self.get("/store/v1/shop", Shop)).or_stop()
        categories = (await self.get("/store/v1/categories", CategoryList)).or_stop().items
        self.storefront.remember(self.language, shop, categories)
        return self.render(template, here, status=status, shop=shop, categories=categories, **facts)

    def show_plainly(self, template: str, here: Here, *, status: int, **facts: Any) -> Response[bytes]:
        """The page from what is known already: asks nobody, so it works when the rest does not."""
        shop, categories = self.storefront.last_known(self.language)
        return self.render(template, here, status=status, shop=shop, categories=categories, **facts)

    def render(self, template: str, here: Here, *, status: int, **facts: Any) -> Response[bytes]:
        """Markup, headers and cookies of a page."""
        from niaga.storefront.rendering import render  # noqa: PLC0415 - Jinja2 is loaded when somebody looks

        body = render(template, self.language, visit=self, here=here, **facts)
        headers = dict(_HEADERS)
        if template.startswith(_KEPT_NOWHERE):
            headers["Cache-Control"] = "no-store"
        if "gzip" in self.request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, _GZIP_LEVEL, mtime=0)
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(body, status_code=status, media_type="text/html", headers=headers, cookies=self._cookies)

    def go(self, place: str, *, at: str = "", **parts: str) -> Response[bytes]:
        """On to a place, with a GET: nothing is sent twice when she reloads. `at` is an element of that page."""
        return self.go_to(address(place, self.language, parts) + (f"#{at}" if at else ""))

    def go_to(self, where: str) -> Response[bytes]:
        """On to an address of ours, or of a provider that the shop knows."""
        headers = {**_HEADERS, "Location": where}
        return Response(b"", status_code=HTTPStatus.SEE_OTHER, headers=headers, cookies=self._cookies)

    def save(self, body: bytes, *, name: str, media_type: str) -> Response[bytes]:
        """A file that her browser saves, and that nobody else keeps."""
        headers = {
            **_HEADERS,
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        }
        return Response(body, status_code=HTTPStatus.OK, media_type=media_type, headers=headers, cookies=self._cookies)

    def set_cookie(self, cookie: Cookie) -> None:
        """A cookie that goes out with the answer."""
        self._cookies.append(cookie)

    def keep_cart(self, cart: KeptCart | None) -> None:
        """The cart that this browser keeps from now on; None: no longer any."""
        if cart != self.cart:
            self.cart = cart
            self.set_cookie(cart_cookie(cart, secure=self.storefront.secure))

    def keep_session(self, token: str) -> None:
        """Who is signed in with this browser from now on; empty: nobody."""
        self.session = token
        age = _SESSION_SECONDS if token else 0
        self.set_cookie(session_cookie(token, max_age_seconds=age, secure=self.storefront.secure))

    def forget_person(self) -> None:
        """Nothing of a person is left in this browser: neither session nor cart nor orders."""
        self.keep_session("")
        self.keep_cart(None)
        self.set_cookie(forgotten_orders(secure=self.storefront.secure))

    def tell(self, code: str, number: int = 0) -> None:
        """Say on the next page that is shown what has happened; `news.html.j2` has the words."""
        self._news.append(News(code, number))
        self.set_cookie(news_cookie(self._news, secure=self.storefront.secure))

    def news(self) -> list[News]:
        """What has happened since the last page that was shown; told once."""
        found = news_in(self.request)
        if found:
            self.set_cookie(news_cookie([], secure=self.storefront.secure))
        return found

    @property
    def secret(self) -> str:
        """The visitor's own secret, that her forms are bound to; empty before her first form."""
        return self._secret or ""

    def hold_order(self, token: str) -> None:
        """An order that this browser may open from now on."""
        self.set_cookie(order_cookie(self.request, token, secure=self.storefront.secure))

    def order_token(self, order_id: str) -> str | None:
        """The token with which this browser opens an order."""
        return order_tokens(self.request).get(order_id)

    def order_opener(self, order_id: str) -> str | None:
        """What opens an order to this browser: its token, or her session, to whom her own orders open."""
        return self.order_token(order_id) or self.session or None

    def canonical(self, here: Here, language: Language | None = None) -> str:
        """The whole address of a page."""
        return f"{self.storefront.public_url}{here.address(language or self.language)}"

    def _visit_cookie(self) -> Cookie:
        secure = self.storefront.secure
        name = SECURE_VISIT_COOKIE if secure else VISIT_COOKIE
        return Cookie(key=name, value=self._secret, path="/", secure=secure, httponly=True, samesite="lax")

    def _require_session(self) -> None:
        if not self.session:
            raise SignInNeeded

    def _require_welcome(self, answer: Answer[Any]) -> None:
        problem = answer.problem
        if problem is not None and problem.code in (_NO_SESSION, _SIGN_IN_AGAIN):
            raise SignInNeeded(again=problem.code == _SIGN_IN_AGAIN)
