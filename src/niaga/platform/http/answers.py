"""Answering once: an action under the request's Idempotency-Key, in one transaction with the row that remembers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from niaga.foundation.errors import NiagaError
from niaga.platform.audit import ActorKind
from niaga.platform.database import write_all
from niaga.platform.http.encoded import Encoded
from niaga.platform.http.exchange import exchange_of
from niaga.platform.idempotency import (
    Answer,
    Claim,
    KeyMalformed,
    KeyMissing,
    KeyReused,
    answered_before,
    answers_known,
    fingerprint_of,
    is_key,
    remember_writes,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar import Request, Response

    from niaga.platform.database import Database, Transaction

    AnyRequest = Request[Any, Any, Any]

T = TypeVar("T")
_encode = msgspec.json.Encoder().encode


async def answer_once(
    request: AnyRequest,
    database: Database,
    action: Callable[[Transaction], T],
    render: Callable[[T], Any],
    *,
    status: int = 201,
    required: bool = False,
) -> Response[Any]:
    """Run the action in one transaction and answer with what `render` makes of its result.

    Under an Idempotency-Key the answer is remembered in the same transaction and given again, byte for byte, to the
    same request. `render` runs inside the transaction and must only compute. Raises KeyMissing where a key is
    `required`.
    """
    claim = once_required(request) if required else once_claim(request)
    if claim is None:
        fresh = await database.write(lambda tx: Answer(status, _encode(render(action(tx)))), name=_unit_name(request))
        return answer_response(fresh)

    def unit(tx: Transaction) -> tuple[Answer, bool]:
        known = answers_known(tx, [claim]).get(claim)
        if isinstance(known, KeyReused):
            raise known
        if known is not None:
            return known, True
        answer = Answer(status, _encode(render(action(tx))))
        write_all(tx, remember_writes(tx, [(claim, answer)]))
        return answer, False

    try:
        answer, replayed = await database.write(unit, replayable=True, name=_unit_name(request))
    except NiagaError:
        # Its twin may have been carried out while this unit waited for the same rows.
        before = await answered_before(database, claim)
        if before is None:
            raise
        answer, replayed = before, True
    return answer_response(answer, replayed=replayed)


def _unit_name(request: AnyRequest) -> str:
    return getattr(request.route_handler.fn, "__name__", "")


def answer_response(answer: Answer, *, replayed: bool = False) -> Response[Any]:
    """The response that sends an answer, marked when it is given again. For routes behind a lane.

    Handlers annotate their return as `Response[OrderView]`, so that the document knows what the bytes hold.
    """
    headers = {"Idempotency-Replayed": "true"} if replayed else None
    return Encoded(answer.body, status_code=answer.status, headers=headers)


def once_required(request: AnyRequest) -> Claim:
    """The request's claim. Raises KeyMissing without an Idempotency-Key, KeyMalformed for one that is none."""
    claim = once_claim(request)
    if claim is None:
        raise KeyMissing
    return claim


def once_claim(request: AnyRequest) -> Claim | None:
    """The request's claim, or None without an Idempotency-Key. Raises KeyMalformed for one that is none."""
    exchange = exchange_of(request)
    key = exchange.header(b"idempotency-key")
    if key is None:
        return None
    if not is_key(key):
        raise KeyMalformed
    scope = request.scope
    actor = exchange.principal.actor
    # A guest is nobody in particular: the key alone tells one guest's request from another's.
    who = "guest" if actor.kind is ActorKind.GUEST else f"{actor.kind}:{actor.id}"
    return Claim(
        scope=f"{who} {scope['method']} {scope['path_template']}",
        key=key,
        fingerprint=fingerprint_of(path=scope["path"], query=scope["query_string"], body=exchange.tree),
    )
