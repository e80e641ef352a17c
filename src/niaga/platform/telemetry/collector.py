"""Whether spans are collected: only where an endpoint is set. Nothing of OpenTelemetry is imported before that."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from niaga.platform.traces import NO_TRACER

if TYPE_CHECKING:
    from niaga.platform.traces import Tracer

_NEEDED = ("opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http")


def make_tracer(endpoint: str | None) -> Tracer:
    """Makes spans for the collector at this base address; none without one, nor where `OTEL_SDK_DISABLED` is true."""
    if endpoint is None or os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return NO_TRACER
    from niaga.platform.telemetry.otlp import OtlpTracer  # noqa: PLC0415 - only who collects spans pays for it

    return OtlpTracer(endpoint)


def is_installed() -> bool:
    """Whether the extra `telemetry` is there."""
    try:
        return all(find_spec(name) is not None for name in _NEEDED)
    except ModuleNotFoundError:
        return False
