"""The suite on several workers: what stays together, who waits for whom, and what is said at the end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.support.exercised import Exercised, add_up, told
from tests.support.workers import Turns, piece_of, place_of


@pytest.mark.parametrize(
    ("test", "piece"),
    [
        ("tests/faults/test_kills.py::test_a[postgresql]", "tests/faults/postgresql"),
        ("tests/faults/test_failpoints.py::test_b[mariadb-settling]", "tests/faults/mariadb"),
        ("tests/faults/test_disk_full.py::test_c[cramped]", "tests/faults/"),
        ("tests/browser/test_pages.py::test_d[cart-dark]", "tests/browser/"),
        ("tests/unit/orders/test_states.py::test_e", "tests/unit/orders/test_states.py"),
    ],
)
def test_tests_that_share_a_server_stay_with_one_worker(test: str, piece: str) -> None:
    assert piece_of(test) == piece


def test_what_waits_for_most_comes_first() -> None:
    suites = [
        "tests/unit/x.py",
        "tests/integration/x.py",
        "tests/browser/x.py",
        "tests/contract/x.py",
        "tests/faults/x.py",
    ]
    assert [suite.split("/")[1] for suite in sorted(suites, key=place_of)][:3] == ["faults", "browser", "integration"]


def test_whoever_wants_to_be_alone_waits_for_the_others_and_is_not_overtaken(tmp_path: Path) -> None:
    first, alone, late = (Turns(tmp_path) for _ in range(3))
    seen: list[str] = []

    def play(name: str, turns: Turns, *, by_itself: bool) -> threading.Thread:
        def run() -> None:
            with turns.taken(alone=by_itself):
                seen.append(name)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join(0.2)
        return thread

    with first.taken(alone=False):
        waiting = [play("alone", alone, by_itself=True), play("late", late, by_itself=False)]
        assert seen == []
    for thread in waiting:
        thread.join(5)
    assert seen == ["alone", "late"]


def test_others_play_beside_each_other(tmp_path: Path) -> None:
    one, other = Turns(tmp_path), Turns(tmp_path)
    with one.taken(alone=False), other.taken(alone=False):
        pass


def test_the_closing_lines_of_several_processes_are_one() -> None:
    mine = [Exercised("sqlite", version="3.40", tests=2)]
    heard = told([Exercised("sqlite", version="3.40", tests=3), Exercised("mariadb", missing="no server answers")])
    assert [one.line() for one in add_up(mine, heard)] == [
        "sqlite      exercised by 5 tests (3.40)",
        "mariadb     not exercised: no server answers",
    ]
