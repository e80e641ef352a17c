"""Telemetry: plain counters for `/metrics`, and the spans that an extra sends to a collector."""

from niaga.platform.telemetry.collector import is_installed, make_tracer
from niaga.platform.telemetry.figures import (
    BATCH_BOUNDS,
    LATENCY_BOUNDS,
    METHODS,
    DatabaseFigures,
    Exposition,
    Histogram,
    LaneFigures,
    RequestFigures,
    worker_label,
    write_process,
)

__all__ = [
    "BATCH_BOUNDS",
    "LATENCY_BOUNDS",
    "METHODS",
    "DatabaseFigures",
    "Exposition",
    "Histogram",
    "LaneFigures",
    "RequestFigures",
    "is_installed",
    "make_tracer",
    "worker_label",
    "write_process",
]
