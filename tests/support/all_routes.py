"""Every route of every room's `http.py`, assembled without the composition root: for tests that look at routes, not at answers."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

from litestar.handlers import HTTPRouteHandler
from tests.support.edge_app import edge_settings

import niaga
from niaga.web.application import assemble
from niaga.web.operations import is_simple

if TYPE_CHECKING:
    from niaga.web.gate import Gate

_RESERVED = frozenset({"request", "data", "scope", "state", "body", "headers", "cookies", "query", "socket"})


def room_handlers() -> list[HTTPRouteHandler]:
    """The handlers that rooms define, once each."""
    found: dict[int, HTTPRouteHandler] = {}
    for package in pkgutil.iter_modules(niaga.__path__, "niaga."):
        if package.ispkg and package.name not in ("niaga.platform", "niaga.web", "niaga.cli"):
            names = {module.name for module in pkgutil.iter_modules(importlib.import_module(package.name).__path__)}
            if "http" in names:
                module = importlib.import_module(f"{package.name}.http")
                found |= {id(one): one for one in vars(module).values() if isinstance(one, HTTPRouteHandler)}
    return list(found.values())


def whole_app() -> Gate:
    """All routes, with stand-ins for the live objects that handlers ask for."""
    handlers = room_handlers()
    wanted: dict[str, Any] = {}
    for handler in handlers:
        for name, field in handler.parsed_fn_signature.parameters.items():
            if name not in _RESERVED and not is_simple(field.annotation):
                wanted[name] = object()
    return assemble(handlers, wanted, edge_settings())
