"""What counters come to, in the text that Prometheus reads."""

import time

from niaga.platform.telemetry import LATENCY_BOUNDS, Exposition, Histogram, RequestFigures


def test_buckets_count_upwards_and_end_with_everything():
    seen = Histogram((1, 2))
    for value in (1, 1.5, 9):
        seen.observe(value)
    out = Exposition(worker="7")
    out.histogram("size", seen, {"lane": "x"})
    assert out.text().splitlines() == [
        'size_bucket{lane="x",le="1",worker="7"} 1',
        'size_bucket{lane="x",le="2",worker="7"} 2',
        'size_bucket{lane="x",le="+Inf",worker="7"} 3',
        'size_sum{lane="x",worker="7"} 11.5',
        'size_count{lane="x",worker="7"} 3',
    ]


def test_a_label_cannot_break_out_of_its_quotes():
    out = Exposition()
    out.sample("x", 1, {"a": 'b"} 1\ny\\'})
    assert out.text() == 'x{a="b\\"} 1\\ny\\\\"} 1\n'


def test_what_clients_make_up_is_one_label():
    figures = RequestFigures()
    for number in range(1000):
        figures.answered("", f"BREW{number}", 404, 0.001)
    assert list(figures.by_kind) == [("unmatched", "other", 4)]


def test_counting_a_request_takes_no_time_to_speak_of():
    figures = RequestFigures()
    rounds = 20_000

    def microseconds() -> float:
        begun = time.process_time()
        for _ in range(rounds):
            figures.answered("/store/v1/products/{id}", "GET", 200, time.perf_counter() - time.perf_counter())
        return (time.process_time() - begun) / rounds * 1e6

    assert min(microseconds() for _ in range(5)) < 3
    assert figures.by_kind["/store/v1/products/{id}", "GET", 2].counts[0] == 5 * rounds
    assert tuple(sorted(LATENCY_BOUNDS)) == LATENCY_BOUNDS
