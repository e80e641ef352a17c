"""Ports for servers of the tests: from a range of our own, below the one from which the system hands out others.

A port that the system has handed out and taken back may be anybody's a moment later, before our server listens on it.
"""

from __future__ import annotations

import secrets
import socket

_FIRST, _COUNT, _TRIES = 20_000, 12_000, 100


def free_port() -> int:
    """A port nobody listens on."""
    for _ in range(_TRIES):
        port = _FIRST + secrets.randbelow(_COUNT)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    message = "no port is free"
    raise AssertionError(message)
