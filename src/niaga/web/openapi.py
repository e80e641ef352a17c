"""The OpenAPI 3.1 document, made from the routes and the very structs that decode and encode.

msgspec writes the schemas (whole-number limits, closed objects, patterns), because the framework's own generator drops
`forbid_unknown_fields` and turns limits into floats.
"""

from __future__ import annotations

import inspect
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from niaga.accounts.errors import StrongerSignInRequired
from niaga.accounts.public import NEEDS_SECOND_FACTOR
from niaga.foundation.errors import (
    CannotSave,
    DatabaseUnavailable,
    InvalidFields,
    NiagaError,
    NotFound,
    Overloaded,
)
from niaga.platform.http.errors import (
    BodyTooLarge,
    NotJson,
    TooDeep,
    UnreadableAddress,
    UnreadableJson,
)
from niaga.platform.http.policy import Forbidden, Unauthenticated
from niaga.platform.http.problem import PROBLEM_TYPE, Problem
from niaga.platform.idempotency import KeyMalformed, KeyMissing, KeyReused
from niaga.web.operations import Operation, operations_of, schemas_of
from niaga.web.problems import TITLES, status_of
from niaga.web.samples import sample_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar import Litestar

_REF = "#/components/schemas/Problem"
_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
_SCHEMES: dict[str, dict[str, Any]] = {
    "staff_key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key (`ng_…`) of a member of staff or an app.",
    },
    "staff_session": {
        "type": "http",
        "scheme": "bearer",
        "description": "The `token` (`ng_t_…`) that signing in as staff answered.",
    },
    "customer_session": {
        "type": "http",
        "scheme": "bearer",
        "description": "The `token` (`ng_s_…`) that signing in answered.",
    },
    "order_token": {
        "type": "http",
        "scheme": "bearer",
        "description": "The `access_token` that placing the order answered.",
    },
}
_DESCRIPTION = """\
Everything a shop does, over JSON.

**Money** is an integer in whole rupiah beside `currency`. **Weight** is `weight_grams`, lengths end in `_mm`. \
**Times** are RFC 3339 in UTC.

**Unknown fields** are errors that name the field. **Lists** answer `items` and `next_cursor`; pass it on as `cursor`.

**Repeating a POST** is safe under an `Idempotency-Key`: the same key with the same body gives the same answer, with \
`Idempotency-Replayed: true`, for 48 hours; with another body it is refused.

**Refusals** are `application/problem+json` with a stable `code`; texts follow `Accept-Language` (`id`, `en`).
"""


def openapi_document(app: Litestar, *, version: str, server_url: str) -> dict[str, Any]:
    """The document for the application's routes: the same bytes for the same routes."""
    operations = operations_of(app)
    shapes, components = schemas_of(operations)
    _, problem = msgspec.json.schema_components([Problem], ref_template="#/components/schemas/{name}")
    components = {**components, **problem}
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        written = _operation(operation, shapes, components)
        paths.setdefault(operation.path, {})[operation.method.lower()] = written
    schemes = sorted({scheme for operation in operations for scheme in _schemes(operation)})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Niaga shop API",
            "version": version,
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server_url}],
        "tags": [{"name": tag} for tag in sorted({tag for one in operations for tag in one.handler.resolve_tags()})],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {name: _SCHEMES.get(name, {"type": "http", "scheme": "bearer"}) for name in schemes},
        },
    }


def _operation(operation: Operation, shapes: dict[int, dict[str, Any]], components: dict[str, Any]) -> dict[str, Any]:
    handler = operation.handler
    written: dict[str, Any] = {
        "operationId": operation.name,
        "summary": handler.summary or operation.name.replace("_", " ").capitalize(),
        "tags": handler.resolve_tags(),
    }
    if operation.description:
        written["description"] = operation.description
    parameters = [_parameter(parameter, shapes) for parameter in operation.parameters] + list(_headers(operation))
    if parameters:
        written["parameters"] = parameters
    if operation.body is not None:
        schema = shapes[id(operation.body)]
        sample = handler.opt.get("example") or sample_of(schema, components)
        content = {
            "application/json": {
                "schema": schema,
                "example": msgspec.to_builtins(sample),
            }
        }
        written["requestBody"] = {
            "required": operation.body_required,
            "content": content,
        }
    written["responses"] = {
        **_successes(operation, shapes, components),
        **_refusals(operation),
    }
    if _schemes(operation):
        nothing: list[dict[str, list[str]]] = [] if operation.policy.security else [{}]
        written["security"] = nothing + [{scheme: []} for scheme in _schemes(operation)]
    permission = getattr(operation.policy, "permission", None)
    if permission:
        written["x-permission"] = permission
    if "reads" in handler.opt:
        written["x-reads"] = handler.opt["reads"]
    if handler.deprecated:
        written["deprecated"] = True
    return written


def _schemes(operation: Operation) -> tuple[str, ...]:
    """What opens the operation; where it is open to all, what opens more of it (a policy's `also_opened_by`)."""
    return operation.policy.security or getattr(operation.policy, "also_opened_by", ())


def _parameter(parameter: Any, shapes: dict[int, dict[str, Any]]) -> dict[str, Any]:
    schema = dict(shapes[id(parameter.shape)])
    if parameter.default is not None:
        schema["default"] = msgspec.to_builtins(parameter.default)
    written = {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.required,
        "schema": schema,
    }
    if parameter.description:
        written["description"] = parameter.description
    return written


def _headers(operation: Operation) -> Iterator[dict[str, Any]]:
    if operation.once:
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": operation.once == "required",
            "description": "A fresh random text for each thing to be done once; the same one when you repeat it.",
            "schema": {
                "type": "string",
                "minLength": 16,
                "maxLength": 255,
                "pattern": r"^[!-~]+$(?!\n)",
            },
            "example": "9f1c2c9e-6a52-4c0e-9d3e-0a4c1f5b7e21",
        }
    if operation.handler.opt.get("if_match"):
        yield {
            "name": "If-Match",
            "in": "header",
            "required": operation.method == "PATCH",
            "description": "The `ETag` of the version you are changing; 412 when somebody was faster, `*` for any version.",
            "schema": {"type": "string", "minLength": 1},
            "example": '"3"',
        }
    if operation.handler.opt.get("tagged"):
        yield {
            "name": "If-None-Match",
            "in": "header",
            "required": False,
            "description": "The `ETag` of the answer you hold; 304 when it still holds.",
            "schema": {"type": "string"},
        }


def _successes(operation: Operation, shapes: dict[int, dict[str, Any]], components: dict[str, Any]) -> dict[str, Any]:
    handler = operation.handler
    success = operation.success
    written = {
        str(success.value): _success(
            handler.response_description or success.phrase,
            operation.answer,
            shapes,
            components,
        )
    }
    sample = handler.opt.get("answer")
    if sample is not None:
        written[str(success.value)]["content"]["application/json"]["example"] = msgspec.to_builtins(sample)
    if "media" in handler.opt:
        content = written[str(success.value)]["content"]
        content[handler.opt["media"]] = content.pop("application/json")
    for status, spec in (handler.responses or {}).items():
        written[str(status)] = _success(spec.description, spec.data_container, shapes, components)
    headers = written[str(success.value)].setdefault("headers", {})
    if operation.once:
        headers["Idempotency-Replayed"] = {
            "description": "`true` when this answer was given before.",
            "schema": {"type": "string"},
        }
    if handler.opt.get("tagged"):
        headers["ETag"] = {
            "description": "Names this very answer.",
            "schema": {"type": "string"},
        }
        written["304"] = {"description": "What you hold is still right."}
    headers["X-Request-Id"] = {
        "description": "Names this request in the shop's logs.",
        "schema": {"type": "string"},
    }
    return dict(sorted(written.items()))


def _success(
    description: str,
    shape: Any,
    shapes: dict[int, dict[str, Any]],
    components: dict[str, Any],
) -> dict[str, Any]:
    if shape is None:
        return {"description": description}
    schema = shapes[id(shape)]
    return {
        "description": description,
        "content": {
            "application/json": {
                "schema": schema,
                "example": sample_of(schema, components),
            }
        },
    }


def _refusals(operation: Operation) -> dict[str, Any]:
    by_status: dict[int, list[type[NiagaError]]] = {}
    for error in _possible(operation):
        by_status.setdefault(status_of(error), []).append(error)
    written = {}
    for status, errors in sorted(by_status.items()):
        content: dict[str, Any] = {
            "schema": {"$ref": _REF},
            "examples": dict(_problem_example(status, one) for one in errors),
        }
        response: dict[str, Any] = {
            "description": TITLES[status],
            "content": {PROBLEM_TYPE: content},
        }
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            response["headers"] = {
                "Retry-After": {
                    "description": "Seconds to wait.",
                    "schema": {"type": "integer", "minimum": 0},
                }
            }
        written[str(status)] = response
    return written


def _possible(operation: Operation) -> Iterator[type[NiagaError]]:
    yield UnreadableAddress
    if operation.body is not None:
        yield from (UnreadableJson, TooDeep, BodyTooLarge, NotJson)
    if operation.body is not None or any(one.where == "query" for one in operation.parameters):
        yield InvalidFields
    if any(one.where == "path" for one in operation.parameters):
        yield NotFound
    if operation.policy.security:
        yield Unauthenticated
    permission = getattr(operation.policy, "permission", None)
    if permission:
        yield Forbidden
    if permission in NEEDS_SECOND_FACTOR:
        yield StrongerSignInRequired
    if operation.once:
        yield from (KeyMalformed, KeyReused)
    if operation.once == "required":
        yield KeyMissing
    yield from (Overloaded, DatabaseUnavailable, CannotSave)
    yield from operation.handler.opt.get("refuses", ())


def _problem_example(status: int, error: Any) -> tuple[str, dict[str, Any]]:
    field = {
        "path": "lines[0].quantity",
        "code": "request.too_small",
        "message": "Must be at least 1.",
    }
    document = {
        "type": f"/docs/errors#{error.code}",
        "title": TITLES[status],
        "status": status,
        "detail": error.template(),
        "code": error.code,
        "errors": [field] if error.code == "request.invalid" else [],
        "trace_id": _TRACE,
    }
    return error.code, {
        "summary": inspect.cleandoc(error.__doc__ or "").split("\n", 1)[0],
        "value": document,
    }
