"""Nobody gets what is not there: a machine of hypothesis against the rules."""

from hypothesis import given
from hypothesis import strategies as st

from niaga.inventory.model import NO_STOCK, Quantity, StockKey, StockLevel
from niaga.inventory.rules import shortages, summed, take

KEYS = [StockKey(name) for name in ("a", "b", "c")]
LEVELS = st.dictionaries(
    st.sampled_from(KEYS),
    st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda two: StockLevel(max(two), min(two))),
    max_size=3,
)
WANTED = st.lists(st.builds(Quantity, st.sampled_from(KEYS), st.integers(1, 10)), max_size=6)


@given(LEVELS, st.lists(WANTED, max_size=12))
def test_orders_one_after_the_other_never_take_more_than_there_is(
    levels: dict[StockKey, StockLevel], orders: list[list[Quantity]]
) -> None:
    before, sold = dict(levels), dict.fromkeys(KEYS, 0)
    for wanted in orders:
        short = shortages(levels, wanted)
        if not short:
            take(levels, wanted)
            for key, pieces in wanted:
                sold[key] += pieces
    for key in KEYS:
        now = levels.get(key, NO_STOCK)
        assert 0 <= now.reserved <= now.on_hand
        assert now.reserved == before.get(key, NO_STOCK).reserved + sold[key]


@given(LEVELS, WANTED)
def test_a_shortage_names_exactly_the_rows_that_are_short(
    levels: dict[StockKey, StockLevel], wanted: list[Quantity]
) -> None:
    short = shortages(levels, wanted)
    for key in {key for key, _ in wanted}:
        asked = sum(pieces for one, pieces in wanted if one == key)
        left = levels.get(key, NO_STOCK).available
        assert (key in short) == (asked > left)
        assert short.get(key, left) == left


@given(WANTED)
def test_lines_of_one_row_are_counted_together_and_in_lock_order(wanted: list[Quantity]) -> None:
    due = summed(wanted)
    assert [one.key for one in due] == sorted({key for key, _ in wanted})
    assert sum(one.pieces for one in due) == sum(pieces for _, pieces in wanted)


def test_two_lines_cannot_share_the_last_piece() -> None:
    key = KEYS[0]
    assert shortages({key: StockLevel(1, 0)}, [Quantity(key, 1), Quantity(key, 1)]) == {key: 1}
    assert shortages({}, [Quantity(key, 1)]) == {key: 0}
