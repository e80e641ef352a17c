"""Refusals become problem+json here, and here alone stands which kind of error has which HTTP status."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from litestar import Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)

from niaga.foundation.errors import FieldProblem, InvalidFields, Kind, NiagaError, Overloaded
from niaga.foundation.money import format_rupiah
from niaga.platform.audit import ActorKind
from niaga.platform.database import GuardRefused
from niaga.platform.http.bodies import field_problem
from niaga.platform.http.errors import (
    BodyMissing,
    BodyTooLarge,
    MethodNotAllowed,
    ParameterMissing,
    RouteNotFound,
    UnreadableAddress,
)
from niaga.platform.http.exchange import exchange_of, language_in
from niaga.platform.http.problem import PROBLEM_TYPE
from niaga.platform.language import translate
from niaga.platform.logging import get_logger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from litestar import Request

    from niaga.platform.http import Exchange

    AnyRequest = Request[Any, Any, Any]
    ErrorRenderer = Callable[[AnyRequest, Exception], Response[bytes]]

log = get_logger("niaga.web")

STATUS: dict[Kind, int] = {
    Kind.UNREADABLE: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.GONE: 410,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.UNSUPPORTED: 415,
    Kind.INVALID: 422,
    Kind.RATE_LIMITED: 429,
    Kind.UNAVAILABLE: 503,
}
STATUS_BY_CODE = {MethodNotAllowed.code: 405}
UNEXPECTED = "request.failed_unexpectedly"
TITLES: dict[int, str] = {
    400: "The request cannot be read",
    401: "Sign in first",
    403: "You may not do this",
    404: "Not found",
    405: "This address works differently",
    409: "The present state does not allow this",
    410: "This is no longer here",
    412: "Somebody changed this in the meantime",
    413: "The request is too large",
    415: "The body is in the wrong form",
    422: "A field breaks a rule",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "Not available at the moment",
}
UNEXPECTED_DETAIL = "An error of ours; nothing you sent is at fault. Tell us the trace id {trace_id}."
_OWN_MEMBERS = frozenset({"type", "title", "status", "detail", "code", "errors", "trace_id"})
_FRAMES_LOGGED = 12
# Who gets these tried what they may not, or sends what our clients do not. A sold-out line or a stale version is no attempt.
_ATTEMPTS = frozenset(
    {
        Kind.UNREADABLE,
        Kind.INVALID,
        Kind.UNAUTHENTICATED,
        Kind.FORBIDDEN,
        Kind.TOO_LARGE,
        Kind.UNSUPPORTED,
        Kind.RATE_LIMITED,
    }
)


def status_of(error: NiagaError | type[NiagaError]) -> int:
    """The HTTP status of an error of ours."""
    return STATUS_BY_CODE.get(error.code) or STATUS[error.kind]


def problem_document(error: NiagaError, exchange: Exchange) -> tuple[int, bytes]:
    """Status and body that tell a client about the error, in its language."""
    language = language_in(exchange)
    status = status_of(error)
    facts = error.facts()
    members = {name: value for name, value in facts.items() if name not in _OWN_MEMBERS}
    document = {
        "type": f"/docs/errors#{error.code}",
        "title": translate(TITLES[status], language),
        "status": status,
        "detail": translate(error.template(), language, **_said(error, facts, language)),
        "code": error.code,
        "errors": [
            {
                "path": field.path,
                "code": field.code,
                "message": translate(field.message, language, **field.facts),
            }
            for field in error.problems()
        ],
        "trace_id": exchange.trace_id,
        **members,
    }
    return status, msgspec.json.encode(document)


def _said(error: NiagaError, facts: dict[str, Any], language: str) -> dict[str, Any]:
    """The facts as a person reads them; the members of the document keep them as they are."""
    said = dict(facts)
    said |= {name: translate(str(facts[name]).replace("_", " "), language) for name in error.words if name in facts}
    said |= {name: format_rupiah(facts[name]) for name in error.amounts if name in facts}
    return said


def unexpected_document(exchange: Exchange) -> tuple[int, bytes]:
    """Status and body for a bug of ours: nothing about its inside."""
    language = language_in(exchange)
    document = {
        "type": f"/docs/errors#{UNEXPECTED}",
        "title": translate(TITLES[500], language),
        "status": 500,
        "detail": translate(UNEXPECTED_DETAIL, language, trace_id=exchange.trace_id),
        "code": UNEXPECTED,
        "errors": [],
        "trace_id": exchange.trace_id,
    }
    return 500, msgspec.json.encode(document)


def problem_headers(error: NiagaError) -> dict[str, str]:
    """Headers that belong to the refusal itself."""
    headers = {}
    after = error.retry_after_seconds()
    if after is not None:
        headers["Retry-After"] = str(after)
    if error.kind is Kind.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = error.allowed
    return headers


def render_error(request: AnyRequest, error: Exception) -> Response[bytes]:
    """Problem+json for whatever is raised inside a route."""
    known = error if isinstance(error, NiagaError) else _outrun(error) or _known(request, error)
    exchange = exchange_of(request)
    if known is None:
        log_unexpected(error, exchange, request.scope)
        status, body = unexpected_document(exchange)
        return Response(body, status_code=status, media_type=PROBLEM_TYPE)
    log_attempt(known, exchange, request.scope)
    status, body = problem_document(known, exchange)
    return Response(
        body,
        status_code=status,
        media_type=PROBLEM_TYPE,
        headers=problem_headers(known),
    )


class ErrorPages(Protocol):
    """Shows refusals to people who look at pages; whoever else asks gets problem+json."""

    def claims(self, request: AnyRequest) -> bool:
        """Whether a person looks; if so, the request is put into the language of her page."""
        ...

    def render(self, request: AnyRequest, problem: Mapping[str, Any], headers: Mapping[str, str]) -> Response[bytes]:
        """The page for a problem document. It must not fail."""
        ...


def error_renderer(pages: ErrorPages | None) -> ErrorRenderer:
    """The application's exception handler: problem+json, and pages where a person looks."""
    if pages is None:
        return render_error

    def render(request: AnyRequest, error: Exception) -> Response[bytes]:
        if not pages.claims(request):
            return render_error(request, error)
        problem = render_error(request, error)
        return pages.render(request, msgspec.json.decode(problem.content), problem.headers)

    return render


def log_attempt(error: NiagaError, exchange: Exchange, scope: Any) -> None:
    """Log who was refused what, by code and route; nothing of what was sent. What stands to nobody's charge is left out.

    Whoever has signed in and asks for what is not there may be after what is another's.
    """
    actor = exchange.principal.actor
    if error.kind in _ATTEMPTS or (error.kind is Kind.NOT_FOUND and actor.kind is not ActorKind.GUEST):
        log.info(
            "request.refused",
            code=error.code,
            method=scope.get("method"),
            route=scope.get("path_template", ""),
            actor_kind=actor.kind.value,
            actor_id=actor.id,
        )


def log_unexpected(error: BaseException, exchange: Exchange, scope: Any) -> None:
    """Log a bug by type and place. Its message and its variables stay out: they may hold what a buyer typed."""
    frames = [
        f"{frame.filename.rpartition('/site-packages/')[2].rpartition('/src/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-_FRAMES_LOGGED:]
    ]
    causes: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(causes) < len(_OWN_MEMBERS):
        causes.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    log.error(
        "request.failed",
        error=" < ".join(causes),
        frames=frames,
        trace_id=exchange.trace_id,
        method=scope.get("method"),
        route=scope.get("path_template", ""),
    )


_MISSING = re.compile(r"^Missing required (?P<where>\w+) parameter '(?P<name>[^']+)'")


def _outrun(error: Exception) -> NiagaError | None:
    """A guarded row that had changed again at each attempt: nothing is stored, and in a moment it may work."""
    if not isinstance(error, GuardRefused):
        return None
    log.warning("request.guard_refused", statement=error.statement)
    return Overloaded()


def _known(request: AnyRequest, error: Exception) -> NiagaError | None:
    """The framework's refusal as one of ours; None when it is a bug."""
    if isinstance(error, NotFoundException):
        return RouteNotFound()
    if isinstance(error, MethodNotAllowedException):
        return MethodNotAllowed(str(request.scope["method"]), _allowed(error))
    if isinstance(error, ValidationException):
        return _invalid(error)
    if isinstance(error, HTTPException):
        if error.status_code == 413:  # noqa: PLR2004 - the framework's status, not a choice of ours
            return BodyTooLarge(request.route_handler.resolve_request_max_body_size() or 0)
        if error.status_code == 400:  # noqa: PLR2004
            return UnreadableAddress()
    return None


def _allowed(error: HTTPException) -> str:
    methods = {name.strip() for name in (error.headers or {}).get("allow", "").split(",")} - {"OPTIONS"}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _invalid(error: ValidationException) -> NiagaError:
    missing = _MISSING.match(error.detail)
    if missing:
        return ParameterMissing(missing["name"])
    found: list[FieldProblem] = []
    for message in error.extra if isinstance(error.extra, list) else []:
        key = str(message.get("key", ""))
        if key == "data":
            # Whatever is sent as a body is refused by `ShopRequest`; what comes here is that none was sent.
            return BodyMissing()
        source = message.get("source")
        if getattr(source, "value", source) == "path":
            return RouteNotFound()
        found.append(field_problem(message["message"], key))
    return InvalidFields(tuple(found))
