"""Errors: one root. A refusal says what kind it is, has a stable dotted code, and carries its facts as typed fields.

The message is the first line of the class's docstring with the facts filled in: `{left}`. It is also the key of the
translation. HTTP status codes are chosen in one table in `web`; here nothing knows about HTTP.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

import msgspec


class Kind(StrEnum):
    """What a caller can do about it."""

    UNREADABLE = "unreadable"
    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    STALE = "stale"
    GONE = "gone"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"


class FieldProblem(msgspec.Struct, frozen=True):
    """One field that breaks a rule: `path` as in the body (`lines[0].quantity`), a stable `code`, a message template."""

    path: str
    code: str
    message: str
    facts: dict[str, Any] = {}


class NiagaError(Exception):
    """The root of everything the shop refuses. Subclasses are frozen dataclasses whose fields are the facts."""

    kind: ClassVar[Kind]
    code: ClassVar[str]
    words: ClassVar[frozenset[str]] = frozenset()
    """Facts that are words of ours, to be translated inside the message: `order`, `shipped`."""
    amounts: ClassVar[frozenset[str]] = frozenset()
    """Facts that are whole rupiah, to be written as `Rp12.500` inside the message."""

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if abstract:
            return
        for name in ("kind", "code"):
            if not isinstance(getattr(cls, name, None), str):
                message = f"{cls.__qualname__} must say its {name}"
                raise TypeError(message)
        if not cls.__doc__:
            message = f"{cls.__qualname__} must say in its docstring what happened"
            raise TypeError(message)

    @classmethod
    def template(cls) -> str:
        """The message before the facts are filled in: first line of the docstring, key of the translation."""
        return inspect.cleandoc(cls.__doc__ or "").split("\n", 1)[0]

    def facts(self) -> dict[str, Any]:
        """What the message needs to know, and what a client may show."""
        return {name: getattr(self, name) for name in getattr(self, "__dataclass_fields__", {})}

    def problems(self) -> list[FieldProblem]:
        """The fields at fault, where there are any."""
        return []

    def retry_after_seconds(self) -> int | None:
        """When trying again makes sense, for kinds that pass."""
        return 1 if self.kind is Kind.UNAVAILABLE else None

    def __str__(self) -> str:
        return self.template().format(**self.facts())


@dataclass(eq=False)
class InvalidFields(NiagaError):
    """The request breaks a rule."""

    kind = Kind.INVALID
    code = "request.invalid"

    fields: tuple[FieldProblem, ...]

    def facts(self) -> dict[str, Any]:
        return {}

    def problems(self) -> list[FieldProblem]:
        return list(self.fields)


def invalid_field(path: str, code: str, message: str, **facts: Any) -> InvalidFields:
    """An error for one field. The message is a template, such as `There are only {left} left.`, and the facts fill it."""
    return InvalidFields((FieldProblem(path, code, message, facts),))


@dataclass(eq=False)
class NotFound(NiagaError):
    """There is no {what} {reference}."""

    kind = Kind.NOT_FOUND
    code = "request.not_found"
    words = frozenset({"what"})

    what: str
    reference: str


@dataclass(eq=False)
class IllegalMove(NiagaError):
    """The {what} is {state}; it cannot become {target}."""

    kind = Kind.CONFLICT
    code = "request.illegal_move"
    words = frozenset({"what", "state", "target"})

    what: str
    state: str
    target: str


@dataclass(eq=False)
class OutcomeUnknown(NiagaError):
    """The connection to the database was lost while saving; look before you repeat."""

    kind = Kind.UNAVAILABLE
    code = "request.outcome_unknown"


@dataclass(eq=False)
class Overloaded(NiagaError):
    """The shop is busy; please try again in a moment."""

    kind = Kind.UNAVAILABLE
    code = "request.overloaded"


@dataclass(eq=False)
class CannotSave(NiagaError):
    """The shop cannot save anything at the moment; please try again later."""

    kind = Kind.UNAVAILABLE
    code = "request.cannot_save"

    def retry_after_seconds(self) -> int | None:
        # A full disk is not emptied within a second.
        return 10


@dataclass(eq=False)
class DatabaseUnavailable(NiagaError):
    """The database does not answer; please try again in a moment."""

    kind = Kind.UNAVAILABLE
    code = "request.database_unavailable"
