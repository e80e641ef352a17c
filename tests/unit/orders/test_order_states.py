"""Where an order may go: every status can be reached, and every way out leads somewhere."""

import pytest

from niaga.foundation.errors import IllegalMove
from niaga.orders.model import OrderStatus as S
from niaga.orders.states import FINAL, INITIAL, MOVES, check_move, check_table


@pytest.mark.parametrize("present", S)
@pytest.mark.parametrize("target", S)
def test_an_order_moves_along_its_table_alone(present: S, target: S) -> None:
    if target in MOVES[present]:
        check_move(present, target)
    else:
        with pytest.raises(IllegalMove) as refused:
            check_move(present, target)
        assert (refused.value.state, refused.value.target) == (present.value, target.value)


def test_nothing_leaves_the_end() -> None:
    assert {status for status, targets in MOVES.items() if not targets} == FINAL


def test_goods_cannot_leave_before_they_are_paid() -> None:
    assert S.SHIPPED not in MOVES[S.AWAITING_PAYMENT]
    assert S.CANCELLED not in MOVES[S.SHIPPED]


def test_every_order_can_end() -> None:
    for start in S:
        seen, waiting = set(), [start]
        while waiting:
            status = waiting.pop()
            if status not in seen:
                seen.add(status)
                waiting += MOVES[status]
        assert seen & (FINAL | {S.CANCELLED}), start


@pytest.mark.parametrize(
    "broken",
    [
        {**MOVES, S.PROCESSING: frozenset()},
        {status: targets - {S.RETURNED} for status, targets in MOVES.items()},
        {status: targets for status, targets in MOVES.items() if status is not S.SHIPPED},
    ],
    ids=["dead end", "unreachable", "unlisted"],
)
def test_a_broken_table_is_refused_at_import(broken: dict[S, frozenset[S]]) -> None:
    with pytest.raises(ValueError, match="order states"):
        check_table(broken)
    assert set(S) >= INITIAL
