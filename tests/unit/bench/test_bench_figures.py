"""The pure parts of the benchmark: figures, the pgbench script, what makes an answer count, the page."""

import json
from typing import Any

from benchmarks.charts import Bar, bar_chart
from benchmarks.figures import percentile, ratio_by_round, spread
from benchmarks.machine import Reading
from benchmarks.pgbench import literal, parse, value_sql
from benchmarks.recording import window_facts
from benchmarks.report import Results, goals, readme
from benchmarks.scenarios import HOT_SKU, items_of, order_problem, order_request
from benchmarks.wire import Tally


def window(scenario: str, round_: int, per_second: float, **more: Any):
    return {
        "kind": "window", "scenario": scenario, "engine": "postgresql", "clients": 64, "round": round_,
        "per_second": per_second, "failed": 0, **more,
    }  # fmt: skip


def a_run(*lines: dict[str, Any]):
    machine = {"cores": 2, "processor": "Test", "memory_gb": 8, "kernel": "6", "python": "3.11"}
    first = {
        "kind": "run", "commit": "abc", "at": "2026", "machine": machine, "settings": "x", "seconds": 1, "rounds": 2,
        "warm_seconds": 0,
    }  # fmt: skip
    return Results([first, {"kind": "engine", "engine": "postgresql", "version": "15", "durability": "on"}, *lines])


def test_a_percentile_is_one_of_the_samples():
    assert percentile([1, 2, 3, 4], 0.5) == 3
    assert percentile([1, 2, 3, 4], 0.99) == 4
    assert percentile([], 0.5) is None


def test_a_ratio_is_that_of_the_medians_with_the_least_and_most_of_a_round():
    found = ratio_by_round({0: 10.0, 1: 20.0, 2: 30.0}, {0: 10.0, 1: 10.0, 2: 10.0})
    assert (found.median, found.least, found.most, found.count) == (2.0, 1.0, 3.0, 3)


def test_rounds_that_only_one_side_ran_are_left_out():
    assert ratio_by_round({0: 10.0}, {1: 10.0}) is None
    assert ratio_by_round({0: 10.0, 1: 99.0}, {0: 5.0}).median == 2.0
    assert spread([]) is None


def test_no_colon_of_a_text_reaches_pgbench():
    assert literal('{"a":true}') == "E'{\"a\"\\x3atrue}'"
    assert literal("it's") == "E'it''s'"
    assert literal("plain") == "'plain'"


def test_an_id_of_the_sample_becomes_its_expression():
    assert value_sql("ABC", {"ABC": "'O' || :s"}) == "'O' || :s"
    assert [value_sql(value, {}) for value in (None, 7, "x")] == ["NULL", "7", "'x'"]


def test_what_pgbench_prints_is_read():
    said = (
        "number of transactions actually processed: 1204\nnumber of failed transactions: 0 (0.000%)\n"
        "latency average = 6.6 ms\ntps = 1210.55 (without initial connection time)\n"
    )
    ran = parse(said, 0.5, 1.0)
    assert (ran.done, ran.failed, ran.per_second, ran.mean_ms) == (1204, 0, 1210.55, 6.6)


def test_every_order_has_a_key_and_three_lines_and_the_hot_one_is_in_each():
    make = order_request(hot=True)
    first, second = make(), make()
    head, _, body = first.partition(b"\r\n\r\n")
    skus = [line["sku"] for line in json.loads(body)["lines"]]
    assert first != second
    assert b"Idempotency-Key: " in head
    assert f"Content-Length: {len(body)}".encode() in head
    assert len(set(skus)) == 3
    assert skus[0] == HOT_SKU


def test_a_fast_wrong_answer_does_not_count():
    assert order_problem(b"201", b'{"number":"NG-1"}') is None
    assert order_problem(b"201", b"{}") is not None
    assert order_problem(b"409", b'{"number":"NG-1"}') is not None
    item = b'{"price_min":1,"image_url":"x","in_stock":true}'
    assert items_of(2, 2)(b"200", item * 2) is None
    assert items_of(2, 2)(b"200", item) is not None


def test_cpu_is_counted_for_each_operation_that_passed_its_check():
    tally = Tally([0.001, 0.003])
    tally.note("500")
    facts = window_facts(tally, 2.0, Reading(1.0, 1.0, 1.0, 10.0), Reading(1.5, 1.25, 1.0, 11.75))
    assert (facts["done"], facts["failed"], facts["per_second"]) == (2, 1, 1.0)
    assert (facts["server_cpu_us"], facts["database_cpu_us"]) == (250_000.0, 125_000.0)
    assert facts["other_cores"] == 0.5


def test_what_was_not_measured_is_said_to_be_missing():
    measured = {row[0]: row[3] for row in goals(a_run())}
    assert set(measured.values()) == {"not measured"}


def test_the_page_takes_its_ratio_from_the_raw_lines():
    lines = [window("orders", n, 300.0) for n in (0, 1)] + [window("pgbench", n, 100.0) for n in (0, 1)]
    page = readme(a_run(*lines), "raw.jsonl")
    assert "**3.00x** (3.00 to 3.00, 2 rounds)" in page
    assert "results/raw.jsonl" in page


def test_a_page_weighs_its_texts_and_shifts_as_in_its_worst_load():
    weights = {"Document": 4_000, "Stylesheet": 7_000, "Script": 1_000, "Image": 90_000}
    load = {
        "kind": "page",
        "page": "home",
        "network": "slow 4G",
        "lcp_is": "h1",
        "first_paint_ms": 800,
        "bytes": weights,
    }
    run = a_run(
        load | {"lcp_ms": 900, "shift": 0.0}, load | {"lcp_ms": 1300, "shift": 0.02}, load | {"lcp_ms": 1000, "shift": 0}
    )  # fmt: skip
    measured = {row[0]: row[3] for row in goals(run)}
    assert measured["first page: HTML, CSS and JavaScript over the wire"].startswith("**12.0 KB**")
    assert measured["largest contentful paint on a slow phone, home"].startswith("**1.00 s**")
    assert measured["largest contentful paint on a slow phone, list"] == "not measured"
    assert measured["cumulative layout shift, the worst load of any page"] == "**0.020**"
    assert "| slow 4G | home | 800 | 1,000 (900 to 1,300) | h1 | 0.020 | 12.0 | 90.0 |" in readme(run, "raw.jsonl")


def test_failed_answers_are_shown():
    page = readme(a_run(window("orders", 0, 10.0) | {"failed": 3, "problems": {"500": 3}}), "raw.jsonl")
    assert "answers that failed the check" in page


def test_a_chart_escapes_its_texts_and_draws_a_whisker_for_several_rounds():
    drawn = bar_chart("A < B", "unit", [Bar("one", spread([1.0, 2.0, 4.0])), Bar("two", spread([3.0]))])
    assert "A &lt; B" in drawn
    assert drawn.count("<line") == 1
