"""Reading what a client asks to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.foundation.errors import invalid_field
from niaga.foundation.identity import without_prefix
from niaga.realtime.model import PREFIXES, Topic, TopicKind

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

MOST_TOPICS = 20
_SHOWN = 60
_MOST_DIGITS = 18


def read_topics(text: str, allowed: AbstractSet[TopicKind]) -> tuple[Topic, ...]:
    """`order:ord_…,stock:var_…` as topics, each once. Raises InvalidFields naming the one that is none."""
    names = list(dict.fromkeys(name.strip() for name in text.split(",")))
    if len(names) > MOST_TOPICS:
        raise invalid_field("topics", "request.too_many", "Must have at most {limit} entries.", limit=MOST_TOPICS)
    return tuple(_read_topic(name, allowed) for name in names)


def read_position(text: str | None) -> int | None:
    """The position that a client saw last; None when it saw none, -1 for what was never a position of ours."""
    if text is None:
        return None
    known = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if known else -1


def _read_topic(name: str, allowed: AbstractSet[TopicKind]) -> Topic:
    kind, _, reference = name.partition(":")
    if kind in allowed:
        found = TopicKind(kind)
        prefix = PREFIXES.get(found)
        identity = without_prefix(prefix, reference) if prefix else ("" if name == kind else None)
        if identity is not None:
            return Topic(found, identity)
    raise invalid_field("topics", "realtime.unknown_topic", "There is no topic {topic}.", topic=name[:_SHOWN])
