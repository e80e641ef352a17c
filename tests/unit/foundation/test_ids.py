"""Ids: unique, sorted by time, told apart by a prefix."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from niaga.foundation import identity
from niaga.foundation.identity import ID_LENGTH, ids_since, is_id, new_id, with_prefix, without_prefix


def test_ids_of_a_process_sort_as_they_were_made() -> None:
    ids = [new_id() for _ in range(5_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert all(len(one) == ID_LENGTH and is_id(one) for one in ids)


def test_threads_never_make_the_same_id() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = [one for batch in pool.map(lambda _: [new_id() for _ in range(1_000)], range(8)) for one in batch]
    assert len(set(made)) == len(made)


def test_a_clock_that_steps_back_does_not_bring_ids_back() -> None:
    first = identity._next_value(5_000_000_000_000)
    assert identity._next_value(4_000_000_000_000) > first


@given(st.integers(0, 2**128 - 1))
def test_every_value_is_written_as_an_id_that_sorts_with_it(value: int) -> None:
    written = identity._encode(value)
    assert is_id(written)
    assert (written < identity._encode(2**128 - 1)) == (value < 2**128 - 1)


@given(st.text(max_size=40))
def test_only_an_id_behind_its_own_prefix_is_taken(text: str) -> None:
    found = without_prefix("ord", text)
    assert found is None or with_prefix("ord", found) == text


def test_another_prefix_is_another_thing() -> None:
    own = new_id()
    assert without_prefix("ord", f"ord_{own}") == own
    for wrong in (
        own,
        f"pay_{own}",
        f"ord_{own}x",
        f"ord_{own[:-1]}",
        f"ORD_{own}",
        f"ord_{own.upper()}",
        f"ord_8{own[1:]}",
        f"ord-{own}",
    ):
        assert without_prefix("ord", wrong) is None


def test_a_range_over_ids_begins_so_long_before_one() -> None:
    made = [identity._encode((milliseconds << 80) | 5) for milliseconds in (1_000, 1_999, 2_000, 2_001, 5_000)]
    assert [one for one in made if one > ids_since(made[-1], 3_000)] == made[2:]
    assert ids_since(made[0], 10**9) == "0" * ID_LENGTH
