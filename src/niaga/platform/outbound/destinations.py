"""Where the shop may go: by https to public hosts on a port of the list, and to origins that somebody named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Destinations:
    """Ports that public hosts may be asked at, and origins (`https://10.1.2.3:8443`) that are allowed whatever they are."""

    ports: frozenset[int] = frozenset({443})
    trusted: frozenset[str] = frozenset()
