"""What the doctor says: each broken promise once, with the rows that break it, and never an endless list."""

import re

from niaga.cli.doctor import CHECKS, Report, Violation


def broken(check: str, count: int) -> tuple[Violation, ...]:
    return tuple(Violation(check, "I1", "Nothing is promised twice.", {"number": row}) for row in range(count))


def test_a_healthy_shop_gets_one_line():
    assert Report(3, ()).text() == "Healthy: 3 checks, no violation."


def test_a_promise_is_told_once_with_its_rows():
    lines = Report(3, broken("stock.a", 2) + broken("stock.b", 1)).text().splitlines()
    assert lines == [
        "BROKEN stock.a (I1): Nothing is promised twice.",
        "  number=0",
        "  number=1",
        "BROKEN stock.b (I1): Nothing is promised twice.",
        "  number=0",
        "3 violations of 2 promises, 3 checks.",
    ]


def test_many_rows_are_counted_instead_of_told():
    lines = Report(1, broken("stock.a", 500)).text().splitlines()
    assert len(lines) == 23
    assert lines[-2] == "  ... and 480 more"


def test_names_are_unique_and_promises_are_sentences():
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(check.promise[0].isupper() and check.promise.endswith(".") for check in CHECKS)
    assert all(re.fullmatch(r"I[1-9]", check.invariant) for check in CHECKS)


def test_checks_read_and_never_ask_the_database_for_the_time():
    for check in CHECKS:
        words = set(re.findall(r"[A-Z_]+", check.sql.upper()))
        assert words.isdisjoint({"UPDATE", "DELETE", "INSERT", "NOW", "CURRENT_TIMESTAMP"}), check.name
