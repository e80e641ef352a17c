"""What a test logged, as the JSON lines that a shop writes."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from niaga.platform.logging import configure_logging


class LogLines:
    """Lines written so far."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    def all(self) -> list[dict[str, Any]]:
        """Every line."""
        return [json.loads(line) for line in self._stream.getvalue().splitlines()]

    def of(self, event: str) -> list[dict[str, Any]]:
        """The lines of one kind."""
        return [line for line in self.all() if line["event"] == event]


@contextmanager
def log_lines(level: str = "debug") -> Iterator[LogLines]:
    """Has everything that is logged in the block written where the test can read it."""
    root, raising = logging.getLogger(), logging.raiseExceptions
    handlers, before = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging(level, stream=stream, pretty=False)
    try:
        yield LogLines(stream)
    finally:
        root.handlers[:], logging.raiseExceptions = handlers, raising
        root.setLevel(before)
        logging.captureWarnings(capture=False)
