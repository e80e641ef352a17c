"""Refusals of the HTTP edge itself: bodies, headers and addresses that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from niaga.foundation.errors import Kind, NiagaError


@dataclass(eq=False)
class UnreadableJson(NiagaError):
    """The body is not valid JSON (line {line}, column {column})."""

    kind = Kind.UNREADABLE
    code = "request.unreadable"

    line: int
    column: int


@dataclass(eq=False)
class UnreadableText(NiagaError):
    """The body is not valid UTF-8 (byte {position})."""

    kind = Kind.UNREADABLE
    code = "request.unreadable_text"

    position: int


@dataclass(eq=False)
class TooDeep(NiagaError):
    """The body is nested more than {limit} levels deep."""

    kind = Kind.UNREADABLE
    code = "request.too_deep"

    limit: int


@dataclass(eq=False)
class BodyMissing(NiagaError):
    """This request needs a JSON body."""

    kind = Kind.UNREADABLE
    code = "request.body_missing"


@dataclass(eq=False)
class BodyIncomplete(NiagaError):
    """The body did not arrive in time or the connection ended early."""

    kind = Kind.UNREADABLE
    code = "request.body_incomplete"


@dataclass(eq=False)
class BodyTooLarge(NiagaError):
    """The body is larger than {limit_bytes} bytes."""

    kind = Kind.TOO_LARGE
    code = "request.body_too_large"

    limit_bytes: int


@dataclass(eq=False)
class NotJson(NiagaError):
    """Send the body as application/json in UTF-8, without Content-Encoding."""

    kind = Kind.UNSUPPORTED
    code = "request.not_json"


@dataclass(eq=False)
class UnreadableAddress(NiagaError):
    """The address or its query is too long, or holds characters that cannot be read."""

    kind = Kind.UNREADABLE
    code = "request.unreadable_address"


@dataclass(eq=False)
class ParameterMissing(NiagaError):
    """The parameter {parameter} is required."""

    kind = Kind.UNREADABLE
    code = "request.parameter_missing"

    parameter: str


@dataclass(eq=False)
class HostRefused(NiagaError):
    """This shop answers only on its own address."""

    kind = Kind.UNREADABLE
    code = "request.host_refused"


@dataclass(eq=False)
class RouteNotFound(NiagaError):
    """There is nothing at this address."""

    kind = Kind.NOT_FOUND
    code = "request.route_not_found"


@dataclass(eq=False)
class MethodNotAllowed(NiagaError):
    """This address does not take {method}; it takes {allowed}."""

    kind = Kind.NOT_FOUND
    code = "request.method_not_allowed"

    method: str
    allowed: str
