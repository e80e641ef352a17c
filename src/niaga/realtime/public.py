"""The door of realtime: the hub, for whoever starts it, ends it and counts it."""

from niaga.realtime.hub import Hub, StreamFigures
from niaga.realtime.rights import Rights

__all__ = ["Hub", "Rights", "StreamFigures"]
