"""Logs: one JSON line an event on standard error (readable lines on a terminal), without personal data or tokens.

Write `log = get_logger(__name__)` and `log.info("task.failed", task_id=id, attempts=3)`: a constant event name, facts
as fields, never a sentence with data in it. The standard library's loggers (uvicorn, SQLAlchemy) and structlog's own
take the same road. Redaction is the net below that rule, not a licence: names and streets have no shape.
"""

import logging
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any, TextIO

import msgspec

from niaga.platform.redaction import redact, redact_text
from niaga.platform.traces import current_trace

_FACTS = "niaga_facts"
_context: ContextVar[Mapping[str, object] | None] = ContextVar("niaga_log_context", default=None)
# They print statements with their parameters, or a line a request that ours replaces.
_QUIET = (
    "sqlalchemy.engine",
    "sqlalchemy.pool",
    "uvicorn.access",
    "asyncio",
    "aiosqlite",
    "httpx",
    "httpcore",
    "hpack",
)


class Logger:
    """Logs events with facts. Costs next to nothing while its level is off."""

    __slots__ = ("_logger",)

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger

    def debug(self, event: str, **facts: object) -> None:
        """Of use to who looks for a fault."""
        self._write(logging.DEBUG, event, facts)

    def info(self, event: str, **facts: object) -> None:
        """Something happened as it should."""
        self._write(logging.INFO, event, facts)

    def warning(self, event: str, **facts: object) -> None:
        """Something went wrong and was dealt with."""
        self._write(logging.WARNING, event, facts)

    def error(self, event: str, **facts: object) -> None:
        """Something went wrong and a person should look."""
        self._write(logging.ERROR, event, facts)

    def failure(self, event: str, error: BaseException, **facts: object) -> None:
        """The same, with the error and its traceback."""
        self._write(logging.ERROR, event, facts, error)

    def _write(self, level: int, event: str, facts: Mapping[str, object], error: BaseException | None = None) -> None:
        if self._logger.isEnabledFor(level):
            self._logger.log(level, "%s", event, extra={_FACTS: facts}, exc_info=error)


def get_logger(name: str) -> Logger:
    """The logger of a module: `get_logger(__name__)`."""
    return Logger(logging.getLogger(name))


@contextmanager
def log_context(**facts: object) -> Iterator[None]:
    """Adds facts to everything that is logged inside, also in what it awaits. The trace's ids are there by themselves."""
    token = _context.set({**(_context.get() or {}), **facts})
    try:
        yield
    finally:
        _context.reset(token)


def configure_logging(level: str = "info", *, stream: TextIO | None = None, pretty: bool | None = None) -> None:
    """Sends every logger of the process through our pipe to the stream (standard error). Call once at start."""
    target = stream or sys.stderr
    handler = logging.StreamHandler(target)
    handler.setFormatter(_formatter(pretty=target.isatty() if pretty is None else pretty))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    # A log call that fails must not print its arguments to standard error.
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)


def _formatter(*, pretty: bool) -> logging.Formatter:
    structlog = _structlog()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    last = structlog.dev.ConsoleRenderer(pad_event_to=32) if pretty else _as_json
    return structlog.stdlib.ProcessorFormatter(  # type: ignore[no-any-return]
        foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name],
        processors=[
            _facts_and_context,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redacted,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            last,
        ],
    )


def _structlog() -> ModuleType:
    """Structlog without rich, which it would import for tracebacks that we do not draw: 10 MB and 0.15 s a start."""
    hide = "rich" not in sys.modules
    if hide:
        sys.modules["rich"] = None  # type: ignore[assignment]
    try:
        import structlog  # noqa: PLC0415 - only a process that writes logs pays for it
    finally:
        if hide:
            del sys.modules["rich"]
    return structlog


def _facts_and_context(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    facts = getattr(event.get("_record"), _FACTS, {})
    for name, value in {**_trace_ids(), **(_context.get() or {}), **facts}.items():
        event.setdefault(name, value)
    return event


def _trace_ids() -> dict[str, str]:
    """`trace_id`, and `request_id` where the caller gave the request another name."""
    trace = current_trace()
    if trace is None:
        return {}
    named = trace.request_id not in {"", trace.trace_id}
    return {"trace_id": trace.trace_id, **({"request_id": trace.request_id} if named else {})}


def _redacted(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in list(event.items()):
        if name in ("event", "exception"):
            event[name] = redact_text(str(value))
        elif name not in ("_record", "_from_structlog", "timestamp", "level", "logger"):
            event[name] = redact(name, value)
    return event


def _as_json(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    return msgspec.json.encode(event).decode()
