"""Which status a payment may take on. Money that arrives late is still recorded."""

from niaga.foundation.errors import IllegalMove
from niaga.payments.model import PaymentStatus as S

MOVES: dict[S, frozenset[S]] = {
    S.PENDING: frozenset({S.PAID, S.EXPIRED, S.CANCELLED}),
    S.EXPIRED: frozenset({S.PAID}),
    S.CANCELLED: frozenset({S.PAID}),
    S.PAID: frozenset(),
}


def check_move(present: S, target: S) -> None:
    """Raise IllegalMove when the target may not follow the present status."""
    if target not in MOVES[present]:
        raise IllegalMove("payment", present.value, target.value)
