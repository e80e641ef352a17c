"""Which status may follow which. Checked at import: every status is reachable, every way out leads somewhere."""

from niaga.foundation.errors import IllegalMove
from niaga.orders.model import OrderStatus as S

INITIAL = frozenset({S.AWAITING_PAYMENT, S.PROCESSING})
FINAL = frozenset({S.COMPLETED, S.RETURNED})
MOVES: dict[S, frozenset[S]] = {
    S.AWAITING_PAYMENT: frozenset({S.PROCESSING, S.CANCELLED}),
    S.PROCESSING: frozenset({S.PROCESSING, S.SHIPPED, S.CANCELLED}),
    S.SHIPPED: frozenset({S.COMPLETED, S.RETURNED}),
    S.COMPLETED: frozenset(),
    S.RETURNED: frozenset(),
    # Money that arrives after the expiry brings the order back while there is stock, else it is noted as owed.
    S.CANCELLED: frozenset({S.PROCESSING, S.CANCELLED}),
}


def check_move(present: S, target: S) -> None:
    """Raise IllegalMove when the target may not follow the present status."""
    if target not in MOVES[present]:
        raise IllegalMove("order", present.value, target.value)


def check_table(moves: dict[S, frozenset[S]]) -> None:
    """Raise ValueError for a status that cannot be reached or that is missing."""
    reachable = INITIAL.union(*moves.values())
    stranded = set(S) - reachable
    unlisted = set(S) - set(moves)
    dead = {status for status, targets in moves.items() if not targets} - FINAL
    if stranded or unlisted or dead:
        message = f"order states: unreachable {sorted(stranded)}, unlisted {sorted(unlisted)}, dead {sorted(dead)}"
        raise ValueError(message)


check_table(MOVES)
