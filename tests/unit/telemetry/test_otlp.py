"""The road to a collector: bounded, quiet about trouble, and refused in words where the extra is missing."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from tests.support.collector import collector
from tests.support.log_lines import log_lines

from niaga.platform.telemetry import make_tracer
from niaga.platform.telemetry.otlp import OneWarning, OtlpTracer
from niaga.platform.traces import NO_TRACER, TraceContext, current_trace, inside, parse_traceparent, render_traceparent

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
QUEUE, BATCH = 2048, 512


class Scripted(SpanExporter):
    """An exporter whose every result is foretold."""

    def __init__(self, results: str) -> None:
        self._results = iter(results)

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:  # noqa: ARG002
        return SpanExportResult.FAILURE if next(self._results) == "-" else SpanExportResult.SUCCESS


def test_an_outage_is_told_once_and_so_is_its_end():
    exporter = OneWarning(Scripted("+---++-"))
    with log_lines() as lines:
        for _ in range(7):
            exporter.export([])
    assert [line["event"] for line in lines.all()] == [
        "telemetry.not_sent",
        "telemetry.sent_again",
        "telemetry.not_sent",
    ]


def test_a_collector_that_hangs_holds_a_bounded_number_of_spans():
    with collector(waits=True) as hanging:
        tracer = OtlpTracer(hanging.address)
        for _ in range(BATCH):
            with tracer.span("first", None):
                pass
        assert hanging.asked.wait(10)
        for _ in range(3 * QUEUE):
            with tracer.span("later", None):
                pass
        hanging.open_to_all.set()
        tracer.close()
    assert len(hanging.named("later")) <= QUEUE
    assert len(hanging.spans) <= QUEUE + BATCH


def test_an_error_leaves_its_type_and_not_its_message():
    message = "sari@example.com"
    with collector() as seen:
        tracer = OtlpTracer(seen.address)
        with pytest.raises(ValueError, match="sari"), tracer.span("work", None):
            raise ValueError(message)
        tracer.close()
    assert seen.one("work").failed
    assert seen.one("work").facts == {"error.type": "ValueError"}
    assert message.encode() not in b"".join(seen.raw)


def test_the_standard_variables_say_who_sends_and_how_much(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OTEL_SERVICE_NAME", "toko-melati")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    with collector() as seen:
        tracer = OtlpTracer(seen.address)
        with tracer.span("quiet", None) as quiet, tracer.span("heard", TraceContext(TRACE, SPAN, sampled=True)):
            assert quiet.context is not None
            assert not quiet.context.sampled
        tracer.close()
    assert seen.spans == []


def test_no_endpoint_or_a_disabled_kit_makes_no_spans(monkeypatch: pytest.MonkeyPatch):
    assert make_tracer(None) is NO_TRACER
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    assert make_tracer("http://127.0.0.1:4318") is NO_TRACER


def test_asking_for_spans_without_the_extra_says_what_to_install(tmp_path: Path):
    program = "import sys; sys.modules['opentelemetry'] = None\nfrom niaga.cli.main import group\ngroup()"
    environ = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "NIAGA_DATA": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", program, "serve"], capture_output=True, text=True, check=False, env=environ, cwd=tmp_path
    )
    assert run.returncode == 2
    assert "pip install 'niaga[telemetry]'" in run.stderr
    assert "Traceback" not in run.stderr


def test_leaving_a_trace_goes_back_to_the_one_around_it():
    outer, inner = TraceContext("a" * 32), TraceContext("b" * 32)
    with inside(outer):
        with inside(inner):
            assert current_trace() == inner
        assert current_trace() == outer
    assert current_trace() is None


def test_a_header_written_from_within_is_read_as_the_same_place():
    for sampled in (True, False):
        place = TraceContext(TRACE, SPAN, sampled)
        assert parse_traceparent(render_traceparent(place)) == place
    assert parse_traceparent(render_traceparent(TraceContext(TRACE))) is not None
