"""The routes as start-up sees them: every one must have a policy, documented parameters and a name of its own."""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

import msgspec
from litestar import Response
from litestar.enums import HttpMethod, ParamType
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from msgspec import Meta

from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.platform.http import ShopRequest, admit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar import Litestar
    from litestar._kwargs import KwargsModel
    from litestar.connection import ASGIConnection

    from niaga.platform.http import Policy

    Connection = ASGIConnection[Any, Any, Any, Any]

QUERY_NAMES = "query_names"
_NOT_TEXT = "query_not_text"
_NAME_SHOWN = 60
_PROBLEMS_SHOWN = 20
_SIMPLE = (str, int, float, bool, datetime, date, enum.Enum, type(None))
_BOUNDS = (
    "ge",
    "le",
    "gt",
    "lt",
    "min_length",
    "max_length",
    "pattern",
    "multiple_of",
    "description",
)


class BadRoute(Exception):
    """A route breaks a rule of the house; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class QueryParameter:
    """A parameter in the path or the query, with its type as msgspec understands it."""

    name: str
    where: str
    required: bool
    shape: Any
    default: Any
    description: str
    repeatable: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one route."""

    path: str
    method: str
    handler: HTTPRouteHandler
    parameters: tuple[QueryParameter, ...]

    @property
    def name(self) -> str:
        """The handler's function name: the operation id."""
        return str(self.handler.fn.__name__)

    @property
    def policy(self) -> Policy:
        """Who may enter."""
        policy: Policy = self.handler.opt["policy"]
        return policy

    @property
    def body(self) -> Any:
        """The type of the JSON body, or None."""
        field = self.handler.parsed_fn_signature.parameters.get("data")
        return None if field is None else field.raw

    @property
    def body_required(self) -> bool:
        """Whether the body may be left out."""
        field = self.handler.parsed_fn_signature.parameters.get("data")
        return field is not None and not field.has_default

    @property
    def answer(self) -> Any:
        """The type of the successful answer's body; None for an empty one."""
        returned = self.handler.parsed_fn_signature.return_type
        if returned.is_subclass_of(Response):
            return get_args(returned.raw)[0] if get_args(returned.raw) else Any
        return None if returned.annotation in (None, type(None)) else returned.raw

    @property
    def once(self) -> str | None:
        """`required` or `optional` for routes that take an Idempotency-Key; None for the others."""
        if self.method != "POST" or self.handler.opt.get("once") == "ignored":
            return None
        return str(self.handler.opt.get("once", "optional"))

    @property
    def description(self) -> str:
        """What the handler's docstring says beyond the summary."""
        return self.handler.description or inspect.cleandoc(self.handler.fn.__doc__ or "")

    @property
    def success(self) -> HTTPStatus:
        """The status of the usual answer."""
        return HTTPStatus(self.handler.status_code)


def check_routes(app: Litestar) -> None:
    """Refuse to start with a route that breaks a rule. Raises BadRoute naming it."""
    for route in app.routes:
        handlers = route.route_handlers if isinstance(route, HTTPRoute) else [route.route_handler]
        for handler in handlers:
            if handler.opt.get("policy") is None and not _answers_options(handler):
                message = f"{route.path} ({handler}) has no policy: say policy=PUBLIC or who may enter"
                raise BadRoute(message)
            if (
                isinstance(handler, HTTPRouteHandler)
                and handler.resolve_before_request() is not enter
                and not _answers_options(handler)
            ):
                message = f"{route.path} ({handler}) has a before_request of its own, which would replace the policy's"
                raise BadRoute(message)
    seen: dict[str, str] = {}
    for operation in operations_of(app):
        place = f"{operation.method} {operation.path}"
        if operation.name in seen:
            message = f"{place} and {seen[operation.name]} are both called {operation.name}: rename one handler"
            raise BadRoute(message)
        seen[operation.name] = place
        queries = [one for one in operation.parameters if one.where == "query"]
        operation.handler.opt[QUERY_NAMES] = {one.name: one.repeatable for one in queries}
        operation.handler.opt[_NOT_TEXT] = {one.name for one in queries if not (one.repeatable or _is_text(one.shape))}


async def enter(request: Connection) -> None:
    """What happens before every handler: its query and body hold nothing unknown, and its policy admits the asker.

    The fields of a body are the handler's; where it takes none there is nothing in it, or a client's wish would be
    passed over in silence.
    """
    if request.scope["query_string"]:
        _check_query_names(request)
    await admit(request)
    assert isinstance(request, ShopRequest), "every route is asked through our requests"
    if request.method != HttpMethod.GET and request.route_handler.parsed_data_field is None:
        await request.expect_no_body()


def _check_query_names(request: Connection) -> None:
    """Refuse misspelt parameters, which would otherwise be left out in silence."""
    handler = request.route_handler
    known = handler.opt.get(QUERY_NAMES)
    if known is None:
        return
    prefixes = tuple(handler.opt.get("query_prefixes", ()))
    problems = []
    seen = set()
    for name, value in request.query_params.multi_items():
        if name not in known and not (prefixes and name.startswith(prefixes)):
            problems.append(
                FieldProblem(
                    name[:_NAME_SHOWN],
                    "request.unknown_parameter",
                    "There is no such parameter.",
                )
            )
        elif name in seen and not known.get(name):
            problems.append(
                FieldProblem(
                    name[:_NAME_SHOWN],
                    "request.repeated_parameter",
                    "The parameter stands here more than once.",
                )
            )
        elif name in handler.opt[_NOT_TEXT] and value.lower() == "null":
            # The framework reads this word as nothing and would leave the parameter out in silence.
            problems.append(FieldProblem(name, "request.unknown_value", "Is not one of the allowed values."))
        seen.add(name)
    if problems:
        raise InvalidFields(tuple(problems[:_PROBLEMS_SHOWN]))


def operations_of(app: Litestar) -> list[Operation]:
    """The documented operations by path and method, their parameters checked."""
    found = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for method, (handler, model) in route.route_handler_map.items():
            if not _answers_options(handler) and handler.resolve_include_in_schema():
                parameters = tuple(_parameters(route.path_format, handler, model))
                found.append(Operation(route.path_format, str(method), handler, parameters))
    return sorted(found, key=lambda operation: (operation.path, operation.method))


def _answers_options(handler: Any) -> bool:
    methods: set[str] = getattr(handler, "http_methods", set())
    return {str(method) for method in methods} == {"OPTIONS"}


def _parameters(path: str, handler: HTTPRouteHandler, model: KwargsModel) -> Iterator[QueryParameter]:
    fields = handler.parsed_fn_signature.parameters
    expected = [*model.expected_path_params, *model.expected_query_params]
    order = list(fields)
    for parameter in sorted(
        expected,
        key=lambda one: order.index(one.field_name) if one.field_name in fields else -1,
    ):
        field = fields.get(parameter.field_name)
        place = f"{path}: parameter {parameter.field_name}"
        if field is None:
            message = f"{place} is asked for by a dependency; say it in the handler"
            raise BadRoute(message)
        if any(isinstance(item, Meta) for item in field.metadata):
            message = f"{place}: the framework ignores msgspec's Meta here; write Annotated[…, Parameter(ge=…, le=…)]"
            raise BadRoute(message)
        if not is_simple(field.annotation):
            message = f"{place} ({field.annotation}) is provided by nobody: name it among `dependencies`"
            raise BadRoute(message)
        where = "path" if parameter.param_type is ParamType.PATH else "query"
        definition = field.kwarg_definition
        bounds = {name: getattr(definition, name, None) for name in _BOUNDS}
        meta = {name: value for name, value in bounds.items() if value is not None and name != "description"}
        yield QueryParameter(
            name=parameter.field_alias,
            where=where,
            required=parameter.is_required,
            shape=_bounded(field.annotation, meta),
            default=None if parameter.is_required else parameter.default,
            description=bounds["description"] or "",
            repeatable=parameter.is_sequence,
        )


def _is_text(shape: Any) -> bool:
    return (get_args(shape)[0] if get_origin(shape) is Annotated else shape) is str


def _bounded(annotation: Any, bounds: dict[str, Any]) -> Any:
    # A parameter that may be absent is simply not sent: null is not a value of it.
    kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
    plain = kinds[0] if len(kinds) == 1 and type(None) in get_args(annotation) else annotation
    return Annotated[plain, Meta(**bounds)] if bounds else plain


def is_simple(annotation: Any) -> bool:
    """Whether a value of this type can stand in a query or a path; anything else must be a dependency."""
    parts = get_args(annotation)
    if get_origin(annotation) is Callable:
        return False
    if parts:
        return all(is_simple(part) or not isinstance(part, type) for part in parts)
    return (
        annotation is Any
        or (isinstance(annotation, type) and issubclass(annotation, _SIMPLE))
        or not isinstance(annotation, type)
    )


def schemas_of(
    operations: list[Operation],
) -> tuple[dict[int, dict[str, Any]], dict[str, Any]]:
    """For every type in bodies, answers and parameters (by `id`) its JSON schema, and the components they refer to."""
    shapes: list[Any] = []
    for operation in operations:
        shapes += [
            operation.body,
            operation.answer,
            *(parameter.shape for parameter in operation.parameters),
        ]
        shapes += [spec.data_container for spec in (operation.handler.responses or {}).values()]
    wanted = [shape for shape in shapes if shape is not None]
    parts = [part for shape in wanted for part in _parts(shape)]
    schemas, components = msgspec.json.schema_components(parts, ref_template="#/components/schemas/{name}")
    by_part = {id(part): schema for part, schema in zip(parts, schemas, strict=True)}
    found = {}
    for shape in wanted:
        mine = [by_part[id(part)] for part in _parts(shape)]
        found[id(shape)] = mine[0] if len(mine) == 1 else {"anyOf": mine}
    return found, components


def _parts(shape: Any) -> tuple[Any, ...]:
    """The structs of a union, which an answer may be and msgspec does not describe; else the shape itself."""
    if get_origin(shape) in (Union, UnionType):
        parts = get_args(shape)
        if sum(isinstance(part, type) and issubclass(part, msgspec.Struct) for part in parts) > 1:
            return parts
    return (shape,)
