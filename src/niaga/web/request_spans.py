"""What the span of a request says: method, route and status under their standard names, and nothing of who asks or for what."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from niaga.platform.telemetry import METHODS

if TYPE_CHECKING:
    from niaga.platform.traces import Span


def tell_request(span: Span, route: str, method: str, status: int) -> None:
    """Name it by its route's template; a status of 500 and above is a failure of ours. 0: no answer was given."""
    known = method in METHODS
    facts: dict[str, str | int] = {"http.request.method": method if known else "_OTHER"}
    if route:
        facts["http.route"] = route
    if status:
        facts["http.response.status_code"] = status
    name = f"{method if known else 'HTTP'} {route}".rstrip()
    span.say(facts, name=name, failed=status >= HTTPStatus.INTERNAL_SERVER_ERROR)
