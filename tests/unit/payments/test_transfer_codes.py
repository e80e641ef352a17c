"""Transfer codes: every open amount is another one, until there is none left."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from niaga.foundation.errors import IllegalMove
from niaga.payments.model import PaymentStatus
from niaga.payments.rules import FOUR_DIGITS, THREE_DIGITS, any_free, draw_codes, first_free
from niaga.payments.states import MOVES, check_move

ALL_CODES = range(THREE_DIGITS.start, FOUR_DIGITS.stop)


def test_drawn_codes_are_three_digits_and_differ() -> None:
    for _ in range(200):
        codes = draw_codes()
        assert len(set(codes)) == len(codes) > 1
        assert all(code in THREE_DIGITS for code in codes)


@given(
    st.integers(1, 10**12),
    st.lists(st.sampled_from(THREE_DIGITS), min_size=1, max_size=6),
    st.sets(st.integers(0, 10**4)),
)
def test_the_first_free_code_makes_an_amount_of_its_own(total: int, codes: list[int], offsets: set[int]) -> None:
    taken = {total + offset for offset in offsets}
    code = first_free(total, codes, taken)
    if code is None:
        assert all(total + one in taken for one in codes)
    else:
        assert total + code not in taken
        assert code in codes


@settings(max_examples=20)
@given(st.integers(1, 10**12), st.sets(st.sampled_from(ALL_CODES), max_size=50))
def test_the_last_codes_are_found_and_then_there_is_none(total: int, free: set[int]) -> None:
    taken = {total + code for code in ALL_CODES if code not in free}
    found = set()
    while (code := any_free(total, taken)) is not None:
        assert total + code not in taken
        taken.add(total + code)
        found.add(code)
    assert found == free


def test_three_digits_come_before_four() -> None:
    taken = {1000 + code for code in THREE_DIGITS if code != 7}
    assert any_free(1000, taken) == 7
    assert any_free(1000, taken | {1007}) in FOUR_DIGITS


def test_codes_of_neighbouring_totals_do_not_meet() -> None:
    open_amounts: set[int] = set()
    for total in [100_000, 100_001, 100_500, 99_999] * 75:
        code = any_free(total, open_amounts)
        assert code is not None
        open_amounts.add(total + code)
    assert len(open_amounts) == 300


@pytest.mark.parametrize("present", PaymentStatus)
@pytest.mark.parametrize("target", PaymentStatus)
def test_a_payment_moves_along_its_table_alone(present: PaymentStatus, target: PaymentStatus) -> None:
    if target in MOVES[present]:
        check_move(present, target)
    else:
        with pytest.raises(IllegalMove):
            check_move(present, target)


def test_what_is_paid_stays_paid_and_money_is_always_recorded() -> None:
    assert MOVES[PaymentStatus.PAID] == frozenset()
    assert all(PaymentStatus.PAID in MOVES[one] for one in PaymentStatus if one is not PaymentStatus.PAID)
