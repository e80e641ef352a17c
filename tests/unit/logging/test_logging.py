"""Logs: whatever road an event takes, it comes out as one line of JSON without anybody's data in it."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import structlog

from niaga.platform.logging import Logger, configure_logging, get_logger, log_context

Lines = Callable[[], list[dict[str, Any]]]
CANARIES = (
    "Sari Dewi",
    "sari@example.com",
    "081234567890",
    "Jalan Melati 5",
    "hunter2",
    "ng_0123456789abcdefghijklmnop",
)


@pytest.fixture
def lines():
    root, raising = logging.getLogger(), logging.raiseExceptions
    before = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging("debug", stream=stream, pretty=False)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], logging.raiseExceptions = before[0], raising
    root.setLevel(before[1])
    logging.captureWarnings(capture=False)


def test_an_event_is_one_json_line_with_its_facts(lines: Lines):
    get_logger("niaga.orders").info("order.placed", order_id="ord_1", total=12_500)
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "order.placed",
        "level": "info",
        "logger": "niaga.orders",
        "order_id": "ord_1",
        "total": 12_500,
    }


def test_the_standard_library_takes_the_same_road(lines: Lines):
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 7)
    (line,) = lines()
    assert line["event"] == "Started server process [7]"
    assert line["logger"] == "uvicorn.error"


def test_structlog_takes_the_same_road(lines: Lines):
    with log_context(trace_id="t1"):
        structlog.get_logger("niaga.x").bind(phone="081234567890").error(
            "odd", order_id="ord_1", detail="sari@example.com"
        )
    (line,) = lines()
    assert line.pop("timestamp")
    assert line.pop("trace_id") == "t1"
    expected = {"event": "odd", "level": "error", "logger": "niaga.x", "order_id": "ord_1"}
    assert line == expected | {"phone": "[redacted]", "detail": "[redacted]"}


def test_a_request_id_stands_on_every_line_inside_the_context(lines: Lines):
    with log_context(trace_id="t1"), log_context(request_id="r1"):
        get_logger("a").info("inner")
        logging.getLogger("b").info("foreign")
    get_logger("a").info("outer")
    inner, foreign, outer = lines()
    assert (inner["trace_id"], inner["request_id"]) == ("t1", "r1")
    assert (foreign["trace_id"], foreign["request_id"]) == ("t1", "r1")
    assert "trace_id" not in outer


def test_no_canary_comes_out_on_any_road(lines: Lines):
    log, foreign = get_logger("niaga.mail"), logging.getLogger("aiosmtplib")
    contact = {"name": "Sari Dewi", "phone": "081234567890", "street": "Jalan Melati 5"}
    log.info("mail.sent", to="sari@example.com", contact=contact, headers={"Authorization": "Bearer hunter2"})
    log.warning("refused sari@example.com 081234567890")
    foreign.error("550 <sari@example.com>: key %s", "ng_0123456789abcdefghijklmnop")
    foreign.info("as extra", extra={"email": "sari@example.com", "body": "Jalan Melati 5"})
    foreign.info("%s", {"password": "hunter2"})
    with log_context(customer_name="Sari Dewi"):
        log.debug("debugging")
    _log_a_failure(log)
    text = json.dumps(lines())
    assert [canary for canary in CANARIES if canary in text] == []
    assert len(lines()) == 7


def _send() -> None:
    message = "could not send to sari@example.com: password=hunter2"
    raise ValueError(message)


def _log_a_failure(log: Logger) -> None:
    try:
        _send()
    except ValueError as error:
        log.failure("mail.failed", error)


def test_an_error_brings_its_traceback(lines: Lines):
    _log_a_failure(get_logger("x"))
    (line,) = lines()
    assert "Traceback" in line["exception"]
    assert "ValueError: could not send to [redacted]" in line["exception"]


def test_a_fact_cannot_take_the_place_of_the_event(lines: Lines):
    get_logger("x").info("real", level="critical", logger="other", timestamp="never")
    (line,) = lines()
    assert (line["event"], line["level"], line["logger"]) == ("real", "info", "x")
    assert line["timestamp"] != "never"


def test_statements_with_parameters_are_never_logged(lines: Lines):
    logging.getLogger("sqlalchemy.engine").info("INSERT INTO staff VALUES ('Sari Dewi')")
    assert lines() == []


def test_text_with_percent_signs_and_lone_surrogates_is_logged(lines: Lines):
    get_logger("x").info("100%s", odd="\ud800")
    assert lines()[0]["event"] == "100%s"


def test_nothing_is_written_below_the_level():
    stream = io.StringIO()
    program = (
        "from niaga.platform.logging import *; configure_logging('warning', pretty=True);"
        "get_logger('a').info('quiet'); get_logger('a').warning('loud', order_id='ord_1', email='sari@example.com')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    stream.write(done.stderr)
    assert "quiet" not in stream.getvalue()
    assert "loud" in stream.getvalue()
    assert "sari" not in stream.getvalue()


def test_a_logger_is_had_without_the_machinery():
    program = (
        "import sys; from niaga.platform.logging import *; get_logger('a').info('x'); assert 'structlog' not in sys.modules;"
        "configure_logging(); assert 'structlog' in sys.modules; assert 'rich' not in sys.modules; import rich"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
